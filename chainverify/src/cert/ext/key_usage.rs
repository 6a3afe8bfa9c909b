//! keyUsage (RFC 5280 §4.2.1.3): what the key may be used for.

use core::fmt;

use super::Decode;
use crate::der::{Field, ParseError, Problem, Reader, tag};

/// The bits of keyUsage (RFC 5280 §4.2.1.3), first bit highest.
///
/// ```
/// use chainverify::cert::ext::KeyUsage;
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let usage = ca.extensions().key_usage.value().unwrap();
/// assert!(usage.contains(KeyUsage::KEY_CERT_SIGN));
/// assert_eq!(usage.to_string(), "keyCertSign, cRLSign");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KeyUsage(u16);

impl KeyUsage {
    /// Bit 0.
    pub const DIGITAL_SIGNATURE: Self = Self(0x8000);
    /// Bit 1, also called contentCommitment.
    pub const NON_REPUDIATION: Self = Self(0x4000);
    /// Bit 2.
    pub const KEY_ENCIPHERMENT: Self = Self(0x2000);
    /// Bit 3.
    pub const DATA_ENCIPHERMENT: Self = Self(0x1000);
    /// Bit 4.
    pub const KEY_AGREEMENT: Self = Self(0x0800);
    /// Bit 5: signatures on certificates.
    pub const KEY_CERT_SIGN: Self = Self(0x0400);
    /// Bit 6: signatures on CRLs.
    pub const CRL_SIGN: Self = Self(0x0200);
    /// Bit 7.
    pub const ENCIPHER_ONLY: Self = Self(0x0100);
    /// Bit 8.
    pub const DECIPHER_ONLY: Self = Self(0x0080);

    /// Whether all bits of `other` are set.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether no bit is set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The bits of both.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The bits that `other` does not have.
    pub(crate) const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

impl Decode for KeyUsage {
    const FIELD: Field = Field::KeyUsage;

    /// Trailing zero bits, which DER strips from a named bit list (X.690 §11.2.2), are read:
    /// they change no bit, and CAs have left them in. Bits that RFC 5280 does not define are passed
    /// over, however many there are, as OpenSSL, Go and pyca do: none of them allows anything. That
    /// there is a bit at all is for the rule `key_usage` to say.
    fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
        /// The bits that have a name.
        const DEFINED: u16 = 0xff80;
        let contents = value.only(tag::BIT_STRING, Self::FIELD)?;
        let bad = contents.error(Self::FIELD, Problem::BadBitString);
        let (unused, bits) = contents.bytes().split_first().ok_or(bad)?;
        // Padding is zero, and there is none where there is no bit (X.690 §8.6.2.3, §11.2.1).
        let padding = bits.last().map_or(0, |last| last.trailing_zeros().min(7));
        if u32::from(*unused) > padding {
            return Err(bad);
        }
        let octet = |place| bits.get(place).copied().unwrap_or(0);
        Ok(Self(u16::from_be_bytes([octet(0), octet(1)]) & DEFINED))
    }
}

const NAMES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

impl KeyUsage {
    fn names(self) -> impl Iterator<Item = &'static str> {
        let bits = (0..).zip(NAMES);
        bits.filter_map(move |(bit, name)| (self.0 & (0x8000_u16 >> bit) != 0).then_some(name))
    }
}

impl fmt::Display for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for name in self.names() {
            write!(f, "{separator}{name}")?;
            separator = ", ";
        }
        Ok(())
    }
}

/// As the list of its bits by name.
#[cfg(feature = "serde")]
impl serde::Serialize for KeyUsage {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.names())
    }
}

impl fmt::Debug for KeyUsage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyUsage({self})")
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn bits_are_read_from_the_left() {
        let usage = KeyUsage::decode(Reader::new(&[3, 2, 1, 0x06])).unwrap();
        assert!(usage.contains(KeyUsage::KEY_CERT_SIGN));
        assert!(!usage.contains(KeyUsage::DIGITAL_SIGNATURE));
        assert_eq!(usage.to_string(), "keyCertSign, cRLSign");
        let last = KeyUsage::decode(Reader::new(&[3, 3, 7, 0x08, 0x80])).unwrap();
        assert_eq!(last.to_string(), "keyAgreement, decipherOnly");
    }

    #[test]
    fn a_key_usage_without_bits_is_read_as_such() {
        for none in [
            &[3, 1, 0][..],
            &[3, 2, 0, 0],
            &[3, 2, 7, 0],
            &[3, 3, 0, 0, 0],
            &[3, 3, 0, 0, 0x7f],
            &[3, 4, 0, 0, 0, 1],
        ] {
            let usage = KeyUsage::decode(Reader::new(none)).unwrap();
            assert!(usage.is_empty(), "{none:?}");
        }
    }

    #[test]
    fn bits_that_nobody_has_defined_are_passed_over() {
        let sign = KeyUsage::decode(Reader::new(&[3, 2, 7, 0x80])).unwrap();
        let many = [&[3, 22, 0, 0x80, 0x7f][..], &[0xff; 19]].concat();
        for more in [
            &[3, 3, 6, 0x80, 0x40][..],
            &[3, 4, 0, 0x80, 0, 1],
            &[3, 4, 7, 0x80, 0, 0],
            &many,
        ] {
            assert_eq!(KeyUsage::decode(Reader::new(more)), Ok(sign), "{more:02x?}");
        }
    }

    #[test]
    fn padding_must_be_zero() {
        for bad in [
            &[3, 1, 1][..],
            &[3, 0],
            &[3, 2, 8, 0],
            &[3, 2, 2, 0x02],
            &[3, 3, 1, 0x80, 1],
            &[3, 4, 8, 0x80, 0, 0],
            &[3, 4, 2, 0x80, 0, 2],
        ] {
            assert!(KeyUsage::decode(Reader::new(bad)).is_err(), "{bad:?}");
        }
    }
}
