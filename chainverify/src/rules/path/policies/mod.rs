//! Certificate policies along a path: RFC 5280 §6.1.2 (a)–(f), §6.1.3 (d)–(f), §6.1.4 (a), (b),
//! (h)–(j), §6.1.5 (a), (b), (g), all as updated by RFC 9618. The counters and steps are in `state`,
//! the graph in `graph`; here is what a certificate says, and what is said about one that fails.
//!
//! An extension that is malformed counts as absent: no policies, no mappings, no constraints. The
//! rule on malformed extensions has made such a path invalid already.

mod graph;
mod state;

use alloc::vec::Vec;

use self::graph::{Mappings, Policies, is_any_policy};
pub(crate) use self::state::{PolicyState, Stop};
use crate::budget::{Budget, Limit};
use crate::cert::ext::{Decode, Extension};
use crate::cert::{Cert, Extensions};
use crate::der::{OidBuf, Span};
use crate::finding::{CertRef, Code, Listed, RequiredBy};
use crate::policy::{Policy, Switch};
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<()> = Rule {
    id: "policies",
    reference: "RFC 5280 §6.1.3 (d), RFC 9618 §5",
    check: (),
};

/// The policies under which a path is valid: the `user_constrained_policy_set` of RFC 9618 §5.5.
///
/// ```
#[doc = include_str!("../../../../tests/doc/setup.txt")]
/// use chainverify::report::ValidPolicies;
///
/// let path = verifier.verify_request(Request::server(&chain, "example.com").at(time)).unwrap();
/// let domain_validated = ValidPolicies::Only(vec!["2.23.140.1.2.1".parse().unwrap()]);
/// assert_eq!(path.policies(), domain_validated);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ValidPolicies {
    /// Any policy.
    Any,
    /// These, sorted, in the words of the anchor (before any mapping); perhaps none.
    Only(Vec<OidBuf>),
}

impl ValidPolicies {
    fn is_empty(&self) -> bool {
        matches!(self, Self::Only(policies) if policies.is_empty())
    }
}

/// The state for a path, given from the top; none where no policy can make it fail. That is the
/// usual case on the web: nobody requires one.
pub(crate) fn state<'r>(
    certs: impl ExactSizeIterator<Item = &'r Cert<'r>> + Clone,
    policy: &'r Policy,
) -> Option<PolicyState<'r>> {
    let n = certs.len();
    let may_be_required = policy.initial_explicit_policy == Switch::Set
        || certs
            .clone()
            .any(|cert| require_explicit_policy(cert).is_some());
    let is_required = may_be_required && state::requires_a_policy(certs.map(Counts::of), n, policy);
    is_required.then(|| PolicyState::new(n, policy))
}

fn require_explicit_policy(cert: &Cert<'_>) -> Option<u32> {
    let constraints = cert.extensions().policy_constraints.value()?;
    constraints.require_explicit_policy
}

/// The state for a path that is known to be valid, whether a policy is required or not.
pub(crate) fn state_anyway(n: usize, policy: &Policy) -> PolicyState<'_> {
    PolicyState::new(n, policy)
}

