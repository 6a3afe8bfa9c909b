//! The verifiers of a run: the same roots, rules and revocation data for all targets, but one for those whose CRLs and OCSP responses are
//! fetched and one for the others. Each is made when first needed; most runs need one.

use std::sync::OnceLock;

use chainverify::crypto::SignatureCache;
use chainverify::policy::Fetching;
use chainverify::{Policy, TrustStore, Verifier};

use crate::revocation::Given;

/// The intermediates of many targets; some 100 octets each.
const CACHED_SIGNATURES: usize = 4096;

/// What they are made of, and those that are made.
pub(crate) struct Verifiers {
    /// Whom to trust.
    pub(crate) roots: TrustStore,
    /// By which rules.
    pub(crate) policy: Policy,
    /// What is known of revocation.
    pub(crate) revocation: Given,
    /// How many targets there are.
    pub(crate) targets: usize,
    /// Those that are made.
    pub(crate) made: Made,
}

/// One for each way.
#[derive(Default)]
pub(crate) struct Made {
    asking: OnceLock<Verifier>,
    silent: OnceLock<Verifier>,
}

impl Verifiers {
    /// The one that fetches, or the one that does not.
    pub(crate) fn of(&self, fetching: Fetching) -> &Verifier {
        let made = match fetching {
            Fetching::On => &self.made.asking,
            Fetching::Off => &self.made.silent,
        };
        made.get_or_init(|| self.make(fetching))
    }

    fn make(&self, fetching: Fetching) -> Verifier {
        let mut policy = self.policy.clone();
        policy.revocation.fetch = fetching;
        let mut verifier = Verifier::builder()
            .roots(self.roots.clone())
            .policy(policy)
            .crls(self.revocation.crls.iter().cloned());
        for list in &self.revocation.blocklists {
            verifier = verifier.blocklist(list.clone());
        }
        if let Some(filters) = &self.revocation.filters {
            verifier = verifier.filters(filters.clone());
        }
        if self.targets > 1 {
            // For one, nothing comes twice, or so seldom that an entry costs more than it saves.
            verifier = verifier.cache(SignatureCache::new(CACHED_SIGNATURES));
        }
        verifier.build()
    }
}
