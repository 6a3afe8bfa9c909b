//! The front door: anchors, policy and algorithms, held together. Build one, share it between
//! threads, verify with it as often as needed.

#[cfg(feature = "rayon")]
mod batch;
mod builder;

#[cfg(feature = "cache")]
use alloc::sync::Arc;
use core::future::Future;

#[cfg(feature = "rayon")]
pub use batch::Batch;
pub use builder::VerifierBuilder;

use pki_types::CertificateDer;

use crate::crypto::Algorithms;
#[cfg(feature = "cache")]
use crate::crypto::SignatureCache;
use crate::drive::{self, Fetch};
use crate::policy::Policy;
use crate::search::{Answer, Failure, Need, Request, Search, ValidPath};
use crate::trust::TrustStore;

/// Verifies certificate chains.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use chainverify::{Origin, TrustStore, Verifier};
/// use pki_types::{CertificateDer, UnixTime, pem::PemObject};
///
/// let mut roots = TrustStore::new();
/// roots.add_pem(include_bytes!("../../../testdata/example/root.pem"), &Origin::Given);
/// let verifier = Verifier::new(roots);
///
/// let pem = include_bytes!("../../../testdata/example/chain.pem");
/// let chain = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>()?;
/// match verifier.verify_at(&chain, "www.example.com", UnixTime::now()) {
///     Ok(path) => println!("{}", path.explain()),
///     Err(failure) => println!("{}", failure.explain()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Verifier {
    roots: TrustStore,
    policy: Policy,
    algorithms: Algorithms<'static>,
    #[cfg(feature = "cache")]
    cache: Option<Arc<SignatureCache>>,
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

    /// With the operating system's roots, and what could not be loaded of them. A store without a
    /// single root fails every verification with a finding that says so.
    #[cfg(feature = "os-roots")]
    #[must_use]
    pub fn os() -> (Self, crate::trust::Loaded) {
        let (roots, loaded) = TrustStore::os();
        (Self::new(roots), loaded)
    }

    /// The roots.
    #[must_use]
    pub const fn roots(&self) -> &TrustStore {
        &self.roots
    }

    /// Verifies a chain as a server sent it, leaf first, for a host name, IP address, e-mail
    /// address or URI, now, without any request.
    ///
    /// # Errors
    ///
    /// There is no valid path; the failure says why.
    #[cfg(feature = "std")]
    pub fn verify<'a>(
        &'a self,
        chain: &'a [CertificateDer<'a>],
        name: &'a str,
    ) -> Result<ValidPath<'a>, Failure<'a>> {
        self.verify_at(chain, name, pki_types::UnixTime::now())
    }

    /// The same at another time.
    ///
    /// # Errors
    ///
    /// There is no valid path; the failure says why.
    pub fn verify_at<'a>(
        &'a self,
        chain: &'a [CertificateDer<'a>],
        name: &'a str,
        time: pki_types::UnixTime,
    ) -> Result<ValidPath<'a>, Failure<'a>> {
        drive::offline(Search::of_chain(chain, name, time, self.parts()))
    }

    /// Verifies without any request.
    ///
    /// # Errors
    ///
    /// There is no valid path; the failure says why.
    pub fn verify_request<'a>(
        &'a self,
        request: Request<'a>,
    ) -> Result<ValidPath<'a>, Failure<'a>> {
        drive::offline(self.search(request))
    }

    /// Verifies; asks the hook for issuers that are not at hand.
    ///
    /// # Errors
    ///
    /// There is no valid path; the failure says why.
    pub fn verify_with<'a>(
        &'a self,
        request: Request<'a>,
        fetch: &mut impl Fetch,
    ) -> Result<ValidPath<'a>, Failure<'a>> {
        drive::with(self.search(request), fetch)
    }

    /// The same with an async hook, on any executor.
    ///
    /// # Errors
    ///
    /// There is no valid path; the failure says why.
    pub async fn verify_async<'a, F: Future<Output = Answer>>(
        &'a self,
        request: Request<'a>,
        fetch: impl FnMut(Need) -> F,
    ) -> Result<ValidPath<'a>, Failure<'a>> {
        drive::with_async(self.search(request), fetch).await
    }

    /// The step machine itself, for a loop of your own.
    #[must_use]
    pub fn search<'a>(&'a self, request: Request<'a>) -> Search<'a> {
        let (roots, policy, algorithms) = self.parts();
        Search::new(request, roots, policy, algorithms)
    }

    fn parts(&self) -> (&TrustStore, &Policy, Algorithms<'_>) {
        let algorithms = self.algorithms;
        #[cfg(feature = "cache")]
        let algorithms = algorithms.with_cache(self.cache.as_deref());
        (&self.roots, &self.policy, algorithms)
    }
}
