//! The traits of rustls 0.23, and no other file knows them: how it asks for a verification, what its errors are, how a configuration gets
//! a verifier, what a session is to it. What is decided is decided in the files beside this one.

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec::Vec;

use ::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use ::rustls::client::{ClientConfig, WantsClientCert};
use ::rustls::client::{ClientSessionStore, Tls12ClientSessionValue, Tls13ClientSessionValue};
use ::rustls::crypto::{verify_tls12_signature, verify_tls13_signature};
use ::rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use ::rustls::server::{ProducesTickets, StoresServerSessions, WantsServerCert};
use ::rustls::{
    CertificateError, ConfigBuilder, DigitallySignedStruct, DistinguishedName, Error,
    ExtendedKeyPurpose, NamedGroup, ServerConfig, SignatureScheme, WantsVerifier,
};
use pki_types::{CertificateDer, ServerName, UnixTime};

use super::client::{Anonymous, ClientVerifier};
use super::common::{Common, Errors, Peer, borrowed};
use super::error::Explained;
use super::fit::Unfit;
use super::server::{ServerVerifier, Staples};
use super::sessions::Sessions;
use crate::cert::SubjectPublicKeyInfo;
use crate::cert::ext::KeyPurpose;
use crate::der::{Oid, Time};
use crate::finding::{Category, CertRef, Code, Finding};
use crate::report::Report;
use crate::revocation::status::{SourceKind, Unusable};
use crate::verifier::Verifier;

/// Puts a verifier into a configuration of rustls, for either direction.
///
/// ```
#[doc = include_str!("../../tests/doc/rustls.txt")]
/// use chainverify::rustls::WithChainverify;
/// use chainverify::Policy;
///
/// # let roots = verifier.roots().clone();
/// let of_clients = chainverify::Verifier::builder().roots(roots).policy(Policy::web_client()).build();
/// let server = rustls::ServerConfig::builder_with_provider(provider.clone())
///     .with_safe_default_protocol_versions()?
///     .with_chainverify(of_clients)?; // clients without a certificate are refused
/// # let _ = server;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait WithChainverify {
    /// What a configuration wants next.
    type Next;

    /// With a [`ServerVerifier`] or a [`ClientVerifier`] of the configuration's provider, all else as these have
    /// it by themselves.
    ///
    /// # Errors
    ///
    /// The verifier does not fit the direction.
    fn with_chainverify(self, verifier: Verifier) -> Result<Self::Next, Unfit>;
}

impl WithChainverify for ConfigBuilder<ClientConfig, WantsVerifier> {
    type Next = ConfigBuilder<ClientConfig, WantsClientCert>;

    fn with_chainverify(self, verifier: Verifier) -> Result<Self::Next, Unfit> {
        let for_servers = ServerVerifier::new(verifier, self.crypto_provider())?;
        let config = self.dangerous();
        Ok(config.with_custom_certificate_verifier(Arc::new(for_servers)))
    }
}

impl WithChainverify for ConfigBuilder<ServerConfig, WantsVerifier> {
    type Next = ConfigBuilder<ServerConfig, WantsServerCert>;

    fn with_chainverify(self, verifier: Verifier) -> Result<Self::Next, Unfit> {
        let of_clients = ClientVerifier::new(verifier, self.crypto_provider())?;
        Ok(self.with_client_cert_verifier(Arc::new(of_clients)))
    }
}

impl ServerCertVerifier for ServerVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let staple = match self.staples {
            Staples::Counted => Some(Some(ocsp_response)),
            Staples::Ignored => None,
        };
        let peer = Peer {
            chain: chain(end_entity, intermediates),
            name: Some(server_name),
            staple,
            now,
        };
        let outcome = self
            .common
            .verify(&peer, |_| ServerCertVerified::assertion());
        outcome.map_err(|report| error(&self.common, &peer, report))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.common.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.common.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.common.algorithms.supported_schemes()
    }
}

