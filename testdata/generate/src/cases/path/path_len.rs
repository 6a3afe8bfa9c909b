//! Cases of the rule `path_len` (RFC 5280 §4.2.1.9, §6.1.4 (l) and (m)).

use crate::Criticality::Critical;
use crate::cases::{Case, Trio};
use crate::{Authority, CertBuilder, Extension, Key, Made, der, oid};

const TOO_LONG: &str = "path_too_long";

pub(super) fn cases() -> Vec<Case> {
    [
        within(),
        huge(),
        exceeded(),
        anchors(),
        self_issued(),
        depths(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn up_to(length: u8) -> Extension {
    Extension::basic_constraints(Authority::UpTo(length))
}

/// Root, one intermediate for each entry (next to the root first; with the length that it allows), leaf.
fn descent(name: &str, about: &str, lengths: &[Option<u8>]) -> Case {
    let mut made = vec![CertBuilder::ca("Test Root").sign()];
    for (number, length) in lengths.iter().enumerate() {
        let plain = CertBuilder::intermediate(&format!("Test Intermediate {number}"));
        let builder = length.map_or(plain.clone(), |length| plain.extension(up_to(length)));
        made.extend(made.last().map(|issuer| builder.issuer(issuer).sign()));
    }
    made.extend(
        made.last()
            .map(|issuer| CertBuilder::leaf("example.com").issuer(issuer).sign()),
    );
    Case::new(&format!("rules/path_len/{name}"), about).descent(&made.iter().collect::<Vec<_>>())
}

fn within() -> Vec<Case> {
    vec![
        descent(
            "unlimited",
            "No intermediate limits the path.",
            &[None, None],
        )
        .strict(),
        descent(
            "zero",
            "The only intermediate allows none below it.",
            &[Some(0)],
        ),
        descent(
            "one_used_up",
            "The upper allows one below it, and there is one.",
            &[Some(1), None],
        ),
        descent(
            "narrowed_used_up",
            "The upper allows five, the lower none.",
            &[Some(5), Some(0)],
        ),
    ]
}

/// RFC 5280 §4.2.1.9: INTEGER (0..MAX).
fn huge() -> Vec<Case> {
    let huge = |name: &str, about: &str, octets: &[u8]| {
        let value = der::sequence([der::boolean_true(), der::integer_bytes(octets)]);
        let extension = Extension::raw(oid::BASIC_CONSTRAINTS, Critical, &value);
        let trio = Trio::new().intermediate(|ca| ca.extension(extension));
        Case::new(&format!("rules/path_len/{name}"), about).trio(trio)
    };
    vec![
        huge(
            "beyond_32_bits",
            "The intermediate allows 2 to the power of 32 below it.",
            &[1, 0, 0, 0, 0],
        ),
        huge(
            "beyond_64_bits",
            "The intermediate allows 2 to the power of 72 below it.",
            &[1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ),
        huge(
            "negative",
            "The intermediate allows minus one below it.",
            &[0xff],
        )
        .invalid("malformed_critical_extension")
        .at("intermediate 1"),
    ]
}

fn exceeded() -> Vec<Case> {
    vec![
        descent(
            "zero_exceeded",
            "The upper allows none below it, and there is one.",
            &[Some(0), None],
        )
        .invalid(TOO_LONG)
        .at("intermediate 2"),
        descent(
            "one_exceeded",
            "The first allows one below it, and there are two.",
            &[Some(1), None, None],
        )
        .invalid(TOO_LONG)
        .at("intermediate 3"),
        descent(
            "narrowed",
            "The first allows five below it, the second none.",
            &[Some(5), Some(0), None],
        )
        .invalid(TOO_LONG)
        .at("intermediate 2"),
        descent(
            "not_widened",
            "The first allows one below it, the second five.",
            &[Some(1), Some(5), None],
        )
        .invalid(TOO_LONG)
        .at("intermediate 3"),
    ]
}

fn anchors() -> Vec<Case> {
    let root = |length| Trio::new().root(|root| root.extension(up_to(length)));
    vec![
        Case::new(
            "rules/path_len/anchor",
            "The anchor allows one below it, and there is one.",
        )
        .trio(root(1)),
        Case::new(
            "rules/path_len/anchor_exceeded",
            "The anchor allows none below it, and there is one.",
        )
        .trio(root(0))
        .invalid(TOO_LONG)
        .at("anchor"),
    ]
}

/// RFC 5280 §6.1.4 (l): a certificate whose subject is its issuer does not count.
fn self_issued() -> Vec<Case> {
    let case = |name: &str, about: &str| Case::new(&format!("rules/path_len/{name}"), about);
    let limited = || CertBuilder::intermediate("Test Intermediate").extension(up_to(0));
    let root = CertBuilder::ca("Test Root").sign();
    let old = limited().issuer(&root).sign();
    let new: Made = limited().key(Key::p256("new key")).issuer(&old).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&new).sign();
    let below = CertBuilder::intermediate("Below").issuer(&new).sign();
    let leaf_below = CertBuilder::leaf("example.com").issuer(&below).sign();
    vec![
        case(
            "self_issued",
            "The intermediate allows none below it; its own new key does not count.",
        )
        .descent(&[&root, &old, &new, &leaf]),
        case(
            "self_issued_max_depth",
            "One intermediate is allowed; its own new key does not count.",
        )
        .max_depth(1)
        .descent(&[&root, &old, &new, &leaf]),
        case(
            "below_self_issued",
            "The intermediate allows none below it; its own new key certified one.",
        )
        .descent(&[&root, &old, &new, &below, &leaf_below])
        .invalid(TOO_LONG),
    ]
}

fn depths() -> Vec<Case> {
    vec![
        descent(
            "max_depth",
            "Two intermediates are allowed, and there are two.",
            &[None; 2],
        )
        .max_depth(2),
        descent(
            "max_depth_exceeded",
            "One intermediate is allowed, and there are two.",
            &[None; 2],
        )
        .max_depth(1)
        .invalid("path_too_deep"),
        descent(
            "max_depth_zero",
            "No intermediate is allowed, and there is one.",
            &[None],
        )
        .max_depth(0)
        .invalid("path_too_deep"),
        descent(
            "six",
            "There are six intermediates, which is much but not too much.",
            &[None; 6],
        ),
        descent(
            "twelve",
            "There are twelve intermediates, more than anybody needs.",
            &[None; 12],
        )
        .invalid("search_too_deep")
        .at("intermediate 8"),
    ]
}
