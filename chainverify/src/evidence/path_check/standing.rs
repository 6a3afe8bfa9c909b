//! How a path stands, as far as its certificates and links are known.

use super::super::path::{End, Path};
use super::super::{Evidence, LinkCheck};
use crate::finding::{Category, Finding};
use crate::rules::cert::{Facts, Role};

/// How a path stands: what order and verdict are taken from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Standing {
    /// The category of the worst error.
    pub(crate) worst: Option<Category>,
    /// How many errors.
    pub(crate) errors: u32,
    /// Links whose signature is not verified.
    pub(crate) unproven: u32,
}

impl Standing {
    /// What is known of the certificates and links of a path.
    pub(super) fn of(evidence: &Evidence<'_>, path: &Path, role: Role) -> Self {
        let mut standing = Self::default();
        if let End::Anchor(anchor) = path.end {
            standing.add_facts(evidence.known_anchor_facts(anchor));
        }
        let mut is_issued = matches!(path.end, End::Anchor(_));
        for (left, step) in (0..path.steps.len()).rev().zip(&path.steps) {
            let role = if left == 0 { role } else { Role::Intermediate };
            standing.add_facts(evidence.certs[step.cert].facts(role));
            match step.link.map(|link| evidence.links.check(link)) {
                Some(LinkCheck::Verified | LinkCheck::Inherits) => {}
                Some(LinkCheck::Failed(finding)) => {
                    standing.add(finding);
                    standing.unproven = standing.unproven.saturating_add(1);
                }
                None if is_issued => standing.unproven = standing.unproven.saturating_add(1),
                None => {}
            }
            is_issued = true;
        }
        standing
    }

    fn add_facts(&mut self, facts: Option<&Facts>) {
        if let Some(facts) = facts {
            self.worst = self.worst.max(facts.worst);
            self.errors = self.errors.saturating_add(facts.errors);
        }
    }

    pub(super) fn add_all(&mut self, findings: &[Finding]) {
        findings.iter().for_each(|finding| self.add(finding));
    }

    pub(super) fn add(&mut self, finding: &Finding) {
        if finding.is_error() {
            self.worst = self.worst.max(Some(finding.code().category()));
            self.errors = self.errors.saturating_add(finding.count());
        }
    }

    /// No error, and every signature verified.
    pub(super) const fn is_valid(&self) -> bool {
        self.worst.is_none() && self.unproven == 0
    }
}
