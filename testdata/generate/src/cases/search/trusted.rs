//! What is trusted: roots, intermediates, leaves, or nothing.

use super::case;
use crate::cases::{Case, Trio};
use crate::{CertBuilder, Key, Made, der};

pub(super) fn cases() -> Vec<Case> {
    [missing(), roots(), own(), direct(), above(), unsigned()]
        .into_iter()
        .flatten()
        .collect()
}

fn missing() -> Vec<Case> {
    let [root, intermediate, leaf] = Trio::new().sign();
    vec![
        case(
            "complete",
            "Leaf and intermediate are sent, the root is trusted.",
        )
        .strict()
        .trio(Trio::new()),
        case(
            "missing_intermediate",
            "The intermediate is not sent, and the leaf does not say where it can be had.",
        )
        .chain([&leaf])
        .roots([&root])
        .invalid("issuer_not_found")
        .at("leaf"),
        case("empty_store", "Nothing is trusted.")
            .chain([&leaf, &intermediate])
            .invalid("empty_store"),
    ]
}

fn roots() -> Vec<Case> {
    let [root, intermediate, leaf] = Trio::new().sign();
    let other = CertBuilder::ca("Other Root").sign();
    let namesake = CertBuilder::ca("Test Root")
        .key(Key::p256("other root"))
        .sign();
    vec![
        case("root_sent", "The root is sent too, and it is trusted.")
            .chain([&leaf, &intermediate, &root])
            .roots([&root])
            .warns("root_sent"),
        case(
            "root_sent_untrusted",
            "The root is sent too, but another one is trusted.",
        )
        .chain([&leaf, &intermediate, &root])
        .roots([&other])
        .invalid("untrusted_root"),
        case("root_unknown", "The root is neither sent nor trusted.")
            .chain([&leaf, &intermediate])
            .roots([&other])
            .invalid("issuer_not_found")
            .at("intermediate 1"),
        case(
            "namesake_root",
            "The trusted root has the name of the right one, but another key.",
        )
        .chain([&leaf, &intermediate])
        .roots([&namesake])
        .invalid("signature_invalid")
        .at("intermediate 1"),
        case(
            "namesake_root_beside",
            "Two trusted roots have the same name, and the right one comes second.",
        )
        .chain([&leaf, &intermediate])
        .roots([&namesake, &root]),
        case("among_many_roots", "The right root is one of forty.")
            .chain([&leaf, &intermediate])
            .roots(
                (0..39)
                    .map(|number| CertBuilder::ca(&format!("Root {number}")).sign().der)
                    .chain([root.der.clone()]),
            ),
    ]
}

/// Leaves that name themselves as their issuer.
fn own() -> Vec<Case> {
    let [root, ..] = Trio::new().sign();
    let own = CertBuilder::leaf("example.com").sign();
    let namesake = Made {
        key: Key::p256("another of that name"),
        ..own.clone()
    };
    let by_namesake = CertBuilder::leaf("example.com").issuer(&namesake).sign();
    let unknown = der::sequence([der::oid("2.999.8")]);
    let unchecked = CertBuilder::leaf("example.com")
        .raw_algorithm(unknown)
        .sign();
    vec![
        case(
            "self_signed_leaf",
            "The leaf signed itself, and it is not trusted.",
        )
        .chain([&own])
        .roots([&root])
        .invalid("self_signed_leaf")
        .at("leaf"),
        case(
            "self_issued_leaf",
            "Another key of the leaf's name signed it, and it is not trusted.",
        )
        .chain([&by_namesake])
        .roots([&root])
        .invalid("self_issued_leaf")
        .at("leaf"),
        case(
            "self_issued_leaf_not_checked",
            "The leaf names itself as its issuer, and an algorithm that nobody knows.",
        )
        .chain([&unchecked])
        .roots([&root])
        .invalid("self_issued_leaf")
        .at("leaf"),
        case(
            "self_signed_leaf_trusted",
            "The leaf signed itself, and it is trusted by itself.",
        )
        .chain([&own])
        .roots([&own]),
    ]
}

