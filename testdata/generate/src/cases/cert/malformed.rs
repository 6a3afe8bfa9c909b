//! Cases of the rule `malformed` (RFC 5280 §4.2).

use super::critical::garbled;
use crate::Criticality::NonCritical;
use crate::cases::{Case, Trio};
use crate::oid;

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/malformed/{name}"), about)
}

pub(super) fn cases() -> Vec<Case> {
    let leaf = |oid: &'static str| Trio::new().leaf(move |leaf| garbled(leaf, oid, NonCritical));
    vec![
        case("well_formed", "Every extension can be read.")
            .strict()
            .trio(Trio::new()),
        case(
            "information_access_strict",
            "The leaf's authority information access cannot be read, and the policy is strict.",
        )
        .strict()
        .trio(leaf(oid::AUTHORITY_INFO_ACCESS))
        .invalid("malformed_extension")
        .at("leaf"),
        case(
            "policies_in_anchor_strict",
            "The certificate policies of the anchor cannot be read, and the policy is strict.",
        )
        .strict()
        .trio(Trio::new().root(|root| garbled(root, oid::CERTIFICATE_POLICIES, NonCritical)))
        .invalid("malformed_extension")
        .at("anchor"),
        case(
            "information_access",
            "The leaf's authority information access cannot be read, and nobody needs it.",
        )
        .trio(leaf(oid::AUTHORITY_INFO_ACCESS))
        .warns("malformed_extension")
        .at("leaf"),
        case(
            "timestamps",
            "The leaf's list of certificate timestamps cannot be read, and nobody needs it.",
        )
        .trio(leaf(oid::SCT_LIST))
        .warns("malformed_extension")
        .at("leaf"),
        case(
            "authority_key_identifier",
            "The leaf's authority key identifier cannot be read, and nobody needs it.",
        )
        .trio(leaf(oid::AUTHORITY_KEY_IDENTIFIER))
        .warns("malformed_extension")
        .at("leaf"),
        case(
            "key_identifier",
            "The leaf's subject key identifier cannot be read, and nobody needs it.",
        )
        .trio(leaf(oid::SUBJECT_KEY_IDENTIFIER))
        .warns("malformed_extension")
        .at("leaf"),
    ]
}
