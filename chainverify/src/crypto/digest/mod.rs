//! The hash comparison as evidence: H1, computed over the signed part, beside H2, recovered from the issuer's RSA signature.
//!
//! RFC 8017 §8.2.2 and §9.2 (RSASSA-PKCS1-v1_5). Never the verdict: a verdict comes from the signature algorithms of a provider.
//! For RSA-PSS, ECDSA, EdDSA and ML-DSA no hash can be recovered, and this module says so.

mod method;
mod recover;
mod tlv;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use sha2::{Digest, Sha256, Sha384, Sha512};

use method::Method;
use recover::Recovered;

/// A hash function that this module computes (FIPS 180-4). `Display` gives the name, as in "SHA-256".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HashAlgorithm {
    /// SHA-256: 32 bytes.
    Sha256,
    /// SHA-384: 48 bytes.
    Sha384,
    /// SHA-512: 64 bytes.
    Sha512,
}

impl HashAlgorithm {
    fn compute(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}

impl fmt::Display for HashAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        })
    }
}

/// What one link shows: the hash of the signed part, and how it compares with the hash that the issuer signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Evidence {
    /// The hash that the signature algorithm names; `None` if it names none, or one that is not computed here (SHA-1).
    pub hash: Option<HashAlgorithm>,
    /// H1: the hash of the signed bytes, when `hash` is known.
    pub computed: Option<Vec<u8>>,
    /// H1 against H2.
    pub comparison: Comparison,
}

/// How H1, the computed hash, compares with H2, the hash recovered from the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Comparison {
    /// H1 and H2 are the same.
    Equal,
    /// The signature was made by this key, but over other bytes: the certificate was altered after it was signed.
    Differs {
        /// H2, as the signature holds it.
        recovered: Vec<u8>,
    },
    /// The `DigestInfo` in the signature names another hash function than the signature algorithm does.
    OtherHash {
        /// The object identifier in the `DigestInfo`, dotted.
        named: String,
        /// H2, as the signature holds it.
        recovered: Vec<u8>,
    },
    /// H2 was recovered and its hash function is the one the algorithm names, but H1 is not computed here (MD5, SHA-1, SHA-224).
    NotComputed {
        /// The object identifier in the `DigestInfo`, dotted.
        named: String,
        /// H2, as the signature holds it.
        recovered: Vec<u8>,
    },
    /// This key did not make this signature.
    NotByThisKey(NotByThisKey),
    /// The scheme signs in a way from which no hash can be recovered.
    NothingToRecover(Scheme),
    /// The RSA operation was not tried.
    Unsupported(Unsupported),
}

/// Why a signature cannot come from the key (RFC 8017 §8.2.2, steps 1 to 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotByThisKey {
    /// The algorithm is RSA PKCS#1 v1.5, the issuer's key is of another kind (its algorithm is not `rsaEncryption`).
    NotRsaKey,
    /// The signature is not as long as the modulus. Lengths in bytes.
    Length {
        /// Bytes of the modulus.
        modulus: usize,
        /// Bytes of the signature.
        signature: usize,
    },
    /// The signature, as a number, is not below the modulus (RFC 8017 §5.2.2).
    OutOfRange,
    /// What the key recovers is not padded as `00 01 FF … FF 00` (RFC 8017 §9.2).
    Padding,
    /// The padding is right, but what follows is not a `DigestInfo` in DER (RFC 8017 §9.2, note 1: parameters are NULL).
    DigestInfo,
}

/// A signature scheme from which no hash can be recovered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// RSASSA-PSS (RFC 8017 §8.1): the hash goes through a salted one-way encoding.
    RsaPss,
    /// ECDSA (FIPS 186-5 §6): verification compares curve points, not hashes.
    Ecdsa,
    /// Ed25519 and Ed448 (RFC 8032, RFC 8410): no separate hash of the message is signed.
    EdDsa,
    /// ML-DSA (FIPS 204, RFC 9881): no separate hash of the message is signed.
    MlDsa,
    /// A scheme that is not known here.
    Other,
}

