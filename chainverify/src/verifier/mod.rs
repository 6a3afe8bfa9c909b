//! The front door: anchors, policy and algorithms, held together. Build one, clone it as often as
//! you like, share it between threads, verify with it as often as needed.

mod builder;

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::future::Future;

pub use builder::VerifierBuilder;
use pki_types::CertificateDer;

use crate::crypto::Algorithms;
#[cfg(feature = "ct")]
use crate::ct::LogList;
use crate::drive::{self, Fetch};
use crate::evidence::{Answer, Need, OwnCheck};
use crate::policy::Policy;
use crate::report::Report;
use crate::revocation::blocklist::Blocklist;
use crate::revocation::crl::Crl;
#[cfg(feature = "crlite")]
use crate::revocation::crlite::Filters;
#[cfg(feature = "cache")]
use crate::search::ParsedIssuers;
use crate::search::{Request, Search, ValidPath};
use crate::trust::TrustStore;

/// Verifies certificate chains.
///
/// ```no_run
/// use chainverify::Verifier;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let chain = chainverify::cert::from_pem(&[])?;
/// let verifier = Verifier::os()?;
/// let path = verifier.verify(&chain, "example.com")?;
/// println!("trusted until {}", path.validity().1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Verifier(Arc<Parts>);

/// Each is shared, so that a verifier that differs in one of them is cheap to make.
#[derive(Clone)]
struct Parts {
    roots: Arc<TrustStore>,
    policy: Arc<Policy>,
    algorithms: Algorithms,
    /// Whether the caller chose the algorithms.
    #[cfg(feature = "rustls")]
    has_own_algorithms: bool,
    own_checks: Vec<Arc<OwnCheck<'static>>>,
    crls: Vec<Crl>,
    blocklists: Vec<Blocklist>,
    #[cfg(feature = "crlite")]
    filters: Vec<Filters>,
    #[cfg(feature = "ct")]
    ct_logs: Option<Arc<LogList>>,
    /// Shared by verifiers with the same policy and algorithms, whatever their roots and CRLs.
    #[cfg(feature = "cache")]
    parsed_issuers: Option<Arc<ParsedIssuers>>,
}

impl Verifier {
    /// With these roots, and all else as [`VerifierBuilder`] has it by itself.
    #[must_use]
    pub fn new(roots: TrustStore) -> Self {
        Self::builder().roots(roots).build()
    }

    /// For more than roots: a policy, algorithms, a cache.
    pub fn builder() -> VerifierBuilder {
        VerifierBuilder::default()
    }

    /// With the operating system's roots; what was left out of them says
    /// [`TrustStore::left_out`].
    ///
    /// # Errors
    ///
    /// The system has no store with a single root that can be read.
    #[cfg(feature = "os-roots")]
    pub fn os() -> Result<Self, crate::trust::NoRoots> {
        TrustStore::os().map(Self::new)
    }

    /// The roots.
    #[must_use]
    pub fn roots(&self) -> &TrustStore {
        &self.0.roots
    }

    /// What is asked of a path.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// The same with other roots. Like [`Verifier::with_crls`] and `Verifier::with_filters`, this is for
    /// what changes while a program runs: all else is shared, and so is what was remembered.
    #[must_use]
    pub fn with_roots(&self, roots: impl Into<Arc<TrustStore>>) -> Self {
        self.with(|parts| parts.roots = roots.into())
    }

    /// The same with these CRLs in place of its own.
    ///
    /// ```
    #[doc = include_str!("../../tests/doc/setup.txt")]
    /// use chainverify::revocation::crl::Crl;
    ///
    /// # let read_again = || -> Vec<Crl> { Vec::new() };
    /// let newest: Vec<Crl> = read_again();
    /// let verifier = verifier.with_crls(newest);
    /// # assert!(verifier.verify_request(Request::server(&chain, "example.com").at(time)).is_ok());
    /// ```
    #[must_use]
    pub fn with_crls(&self, crls: impl IntoIterator<Item = Crl>) -> Self {
        self.with(|parts| parts.crls = crls.into_iter().collect())
    }

    /// The same with these filters of CRLite in place of its own.
    #[cfg(feature = "crlite")]
    #[must_use]
    pub fn with_filters(&self, filters: impl IntoIterator<Item = Filters>) -> Self {
        self.with(|parts| parts.filters = filters.into_iter().collect())
    }

    /// The same with these algorithms, unless the caller chose some. What was remembered of others
    /// is not taken along.
    #[cfg(feature = "rustls")]
    pub(crate) fn or_algorithms(&self, algorithms: impl FnOnce() -> Algorithms) -> Self {
        match self.0.has_own_algorithms {
            true => self.clone(),
            false => self.with(|parts| {
                parts.algorithms = parts.algorithms.remembering_anew(algorithms());
                #[cfg(feature = "cache")]
                if let Some(issuers) = &mut parts.parsed_issuers {
                    *issuers = Arc::new(issuers.emptied());
                }
                parts.has_own_algorithms = true;
            }),
        }
    }

