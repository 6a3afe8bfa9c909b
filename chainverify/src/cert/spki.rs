//! SubjectPublicKeyInfo (RFC 5280 §4.1.2.7, RFC 3279 §2.3, RFC 5480 §2.1): the kind of key, its
//! size, its bits.

use core::fmt;

use crate::der::{Field, Oid, ParseError, Problem, Reader, Span, known, tag};

/// A subject's public key, taken apart (RFC 5280 §4.1.2.7).
///
/// ```
/// use chainverify::cert::SubjectPublicKeyInfo;
#[doc = include_str!("../../tests/doc/certs.txt")]
/// let key = SubjectPublicKeyInfo::parse(leaf.subject_public_key_info())?;
/// assert_eq!(key.key.len(), 65); // an uncompressed point
/// assert_eq!(key.kind.to_string(), "P-256");
/// # Ok::<(), chainverify::der::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SubjectPublicKeyInfo<'a> {
    /// The contents of AlgorithmIdentifier, without tag and length.
    pub algorithm: &'a [u8],
    /// The key's octets: the contents of the BIT STRING.
    pub key: &'a [u8],
    /// What kind of key it is.
    pub kind: KeyKind<'a>,
}

/// The kind of a public key (RFC 3279 §2.3, RFC 5480 §2.1).
///
/// ```
/// use chainverify::cert::{KeyKind, SubjectPublicKeyInfo};
#[doc = include_str!("../../tests/doc/certs.txt")]
/// let key = SubjectPublicKeyInfo::parse(ca.subject_public_key_info())?;
/// assert_eq!(key.kind, KeyKind::Rsa { bits: 4096 });
/// # Ok::<(), chainverify::der::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyKind<'a> {
    /// RSA, with the length of the modulus.
    Rsa {
        /// Bits of the modulus.
        bits: u32,
    },
    /// An elliptic curve by its identifier (RFC 5480 §2.1.1).
    Curve(Oid<'a>),
    /// An elliptic curve written out, which RFC 5480 §2.1.1 forbids.
    ExplicitCurve,
    /// Any other algorithm.
    Other(Oid<'a>),
}

impl<'a> SubjectPublicKeyInfo<'a> {
    /// Reads the contents of SubjectPublicKeyInfo, as `Cert::subject_public_key_info` gives them.
    ///
    /// # Errors
    ///
    /// The bytes are no such structure; offsets count from their start.
    pub fn parse(contents: &'a [u8]) -> Result<Self, ParseError> {
        SpkiSpans::read(Reader::new(contents)).map(|spans| spans.of(contents))
    }
}

/// Where the parts of a key are: read once with the certificate.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpkiSpans {
    algorithm: Span,
    key: Span,
    kind: KindSpans,
}

#[derive(Clone, Copy, Debug)]
enum KindSpans {
    Rsa { bits: u32 },
    Curve(Span),
    ExplicitCurve,
    Other(Span),
}

impl SpkiSpans {
    pub(super) fn read(mut parts: Reader<'_>) -> Result<Self, ParseError> {
        const FIELD: Field = Field::SubjectPublicKeyInfo;
        let algorithm = parts.expect(tag::SEQUENCE, FIELD)?;
        let key = parts
            .expect(tag::BIT_STRING, FIELD)?
            .octet_aligned_bits(FIELD)?;
        parts.finish(FIELD)?;
        let mut parameters = algorithm;
        let oid = parameters.expect(tag::OID, FIELD)?;
        let kind = match oid.bytes() {
            known::RSA => KindSpans::Rsa {
                bits: modulus_bits(key)?,
            },
            known::EC_PUBLIC_KEY => match parameters.optional(tag::OID, FIELD)? {
                Some(curve) => KindSpans::Curve(curve.span()),
                None => KindSpans::ExplicitCurve,
            },
            _ => {
                Oid::read(&oid, FIELD)?;
                KindSpans::Other(oid.span())
            }
        };
        Ok(Self {
            algorithm: algorithm.span(),
            key: key.span(),
            kind,
        })
    }

    /// The parts themselves, in the bytes that the offsets count in.
    pub(super) fn of<'a>(&self, whole: &'a [u8]) -> SubjectPublicKeyInfo<'a> {
        let oid = |span: Span| Oid::from_contents(span.of(whole));
        SubjectPublicKeyInfo {
            algorithm: self.algorithm.of(whole),
            key: self.key.of(whole),
            kind: match self.kind {
                KindSpans::Rsa { bits } => KeyKind::Rsa { bits },
                KindSpans::Curve(span) => KeyKind::Curve(oid(span)),
                KindSpans::ExplicitCurve => KeyKind::ExplicitCurve,
                KindSpans::Other(span) => KeyKind::Other(oid(span)),
            },
        }
    }
}

