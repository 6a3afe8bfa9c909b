//! pathLenConstraint: how many intermediates may stand below a CA (RFC 5280 §6.1.2 (k), §6.1.4
//! (l), (m)), and how many the caller allows in all. Self-issued intermediates and the leaf do not
//! count. The constraint of the anchor's own certificate counts too, as all peers have it,
//! although §6.1.1 (d) reads only name and key of an anchor.

use smallvec::SmallVec;

use crate::cert::Cert;
use crate::der::Span;
use crate::finding::{CertRef, Code};
use crate::policy::Policy;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<()> = Rule {
    id: "path_len",
    reference: "RFC 5280 §6.1.4 (l), (m)",
    check: (),
};

/// `max_path_length`, kept apart for each CA that has a constraint, so that it can be named.
pub(crate) struct PathLen {
    constraints: SmallVec<[Constraint; 2]>,
    /// Intermediates that were passed and count.
    passed: u32,
    max_depth: Option<u32>,
}

struct Constraint {
    by: CertRef,
    span: Option<Span>,
    allowed: u32,
    /// What was passed above it.
    passed: u32,
}

impl PathLen {
    /// §6.1.2 (k)
    pub(crate) fn new(policy: &Policy) -> Self {
        Self {
            constraints: SmallVec::new(),
            passed: 0,
            max_depth: policy.max_depth,
        }
    }

    /// §6.1.4 (m): the constraint of a CA counts from here on.
    pub(crate) fn add(&mut self, by: CertRef, cert: &Cert<'_>) {
        let extension = &cert.extensions().basic_constraints;
        let constraint = extension.value();
        if let Some(allowed) = constraint.and_then(|value| value.path_len_constraint) {
            self.constraints.push(Constraint {
                by,
                span: extension.span(),
                allowed,
                passed: self.passed,
            });
        }
    }

    /// §6.1.4 (l): an intermediate that is not self-issued.
    pub(crate) const fn pass(&mut self) {
        self.passed = self.passed.saturating_add(1);
    }

    /// What was found about the whole path: from the leaf's side, all that stands below each.
    pub(crate) fn finish(&self, findings: &mut Findings<'_>) {
        let found = self.passed;
        if let Some(allowed) = self.max_depth.filter(|allowed| found > *allowed) {
            findings.add(Code::PathTooDeep { allowed, found }, None);
        }
        for constraint in &self.constraints {
            let allowed = constraint.allowed;
            let found = found.saturating_sub(constraint.passed);
            if found > allowed {
                let code = Code::PathTooLong { allowed, found };
                findings.add_for(constraint.by, code, constraint.span);
            }
        }
    }
}
