//! Signature algorithms that say the same to everything, under the identifiers of the real ones,
//! and count how often they are asked.

use std::cell::Cell;
use std::sync::LazyLock;

use chainverify::Algorithms;
use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

/// What they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// Every signature verifies.
    Yes,
    /// None does.
    No,
}

/// The list that always says this.
pub fn always(says: Says) -> Algorithms {
    static LISTS: LazyLock<[List; 2]> = LazyLock::new(|| [list(Says::Yes), list(Says::No)]);
    Algorithms::new(match says {
        Says::Yes => LISTS[0],
        Says::No => LISTS[1],
    })
}

/// Runs `task` and counts the signatures that were checked.
pub fn count<T>(task: impl FnOnce() -> T) -> (T, u32) {
    ASKED.set(0);
    let result = task();
    (result, ASKED.get())
}

type List = &'static [&'static dyn SignatureVerificationAlgorithm];

thread_local! {
    static ASKED: Cell<u32> = const { Cell::new(0) };
}

fn list(says: Says) -> List {
    let null = |of: &&'static dyn SignatureVerificationAlgorithm| {
        let null: &'static Null = Box::leak(Box::new(Null { of: *of, says }));
        null as &dyn SignatureVerificationAlgorithm
    };
    let real = chainverify::crypto::ring::ALL;
    real.iter().map(null).collect::<Vec<_>>().leak()
}

#[derive(Debug)]
struct Null {
    of: &'static dyn SignatureVerificationAlgorithm,
    says: Says,
}

impl SignatureVerificationAlgorithm for Null {
    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        ASKED.set(ASKED.get() + 1);
        match self.says {
            Says::Yes => Ok(()),
            Says::No => Err(InvalidSignature),
        }
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.of.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.of.signature_alg_id()
    }
}