    /// The same roots and algorithms with this policy, and nothing else that was given.
    #[cfg(feature = "second-opinion")]
    pub(crate) fn with_policy_alone(&self, policy: Policy) -> Self {
        self.with(|parts| {
            parts.policy = Arc::new(policy);
            parts.own_checks.clear();
            parts.crls.clear();
            parts.blocklists.clear();
            #[cfg(feature = "crlite")]
            parts.filters.clear();
            #[cfg(feature = "cache")]
            {
                parts.parsed_issuers = None;
            }
        })
    }

    fn with(&self, change: impl FnOnce(&mut Parts)) -> Self {
        let mut parts = Parts::clone(&self.0);
        change(&mut parts);
        Self(Arc::new(parts))
    }

    /// The signature algorithms.
    #[must_use]
    pub fn algorithms(&self) -> &Algorithms {
        &self.0.algorithms
    }

    /// Verifies a chain as a server sent it, leaf first, for a host name, IP address, e-mail
    /// address or URI, now, without any request.
    ///
    /// # Errors
    ///
    /// There is no valid path; the report says why.
    pub fn verify<'a>(
        &'a self,
        chain: &'a [CertificateDer<'a>],
        name: &'a str,
    ) -> Result<ValidPath<'a>, Box<Report>> {
        self.verify_request(Request::named(chain, name))
    }

    /// Verifies what a [`Request`] says, without any request to the world outside.
    ///
    /// # Errors
    ///
    /// There is no valid path; the report says why.
    ///
    /// ```
    #[doc = include_str!("../../tests/doc/setup.txt")]
    /// let path = verifier.verify_request(Request::server(&chain, "example.com").at(time))?;
    /// assert_eq!(path.anchor().name().display_name(), "Example Root");
    /// # Ok::<(), Box<chainverify::Report>>(())
    /// ```
    pub fn verify_request<'a>(
        &'a self,
        request: Request<'a>,
    ) -> Result<ValidPath<'a>, Box<Report>> {
        self.search(request).finish()
    }

    /// Verifies; has `fetch` bring what nobody has given.
    ///
    /// # Errors
    ///
    /// There is no valid path; the report says why.
    ///
    /// ```
    #[doc = include_str!("../../tests/doc/setup.txt")]
    /// use chainverify::search::{Answer, Need};
    ///
    /// let (leaf, issuers) = chain.split_at(1);
    /// let request = Request::server(leaf, "example.com").at(time);
    /// let mut fetch = |_: &Need| Answer::certs(issuers.to_vec());
    /// let path = verifier.verify_with(request, &mut fetch)?;
    /// assert_eq!(path.report().requests.len(), 1);
    /// # Ok::<(), Box<chainverify::Report>>(())
    /// ```
    pub fn verify_with<'a>(
        &'a self,
        request: Request<'a>,
        fetch: &mut impl Fetch,
    ) -> Result<ValidPath<'a>, Box<Report>> {
        drive::with(self.search(request), fetch)
    }

    /// The same with futures, on any executor.
    ///
    /// # Errors
    ///
    /// There is no valid path; the report says why.
    pub async fn verify_async<'a, F: Future<Output = Answer>>(
        &'a self,
        request: Request<'a>,
        fetch: impl FnMut(Need) -> F,
    ) -> Result<ValidPath<'a>, Box<Report>> {
        drive::with_async(self.search(request), fetch).await
    }

    /// The step machine itself, for a loop of your own.
    #[must_use]
    pub fn search<'a>(&'a self, mut request: Request<'a>) -> Search<'a> {
        let parts = &*self.0;
        for check in &parts.own_checks {
            request = request.check(check.as_ref());
        }
        for list in &parts.blocklists {
            request = request.blocklist(list);
        }
        #[cfg(feature = "crlite")]
        for filters in &parts.filters {
            request = request.filters(filters);
        }
        #[cfg(feature = "ct")]
        if let Some(logs) = &parts.ct_logs {
            request = request.or_ct_logs(logs);
        }
        if !parts.crls.is_empty() {
            request = request.crls(&parts.crls);
        }
        #[cfg(feature = "cache")]
        if let Some(issuers) = &parts.parsed_issuers {
            request = request.remembering(issuers);
        }
        Search::new(request, &parts.roots, &parts.policy, &parts.algorithms)
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("roots", &self.0.roots.len())
            .field("policy", &self.0.policy)
            .field("algorithms", &self.0.algorithms)
            .finish_non_exhaustive()
    }
}
