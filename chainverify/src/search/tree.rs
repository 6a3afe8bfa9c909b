//! The tree of one search: a node is a certificate, or an anchor, at one place above the leaf; the
//! paths are its branches. Nothing is taken out: the tree is the trace of what was tried.

use alloc::collections::BinaryHeap;
use alloc::vec::Vec;
use core::cmp::Reverse;

use smallvec::SmallVec;

use crate::arena::{Arena, Id};
use crate::der::Time;
use crate::evidence::path_check::PathCheck;
use crate::evidence::{End, Path, Step};
use crate::evidence::{Evidence, LinkId, not_looked_at};
use crate::finding::{AnchorId, Category, CertId, CertRef};
use crate::revocation::status::RevocationCheck;

/// Names a node.
pub(crate) type NodeId = Id<Node>;

/// Names an attempt.
pub(crate) type AttemptId = Id<Attempt>;

/// A certificate or an anchor at one place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) place: Place,
    /// The node that it may have issued; none for the leaf.
    pub(crate) below: Option<NodeId>,
    /// Its link to that node.
    pub(crate) link: Linked,
    /// Certificates from here down to the leaf, which is at 0.
    pub(crate) depth: u32,
    /// The category of the worst error from here down to the leaf, as far as it is known.
    pub(crate) worst: Option<Category>,
    /// The least likely step from here down to the leaf; see `issuers`.
    pub(crate) penalty: u32,
    /// Until when all certificates from here down are valid.
    pub(crate) until: Time,
    pub(crate) state: State,
}

impl Node {
    /// A node on its own.
    pub(crate) const fn new(place: Place, worst: Option<Category>, until: Time) -> Self {
        Self {
            place,
            below: None,
            link: Linked::None,
            depth: 0,
            worst,
            penalty: 0,
            until,
            state: State::Open,
        }
    }

    /// The same on top of another one; `step` is the penalty of the step from there.
    pub(crate) fn stands_on(&mut self, id: NodeId, below: &Self, step: u32) {
        self.below = Some(id);
        self.link = match self.place {
            Place::Cert(_) | Place::Anchor(_) => Linked::Unknown,
            Place::Itself(_) => Linked::None,
        };
        self.depth = below.depth.saturating_add(1);
        self.worst = self.worst.max(below.worst);
        self.penalty = step.max(below.penalty);
        self.until = self.until.min(below.until);
    }

    /// What it is worth.
    pub(crate) const fn order(&self, reach: Reach) -> Order {
        Order {
            worst: self.worst,
            reach,
            penalty: self.penalty,
            until: Reverse(self.until),
            depth: Reverse(self.depth),
        }
    }
}

/// What a node is worth: one comparable key, the least first. Hints order and never exclude, and
/// nothing here depends on the order in which certificates were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Order {
    /// Nothing wrong first; then the mildest error, because only explanations can come of those.
    pub(crate) worst: Option<Category>,
    pub(crate) reach: Reach,
    /// The likely issuer first.
    penalty: u32,
    /// The path that stays valid longest first.
    until: Reverse<Time>,
    /// The path that is nearly complete first.
    depth: Reverse<u32>,
}

/// Whether names lead from a certificate to an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    Connected,
    /// No valid path leads through here; but what is missing may be had elsewhere.
    Unconnected,
}

/// What is at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Cert(CertId),
    Anchor(AnchorId),
    /// The leaf is itself this anchor.
    Itself(AnchorId),
}

impl Place {
    pub(crate) const fn cert_ref(self) -> CertRef {
        match self {
            Self::Cert(id) => CertRef::Cert(id),
            Self::Anchor(id) | Self::Itself(id) => CertRef::Anchor(id),
        }
    }

    pub(crate) const fn cert(self) -> Option<CertId> {
        match self {
            Self::Cert(id) => Some(id),
            Self::Anchor(_) | Self::Itself(_) => None,
        }
    }
}

