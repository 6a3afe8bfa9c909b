//! A model of OpenSSL 3 (`X509_verify_cert` as a TLS client or server calls it, without further
//! flags), after openssl-verification-options(1), X509_STORE_CTX_get_error(3), X509_check_host(3) and
//! X509_cmp_time(3) of OpenSSL 3.0. How it builds its one path is in `one_path`.
//!
//! | rule | document |
//! | --- | --- |
//! | one path, without backtracking; the trust store is asked first | Certification Path Building |
//! | the anchor is self-signed | the same, `-partial_chain` |
//! | all certificates of the chain are valid at the time, the root too; the last second is not | Certification Path Validation, X509_cmp_time |
//! | a host is matched with the dNSNames, and with the common name where there are none | X509_check_host |
//! | an address is matched with the iPAddresses | X509_check_ip |
//! | issuers are CAs and may sign certificates | Certificate Extensions |
//! | the leaf's keyUsage allows a TLS handshake | Certificate Extensions, `sslserver`, `sslclient` |
//! | path length, name constraints, critical extensions | X509_STORE_CTX_get_error |
//! | certificate policies only where they are switched on | `-policy_check` |
//! | no revocation | `-crl_check` |
//!
//! Strength hangs on the security level of the program, so that it is not decided here; nor is how
//! name constraints hold for common names.

use alloc::vec::Vec;

use pki_types::CertificateDer;

use super::ask::{ask, has_unreadable, refusal};
use super::one_path::{self, Built};
use super::{OnPath, Opinion, Peer, Rule, decides, on_path, opinion};
use crate::cert::Cert;
use crate::cert::ext::{GeneralName, KeyUsage};
use crate::der::Time;
use crate::finding::{Code, Rejection};
use crate::names::ReferenceName;
use crate::policy::Purpose;
use crate::report::Report;
use crate::trust::{Anchor, TrustStore};
use crate::verifier::Verifier;

const OPTIONS: &str = "openssl-verification-options(1)";
const ERRORS: &str = "X509_STORE_CTX_get_error(3)";
const HOST: &str = "X509_check_host(3)";

