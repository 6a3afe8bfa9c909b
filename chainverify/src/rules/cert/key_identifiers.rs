//! authorityKeyIdentifier and subjectKeyIdentifier are there, and in a root of the form that the Baseline Requirements want (RFC 5280 §4.2.1.1, §4.2.1.2; BR §7.1.2.1.3).
//! Conformance: identifiers are hints, see `rules/link`.

use super::{CertCheck, CertContext, Role};
use crate::cert::Version;
use crate::finding::Code;
use crate::policy::Level;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "key_identifiers",
    reference: "RFC 5280 §4.2.1.1, §4.2.1.2",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    // Versions 1 and 2 have no extensions; the rule `version` speaks of them.
    if context.cert.version() == Version::V3 {
        authority(context, findings);
        subject(context, findings);
    }
}

fn authority(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let extension = &context.cert.extensions().authority_key_identifier;
    let is_self_issued = || context.cert.is_self_issued();
    let Some(identifier) = extension.value() else {
        // A self-signed certificate may leave it out. So may, on the web, a cross-signed one that
        // is an anchor here: the path does not go on to its issuer.
        let ends_here = context.role == Role::Anchor && context.policy.conformance_br != Level::Off;
        if !extension.is_present() && !ends_here && !is_self_issued() {
            findings.add(Code::AuthorityKeyIdentifierMissing, None);
        }
        return;
    };
    let bytes = |span| context.cert.bytes(span);
    match identifier.key_identifier {
        None if !is_self_issued() => {
            findings.add(Code::AuthorityKeyIdentifierMissing, extension.span());
        }
        None => findings.add(Code::AuthorityKeyIdentifierForm, extension.span()),
        Some(key) if context.role == Role::Anchor && is_self_issued() => {
            let subject = context.cert.extensions().subject_key_identifier.value();
            let other_key = subject.is_some_and(|own| bytes(own.span()) != bytes(key));
            if other_key || identifier.authority_cert_issuer.is_some() {
                findings.add(Code::AuthorityKeyIdentifierForm, extension.span());
            }
        }
        Some(_) => {}
    }
}

fn subject(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let extension = &context.cert.extensions().subject_key_identifier;
    if context.role.is_issuer() && !extension.is_present() {
        findings.add(Code::SubjectKeyIdentifierMissing, None);
    }
}
