//! Both sides of a handshake, in memory, at the time of the test material.

use core::fmt;
use std::sync::Arc;

use chainverify::rustls::{ClientVerifier, ServerVerifier};
use chainverify::{Policy, TrustStore, Verifier};
use chainverify_testdata::Made;
use pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::client::{ResolvesClientCert, Resumption};
use rustls::crypto::CryptoProvider;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::time_provider::TimeProvider;
use rustls::{
    ClientConfig, ClientConnection, Error, HandshakeKind, ServerConfig, ServerConnection,
    SignatureScheme, SupportedProtocolVersion,
};

use crate::by_hand::{der, now};

pub(crate) const VERSIONS: [&SupportedProtocolVersion; 2] =
    [&rustls::version::TLS12, &rustls::version::TLS13];

pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// 2026-06-01.
#[derive(Debug)]
struct Then;

impl TimeProvider for Then {
    fn current_time(&self) -> Option<UnixTime> {
        Some(now())
    }
}

/// A chain with the key of its leaf, and what is stapled to it.
pub(crate) struct Party {
    key: Arc<CertifiedKey>,
}

impl Party {
    pub(crate) fn new(chain: &[&Made]) -> Self {
        Self::stapling(chain, None)
    }

    pub(crate) fn stapling(chain: &[&Made], ocsp: Option<Vec<u8>>) -> Self {
        let pkcs8 = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(chain[0].key.pkcs8()));
        let signing = rustls::crypto::ring::sign::any_supported_type(&pkcs8).unwrap();
        let certs = chain.iter().map(|made| der(made)).collect();
        let mut key = CertifiedKey::new(certs, signing);
        key.ocsp = ocsp;
        Self { key: Arc::new(key) }
    }
}

impl fmt::Debug for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Party")
    }
}

impl ResolvesServerCert for Party {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.key.clone())
    }
}

impl ResolvesClientCert for Party {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(self.key.clone())
    }

    fn has_certs(&self) -> bool {
        true
    }
}

pub(crate) fn for_servers(roots: TrustStore) -> Verifier {
    Verifier::new(roots)
}

pub(crate) fn of_clients(roots: TrustStore) -> Verifier {
    let builder = Verifier::builder().policy(Policy::web_client());
    builder.roots(roots).build()
}

/// A client that verifies so, and has this certificate, if any.
pub(crate) fn client(
    version: &'static SupportedProtocolVersion,
    verifier: ServerVerifier,
    party: Option<Party>,
) -> ClientConfig {
    let config = ClientConfig::builder_with_details(provider(), Arc::new(Then))
        .with_protocol_versions(&[version])
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier));
    let mut config = match party {
        Some(party) => config.with_client_cert_resolver(Arc::new(party)),
        None => config.with_no_client_auth(),
    };
    config.resumption = Resumption::disabled();
    config
}

/// A server with this certificate that asks nobody for one.
pub(crate) fn server(version: &'static SupportedProtocolVersion, party: Party) -> ServerConfig {
    ServerConfig::builder_with_details(provider(), Arc::new(Then))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(party))
}

/// A server with this certificate that verifies clients so.
pub(crate) fn mutual(
    version: &'static SupportedProtocolVersion,
    verifier: ClientVerifier,
    party: Party,
) -> ServerConfig {
    ServerConfig::builder_with_details(provider(), Arc::new(Then))
        .with_protocol_versions(&[version])
        .unwrap()
        .with_client_cert_verifier(Arc::new(verifier))
        .with_cert_resolver(Arc::new(party))
}

/// How a handshake ended on each side.
pub(crate) struct Ended {
    pub(crate) client: Result<(), Error>,
    pub(crate) server: Result<(), Error>,
    pub(crate) kind: Option<HandshakeKind>,
    pub(crate) connection: ServerConnection,
}

impl Ended {
    pub(crate) fn is_good(&self) -> bool {
        self.client.is_ok() && self.server.is_ok()
    }
}

/// Has both shake hands for `example.com`; goes on until both have nothing more to say.
pub(crate) fn shake(client: &Arc<ClientConfig>, server: &Arc<ServerConfig>) -> Ended {
    shake_for("example.com", client, server)
}

pub(crate) fn shake_for(
    name: &'static str,
    client: &Arc<ClientConfig>,
    server: &Arc<ServerConfig>,
) -> Ended {
    let name = ServerName::try_from(name).unwrap();
    let mut client = ClientConnection::new(client.clone(), name).unwrap();
    let mut server = ServerConnection::new(server.clone()).unwrap();
    let (mut of_client, mut of_server) = (Ok(()), Ok(()));
    let mut octets = Vec::new();
    while client.wants_write() || server.wants_write() {
        octets.clear();
        client.write_tls(&mut octets).unwrap();
        if !octets.is_empty() {
            server.read_tls(&mut &*octets).unwrap();
            of_server = of_server.and_then(|()| server.process_new_packets().map(drop));
        }
        octets.clear();
        server.write_tls(&mut octets).unwrap();
        if !octets.is_empty() {
            client.read_tls(&mut &*octets).unwrap();
            of_client = of_client.and_then(|()| client.process_new_packets().map(drop));
        }
    }
    Ended {
        client: of_client,
        server: of_server,
        kind: client.handshake_kind(),
        connection: server,
    }
}
