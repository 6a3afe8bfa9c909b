//! Puts a verifier together.

use super::Verifier;
#[cfg(feature = "cache")]
use crate::crypto::SignatureCache;
use crate::crypto::{Algorithms, BUILT_IN};
use crate::policy::Policy;
use crate::trust::TrustStore;

/// What a [`Verifier`] is made of. What is not set: no roots, the policy [`Policy::web_server`], and
/// the algorithms of the provider that is built in (features `ring` and `aws-lc-rs`; ring if both
/// are), no cache.
///
/// ```
/// use chainverify::{Policy, TrustStore, Verifier};
///
/// let verifier = Verifier::builder()
///     .roots(TrustStore::new())
///     .policy(Policy::web_server().strict())
///     .build();
/// assert!(verifier.roots().is_empty());
/// ```
#[derive(Debug)]
#[must_use]
pub struct VerifierBuilder(Verifier);

impl Default for VerifierBuilder {
    fn default() -> Self {
        Self(Verifier {
            roots: TrustStore::new(),
            policy: Policy::web_server(),
            algorithms: BUILT_IN,
            #[cfg(feature = "cache")]
            cache: None,
        })
    }
}

impl VerifierBuilder {
    /// The trust anchors. A store without a single one fails every verification with a finding
    /// that says so.
    pub fn roots(mut self, roots: TrustStore) -> Self {
        self.0.roots = roots;
        self
    }

    /// What is asked of a path.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.0.policy = policy;
        self
    }

    /// The signature algorithms: the list is the algorithm policy.
    pub fn algorithms(mut self, algorithms: Algorithms<'static>) -> Self {
        self.0.algorithms = algorithms;
        self
    }

    /// A memory of good signatures, for this verifier and its clones.
    #[cfg(feature = "cache")]
    pub fn cache(mut self, cache: SignatureCache) -> Self {
        self.0.cache = Some(alloc::sync::Arc::new(cache));
        self
    }

    /// The verifier.
    #[must_use]
    pub fn build(self) -> Verifier {
        self.0
    }
}
