//! Several ways to go: cross-signs and circles, and which of two valid paths is taken.

use super::case;
use crate::cases::Case;
use crate::{CertBuilder, Extension, Key, Made};

pub(super) fn cases() -> Vec<Case> {
    [cross_signed(), longest(), kept(), cycles()]
        .into_iter()
        .flatten()
        .collect()
}

fn cross_signed() -> Vec<Case> {
    const PAST: [&str; 2] = ["2025-01-01T00:00:00Z", "2026-05-01T00:00:00Z"];
    let (old_root, new_root) = (
        CertBuilder::ca("Old Root").sign(),
        CertBuilder::ca("New Root").sign(),
    );
    let intermediate = || CertBuilder::intermediate("Test Intermediate");
    let by_old = intermediate().issuer(&old_root).sign();
    let by_new = intermediate().issuer(&new_root).sign();
    let expired = intermediate()
        .validity(PAST[0], PAST[1])
        .issuer(&old_root)
        .sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&by_new).sign();
    let new_by_old = CertBuilder::ca("New Root").issuer(&old_root).sign();
    let new_by_old_expired = CertBuilder::ca("New Root")
        .validity(PAST[0], PAST[1])
        .issuer(&old_root)
        .sign();
    vec![
        case(
            "expired_cross_sign_first",
            "An expired cross-sign is sent before the good intermediate.",
        )
        .chain([&leaf, &expired, &by_new])
        .roots([&old_root, &new_root]),
        case(
            "expired_cross_sign_only",
            "The cross-sign under the trusted root expired; the good one is under another.",
        )
        .chain([&leaf, &expired, &by_new])
        .roots([&old_root])
        .invalid("expired")
        .at("intermediate 1"),
        case(
            "two_cross_signs",
            "Two intermediates of one name and key lead to two trusted roots.",
        )
        .chain([&leaf, &by_old, &by_new])
        .roots([&old_root, &new_root]),
        case(
            "one_root_trusted",
            "Two intermediates of one name and key lead to two roots, and one is trusted.",
        )
        .chain([&leaf, &by_old, &by_new])
        .roots([&new_root]),
        case(
            "new_root_by_old",
            "The new root is not trusted by itself, but was signed by the old one.",
        )
        .chain([&leaf, &by_new, &new_by_old])
        .roots([&old_root]),
        case(
            "expired_root_by_old",
            "The cross-sign of the new root expired, but the new root is trusted by itself.",
        )
        .chain([&leaf, &by_new, &new_by_old_expired])
        .roots([&old_root, &new_root]),
        ladder(),
    ]
}

/// Two valid paths of the same kind: the one that stays valid longest, in every order.
fn longest() -> Vec<Case> {
    let until = |builder: CertBuilder, end| builder.validity("2026-01-01T00:00:00Z", end);
    let root = |name| until(CertBuilder::ca(name), "2036-01-01T00:00:00Z").sign();
    let (short_root, long_root) = (root("Short Root"), root("Long Root"));
    let intermediate = |issuer: &Made, end| {
        until(CertBuilder::intermediate("Test Intermediate"), end)
            .issuer(issuer)
            .sign()
    };
    let short = intermediate(&short_root, "2026-12-06T00:00:00Z");
    let long = intermediate(&long_root, "2027-02-24T00:00:00Z");
    let leaf = until(CertBuilder::leaf("example.com"), "2027-06-01T00:00:00Z");
    let leaf = leaf.issuer(&long).sign();
    vec![
        case(
            "longest_valid_first",
            "Two paths are valid, and the one that stays valid longer is sent first.",
        )
        .chain([&leaf, &long, &short])
        .roots([&long_root, &short_root]),
        case(
            "longest_valid_last",
            "Two paths are valid, and the one that stays valid longer is sent last.",
        )
        .chain([&leaf, &short, &long])
        .roots([&short_root, &long_root]),
        longest_above("longest_valid_above_first", [0, 1]),
        longest_above("longest_valid_above_last", [1, 0]),
    ]
}