impl ClientCertVerifier for ClientVerifier {
    fn client_auth_mandatory(&self) -> bool {
        self.anonymous == Anonymous::Refused
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.hints
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        let peer = Peer {
            chain: chain(end_entity, intermediates),
            name: None,
            staple: None,
            now,
        };
        let outcome = self
            .common
            .verify(&peer, |_| ClientCertVerified::assertion());
        outcome.map_err(|report| error(&self.common, &peer, report))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.common.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.common.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.common.algorithms.supported_schemes()
    }
}

fn chain<'p>(
    end_entity: &'p CertificateDer<'_>,
    intermediates: &'p [CertificateDer<'_>],
) -> smallvec::SmallVec<[CertificateDer<'p>; 8]> {
    let sent = core::iter::once(end_entity).chain(intermediates);
    sent.map(borrowed).collect()
}

/// What a failure is to rustls.
fn error(common: &Common, peer: &Peer<'_>, report: Box<Report>) -> Error {
    if peer.chain.first().is_some_and(|leaf| is_raw_key(leaf)) {
        let text =
            "the peer sent a raw public key (RFC 7250), which no certificate chain vouches for";
        return Error::General(text.into());
    }
    let standard = match common.errors {
        Errors::Standard => standard(common, peer, &report),
        Errors::Explained => None,
    };
    Error::InvalidCertificate(standard.unwrap_or_else(|| Explained::from(*report).into()))
}

/// Whether this is a SubjectPublicKeyInfo in place of a certificate (RFC 7250 §3).
fn is_raw_key(der: &[u8]) -> bool {
    use crate::der::{Field, Reader, tag};
    let mut whole = Reader::new(der);
    let contents = whole.expect(tag::SEQUENCE, Field::SubjectPublicKeyInfo);
    contents.is_ok_and(|contents| SubjectPublicKeyInfo::parse(contents.bytes()).is_ok())
}

/// The variant that fits the finding that decides, if there is one.
fn standard(common: &Common, peer: &Peer<'_>, report: &Report) -> Option<CertificateError> {
    let finding = report.primary()?;
    let time = peer.now;
    Some(match finding.code() {
        Code::Expired { not_after, .. } | Code::AnchorExpired { not_after, .. } => {
            let not_after = unix(*not_after);
            CertificateError::ExpiredContext { time, not_after }
        }
        Code::NotYetValid { not_before, .. } | Code::AnchorNotYetValid { not_before, .. } => {
            let not_before = unix(*not_before);
            CertificateError::NotValidYetContext { time, not_before }
        }
        Code::NameMismatch { presented, .. } => CertificateError::NotValidForNameContext {
            expected: peer.name?.to_owned(),
            presented: presented
                .items()
                .iter()
                .map(|name| name.text.to_string())
                .collect(),
        },
        Code::PurposeNotAllowed { wanted, listed } => CertificateError::InvalidPurposeContext {
            required: purpose(wanted.as_oid()),
            presented: listed
                .items()
                .iter()
                .map(|oid| purpose(oid.as_oid()))
                .collect(),
        },
        Code::Revoked { .. } | Code::Blocklisted => CertificateError::Revoked,
        Code::RevocationUnknown {
            why: Unusable::Stale { next_update },
            source: SourceKind::Crl,
            ..
        } => {
            let next_update = unix(*next_update);
            CertificateError::ExpiredRevocationListContext { time, next_update }
        }
        Code::RevocationUnknown { .. } | Code::RevocationNotChecked { .. } => {
            CertificateError::UnknownRevocationStatus
        }
        Code::StapleMissing { .. } => CertificateError::InvalidOcspResponse,
        Code::UnknownCriticalExtension { .. } => CertificateError::UnhandledCriticalExtension,
        Code::UnsupportedSignatureAlgorithm { .. } => unsupported(common, report, finding)?,
        Code::Rejected { .. } => CertificateError::ApplicationVerificationFailure,
        Code::UntrustedRoot { .. }
        | Code::SelfSignedLeaf
        | Code::SelfIssuedLeaf { .. }
        | Code::IssuerNotFound { .. }
        | Code::IssuerLoop { .. }
        | Code::EmptyStore
        | Code::DirectTrustOff => CertificateError::UnknownIssuer,
        code => match code.category() {
            Category::Purpose => CertificateError::InvalidPurpose,
            Category::Signature => CertificateError::BadSignature,
            Category::Malformed => CertificateError::BadEncoding,
            _ => return None,
        },
    })
}

