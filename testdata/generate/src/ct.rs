//! Logs of Certificate Transparency and their timestamps (RFC 6962 §3.2), written apart from the library: what a log
//! signs of a certificate to come is encoded here, and not cut out of the certificate.

use crate::algorithm::{Algorithm, Hash};
use crate::cert::Made;
use crate::key::Key;

/// A log: whoever holds its key.
#[derive(Clone, Debug)]
pub struct CtLog {
    key: Key,
}

/// A timestamp in the making.
#[derive(Clone, Debug)]
pub(crate) struct Stamp {
    pub(crate) log: CtLog,
    pub(crate) milliseconds: u64,
    pub(crate) extensions: Vec<u8>,
}

impl CtLog {
    /// A log with this key: P-256 or RSA.
    #[must_use]
    pub fn new(key: Key) -> Self {
        Self { key }
    }

    /// Its SubjectPublicKeyInfo in DER.
    #[must_use]
    pub fn spki(&self) -> Vec<u8> {
        self.key.spki()
    }

    /// The SHA-256 of that.
    #[must_use]
    pub fn id(&self) -> Vec<u8> {
        Hash::Sha256.of(&self.spki())
    }

    /// A timestamp of a certificate, to be sent beside it: milliseconds since 1970, and the contents of its extensions.
    #[must_use]
    pub fn stamp(&self, certificate: &Made, milliseconds: u64, extensions: &[u8]) -> Vec<u8> {
        let entry = [&[0, 0][..], &opaque24(&certificate.der)].concat();
        self.sign(&entry, milliseconds, extensions)
    }

    /// One of a certificate to come, for its issuer's SubjectPublicKeyInfo and its TBSCertificate.
    #[must_use]
    pub fn stamp_before(
        &self,
        issuer_spki: &[u8],
        tbs: &[u8],
        (milliseconds, extensions): (u64, &[u8]),
    ) -> Vec<u8> {
        let hash = Hash::Sha256.of(issuer_spki);
        let entry = [&[0, 1][..], &hash, &opaque24(tbs)].concat();
        self.sign(&entry, milliseconds, extensions)
    }

    fn sign(&self, entry: &[u8], milliseconds: u64, extensions: &[u8]) -> Vec<u8> {
        let time = milliseconds.to_be_bytes();
        let extensions = opaque16(extensions);
        let message = [&[0, 0][..], &time, entry, &extensions].concat();
        let algorithm = self.key.default_algorithm();
        let identifiers: [u8; 2] = match algorithm {
            Algorithm::RsaSha256 => [4, 1],
            _ => [4, 3],
        };
        let signature = opaque16(&self.key.sign(algorithm, &message));
        [
            &[0][..],
            &self.id(),
            &time,
            &extensions,
            &identifiers,
            &signature,
        ]
        .concat()
    }
}

/// `SignedCertificateTimestampList` (RFC 6962 §3.3).
#[must_use]
pub fn sct_list(scts: &[Vec<u8>]) -> Vec<u8> {
    let scts: Vec<u8> = scts.iter().flat_map(|sct| opaque16(sct)).collect();
    opaque16(&scts)
}

/// `opaque <0..2^16-1>`
fn opaque16(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).expect("short contents");
    [&length.to_be_bytes()[..], content].concat()
}

/// `opaque <0..2^24-1>`
fn opaque24(content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("short contents");
    [&length.to_be_bytes()[1..], content].concat()
}
