//! What the suites about any set of certificates share: a leaf, CA certificates that link in every
//! way, and some of them as roots, made from numbers without a pattern.

use chainverify_testdata::{CertBuilder, Extension, Flaw, Issuer, Key, Name, oid};
use pki_types::CertificateDer;

pub(crate) type Der = CertificateDer<'static>;

/// Numbers without a pattern, the same in every run.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    pub(crate) fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            let other = usize::try_from(self.below(at as u64 + 1)).unwrap();
            list.swap(at, other);
        }
    }

    pub(crate) fn one_in(&mut self, chance: u64) -> bool {
        self.below(chance) == 0
    }
}

/// A leaf, a set of CA certificates that link in every way, and some of them as roots.
#[derive(Clone)]
pub(crate) struct Graph {
    pub(crate) leaf: Der,
    pub(crate) sent: Vec<Der>,
    pub(crate) given: Vec<Der>,
    pub(crate) roots: Vec<Der>,
}

const NAMES: [&str; 4] = ["A", "B", "C", "D"];

/// Each name has up to three keys: CAs were re-keyed, and there are namesakes.
fn key(name: &str, number: u64) -> Key {
    Key::ed25519(&format!("{name}{number}"))
}

pub(crate) fn graph(numbers: &mut Numbers) -> Graph {
    let issuer = |numbers: &mut Numbers| {
        let name = NAMES[usize::try_from(numbers.below(4)).unwrap()];
        Issuer {
            name: Name::common(name),
            key: key(name, numbers.below(2)),
        }
    };
    let both = Extension::extended_key_usage(&[oid::SERVER_AUTH, oid::CLIENT_AUTH]);
    let mut leaf = CertBuilder::leaf("www.example.com")
        .extension(both)
        .issuer(issuer(numbers));
    if numbers.one_in(4) {
        leaf = leaf.validity("2025-01-01T00:00:00Z", "2026-01-02T00:00:00Z");
    }
    let mut graph = Graph {
        leaf: leaf.sign().der.into(),
        sent: Vec::new(),
        given: Vec::new(),
        roots: Vec::new(),
    };
    for _ in 0..3 + numbers.below(7) {
        let name = NAMES[usize::try_from(numbers.below(4)).unwrap()];
        let mut ca = CertBuilder::ca(name).key(key(name, numbers.below(2)));
        if !numbers.one_in(5) {
            ca = ca.issuer(issuer(numbers));
        }
        ca = match numbers.below(12) {
            0 => ca.validity("2025-01-01T00:00:00Z", "2026-01-02T00:00:00Z"),
            1 => ca.validity("2026-01-01T00:00:00Z", "2026-09-01T00:00:00Z"),
            2 => ca.validity("2026-02-01T00:00:00Z", "2030-01-01T00:00:00Z"),
            3 => ca.without(oid::SUBJECT_KEY_IDENTIFIER),
            4 => ca.without(oid::AUTHORITY_KEY_IDENTIFIER),
            5 => ca.without(oid::BASIC_CONSTRAINTS),
            6 => ca.flaw(Flaw::FlippedSignature),
            7 => ca.extension(Extension::extended_key_usage(&[oid::CLIENT_AUTH])),
            _ => ca,
        };
        let der: Der = ca.sign().der.into();
        match numbers.below(8) {
            0 | 1 => graph.roots.push(der),
            2 => graph.given.push(der),
            3 => {
                graph.roots.push(der.clone());
                graph.sent.push(der);
            }
            4 if numbers.one_in(3) => graph.sent.push(Der::from(der[..der.len() - 1].to_vec())),
            _ => graph.sent.push(der),
        }
    }
    graph
}
