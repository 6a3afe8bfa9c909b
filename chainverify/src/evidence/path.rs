//! A path from an anchor to the certificate whose path it is, as the search proposes it.

use smallvec::SmallVec;

use super::LinkId;
use crate::finding::{AnchorId, CertId};

/// A path as the search proposes it.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// The certificate whose path it is: the leaf.
    pub(crate) target: CertId,
    pub(crate) end: End,
    /// From the certificate below the end down to the leaf.
    pub(crate) steps: SmallVec<[Step; 4]>,
}

/// A certificate of a path, and its link to what is above it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) cert: CertId,
    /// None where nothing is above it, or where the link was not worth checking, or not checked yet.
    pub(crate) link: Option<LinkId>,
}

/// Where a path ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// At an anchor that issued the topmost certificate.
    Anchor(AnchorId),
    /// The leaf is itself this anchor.
    Itself(AnchorId),
    /// Below an anchor.
    Broken,
}

impl End {
    pub(crate) const fn anchor(self) -> Option<AnchorId> {
        match self {
            Self::Anchor(id) | Self::Itself(id) => Some(id),
            Self::Broken => None,
        }
    }
}
