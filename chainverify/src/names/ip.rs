//! IP addresses as octets: an iPAddress against the address asked for, and against a block.
//!
//! RFC 5280 §4.2.1.6 (4 or 16 octets) and §4.2.1.10 (address and mask, 8 or 32 octets). Not here:
//! text forms. An IPv4 address and its IPv6-mapped form are two addresses, as in rustls-webpki.

use crate::names::dns::Malformed;

/// An iPAddress is 4 octets (IPv4) or 16 (IPv6), RFC 5280 §4.2.1.6.
pub(crate) fn check_presented(address: &[u8]) -> Result<(), Malformed> {
    match address.len() {
        4 | 16 => Ok(()),
        _ => Err(Malformed),
    }
}

/// Is `presented` the address `reference` (network order)? A malformed one is no address.
pub(crate) fn matches(presented: &[u8], reference: &[u8]) -> bool {
    presented == reference && check_presented(presented).is_ok()
}

#[cfg(test)]
mod tests {
    use core::net::Ipv4Addr;

    use super::{check_presented, matches};

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
}
