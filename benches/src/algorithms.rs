//! Signature algorithms for measuring: the real ones, the same with every call counted and timed,
//! and ones that accept everything, so that only the verifier's own cost is left.

use core::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

use crate::peers::chainverify;

/// As verifiers take them.
pub(crate) type List = &'static [&'static dyn SignatureVerificationAlgorithm];

/// The library that computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Provider {
    /// ring
    Ring,
    /// aws-lc-rs
    AwsLcRs,
}

impl Provider {
    /// The real algorithms, the same for every verifier.
    pub(crate) fn algorithms(self) -> List {
        match self {
            Self::Ring => chainverify::RING,
            Self::AwsLcRs => chainverify::AWS_LC_RS,
        }
    }

    /// The same, each call counted; each check timed. The list lives to the end of the program.
    pub(crate) fn counted(self, signatures: Signatures) -> List {
        let counted = |of: &&'static dyn SignatureVerificationAlgorithm| {
            let counted: &'static Counted = Box::leak(Box::new(Counted {
                of: *of,
                signatures,
            }));
            counted as &dyn SignatureVerificationAlgorithm
        };
        self.algorithms()
            .iter()
            .map(counted)
            .collect::<Vec<_>>()
            .leak()
    }
}

/// What is done with a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signatures {
    /// Checked.
    Checked,
    /// Accepted unseen.
    Accepted,
}

/// Signature checks by counted algorithms.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Checks {
    /// How many signatures were looked at.
    pub(crate) count: u64,
    /// The time of it; nothing where they were accepted unseen.
    pub(crate) nanos: u64,
}

/// The checks while `task` ran; no other thread may verify meanwhile.
pub(crate) fn checks_of(task: impl FnOnce()) -> Checks {
    let so_far = || Checks {
        count: CALLS.load(Ordering::Relaxed),
        nanos: NANOS.load(Ordering::Relaxed),
    };
    let before = so_far();
    task();
    let after = so_far();
    Checks {
        count: after.count - before.count,
        nanos: after.nanos - before.nanos,
    }
}

static CALLS: AtomicU64 = AtomicU64::new(0);
static NANOS: AtomicU64 = AtomicU64::new(0);

/// Not an atomic addition, which would cost as much as a small part of what is measured.
fn add(counter: &AtomicU64, more: u64) {
    counter.store(counter.load(Ordering::Relaxed) + more, Ordering::Relaxed);
}

#[derive(Debug)]
struct Counted {
    of: &'static dyn SignatureVerificationAlgorithm,
    signatures: Signatures,
}

impl SignatureVerificationAlgorithm for Counted {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        add(&CALLS, 1);
        match self.signatures {
            Signatures::Checked => {
                let start = Instant::now();
                let outcome = self.of.verify_signature(public_key, message, signature);
                let nanos = u64::try_from(start.elapsed().as_nanos());
                add(&NANOS, nanos.unwrap_or(u64::MAX));
                outcome
            }
            Signatures::Accepted => Ok(()),
        }
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.of.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.of.signature_alg_id()
    }
}
