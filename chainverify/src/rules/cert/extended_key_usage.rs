//! The form of extKeyUsage on the web (CA/Browser Forum BR §7.1.2.1.2, §7.1.2.7.10): a leaf names
//! its purposes, not critical; a root has none. What the purposes allow is `purpose`.

use super::{CertCheck, CertContext, Role};
use crate::cert::ext::KeyPurpose;
use crate::finding::Code;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "extended_key_usage",
    reference: "CA/B BR §7.1.2.7.10",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let extension = &context.cert.extensions().extended_key_usage;
    match context.role {
        Role::Anchor if extension.is_present() => {
            findings.add(Code::ExtendedKeyUsageInRoot, extension.span());
        }
        Role::Anchor | Role::Intermediate | Role::CrlIssuer | Role::OcspResponder => {}
        Role::Leaf if !extension.is_present() => {
            findings.add(Code::ExtendedKeyUsageMissing, None);
        }
        Role::Leaf => {
            // RFC 3161 §2.3 wants it critical, see the rule `purpose`.
            let stamps = context.purpose.oid() == Some(KeyPurpose::TimeStamping.oid());
            if extension.is_critical() && !stamps {
                findings.add(Code::ExtendedKeyUsageCritical, extension.span());
            }
            if matches!(extension.value(), Some(value) if value.contains(KeyPurpose::Any)) {
                findings.add(Code::AnyExtendedKeyUsage, extension.span());
            }
        }
    }
}
