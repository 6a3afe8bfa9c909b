//! This library.

use ::chainverify::{Algorithms, Origin, Policy, TrustStore, Verifier};
use pki_types::{CertificateDer, UnixTime};

use super::{OWN, Peer, RootCerts};
use crate::algorithms::List;

/// A verifier as a program has it.
pub(crate) struct Chainverify {
    name: &'static str,
    verifier: Verifier,
}

impl Chainverify {
    /// With the policy for servers.
    pub(crate) fn new(roots: RootCerts<'_>, algorithms: List) -> Self {
        Self::with_policy(roots, algorithms, Policy::web_server())
    }

    /// With another policy.
    pub(crate) fn with_policy(roots: RootCerts<'_>, algorithms: List, policy: Policy) -> Self {
        let verifier = Verifier::builder()
            .roots(store(roots))
            .policy(policy)
            .algorithms(Algorithms::new(algorithms));
        Self::named(OWN, verifier.build())
    }

    /// One that was built elsewhere, under a name of its own.
    pub(crate) const fn named(name: &'static str, verifier: Verifier) -> Self {
        Self { name, verifier }
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
        self.name
    }

    fn verify(&self, chain: &[CertificateDer<'static>], host: &str, time: UnixTime) -> bool {
        self.verifier.verify_at(chain, host, time).is_ok()
    }
}
