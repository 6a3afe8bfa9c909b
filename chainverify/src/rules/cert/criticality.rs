//! Extensions that constrain are critical, those that inform are not (RFC 5280 §4.2.1.10,
//! §4.2.1.11, §4.2.1.14, §4.2.2.1). Rules of form: the constraint holds either way.

use super::{CertCheck, CertContext};
use crate::cert::Extension;
use crate::finding::Code;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "criticality",
    law: "RFC 5280 §4.2.1.10, §4.2.1.11, §4.2.1.14, §4.2.2.1",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let extensions = context.cert.extensions();
    must_be_critical(
        &extensions.name_constraints,
        Code::NameConstraintsNotCritical,
        findings,
    );
    must_be_critical(
        &extensions.policy_constraints,
        Code::PolicyConstraintsNotCritical,
        findings,
    );
    must_be_critical(
        &extensions.inhibit_any_policy,
        Code::InhibitAnyPolicyNotCritical,
        findings,
    );
    let access = &extensions.authority_info_access;
    if access.is_critical() {
        findings.add(Code::AuthorityInfoAccessCritical, access.span());
    }
}

fn must_be_critical<T>(extension: &Extension<T>, code: Code, findings: &mut Findings<'_>) {
    if extension.is_present() && !extension.is_critical() {
        findings.add(code, extension.span());
    }
}
