//! Certificates for servers and clients that are valid today, with their keys, as values and as files.

use std::sync::{Arc, LazyLock};

use chainverify::policy::Purpose;
use chainverify::revocation::crl::Crl;
use chainverify::rustls::{ClientVerifier, ServerVerifier};
use chainverify::{Origin, Policy, TrustStore, Verifier};
use chainverify_testdata::{
    CertBuilder, CrlBuilder, CrlEntry, Extension, Made, oid, pem, pem_chain,
};
use rustls::client::WantsClientCert;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ClientConfig, ConfigBuilder, ServerConfig, SupportedProtocolVersion, WantsVerifier};

use crate::folder::Folder;

/// The first second of what is valid.
pub const SINCE: &str = "2026-01-01T00:00:00Z";
/// The last second of what is valid.
pub const UNTIL: &str = "2046-01-01T00:00:00Z";

/// Valid now.
#[must_use]
pub fn long(cert: CertBuilder) -> CertBuilder {
    cert.validity(SINCE, UNTIL)
}

/// A root and its one intermediate.
#[derive(Clone, Debug)]
pub struct Pki {
    /// The root.
    pub root: Made,
    /// The intermediate, for servers and clients.
    pub ca: Made,
}

impl Pki {
    /// Named so, and with keys of their own.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let root = long(CertBuilder::ca(&format!("{name} Root"))).sign();
        let ca = CertBuilder::intermediate(&format!("{name} CA")).issuer(&root);
        Self {
            ca: long(ca).sign(),
            root,
        }
    }

    /// The builder of a server's certificate.
    #[must_use]
    pub fn server_cert(&self, dns: &str) -> CertBuilder {
        long(CertBuilder::leaf(dns)).issuer(&self.ca)
    }

    /// The builder of a client's certificate.
    #[must_use]
    pub fn client_cert(&self, name: &str) -> CertBuilder {
        let purpose = Extension::extended_key_usage(&[oid::CLIENT_AUTH]);
        self.server_cert(name).extension(purpose)
    }

    /// A server with a chain as it should be.
    #[must_use]
    pub fn server(&self, dns: &str) -> Party {
        Party::new([&self.server_cert(dns).sign(), &self.ca])
    }

    /// A client with a chain as it should be.
    #[must_use]
    pub fn client(&self, name: &str) -> Party {
        Party::new([&self.client_cert(name).sign(), &self.ca])
    }

    /// The intermediate's CRL with these serial numbers, valid now.
    #[must_use]
    pub fn crl_der(&self, revoked: &[&[u8]]) -> Vec<u8> {
        let crl = CrlBuilder::new(&self.ca).updates(SINCE, Some(UNTIL));
        let entries = revoked.iter().map(|serial| CrlEntry::new(serial));
        entries.fold(crl, |crl, entry| crl.entry(&entry)).sign()
    }

    /// The same, read.
    #[must_use]
    pub fn crl(&self, revoked: &[&[u8]]) -> Crl {
        Crl::parse(self.crl_der(revoked).into()).unwrap()
    }

    /// A store with the root alone.
    #[must_use]
    pub fn roots(&self) -> TrustStore {
        let mut roots = TrustStore::new();
        roots
            .add(self.root.der.clone().into(), Origin::Given)
            .unwrap();
        roots
    }

    /// A verifier with the root alone, for servers or for clients.
    ///
    /// # Panics
    /// For other purposes.
    #[must_use]
    pub fn verifier(&self, purpose: &Purpose) -> Verifier {
        let policy = match purpose {
            Purpose::Server => Policy::web_server(),
            Purpose::Client => Policy::web_client(),
            other => panic!("no peer of TLS is for {other}"),
        };
        Verifier::builder()
            .roots(self.roots())
            .policy(policy)
            .build()
    }

    /// What a client verifies servers with.
    #[must_use]
    pub fn for_servers(&self) -> ServerVerifier {
        ServerVerifier::new(self.verifier(&Purpose::Server), &provider()).unwrap()
    }

    /// What a server verifies clients with.
    #[must_use]
    pub fn of_clients(&self) -> ClientVerifier {
        ClientVerifier::new(self.verifier(&Purpose::Client), &provider()).unwrap()
    }
}

