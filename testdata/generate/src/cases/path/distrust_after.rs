//! Cases of the rule `distrust_after`: anchors that are trusted only for what was issued up to a date.

use crate::CertBuilder;
use crate::cases::{Case, Trio};

/// The leaf is valid from then on.
fn case(name: &str, about: &str, not_before: &str) -> Case {
    let leaf = |leaf: CertBuilder| leaf.validity(not_before, "2027-01-01T00:00:00Z");
    Case::new(&format!("rules/distrust_after/{name}"), about)
        .distrust_after("2026-04-15T23:59:59Z")
        .trio(Trio::new().leaf(leaf))
}

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "last_second",
            "The leaf was issued in the last second up to which its root is trusted.",
            "2026-04-15T23:59:59Z",
        ),
        case(
            "second_after",
            "The leaf was issued a second after that up to which its root is trusted.",
            "2026-04-16T00:00:00Z",
        )
        .invalid("issued_after_distrust")
        .at("leaf"),
    ]
}
