//! A `ServerCertVerifier` that writes down what the server sent and asked for, and accepts everything. Whether the chain is any good is decided later, by the
//! library. One thing can only be seen here and is written down as a fact: whether the server holds the leaf's key.

use std::sync::{Arc, Mutex, PoisonError};

use chainverify::Cert;
use chainverify::cert::KeyKind;
use pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::client::ResolvesClientCert;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::sign::CertifiedKey;
use rustls::{CertificateError, DigitallySignedStruct, Error, SignatureScheme};

use super::keys::Keys;
use crate::client::{Asked, Client};

/// Real chains have up to 5, the worst seen in the wild 98; rustls itself stops at 64 KiB.
pub(super) const MOST_CERTIFICATES: usize = 64;

/// Schemes that ring cannot check, offered all the same: a chain is recorded, not verified, and a server whose key has such a type would else
/// send an alert in place of its chain. SHA-1 comes last, for TLS 1.2 servers that know nothing else.
const UNCHECKED: [SignatureScheme; 7] = [
    SignatureScheme::ECDSA_NISTP521_SHA512,
    SignatureScheme::ED448,
    SignatureScheme::ML_DSA_44,
    SignatureScheme::ML_DSA_65,
    SignatureScheme::ML_DSA_87,
    SignatureScheme::RSA_PKCS1_SHA1,
    SignatureScheme::ECDSA_SHA1_Legacy,
];

/// Whether the server showed that it holds the private key of the leaf, by its signature over the handshake (RFC 8446 §4.4.3).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) enum Possession {
    /// It did.
    Proven,
    /// The signature is wrong: whoever answered has the certificate, but not its key.
    Refuted,
    /// Not known: the handshake ended before, or the signature could not be checked.
    #[default]
    Unknown,
}

/// What the server sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Record {
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) ocsp: Option<Vec<u8>>,
    pub(super) possession: Possession,
    /// What the server asked the client for, if it wants a certificate.
    pub(super) asked: Option<Asked>,
    /// How many certificates there were, if too many to be kept.
    pub(super) too_many: Option<usize>,
}

/// The verifier that accepts everything.
#[derive(Debug)]
pub(super) struct Recorder {
    algorithms: WebPkiSupportedAlgorithms,
    keys: Keys,
    clients: Arc<[Client]>,
    record: Mutex<Record>,
}

impl Recorder {
    /// Offers the schemes of these keys, and has these certificates to present.
    pub(super) fn new(
        algorithms: WebPkiSupportedAlgorithms,
        keys: Keys,
        clients: Arc<[Client]>,
    ) -> Self {
        Self {
            algorithms,
            keys,
            clients,
            record: Mutex::default(),
        }
    }

    /// What was recorded so far; the record is empty after that.
    pub(super) fn take(&self) -> Record {
        core::mem::take(&mut *self.record.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, entry: impl FnOnce(&mut Record)) {
        entry(&mut self.record.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn note_possession(
        &self,
        leaf: &CertificateDer<'_>,
        result: &Result<HandshakeSignatureValid, Error>,
    ) {
        let possession = match result {
            Ok(_) => Possession::Proven,
            Err(Error::InvalidCertificate(CertificateError::BadSignature))
                if is_checked_by_ring(leaf) =>
            {
                Possession::Refuted
            }
            Err(_) => Possession::Unknown,
        };
        self.note(|record| record.possession = possession);
    }
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        ocsp_response: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let count = intermediates.len().saturating_add(1);
        if count > MOST_CERTIFICATES {
            self.note(|record| record.too_many = Some(count));
            return Err(Error::General("too many certificates".to_owned()));
        }
        self.note(|record| {
            record.chain = core::iter::once(end_entity)
                .chain(intermediates)
                .map(|certificate| certificate.clone().into_owned())
                .collect();
            record.ocsp = (!ocsp_response.is_empty()).then(|| ocsp_response.to_vec());
        });
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let result = verify_tls12_signature(message, cert, dss, &self.algorithms);
        self.note_possession(cert, &result);
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let result = verify_tls13_signature(message, cert, dss, &self.algorithms);
        self.note_possession(cert, &result);
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let mut schemes = self.algorithms.supported_schemes();
        for scheme in UNCHECKED {
            if !schemes.contains(&scheme) {
                schemes.push(scheme);
            }
        }
        schemes.retain(|scheme| self.keys.allow(*scheme));
        schemes
    }
}

/// Notes what is wanted, and presents what fits.
impl ResolvesClientCert for Recorder {
    fn resolve(&self, issuers: &[&[u8]], schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        let asked = Asked::new(issuers, schemes, &self.clients);
        let presented = asked.presented.and_then(|number| self.clients.get(number));
        let certified = presented.map(Client::certified);
        self.note(|record| record.asked = Some(asked));
        certified
    }

    fn has_certs(&self) -> bool {
        !self.clients.is_empty()
    }
}

/// ring calls every signature by an RSA key of a length that it does not take (2048 to 8192 bits, rounded up to octets) wrong: a short key is
/// no proof of an impostor.
fn is_checked_by_ring(leaf: &CertificateDer<'_>) -> bool {
    let Ok(leaf) = Cert::parse(CertificateDer::from(leaf.as_ref())) else {
        return false;
    };
    match leaf.public_key().map(|key| key.kind) {
        Ok(KeyKind::Rsa { bits }) => (2041..=8192).contains(&bits),
        Ok(_) => true,
        Err(_) => false,
    }
}
