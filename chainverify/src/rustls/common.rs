//! What both directions have in common: one verification of what a peer sent, as a handshake asks for it.

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;

use ::rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms};
use pki_types::{CertificateDer, ServerName, UnixTime};
use smallvec::SmallVec;

use super::fit::{Fit, Unfit};
use super::handle::Handle;
use super::issuer_memory::IssuerMemory;
use crate::drive;
use crate::policy::Purpose;
use crate::report::Report;
use crate::search::{Request, ValidPath};
use crate::verifier::Verifier;

/// What a failure is to rustls: [which one do I want](super#which-style-of-errors-do-i-want)?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Errors {
    /// `CertificateError::Other` with the [`Report`] in it, as [`Explained`](super::Explained):
    /// [`Report::of`] finds it again. The peer gets the alert `certificate_unknown`.
    #[default]
    Explained,
    /// The variant of `CertificateError` that fits, with its context, so that `match` and TLS alerts are
    /// those of rustls' own verifiers. What has no variant is as with [`Errors::Explained`].
    Standard,
}

/// Hears how each verification ended.
pub type Observer = dyn Fn(Result<&ValidPath<'_>, &Report>) + Send + Sync;

/// What a peer sent, and what is asked of it.
pub(super) struct Peer<'p> {
    /// Leaf first.
    pub(super) chain: SmallVec<[CertificateDer<'p>; 8]>,
    /// None for a client.
    pub(super) name: Option<&'p ServerName<'p>>,
    /// Whether the server was asked for an OCSP response, and which one it sent.
    pub(super) staple: Option<Option<&'p [u8]>>,
    pub(super) now: UnixTime,
}

/// What both directions are made of.
#[derive(Clone)]
pub(super) struct Common {
    pub(super) handle: Handle,
    /// For the signatures of handshakes.
    pub(super) algorithms: WebPkiSupportedAlgorithms,
    pub(super) errors: Errors,
    pub(super) observer: Option<Arc<Observer>>,
    pub(super) issuers: Option<Arc<IssuerMemory>>,
}

impl Common {
    pub(super) fn new(
        verifier: &Verifier,
        purpose: Purpose,
        provider: &CryptoProvider,
    ) -> Result<Self, Unfit> {
        Ok(Self {
            handle: Handle::new(verifier, Fit::new(purpose, provider))?,
            algorithms: provider.signature_verification_algorithms,
            errors: Errors::default(),
            observer: None,
            issuers: None,
        })
    }

    /// Verifies what a peer sent, with the verifier that is in use now; `then` sees the path.
    pub(super) fn verify<T>(
        &self,
        peer: &Peer<'_>,
        then: impl FnOnce(&ValidPath<'_>) -> T,
    ) -> Result<T, Box<Report>> {
        let current = self.handle.current();
        let request = match peer.name {
            Some(name) => Request::server(&peer.chain, name),
            None => Request::client(&peer.chain),
        };
        let request = match peer.staple {
            Some(staple) => request.staple(staple),
            None => request,
        };
        let search = current.verifier.search(request.at(peer.now));
        let outcome = match &self.issuers {
            Some(issuers) => drive::with(search.asking_without_urls(), &mut &**issuers),
            None => search.finish(),
        };
        if let Some(observe) = &self.observer {
            observe(outcome.as_ref().map_err(|report| &**report));
        }
        outcome.map(|path| then(&path))
    }
}

/// The same certificate without a copy of its octets.
pub(super) fn borrowed<'p>(der: &'p CertificateDer<'_>) -> CertificateDer<'p> {
    CertificateDer::from_slice(der)
}

impl fmt::Debug for Common {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Common")
            .field("handle", &self.handle)
            .field("errors", &self.errors)
            .field("issuers", &self.issuers)
            .finish_non_exhaustive()
    }
}
