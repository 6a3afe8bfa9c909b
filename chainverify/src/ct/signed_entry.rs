//! What a log signs (RFC 6962 §3.2): the timestamp, the certificate or what was to become one, and the
//! extensions of the timestamp.

use alloc::vec::Vec;

use pki_types::alg_id;

use super::log::Log;
use crate::cert::ext::SignedCertificateTimestamp;
use crate::cert::{KeyKind, Signed, SubjectPublicKeyInfo};
use crate::crypto::{Algorithms, SignatureProblem};

/// The `signed_entry` of a certificate with its `entry_type`: the same for all its timestamps that came
/// in one way.
pub(super) struct SignedEntry(Vec<u8>);

/// What came of the signature of a timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Checked {
    Good,
    Bad,
    /// The caller's algorithms cannot check it.
    Unsupported,
}

/// `sct_version` v1, `signature_type` certificate_timestamp.
const V1_TIMESTAMP: [u8; 2] = [0, 0];
const X509_ENTRY: [u8; 2] = [0, 0];
const PRECERT_ENTRY: [u8; 2] = [0, 1];
/// Hash and signature algorithms of TLS 1.2 (RFC 5246 §7.4.1.4.1): SHA-256 with RSA, with ECDSA.
const SHA256_RSA: [u8; 2] = [4, 1];
const SHA256_ECDSA: [u8; 2] = [4, 3];

impl SignedEntry {
    /// Of a certificate whose timestamps came beside it. None: it is longer than an entry can be.
    pub(super) fn x509(certificate: &[u8]) -> Option<Self> {
        Self::of(&X509_ENTRY, &[], certificate)
    }

    /// Of one whose timestamps are in it.
    pub(super) fn precertificate(issuer_key_hash: &[u8; 32], tbs: &[u8]) -> Option<Self> {
        Self::of(&PRECERT_ENTRY, issuer_key_hash, tbs)
    }

    fn of(entry_type: &[u8], issuer_key_hash: &[u8], der: &[u8]) -> Option<Self> {
        // opaque <1..2^24-1>
        let length = u32::try_from(der.len()).ok()?.to_be_bytes();
        let (0, length) = length.split_first().map(|(first, rest)| (*first, rest))? else {
            return None;
        };
        Some(Self([entry_type, issuer_key_hash, length, der].concat()))
    }

    /// Whether the log signed this entry at this time.
    pub(super) fn check(
        &self,
        sct: &SignedCertificateTimestamp<'_>,
        log: &Log,
        algorithms: &Algorithms,
    ) -> Checked {
        let Ok(key) = SubjectPublicKeyInfo::parse(log.key()) else {
            return Checked::Unsupported;
        };
        // RFC 6962 §2.1.4: the log's key has one algorithm.
        let (expected, algorithm) = match key.kind {
            KeyKind::Rsa { .. } => (SHA256_RSA, alg_id::RSA_PKCS1_SHA256),
            _ => (SHA256_ECDSA, alg_id::ECDSA_SHA256),
        };
        if sct.algorithm != expected {
            return Checked::Bad;
        }
        let length = u16::try_from(sct.extensions.len()).unwrap_or(u16::MAX);
        let message = [
            &V1_TIMESTAMP[..],
            &sct.timestamp.to_be_bytes(),
            &self.0,
            &length.to_be_bytes(),
            sct.extensions,
        ];
        let signed = Signed {
            message: &message.concat(),
            algorithm: &algorithm,
            signature: sct.signature,
        };
        match algorithms.verify(&signed, &key) {
            Ok(()) => Checked::Good,
            Err(SignatureProblem::Invalid) => Checked::Bad,
            Err(_) => Checked::Unsupported,
        }
    }
}