/// The algorithm of a signature that nobody here verifies.
fn unsupported(common: &Common, report: &Report, finding: &Finding) -> Option<CertificateError> {
    let below: CertRef = finding.certificate()?;
    let cert = report.certificate(below)?.cert.as_ref()?;
    let supported = common.algorithms.all.iter();
    Some(CertificateError::UnsupportedSignatureAlgorithmContext {
        signature_algorithm_id: cert.signed().algorithm.to_vec(),
        supported_algorithms: supported.map(|one| one.signature_alg_id()).collect(),
    })
}

/// Times before 1970 are its first second.
fn unix(time: Time) -> UnixTime {
    let seconds = u64::try_from(time.as_unix()).unwrap_or(0);
    UnixTime::since_unix_epoch(core::time::Duration::from_secs(seconds))
}

fn purpose(oid: Oid<'_>) -> ExtendedKeyPurpose {
    match KeyPurpose::from_oid(oid) {
        Some(KeyPurpose::ServerAuth) => ExtendedKeyPurpose::ServerAuth,
        Some(KeyPurpose::ClientAuth) => ExtendedKeyPurpose::ClientAuth,
        _ => {
            let arcs = oid.to_string();
            let arcs = arcs.split('.').map(|arc| arc.parse().unwrap_or(usize::MAX));
            ExtendedKeyPurpose::Other(arcs.collect())
        }
    }
}

impl<S: ClientSessionStore + ?Sized> ClientSessionStore for Sessions<S> {
    fn set_kx_hint(&self, server_name: ServerName<'static>, group: NamedGroup) {
        self.kept().set_kx_hint(server_name, group);
    }

    fn kx_hint(&self, server_name: &ServerName<'_>) -> Option<NamedGroup> {
        self.kept().kx_hint(server_name)
    }

    fn set_tls12_session(&self, server_name: ServerName<'static>, value: Tls12ClientSessionValue) {
        if let Some(open) = self.open() {
            open.set_tls12_session(server_name, value);
        }
    }

    fn tls12_session(&self, server_name: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        self.kept().tls12_session(server_name)
    }

    fn remove_tls12_session(&self, server_name: &ServerName<'static>) {
        self.kept().remove_tls12_session(server_name);
    }

    fn insert_tls13_ticket(
        &self,
        server_name: ServerName<'static>,
        value: Tls13ClientSessionValue,
    ) {
        if let Some(open) = self.open() {
            open.insert_tls13_ticket(server_name, value);
        }
    }

    fn take_tls13_ticket(
        &self,
        server_name: &ServerName<'static>,
    ) -> Option<Tls13ClientSessionValue> {
        self.kept().take_tls13_ticket(server_name)
    }
}

impl<S: StoresServerSessions + ?Sized> StoresServerSessions for Sessions<S> {
    fn put(&self, key: Vec<u8>, value: Vec<u8>) -> bool {
        self.open().is_some_and(|open| open.put(key, value))
    }

    fn get(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.kept().get(key)
    }

    fn take(&self, key: &[u8]) -> Option<Vec<u8>> {
        self.kept().take(key)
    }

    fn can_cache(&self) -> bool {
        self.open().is_some_and(|open| open.can_cache())
    }
}

impl<S: ProducesTickets + ?Sized> ProducesTickets for Sessions<S> {
    fn enabled(&self) -> bool {
        self.kept().enabled()
    }

    fn lifetime(&self) -> u32 {
        self.kept().lifetime()
    }

    fn encrypt(&self, plain: &[u8]) -> Option<Vec<u8>> {
        self.open()?.encrypt(plain)
    }

    fn decrypt(&self, cipher: &[u8]) -> Option<Vec<u8>> {
        self.kept().decrypt(cipher)
    }
}
