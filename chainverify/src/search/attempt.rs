//! One path that was tried to its end, and what was found about it.

use alloc::vec::Vec;

use crate::finding::{Category, CertId, Finding};

/// A path from the leaf to where it ended.
#[derive(Debug)]
pub(crate) struct Attempt {
    /// The node of the topmost certificate below the end.
    pub(crate) node: u32,
    pub(crate) end: End,
    /// What the rules about paths found, and what is to say about the end.
    pub(crate) findings: Vec<Finding>,
    pub(crate) weight: Weight,
}

/// All that is known about a path, in three numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Weight {
    /// The worst error.
    pub(crate) worst: Option<Category>,
    /// How many errors.
    pub(crate) errors: u32,
    /// Links whose signature was not checked.
    pub(crate) unchecked: u32,
}

impl Weight {
    pub(crate) fn add(&mut self, worst: Option<Category>, errors: u32) {
        self.worst = self.worst.max(worst);
        self.errors = self.errors.saturating_add(errors);
    }

    /// Of a path that was not weighed yet: never one that is valid.
    pub(crate) const fn unchecked(worst: Option<Category>) -> Self {
        Self {
            worst,
            errors: 0,
            unchecked: 1,
        }
    }

    /// No error, and nothing left to check.
    pub(crate) const fn is_valid(&self) -> bool {
        self.worst.is_none() && self.unchecked == 0
    }
}

impl Attempt {
    /// A path that ends at a node, before it is weighed.
    pub(crate) fn new(node: u32, end: End, findings: Vec<Finding>) -> Self {
        Self {
            node,
            end,
            findings,
            weight: Weight::default(),
        }
    }
}

/// Where a path ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// At an anchor, by its number in the store.
    Anchor(u32),
    /// The leaf is itself this anchor.
    Direct(u32),
    /// Below an anchor.
    Broken,
}

impl End {
    pub(crate) const fn anchor(self) -> Option<CertId> {
        match self {
            Self::Anchor(number) | Self::Direct(number) => Some(CertId::Anchor(number)),
            Self::Broken => None,
        }
    }

    /// The anchor that issued the topmost certificate; none where the leaf is itself the anchor:
    /// then it is judged as the leaf.
    pub(crate) const fn issuer(self) -> Option<CertId> {
        match self {
            Self::Anchor(number) => Some(CertId::Anchor(number)),
            Self::Direct(_) | Self::Broken => None,
        }
    }
}
