//! Bags of certificates that were put together to be expensive: many that fit by name, few or
//! none by key. But for one bag none has key identifiers, which would give the right one away.

use chainverify_testdata::{CertBuilder, Criticality, Extension, Issuer, Key, Made, Name, oid};
use pki_types::CertificateDer;

use crate::algorithms::Signatures;
use crate::chains::{self, HOST};

/// One bag.
#[derive(Debug)]
pub(crate) struct Bag {
    /// What it is.
    pub(crate) name: String,
    /// Leaf first.
    pub(crate) certs: Vec<CertificateDer<'static>>,
    /// What is trusted.
    pub(crate) root: CertificateDer<'static>,
    /// Whether its signatures must hold.
    pub(crate) signatures: Signatures,
}

/// How large the bags are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    /// As an attacker would send them.
    Full,
    /// A tenth of that.
    #[cfg(test)]
    Small,
}

impl Scale {
    const fn of(self, full: usize) -> usize {
        match self {
            Self::Full => full,
            #[cfg(test)]
            Self::Small => full.div_ceil(10),
        }
    }
}

/// Every bag.
pub(crate) fn all(scale: Scale) -> Vec<Bag> {
    let mut bags = Vec::new();
    for full in [20, 50, 100] {
        let ring = ring(scale.of(full));
        bags.push(ring.bag(&format!("ring of {full}, unrelated root"), "Bench Root"));
        bags.push(ring.bag(&format!("ring of {full}, root of its name"), RING));
    }
    let clique = clique(scale.of(98));
    bags.push(clique.bag("clique of 98, all accepted, unrelated root", "Bench Root"));
    bags.push(clique.expired("clique of 98, all accepted, expired root of its name"));
    bags.push(decoys(scale.of(100), Identifiers::Kept));
    bags.push(decoys(scale.of(100), Identifiers::Left));
    let ladder = ladder(scale.of(20));
    bags.push(ladder.bag("ladder of 20 rungs, unrelated root", "Bench Root"));
    bags.push(ladder.bag("ladder of 20 rungs, root of its name", TOP));
    bags.push(names(scale.of(10_000)));
    bags.push(large(scale.of(1_000_000)));
    bags
}

/// A leaf and its intermediates, to be put before different roots.
struct Body {
    certs: Vec<Made>,
    signatures: Signatures,
}

impl Body {
    fn bag(&self, name: &str, root: &str) -> Bag {
        // Not the key that any intermediate is signed with.
        self.under(name, CertBuilder::ca(root).key(Key::p256("stranger")))
    }

    fn expired(&self, name: &str) -> Bag {
        self.under(
            name,
            CertBuilder::ca(RING).validity("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z"),
        )
    }

    fn under(&self, name: &str, root: CertBuilder) -> Bag {
        Bag {
            name: name.to_owned(),
            certs: self
                .certs
                .iter()
                .map(|made| made.der.clone().into())
                .collect(),
            root: root.sign().der.into(),
            signatures: self.signatures,
        }
    }
}

const RING: &str = "Bench Ring";
const TOP: &str = "Rung 0";

/// Authorities of one name, each signed by the next one, the last one by the first.
fn ring(count: usize) -> Body {
    let key = |number: usize| Key::p256(&format!("ring {}", number % count));
    let by = |number: usize| issuer(RING, key(number));
    let link = |number| authority(RING, key(number), by(number + 1));
    Body {
        certs: [leaf(by(0))]
            .into_iter()
            .chain((0..count).map(link))
            .collect(),
        signatures: Signatures::Checked,
    }
}

/// Authorities of two names: each of one name fits under each of the other.
fn clique(count: usize) -> Body {
    const NAMES: [&str; 2] = [RING, "Bench Counter Ring"];
    let key = |number: usize| Key::ed25519(&format!("clique {number}"));
    let member = |number: usize| {
        let [own, other] = if number.is_multiple_of(2) {
            [0, 1]
        } else {
            [1, 0]
        };
        authority(NAMES[own], key(number), issuer(NAMES[other], key(0)))
    };
    Body {
        certs: [leaf(issuer(RING, key(0)))]
            .into_iter()
            .chain((0..count).map(member))
            .collect(),
        signatures: Signatures::Accepted,
    }
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
        name: format!("decoys before the right one, {}", identifiers.word()),
        certs,
        root: root.der.into(),
        signatures: Signatures::Checked,
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
            certs.push(authority(
                &format!("Rung {rung}"),
                own.key,
                at(rung - 1, above),
            ));
        }
    }
    Body {
        certs,
        signatures: Signatures::Checked,
    }
}

/// A leaf with very many names, the one that is asked for last.
fn names(count: usize) -> Bag {
    let others = u32::try_from(count).unwrap_or(u32::MAX);
    let leaf = chains::with_names(others);
    honest("10 000 alternative names", leaf)
}

/// A leaf with an extension that nobody knows, as large as it can be.
fn large(bytes: usize) -> Bag {
    honest("a certificate of 1 MB", move |leaf| {
        leaf.extension(Extension::raw(
            "1.3.6.1.4.1.11129.9",
            Criticality::NonCritical,
            &vec![0; bytes],
        ))
    })
}

fn honest(name: &str, leaf: impl FnOnce(CertBuilder) -> CertBuilder) -> Bag {
    let chain = chains::chain("", (leaf, |cert| cert, |cert| cert));
    Bag {
        name: name.to_owned(),
        certs: chain.certs,
        root: chain.root,
        signatures: Signatures::Checked,
    }
}

fn issuer(name: &str, key: Key) -> Issuer {
    Issuer {
        name: Name::common(name),
        key,
    }
}

fn leaf(issuer: Issuer) -> Made {
    without_identifiers(CertBuilder::leaf(HOST))
        .issuer(issuer)
        .sign()
}

fn authority(name: &str, key: Key, issuer: Issuer) -> Made {
    without_identifiers(CertBuilder::intermediate(name))
        .key(key)
        .issuer(issuer)
        .sign()
}

fn without_identifiers(cert: CertBuilder) -> CertBuilder {
    cert.without(oid::SUBJECT_KEY_IDENTIFIER)
        .without(oid::AUTHORITY_KEY_IDENTIFIER)
}
