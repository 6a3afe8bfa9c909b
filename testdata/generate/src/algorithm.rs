//! Signature algorithms and their `AlgorithmIdentifier`s (RFC 3279, 4055, 5758, 8410).

use crate::der;
use sha2::Digest as _;

/// A signature algorithm that the builder can sign with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA with SHA-256
    EcdsaSha256,
    /// ECDSA with SHA-384
    EcdsaSha384,
    /// ECDSA with SHA-512
    EcdsaSha512,
    /// Ed25519
    Ed25519,
    /// RSA PKCS#1 v1.5 with SHA-1, refused everywhere today
    RsaSha1,
    /// RSA PKCS#1 v1.5 with SHA-256
    RsaSha256,
    /// RSA PKCS#1 v1.5 with SHA-384
    RsaSha384,
    /// RSA PKCS#1 v1.5 with SHA-512
    RsaSha512,
    /// RSA-PSS with SHA-256, and salt of 32 octets
    PssSha256,
    /// RSA-PSS with SHA-384, and salt of 48 octets
    PssSha384,
    /// RSA-PSS with SHA-512, and salt of 64 octets
    PssSha512,
}

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-1
    Sha1,
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
}

impl Hash {
    /// The hash of `message`.
    #[must_use]
    pub fn of(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha1 => sha1::Sha1::digest(message).to_vec(),
            Self::Sha256 => sha2::Sha256::digest(message).to_vec(),
            Self::Sha384 => sha2::Sha384::digest(message).to_vec(),
            Self::Sha512 => sha2::Sha512::digest(message).to_vec(),
        }
    }

    /// The `AlgorithmIdentifier` with NULL parameters, as RSA wants it.
    #[must_use]
    pub fn identifier(self) -> Vec<u8> {
        let dotted = match self {
            Self::Sha1 => "1.3.14.3.2.26",
            Self::Sha256 => "2.16.840.1.101.3.4.2.1",
            Self::Sha384 => "2.16.840.1.101.3.4.2.2",
            Self::Sha512 => "2.16.840.1.101.3.4.2.3",
        };
        der::sequence([der::oid(dotted), der::null()])
    }
}

impl Algorithm {
    /// The hash function that the algorithm names; SHA-512 for Ed25519, which uses it inside.
    #[must_use]
    pub fn hash(self) -> Hash {
        match self {
            Self::RsaSha1 => Hash::Sha1,
            Self::EcdsaSha256 | Self::RsaSha256 | Self::PssSha256 => Hash::Sha256,
            Self::EcdsaSha384 | Self::RsaSha384 | Self::PssSha384 => Hash::Sha384,
            Self::EcdsaSha512 | Self::RsaSha512 | Self::PssSha512 | Self::Ed25519 => Hash::Sha512,
        }
    }

    /// Whether it is RSA-PSS.
    #[must_use]
    pub fn is_pss(self) -> bool {
        matches!(self, Self::PssSha256 | Self::PssSha384 | Self::PssSha512)
    }

    /// The `AlgorithmIdentifier`.
    #[must_use]
    pub fn identifier(self) -> Vec<u8> {
        let plain = |dotted| der::sequence([der::oid(dotted)]);
        let with_null = |dotted| der::sequence([der::oid(dotted), der::null()]);
        match self {
            Self::EcdsaSha256 => plain("1.2.840.10045.4.3.2"),
            Self::EcdsaSha384 => plain("1.2.840.10045.4.3.3"),
            Self::EcdsaSha512 => plain("1.2.840.10045.4.3.4"),
            Self::Ed25519 => plain("1.3.101.112"),
            Self::RsaSha1 => with_null("1.2.840.113549.1.1.5"),
            Self::RsaSha256 => with_null("1.2.840.113549.1.1.11"),
            Self::RsaSha384 => with_null("1.2.840.113549.1.1.12"),
            Self::RsaSha512 => with_null("1.2.840.113549.1.1.13"),
            Self::PssSha256 | Self::PssSha384 | Self::PssSha512 => pss_identifier(self.hash()),
        }
    }
}

/// `id-RSASSA-PSS` with this hash, also in MGF1, and a salt as long as the hash (RFC 4055 §3.1).
fn pss_identifier(hash: Hash) -> Vec<u8> {
    let salt = u64::try_from(hash.of(b"").len()).expect("a hash is at most 64 octets");
    let mask = der::sequence([der::oid("1.2.840.113549.1.1.8"), hash.identifier()]);
    let parameters = der::sequence([
        der::context(0, &hash.identifier()),
        der::context(1, &mask),
        der::context(2, &der::integer(salt)),
    ]);
    der::sequence([der::oid("1.2.840.113549.1.1.10"), parameters])
}