/// What the documents of OpenSSL 3 say of the chain, of which the report is about.
///
/// A model, not OpenSSL itself; beside the names, purpose and time of the report it is asked with the
/// verifier's anchors and algorithms. [`Verdict::Undecided`](super::super::Verdict) where no
/// documented rule decides.
#[must_use]
pub fn openssl(verifier: &Verifier, chain: &[CertificateDer<'_>], report: &Report) -> Opinion {
    opinion(Peer::OpenSsl, said(verifier, chain, report))
}

fn said(verifier: &Verifier, chain: &[CertificateDer<'_>], report: &Report) -> OnPath {
    if let Some(refusal) = refusal(report) {
        return refusal;
    }
    let certs = chain
        .iter()
        .map(|der| Cert::parse(CertificateDer::from(&**der)));
    let Ok(certs) = certs.collect::<Result<Vec<_>, _>>() else {
        return OnPath::Undecided(
            "no documented rule decides on a certificate that cannot be read".into(),
        );
    };
    let (path, anchor) = match one_path::build(&certs, verifier.roots(), report.time) {
        Built::Path(path, anchor) => (path, anchor),
        Built::NoIssuer => {
            return OnPath::Refused(
                "the path that it builds ends without an issuer, and it tries no other".into(),
                OPTIONS,
            );
        }
        Built::NotTrusted => {
            return OnPath::Refused("the path that it builds ends in a certificate that is no anchor, and it tries no other".into(), OPTIONS);
        }
        Built::Undecided(why) => return OnPath::Undecided(why.into()),
    };
    let leaf = certs.first();
    if leaf.is_some_and(|leaf| is_about_its_common_name(leaf, &path, anchor)) {
        return OnPath::Undecided(
            "no documented rule decides how nameConstraints hold for a common name".into(),
        );
    }
    let time = report.time;
    let own_rules =
        |certs: &[&Cert<'_>], anchor: &Anchor| own_rules(certs, anchor, &report.purpose, time);
    let sent: Vec<_> = path.iter().map(|cert| cert.der().clone()).collect();
    let roots = core::iter::once(anchor.clone()).collect::<TrustStore>();
    let asked = ask(&verifier.with_roots(roots), &sent, report, &own_rules);
    if has_unreadable(&asked) || asked.path.len() != path.len() + 1 {
        return OnPath::Undecided(
            "the path that it builds is not one that can be checked alone".into(),
        );
    }
    let mut errors = asked.findings.iter().filter(|finding| decides(finding));
    on_path(&mut errors, &|code| rule(code, leaf), OPTIONS)
}

/// Whether a common name may count as a host name, below constraints.
fn is_about_its_common_name(leaf: &Cert<'_>, path: &[&Cert<'_>], anchor: &Anchor) -> bool {
    let mut issuers = path.iter().skip(1).copied().chain(anchor.cert());
    issuers.any(|issuer| issuer.extensions().name_constraints.is_present())
        && dns_names(leaf).next().is_none()
        && leaf.subject().common_name().is_some()
}

fn dns_names<'c>(leaf: &'c Cert<'_>) -> impl Iterator<Item = &'c [u8]> {
    let names = leaf.extensions().subject_alt_name.value();
    let names = names.into_iter().flat_map(|names| names.names(leaf.der()));
    names.filter_map(|name| match name {
        Ok(GeneralName::Dns(name)) => Some(name),
        _ => None,
    })
}

fn own_rules(
    certs: &[&Cert<'_>],
    anchor: &Anchor,
    purpose: &Purpose,
    time: Time,
) -> Result<(), Rejection> {
    let mut all = certs.iter().copied().chain(anchor.cert());
    if all.any(|cert| cert.validity().not_after == time) {
        return Err(Rejection::new(
            "last_second",
            "notAfter of a certificate is that very second",
        ));
    }
    let usage = certs
        .first()
        .and_then(|leaf| leaf.extensions().key_usage.value());
    let wanted: &[_] = match purpose {
        Purpose::Server => &[
            KeyUsage::DIGITAL_SIGNATURE,
            KeyUsage::KEY_ENCIPHERMENT,
            KeyUsage::KEY_AGREEMENT,
        ],
        _ => &[KeyUsage::DIGITAL_SIGNATURE, KeyUsage::KEY_AGREEMENT],
    };
    let is_for_tls = usage.is_none_or(|usage| wanted.iter().any(|bit| usage.contains(*bit)));
    match is_for_tls {
        true => Ok(()),
        false => Err(Rejection::new(
            "key_usage",
            "the leaf's keyUsage does not allow a TLS handshake",
        )),
    }
}

fn rule(code: &Code, leaf: Option<&Cert<'_>>) -> Rule {
    use Rule::{Passes, Refuses, Silent};
    match code {
        Code::Expired { .. }
        | Code::NotYetValid { .. }
        | Code::NeverValid { .. }
        | Code::AnchorExpired { .. }
        | Code::AnchorNotYetValid { .. } => {
            Refuses("a certificate is not valid at that time", OPTIONS)
        }
        Code::NameMismatch { wanted, .. } => name(wanted, leaf),
        Code::PurposeNotAllowed { .. } => Refuses(
            "an extendedKeyUsage on the path does not have the purpose",
            OPTIONS,
        ),
        Code::KeyCertSignMissing { .. } => {
            Refuses("the key of an issuer is not to sign certificates", OPTIONS)
        }
        Code::SignatureInvalid { .. } => Refuses(
            "a signature on the path that it builds does not verify, and it tries no other",
            OPTIONS,
        ),
        Code::PathTooLong { .. } => {
            Refuses("the path is longer than a pathLenConstraint allows", ERRORS)
        }
        Code::NameNotPermitted { .. } => Refuses(
            "a name is not in a permitted subtree of nameConstraints",
            ERRORS,
        ),
        Code::NameExcluded { name, .. } if !name.text.as_str().contains('*') => Refuses(
            "a name is in an excluded subtree of nameConstraints",
            ERRORS,
        ),
        Code::UnknownCriticalExtension { .. } => {
            Refuses("it does not handle a critical extension", ERRORS)
        }
        Code::UnsupportedNameConstraint { .. } => Refuses(
            "nameConstraints are about a kind of name that it does not handle",
            ERRORS,
        ),
        Code::ExplicitPolicyUnsatisfied { .. } => Passes,
        _ => Silent,
    }
}

/// Where there is no dNSName the common name counts. Part of a label may be `*`, if nobody forbids it.
fn name(wanted: &ReferenceName<'_>, leaf: Option<&Cert<'_>>) -> Rule {
    const REFUSES: Rule = Rule::Refuses("no name of the leaf is that name", HOST);
    let (ReferenceName::Dns(wanted), Some(leaf)) = (wanted, leaf) else {
        return REFUSES;
    };
    let mut names = dns_names(leaf).peekable();
    if names.peek().is_some() {
        let is_partial = |name: &[u8]| name.contains(&b'*') && !name.starts_with(b"*.");
        return match names.any(is_partial) {
            true => Rule::Silent,
            false => REFUSES,
        };
    }
    match leaf.subject().common_name() {
        Some(name) if name.eq_ignore_ascii_case(wanted) => Rule::Passes,
        Some(name) if name.contains('*') || !name.is_ascii() => Rule::Silent,
        _ => REFUSES,
    }
}
