//! What is known so far about certificates and links; `memo` fills it.

use alloc::vec::Vec;

use smallvec::SmallVec;

use crate::finding::{Category, CertId, Code, Finding};
use crate::rules;

/// What is known so far of anchors and links. What is known of a certificate of the pool stands
/// with it there.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// By their numbers in the store; few are ever looked at.
    pub(super) anchors: SmallVec<[(u32, Fact); 2]>,
    pub(super) links: SmallVec<[(Link, Fact); 4]>,
}

/// What the rules found about one thing.
#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) findings: Vec<Finding>,
    /// The category of the worst error.
    pub(crate) worst: Option<Category>,
    /// How many errors.
    pub(crate) errors: u32,
}

/// A certificate of the pool and who may have issued it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) below: u32,
    pub(crate) issuer: CertId,
    /// Whose key parameters are in force for an issuer whose key has none of its own
    /// (`working_public_key_parameters`, RFC 5280 §6.1.4 (e)).
    pub(crate) parameters: Option<CertId>,
}

impl Fact {
    pub(super) fn new(findings: Vec<Finding>) -> Self {
        Self {
            worst: rules::worst(&findings),
            errors: rules::errors(&findings),
            findings,
        }
    }

    /// Whether there is an error of such a code.
    pub(super) fn has_error(&self, is_such: fn(&Code) -> bool) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.is_error() && is_such(finding.code()))
    }
}

impl Facts {
    /// What was found about an anchor, if it was looked at.
    pub(super) fn anchor(&self, number: u32) -> Option<&Fact> {
        let entry = self.anchors.iter().find(|entry| entry.0 == number)?;
        Some(&entry.1)
    }

    /// What was found about a link, if it was looked at.
    pub(crate) fn link(&self, link: Link) -> Option<&Fact> {
        let entry = self.links.iter().find(|entry| entry.0 == link)?;
        Some(&entry.1)
    }
}
