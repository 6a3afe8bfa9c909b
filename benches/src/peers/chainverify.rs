//! This library.

use ::chainverify::{Algorithms, Origin, Policy, TrustStore, Verifier};
use pki_types::{CertificateDer, UnixTime};

use super::{OWN, Peer, RootCerts};
use crate::algorithms::List;

/// A verifier as a program has it.
#[derive(Clone)]
pub(crate) struct Chainverify(Verifier);

impl Chainverify {
    /// With the policy for servers.
    pub(crate) fn new(roots: RootCerts<'_>, algorithms: List) -> Self {
        Self::from_verifier(Verifier::new(store(roots)).algorithms(Algorithms::new(algorithms)))
    }

    /// One that was built elsewhere.
    pub(crate) const fn from_verifier(verifier: Verifier) -> Self {
        Self(verifier)
    }

    /// The same with another policy.
    pub(crate) fn policy(self, policy: Policy) -> Self {
        Self(self.0.policy(policy))
    }
}

/// The roots in a store.
pub(crate) fn store(roots: RootCerts<'_>) -> TrustStore {
    let mut store = TrustStore::new();
    for root in roots {
        store
            .add(root.clone(), Origin::Given)
            .expect("a root that can be read");
    }
    store
}

impl Peer for Chainverify {
    fn name(&self) -> &'static str {
        OWN
    }

    fn verify(&self, chain: &[CertificateDer<'static>], host: &str, time: UnixTime) -> bool {
        self.0.verify_at(chain, host, time).is_ok()
    }
}
