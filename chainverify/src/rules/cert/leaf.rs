//! A leaf is not a CA, and carries nothing that is for CAs only: nameConstraints and
//! pathLenConstraint (RFC 5280 §4.2.1.9, §4.2.1.10; CA/Browser Forum BR §7.1.2.7). Conformance:
//! path validation itself (§6.1) does not forbid a CA as the last certificate.

use super::{CertCheck, CertContext, Role};
use crate::finding::Code;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "leaf",
    reference: "CA/B BR §7.1.2.7",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    if context.role != Role::Leaf {
        return;
    }
    let extensions = context.cert.extensions();
    let basic_constraints = extensions.basic_constraints.value();
    if matches!(basic_constraints, Some(value) if value.ca) {
        findings.add(Code::LeafIsCa, extensions.basic_constraints.span());
        return;
    }
    if matches!(basic_constraints, Some(value) if value.path_len_constraint.is_some()) {
        let span = extensions.basic_constraints.span();
        findings.add(Code::PathLenConstraintInLeaf, span);
    }
    if extensions.name_constraints.is_present() {
        findings.add(
            Code::NameConstraintsInLeaf,
            extensions.name_constraints.span(),
        );
    }
}
