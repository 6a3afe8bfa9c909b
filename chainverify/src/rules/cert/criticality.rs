//! Extensions that constrain are critical (RFC 5280 §4.2.1.10, §4.2.1.11, §4.2.1.14). Conformance:
//! the constraint holds either way. That those that inform are not is for the rule `critical`.

use super::{CertCheck, CertContext};
use crate::cert::Extension;
use crate::finding::Code;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "criticality",
    reference: "RFC 5280 §4.2.1.10, §4.2.1.11, §4.2.1.14",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let extensions = context.cert.extensions();
    if is_lax(&extensions.name_constraints) {
        let span = extensions.name_constraints.span();
        findings.add(Code::NameConstraintsNotCritical, span);
    }
    if is_lax(&extensions.policy_constraints) {
        let span = extensions.policy_constraints.span();
        findings.add(Code::PolicyConstraintsNotCritical, span);
    }
    if is_lax(&extensions.inhibit_any_policy) {
        let span = extensions.inhibit_any_policy.span();
        findings.add(Code::InhibitAnyPolicyNotCritical, span);
    }
}

/// Present, though not critical.
const fn is_lax<T>(extension: &Extension<T>) -> bool {
    extension.is_present() && !extension.is_critical()
}
