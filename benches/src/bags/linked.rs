//! Bags with very many paths: rings, cliques, ladders, namesakes.

use chainverify_testdata::{CertBuilder, Key, Made, Name};
use pki_types::CertificateDer;

use super::{Bag, Bar, Body, Scale, authority, issuer, leaf, without_identifiers};
use crate::algorithms::Signatures;
use crate::chains::HOST;

const RING: &str = "Bench Ring";
const COUNTER_RING: &str = "Bench Counter Ring";
const TOP: &str = "Rung 0";

pub(super) fn all(scale: Scale) -> Vec<Bag> {
    let mut bags = Vec::new();
    for full in [20, 50, 100] {
        let ring = ring(scale.of(full));
        bags.push(ring.unrelated(&format!("ring of {full}, unrelated root")));
        bags.push(ring.namesake(&format!("ring of {full}, root of its name"), RING));
    }
    let clique = clique(scale.of(98));
    bags.push(clique.unrelated("clique of 98, all accepted, unrelated root"));
    bags.push(clique.under(
        "clique of 98, all accepted, expired root of its name",
        CertBuilder::ca(RING).validity("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"),
        Bar::Budget,
    ));
    let twins = twins(scale.of(98), Key::p256);
    bags.push(twins.unrelated("clique of 98, all valid, unrelated root"));
    bags.push(twins.namesake("clique of 98, all valid, root of its name", RING));
    let hidden = behind_unrelated(scale.of(80), scale.of(18));
    bags.push(hidden.unrelated("clique of 18 behind 80 unrelated, unrelated root"));
    bags.push(hidden.namesake("clique of 18 behind 80 unrelated, root of its name", RING));
    let twins = twins_p384(scale.of(98));
    bags.push(twins.unrelated("P-384 clique of 98, unrelated root"));
    bags.push(twins.namesake("P-384 clique of 98, root of its name", RING));
    bags.push(decoys(scale.of(100), Identifiers::Kept));
    bags.push(decoys(scale.of(100), Identifiers::Left));
    let ladder = ladder(scale.of(20));
    bags.push(ladder.unrelated("ladder of 20 rungs, unrelated root"));
    bags.push(ladder.namesake("ladder of 20 rungs, root of its name", TOP));
    bags
}

/// Authorities of one name, each signed by the next one, the last one by the first.
fn ring(count: usize) -> Body {
    let key = |number: usize| Key::p256(&format!("ring {}", number % count));
    let by = |number: usize| issuer(RING, key(number));
    let link = |number| authority(RING, key(number), by(number + 1)).sign();
    Body {
        certs: [leaf(by(0))]
            .into_iter()
            .chain((0..count).map(link))
            .collect(),
        signatures: Signatures::Checked,
    }
}

/// Authorities of two names and as many keys: each of one name fits under each of the other, if
/// signatures are not looked at.
fn clique(count: usize) -> Body {
    const NAMES: [&str; 2] = [RING, COUNTER_RING];
    let key = |number: usize| Key::ed25519(&format!("clique {number}"));
    let member = |number: usize| {
        let (own, other) = (number % 2, (number + 1) % 2);
        authority(NAMES[own], key(number), issuer(NAMES[other], key(0))).sign()
    };
    Body {
        certs: [leaf(issuer(RING, key(0)))]
            .into_iter()
            .chain((0..count).map(member))
            .collect(),
        signatures: Signatures::Accepted,
    }
}

/// Authorities of two names and two keys that differ in their serial numbers: each of one name
/// fits under each of the other, by signature too.
fn twins(count: usize, key: fn(&str) -> Key) -> Body {
    let by = |name: &str| issuer(name, key(name));
    let member = |number: usize| {
        let (own, other) = if number.is_multiple_of(2) {
            (RING, COUNTER_RING)
        } else {
            (COUNTER_RING, RING)
        };
        let number = u8::try_from(number).unwrap_or(u8::MAX);
        authority(own, key(own), by(other))
            .serial(&[1, number])
            .sign()
    };
    Body {
        certs: [leaf(by(RING))]
            .into_iter()
            .chain((0..count).map(member))
            .collect(),
        signatures: Signatures::Checked,
    }
}

/// The same with the dearest curve that is common.
fn twins_p384(count: usize) -> Body {
    twins(count, Key::p384)
}

/// A small clique at the end of a bag of certificates that have nothing to do with it.
fn behind_unrelated(unrelated: usize, members: usize) -> Body {
    let mut body = twins(members, Key::p256);
    body.certs.splice(1..1, (0..unrelated).map(self::unrelated));
    body
}

/// An authority that nobody else in a bag has to do with.
fn unrelated(number: usize) -> Made {
    let name = format!("Unrelated {number}");
    let above = issuer(&format!("Above {name}"), Key::p256("above"));
    without_identifiers(CertBuilder::intermediate("Unrelated"))
        .subject(Name::common(&name))
        .issuer(above)
        .sign()
}

/// Namesakes of the right intermediate, all of them in good order, before it. With key identifiers
/// the right one can be told; without, only by trying.
fn decoys(count: usize, identifiers: Identifiers) -> Bag {
    const NAME: &str = "Bench Intermediate";
    let root = CertBuilder::ca("Bench Root").sign();
    let intermediate = |key| {
        identifiers
            .of(CertBuilder::intermediate(NAME))
            .key(key)
            .issuer(&root)
            .sign()
    };
    let right = intermediate(Key::p256(NAME));
    let leaf = identifiers.of(CertBuilder::leaf(HOST));
    let decoy = |number: usize| intermediate(Key::p256(&format!("decoy {number}")));
    let mut certs: Vec<CertificateDer<'static>> = vec![leaf.issuer(&right).sign().der.into()];
    certs.extend((0..count).map(|number| decoy(number).der.into()));
    certs.push(right.der.into());
    Bag {
        name: format!("100 decoys before the right one, {}", identifiers.word()),
        certs,
        root: root.der.into(),
        signatures: Signatures::Checked,
        bar: identifiers.bar(),
        is_valid: true,
    }
}

/// Whether certificates say which key is theirs and which key signed them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Identifiers {
    Kept,
    Left,
}

impl Identifiers {
    fn of(self, cert: CertBuilder) -> CertBuilder {
        match self {
            Self::Kept => cert,
            Self::Left => without_identifiers(cert),
        }
    }

    const fn bar(self) -> Bar {
        match self {
            Self::Kept => Bar::Decoys,
            Self::Left => Bar::Budget,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Kept => "key identifiers",
            Self::Left => "no key identifiers",
        }
    }
}

/// Rungs of two keys of one name, each key signed by both of the rung above: with every rung the
/// number of paths doubles.
fn ladder(rungs: usize) -> Body {
    let at = |rung: usize, side: usize| {
        let name = format!("Rung {rung}");
        issuer(&name, Key::p256(&format!("{name} {side}")))
    };
    let mut certs = vec![leaf(at(rungs, 0))];
    for rung in (1..=rungs).rev() {
        for (side, above) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let own = at(rung, side);
            let name = format!("Rung {rung}");
            certs.push(authority(&name, own.key, at(rung - 1, above)).sign());
        }
    }
    Body {
        certs,
        signatures: Signatures::Checked,
    }
}