/// Why H2 was not recovered although the scheme is RSA PKCS#1 v1.5. The bounds keep a hostile key from costing unbounded time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unsupported {
    /// The issuer's `SubjectPublicKeyInfo` or the `RSAPublicKey` in it (RFC 8017 §A.1.1) is not readable.
    KeyUnreadable,
    /// The modulus is longer than 16384 bits, even, or not above 1.
    Modulus,
    /// The public exponent is longer than 64 bits, even, or below 3.
    Exponent,
}

/// Compares the hash of `signed` with the hash in `signature`, recovered with the issuer's public key. Evidence, never a verdict.
///
/// * `signed`: the DER of the `TBSCertificate`;
/// * `algorithm`: the `signatureAlgorithm`, as DER or as its contents without the SEQUENCE header (as `pki_types` holds it);
/// * `signature`: the bytes of the `signatureValue`, without the count of unused bits;
/// * `issuer_spki`: the issuer's `SubjectPublicKeyInfo` (RFC 5280 §4.1.2.7), as DER or as its contents (as in a `TrustAnchor`).
#[must_use]
pub fn evidence(signed: &[u8], algorithm: &[u8], signature: &[u8], issuer_spki: &[u8]) -> Evidence {
    let (hash, method) = method::method(algorithm);
    let computed = hash.map(|hash| hash.compute(signed));
    let comparison = match method {
        Method::Opaque(scheme) => Comparison::NothingToRecover(scheme),
        Method::Pkcs1(digest_oid) => match recover::recover(signature, issuer_spki) {
            Ok(found) => compare(computed.as_deref(), digest_oid, found),
            Err(why) => why,
        },
    };
    Evidence {
        hash,
        computed,
        comparison,
    }
}