/// §6.1.4 (a): anyPolicy is not mapped, neither from nor to. Gives whether it is: then what follows
/// from it for the policies below says nothing.
pub(crate) fn maps_any_policy(
    (id, cert): (CertRef, &Cert<'_>),
    findings: &mut Findings<'_>,
    budget: &mut Budget,
) -> Result<bool, Limit> {
    let extension = &cert.extensions().policy_mappings;
    pay_for(extension, budget)?;
    let maps_it = well_formed(extension, cert).is_some_and(|own| {
        let mut pairs = own.pairs(cert.der());
        pairs.any(|(issuer, subject)| is_any_policy(issuer) || is_any_policy(subject))
    });
    if maps_it {
        findings.add_for(id, Code::AnyPolicyMapped, extension.span());
    }
    Ok(maps_it)
}

/// The value, unless its list is malformed.
fn well_formed<'c, T: Decode>(extension: &'c Extension<T>, cert: &Cert<'_>) -> Option<&'c T> {
    let list = extension.value()?;
    list.check(cert.der()).is_ok().then_some(list)
}

/// Pays for reading a list and sorting it, a few times at most.
fn pay_for<T>(extension: &Extension<T>, budget: &mut Budget) -> Result<(), Limit> {
    const COST: usize = 4; // an octet
    let octets = extension.span().map_or(0, Span::len);
    budget.work(octets.saturating_mul(COST))
}

/// Says that no policy is left where one is required.
pub(crate) fn unsatisfied(
    (id, cert): (CertRef, &Cert<'_>),
    policy: &Policy,
    findings: &mut Findings<'_>,
) {
    let extension = &cert.extensions().certificate_policies;
    let own = well_formed(extension, cert).into_iter();
    let own = own.flat_map(|own| own.oids(cert.der()));
    let code = Code::ExplicitPolicyUnsatisfied {
        asserted: Listed::oids(own),
        acceptable: Listed::oids(policy.initial_policy_set.iter().map(OidBuf::as_oid)),
        // A report looks for the CA that does.
        required_by: RequiredBy::Request,
    };
    findings.add_for(id, code, extension.span());
}

/// What a certificate says about the counters.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    self_issued: bool,
    require_explicit_policy: Option<u32>,
    inhibit_policy_mapping: Option<u32>,
    inhibit_any_policy: Option<u32>,
}

impl Counts {
    fn of(cert: &Cert<'_>) -> Self {
        let extensions: &Extensions = cert.extensions();
        let constraints = extensions.policy_constraints.value();
        let inhibit = extensions.inhibit_any_policy.value();
        Self {
            self_issued: cert.is_self_issued(),
            require_explicit_policy: require_explicit_policy(cert),
            inhibit_policy_mapping: constraints.and_then(|it| it.inhibit_policy_mapping),
            inhibit_any_policy: inhibit.map(|it| it.skip_certs),
        }
    }
}

/// What a certificate says about policies.
#[derive(Clone, Debug, Default)]
pub(crate) struct CertPolicies<'a> {
    counts: Counts,
    certificate_policies: Option<Policies<'a>>,
    policy_mappings: Mappings<'a>,
}

impl<'a> CertPolicies<'a> {
    pub(crate) fn of(cert: &'a Cert<'_>, budget: &mut Budget) -> Result<Self, Limit> {
        let (der, extensions) = (cert.der(), cert.extensions());
        pay_for(&extensions.certificate_policies, budget)?;
        pay_for(&extensions.policy_mappings, budget)?;
        let policies = well_formed(&extensions.certificate_policies, cert);
        let mappings = well_formed(&extensions.policy_mappings, cert);
        Ok(Self {
            counts: Counts::of(cert),
            certificate_policies: policies.map(|policies| Policies::new(policies.oids(der))),
            policy_mappings: mappings.map_or_else(Mappings::default, |mappings| {
                Mappings::new(mappings.pairs(der))
            }),
        })
    }
}

#[cfg(test)]
mod tests {
    use pki_types::CertificateDer;

    use super::*;
    use crate::cert::Cert;
    use crate::der::Oid;
    use crate::finding::CertId;
    use crate::rules::path::Final;

    const EXPLICIT: &[u8] = &[0x30, 3, 0x80, 1, 0];
    const GOLD: &[u8] = &[0x30, 6, 0x30, 4, 6, 2, 0x2a, 1];
    const SILVER: &[u8] = &[0x30, 6, 0x30, 4, 6, 2, 0x2a, 2];
    const GOLD_TO_SILVER: &[u8] = &[0x30, 10, 0x30, 8, 6, 2, 0x2a, 1, 6, 2, 0x2a, 2];
    const ANY_TO_GOLD: &[u8] = &[0x30, 12, 0x30, 10, 6, 4, 0x55, 29, 32, 0, 6, 2, 0x2a, 1];
    const MALFORMED: &[u8] = &[4, 0];
    const GOLD_TWICE: &[u8] = &[0x30, 12, 0x30, 4, 6, 2, 0x2a, 1, 0x30, 4, 6, 2, 0x2a, 1];
    const GOLD_AND_NULL: &[u8] = &[0x30, 8, 0x30, 4, 6, 2, 0x2a, 1, 5, 0];
    const ANY_TO_GOLD_AND_NULL: &[u8] = &[
        0x30, 14, 0x30, 10, 6, 4, 0x55, 29, 32, 0, 6, 2, 0x2a, 1, 5, 0,
    ];

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

