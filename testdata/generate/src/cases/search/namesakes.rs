//! The right issuer hidden among others of its name.

use super::case;
use crate::cases::{Case, Trio};
use crate::{CertBuilder, Issuer, Key, Made, Name, oid};
use core::slice;

pub(super) fn cases() -> Vec<Case> {
    let [root, intermediate, leaf] = Trio::new().sign();
    let mallory = Made {
        key: Key::p256("mallory"),
        ..root.clone()
    };
    let unmarked = CertBuilder::leaf("example.com").without(oid::AUTHORITY_KEY_IDENTIFIER);
    let unmarked = unmarked.issuer(&intermediate).sign();
    let sent = |name, about, leaf: &Made, decoys: &[Made]| {
        let chain = [
            slice::from_ref(&leaf.der),
            ders(decoys).as_slice(),
            slice::from_ref(&intermediate.der),
        ]
        .concat();
        case(name, about).chain(chain).roots([&root])
    };
    let [others, forged] = [&root, &mallory].map(|issuer| decoys(|_| issuer.into()));
    let orphans = decoys(|number| Issuer {
        name: Name::common(&format!("Nobody {number}")),
        key: mallory.key.clone(),
    });
    vec![
        sent(
            "decoys",
            "Twenty namesakes with other keys are sent before the right intermediate.",
            &leaf,
            &others,
        ),
        sent(
            "decoys_without_key_id",
            "Twenty namesakes come first; the leaf names no key.",
            &unmarked,
            &others,
        ),
        sent(
            "decoys_forged",
            "Twenty forged namesakes are sent before the right intermediate.",
            &leaf,
            &forged,
        ),
        sent(
            "decoys_elsewhere",
            "Twenty namesakes that lead nowhere are sent before the right one.",
            &leaf,
            &orphans,
        ),
        case(
            "decoys_only",
            "Three intermediates of the right name are sent, all with other keys.",
        )
        .chain([slice::from_ref(&leaf.der), ders(&others[..3]).as_slice()].concat())
        .roots([&root])
        .invalid("signature_invalid")
        .at("leaf"),
    ]
}

/// Twenty intermediates of the right name, each with a key of its own.
fn decoys(issuer: impl Fn(u8) -> Issuer) -> Vec<Made> {
    let decoy = |number| {
        let key = Key::p256(&format!("decoy {number}"));
        CertBuilder::intermediate("Test Intermediate")
            .key(key)
            .issuer(issuer(number))
            .sign()
    };
    (0..20).map(decoy).collect()
}

fn ders(made: &[Made]) -> Vec<Vec<u8>> {
    made.iter().map(|made| made.der.clone()).collect()
}
