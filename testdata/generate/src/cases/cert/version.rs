//! Cases of the rule `version` (RFC 5280 §4.1.2.1).

use crate::cases::{Case, Trio};
use crate::{CertBuilder, Version};

fn old(builder: CertBuilder, version: Version) -> CertBuilder {
    builder.version(version).without_extensions()
}

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/version/{name}"), about)
}

pub(super) fn cases() -> Vec<Case> {
    let v1_leaf = || Trio::new().leaf(|leaf| old(leaf, Version::V1));
    let v2_leaf = || Trio::new().leaf(|leaf| old(leaf, Version::V2));
    let v1_intermediate = || Trio::new().intermediate(|ca| old(ca, Version::V1));
    vec![
        case("version_3", "All certificates are of version 3.")
            .strict()
            .trio(Trio::new()),
        case(
            "intermediate_v1",
            "The intermediate is of version 1, so it cannot say that it is an authority.",
        )
        .trio(v1_intermediate())
        .invalid("version_1_ca")
        .at("intermediate 1"),
        case(
            "leaf_v1",
            "The leaf is of version 1 and has no extensions; no name is asked for.",
        )
        .names(&[])
        .trio(v1_leaf())
        .warns("version_not_3")
        .at("leaf"),
        case(
            "leaf_v1_strict",
            "The leaf is of version 1, and strict rules ask for version 3.",
        )
        .names(&[])
        .strict()
        .trio(v1_leaf())
        .invalid("version_not_3")
        .at("leaf"),
        case(
            "leaf_v2_strict",
            "The leaf is of version 2, and strict rules ask for version 3.",
        )
        .names(&[])
        .strict()
        .trio(v2_leaf())
        .invalid("version_not_3")
        .at("leaf"),
        case(
            "anchor_v1",
            "The anchor is of version 1: it is trusted for its name and key, not for what it says.",
        )
        .profile("rfc5280")
        .trio(Trio::new().root(|root| old(root, Version::V1))),
    ]
}
