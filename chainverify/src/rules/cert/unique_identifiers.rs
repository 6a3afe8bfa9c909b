//! No issuerUniqueID and no subjectUniqueID (RFC 5280 §4.1.2.8). Conformance: they are read past, and
//! nothing compares them. In version 1 they are unreadable.

use super::{CertCheck, CertContext};
use crate::finding::Code;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "unique_identifiers",
    reference: "RFC 5280 §4.1.2.8",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    if context.cert.has_unique_identifiers() {
        findings.add(Code::UniqueIdentifiers, None);
    }
}
