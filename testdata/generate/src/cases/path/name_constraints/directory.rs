//! Constraints of directory names, and of kinds of names that nobody can compare.

use super::{EXCLUDED, PERMITTED, case, constrained, exclude, permit};
use crate::cases::{Case, Trio};
use crate::{GeneralName, Name, der, oid};

pub(super) fn cases() -> Vec<Case> {
    [directory(), twins(), malformed_ones(), other_kinds()]
        .into_iter()
        .flatten()
        .collect()
}

fn organization(name: &str) -> Name {
    Name::empty()
        .and(oid::COUNTRY, "XX")
        .and(oid::ORGANIZATION, name)
}

fn directory() -> Vec<Case> {
    let base = |name| GeneralName::Directory(organization(name));
    let subject = |constraints, name: Name| {
        Trio::new()
            .intermediate(|ca| ca.extension(constraints))
            .leaf(|leaf| leaf.subject(name.and(oid::COMMON_NAME, "example.com")))
    };
    let alternative =
        GeneralName::Directory(organization("Other").and(oid::COMMON_NAME, "example.com"));
    vec![
        case(
            "directory_permitted",
            "The subject of the leaf is below the permitted name.",
        )
        .trio(subject(permit(base("Example")), organization("Example"))),
        case(
            "directory_permitted_other_case",
            "The subject of the leaf is below the permitted name but for upper and lower case.",
        )
        .trio(subject(permit(base("Example")), organization("EXAMPLE"))),
        case(
            "directory_not_permitted",
            "The subject of the leaf is not below the permitted name.",
        )
        .trio(subject(permit(base("Example")), organization("Other")))
        .invalid(PERMITTED)
        .at("leaf"),
        case(
            "directory_excluded",
            "The subject of the leaf is below the excluded name.",
        )
        .trio(subject(exclude(base("Example")), organization("Example")))
        .invalid(EXCLUDED)
        .at("leaf"),
        case(
            "directory_alternative_excluded",
            "An alternative name of the leaf is below the excluded directory name.",
        )
        .trio(
            subject(exclude(base("Other")), organization("Example"))
                .leaf(|leaf| leaf.name(alternative)),
        )
        .invalid(EXCLUDED)
        .at("leaf"),
        case(
            "directory_no_subject",
            "Directory names are constrained, and the leaf has none.",
        )
        .trio(
            Trio::new()
                .intermediate(|ca| ca.extension(permit(base("Example"))))
                .leaf(|leaf| leaf.subject(Name::empty())),
        ),
    ]
}

/// What could be equal to an excluded name by RFC 4518 is excluded; what could be equal to a permitted
/// one by a form that is not computed is not permitted.
fn twins() -> Vec<Case> {
    let trio = |constraints, name| {
        Trio::new()
            .intermediate(|ca| ca.extension(constraints))
            .leaf(|leaf| leaf.subject(organization(name).and(oid::COMMON_NAME, "example.com")))
    };
    let excluded = |name: &str, about: &str, base, found| {
        let trio = trio(exclude(GeneralName::Directory(organization(base))), found);
        case(name, about).trio(trio)
    };
    let not_permitted = |name: &str, about: &str, base, found| {
        let trio = trio(permit(GeneralName::Directory(organization(base))), found);
        case(name, about).trio(trio).invalid(PERMITTED).at("leaf")
    };
    vec![
        excluded(
            "directory_excluded_zero_width",
            "The leaf has the excluded name with a character in it that counts for nothing.",
            "Example",
            "Exam\u{200b}ple",
        )
        .invalid(EXCLUDED)
        .at("leaf"),
        excluded(
            "directory_excluded_full_width",
            "The leaf has the excluded name with a letter in another form.",
            "Example",
            "\u{ff25}xample",
        )
        .invalid(EXCLUDED)
        .at("leaf"),
        excluded(
            "directory_excluded_decomposed",
            "The leaf has the excluded name with an accent of its own.",
            "Caf\u{e9}",
            "Cafe\u{301}",
        )
        .invalid(EXCLUDED)
        .at("leaf"),
        excluded(
            "directory_excluded_ligature",
            "The excluded name has a ligature, for which the leaf has two letters.",
            "\u{fb01}fth",
            "fifth",
        )
        .invalid(EXCLUDED)
        .at("leaf"),
        excluded(
            "directory_not_excluded_accent",
            "The leaf's name has an accent, which the excluded name does not have.",
            "Example",
            "\u{c9}xample",
        ),
        not_permitted(
            "directory_not_permitted_full_width",
            "The leaf has the permitted name with a letter in another form.",
            "Example",
            "\u{ff25}xample",
        ),
    ]
}

fn malformed_ones() -> Vec<Case> {
    let base = |name| GeneralName::Directory(organization(name));
    vec![
        case(
            "directory_alternative_malformed",
            "Directory names are constrained, and one of the leaf is not well-formed.",
        )
        .trio(constrained(exclude(base("Other")), malformed()))
        .invalid("malformed_constrained_name")
        .at("leaf"),
        case(
            "directory_constraint_malformed",
            "The leaf has a directory name, and the constraint for it is not well-formed.",
        )
        .trio(constrained(exclude(malformed()), base("Example")))
        .invalid("malformed_name_constraint")
        .at("intermediate 1"),
    ]
}

/// A relative distinguished name without attributes (RFC 5280 §4.1.2.4 wants one at least).
fn malformed() -> GeneralName {
    GeneralName::Directory(Name::raw(&der::sequence([der::set([])])))
}

fn other_kinds() -> Vec<Case> {
    let principal = || permit(GeneralName::user_principal("user@example.com"));
    vec![
        case(
            "other_kind_absent",
            "A kind of name is constrained that nobody can compare, and the leaf has none of it.",
        )
        .trio(Trio::new().intermediate(|ca| ca.extension(principal()))),
        case(
            "other_kind_present",
            "A kind of name is constrained that nobody can compare, and the leaf has one of it.",
        )
        .trio(constrained(
            principal(),
            GeneralName::user_principal("user@example.com"),
        ))
        .invalid("unsupported_name_constraint")
        .at("leaf"),
    ]
}
