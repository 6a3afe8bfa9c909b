//! Cases of the rule `leaf`: what only authorities may be or have (RFC 5280 §4.2.1.9, §4.2.1.10).

use crate::cases::lapse::Lapse;
use crate::cases::{Case, Trio};
use crate::{Authority, Criticality, Extension, GeneralName, der, oid};

pub(super) fn cases() -> Vec<Case> {
    let says_no = Extension::basic_constraints(Authority::No);
    let permitted = Extension::name_constraints(&[GeneralName::dns("example.com")], &[]);
    let length_only = Extension::raw(
        oid::BASIC_CONSTRAINTS,
        Criticality::Critical,
        &der::sequence([der::integer(1)]),
    );
    let mut cases = vec![
        Case::new(
            "rules/leaf/silent",
            "The leaf does not say whether it is an authority.",
        )
        .strict()
        .trio(Trio::new()),
        Case::new(
            "rules/leaf/no_authority",
            "The leaf says that it is no authority.",
        )
        .strict()
        .trio(Trio::new().leaf(|leaf| leaf.extension(says_no))),
    ];
    cases.extend(
        Lapse::leaf("leaf_is_ca", |leaf| {
            leaf.extension(Extension::basic_constraints(Authority::Yes))
        })
        .both(
            "rules/leaf/authority",
            "The leaf says that it is an authority.",
        ),
    );
    cases.extend(
        Lapse::leaf("name_constraints_in_leaf", |leaf| leaf.extension(permitted)).both(
            "rules/leaf/name_constraints",
            "The leaf has name constraints.",
        ),
    );
    cases.extend(
        Lapse::leaf("path_len_constraint_in_leaf", |leaf| {
            leaf.extension(length_only)
        })
        .both(
            "rules/leaf/path_len",
            "The leaf is no authority, but says how many may follow it.",
        ),
    );
    cases
}
