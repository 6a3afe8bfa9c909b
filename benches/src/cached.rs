//! This library with a cache of signatures, with a memory of intermediates, and with keys that the
//! provider has parsed before.
//!
//! A warm cache is measured in two ways. *New leaves*: each leaf is one that the cache does not have,
//! below an intermediate that it has, as a scanner or a server with many clients meets them; webpki is
//! given the same leaves, because a processor that guesses branches is faster with a signature that it
//! has just seen. *Known chain*: the same chain over and over.

use core::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;

use pki_types::CertificateDer;

use crate::algorithms::{List, Provider};
use crate::chains::{self, Chain, Origin};
use crate::peers::chainverify::AWS_LC_RS_PREPARED;
use crate::peers::{Chainverify, OWN, Peer, Question, RootCerts, WEBPKI, Webpki};

/// With a warm cache, new leaves.
pub(crate) const WARM: &str = "chainverify, new leaves";
/// The same with prepared keys.
pub(crate) const PREPARED: &str = "chainverify, new leaves, prepared keys";
/// With a memory of intermediates in the place of the cache: it hashes nothing.
const KNOWN_ISSUERS: &str = "chainverify, new leaves, known issuers";
/// The same with prepared keys.
const KNOWN_AND_PREPARED: &str = "chainverify, new leaves, known issuers, prepared keys";
/// webpki, which keeps nothing, with the same leaves.
pub(crate) const WEBPKI_WARM: &str = "webpki, new leaves";
/// With a warm cache, known chain.
const KNOWN: &str = "chainverify, known chain";

/// More leaves than the smallest cache has places, even where chance is unfair to one of its parts.
const LEAVES: u16 = if cfg!(test) { 2 } else { 128 };
/// The cache rounds it up to two places in each of its parts.
const FEW: usize = 1;

/// What there is of it for this provider.
pub(crate) fn peers(chain: &Chain, roots: RootCerts<'_>, provider: Provider) -> Vec<Box<dyn Peer>> {
    let own = |name, algorithms, capacity| -> Box<dyn Peer> {
        Box::new(Chainverify::caching(name, roots, algorithms, capacity))
    };
    let mut peers = vec![own(KNOWN, provider.algorithms(), 1024)];
    if chain.origin == Origin::Real || chain.name == chains::ML_DSA_65 {
        return peers;
    }
    let chains = chains_of_new_leaves(chain, LEAVES);
    let mut add = |name, peer| peers.push(new_leaves(name, peer, &chains));
    let knowing = |name, algorithms| -> Box<dyn Peer> {
        Box::new(Chainverify::knowing_issuers(name, roots, algorithms))
    };
    add(
        WEBPKI_WARM,
        Box::new(Webpki::new(roots, provider.algorithms())),
    );
    add(WARM, own(WARM, provider.algorithms(), FEW));
    add(KNOWN_ISSUERS, knowing(KNOWN_ISSUERS, provider.algorithms()));
    if provider == Provider::AwsLcRs {
        add(PREPARED, own(PREPARED, AWS_LC_RS_PREPARED, FEW));
        let known = knowing(KNOWN_AND_PREPARED, AWS_LC_RS_PREPARED);
        add(KNOWN_AND_PREPARED, known);
    }
    peers
}

/// This library with a memory that knows the chain's intermediates, and webpki; new leaves where they
/// can be made, else the same leaf, which is not remembered.
pub(crate) fn knowing_issuers(
    chain: &Chain,
    roots: RootCerts<'_>,
    algorithms: List,
) -> [Box<dyn Peer>; 2] {
    let own = Chainverify::knowing_issuers(OWN, roots, algorithms);
    assert!(own.verify(&chain.certs, chain.question), "a valid chain");
    let webpki = Webpki::new(roots, algorithms);
    if chain.origin == Origin::Real || chain.name == chains::ML_DSA_65 {
        return [Box::new(own), Box::new(webpki)];
    }
    let chains = chains_of_new_leaves(chain, LEAVES);
    [
        new_leaves(OWN, Box::new(own), &chains),
        new_leaves(WEBPKI, Box::new(webpki), &chains),
    ]
}

fn new_leaves(name: &'static str, peer: Box<dyn Peer>, chains: &Chains) -> Box<dyn Peer> {
    Box::new(NewLeaves {
        name,
        peer,
        chains: Arc::clone(chains),
        next: AtomicUsize::new(0),
    })
}

type Chains = Arc<[Vec<CertificateDer<'static>>]>;

fn chains_of_new_leaves(chain: &Chain, count: u16) -> Chains {
    let above = chain.certs.get(1..).unwrap_or_default();
    let leaves = chains::siblings(chain.name, count).into_iter();
    leaves
        .map(|leaf| {
            core::iter::once(leaf)
                .chain(above.iter().cloned())
                .collect()
        })
        .collect()
}

/// Has a peer verify another leaf each time.
struct NewLeaves {
    name: &'static str,
    peer: Box<dyn Peer>,
    chains: Chains,
    next: AtomicUsize,
}

impl Peer for NewLeaves {
    fn name(&self) -> &'static str {
        self.name
    }

    fn verify(&self, _: &[CertificateDer<'static>], question: Question<'_>) -> bool {
        let next = self.next.fetch_add(1, Ordering::Relaxed) % self.chains.len();
        let chain = self.chains.get(next);
        chain.is_some_and(|chain| self.peer.verify(chain, question))
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
        let own = Chainverify::caching(WARM, roots, algorithms, FEW);
        let peer = NewLeaves {
            name: WARM,
            peer: Box::new(own),
            chains: chains_of_new_leaves(&chain, 100),
            next: AtomicUsize::new(0),
        };
        let verify = || assert!(peer.verify(&chain.certs, chain.question));
        verify();
        let first = CALLS.swap(0, Ordering::Relaxed);
        assert_eq!(first, 2, "the issuer is not known yet");
        (0..200).for_each(|_| verify());
        let again = CALLS.load(Ordering::Relaxed);
        assert!((190..=200).contains(&again), "{again}");
    }
}
