//! Certificate policies along a path: RFC 5280 §6.1.2 (a)–(f), §6.1.3 (d)–(f), §6.1.4 (a), (b),
//! (h)–(j), §6.1.5 (a), (b), (g), all as updated by RFC 9618. The counters are in `walk`, the
//! graph in `graph`; here is what they are asked for.
//!
//! An extension that is malformed counts as absent: no policies, no mappings, no constraints. The
//! rule on malformed extensions has made such a path invalid already.

mod graph;
mod walk;

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use self::graph::{Mappings, Policies};
use super::{PathCert, PathCheck, PathContext};
use crate::budget::{Budget, Limit};
use crate::cert::{Cert, Extensions};
use crate::finding::Code;
use crate::policy::{Policy, Switch};
use crate::rules::{Findings, Rule, list};

pub(crate) const RULE: Rule<PathCheck> = Rule {
    id: "policies",
    reference: "RFC 5280 §6.1.3 (d), RFC 9618 §5",
    check,
};

/// The policies under which a path is valid: the `user_constrained_policy_set` of RFC 9618 §5.5.
///
/// ```
/// use chainverify::ValidPolicies;
/// # use chainverify::{Origin, TrustStore, Verifier};
/// # use pki_types::{CertificateDer, UnixTime, pem::PemObject};
/// # let mut roots = TrustStore::new();
/// # roots.add_pem(include_bytes!("../../../../../testdata/example/root.pem"), &Origin::Given);
/// # let pem = include_bytes!("../../../../../testdata/example/chain.pem");
/// # let chain: Vec<_> = CertificateDer::pem_slice_iter(pem).map(Result::unwrap).collect();
/// # let time = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
/// # let verifier = Verifier::new(roots);
/// let path = verifier.verify_at(&chain, "example.com", time).unwrap();
/// let domain_validated = ValidPolicies::Only(vec!["2.23.140.1.2.1".into()]);
/// assert_eq!(path.policies(), domain_validated);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValidPolicies {
    /// Any policy.
    Any,
    /// These, as dotted identifiers in the order of their text, in the words of the anchor (before
    /// any mapping); perhaps none.
    Only(Vec<String>),
}

fn check(
    context: &PathContext<'_>,
    findings: &mut Findings<'_>,
    _: &mut Budget,
) -> Result<(), Limit> {
    judge(context.certs, context.policy, findings);
    Ok(())
}

