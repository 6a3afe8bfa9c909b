//! An issuer is a CA by basicConstraints (RFC 5280 §4.2.1.9, §6.1.4 (k)), and has the extension
//! critical.

use super::{CertCheck, CertContext};
use crate::cert::Version;
use crate::finding::{BasicConstraintsState, Code};
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
    match BasicConstraintsState::of(context.cert) {
        BasicConstraintsState::Ca if extension.is_critical() => {}
        BasicConstraintsState::Ca => {
            findings.add(Code::BasicConstraintsNotCritical, extension.span());
        }
        basic_constraints => findings.add(Code::NotCa { basic_constraints }, extension.span()),
    }
}
