//! How a server verifies clients: what `ClientVerifier` is made of. The traits of rustls are in `v0_23`.

use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;

use ::rustls::DistinguishedName;
use ::rustls::crypto::CryptoProvider;
use pki_types::{CertificateDer, UnixTime};

use super::common::{Common, Errors, Observer, Peer, borrowed};
use super::fit::Unfit;
use super::handle::Handle;
use super::identity::Identity;
use super::issuer_memory::IssuerMemory;
use crate::policy::Purpose;
use crate::report::Report;
use crate::search::ValidPath;
use crate::trust::TrustStore;
use crate::verifier::Verifier;

/// Verifies clients, as the `ClientCertVerifier` of a `rustls::ServerConfig` (mutual TLS).
///
/// ```
#[doc = include_str!("../../tests/doc/rustls.txt")]
/// use chainverify::rustls::{Anonymous, ClientVerifier};
/// use chainverify::Policy;
///
/// # let roots = verifier.roots().clone();
/// let verifier = chainverify::Verifier::builder().roots(roots).policy(Policy::web_client()).build();
/// let of_clients = ClientVerifier::new(verifier, &provider)?.anonymous(Anonymous::Allowed);
/// # let _ = of_clients;
/// # Ok::<(), chainverify::rustls::Unfit>(())
/// ```
#[derive(Clone, Debug)]
pub struct ClientVerifier {
    pub(super) common: Common,
    pub(super) anonymous: Anonymous,
    pub(super) hints: Arc<[DistinguishedName]>,
}

/// Whether a client without a certificate is let in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Anonymous {
    /// It gets the alert `certificate_required`.
    #[default]
    Refused,
    /// It is let in, and the connection has no peer certificates.
    Allowed,
}

/// The names of CAs that the server sends along when it asks for a certificate
/// (`certificate_authorities`, RFC 8446 §4.2.4), so that a client with several certificates knows which fits.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub enum RootHints {
    /// Those of the verifier's roots, as they were when [`ClientVerifier::root_hints`] was called; none where
    /// together they are longer than the 65 535 octets that the message can hold.
    #[default]
    FromRoots,
    /// None: the client sends what it has.
    None,
    /// These.
    These(Vec<DistinguishedName>),
}

/// The most octets of all hints together, with the two of length before each.
const MOST_HINTED: usize = 0xffff;

impl ClientVerifier {
    /// With the provider's algorithms for handshakes, and for the chain too, unless the verifier was built
    /// with a list of its own. Clients without a certificate are refused.
    ///
    /// # Errors
    ///
    /// The verifier is not for clients: build it with [`Policy::web_client`](crate::Policy::web_client).
    pub fn new(verifier: Verifier, provider: &CryptoProvider) -> Result<Self, Unfit> {
        let common = Common::new(&verifier, Purpose::Client, provider)?;
        let made = Self {
            common,
            anonymous: Anonymous::default(),
            hints: Arc::default(),
        };
        Ok(made.root_hints(RootHints::FromRoots))
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

    /// Intermediates that are tried where the client did not send its own.
    #[must_use]
    pub fn issuers(mut self, memory: Arc<IssuerMemory>) -> Self {
        self.common.issuers = Some(memory);
        self
    }

    /// Whether clients without a certificate are let in.
    #[must_use]
    pub const fn anonymous(mut self, anonymous: Anonymous) -> Self {
        self.anonymous = anonymous;
        self
    }

    /// The names of CAs that clients are told. They do not change with a [`Handle`].
    #[must_use]
    pub fn root_hints(mut self, hints: RootHints) -> Self {
        self.hints = match hints {
            RootHints::FromRoots => names_of(self.common.handle.current().verifier.roots()),
            RootHints::None => Arc::default(),
            RootHints::These(names) => names.into(),
        };
        self
    }

    /// For exchanging roots, CRLs and filters while it is used.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.common.handle.clone()
    }

    /// Who a client is, by its certificates, as `rustls::CommonState::peer_certificates` has them. They are
    /// verified again, now: so it also says whether the client of a resumed session is still welcome. An
    /// observer hears of that verification too.
    ///
    /// # Errors
    ///
    /// There is no valid path any more; the report says why.
    pub fn identity(
        &self,
        peer_certificates: &[CertificateDer<'_>],
    ) -> Result<Identity, Box<Report>> {
        let peer = Peer {
            chain: peer_certificates.iter().map(borrowed).collect(),
            name: None,
            staple: None,
            now: UnixTime::now(),
        };
        self.common.verify(&peer, Identity::of)
    }
}

/// The names of all roots, each once.
fn names_of(roots: &TrustStore) -> Arc<[DistinguishedName]> {
    let names: BTreeSet<&[u8]> = roots.anchors().map(|root| root.name().as_bytes()).collect();
    let names: Vec<_> = names
        .into_iter()
        .map(DistinguishedName::in_sequence)
        .collect();
    let octets = names
        .iter()
        .map(|name| name.as_ref().len().saturating_add(2));
    match octets.sum::<usize>() <= MOST_HINTED {
        true => names.into(),
        false => Arc::default(),
    }
}