fn judge(certs: &[PathCert<'_>], policy: &Policy, findings: &mut Findings<'_>) {
    if cannot_fail(certs, policy) {
        return;
    }
    for failure in walk::failures(&policies_of(certs), policy) {
        let Some(at) = certs.get(failure.index) else {
            continue;
        };
        let extensions = at.cert.extensions();
        let span = match failure.cause {
            Cause::AnyPolicyMapped => extensions.policy_mappings.span(),
            _ => extensions.certificate_policies.span(),
        };
        findings.add_for(at.id, failure.cause.code(at.cert, policy), span);
    }
}

/// Why a path fails.
#[derive(Debug, PartialEq, Eq)]
enum Cause {
    AnyPolicyMapped,
    /// A valid policy is required, and none is left.
    Unsatisfied,
    GraphTooLarge {
        limit: u32,
    },
}

impl Cause {
    /// The same with what a reader has to know: the certificate's policies and those that were asked for.
    fn code(self, cert: &Cert<'_>, policy: &Policy) -> Code {
        match self {
            Self::AnyPolicyMapped => Code::AnyPolicyMapped,
            Self::GraphTooLarge { limit } => Code::PolicyGraphTooLarge { limit },
            Self::Unsatisfied => {
                let own = cert.extensions().certificate_policies.value();
                let own = own.map(|own| listed(own.oids(cert.der())));
                let initial = &policy.initial_policy_set;
                Code::ExplicitPolicyUnsatisfied {
                    asserted: own.unwrap_or_else(|| "none".to_owned()),
                    acceptable: if initial.is_empty() {
                        "any".to_owned()
                    } else {
                        listed(initial.iter())
                    },
                }
            }
        }
    }
}

/// Dotted identifiers.
fn listed(oids: impl Iterator<Item = impl ToString>) -> String {
    list(&mut oids.map(|oid| oid.to_string()))
}

/// The policies under which a path is valid (§6.1.5 (g)), in the words of the anchor. None for a
/// path that fails this rule, or whose graph outgrows its limit.
pub(crate) fn user_constrained(context: &PathContext<'_>) -> ValidPolicies {
    walk::valid_policies(&policies_of(context.certs), context.policy)
}

fn policies_of<'r>(path: &'r [PathCert<'r>]) -> Vec<CertPolicies<'r>> {
    path.iter().map(CertPolicies::of).collect()
}

/// The usual case on the web: nobody requires a policy, so that `explicit_policy`, which starts
/// at n + 1 and is decremented at most n times, stays above 0 whatever the policies are, and
/// there are no mappings to be wrong.
fn cannot_fail(certs: &[PathCert<'_>], policy: &Policy) -> bool {
    policy.initial_explicit_policy == Switch::NotSet
        && certs.iter().all(|at| {
            let extensions = at.cert.extensions();
            !extensions.policy_mappings.is_present()
                && require_explicit_policy(extensions).is_none()
        })
}

fn require_explicit_policy(extensions: &Extensions) -> Option<u32> {
    let constraints = extensions.policy_constraints.value()?;
    constraints.require_explicit_policy
}

/// What a certificate says about policies.
#[derive(Debug, Default)]
struct CertPolicies<'a> {
    self_issued: bool,
    certificate_policies: Option<Policies<'a>>,
    policy_mappings: Mappings<'a>,
    require_explicit_policy: Option<u32>,
    inhibit_policy_mapping: Option<u32>,
    inhibit_any_policy: Option<u32>,
}

impl<'a> CertPolicies<'a> {
    fn of(at: &PathCert<'a>) -> Self {
        let (der, extensions) = (at.cert.der(), at.cert.extensions());
        let constraints = extensions.policy_constraints.value();
        Self {
            self_issued: at.cert.is_self_issued(),
            certificate_policies: extensions
                .certificate_policies
                .value()
                .map(|policies| Policies::new(policies.oids(der))),
            policy_mappings: extensions
                .policy_mappings
                .value()
                .map_or_else(Mappings::default, |mappings| {
                    Mappings::new(mappings.pairs(der))
                }),
            require_explicit_policy: require_explicit_policy(extensions),
            inhibit_policy_mapping: constraints.and_then(|it| it.inhibit_policy_mapping),
            inhibit_any_policy: extensions
                .inhibit_any_policy
                .value()
                .map(|it| it.skip_certs),
        }
    }
}

impl ValidPolicies {
    fn is_empty(&self) -> bool {
        matches!(self, Self::Only(policies) if policies.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use pki_types::CertificateDer;

    use super::*;
    use crate::cert::Cert;
    use crate::der::Span;
    use crate::finding::CertId;

    const EXPLICIT: &[u8] = &[0x30, 3, 0x80, 1, 0];
    const GOLD: &[u8] = &[0x30, 6, 0x30, 4, 6, 2, 0x2a, 1];
    const SILVER: &[u8] = &[0x30, 6, 0x30, 4, 6, 2, 0x2a, 2];
    const GOLD_TO_SILVER: &[u8] = &[0x30, 10, 0x30, 8, 6, 2, 0x2a, 1, 6, 2, 0x2a, 2];
    const ANY_TO_GOLD: &[u8] = &[0x30, 12, 0x30, 10, 6, 4, 0x55, 29, 32, 0, 6, 2, 0x2a, 1];
    const MALFORMED: &[u8] = &[4, 0];

    fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let content = parts.concat();
        let len = u16::try_from(content.len()).unwrap().to_be_bytes();
        let mut bytes = match (len, content.len()) {
            ([_, low], 0..128) => Vec::from([tag, low]),
            ([0, low], _) => Vec::from([tag, 0x81, low]),
            ([high, low], _) => Vec::from([tag, 0x82, high, low]),
        };
        bytes.extend(content);
        bytes
    }

    /// A certificate of `CN=subject` by `CN=issuer` with extensions 2.5.29.n.
    fn cert(subject: &str, issuer: &str, extensions: &[(u8, &[u8])]) -> Cert<'static> {
        let name = |text: &str| {
            let value = tlv(0x0c, &[text.as_bytes()]);
            let attribute = tlv(0x30, &[&[6, 3, 0x55, 4, 3], &value]);
            tlv(0x30, &[&tlv(0x31, &[&attribute])])
        };
        let algorithm = tlv(0x30, &[&[6, 3, 0x2b, 0x65, 0x70]]);
        let time = tlv(0x17, &[b"250101000000Z"]);
        let key = tlv(0x30, &[&algorithm, &[3, 2, 0, 0]]);
        let list: Vec<_> = extensions
            .iter()
            .map(|(id, value)| tlv(0x30, &[&[6, 3, 0x55, 29, *id], &tlv(4, &[value])]))
            .collect();
        let tbs = tlv(
            0x30,
            &[
                &[0xa0, 3, 2, 1, 2, 2, 1, 1],
                &algorithm,
                &name(issuer),
                &tlv(0x30, &[&time, &time]),
                &name(subject),
                &key,
                &tlv(0xa3, &[&tlv(0x30, &[&list.concat()])]),
            ],
        );
        let der = tlv(0x30, &[&tbs, &algorithm, &[3, 2, 0, 0]]);
        Cert::parse(CertificateDer::from(der)).unwrap()
    }

    /// Findings, as code, number of the certificate and place, on the path of these.
    fn found(certs: &[Cert<'_>], policy: &Policy) -> Vec<(Code, Option<CertId>, Option<Span>)> {
        let path: Vec<_> = (0..)
            .zip(certs)
            .map(|(number, cert)| PathCert {
                id: CertId::Pool(number),
                cert,
            })
            .collect();
        let mut findings = Findings::new(policy, CertId::Anchor(0));
        judge(&path, policy, &mut findings);
        findings
            .into_list()
            .iter()
            .map(|finding| {
                (
                    finding.code().clone(),
                    finding.certificate(),
                    finding.span(),
                )
            })
            .collect()
    }

    fn unsatisfied(
        (number, asserted): (u32, &str),
        span: Option<Span>,
    ) -> [(Code, Option<CertId>, Option<Span>); 1] {
        let code = Code::ExplicitPolicyUnsatisfied {
            asserted: asserted.to_owned(),
            acceptable: "any".to_owned(),
        };
        [(code, Some(CertId::Pool(number)), span)]
    }

    #[test]
    fn a_required_policy_that_is_missing_is_found_at_the_certificate_without_it() {
        let ca = cert("CA", "Root", &[(32, GOLD), (36, EXPLICIT)]);
        let good = cert("leaf", "CA", &[(32, GOLD)]);
        let other = cert("leaf", "CA", &[(32, SILVER)]);
        let span = other.extensions().certificate_policies.span();
        let policy = Policy::web_server();
        assert_eq!(found(&[ca.clone(), good], &policy), []);
        assert_eq!(
            found(&[ca.clone(), other], &policy),
            unsatisfied((1, "1.2.2"), span)
        );
        assert_eq!(
            found(&[ca, cert("leaf", "CA", &[(14, &[4, 1, 0])])], &policy),
            unsatisfied((1, "none"), None)
        );
    }

    #[test]
    fn mappings_are_read_and_those_of_any_policy_refused() {
        let leaf = cert("leaf", "CA", &[(32, SILVER)]);
        let maps = |mappings| cert("CA", "Root", &[(32, GOLD), (36, EXPLICIT), (33, mappings)]);
        let policy = Policy::web_server();
        assert_eq!(found(&[maps(GOLD_TO_SILVER), leaf.clone()], &policy), []);
        let bad = maps(ANY_TO_GOLD);
        let span = bad.extensions().policy_mappings.span();
        let expected = [(Code::AnyPolicyMapped, Some(CertId::Pool(0)), span)];
        assert!(span.is_some());
        assert_eq!(found(&[bad, leaf], &policy), expected);
    }

    #[test]
    fn malformed_policies_are_no_policies() {
        let ca = cert("CA", "Root", &[(32, GOLD), (36, EXPLICIT)]);
        let leaf = cert("leaf", "CA", &[(32, MALFORMED)]);
        let span = leaf.extensions().certificate_policies.span();
        assert_eq!(
            found(&[ca, leaf], &Policy::web_server()),
            unsatisfied((1, "none"), span)
        );
    }

    #[test]
    fn a_self_issued_certificate_does_not_count_against_inhibit_any_policy() {
        let any = &[0x30, 8, 0x30, 6, 6, 4, 0x55, 29, 32, 0];
        let ca = cert(
            "CA",
            "Root",
            &[(32, GOLD), (36, EXPLICIT), (54, &[2, 1, 0])],
        );
        let again = |issuer| cert("CA", issuer, &[(32, any)]);
        let leaf = cert("leaf", "CA", &[(32, GOLD)]);
        let policy = Policy::web_server();
        assert_eq!(found(&[ca.clone(), again("CA"), leaf.clone()], &policy), []);
        let other = again("Other");
        let span = other.extensions().certificate_policies.span();
        assert_eq!(
            found(&[ca, other, leaf], &policy),
            unsatisfied((1, "2.5.29.32.0"), span)
        );
    }
}
