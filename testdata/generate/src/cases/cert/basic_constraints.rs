//! Cases of the rule `basic_constraints` (RFC 5280 §4.2.1.9, §6.1.4 (k)).

use crate::cases::lapse::Lapse;
use crate::cases::{Case, Trio};
use crate::{Authority, CertBuilder, Extension, oid};

fn path(name: &str) -> String {
    format!("rules/basic_constraints/{name}")
}

fn case(name: &str, about: &str) -> Case {
    Case::new(&path(name), about)
}

pub(super) fn cases() -> Vec<Case> {
    let says_no = Extension::basic_constraints(Authority::No);
    let not_critical = Extension::basic_constraints(Authority::Yes).non_critical();
    let mut cases = vec![
        case("ca", "The intermediate says that it is a CA.")
            .strict()
            .trio(Trio::new()),
        case("missing", "The intermediate has no basic constraints.")
            .trio(Trio::new().intermediate(|ca| ca.without(oid::BASIC_CONSTRAINTS)))
            .invalid("not_a_ca")
            .at("intermediate 1"),
        case("not_a_ca", "The intermediate says that it is not a CA.")
            .trio(Trio::new().intermediate(|ca| ca.extension(says_no)))
            .invalid("not_a_ca")
            .at("intermediate 1"),
        case(
            "missing_in_anchor",
            "The anchor is a certificate that does not say that it is a CA.",
        )
        .trio(Trio::new().root(|root| root.without(oid::BASIC_CONSTRAINTS)))
        .invalid("not_a_ca")
        .at("anchor"),
        case(
            "missing_in_anchor_rfc5280",
            "The anchor has no basic constraints; it is trusted for its name and key.",
        )
        .trio(Trio::new().root(|root| root.without(oid::BASIC_CONSTRAINTS)))
        .profile("rfc5280"),
        issued_by_leaf(),
    ];
    cases.extend(
        Lapse::intermediate("basic_constraints_not_critical", |ca| {
            ca.extension(not_critical)
        })
        .both(
            &path("not_critical"),
            "The basic constraints of the intermediate are not critical.",
        ),
    );
    cases
}

/// The classic attack: the owner of one site issues for another.
fn issued_by_leaf() -> Case {
    // With every right but to be an authority, so that nothing else is wrong.
    let signing = Extension::key_usage(&[crate::KeyUsage::KeyCertSign]);
    let site = CertBuilder::leaf("mallory.example").extension(signing);
    let [root, intermediate, server] = Trio::new().leaf(|_| site).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&server).sign();
    case(
        "issued_by_leaf",
        "The owner of mallory.example signed for example.com with the key of the site.",
    )
    .descent(&[&root, &intermediate, &server, &leaf])
    .invalid("not_a_ca")
    .at("intermediate 1")
}