/// What is known of the link from a node to the one below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Linked {
    /// Nothing yet.
    Unknown,
    /// It was checked, with what result the evidence says.
    Checked(LinkId),
    /// There is none: nothing is below, or it is the same certificate.
    None,
    /// It was not checked, and the path is not valid: a key or an algorithm is refused for what it
    /// is, or a limit left only an explanation out.
    NotChecked,
}

impl Linked {
    /// The link, where it was checked.
    pub(crate) const fn id(self) -> Option<LinkId> {
        match self {
            Self::Checked(id) => Some(id),
            Self::Unknown | Self::None | Self::NotChecked => None,
        }
    }
}

/// What was done with a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    /// Its issuers were looked for, and there are some; or the path that it completes was checked.
    Done,
    /// Its issuers were looked for, and there is none.
    DeadEnd,
}

/// One path that was tried to its end.
#[derive(Debug)]
pub(crate) struct Attempt {
    pub(crate) path: Path,
    pub(crate) check: PathCheck,
}

impl Attempt {
    /// The revocation status of the certificate of a step.
    pub(crate) fn status(&self, evidence: &Evidence<'_>, step: &Step) -> RevocationCheck {
        let known = self.check.statuses.iter();
        let known = known.flat_map(|statuses| &statuses.list);
        let mut known = self.path.steps.iter().zip(known);
        match known.find(|(known, _)| known.cert == step.cert) {
            Some((_, status)) => status.clone(),
            None => not_looked_at(evidence, step.cert),
        }
    }

    /// How near to valid a failed path comes, nearest least: the mildest worst error, the
    /// fewest errors, one that reaches an anchor, the shortest.
    pub(crate) fn distance(&self) -> impl Ord + use<> {
        let standing = &self.check.standing;
        (
            standing.worst,
            standing.errors,
            self.path.end == End::Broken,
            self.path.steps.len(),
        )
    }
}

/// The nodes, which of them are open, and the paths that were tried.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) nodes: Arena<Vec<Node>, Node>,
    /// Best first.
    open: BinaryHeap<Reverse<(Order, NodeId)>>,
    pub(crate) attempts: Arena<SmallVec<[Attempt; 1]>, Attempt>,
}

impl Tree {
    /// An empty tree with space for the few nodes of a path.
    pub(crate) fn planted() -> Self {
        Self {
            nodes: Arena::new(Vec::with_capacity(4)),
            open: BinaryHeap::with_capacity(4),
            attempts: Arena::default(),
        }
    }

    /// Adds a node and opens it.
    #[inline]
    pub(crate) fn push(&mut self, node: Node, order: Order) {
        let id = self.nodes.push(node);
        self.open.push(Reverse((order, id)));
    }

    /// Opens a node again, of which more is known now.
    pub(crate) fn reopen(&mut self, id: NodeId, order: Order) {
        self.open.push(Reverse((order, id)));
    }

    /// The order of the best open node.
    pub(crate) fn best(&self) -> Option<&Order> {
        self.open.peek().map(|Reverse((order, _))| order)
    }

    #[inline]
    pub(crate) fn pop(&mut self) -> Option<NodeId> {
        self.open.pop().map(|Reverse((_, id))| id)
    }

    /// The certificates from a node down to the leaf, each with its link to what is above it.
    pub(crate) fn steps(&self, from: NodeId) -> impl Iterator<Item = (NodeId, Step)> {
        let mut above = Linked::None;
        let mut next = Some(from);
        core::iter::from_fn(move || {
            loop {
                let id = next?;
                let node = &self.nodes[id];
                next = node.below;
                let link = core::mem::replace(&mut above, node.link);
                if let Place::Cert(cert) = node.place {
                    let link = link.id();
                    return Some((id, Step { cert, link }));
                }
            }
        })
    }

    /// The path that ends in a node.
    pub(crate) fn path(&self, target: CertId, top: NodeId) -> Path {
        let steps: SmallVec<_> = self.steps(top).map(|(_, step)| step).collect();
        let end = match self.nodes[top].place {
            Place::Cert(_) => End::Broken,
            Place::Anchor(id) => End::Anchor(id),
            Place::Itself(id) => End::Itself(id),
        };
        Path { target, end, steps }
    }
}
