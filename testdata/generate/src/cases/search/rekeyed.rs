//! An expired leaf under a CA that was re-keyed: two certificates of one name, and only one of the
//! keys made the signature. The leaf expired, whatever the order.

use super::case;
use crate::cases::Case;
use crate::{CertBuilder, Key, Made, oid};

pub(super) fn cases() -> Vec<Case> {
    [rekeyed(), rollover(), which()]
        .into_iter()
        .flatten()
        .collect()
}

/// Both orders of what is sent behind the leaf.
fn both(
    [in_order, reversed]: [&str; 2],
    about: &str,
    [leaf, one, other]: [&Made; 3],
    root: &Made,
) -> Vec<Case> {
    let expired = |name, chain: [&Made; 3]| {
        case(name, about)
            .chain(chain)
            .roots([root])
            .invalid("expired")
            .at("leaf")
    };
    vec![
        expired(in_order, [leaf, one, other]),
        expired(reversed, [leaf, other, one]),
    ]
}

fn expired(issuer: &Made) -> CertBuilder {
    CertBuilder::leaf("example.com")
        .validity("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")
        .issuer(issuer)
}

fn rekeyed() -> Vec<Case> {
    let root = CertBuilder::ca("Test Root").sign();
    let ca = |key| {
        CertBuilder::intermediate("Test Intermediate")
            .key(Key::p256(key))
            .issuer(&root)
            .sign()
    };
    let (new, old) = (ca("new key"), ca("old key"));
    let leaf = expired(&new).without(oid::AUTHORITY_KEY_IDENTIFIER).sign();
    both(
        ["rekeyed_leaf_expired", "rekeyed_leaf_expired_reversed"],
        "The leaf expired and names no key; a namesake of its CA with another key is sent too.",
        [&leaf, &new, &old],
        &root,
    )
}

/// The CA itself has expired, and has another certificate by the same name.
fn which() -> Vec<Case> {
    let root = CertBuilder::ca("Test Root").sign();
    let ca = |key| CertBuilder::intermediate("Test Intermediate").key(Key::p256(key));
    let past = |ca: CertBuilder| ca.validity("2025-01-01T00:00:00Z", "2026-05-01T00:00:00Z");
    let old = past(ca("old key")).issuer(&root).sign();
    let rekeyed = ca("new key").issuer(&root).sign();
    let older = ca("old key")
        .validity("2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z")
        .serial(&[7])
        .issuer(&root)
        .sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&old).sign();
    let expired = |name, about, other: &Made| {
        case(name, about)
            .chain([&leaf, &old, other])
            .roots([&root])
            .invalid("expired")
            .at("intermediate 1")
    };
    vec![
        expired(
            "rekeyed_ca_expired",
            "The CA expired; its certificate for another key is sent too.",
            &rekeyed,
        ),
        expired(
            "renewed_ca_expired",
            "The CA expired; an older certificate for the same key is sent too.",
            &older,
        ),
    ]
}

/// The CA signed its new key with its old one.
fn rollover() -> Vec<Case> {
    let root = CertBuilder::ca("Test Root").sign();
    let ca = |key| CertBuilder::intermediate("Test Intermediate").key(Key::p256(key));
    let old = ca("old key").issuer(&root).sign();
    let new = ca("new key").issuer(&old).sign();
    let leaf = expired(&new).sign();
    both(
        ["rollover_leaf_expired", "rollover_leaf_expired_reversed"],
        "The leaf expired; its CA signed its new key with its old one.",
        [&leaf, &new, &old],
        &root,
    )
}
