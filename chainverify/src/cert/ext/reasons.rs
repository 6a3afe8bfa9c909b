//! ReasonFlags (RFC 5280 §4.2.1.13): the reasons for which a CRL lists certificates.

use crate::der::{Field, ParseError, Problem, Reader};

/// A set of reasons for a revocation, first bit highest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ReasonFlags(u16);

impl ReasonFlags {
    /// No reason.
    pub(crate) const NONE: Self = Self(0);
    /// Every reason that has a bit: 1 `keyCompromise` to 8 `aACompromise`; bit 0 is unused.
    pub(crate) const ALL: Self = Self(0x7f80);

    /// The contents of a BIT STRING. Trailing zero bits are let through: X.690 §11.2.2 forbids them,
    /// and they change nothing.
    pub(crate) fn read(bits: &Reader<'_>, field: Field) -> Result<Self, ParseError> {
        let octets = match bits.bytes() {
            [0..=7, first] => [*first, 0],
            [0..=7, first, second, ..] => [*first, *second],
            _ => return Err(bits.error(field, Problem::BadBitString)),
        };
        Ok(Self(u16::from_be_bytes(octets) & Self::ALL.0))
    }

    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are among these.
    pub(crate) const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bits: &[u8]) -> Option<ReasonFlags> {
        ReasonFlags::read(&Reader::new(bits), Field::CrlDistributionPoints).ok()
    }

    #[test]
    fn the_bits_are_those_of_the_rfc() {
        let all = read(&[7, 0xff, 0x80]).unwrap();
        assert_eq!(all, ReasonFlags::ALL);
        let key_compromise = read(&[6, 0x40]).unwrap();
        let a_a_compromise = read(&[7, 0, 0x80]).unwrap();
        assert!(all.contains(key_compromise.or(a_a_compromise)));
        assert_eq!(key_compromise.and(a_a_compromise), ReasonFlags::NONE);
        assert!(!key_compromise.contains(all));
        assert_eq!(read(&[7, 0x80]), Some(ReasonFlags::NONE)); // unused (0)
        for bad in [&[][..], &[0], &[8, 0x40]] {
            assert_eq!(read(bad), None, "{bad:?}");
        }
    }
}