/// `RSAPublicKey ::= SEQUENCE { modulus, publicExponent }` (RFC 8017 §A.1.1).
fn modulus_bits(key: Reader<'_>) -> Result<u32, ParseError> {
    const FIELD: Field = Field::SubjectPublicKeyInfo;
    let mut parts = key.only(tag::SEQUENCE, FIELD)?;
    let modulus = parts.expect(tag::INTEGER, FIELD)?;
    parts.expect(tag::INTEGER, FIELD)?;
    parts.finish(FIELD)?;
    let bad = modulus.error(FIELD, Problem::BadInteger);
    let digits = match modulus.bytes() {
        // In its shortest form (X.690 §8.3.2): zeros in front do not make a key longer.
        [0, 0..=0x7f, ..] => return Err(bad),
        [0, digits @ ..] => digits,
        [first, ..] if *first >= 0x80 => return Err(bad),
        digits => digits,
    };
    let first = digits.first().ok_or(bad)?;
    let bits = digits.len().saturating_mul(8);
    u32::try_from(bits)
        .map(|bits| bits.saturating_sub(first.leading_zeros()))
        .map_err(|_| bad)
}

impl fmt::Display for KeyKind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa { bits } => write!(f, "RSA {bits}"),
            Self::ExplicitCurve => f.write_str("explicit elliptic curve"),
            Self::Curve(oid) => match oid.as_bytes() {
                known::P256 => f.write_str("P-256"),
                known::P384 => f.write_str("P-384"),
                known::P521 => f.write_str("P-521"),
                known::P192 => f.write_str("P-192"),
                _ => write!(f, "curve {oid}"),
            },
            Self::Other(oid) => match algorithm_name(*oid) {
                Some(name) => f.write_str(name),
                None => write!(f, "{oid}"),
            },
        }
    }
}

/// The name of a signature or key algorithm, where it has a common one.
pub(crate) fn algorithm_name(oid: Oid<'_>) -> Option<&'static str> {
    let bytes = oid.as_bytes();
    if let Some(last) = bytes.strip_prefix(known::PKCS1) {
        return Some(match last {
            [1] => "RSA",
            [2] => "md2WithRSAEncryption",
            [4] => "md5WithRSAEncryption",
            [5] => "sha1WithRSAEncryption",
            [10] => "RSASSA-PSS",
            [11] => "sha256WithRSAEncryption",
            [12] => "sha384WithRSAEncryption",
            [13] => "sha512WithRSAEncryption",
            [14] => "sha224WithRSAEncryption",
            _ => return None,
        });
    }
    if let Some(last) = bytes.strip_prefix(known::ECDSA_WITH_SHA2) {
        return Some(match last {
            [1] => "ecdsa-with-SHA224",
            [2] => "ecdsa-with-SHA256",
            [3] => "ecdsa-with-SHA384",
            [4] => "ecdsa-with-SHA512",
            _ => return None,
        });
    }
    if let Some(last) = bytes.strip_prefix(known::NIST_SIGNATURES) {
        return Some(match last {
            [1] => "dsa-with-SHA224",
            [2] => "dsa-with-SHA256",
            [17] => "ML-DSA-44",
            [18] => "ML-DSA-65",
            [19] => "ML-DSA-87",
            [20..=31] => "SLH-DSA",
            _ => return None,
        });
    }
    Some(match bytes {
        known::ECDSA_WITH_SHA1 => "ecdsa-with-SHA1",
        [0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1] => "DSA",
        known::DSA_WITH_SHA1 => "dsa-with-SHA1",
        known::ED25519 => "Ed25519",
        known::ED448 => "Ed448",
        [0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x83, 0x75] => "SM2-with-SM3",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    /// An RSAPublicKey whose modulus has the given contents.
    fn rsa(modulus: &[u8]) -> Result<u32, ParseError> {
        let length = u8::try_from(modulus.len()).unwrap();
        let mut key = alloc::vec![0x30, length + 5, 2, length];
        key.extend(modulus);
        key.extend([2, 1, 3]);
        modulus_bits(Reader::new(&key))
    }

    #[test]
    fn the_length_of_a_modulus_counts_from_its_highest_bit() {
        assert_eq!(rsa(&[0x01]), Ok(1));
        assert_eq!(rsa(&[0x00, 0x80]), Ok(8));
        assert_eq!(rsa(&[0x0f, 0xff]), Ok(12));
        assert!(rsa(&[0x80]).is_err());
        assert!(rsa(&[]).is_err());
        assert!(rsa(&[0]).is_err());
        assert!(rsa(&[0x00, 0x7f]).is_err());
        assert!(rsa(&[0x00, 0x00, 0x80]).is_err());
    }

    #[test]
    fn algorithms_have_the_names_that_people_know() {
        let curve = KeyKind::Curve(Oid::from_contents(known::P256));
        assert_eq!(curve.to_string(), "P-256");
        assert_eq!(KeyKind::Rsa { bits: 2048 }.to_string(), "RSA 2048");
        assert_eq!(
            KeyKind::Other(Oid::from_contents(known::ED25519)).to_string(),
            "Ed25519"
        );
        assert_eq!(
            KeyKind::Other(Oid::from_contents(&[0x2a, 3])).to_string(),
            "1.2.3"
        );
    }
}