fn direct() -> Vec<Case> {
    let [root, intermediate, leaf] = Trio::new().sign();
    let direct = CertBuilder::leaf("example.com").issuer(&root).sign();
    vec![
        case(
            "leaf_trusted",
            "The leaf is trusted by itself, though somebody else signed it.",
        )
        .chain([&leaf])
        .roots([&leaf]),
        case(
            "intermediate_trusted",
            "The intermediate is trusted, and its root is not.",
        )
        .chain([&leaf])
        .roots([&intermediate])
        .warns("completed_by_store"),
        case(
            "intermediate_and_root_trusted",
            "The intermediate is trusted and sent, and its root is trusted too.",
        )
        .chain([&leaf, &intermediate])
        .roots([&intermediate, &root]),
        case(
            "intermediate_trusted_and_sent",
            "The intermediate is trusted and sent; its root is not trusted.",
        )
        .chain([&leaf, &intermediate])
        .roots([&intermediate]),
        case("leaf_under_root", "The root signed the leaf itself.")
            .chain([&direct])
            .roots([&root]),
    ]
}

/// Intermediates that the store alone has: a path goes on to a root where there is one.
fn above() -> Vec<Case> {
    let root = CertBuilder::ca("Test Root").sign();
    let expired_root = CertBuilder::ca("Test Root")
        .validity("2025-01-01T00:00:00Z", "2026-05-01T00:00:00Z")
        .sign();
    let upper = CertBuilder::intermediate("Upper").issuer(&root).sign();
    let lower = CertBuilder::intermediate("Lower").issuer(&upper).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&lower).sign();
    let alone = |name, about, roots: &[&Made]| {
        case(name, about)
            .chain([&leaf])
            .roots(roots)
            .warns("completed_by_store")
    };
    vec![
        alone(
            "intermediates_in_store",
            "Nothing is sent with the leaf; both intermediates and their root are trusted.",
            &[&lower, &upper, &root],
        )
        .at("intermediate 1"),
        alone(
            "intermediates_in_store_reversed",
            "The same with the store in another order.",
            &[&root, &upper, &lower],
        )
        .at("intermediate 2"),
        alone(
            "intermediates_in_store_without_root",
            "Nothing is sent with the leaf; both intermediates are trusted, their root is not.",
            &[&lower, &upper],
        )
        .at("anchor"),
        alone(
            "intermediates_in_store_root_expired",
            "Nothing is sent with the leaf; both intermediates are trusted, and their root expired.",
            &[&lower, &upper, &expired_root],
        )
        .at("anchor"),
    ]
}

/// The signature on a certificate that is trusted by itself does not matter.
fn unsigned() -> Vec<Case> {
    let sha1 = || der::sequence([der::oid("1.2.840.10045.4.1")]);
    let [root, ..] = Trio::new().sign();
    let own = CertBuilder::leaf("example.com")
        .raw_algorithm(sha1())
        .sign();
    let issued = CertBuilder::leaf("example.com")
        .issuer(&root)
        .raw_algorithm(sha1())
        .sign();
    let old_root = CertBuilder::ca("Old Root").raw_algorithm(sha1()).sign();
    let below = CertBuilder::leaf("example.com").issuer(&old_root).sign();
    vec![
        case(
            "leaf_trusted_sha1",
            "The leaf signed itself with SHA-1, and it is trusted by itself.",
        )
        .chain([&own])
        .roots([&own]),
        case(
            "leaf_trusted_sha1_issued",
            "The leaf was signed with SHA-1 by a trusted root, and it is trusted by itself too.",
        )
        .chain([&issued])
        .roots([&issued, &root]),
        case(
            "leaf_sha1_issued",
            "The leaf was signed with SHA-1 by a trusted root.",
        )
        .chain([&issued])
        .roots([&root])
        .invalid("signature_algorithm_not_allowed")
        .at("leaf"),
        case(
            "root_sha1_untrusted",
            "The root that is sent signed itself with SHA-1, and is not trusted.",
        )
        .chain([&below, &old_root])
        .roots([&root])
        .invalid("untrusted_root")
        .at("intermediate 1"),
        case(
            "root_sha1_trusted",
            "The root that is sent signed itself with SHA-1, and is trusted.",
        )
        .chain([&below, &old_root])
        .roots([&old_root])
        .warns("root_sent"),
    ]
}