/// The two paths part above the intermediate that issued the leaf.
fn longest_above(name: &str, order: [usize; 2]) -> Case {
    let root = CertBuilder::ca("Test Root").sign();
    let upper = |end| {
        CertBuilder::intermediate("Upper")
            .validity("2026-01-01T00:00:00Z", end)
            .issuer(&root)
            .sign()
    };
    let uppers = [upper("2027-02-24T00:00:00Z"), upper("2026-12-06T00:00:00Z")];
    let lower = CertBuilder::intermediate("Lower").issuer(&uppers[0]).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&lower).sign();
    let [first, second] = order.map(|number| &uppers[number]);
    case(
        name,
        "An upper intermediate was renewed: two paths are valid, and one stays valid longer.",
    )
    .chain([&leaf, &lower, first, second])
    .roots([&root])
}

/// Certificates beside the path that clients with other roots may need.
fn kept() -> Vec<Case> {
    let (old_root, new_root) = (
        CertBuilder::ca("Old Root").sign(),
        CertBuilder::ca("New Root").sign(),
    );
    let intermediate = || CertBuilder::intermediate("Test Intermediate");
    let by_new = intermediate().issuer(&new_root).sign();
    let other_key_id = intermediate()
        .extension(Extension::subject_key_identifier(&[5; 20]))
        .issuer(&old_root)
        .sign();
    let new_by_old = CertBuilder::ca("New Root")
        .extension(Extension::subject_key_identifier(&[6; 20]))
        .issuer(&old_root)
        .sign();
    let rekeyed = intermediate()
        .key(Key::p256("another key"))
        .issuer(&new_root)
        .sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&by_new).sign();
    vec![
        case(
            "cross_sign_other_key_id",
            "The other certificate of the intermediate has the same key under another identifier.",
        )
        .chain([&leaf, &by_new, &other_key_id])
        .roots([&new_root]),
        case(
            "root_cross_sign_other_key_id",
            "The trusted root was signed by the old one too, and has another key identifier there.",
        )
        .chain([&leaf, &by_new, &new_by_old])
        .roots([&new_root]),
        case(
            "rekeyed_beside",
            "A namesake of the intermediate with another key is sent too.",
        )
        .chain([&leaf, &by_new, &rekeyed])
        .roots([&new_root])
        .warns("unused_certificate"),
        case(
            "rekeyed_instead",
            "A namesake of the intermediate with another key is sent in its place.",
        )
        .chain([&leaf, &rekeyed])
        .roots([&new_root])
        .invalid("signature_invalid")
        .at("leaf"),
    ]
}

/// Each step has two certificates, by both of the step above: 2^4 ways, and one root is trusted.
fn ladder() -> Case {
    let mut above = [
        CertBuilder::ca("Root A").sign(),
        CertBuilder::ca("Root B").sign(),
    ];
    let trusted = above[1].clone();
    let mut sent = Vec::new();
    for step in 0..4 {
        let name = |side| format!("Step {step} {side}");
        let signed =
            |side, issuer: &Made| CertBuilder::intermediate(&name(side)).issuer(issuer).sign();
        let rungs = [
            signed("A", &above[0]),
            signed("A", &above[1]),
            signed("B", &above[0]),
            signed("B", &above[1]),
        ];
        above = [rungs[0].clone(), rungs[2].clone()];
        sent.extend(rungs);
    }
    let leaf = CertBuilder::leaf("example.com").issuer(&above[0]).sign();
    case(
        "cross_sign_ladder",
        "Four steps of two CAs, each certified by both above; one root is trusted.",
    )
    .chain([leaf].iter().chain(sent.iter().rev()))
    .roots([&trusted])
}

/// Two CAs that certify each other.
fn cycles() -> Vec<Case> {
    let root = CertBuilder::ca("Test Root").sign();
    let [a, b] = ["A", "B"].map(|name| CertBuilder::intermediate(name).sign());
    let a_by_b = CertBuilder::intermediate("A").issuer(&b).sign();
    let b_by_a = CertBuilder::intermediate("B").issuer(&a).sign();
    let b_by_root = CertBuilder::intermediate("B").issuer(&root).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&a).sign();
    vec![
        case(
            "cycle",
            "Two CAs certified each other, and nobody else did.",
        )
        .chain([&leaf, &a_by_b, &b_by_a])
        .roots([&root])
        .invalid("issuer_loop")
        .at("intermediate 2"),
        case(
            "cycle_with_exit",
            "Two CAs certified each other, and the root one of them.",
        )
        .chain([&leaf, &a_by_b, &b_by_a, &b_by_root])
        .roots([&root]),
    ]
}
