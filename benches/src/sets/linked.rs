//! Sets with very many paths: rings, cliques, ladders, namesakes.

use chainverify_testdata::{CertBuilder, Key, Made, Name};
use pki_types::CertificateDer;

use super::{Body, Bound, Scale, Set, ca, issuer, leaf, without_identifiers};
use crate::algorithms::Signatures;
use crate::chains::HOST;

const RING: &str = "Bench Ring";
const COUNTER_RING: &str = "Bench Counter Ring";
const TOP: &str = "Rung 0";

pub(super) fn all(scale: Scale) -> Vec<Set> {
    let mut sets = Vec::new();
    for full in [20, 50, 100] {
        let ring = ring(scale.of(full));
        sets.push(ring.unrelated(&format!("ring of {full}, unrelated root")));
        sets.push(ring.namesake(&format!("ring of {full}, root of its name"), RING));
    }
    let clique = clique(scale.of(98));
    sets.push(clique.unrelated("clique of 98, all accepted, unrelated root"));
    sets.push(clique.under(
        "clique of 98, all accepted, expired root of its name",
        CertBuilder::ca(RING).validity("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"),
        Bound::Genuine,
    ));
    let twins = twins(scale.of(98), Key::p256);
    sets.push(twins.unrelated("clique of 98, all valid, unrelated root"));
    sets.push(twins.namesake("clique of 98, all valid, root of its name", RING));
    let hidden = after_unrelated(scale.of(80), scale.of(18));
    sets.push(hidden.unrelated("clique of 18 after 80 unrelated, unrelated root"));
    sets.push(hidden.namesake("clique of 18 after 80 unrelated, root of its name", RING));
    let twins = twins_p384(scale.of(98));
    sets.push(twins.unrelated("P-384 clique of 98, unrelated root"));
    sets.push(twins.namesake("P-384 clique of 98, root of its name", RING));
    sets.push(decoys(scale.of(100), Identifiers::Kept));
    sets.push(decoys(scale.of(100), Identifiers::Left));
    let ladder = ladder(scale.of(20));
    sets.push(ladder.unrelated("ladder of 20 rungs, unrelated root"));
    sets.push(ladder.namesake("ladder of 20 rungs, root of its name", TOP));
    sets
}

/// CAs of one name, each signed by the next one, the last one by the first.
fn ring(count: usize) -> Body {
    let key = |number: usize| Key::p256(&format!("ring {}", number % count));
    let by = |number: usize| issuer(RING, key(number));
    let link = |number| ca(RING, key(number), by(number + 1)).sign();
    Body {
        certs: [leaf(by(0))]
            .into_iter()
            .chain((0..count).map(link))
            .collect(),
        signatures: Signatures::Checked,
    }
}

/// CAs of two names and as many keys: each of one name fits under each of the other, if
/// signatures are not looked at.
fn clique(count: usize) -> Body {
    const NAMES: [&str; 2] = [RING, COUNTER_RING];
    let key = |number: usize| Key::ed25519(&format!("clique {number}"));
    let member = |number: usize| {
        let (own, other) = (number % 2, (number + 1) % 2);
        ca(NAMES[own], key(number), issuer(NAMES[other], key(0))).sign()
    };
    Body {
        certs: [leaf(issuer(RING, key(0)))]
            .into_iter()
            .chain((0..count).map(member))
            .collect(),
        signatures: Signatures::Accepted,
    }
}

/// CAs of two names and two keys that differ in their serial numbers: each of one name
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
        ca(own, key(own), by(other)).serial(&[1, number]).sign()
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

/// A small clique at the end of a set of certificates that have nothing to do with it.
fn after_unrelated(unrelated: usize, members: usize) -> Body {
    let mut body = twins(members, Key::p256);
    body.certs.splice(1..1, (0..unrelated).map(self::unrelated));
    body
}

/// A CA that no other certificate of the set has to do with.
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
fn decoys(count: usize, identifiers: Identifiers) -> Set {
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
    Set {
        name: format!("100 decoys before the right one, {}", identifiers.text()),
        certs,
        root: root.der.into(),
        signatures: Signatures::Checked,
        bound: identifiers.bound(),
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

    const fn bound(self) -> Bound {
        match self {
            Self::Kept => Bound::Decoys,
            Self::Left => Bound::GenuineWithin,
        }
    }

    const fn text(self) -> &'static str {
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
            certs.push(ca(&name, own.key, at(rung - 1, above)).sign());
        }
    }
    Body {
        certs,
        signatures: Signatures::Checked,
    }
}
