//! How a client verifies servers: what `ServerVerifier` is made of. The traits of rustls are in `v0_23`.

use alloc::sync::Arc;

use ::rustls::crypto::CryptoProvider;

use super::common::{Common, Errors, Observer};
use super::fit::Unfit;
use super::handle::Handle;
use super::issuer_memory::IssuerMemory;
use crate::policy::Purpose;
use crate::report::Report;
use crate::search::ValidPath;
use crate::verifier::Verifier;

/// Verifies servers, as the `ServerCertVerifier` of a `rustls::ClientConfig`.
///
/// ```
#[doc = include_str!("../../tests/doc/rustls.txt")]
/// use chainverify::rustls::{Errors, ServerVerifier};
///
/// let for_servers = ServerVerifier::new(verifier, &provider)?
///     .errors(Errors::Standard)
///     .observe(|outcome| if let Err(report) = outcome { eprintln!("{report}") });
/// # let _ = for_servers;
/// # Ok::<(), chainverify::rustls::Unfit>(())
/// ```
#[derive(Clone, Debug)]
pub struct ServerVerifier {
    pub(super) common: Common,
    pub(super) staples: Staples,
}

/// What counts of the OCSP responses that servers staple (RFC 6066 §8). Clients of rustls always ask for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Staples {
    /// They are sources of revocation as the policy has it, and a certificate that demands one (RFC 7633) is
    /// not valid without. Feature `ocsp`.
    #[default]
    Counted,
    /// They are not looked at.
    Ignored,
}

impl ServerVerifier {
    /// With the provider's algorithms for handshakes, and for the chain too, unless the verifier was built
    /// with a list of its own.
    ///
    /// # Errors
    ///
    /// The verifier is not for servers.
    pub fn new(verifier: Verifier, provider: &CryptoProvider) -> Result<Self, Unfit> {
        Ok(Self {
            common: Common::new(&verifier, Purpose::Server, provider)?,
            staples: Staples::default(),
        })
    }

    /// What a failure is to rustls.
    #[must_use]
    pub const fn errors(mut self, errors: Errors) -> Self {
        self.common.errors = errors;
        self
    }

    /// Has `observer` hear how each verification ended, within the handshake: the path, or the report of why
    /// there is none.
    #[must_use]
    pub fn observe(
        mut self,
        observer: impl Fn(Result<&ValidPath<'_>, &Report>) + Send + Sync + 'static,
    ) -> Self {
        let observer: Arc<Observer> = Arc::new(observer);
        self.common.observer = Some(observer);
        self
    }

    /// Intermediates that are tried where the server did not send its own.
    #[must_use]
    pub fn issuers(mut self, memory: Arc<IssuerMemory>) -> Self {
        self.common.issuers = Some(memory);
        self
    }

    /// What counts of stapled OCSP responses.
    #[must_use]
    pub const fn staples(mut self, staples: Staples) -> Self {
        self.staples = staples;
        self
    }

    /// For exchanging roots, CRLs and filters while it is used.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.common.handle.clone()
    }
}
