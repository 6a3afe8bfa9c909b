//! Constraints of DNS names.

use super::{EXCLUDED, PERMITTED, case, constrained, exclude, permit, sole};
use crate::cases::{Case, Trio};
use crate::{Extension, GeneralName, Name};

pub(super) fn cases() -> Vec<Case> {
    [within(), outside(), leading_dot(), malformed()]
        .into_iter()
        .flatten()
        .collect()
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

const LEADING_DOT: &str = "name_constraint_leading_dot";

/// A leaf with this name alone.
fn only(constraints: Extension, name: &str) -> Trio {
    Trio::new()
        .intermediate(|ca| ca.extension(constraints))
        .leaf(|leaf| leaf.no_names().subject(Name::common(name)).dns(name))
}

/// RFC 5280 §4.2.1.10 gives a leading dot no meaning for DNS names.
fn leading_dot() -> Vec<Case> {
    let base = || GeneralName::dns(".example.com");
    let below = |name, about| {
        case(name, about)
            .names(&["www.example.com"])
            .trio(only(permit(base()), "www.example.com"))
    };
    let about = "The permitted name begins with a dot, and the name of the leaf is below it.";
    let at_anchor = Trio::new().root(|root| root.extension(permit(base())));
    vec![
        below("dns_leading_dot", about)
            .warns(LEADING_DOT)
            .at("intermediate 1"),
        below("dns_leading_dot_strict", about)
            .strict()
            .invalid(LEADING_DOT)
            .at("intermediate 1"),
        below("dns_leading_dot_rfc5280", about)
            .profile("rfc5280")
            .invalid(LEADING_DOT)
            .at("intermediate 1"),
        case(
            "dns_leading_dot_not_permitted",
            "The permitted name begins with a dot, and the leaf has the name without it.",
        )
        .trio(only(permit(base()), "example.com"))
        .invalid(PERMITTED)
        .at("leaf"),
        case(
            "dns_leading_dot_not_excluded",
            "The excluded name begins with a dot, and the leaf has the name without it.",
        )
        .trio(only(exclude(base()), "example.com"))
        .warns(LEADING_DOT)
        .at("intermediate 1"),
        case(
            "dns_leading_dot_anchor",
            "The name that the anchor permits begins with a dot, and the name of the leaf is below it.",
        )
        .names(&["www.example.com"])
        .trio(at_anchor.leaf(|leaf| {
            let leaf = leaf.no_names().subject(Name::common("www.example.com"));
            leaf.dns("www.example.com")
        })),
    ]
}

fn malformed() -> Vec<Case> {
    let wildcard = || permit(GeneralName::dns("*.example.com"));
    let address = GeneralName::ip("192.0.2.10");
    vec![
        case(
            "dns_constraint_malformed",
            "The permitted name has an asterisk.",
        )
        .names(&["www.example.com"])
        .trio(only(wildcard(), "www.example.com"))
        .invalid("malformed_name_constraint")
        .at("intermediate 1"),
        case(
            "dns_constraint_malformed_not_met",
            "The permitted name has an asterisk, but the leaf has no DNS name.",
        )
        .names(&["192.0.2.10"])
        .trio(sole(wildcard(), address)),
        case(
            "dns_name_malformed",
            "DNS names are constrained, and one of the leaf is not well-formed.",
        )
        .trio(leaf(exclude(GeneralName::dns("other.test")), "a..b"))
        .invalid("malformed_constrained_name")
        .at("leaf"),
    ]
}
