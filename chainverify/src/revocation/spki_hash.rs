//! The hash of a key with its algorithm, by which CRLite's filters know an issuer and blocklists a CA.

use sha2::{Digest, Sha256};

use crate::cert::Cert;
use crate::der::{header, tag};

/// The SHA-256 of a certificate's SubjectPublicKeyInfo in DER (RFC 5280 §4.1.2.7).
///
/// ```
/// use chainverify::revocation::spki_hash;
#[doc = include_str!("../../tests/doc/certs.txt")]
/// assert_ne!(spki_hash(&leaf), spki_hash(&ca));
/// ```
#[must_use]
pub fn spki_hash(cert: &Cert<'_>) -> [u8; 32] {
    key_hash(cert.subject_public_key_info())
}

/// The same of the contents of SubjectPublicKeyInfo.
pub(crate) fn key_hash(contents: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(header(tag::SEQUENCE, contents.len()));
    hash.update(contents);
    hash.finalize().into()
}
