//! IP addresses as octets: an iPAddress against the address asked for, and against a block.
//!
//! RFC 5280 §4.2.1.6 (4 or 16 octets) and §4.2.1.10 (address and mask, 8 or 32 octets). Not here:
//! text forms. An IPv4 address and its IPv6-mapped form are two addresses, as in rustls-webpki.

use crate::names::dns::Malformed;

/// An iPAddress is 4 octets (IPv4) or 16 (IPv6), RFC 5280 §4.2.1.6.
pub(crate) fn check_presented(address: &[u8]) -> Result<(), Malformed> {
    match address.len() {
        4 | 16 => Ok(()),
        _ => Err(Malformed::Name),
    }
}

/// Is `presented` the address `reference` (network order)? A malformed one is no address.
pub(crate) fn matches(presented: &[u8], reference: &[u8]) -> bool {
    presented == reference && check_presented(presented).is_ok()
}

/// The syntax of a block: an address and a mask of the same length, in the style of CIDR (RFC 5280
/// §4.2.1.10).
///
/// CIDR (RFC 4632 §3.1) has no mask with holes: malformed, as in Go and rustls-webpki. Octets of
/// the address beyond the mask are ignored, as they are there: `10.1.2.3/8` is `10.0.0.0/8`.
#[cfg(test)]
pub(crate) fn check_constraint(block: &[u8]) -> Result<(), Malformed> {
    split(block).map(|_| ())
}

/// Is `address` inside `block`? An address of the other family is not.
pub(crate) fn in_subtree(address: &[u8], block: &[u8]) -> Result<bool, Malformed> {
    check_presented(address)?;
    let (base, mask) = split(block)?;
    let mut octets = address.iter().zip(base).zip(mask);
    Ok(address.len() == base.len()
        && octets.all(|((address, base), mask)| (address ^ base) & mask == 0))
}

fn split(block: &[u8]) -> Result<(&[u8], &[u8]), Malformed> {
    let half = match block.len() {
        8 => 4,
        32 => 16,
        _ => return Err(Malformed::Constraint),
    };
    let (base, mask) = block.split_at_checked(half).ok_or(Malformed::Constraint)?;
    if !is_contiguous(mask) {
        return Err(Malformed::Constraint);
    }
    Ok((base, mask))
}

/// Ones, then zeros: at most one octet is mixed, only ones before it, only zeros after it.
fn is_contiguous(mask: &[u8]) -> bool {
    let mut rest = mask.iter().skip_while(|octet| **octet == 0xff);
    let mixed = rest.next().copied().unwrap_or(0);
    mixed.leading_ones().checked_add(mixed.trailing_zeros()) >= Some(u8::BITS)
        && rest.all(|octet| *octet == 0)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;
    use core::net::Ipv4Addr;

    use proptest::collection::vec;
    use proptest::num::u32::ANY;
    use proptest::strategy::Strategy;
    use proptest::{prop_assert_eq, proptest};

    use super::{check_constraint, check_presented, in_subtree, is_contiguous, matches};
    use crate::names::dns::Malformed;

    const NET: [u8; 8] = [192, 0, 2, 0, 255, 255, 255, 0];

    #[test]
    fn an_address_has_4_or_16_octets() {
        for len in 0..40 {
            let address = [0; 40].get(..len).unwrap_or_default();
            assert_eq!(
                check_presented(address).is_ok(),
                len == 4 || len == 16,
                "{len}"
            );
            assert_eq!(matches(address, address), len == 4 || len == 16, "{len}");
        }
    }

    #[test]
    fn only_the_same_octets_match() {
        assert!(matches(&[127, 0, 0, 1], &[127, 0, 0, 1]));
        assert!(!matches(&[127, 0, 0, 1], &[127, 0, 0, 2]));
        let mapped = Ipv4Addr::LOCALHOST.to_ipv6_mapped().octets();
        assert!(
            !matches(&mapped, &[127, 0, 0, 1]),
            "a mapped address is another one"
        );
    }

    #[test]
    fn a_block_holds_the_addresses_that_agree_under_its_mask() {
        assert_eq!(in_subtree(&[192, 0, 2, 1], &NET), Ok(true));
        assert_eq!(in_subtree(&[192, 0, 3, 1], &NET), Ok(false));
        assert_eq!(
            in_subtree(&[192, 0, 3, 1], &[0; 8]),
            Ok(true),
            "0.0.0.0/0 is every IPv4 address"
        );
        assert_eq!(
            in_subtree(&[10, 9, 9, 9], &[10, 1, 2, 3, 255, 0, 0, 0]),
            Ok(true)
        );
    }

    #[test]
    fn an_address_of_the_other_family_is_outside() {
        assert_eq!(in_subtree(&[0; 16], &[0; 8]), Ok(false));
        assert_eq!(in_subtree(&[0; 4], &[0; 32]), Ok(false));
    }

    #[test]
    fn a_block_of_another_length_or_with_a_hole_in_its_mask_is_malformed() {
        for block in [
            &[0; 0][..],
            &[0; 4],
            &[0; 16],
            &[0; 9],
            &[0; 31],
            &[0, 0, 0, 0, 255, 0, 255, 0],
        ] {
            assert_eq!(check_constraint(block), Err(Malformed::Constraint));
            assert_eq!(in_subtree(&[0; 4], block), Err(Malformed::Constraint));
        }
    }

    #[test]
    fn a_block_in_place_of_an_address_is_malformed() {
        // limbo `rfc5280::nc::nc-permits-invalid-ip-san`
        assert_eq!(in_subtree(&NET, &NET), Err(Malformed::Name));
    }

    fn octets() -> impl Strategy<Value = Vec<u8>> {
        vec(proptest::num::u8::ANY, 0..40)
    }

    proptest! {
        #[test]
        fn a_mask_is_contiguous_where_its_number_says_so(mask in ANY, shift in 0u32..=32) {
            for mask in [mask, u32::MAX.checked_shl(shift).unwrap_or(0)] {
                let ones_then_zeros = !mask & (!mask).wrapping_add(1) == 0;
                prop_assert_eq!(is_contiguous(&mask.to_be_bytes()), ones_then_zeros);
            }
        }

        #[test]
        fn being_inside_is_what_the_numbers_say(address in ANY, base in ANY, shift in 0u32..=32) {
            let mask = u32::MAX.checked_shl(shift).unwrap_or(0);
            let block = [base.to_be_bytes(), mask.to_be_bytes()].concat();
            let inside = address & mask == base & mask;
            prop_assert_eq!(in_subtree(&address.to_be_bytes(), &block), Ok(inside));
            prop_assert_eq!(in_subtree(&base.to_be_bytes(), &block), Ok(true));
        }

        #[test]
        fn any_octets_are_answered(address in octets(), block in octets()) {
            let _ = in_subtree(&address, &block);
        }
    }
}
