//! Cases of the rule `names` (RFC 5280 §4.1.2.4, §4.1.2.6).

use crate::cases::{Case, Trio};
use crate::{CertBuilder, Name, der, oid};

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/names/{name}"), about)
}

pub(super) fn cases() -> Vec<Case> {
    [in_order(), empty(), malformed()]
        .into_iter()
        .flatten()
        .collect()
}

fn leaf(subject: Name) -> Trio {
    Trio::new().leaf(|leaf| leaf.subject(subject))
}

fn in_order() -> Vec<Case> {
    let several = Name::common("example.com")
        .and(oid::ORGANIZATION, "Example")
        .and(oid::COUNTRY, "XX");
    let teletex = Name::empty().and_string(oid::COMMON_NAME, der::TELETEX_STRING, b"example.com");
    vec![
        case(
            "named",
            "Every certificate says who it is for and who issued it.",
        )
        .strict()
        .trio(Trio::new()),
        case(
            "no_subject",
            "The leaf has no subject, and critical alternative names instead.",
        )
        .strict()
        .trio(leaf(Name::empty())),
        case(
            "several_attributes",
            "The subject of the leaf has three attributes.",
        )
        .strict()
        .trio(leaf(several)),
        case(
            "teletex",
            "The subject of the leaf is a TeletexString, as old authorities wrote it.",
        )
        .trio(leaf(teletex)),
    ]
}

fn empty() -> Vec<Case> {
    let nameless = CertBuilder::ca("Test Root").subject(Name::empty()).sign();
    let below = CertBuilder::leaf("example.com").issuer(&nameless).sign();
    vec![
        case(
            "empty_issuer",
            "The leaf does not say who issued it; the anchor has no name.",
        )
        .descent(&[&nameless, &below])
        .invalid("empty_issuer")
        .at("leaf"),
        case(
            "authority_without_name",
            "The intermediate has no name, so the leaf cannot say who issued it.",
        )
        .trio(Trio::new().intermediate(|ca| ca.subject(Name::empty())))
        .invalid("empty_issuer")
        .at("leaf"),
    ]
}

fn malformed() -> Vec<Case> {
    let number = || Name::raw(&der::sequence([der::integer(7)]));
    let empty_set = Name::raw(&der::sequence([der::set([])]));
    vec![
        case("malformed_subject", "The subject of the leaf is a number.")
            .trio(leaf(number()))
            .invalid("malformed_name")
            .at("leaf"),
        case(
            "malformed_issuer",
            "The issuer of the leaf is a number, and so is the name of the intermediate.",
        )
        .trio(Trio::new().intermediate(|ca| ca.subject(number())))
        .refused(),
        case(
            "empty_attribute_set",
            "The subject of the leaf has a set without attributes.",
        )
        .trio(leaf(empty_set))
        .invalid("malformed_name")
        .at("leaf"),
    ]
}
