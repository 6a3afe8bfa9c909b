//! Which IP addresses belong to the public internet: the IANA special-purpose address registries (RFC 6890) as two tables.
//!
//! An IPv6 address that carries an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo) is as public as the one it carries.
//! Not a routing check: a public address may still lead nowhere.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// IPv4 blocks that are not public: network and prefix length.
const V4: [([u8; 4], u32); 15] = [
    ([0, 0, 0, 0], 8),       // this network, RFC 791
    ([10, 0, 0, 0], 8),      // private, RFC 1918
    ([100, 64, 0, 0], 10),   // shared by carriers, RFC 6598
    ([127, 0, 0, 0], 8),     // loopback, RFC 1122
    ([169, 254, 0, 0], 16),  // link-local, RFC 3927
    ([172, 16, 0, 0], 12),   // private, RFC 1918
    ([192, 0, 0, 0], 24),    // protocol assignments, RFC 6890
    ([192, 0, 2, 0], 24),    // documentation, RFC 5737
    ([192, 88, 99, 0], 24),  // 6to4 relays, RFC 7526
    ([192, 168, 0, 0], 16),  // private, RFC 1918
    ([198, 18, 0, 0], 15),   // benchmarking, RFC 2544
    ([198, 51, 100, 0], 24), // documentation, RFC 5737
    ([203, 0, 113, 0], 24),  // documentation, RFC 5737
    ([224, 0, 0, 0], 4),     // multicast, RFC 5771
    ([240, 0, 0, 0], 4),     // reserved and broadcast, RFC 1112, RFC 919
];

/// IPv6 blocks inside 2000::/3 that are not public. Outside of it nothing is: fc00::/7, fe80::/10, ff00::/8, ::1, 100::/64, …
const V6: [(u128, u32); 3] = [
    (0x2001 << 112, 23), // protocol assignments, benchmarking, ORCHID, RFC 2928
    ((0x2001 << 112) | (0x0db8 << 96), 32), // documentation, RFC 3849
    (0x3fff << 112, 20), // documentation, RFC 9637
];

/// Whether an address is one of the public internet, by the IANA special-purpose address registries (RFC 6890). An IPv6 address
/// that carries an IPv4 address is as public as that.
///
/// For a client of your own that fetches what certificates point to: check the address after name resolution and connect to that very
/// address, on each redirect anew.
///
/// ```
/// use chainverify::fetch::is_public;
///
/// assert!(is_public("1.1.1.1".parse()?));
/// assert!(!is_public("169.254.169.254".parse()?));
/// assert!(!is_public("::ffff:10.0.0.1".parse()?));
/// # Ok::<(), core::net::AddrParseError>(())
/// ```
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let bits = address.to_bits();
    V4.iter().all(|(network, prefix)| {
        let shift = 32 - prefix;
        bits >> shift != u32::from_be_bytes(*network) >> shift
    })
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let v4 = |high, low| is_public_v4(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)));
    match [a, b, c, d, e, f] {
        // IPv4-compatible and IPv4-mapped (RFC 4291 §2.5.5); ::1 and :: are in 0.0.0.0/8.
        [0, 0, 0, 0, 0, 0 | 0xffff] => v4(g, h),
        // NAT64 with the well-known prefix (RFC 6052 §2.1).
        [0x64, 0xff9b, 0, 0, 0, 0] => v4(g, h),
        // 6to4 (RFC 3056 §2).
        [0x2002, ..] => v4(b, c),
        // Teredo (RFC 4380 §4): the server, and the client with all bits turned.
        [0x2001, 0, ..] => v4(c, d) && v4(!g, !h),
        _ => is_global_unicast(address.to_bits()),
    }
}

fn is_global_unicast(bits: u128) -> bool {
    let listed = V6.iter().any(|(network, prefix)| {
        let shift = 128 - prefix;
        bits >> shift == network >> shift
    });
    bits >> 125 == 1 && !listed
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn public_addresses_pass() {
        for text in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450::1",
            "2001:4860:4860::8888",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2002:101:101::1",
            "2001:0:101:101::fefe:fefe",
        ] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn special_ipv4_addresses_are_refused() {
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.0",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.255",
            "169.254.169.254",
            "172.16.0.0",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "198.18.0.0",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
        ] {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn special_ipv6_addresses_are_refused() {
        for text in [
            "::",
            "::1",
            "100::1",
            "fc00::1",
            "fdff::1",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001:2::1",
            "2001:10::1",
            "2001:20::1",
            "3fff::1",
            "5f00::1",
            "64:ff9b:1::101:101",
            "4000::1",
        ] {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn special_ipv4_addresses_inside_ipv6_addresses_are_refused() {
        for text in [
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "::10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b::a00:1",
            "2002:7f00:1::1",
            "2002:c0a8:1::1",
            "2001:0:7f00:1::fefe:fefe",
            "2001:0:101:101::80ff:fffe",
        ] {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
    }
}
