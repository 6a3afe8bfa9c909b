//! Constraints of DNS names.

use super::{EXCLUDED, PERMITTED, case, constrained, exclude, permit};
use crate::cases::{Case, Trio};
use crate::{Extension, GeneralName};

pub(super) fn cases() -> Vec<Case> {
    [within(), outside()].into_iter().flatten().collect()
}

fn leaf(constraints: Extension, name: &str) -> Trio {
    constrained(constraints, GeneralName::dns(name))
}

fn within() -> Vec<Case> {
    vec![
        case("unconstrained", "There are no name constraints.")
            .strict()
            .trio(Trio::new()),
        case("dns_permitted", "The name is the permitted one.")
            .trio(leaf(permit(GeneralName::dns("example.com")), "example.com")),
        case(
            "dns_permitted_below",
            "The name is below the permitted one.",
        )
        .names(&["a.b.example.com"])
        .trio(leaf(
            permit(GeneralName::dns("example.com")),
            "a.b.example.com",
        )),
        case(
            "dns_permitted_other_case",
            "The name differs from the permitted one in upper and lower case.",
        )
        .trio(leaf(permit(GeneralName::dns("EXAMPLE.com")), "example.COM")),
        case(
            "dns_permitted_everything",
            "The empty name is permitted, and all names are below it.",
        )
        .trio(leaf(permit(GeneralName::dns("")), "other.test")),
        case(
            "dns_permitted_wildcard",
            "The wildcard covers names below the permitted one only.",
        )
        .names(&["www.example.com"])
        .trio(leaf(
            permit(GeneralName::dns("example.com")),
            "*.example.com",
        )),
    ]
}

fn outside() -> Vec<Case> {
    vec![
        case(
            "dns_not_permitted",
            "One name of the leaf is not below the permitted one.",
        )
        .trio(leaf(permit(GeneralName::dns("example.com")), "other.test"))
        .invalid(PERMITTED)
        .at("leaf"),
        case(
            "dns_not_permitted_suffix",
            "One name of the leaf ends like the permitted one, but not at a dot.",
        )
        .trio(leaf(
            permit(GeneralName::dns("example.com")),
            "badexample.com",
        ))
        .invalid(PERMITTED)
        .at("leaf"),
        case(
            "dns_not_excluded",
            "No name of the leaf is below the excluded one.",
        )
        .trio(leaf(
            exclude(GeneralName::dns("other.test")),
            "www.example.com",
        )),
        case(
            "dns_excluded",
            "One name of the leaf is below the excluded one.",
        )
        .trio(leaf(
            exclude(GeneralName::dns("other.test")),
            "www.other.test",
        ))
        .invalid(EXCLUDED)
        .at("leaf"),
        case(
            "dns_permitted_and_excluded",
            "One name of the leaf is below a permitted and below an excluded one.",
        )
        .trio(leaf(
            Extension::name_constraints(
                &[GeneralName::dns("example.com")],
                &[GeneralName::dns("secret.example.com")],
            ),
            "www.secret.example.com",
        ))
        .invalid(EXCLUDED)
        .at("leaf"),
    ]
}
