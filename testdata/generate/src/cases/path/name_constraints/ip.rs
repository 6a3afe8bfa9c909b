//! Constraints of IP addresses.

use super::{EXCLUDED, PERMITTED, case, constrained, exclude, permit, sole};
use crate::cases::Case;
use crate::{Extension, GeneralName};

pub(super) fn cases() -> Vec<Case> {
    [v4(), v6(), malformed()].into_iter().flatten().collect()
}

fn address(name: &str, about: &str, constraints: Extension, address: &str) -> Case {
    case(name, about)
        .names(&[address])
        .trio(sole(constraints, GeneralName::ip(address)))
}

fn range_v4() -> GeneralName {
    GeneralName::ip_range("192.0.2.0", "255.255.255.0")
}

fn range_v6() -> GeneralName {
    GeneralName::ip_range("2001:db8::", "ffff:ffff::")
}

fn v4() -> Vec<Case> {
    vec![
        address(
            "ip_v4_permitted",
            "The IPv4 address is in the permitted range.",
            permit(range_v4()),
            "192.0.2.10",
        ),
        address(
            "ip_v4_not_permitted",
            "The IPv4 address is not in the permitted range.",
            permit(range_v4()),
            "198.51.100.10",
        )
        .invalid(PERMITTED)
        .at("leaf"),
        address(
            "ip_v4_excluded",
            "The IPv4 address is in the excluded range.",
            exclude(range_v4()),
            "192.0.2.10",
        )
        .invalid(EXCLUDED)
        .at("leaf"),
    ]
}

fn v6() -> Vec<Case> {
    vec![
        address(
            "ip_v6_permitted",
            "The IPv6 address is in the permitted range.",
            permit(range_v6()),
            "2001:db8::10",
        ),
        address(
            "ip_v6_not_permitted",
            "The IPv6 address is not in the permitted range.",
            permit(range_v6()),
            "2001:db9::10",
        )
        .invalid(PERMITTED)
        .at("leaf"),
        address(
            "ip_v6_excluded",
            "The IPv6 address is in the excluded range.",
            exclude(range_v6()),
            "2001:db8::10",
        )
        .invalid(EXCLUDED)
        .at("leaf"),
        address(
            "ip_v6_under_v4",
            "Only an IPv4 range is permitted, and the leaf has an IPv6 address.",
            permit(range_v4()),
            "2001:db8::10",
        )
        .invalid(PERMITTED)
        .at("leaf"),
        address(
            "ip_under_dns",
            "Only DNS names are constrained, and the leaf has an address.",
            permit(GeneralName::dns("a.test")),
            "192.0.2.10",
        ),
    ]
}

fn malformed() -> Vec<Case> {
    let refused = |name, about, base| {
        case(name, about)
            .trio(constrained(permit(base), GeneralName::ip("192.0.2.10")))
            .invalid("malformed_name_constraint")
            .at("intermediate 1")
    };
    vec![
        refused(
            "malformed_seven_octets",
            "The permitted range has seven octets.",
            GeneralName::Ip(vec![192, 0, 2, 0, 255, 255, 255]),
        ),
        refused(
            "malformed_mask",
            "The mask of the permitted range has holes.",
            GeneralName::ip_range("192.0.2.0", "255.0.255.0"),
        ),
    ]
}
