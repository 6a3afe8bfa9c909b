//! Puts a verifier together.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::{Parts, Verifier};
use crate::crypto::Algorithms;
#[cfg(feature = "cache")]
use crate::crypto::SignatureCache;
#[cfg(feature = "ct")]
use crate::ct::LogList;
use crate::evidence::OwnCheck;
use crate::policy::Policy;
use crate::revocation::blocklist::Blocklist;
use crate::revocation::crl::Crl;
#[cfg(feature = "crlite")]
use crate::revocation::crlite::Filters;
#[cfg(feature = "cache")]
use crate::search::ParsedIssuers;
use crate::trust::TrustStore;

/// What a [`Verifier`] is made of. What is not set: no roots, the policy [`Policy::web_server`], the
/// algorithms of all providers that are built in, no cache.
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
#[derive(Default)]
#[must_use]
pub struct VerifierBuilder {
    roots: Arc<TrustStore>,
    policy: Policy,
    algorithms: Option<Algorithms>,
    own_checks: Vec<Arc<OwnCheck<'static>>>,
    crls: Vec<Crl>,
    blocklists: Vec<Blocklist>,
    #[cfg(feature = "crlite")]
    filters: Vec<Filters>,
    #[cfg(feature = "ct")]
    ct_logs: Option<Arc<LogList>>,
    #[cfg(feature = "cache")]
    cache: Option<SignatureCache>,
    #[cfg(feature = "cache")]
    parsed_issuers: Option<ParsedIssuers>,
}

impl VerifierBuilder {
    /// The trust anchors. A store without a single one fails every verification with a finding
    /// that says so. Several verifiers may share one, in an `Arc`.
    pub fn roots(mut self, roots: impl Into<Arc<TrustStore>>) -> Self {
        self.roots = roots.into();
        self
    }

    /// What is asked of a path.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// The signature algorithms: the list is the algorithm policy.
    pub fn algorithms(mut self, algorithms: Algorithms) -> Self {
        self.algorithms = Some(algorithms);
        self
    }

    /// A check of the caller's own of each path that is valid otherwise: it can only reject.
    ///
    /// ```
    #[doc = include_str!("../../tests/doc/setup.txt")]
    /// use std::sync::Arc;
    ///
    /// use chainverify::Cert;
    /// use chainverify::finding::Rejection;
    /// use chainverify::trust::Anchor;
    ///
    /// let long_lived = |certs: &[&Cert<'_>], _: &Anchor| {
    ///     let validity = certs[0].validity();
    ///     let seconds = validity.not_after.as_unix() - validity.not_before.as_unix();
    ///     match seconds > 398 * 86_400 {
    ///         true => Err(Rejection::new("lifetime", "is valid for more than 398 days")),
    ///         false => Ok(()),
    ///     }
    /// };
    /// let roots = verifier.roots().clone();
    /// let verifier = Verifier::builder().roots(roots).check(Arc::new(long_lived)).build();
    /// let request = Request::server(&chain, "example.com").at(time);
    /// let report = verifier.verify_request(request).unwrap_err();
    /// assert_eq!(report.code().unwrap().id(), "rejected");
    /// ```
    pub fn check(mut self, check: Arc<OwnCheck<'static>>) -> Self {
        self.own_checks.push(check);
        self
    }

    /// CRLs for every verification; they are shared, not copied.
    pub fn crls(mut self, crls: impl IntoIterator<Item = Crl>) -> Self {
        self.crls.extend(crls);
        self
    }

    /// Certificates that are not wanted, whatever else is said of them: such as Mozilla's OneCRL.
    pub fn blocklist(mut self, list: Blocklist) -> Self {
        self.blocklists.push(list);
        self
    }

    /// CRLite's filters, for every verification.
    #[cfg(feature = "crlite")]
    pub fn filters(mut self, filters: Filters) -> Self {
        self.filters.push(filters);
        self
    }

    /// The logs whose timestamps count, for the report of every verification; a request may bring others.
    #[cfg(feature = "ct")]
    pub fn ct_logs(mut self, logs: impl Into<Arc<LogList>>) -> Self {
        self.ct_logs = Some(logs.into());
        self
    }

    /// A memory of good signatures, for this verifier and its clones.
    #[cfg(feature = "cache")]
    pub fn cache(mut self, cache: SignatureCache) -> Self {
        self.cache = Some(cache);
        self
    }

    /// A memory of intermediates that were on valid paths, for this verifier and its clones.
    ///
    /// ```
    #[doc = include_str!("../../tests/doc/setup.txt")]
    /// use chainverify::search::ParsedIssuers;
    ///
    /// let roots = verifier.roots().clone();
    /// let memory = ParsedIssuers::new(1_000);
    /// let verifier = Verifier::builder().roots(roots).parsed_issuers(memory).build();
    /// for _ in 0..2 {
    ///     let request = Request::server(&chain, "example.com").at(time);
    ///     assert!(verifier.verify_request(request).is_ok());
    /// }
    /// ```
    #[cfg(feature = "cache")]
    pub fn parsed_issuers(mut self, memory: ParsedIssuers) -> Self {
        self.parsed_issuers = Some(memory);
        self
    }

    /// The verifier.
    #[must_use]
    pub fn build(self) -> Verifier {
        #[cfg(feature = "rustls")]
        let has_own_algorithms = self.algorithms.is_some();
        let algorithms = self.algorithms.unwrap_or_default();
        #[cfg(feature = "cache")]
        let algorithms = algorithms.with_cache(self.cache.map(Arc::new));
        Verifier(Arc::new(Parts {
            roots: self.roots,
            policy: Arc::new(self.policy),
            algorithms,
            #[cfg(feature = "rustls")]
            has_own_algorithms,
            own_checks: self.own_checks,
            crls: self.crls,
            blocklists: self.blocklists,
            #[cfg(feature = "crlite")]
            filters: self.filters,
            #[cfg(feature = "ct")]
            ct_logs: self.ct_logs,
            #[cfg(feature = "cache")]
            parsed_issuers: self.parsed_issuers.map(Arc::new),
        }))
    }
}
