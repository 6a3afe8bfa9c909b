//! What a signature algorithm identifier says: which hash, and whether the hash can be recovered from the signature.
//!
//! RFC 3279 §2.2, RFC 4055, RFC 5758 §3, RFC 8017 §A.2, RFC 8410 §3, RFC 9881 §2. Not the list of what is accepted: that is the
//! caller's `Algorithms`.

use super::tlv::{contents, only, take};
use super::{HashAlgorithm, Scheme};
/// How the scheme signs.
pub(super) enum Method {
    /// RSA PKCS#1 v1.5, and the object identifier that the `DigestInfo` must name.
    Pkcs1(&'static [u8]),
    /// No hash can be recovered.
    Opaque(Scheme),
}

const MD5: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5];
const SHA1: &[u8] = &[0x2b, 14, 3, 2, 26];
const SHA224: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 4];
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
const SHA384: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2];
const SHA512: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3];

/// What the signature algorithm says (RFC 3279 §2.2, RFC 4055 §3 and §5, RFC 5758 §3.2, RFC 8410 §3, RFC 9881 §2).
pub(super) fn method(algorithm: &[u8]) -> (Option<HashAlgorithm>, Method) {
    let Some((oid, parameters)) = take(0x06, contents(algorithm)) else {
        return (None, Method::Opaque(Scheme::Other));
    };
    match oid {
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, last] => pkcs1_family(*last, parameters),
        [0x2b, 14, 3, 2, 29] => (None, Method::Pkcs1(SHA1)),
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, last @ 1..=4] => {
            (sha2_of(*last), Method::Opaque(Scheme::Ecdsa))
        }
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1] => (None, Method::Opaque(Scheme::Ecdsa)),
        [0x2b, 0x65, 112 | 113] => (None, Method::Opaque(Scheme::EdDsa)),
        [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 17..=19] => (None, Method::Opaque(Scheme::MlDsa)),
        _ => (None, Method::Opaque(Scheme::Other)),
    }
}

/// `ecdsa-with-SHA2`: the last arc, 1 is SHA-224 (RFC 5758 §3.2).
fn sha2_of(last: u8) -> Option<HashAlgorithm> {
    match last {
        2 => Some(HashAlgorithm::Sha256),
        3 => Some(HashAlgorithm::Sha384),
        4 => Some(HashAlgorithm::Sha512),
        _ => None,
    }
}

/// The arc 1.2.840.113549.1.1 by its last number (RFC 8017 §A.2).
fn pkcs1_family(last: u8, parameters: &[u8]) -> (Option<HashAlgorithm>, Method) {
    match last {
        4 => (None, Method::Pkcs1(MD5)),
        5 => (None, Method::Pkcs1(SHA1)),
        10 => (pss_hash(parameters), Method::Opaque(Scheme::RsaPss)),
        11 => (Some(HashAlgorithm::Sha256), Method::Pkcs1(SHA256)),
        12 => (Some(HashAlgorithm::Sha384), Method::Pkcs1(SHA384)),
        13 => (Some(HashAlgorithm::Sha512), Method::Pkcs1(SHA512)),
        14 => (None, Method::Pkcs1(SHA224)),
        _ => (None, Method::Opaque(Scheme::Other)),
    }
}

/// The hash of `RSASSA-PSS-params`: field `[0]`; left out it is SHA-1, which is not computed (RFC 8017 §A.2.3).
fn pss_hash(parameters: &[u8]) -> Option<HashAlgorithm> {
    let (tagged, _) = take(0xa0, only(0x30, parameters)?)?;
    match take(0x06, only(0x30, tagged)?)?.0 {
        oid if oid == SHA256 => Some(HashAlgorithm::Sha256),
        oid if oid == SHA384 => Some(HashAlgorithm::Sha384),
        oid if oid == SHA512 => Some(HashAlgorithm::Sha512),
        _ => None,
    }
}
