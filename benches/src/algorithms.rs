//! Signature algorithms for measuring: the real ones, the same with every call counted, and ones
//! that accept everything, so that only the verifier's own cost is left.

use core::sync::atomic::{AtomicU64, Ordering};

use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

/// As verifiers take them.
pub(crate) type List = &'static [&'static dyn SignatureVerificationAlgorithm];

/// Who computes.
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
            Self::Ring => chainverify::crypto::ring::ALL,
            Self::AwsLcRs => chainverify::crypto::aws_lc_rs::ALL,
        }
    }

    /// The same, each call counted. The list lives to the end of the program.
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

/// How many signatures were looked at while `task` ran; no other thread may verify meanwhile.
pub(crate) fn calls_of(task: impl FnOnce()) -> u64 {
    let before = CALLS.load(Ordering::Relaxed);
    task();
    CALLS.load(Ordering::Relaxed) - before
}

static CALLS: AtomicU64 = AtomicU64::new(0);

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
        // Not an atomic addition, which would cost as much as a small part of what is measured.
        CALLS.store(CALLS.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        match self.signatures {
            Signatures::Checked => self.of.verify_signature(public_key, message, signature),
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
