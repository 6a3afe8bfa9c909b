//! Cases of the rule `validity` (RFC 5280 §4.1.2.5, §6.1.3 (a) (2)).

use crate::cases::{Case, Trio};
use crate::{CertBuilder, oid, time};

const PAST: [&str; 2] = ["2025-01-01T00:00:00Z", "2026-05-01T00:00:00Z"];
const FUTURE: [&str; 2] = ["2026-07-01T00:00:00Z", "2027-01-01T00:00:00Z"];

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/validity/{name}"), about)
}

fn dated(builder: CertBuilder, [first, last]: [&str; 2]) -> CertBuilder {
    builder.validity(first, last)
}

pub(super) fn cases() -> Vec<Case> {
    [periods(), borders(), encodings()]
        .into_iter()
        .flatten()
        .collect()
}

fn periods() -> Vec<Case> {
    let anchor_expired = || Trio::new().root(|root| dated(root, PAST));
    vec![
        case(
            "in_time",
            "All certificates are valid at the time of the check.",
        )
        .strict()
        .trio(Trio::new()),
        case("leaf_expired", "The leaf expired a month ago.")
            .trio(Trio::new().leaf(|leaf| dated(leaf, PAST)))
            .invalid("expired")
            .at("leaf"),
        case(
            "leaf_expired_strict",
            "The leaf expired a month ago; that it names no key of its issuer is said after that.",
        )
        .strict()
        .trio(Trio::new().leaf(|leaf| dated(leaf, PAST).without(oid::AUTHORITY_KEY_IDENTIFIER)))
        .invalid("expired")
        .at("leaf"),
        case("leaf_not_yet_valid", "The leaf becomes valid in a month.")
            .trio(Trio::new().leaf(|leaf| dated(leaf, FUTURE)))
            .invalid("not_yet_valid")
            .at("leaf"),
        case(
            "intermediate_expired",
            "The intermediate expired a month ago.",
        )
        .trio(Trio::new().intermediate(|ca| dated(ca, PAST)))
        .invalid("expired")
        .at("intermediate 1"),
        case(
            "intermediate_not_yet_valid",
            "The intermediate becomes valid in a month.",
        )
        .trio(Trio::new().intermediate(|ca| dated(ca, FUTURE)))
        .invalid("not_yet_valid")
        .at("intermediate 1"),
        case(
            "anchor_expired",
            "The anchor expired a month ago, and the web profile minds.",
        )
        .trio(anchor_expired())
        .invalid("anchor_expired")
        .at("anchor"),
        case(
            "anchor_expired_rfc5280",
            "The anchor expired a month ago, which RFC 5280 §6.1.1 (d) does not look at.",
        )
        .profile("rfc5280")
        .trio(anchor_expired()),
        case(
            "anchor_not_yet_valid",
            "The anchor becomes valid in a month, and the web profile minds.",
        )
        .trio(Trio::new().root(|root| dated(root, FUTURE)))
        .invalid("anchor_not_yet_valid")
        .at("anchor"),
    ]
}

fn borders() -> Vec<Case> {
    vec![
        case(
            "at_not_before",
            "The check is at the first second of validity, which belongs to it.",
        )
        .time("2026-01-01T00:00:00Z")
        .trio(Trio::new()),
        case(
            "at_not_after",
            "The check is at the last second of validity, which belongs to it.",
        )
        .time("2027-01-01T00:00:00Z")
        .trio(Trio::new()),
        case(
            "second_before",
            "The check is one second before the leaf becomes valid.",
        )
        .time("2026-02-28T23:59:59Z")
        .trio(
            Trio::new().leaf(|leaf| leaf.validity("2026-03-01T00:00:00Z", "2026-12-01T00:00:00Z")),
        )
        .invalid("not_yet_valid")
        .at("leaf"),
        case(
            "second_after",
            "The check is one second after the leaf's last.",
        )
        .time("2026-12-01T00:00:01Z")
        .trio(
            Trio::new().leaf(|leaf| leaf.validity("2026-03-01T00:00:00Z", "2026-12-01T00:00:00Z")),
        )
        .invalid("expired")
        .at("leaf"),
        case(
            "one_second_long",
            "The leaf is valid for the second of the check alone.",
        )
        .time("2026-03-01T00:00:00Z")
        .trio(
            Trio::new().leaf(|leaf| leaf.validity("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z")),
        ),
        case(
            "leaf_never_valid",
            "The leaf's notAfter is before its notBefore.",
        )
        .trio(Trio::new().leaf(|leaf| dated(leaf, [FUTURE[0], PAST[1]])))
        .invalid("never_valid")
        .at("leaf"),
    ]
}

fn encodings() -> Vec<Case> {
    let root = |first, last| Trio::new().root(|root| root.validity(first, last));
    vec![
        case(
            "utc_time_1950",
            "The anchor is valid from 1950 on: the first year of UTCTime, written 50.",
        )
        .trio(root("1950-01-01T00:00:00Z", "2027-01-01T00:00:00Z")),
        case(
            "utc_time_2049",
            "The anchor is valid to the end of 2049: the last year of UTCTime, written 49.",
        )
        .trio(root("2026-01-01T00:00:00Z", "2049-12-31T23:59:59Z")),
        case("utc_time_1999", "The leaf expired in 1999, written 99.")
            .trio(
                Trio::new()
                    .leaf(|leaf| leaf.validity("1998-01-01T00:00:00Z", "1999-12-31T23:59:59Z")),
            )
            .invalid("expired")
            .at("leaf"),
        case(
            "generalized_time",
            "The anchor is valid to 2051, which needs a GeneralizedTime.",
        )
        .trio(root("2026-01-01T00:00:00Z", "2051-01-01T00:00:00Z")),
        case(
            "no_well_defined_end",
            "The anchor has no well-defined end of validity: 99991231235959Z, RFC 5280 §4.1.2.5.",
        )
        .trio(root("2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z")),
        case(
            "generalized_time_expired",
            "The leaf expired in 1949, written as a GeneralizedTime.",
        )
        .trio(Trio::new().leaf(|leaf| {
            leaf.raw_validity(
                time::time("1940-01-01T00:00:00Z"),
                time::time("1949-12-31T23:59:59Z"),
            )
        }))
        .invalid("expired")
        .at("leaf"),
    ]
}
