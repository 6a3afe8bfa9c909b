//! One list that many verifiers share.

use std::time::Instant;

use super::file::{ABSENT, File, Pair, Serial};
use crate::algorithms::Provider;
use crate::alloc;
use crate::chains::QUESTION;
use crate::peers::Peer as _;
use crate::peers::chainverify::{Chainverify, RevocationList};

/// So many.
pub(crate) const VERIFIERS: usize = 50;

/// What they cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shared {
    /// The most that all of them held beyond the list and its index, each after a verification.
    pub(crate) memory: u64,
    /// The least time of a verification that looks at the list, in nanoseconds.
    pub(crate) verification: f64,
}

/// Builds them, and verifies a leaf with each, which is not on the list. One that is there is refused,
/// so that it is known that they look.
pub(super) fn measure(file: &File) -> Shared {
    let list = RevocationList::read(file.der);
    let verifier = |pair: &Pair| {
        let roots = core::slice::from_ref(&pair.root);
        Chainverify::with_list(roots, Provider::Ring.algorithms(), &list)
    };
    let pair = |serial: &Serial| Pair::with(serial, QUESTION.host);
    let verify = |verifier: &Chainverify, pair: &Pair| {
        verifier.verify(core::slice::from_ref(&pair.leaf), QUESTION)
    };
    let (revoked, good) = (pair(&file.asked[0]), pair(ABSENT));
    assert!(
        !verify(&verifier(&revoked), &revoked),
        "a leaf that was revoked"
    );
    // From the third look on there is an index, which belongs to the list.
    assert!([(); 3].iter().all(|()| !list.has(ABSENT)));
    let mut least = f64::INFINITY;
    let allocations = alloc::of(|| {
        let verifiers: Vec<Chainverify> = (0..VERIFIERS).map(|_| verifier(&good)).collect();
        for own in &verifiers {
            let start = Instant::now();
            assert!(verify(own, &good), "a leaf that was not revoked");
            least = least.min(start.elapsed().as_nanos() as f64);
        }
    });
    Shared {
        memory: allocations.peak,
        verification: least,
    }
}
