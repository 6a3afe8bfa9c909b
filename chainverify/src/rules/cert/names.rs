//! The issuer has a name, a CA has a subject name, and both are names (RFC 5280 §4.1.2.4,
//! §4.1.2.6): paths are chained by them.

use super::{CertCheck, CertContext};
use crate::der::Field;
use crate::finding::Code;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "names",
    reference: "RFC 5280 §4.1.2.4, §4.1.2.6",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let cert = context.cert;
    if cert.issuer().is_empty() {
        findings.add(Code::EmptyIssuer, Some(cert.issuer_span()));
    }
    if context.role.is_issuer() && cert.subject().is_empty() {
        findings.add(Code::CaEmptySubject, Some(cert.subject_span()));
    }
    let [issuer, subject] = context
        .well_formed
        .unwrap_or_else(|| [cert.issuer(), cert.subject()].map(|name| name.is_well_formed()));
    if !issuer {
        let field = Field::Issuer;
        findings.add(Code::MalformedName { field }, Some(cert.issuer_span()));
    }
    if !subject {
        let field = Field::Subject;
        findings.add(Code::MalformedName { field }, Some(cert.subject_span()));
    }
}