/// The SHA-256 of `bytes` (FIPS 180-4): over the whole DER of a certificate, its fingerprint.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn compare(computed: Option<&[u8]>, expected_oid: &[u8], found: Recovered) -> Comparison {
    let Recovered {
        oid,
        dotted: named,
        hash: recovered,
    } = found;
    match computed {
        _ if oid != expected_oid => Comparison::OtherHash { named, recovered },
        None => Comparison::NotComputed { named, recovered },
        Some(computed) if computed == recovered => Comparison::Equal,
        Some(_) => Comparison::Differs { recovered },
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Comparison, Evidence, HashAlgorithm, NotByThisKey, Scheme, Unsupported, evidence, sha256,
    };
    use alloc::string::ToString;
    use alloc::vec;
    use alloc::vec::Vec;

    /// An RSA key of 768 bits and its signatures over `SIGNED`, made with OpenSSL 3.0 (`openssl genrsa`, `openssl dgst -sign`).
    const SPKI: &str = "307c300d06092a864886f70d0101010500036b003068026100e77d828b96363c2fa818edbd675998dae85f3b397dc9a8e7899abbc2c9\
        c310a988ee2f5f4833b5e62056f47d88c499547d45c37b45be1d4eb21503117060bbd7d4639a7d913377c9ff90b7b796ceb7759361e1d891b80032ccf743\
        96f01d384f0203010001";
    const SIGNED: &[u8] = b"the signed part";
    const BY_SHA1: &str = "5c10dfa687f717d1d93041e62e71fc4b241c65b056f1ab5ad38eb2d5660ddbcdb2d9d583cef9ac3cae2e56e39b807f7a\
        4ad2ac278ad40519db7bafe5995f0028a0ea30e6b47e31ec199139da11caec05cc9c35bf2f170deee8864c57f301f9c4";
    const BY_SHA256: &str = "9688cd29655d6aeb2deaabc83cc7fb92b7b2483d1fedc0cc41f1ea9b9443ad242a3f1d918c1a22e6a79f17dd0bdef1a2\
        1205d3a7f372b6b817294d29513d5a9f44c2dce8d6fcf21c12d1effbd3deffef9e6d3c26391583c81c11c48b8190910d";
    const BY_SHA384: &str = "62d58feb5a72a1120f573ace7ab446c631e283500ef97efa7cd297312fe806f6f621bfdf2d2eca05835be8ce4d50eac9\
        6c0253cf21d74b4b5bab2d2f45d478ee3a2328b81f07c9990d90260d1c6f19463bb6144d6b5282102eaae8cc7eacd6ac";
    const BY_SHA512: &str = "cbac5f32276b3847e4c2491d040d65a173b0f00cafcb1d6a343c8678c8a78a05719d7ed61d80a28c365b77feb3fec63e\
        c7eefbf48d7706c9e27b4e3046d9a8d96ea6ab6a64ad866cb85505f98242a935b51abe7e41d0c4e797815e3a305bd9de";

    fn hex(text: &str) -> Vec<u8> {
        let digits: Vec<u8> = text
            .chars()
            .map(|c| u8::try_from(c.to_digit(16).unwrap()).unwrap())
            .collect();
        digits
            .chunks(2)
            .map(|pair| pair[0] * 16 + pair[1])
            .collect()
    }

    /// The contents of an AlgorithmIdentifier of the PKCS#1 arc.
    fn rsa(last: u8) -> Vec<u8> {
        vec![6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, last, 5, 0]
    }

    fn check(last: u8, signature: &str) -> Evidence {
        evidence(SIGNED, &rsa(last), &hex(signature), &hex(SPKI))
    }

    #[test]
    fn the_hash_that_was_signed_equals_the_computed_one() {
        for (last, signature, name, length) in [
            (11, BY_SHA256, "SHA-256", 32),
            (12, BY_SHA384, "SHA-384", 48),
            (13, BY_SHA512, "SHA-512", 64),
        ] {
            let found = check(last, signature);
            assert_eq!(found.comparison, Comparison::Equal);
            assert_eq!(found.hash.unwrap().to_string(), name);
            assert_eq!(found.computed.unwrap().len(), length);
        }
    }

    #[test]
    fn whole_der_and_contents_of_algorithm_and_key_are_both_taken() {
        let mut whole = vec![0x30, 13];
        whole.extend(rsa(11));
        let found = evidence(SIGNED, &whole, &hex(BY_SHA256), &hex(SPKI)[2..]);
        assert_eq!(found.comparison, Comparison::Equal);
    }

    #[test]
    fn altered_bytes_differ_and_the_signed_hash_is_shown() {
        let found = evidence(b"the forged part", &rsa(11), &hex(BY_SHA256), &hex(SPKI));
        assert_eq!(
            found.comparison,
            Comparison::Differs {
                recovered: sha256(SIGNED).to_vec()
            }
        );
        assert_eq!(found.computed, Some(sha256(b"the forged part").to_vec()));
    }

    #[test]
    fn sha1_is_recovered_and_named_but_not_computed() {
        let found = check(5, BY_SHA1);
        assert!(
            matches!(found.comparison, Comparison::NotComputed { ref named, .. } if named == "1.3.14.3.2.26")
        );
        assert_eq!((found.hash, found.computed), (None, None));
    }

    #[test]
    fn another_hash_than_the_algorithm_names_is_told_apart() {
        let found = check(11, BY_SHA512).comparison;
        assert!(
            matches!(found, Comparison::OtherHash { ref named, .. } if named == "2.16.840.1.101.3.4.2.3")
        );
    }

    #[test]
    fn signatures_that_this_key_cannot_have_made_are_told_apart() {
        let mut other = hex(BY_SHA256);
        other[50] ^= 1;
        let short = &other[1..];
        let by = |signature: &[u8]| evidence(SIGNED, &rsa(11), signature, &hex(SPKI)).comparison;
        assert_eq!(by(&other), Comparison::NotByThisKey(NotByThisKey::Padding));
        let length = NotByThisKey::Length {
            modulus: 96,
            signature: 95,
        };
        assert_eq!(by(short), Comparison::NotByThisKey(length));
        assert_eq!(
            by(&[0xff; 96]),
            Comparison::NotByThisKey(NotByThisKey::OutOfRange)
        );
        let ec_key = hex("300a300506032b6570030100");
        let found = evidence(SIGNED, &rsa(11), &other, &ec_key).comparison;
        assert_eq!(found, Comparison::NotByThisKey(NotByThisKey::NotRsaKey));
    }

    /// A SubjectPublicKeyInfo with this modulus and exponent (lengths below 65536).
    fn key(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
        let tlv = |tag: u8, value: &[u8]| {
            let length = u16::try_from(value.len()).unwrap().to_be_bytes();
            match value.len() {
                0..=0x7f => [&[tag, length[1]], value].concat(),
                0x80..=0xff => [&[tag, 0x81, length[1]], value].concat(),
                _ => [&[tag, 0x82, length[0], length[1]], value].concat(),
            }
        };
        let numbers = [tlv(2, modulus), tlv(2, exponent)].concat();
        let bits = [vec![0], tlv(0x30, &numbers)].concat();
        tlv(0x30, &[tlv(0x30, &rsa(1)), tlv(3, &bits)].concat())
    }

    #[test]
    fn keys_out_of_bounds_are_not_tried() {
        let huge = [&[1][..], &[0xff; 2048]].concat();
        let cases: [(&[u8], &[u8], Unsupported); 7] = [
            (&huge, &[3], Unsupported::Modulus),
            (&[0x7e], &[3], Unsupported::Modulus),
            (&[1], &[3], Unsupported::Modulus),
            (&[0x7f], &[1], Unsupported::Exponent),
            (&[0x7f], &[2], Unsupported::Exponent),
            (&[0x7f], &[1, 0, 0, 0, 0, 0, 0, 0, 1], Unsupported::Exponent),
            (&[0xff], &[3], Unsupported::KeyUnreadable),
        ];
        for (modulus, exponent, why) in cases {
            let found = evidence(SIGNED, &rsa(11), &[0], &key(modulus, exponent)).comparison;
            assert_eq!(found, Comparison::Unsupported(why));
        }
        let found = evidence(SIGNED, &rsa(11), &[0], b"no key").comparison;
        assert_eq!(found, Comparison::Unsupported(Unsupported::KeyUnreadable));
    }

    #[test]
    fn the_largest_and_the_smallest_key_end_with_an_answer() {
        let largest = [&[0][..], &[0xff; 2048]].concat();
        let found =
            evidence(SIGNED, &rsa(11), &[0x55; 2048], &key(&largest, &[0x7f; 8])).comparison;
        assert_eq!(found, Comparison::NotByThisKey(NotByThisKey::Padding));
        let found = evidence(SIGNED, &rsa(11), &[2], &key(&[3], &[3])).comparison;
        assert_eq!(found, Comparison::NotByThisKey(NotByThisKey::Padding));
    }

    #[test]
    fn schemes_without_a_hash_to_recover_say_so() {
        let sha256 = Some(HashAlgorithm::Sha256);
        let cases = [
            ("06082a8648ce3d040302", sha256, Scheme::Ecdsa),
            (
                "06082a8648ce3d040303",
                Some(HashAlgorithm::Sha384),
                Scheme::Ecdsa,
            ),
            (
                "06082a8648ce3d040304",
                Some(HashAlgorithm::Sha512),
                Scheme::Ecdsa,
            ),
            ("06082a8648ce3d040301", None, Scheme::Ecdsa),
            ("06072a8648ce3d0401", None, Scheme::Ecdsa),
            ("06032b6570", None, Scheme::EdDsa),
            ("0609608648016503040312", None, Scheme::MlDsa),
            (
                "06092a864886f70d01010a3011a00f300d06096086480165030402010500",
                sha256,
                Scheme::RsaPss,
            ),
            ("06092a864886f70d01010a3000", None, Scheme::RsaPss),
            ("06092a864886f70d010101", None, Scheme::Other),
            ("06022a03", None, Scheme::Other),
            ("", None, Scheme::Other),
        ];
        for (algorithm, hash, scheme) in cases {
            let found = evidence(SIGNED, &hex(algorithm), b"", b"");
            assert_eq!(
                found.comparison,
                Comparison::NothingToRecover(scheme),
                "{algorithm}"
            );
            assert_eq!(
                (found.hash, found.computed.is_some()),
                (hash, hash.is_some()),
                "{algorithm}"
            );
        }
    }
}
