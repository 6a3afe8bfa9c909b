//! Who issues certificates is a CA by basicConstraints (RFC 5280 §4.2.1.9, §6.1.4 (k)), and has
//! the extension critical.

use super::{CertCheck, CertContext, Role};
use crate::cert::{Extension, Version};
use crate::finding::Code;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "basic_constraints",
    reference: "RFC 5280 §6.1.4 (k)",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    // A version 1 anchor is trusted by name and key; a version 1 intermediate is the matter of
    // the rule `version`.
    if !context.role.is_issuer() || context.cert.version() != Version::V3 {
        return;
    }
    let extension = &context.cert.extensions().basic_constraints;
    let basic_constraints = match extension {
        Extension::Absent => "absent",
        Extension::Malformed { .. } => "unreadable",
        Extension::Present { value, .. } if !value.ca => "CA:FALSE",
        Extension::Present { .. } => {
            if !extension.is_critical() {
                findings.add(Code::BasicConstraintsNotCritical, extension.span());
            }
            return;
        }
    };
    debug_assert!(context.role != Role::Leaf, "only issuers come here");
    findings.add(Code::NotCa { basic_constraints }, extension.span());
}
