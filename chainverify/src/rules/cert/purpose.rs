//! The path may be used for the purpose: the leaf's extKeyUsage lists it, and so does that of
//! every intermediate that has one (RFC 5280 §4.2.1.12; along the path as browsers, Windows and
//! the CA/Browser Forum's BR §7.1.2.10.6 have it). Who has none may be for everything, but the leaf
//! of a time stamp or an OCSP response must name its purpose (RFC 3161 §2.3, RFC 6960 §4.2.2.2), and
//! that of a time stamp no other. An anchor's extKeyUsage is not looked at: anchors are name and key. Nothing of it depends on the
//! rest of a path, so that a long list is read once for all of them.

use super::{CertCheck, CertContext};
use crate::cert::Cert;
use crate::cert::ext::{ExtendedKeyUsage, KeyPurpose};
use crate::der::Oid;
use crate::finding::{Code, Listed, Role};
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "purpose",
    reference: "RFC 5280 §4.2.1.12",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let CertContext { cert, role, .. } = *context;
    let Some(wanted) = context.purpose.oid().filter(|_| role != Role::Anchor) else {
        return;
    };
    let extension = &cert.extensions().extended_key_usage;
    let usage = extension.value();
    let is_listed = usage.is_some_and(|usage| lists(usage, wanted, cert));
    let leaves_it_open = usage.is_none_or(|usage| usage.contains(KeyPurpose::Any));
    let span = extension.span();
    if is_listed {
        if role == Role::Leaf && is_time_stamping(wanted) {
            only_time_stamping(cert, findings);
        }
        return;
    }
    // Else every certificate of a CA without extKeyUsage could answer for it, or stamp the time.
    if leaves_it_open && !role.is_issuer() && must_be_named(wanted) {
        let wanted = wanted.into();
        findings.add(Code::PurposeNotNamed { wanted }, span);
    }
    if let Some(usage) = usage.filter(|_| !leaves_it_open) {
        let code = Code::PurposeNotAllowed {
            wanted: wanted.into(),
            listed: Listed::oids(usage.oids(cert.der())),
        };
        findings.add(code, span);
    }
}

/// The extKeyUsage of a time stamping authority is critical, and names no other purpose (RFC 3161
/// §2.3), so that the key which stamps signs nothing else.
fn only_time_stamping(cert: &Cert<'_>, findings: &mut Findings<'_>) {
    let extension = &cert.extensions().extended_key_usage;
    if !extension.is_critical() {
        findings.add(Code::TimeStampingNotCritical, extension.span());
    }
    let oids = || {
        let usage = extension.value().into_iter();
        usage.flat_map(|usage| usage.oids(cert.der()))
    };
    if oids().nth(1).is_some() {
        let listed = Listed::oids(oids());
        findings.add(Code::TimeStampingNotAlone { listed }, extension.span());
    }
}

/// Whether extKeyUsage names this purpose itself.
fn lists(usage: &ExtendedKeyUsage, wanted: Oid<'_>, cert: &Cert<'_>) -> bool {
    match KeyPurpose::from_oid(wanted) {
        Some(known) => usage.contains(known),
        None => usage.oids(cert.der()).any(|listed| listed == wanted),
    }
}

fn must_be_named(wanted: Oid<'_>) -> bool {
    is_time_stamping(wanted) || wanted == KeyPurpose::OcspSigning.oid()
}

fn is_time_stamping(wanted: Oid<'_>) -> bool {
    wanted == KeyPurpose::TimeStamping.oid()
}

#[cfg(test)]
mod tests {
    use pki_types::CertificateDer;
    use pki_types::pem::PemObject;

    use super::*;
    use crate::policy::Purpose;

    #[test]
    fn a_purpose_by_its_identifier_must_be_listed_like_any_other() {
        let pem = include_bytes!("../../../../testdata/example/chain.pem");
        let leaf = CertificateDer::pem_slice_iter(pem).next().unwrap();
        let leaf = Cert::parse(leaf.unwrap()).unwrap();
        let usage = leaf.extensions().extended_key_usage.value().unwrap();
        let is_listed = |dotted: &str| {
            let purpose = Purpose::Other(dotted.parse().unwrap());
            lists(usage, purpose.oid().unwrap(), &leaf)
        };
        assert!(is_listed("1.3.6.1.5.5.7.3.1"), "serverAuth");
        assert!(!is_listed("1.3.6.1.5.5.7.3.2"), "clientAuth");
        assert!(!is_listed("1.3.6.1.4.1.311.20.2.2"));
    }
}
