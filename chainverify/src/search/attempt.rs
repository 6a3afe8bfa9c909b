//! One path that was tried to its end, and what was found about it.

use alloc::vec::Vec;

use crate::finding::{CertId, Finding, Gravity};

/// A path from the leaf to where it ended.
#[derive(Debug)]
pub(crate) struct Attempt {
    /// The node of the topmost certificate below the end.
    pub(crate) node: u32,
    pub(crate) end: End,
    /// What the rules about paths found, and what is to say about the end.
    pub(crate) findings: Vec<Finding>,
    /// The worst error of all that is known about the path.
    pub(crate) worst: Option<Gravity>,
    /// Links whose signature was not checked.
    pub(crate) unchecked: u32,
}

impl Attempt {
    /// A path that ends at a node, before anything is said about it.
    pub(crate) const fn broken_at(node: u32) -> Self {
        Self {
            node,
            end: End::Broken,
            findings: Vec::new(),
            worst: None,
            unchecked: 0,
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
