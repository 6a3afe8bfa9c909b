//! The tree of paths. A node is a certificate at a place: the leaf is the root, the children of a
//! node are who may have issued it. Nodes are kept: the tree is the trace.

use alloc::collections::BinaryHeap;
use core::cmp::Reverse;

use crate::finding::Category;

/// A certificate at one place.
#[derive(Debug)]
pub(crate) struct Node {
    /// Its number in the pool.
    pub(crate) cert: u32,
    /// The node of the certificate that it may have issued; none for the leaf.
    pub(crate) parent: Option<u32>,
    /// Certificates between it and the leaf, itself counted; 0 for the leaf.
    pub(crate) depth: u32,
    /// The worst error from here down to the leaf, as far as it is known.
    pub(crate) taint: Option<Category>,
    /// How unlikely this branch is; see `candidates`.
    pub(crate) penalty: u32,
    pub(crate) state: State,
}

/// What was done with a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Not looked at yet.
    Open,
    /// Its issuers were looked for, and there are some.
    Expanded,
    /// Its issuers were looked for, and there is none.
    DeadEnd,
}

/// In which order open nodes are taken: the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Priority {
    pub(crate) tier: Tier,
    /// Within what can only be a near miss, the nearest first.
    pub(crate) taint: Option<Category>,
    pub(crate) reach: Reach,
    pub(crate) penalty: u32,
    pub(crate) depth: Reverse<u32>,
    /// Seconds: the newest first.
    pub(crate) not_before: Reverse<i64>,
    pub(crate) node: u32,
}

/// The open nodes. The best one stands apart, so that a path without a choice costs no heap.
#[derive(Debug, Default)]
pub(crate) struct Open {
    best: Option<Priority>,
    others: BinaryHeap<Reverse<Priority>>,
}

impl Open {
    pub(crate) const fn peek(&self) -> Option<&Priority> {
        self.best.as_ref()
    }

    pub(crate) fn push(&mut self, new: Priority) {
        match &mut self.best {
            None => self.best = Some(new),
            Some(best) => {
                let worse = if new < *best {
                    core::mem::replace(best, new)
                } else {
                    new
                };
                self.others.push(Reverse(worse));
            }
        }
    }

    pub(crate) fn pop(&mut self) -> Option<Priority> {
        let next = self.others.pop().map(|next| next.0);
        core::mem::replace(&mut self.best, next)
    }

    pub(crate) fn clear(&mut self) {
        self.best = None;
        self.others.clear();
    }
}

/// What a node is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    /// A valid path may lead through it.
    Promising,
    /// Nothing is wrong with it, but no chain of names leads from it to an anchor. It is climbed
    /// by names alone, to see where the chain breaks off.
    Unconnected,
    /// Something is wrong with it: climbed only to explain a failure.
    Tainted,
}

/// Whether names lead from a certificate to an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    Connected,
    Unconnected,
}