/// Versions of TLS.
pub type Versions = [&'static SupportedProtocolVersion];

/// That of aws-lc-rs, which has ML-DSA too.
#[must_use]
pub fn provider() -> Arc<CryptoProvider> {
    static ONE: LazyLock<Arc<CryptoProvider>> =
        LazyLock::new(|| Arc::new(aws_lc_rs::default_provider()));
    ONE.clone()
}

/// One end of a connection: the certificates that it sends, and its key.
#[derive(Clone, Debug)]
pub struct Party {
    /// Leaf first.
    certs: Vec<CertificateDer<'static>>,
    /// PKCS#8.
    key: Vec<u8>,
    /// An OCSP response.
    staple: Option<Vec<u8>>,
}

impl Party {
    /// Of these, leaf first.
    #[must_use]
    pub fn new<const N: usize>(certs: [&Made; N]) -> Self {
        Self::of(&certs)
    }

    /// Of these, leaf first.
    ///
    /// # Panics
    /// Without one.
    #[must_use]
    pub fn of(certs: &[&Made]) -> Self {
        Self {
            certs: certs.iter().map(|made| made.der.clone().into()).collect(),
            key: certs[0].key.pkcs8(),
            staple: None,
        }
    }

    /// Of certificates of other make.
    #[must_use]
    pub fn raw(certs: Vec<CertificateDer<'static>>, pkcs8: Vec<u8>) -> Self {
        Self {
            certs,
            key: pkcs8,
            staple: None,
        }
    }

    /// With this OCSP response beside its certificates.
    #[must_use]
    pub fn staple(mut self, response: Vec<u8>) -> Self {
        self.staple = Some(response);
        self
    }

    /// The OCSP response that it sends.
    #[must_use]
    pub fn stapled(&self) -> Option<&[u8]> {
        self.staple.as_deref()
    }

    /// As rustls wants it, without a look at whether the certificates are good.
    fn resolver(&self) -> Arc<SingleCertAndKey> {
        let key = provider()
            .key_provider
            .load_private_key(self.key())
            .unwrap();
        let mut certified = CertifiedKey::new(self.chain(), key);
        certified.ocsp.clone_from(&self.staple);
        Arc::new(certified.into())
    }

    /// What it sends, leaf first.
    #[must_use]
    pub fn chain(&self) -> Vec<CertificateDer<'static>> {
        self.certs.clone()
    }

    /// The key of the leaf.
    #[must_use]
    pub fn key(&self) -> PrivateKeyDer<'static> {
        PrivatePkcs8KeyDer::from(self.key.clone()).into()
    }

    /// Writes two PEM files by this name: what it sends, and its key.
    #[must_use]
    pub fn write(&self, folder: &Folder, name: &str) -> [String; 2] {
        [
            folder.write(&format!("{name}.pem"), pem_chain(&self.certs)),
            folder.write(&format!("{name}.key"), pem("PRIVATE KEY", &self.key)),
        ]
    }
}

/// The configuration of a client for these versions, without a certificate of its own.
#[must_use]
pub fn client_config(verifier: ServerVerifier, versions: &Versions) -> ClientConfig {
    client(verifier, versions).with_no_client_auth()
}

/// The configuration of a client with a certificate, for mutual TLS.
#[must_use]
pub fn mutual_client_config(
    party: &Party,
    verifier: ServerVerifier,
    versions: &Versions,
) -> ClientConfig {
    client(verifier, versions).with_client_cert_resolver(party.resolver())
}

/// The configuration of a server for these versions that asks clients for nothing.
#[must_use]
pub fn server_config(party: &Party, versions: &Versions) -> ServerConfig {
    let server = server(versions).with_no_client_auth();
    server.with_cert_resolver(party.resolver())
}

/// The configuration of a server with mutual TLS.
#[must_use]
pub fn mutual_server_config(
    party: &Party,
    clients: ClientVerifier,
    versions: &Versions,
) -> ServerConfig {
    let server = server(versions).with_client_cert_verifier(Arc::new(clients));
    server.with_cert_resolver(party.resolver())
}

fn client(
    verifier: ServerVerifier,
    versions: &Versions,
) -> ConfigBuilder<ClientConfig, WantsClientCert> {
    ClientConfig::builder_with_provider(provider())
        .with_protocol_versions(versions)
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
}

fn server(versions: &Versions) -> ConfigBuilder<ServerConfig, WantsVerifier> {
    ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(versions)
        .unwrap()
}
