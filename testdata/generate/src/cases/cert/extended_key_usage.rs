//! Cases of the rule `extended_key_usage`: its form (CA/Browser Forum Baseline Requirements §7.1.2).

use crate::cases::lapse::Lapse;
use crate::cases::{Case, Trio};
use crate::{Extension, oid};

fn path(name: &str) -> String {
    format!("rules/extended_key_usage/{name}")
}

pub(super) fn cases() -> Vec<Case> {
    let usage = |purpose| Extension::extended_key_usage(&[purpose]);
    let mut cases = vec![
        Case::new(
            &path("in_order"),
            "The leaf names its purpose, not critical.",
        )
        .strict()
        .trio(Trio::new()),
        Case::new(
            &path("timestamp"),
            "The extended key usage of the leaf is critical, as it is for time stamps.",
        )
        .strict()
        .names(&[])
        .purpose("timestamp")
        .trio(
            Trio::new()
                .intermediate(|ca| ca.without(oid::EXTENDED_KEY_USAGE))
                .leaf(|leaf| leaf.extension(usage(oid::TIME_STAMPING).critical())),
        ),
        Lapse::root("extended_key_usage_in_root", |root| {
            root.extension(usage(oid::SERVER_AUTH))
        })
        .strict(&path("root_strict"), "The root has an extended key usage."),
    ];
    cases.extend(
        Lapse::leaf("extended_key_usage_missing", |leaf| {
            leaf.without(oid::EXTENDED_KEY_USAGE)
        })
        .both(&path("missing"), "The leaf has no extended key usage."),
    );
    cases.extend(
        Lapse::leaf("extended_key_usage_critical", |leaf| {
            leaf.extension(usage(oid::SERVER_AUTH).critical())
        })
        .both(
            &path("critical"),
            "The extended key usage of the leaf is critical.",
        ),
    );
    cases.extend(
        Lapse::leaf("any_extended_key_usage", |leaf| {
            leaf.extension(usage(oid::ANY_EXTENDED_KEY_USAGE))
        })
        .both(&path("any"), "The leaf is for any purpose."),
    );
    cases
}
