//! Constraints of anchors, and of several intermediates at once.

use super::{PERMITTED, case, permit};
use crate::cases::{Case, Trio};
use crate::{CertBuilder, GeneralName, Key};

pub(super) fn cases() -> Vec<Case> {
    [anchor(), narrowed(), own_names()]
        .into_iter()
        .flatten()
        .collect()
}

fn anchor() -> Vec<Case> {
    let anchor = |base| Trio::new().root(|root| root.extension(permit(GeneralName::dns(base))));
    vec![
        case("anchor_permits", "The anchor permits the name.").trio(anchor("example.com")),
        case(
            "anchor_does_not_permit",
            "The anchor permits other names only.",
        )
        .trio(anchor("other.test"))
        .invalid(PERMITTED)
        .at("leaf"),
    ]
}

fn lower() -> CertBuilder {
    CertBuilder::intermediate("Lower")
}

fn lower_permits(base: &str) -> CertBuilder {
    lower().extension(permit(GeneralName::dns(base)))
}

/// Root, an upper intermediate that permits `example.com`, `below`, and a leaf for `name`.
fn path(case: Case, below: CertBuilder, name: &str) -> Case {
    let root = CertBuilder::ca("Test Root").sign();
    let constraints = permit(GeneralName::dns("example.com"));
    let upper = CertBuilder::intermediate("Upper")
        .extension(constraints)
        .issuer(&root)
        .sign();
    let below = below.issuer(&upper).sign();
    let leaf = CertBuilder::leaf(name).issuer(&below).sign();
    case.names(&[name]).descent(&[&root, &upper, &below, &leaf])
}

fn narrowed() -> Vec<Case> {
    let both = case(
        "narrowed_permitted",
        "Upper and lower intermediate permit the name.",
    );
    let upper = case(
        "narrowed_not_permitted",
        "The upper permits the name, the lower does not.",
    );
    let lower = case(
        "not_widened",
        "The lower permits the name, the upper does not.",
    );
    vec![
        path(both, lower_permits("a.example.com"), "a.example.com"),
        path(upper, lower_permits("a.example.com"), "b.example.com")
            .invalid(PERMITTED)
            .at("leaf"),
        path(lower, lower_permits("other.test"), "other.test")
            .invalid(PERMITTED)
            .at("leaf"),
    ]
}

/// RFC 5280 §6.1.3 (b): the names of intermediates are constrained too, but not those of self-issued ones.
fn own_names() -> Vec<Case> {
    let constrained = case(
        "own_name_of_intermediate",
        "The upper does not permit the lower's own name.",
    );
    let exempt = case(
        "own_name_of_self_issued",
        "A self-issued certificate has a name that is not permitted.",
    );
    let renewed = CertBuilder::intermediate("Upper").key(Key::p256("new key"));
    vec![
        path(constrained, lower().dns("ca.other.test"), "example.com")
            .invalid(PERMITTED)
            .at("intermediate 1"),
        path(exempt, renewed.dns("ca.other.test"), "example.com").profile("rfc5280"),
    ]
}
