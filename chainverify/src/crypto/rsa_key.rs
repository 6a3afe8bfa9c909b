//! RSA public keys (RFC 8017 §3.1, §A.1.1) and the operation with them (§5.2.2).
//!
//! The operation is written here, over the big numbers of crypto-bigint: the crate `rsa` has
//! an advisory without a fixed version (RUSTSEC-2023-0071, about private keys), which would
//! alarm every program that has it. All values are public: nothing has to take constant time.

#[cfg(any(feature = "digest", feature = "rustcrypto"))]
use alloc::vec::Vec;

#[cfg(any(feature = "digest", feature = "rustcrypto"))]
use crypto_bigint::{
    BoxedUint, Odd,
    modular::{BoxedMontyForm, BoxedMontyParams},
};

use crate::der::{Field, Reader, tag};

/// `RSAPublicKey`: two positive numbers, their octets without that of the sign. The exponent may also
/// be 0, so that whoever looks at it can say so.
#[derive(Clone, Copy)]
pub(super) struct RsaKey<'k> {
    pub(super) modulus: &'k [u8],
    pub(super) exponent: &'k [u8],
}

impl<'k> RsaKey<'k> {
    /// Reads the octets of a key of `rsaEncryption`.
    pub(super) fn read(key: &'k [u8]) -> Option<Self> {
        const FIELD: Field = Field::SubjectPublicKeyInfo;
        let mut numbers = Reader::new(key).only(tag::SEQUENCE, FIELD).ok()?;
        let modulus = numbers.expect(tag::INTEGER, FIELD).ok()?;
        let exponent = numbers.expect(tag::INTEGER, FIELD).ok()?;
        numbers.finish(FIELD).ok()?;
        Some(Self {
            modulus: positive(modulus.bytes())?,
            exponent: match exponent.bytes() {
                zero @ [0] => zero,
                other => positive(other)?,
            },
        })
    }

    /// RSAVP1: `base ^ exponent mod modulus`, as long as the modulus. None unless `base` is of the
    /// same length and below the modulus, and the modulus is odd. What it costs grows with the
    /// lengths of modulus and exponent: the caller bounds them.
    #[cfg(any(feature = "digest", feature = "rustcrypto"))]
    pub(super) fn power(&self, base: &[u8]) -> Option<Vec<u8>> {
        // Of one length, comparing octets compares numbers.
        if base.len() != self.modulus.len() || base >= self.modulus {
            return None;
        }
        let modulus = Odd::new(BoxedUint::from_be_slice_vartime(self.modulus)).into_option()?;
        let parameters = BoxedMontyParams::new_vartime(modulus);
        let base = BoxedMontyForm::new(BoxedUint::from_be_slice_vartime(base), &parameters);
        let exponent = BoxedUint::from_be_slice_vartime(self.exponent);
        let result = base.pow_bounded_exp(&exponent, exponent.bits_vartime());
        // As long as the limbs; I2OSP (RFC 8017 §4.1) wants the length of the modulus.
        let octets = result.retrieve().to_be_bytes();
        let surplus = octets.len().checked_sub(self.modulus.len())?;
        octets.get(surplus..).map(<[u8]>::to_vec)
    }
}

/// The digits of a positive INTEGER in minimal form (X.690 §8.3.2).
pub(super) fn positive(integer: &[u8]) -> Option<&[u8]> {
    match integer {
        [0, digits @ ..] if digits.first()? & 0x80 != 0 => Some(digits),
        [1..=0x7f, ..] => Some(integer),
        _ => None,
    }
}

/// How many bits a number has, given by its octets without leading zeros.
pub(super) fn bits(digits: &[u8]) -> u32 {
    let zeros = digits.first().map_or(0, |first| first.leading_zeros());
    let octets = u32::try_from(digits.len()).unwrap_or(u32::MAX);
    octets.saturating_mul(8).saturating_sub(zeros)
}

pub(super) fn is_odd(digits: &[u8]) -> bool {
    digits.last().is_some_and(|last| last & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_two_positive_numbers_in_minimal_form() {
        let key = RsaKey::read(&[0x30, 7, 2, 2, 0, 0x81, 2, 1, 3]).unwrap();
        assert_eq!((key.modulus, key.exponent), (&[0x81][..], &[3][..]));
        for bad in [
            &[0x30, 7, 2, 2, 0, 0x71, 2, 1, 3][..], // a zero too many
            &[0x30, 6, 2, 1, 0x81, 2, 1, 3],        // negative
            &[0x30, 6, 2, 1, 0, 2, 1, 3],           // zero
            &[0x30, 5, 2, 1, 5, 2, 0],              // empty
            &[0x30, 9, 2, 1, 5, 2, 1, 3, 2, 1, 3],  // a number too many
            &[0x30, 6, 2, 1, 5, 2, 1, 3, 0],        // trailing data
            &[0x30, 3, 2, 1, 5],
            &[],
        ] {
            assert!(RsaKey::read(bad).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn bits_count_from_the_highest_one() {
        assert_eq!(bits(&[1]), 1);
        assert_eq!(bits(&[0x80]), 8);
        assert_eq!(bits(&[1, 0, 1]), 17);
        assert_eq!(bits(&[]), 0);
    }

    /// 3 ^ 5 mod 35 = 33.
    #[test]
    #[cfg(any(feature = "digest", feature = "rustcrypto"))]
    fn a_base_is_raised_if_it_is_below_an_odd_modulus_of_its_length() {
        let power = |modulus: &[u8], base: &[u8]| {
            let exponent = &[5];
            RsaKey { modulus, exponent }.power(base)
        };
        assert_eq!(power(&[35], &[3]).as_deref(), Some(&[33][..]));
        assert_eq!(power(&[35], &[0]).as_deref(), Some(&[0][..]));
        assert_eq!(power(&[35], &[35]), None);
        assert_eq!(power(&[35], &[0, 3]), None);
        assert_eq!(power(&[34], &[3]), None);
    }
}
