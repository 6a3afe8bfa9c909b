//! The path may be used for the purpose: the leaf's extKeyUsage lists it, and so does that of
//! every intermediate that has one (RFC 5280 §4.2.1.12; along the path as browsers, Windows and
//! the CA/Browser Forum's BR §7.1.2.10.6 have it). Who has none may be for everything, but the leaf
//! of a time stamp or an OCSP response must name its purpose (RFC 3161 §2.3, RFC 6960 §4.2.2.2). An
//! anchor's extKeyUsage is not looked at: anchors are name and key.

use alloc::string::{String, ToString};

use super::{PathCert, PathCheck, PathContext};
use crate::budget::{Budget, Limit};
use crate::cert::ext::KeyPurpose;
use crate::finding::Code;
use crate::policy::Purpose;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<PathCheck> = Rule {
    id: "purpose",
    reference: "RFC 5280 §4.2.1.12",
    check,
};

/// More purposes than this are not listed in a finding.
const MOST_LISTED: usize = 8;

fn check(
    context: &PathContext<'_>,
    findings: &mut Findings<'_>,
    _: &mut Budget,
) -> Result<(), Limit> {
    let Some(wanted) = key_purpose(context.policy.purpose) else {
        return Ok(());
    };
    if let Some(leaf) = context.certs.last() {
        named(leaf, wanted, findings);
    }
    for one in context.certs {
        let extension = &one.cert.extensions().extended_key_usage;
        let Some(usage) = extension.value() else {
            continue;
        };
        if !usage.contains(wanted) && !usage.contains(KeyPurpose::Any) {
            let code = Code::PurposeNotAllowed {
                wanted: wanted.as_str(),
                listed: listed(one),
            };
            findings.add_for(one.id, code, extension.span());
        }
    }
    Ok(())
}

/// Else every certificate of a CA without extKeyUsage could answer for it, or stamp the time.
fn named(leaf: &PathCert<'_>, wanted: KeyPurpose, findings: &mut Findings<'_>) {
    if !matches!(wanted, KeyPurpose::TimeStamping | KeyPurpose::OcspSigning) {
        return;
    }
    let extension = &leaf.cert.extensions().extended_key_usage;
    let leaves_it_open = extension
        .value()
        .is_none_or(|usage| usage.contains(KeyPurpose::Any) && !usage.contains(wanted));
    if leaves_it_open {
        let wanted = wanted.as_str();
        findings.add_for(leaf.id, Code::PurposeNotNamed { wanted }, extension.span());
    }
}

const fn key_purpose(purpose: Purpose) -> Option<KeyPurpose> {
    Some(match purpose {
        Purpose::Server => KeyPurpose::ServerAuth,
        Purpose::Client => KeyPurpose::ClientAuth,
        Purpose::Email => KeyPurpose::EmailProtection,
        Purpose::Code => KeyPurpose::CodeSigning,
        Purpose::Timestamp => KeyPurpose::TimeStamping,
        Purpose::Ocsp => KeyPurpose::OcspSigning,
        Purpose::Any => return None,
    })
}

fn listed(one: &PathCert<'_>) -> String {
    let mut text = String::new();
    let Some(usage) = one.cert.extensions().extended_key_usage.value() else {
        return text;
    };
    for (number, oid) in usage.oids(one.cert.der()).enumerate() {
        if number == MOST_LISTED {
            text.push_str(", …");
            break;
        }
        if number > 0 {
            text.push_str(", ");
        }
        match KeyPurpose::from_oid(oid) {
            Some(purpose) => text.push_str(purpose.as_str()),
            None => text.push_str(&oid.to_string()),
        }
    }
    text
}