    /// What is found on the path of these: each with the place of its certificate.
    fn found(certs: &[Cert<'_>], policy: &Policy) -> Vec<(Code, usize, Option<Span>)> {
        let ids: [CertId; 4] = crate::arena::ids();
        let mut findings = Findings::new(policy, CertRef::Cert(ids[0]));
        let mut budget = Budget::new(policy.limits);
        let mut state = state(certs.iter(), policy);
        for (index, (id, cert)) in ids.iter().zip(certs).enumerate() {
            let is_last = index + 1 == certs.len();
            let about = (CertRef::Cert(*id), cert);
            if !is_last && maps_any_policy(about, &mut findings, &mut budget).unwrap() {
                state = None;
            }
            let place = if is_last { Final::Yes } else { Final::No };
            let walked = state.as_mut().map_or(Ok(()), |state| {
                let own = CertPolicies::of(cert, &mut budget)?;
                state.certificate(own, place, &mut budget)?;
                if is_last {
                    state.wrap_up().map(drop)
                } else {
                    state.prepare(&mut budget)
                }
            });
            if walked == Err(Stop::Unsatisfied) {
                unsatisfied((CertRef::Cert(*id), cert), policy, &mut findings);
                state = None;
            }
        }
        let place = |of| ids.iter().position(|id| CertRef::Cert(*id) == of).unwrap();
        let found = findings.into_list().into_iter().map(|finding| {
            let at = place(finding.certificate().unwrap());
            (finding.code().clone(), at, finding.span())
        });
        found.collect()
    }

    fn lacks(
        (at, asserted): (usize, &[u8]),
        span: Option<Span>,
    ) -> [(Code, usize, Option<Span>); 1] {
        let one = asserted.chunks(asserted.len().max(1));
        let code = Code::ExplicitPolicyUnsatisfied {
            asserted: Listed::oids(one.map(Oid::from_contents)),
            acceptable: Listed::oids([]),
            required_by: RequiredBy::Request,
        };
        [(code, at, span)]
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
            lacks((1, &[0x2a, 2]), span)
        );
        assert_eq!(
            found(&[ca, cert("leaf", "CA", &[(14, &[4, 1, 0])])], &policy),
            lacks((1, &[]), None)
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
        let expected = [(Code::AnyPolicyMapped, 0, span)];
        assert!(span.is_some());
        assert_eq!(found(&[bad, leaf], &policy), expected);
    }

    #[test]
    fn malformed_policies_are_no_policies() {
        let ca = cert("CA", "Root", &[(32, GOLD), (36, EXPLICIT)]);
        for malformed in [MALFORMED, GOLD_TWICE, GOLD_AND_NULL] {
            let leaf = cert("leaf", "CA", &[(32, malformed)]);
            let span = leaf.extensions().certificate_policies.span();
            assert_eq!(
                found(&[ca.clone(), leaf], &Policy::web_server()),
                lacks((1, &[]), span)
            );
        }
    }

    #[test]
    fn malformed_mappings_are_no_mappings() {
        let maps = |mappings| cert("CA", "Root", &[(32, GOLD), (36, EXPLICIT), (33, mappings)]);
        let leaf = cert("leaf", "CA", &[(32, GOLD)]);
        let policy = Policy::web_server();
        assert_eq!(found(&[maps(ANY_TO_GOLD_AND_NULL), leaf], &policy), []);
    }

    #[test]
    fn lists_are_paid_for_before_they_are_read() {
        let one = cert("CA", "Root", &[(32, GOLD), (33, ANY_TO_GOLD)]);
        let mut policy = Policy::web_server();
        policy.limits.work = 40;
        let mut budget = Budget::new(policy.limits);
        let walked = CertPolicies::of(&one, &mut budget).map(drop);
        assert_eq!(walked, Err(Limit::Work));
        let ids: [CertId; 1] = crate::arena::ids();
        let mut findings = Findings::new(&policy, CertRef::Cert(ids[0]));
        let about = (CertRef::Cert(ids[0]), &one);
        let mapped = maps_any_policy(about, &mut findings, &mut budget);
        assert_eq!(mapped, Err(Limit::Work));
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
            lacks((1, &[0x55, 29, 32, 0]), span)
        );
    }
}
