//! A model of Go's `crypto/x509` (`Certificate.Verify` with roots and intermediates that the caller
//! gives, no platform verifier), after <https://pkg.go.dev/crypto/x509> and
//! <https://pkg.go.dev/crypto/rsa> of Go 1.27. It is not about what `crypto/tls` adds.
//!
//! | rule | document |
//! | --- | --- |
//! | every path is tried, up to a bound on signatures | `Certificate.Verify` |
//! | all certificates of the chain are valid at the time, the root too | `VerifyOptions.CurrentTime` |
//! | the host is matched with the alternative names alone | `Certificate.VerifyHostname` |
//! | extended key usages hold along the path | `VerifyOptions.KeyUsages` |
//! | an issuer is a CA, may sign certificates, within its path length | `Certificate.CheckSignatureFrom`, `NotAuthorizedToSign`, `TooManyIntermediates` |
//! | name constraints of DNS, e-mail, URI and IP; of any other kind they are an extension that is not handled | `Certificate.UnhandledCriticalExtensions` |
//! | an unknown critical extension is refused | `UnhandledCriticalExtension` |
//! | signatures with MD5 or SHA-1 are refused | `InsecureAlgorithmError` |
//! | no bound on the length of the keys of the chain but 1024 bits of RSA | `crypto/rsa`, Minimum key size |
//! | a negative serial number is refused | `ParseCertificate` |
//! | a policy that is required must be there | `VerifyOptions.CertificatePolicies` |
//! | no revocation | `Certificate.Verify` |

use pki_types::CertificateDer;

use super::ask::{ask, has_unreadable, refusal};
use super::{OnPath, Opinion, Peer, Rule, decides, on_path, opinion};
use crate::cert::Cert;
use crate::cert::ext::GeneralName;
use crate::finding::{Code, Rejection};
use crate::names::NameKind;
use crate::report::{PathOf, Report};
use crate::trust::Anchor;
use crate::verifier::Verifier;

/// The documents of the rules in `own_rules`.
const OWN: &str = "crypto/x509 Certificate.UnhandledCriticalExtensions, ParseCertificate";

/// What the documents of Go's `crypto/x509` say of the chain, of which the report is about.
///
/// A model, not Go itself; beside the names, purpose and time of the report it is asked with the
/// verifier's anchors and algorithms. [`Verdict::Undecided`](super::super::Verdict) where no
/// documented rule decides.
#[must_use]
pub fn go(verifier: &Verifier, chain: &[CertificateDer<'_>], report: &Report) -> Opinion {
    opinion(Peer::Go, said(verifier, chain, report))
}

fn said(verifier: &Verifier, chain: &[CertificateDer<'_>], report: &Report) -> OnPath {
    if let Some(refusal) = refusal(report) {
        return refusal;
    }
    let asked = ask(verifier, chain, report, &own_rules);
    if has_unreadable(&asked) {
        return OnPath::Undecided(
            "no documented rule decides on a certificate that cannot be read".into(),
        );
    }
    let mut nearest = asked.findings.iter().filter(|finding| decides(finding));
    let nearest = on_path(&mut nearest, &rule, OWN);
    if asked.is_valid() {
        return nearest;
    }
    if !asked.limits.is_empty() || asked.attempts_left_out > 0 {
        return OnPath::Undecided("not every path was tried".into());
    }
    let tried = asked.attempts.iter();
    let tried = tried.filter(|tried| tried.of == PathOf::Leaf && tried.reached_anchor);
    let mut all = tried.map(|tried| on_path(&mut tried.findings.iter(), &rule, OWN));
    match nearest {
        OnPath::Accepted => OnPath::Accepted,
        nearest => {
            let is_open = |said: &OnPath| !matches!(said, OnPath::Refused(..));
            all.find(is_open).unwrap_or(nearest)
        }
    }
}

fn own_rules(certs: &[&Cert<'_>], anchor: &Anchor) -> Result<(), Rejection> {
    for cert in certs.iter().copied().chain(anchor.cert()) {
        if cert
            .serial_number()
            .first()
            .is_some_and(|first| *first >= 0x80)
        {
            return Err(Rejection::new(
                "negative_serial",
                "a serial number is negative",
            ));
        }
        let extension = &cert.extensions().name_constraints;
        let constraints = extension.value().filter(|_| extension.is_critical());
        let is_handled = |base: GeneralName<'_>| {
            matches!(
                base,
                GeneralName::Dns(_)
                    | GeneralName::Email(_)
                    | GeneralName::Uri(_)
                    | GeneralName::Ip(_)
            )
        };
        let is_handled = constraints.is_none_or(|constraints| {
            let excluded = constraints.excluded.bases(cert.der());
            let mut bases = constraints.permitted.bases(cert.der()).chain(excluded);
            bases.all(is_handled)
        });
        if !is_handled {
            return Err(Rejection::new(
                "unhandled_name_constraint",
                "critical nameConstraints are about a kind of name that it does not handle",
            ));
        }
    }
    Ok(())
}

fn rule(code: &Code) -> Rule {
    use Rule::{Passes, Refuses, Silent};
    match code {
        Code::Expired { .. }
        | Code::NotYetValid { .. }
        | Code::NeverValid { .. }
        | Code::AnchorExpired { .. }
        | Code::AnchorNotYetValid { .. } => Refuses(
            "a certificate is not valid at that time",
            "crypto/x509 VerifyOptions.CurrentTime",
        ),
        Code::NameMismatch { .. } => Refuses(
            "no alternative name of the leaf is that name",
            "crypto/x509 Certificate.VerifyHostname",
        ),
        Code::PurposeNotAllowed { .. } => Refuses(
            "an extendedKeyUsage on the path does not have the purpose",
            "crypto/x509 VerifyOptions.KeyUsages",
        ),
        Code::NotCa { .. } | Code::KeyCertSignMissing { .. } => Refuses(
            "an issuer is not a CA, or its key is not to sign certificates",
            "crypto/x509 NotAuthorizedToSign, Certificate.CheckSignatureFrom",
        ),
        Code::PathTooLong { .. } => Refuses(
            "the path is longer than a pathLenConstraint allows",
            "crypto/x509 TooManyIntermediates",
        ),
        Code::NameNotPermitted { name, .. } | Code::NameExcluded { name, .. } => match name.kind {
            NameKind::Dns | NameKind::Ip | NameKind::Email | NameKind::Uri => Refuses(
                "a name is not in a permitted subtree of nameConstraints, or is in an excluded one",
                "crypto/x509 CANotAuthorizedForThisName",
            ),
            _ => Silent,
        },
        Code::UnknownCriticalExtension { .. } => Refuses(
            "it does not handle a critical extension",
            "crypto/x509 UnhandledCriticalExtension",
        ),
        Code::SignatureInvalid { .. }
        | Code::UntrustedRoot { .. }
        | Code::SelfIssuedLeaf { .. }
        | Code::IssuerNotFound { .. }
        | Code::IssuerLoop { .. } => Refuses(
            "no path leads to a root",
            "crypto/x509 UnknownAuthorityError",
        ),
        Code::SignatureAlgorithmNotAllowed { .. } => Refuses(
            "a signature is by an algorithm that is not secure",
            "crypto/x509 InsecureAlgorithmError",
        ),
        Code::ExplicitPolicyUnsatisfied { .. } => Refuses(
            "a policy that is required is not there",
            "crypto/x509 VerifyOptions.CertificatePolicies",
        ),
        Code::WeakRsaKey { bits, .. } if *bits >= 1024 => Passes,
        _ => Silent,
    }
}
