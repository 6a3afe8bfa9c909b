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
    /// How much longer one takes than one without the list, where the good signatures are remembered,
    /// that of the list too, in nanoseconds.
    pub(crate) over: f64,
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
    let remembering = |list| {
        let roots = core::slice::from_ref(&good.root);
        Chainverify::remembering(roots, Provider::Ring.algorithms(), list)
    };
    let [with, without] = [Some(&list), None].map(|list| {
        let own = remembering(list);
        assert!(verify(&own, &good), "what is remembered from now on");
        own
    });
    let mut over = [f64::INFINITY; 2];
    for _ in 0..ROUNDS {
        for (least, own) in over.iter_mut().zip([&with, &without]) {
            let start = Instant::now();
            assert!(verify(own, &good), "a leaf that was not revoked");
            *least = least.min(start.elapsed().as_nanos() as f64);
        }
    }
    let [with, without] = over;
    Shared {
        memory: allocations.peak,
        verification: least,
        over: with - without,
    }
}

/// How often each of them is measured.
const ROUNDS: usize = if cfg!(test) { 2 } else { 5_000 };
