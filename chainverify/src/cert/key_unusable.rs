//! Why a public key cannot be used to verify a signature, as data. Some of it is a fault of the key
//! itself, some only a limit of the provider. What finds it is `crypto::unusable`.

use core::fmt;

/// Why a key of the right kind cannot be used.
///
/// `Display` continues a sentence about the key: "cannot be used: its modulus is even".
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case", tag = "reason"))]
#[non_exhaustive]
pub enum KeyUnusable {
    /// Its octets are not the DER that keys of its kind are (RFC 8017 §A.1.1).
    Encoding,
    /// The parameters of its AlgorithmIdentifier are not those of its kind: NULL for RSA (RFC 3279
    /// §2.3.1), none for Ed25519 (RFC 8410 §3).
    Parameters,
    /// RSA: the modulus is even.
    ModulusEven,
    /// RSA: the modulus is shorter than the provider takes.
    ModulusTooShort {
        /// Bits of the modulus.
        bits: u32,
        /// The least that the provider takes.
        least: u32,
    },
    /// RSA: the modulus is longer than the provider takes.
    ModulusTooLong {
        /// Bits of the modulus.
        bits: u32,
        /// The most that the provider takes.
        most: u32,
    },
    /// RSA: the public exponent is 0, with which everything has the same signature.
    ExponentZero,
    /// RSA: the public exponent is even (RFC 8017 §3.1).
    ExponentEven,
    /// RSA: the public exponent is 1, with which everything is its own signature.
    ExponentOne,
    /// RSA: the public exponent is longer than the provider takes.
    ExponentTooLong {
        /// Bits of the exponent.
        bits: u32,
        /// The most that the provider takes.
        most: u32,
    },
    /// Elliptic curve: the point is in a form that certificates may not use (RFC 5480 §2.2).
    PointForm {
        /// Its first octet; 2 and 3 are a compressed point, 4 is an uncompressed one.
        first_octet: u8,
    },
    /// Elliptic curve: the point is compressed, and the provider takes uncompressed ones only.
    PointCompressed,
    /// Elliptic curve: the point is not as long as its form and its curve want.
    PointLength {
        /// Octets of the point.
        octets: usize,
        /// What they should be.
        expected: usize,
    },
    /// Elliptic curve: the point is not one of the curve (SEC 1 §3.2.2.1).
    PointNotOnCurve,
    /// A key of fixed length has another one.
    KeyLength {
        /// Octets of the key.
        octets: usize,
        /// What they should be.
        expected: usize,
    },
    /// The provider cannot read the key, for reasons of its own.
    Refused,
}

impl KeyUnusable {
    /// Whether the key itself is wrong, so that no provider could use it; else another provider
    /// might.
    #[must_use]
    pub const fn is_malformed(&self) -> bool {
        match self {
            Self::Encoding
            | Self::Parameters
            | Self::ModulusEven
            | Self::ExponentZero
            | Self::ExponentEven
            | Self::ExponentOne
            | Self::PointForm { .. }
            | Self::PointLength { .. }
            | Self::PointNotOnCurve
            | Self::KeyLength { .. } => true,
            Self::ModulusTooShort { .. }
            | Self::ModulusTooLong { .. }
            | Self::ExponentTooLong { .. }
            | Self::PointCompressed
            | Self::Refused => false,
        }
    }
}

impl fmt::Display for KeyUnusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding => f.write_str("its octets are not in the form of its algorithm"),
            Self::Parameters => f.write_str(
                "the parameters of its algorithm identifier are not those of its algorithm",
            ),
            Self::ModulusEven => f.write_str("its modulus is even"),
            Self::ModulusTooShort { bits, least } => write!(
                f,
                "its modulus has {bits} bits, and the provider takes at least {least}"
            ),
            Self::ModulusTooLong { bits, most } => write!(
                f,
                "its modulus has {bits} bits, and the provider takes at most {most}"
            ),
            Self::ExponentZero => f.write_str("its public exponent is 0"),
            Self::ExponentEven => f.write_str("its public exponent is even"),
            Self::ExponentOne => f.write_str("its public exponent is 1"),
            Self::ExponentTooLong { bits, most } => write!(
                f,
                "its public exponent has {bits} bits, and the provider takes at most {most}"
            ),
            Self::PointForm { first_octet } => write!(
                f,
                "its point starts with 0x{first_octet:02x}, a form that certificates may not use"
            ),
            Self::PointCompressed => f.write_str(
                "its point is compressed, and the provider takes uncompressed points only",
            ),
            Self::PointLength { octets, expected } => {
                write!(f, "its point has {octets} octets instead of {expected}")
            }
            Self::PointNotOnCurve => f.write_str("its point is not on the curve"),
            Self::KeyLength { octets, expected } => {
                write!(f, "it has {octets} octets instead of {expected}")
            }
            Self::Refused => f.write_str("the provider cannot read it"),
        }
    }
}
