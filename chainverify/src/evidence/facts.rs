//! What the rules found about one certificate in one role: the findings, and the two numbers that
//! order paths.

use alloc::vec::Vec;

use crate::finding::{Category, CertRef, Finding};
use crate::rules;
use crate::rules::cert::CertContext;

/// Findings, and how bad they are together.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) findings: Vec<Finding>,
    /// The category of the worst error; none if there is no error.
    pub(crate) worst: Option<Category>,
    /// How many errors.
    pub(crate) errors: u32,
}

impl Facts {
    /// Nothing was found.
    pub(crate) const NONE: &'static Self = &Self {
        findings: Vec::new(),
        worst: None,
        errors: 0,
    };

    pub(super) fn check(context: &CertContext<'_>, of: CertRef) -> Self {
        let findings = rules::cert::check(context, of);
        let mut facts = Self::default();
        for finding in findings.iter().filter(|finding| finding.is_error()) {
            facts.worst = facts.worst.max(Some(finding.code().category()));
            facts.errors = facts.errors.saturating_add(finding.count());
        }
        facts.findings = findings;
        facts
    }
}
