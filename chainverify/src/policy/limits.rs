//! What one verification may cost. Everything that comes from outside is counted against one of
//! these; a limit that is reached ends the search and is named beside the verdict.

use core::fmt;

/// The most of each thing that one verification may use up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Signatures checked while looking for a valid path. 100: as rustls-webpki and Go.
    pub signatures: u32,
    /// Signatures checked after that, only to explain a failure well. 8: one deepest path.
    pub near_miss_signatures: u32,
    /// Certificates between leaf and anchor. 8: twice what public paths have.
    pub depth: u32,
    /// Names held against name constraints. 250 000: as rustls-webpki.
    pub name_comparisons: u32,
    /// Nodes of the search tree: places of a certificate on a path. 10 000: two orders above
    /// anything honest, a few milliseconds without signatures.
    pub nodes: u32,
    /// Nodes of the policy graph (RFC 9618). 4 096: far above 255 mappings of a bridge CA.
    pub policy_nodes: u32,
    /// Requests for something that is not at hand.
    pub requests: u32,
    /// Certificates in one verification, the fetched ones included.
    pub certificates: u32,
}

impl Limits {
    /// The defaults.
    pub const DEFAULT: Self = Self {
        signatures: 100,
        near_miss_signatures: 8,
        depth: 8,
        name_comparisons: 250_000,
        nodes: 10_000,
        policy_nodes: 4_096,
        requests: 4,
        certificates: 16_384,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The limit that ended a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Limit {
    /// [`Limits::signatures`]
    Signatures,
    /// [`Limits::name_comparisons`]
    NameComparisons,
    /// [`Limits::nodes`]
    Nodes,
    /// [`Limits::certificates`]
    Certificates,
}

impl Limit {
    /// The word for machines.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Signatures => "signatures",
            Self::NameComparisons => "name_comparisons",
            Self::Nodes => "nodes",
            Self::Certificates => "certificates",
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Signatures => "the limit of signature checks was reached",
            Self::NameComparisons => "the limit of name constraint comparisons was reached",
            Self::Nodes => "the limit of paths was reached",
            Self::Certificates => "the limit of certificates was reached",
        })
    }
}

/// What is left of the limits during one search.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    left: Limits,
}

impl Budget {
    pub(crate) const fn new(limits: Limits) -> Self {
        Self { left: limits }
    }

    pub(crate) const fn signature(&mut self) -> Result<(), Limit> {
        spend(&mut self.left.signatures, 1, Limit::Signatures)
    }

    pub(crate) const fn near_miss_signature(&mut self) -> Result<(), Limit> {
        spend(&mut self.left.near_miss_signatures, 1, Limit::Signatures)
    }

    pub(crate) const fn name_comparisons(&mut self, count: u32) -> Result<(), Limit> {
        spend(
            &mut self.left.name_comparisons,
            count,
            Limit::NameComparisons,
        )
    }

    pub(crate) const fn node(&mut self) -> Result<(), Limit> {
        spend(&mut self.left.nodes, 1, Limit::Nodes)
    }

    pub(crate) const fn certificate(&mut self) -> Result<(), Limit> {
        spend(&mut self.left.certificates, 1, Limit::Certificates)
    }

    /// Whether one more request may be made.
    pub(crate) const fn request(&mut self) -> bool {
        match self.left.requests.checked_sub(1) {
            Some(left) => {
                self.left.requests = left;
                true
            }
            None => false,
        }
    }
}

/// A limit that was reached stays reached.
const fn spend(left: &mut u32, count: u32, limit: Limit) -> Result<(), Limit> {
    match left.checked_sub(count) {
        Some(rest) => {
            *left = rest;
            Ok(())
        }
        None => {
            *left = 0;
            Err(limit)
        }
    }
}
