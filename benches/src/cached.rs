//! This library with a memory: of signatures, and of keys that the provider has parsed.
//!
//! A warm cache is measured in two ways. *Known issuers*: each leaf is one that the cache does not
//! have, below an intermediate that it has, as a scanner or a server with many clients meets them.
//! *Known chain*: the same chain over and over.

use core::sync::atomic::{AtomicUsize, Ordering};

use chainverify::crypto::aws_lc_rs;
use chainverify::{Algorithms, ReferenceName, Request, SignatureCache, Verifier};
use pki_types::{CertificateDer, UnixTime};

use crate::algorithms::{List, Provider};
use crate::chains::{self, Chain};
use crate::peers::chainverify::{Chainverify, store};
use crate::peers::{Peer, RootCerts};

/// With a warm cache, known issuers.
pub(crate) const WARM: &str = "chainverify, known issuers";
/// The same with prepared keys.
pub(crate) const PREPARED: &str = "chainverify, known issuers, prepared keys";
/// With a warm cache, known chain.
const KNOWN: &str = "chainverify, known chain";

/// More leaves than the smallest cache has places, even where chance is unfair to one of its parts.
const LEAVES: u16 = if cfg!(test) { 2 } else { 128 };
/// The cache rounds it up to two places in each of its parts.
const FEW: usize = 1;

/// What there is of it for this provider.
pub(crate) fn peers(chain: &Chain, roots: RootCerts<'_>, provider: Provider) -> Vec<Box<dyn Peer>> {
    let mut peers: Vec<Box<dyn Peer>> = vec![Box::new(Chainverify::named(
        KNOWN,
        verifier(roots, provider.algorithms(), 1024),
    ))];
    if chain.name == chains::ML_DSA_65 {
        return peers;
    }
    let leaves = chains::siblings(chain.name, LEAVES);
    let mut add = |name, algorithms| {
        peers.push(Box::new(KnownIssuers {
            name,
            verifier: verifier(roots, algorithms, FEW),
            leaves: leaves.clone(),
            next: AtomicUsize::new(0),
        }));
    };
    add(WARM, provider.algorithms());
    if provider == Provider::AwsLcRs {
        add(PREPARED, aws_lc_rs::PREPARED);
    }
    peers
}

fn verifier(roots: RootCerts<'_>, algorithms: List, capacity: usize) -> Verifier {
    Verifier::builder()
        .roots(store(roots))
        .algorithms(Algorithms::new(algorithms))
        .cache(SignatureCache::new(capacity))
        .build()
}

/// Verifies another leaf each time.
struct KnownIssuers {
    name: &'static str,
    verifier: Verifier,
    leaves: Vec<CertificateDer<'static>>,
    next: AtomicUsize,
}

impl Peer for KnownIssuers {
    fn name(&self) -> &'static str {
        self.name
    }

    fn verify(&self, chain: &[CertificateDer<'static>], host: &str, time: UnixTime) -> bool {
        let next = self.next.fetch_add(1, Ordering::Relaxed) % self.leaves.len();
        let (Some(leaf), Some(above)) = (self.leaves.get(next), chain.get(1..)) else {
            return false;
        };
        let Ok(name) = ReferenceName::parse(host) else {
            return false;
        };
        let request = Request::new(leaf, time).intermediates(above).name(name);
        self.verifier.verify_request(request).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use core::sync::atomic::AtomicU64;

    use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

    use super::*;

    /// Counts for this test alone, beside others that verify.
    static CALLS: AtomicU64 = AtomicU64::new(0);

    #[derive(Debug)]
    struct Counting(&'static dyn SignatureVerificationAlgorithm);

    impl SignatureVerificationAlgorithm for Counting {
        fn verify_signature(
            &self,
            public_key: &[u8],
            message: &[u8],
            signature: &[u8],
        ) -> Result<(), InvalidSignature> {
            CALLS.fetch_add(1, Ordering::Relaxed);
            self.0.verify_signature(public_key, message, signature)
        }

        fn public_key_alg_id(&self) -> AlgorithmIdentifier {
            self.0.public_key_alg_id()
        }

        fn signature_alg_id(&self) -> AlgorithmIdentifier {
            self.0.signature_alg_id()
        }
    }

    #[test]
    fn only_the_leaf_is_checked_where_the_issuers_are_known() {
        let chain = chains::named("p256").expect("a chain");
        let roots = core::slice::from_ref(&chain.root);
        let algorithm: &'static Counting =
            Box::leak(Box::new(Counting(Provider::Ring.algorithms()[0])));
        let algorithms: List =
            Box::leak(Box::new([algorithm as &dyn SignatureVerificationAlgorithm]));
        let peer = KnownIssuers {
            name: WARM,
            verifier: verifier(roots, algorithms, FEW),
            leaves: chains::siblings("p256", 100),
            next: AtomicUsize::new(0),
        };
        let verify = || assert!(peer.verify(&chain.certs, chain.host, chains::time()));
        verify();
        let first = CALLS.swap(0, Ordering::Relaxed);
        assert_eq!(first, 2, "the issuer is not known yet");
        (0..200).for_each(|_| verify());
        let again = CALLS.load(Ordering::Relaxed);
        assert!((190..=200).contains(&again), "{again}");
    }
}
