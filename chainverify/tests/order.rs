//! Order does not matter: whatever the order of what is given, roots, certificates and names, the
//! verdict, its cause, the certificate it is about, the path and its end are the same.

#![cfg(all(feature = "std", feature = "ring"))]

use core::time::Duration;

use chainverify::finding::{CertRef, Position};
use chainverify::report::{Report, Verdict};
use chainverify::{Cert, Code, Origin, Request, TrustStore, Verifier};
use chainverify_testdata::{CertBuilder, Extension, Flaw, Issuer, Key, Name, Version, oid};
use pki_types::{CertificateDer, UnixTime};

type Der = CertificateDer<'static>;

const GRAPHS: u64 = 500;
const ORDERS: u64 = 24;

/// What must not depend on the order.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    verdict: Verdict,
    code: Option<&'static str>,
    about: Option<Der>,
    path: Vec<Der>,
}

impl Outcome {
    fn of(report: &Report) -> Self {
        let der = |number: usize| {
            let cert = report.certificates[number].cert.as_ref();
            cert.map_or_else(|| Der::from(vec![]), |cert| cert.der().clone())
        };
        let about = report.primary().and_then(|finding| finding.certificate());
        Self {
            verdict: report.verdict,
            code: report.code().map(|code| code.id()),
            about: about.and_then(|of: CertRef| report.number(of)).map(der),
            path: report
                .path
                .iter()
                .map(|step| der(step.certificate))
                .collect(),
        }
    }
}

/// Numbers without a pattern, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            let other = usize::try_from(self.below(at as u64 + 1)).unwrap();
            list.swap(at, other);
        }
    }

    fn one_in(&mut self, chance: u64) -> bool {
        self.below(chance) == 0
    }
}

/// A leaf, a set of CA certificates that link in every way, and some of them as roots.
#[derive(Clone)]
struct Graph {
    leaf: Der,
    sent: Vec<Der>,
    given: Vec<Der>,
    roots: Vec<Der>,
}

const NAMES: [&str; 4] = ["A", "B", "C", "D"];

/// Each name has up to three keys: CAs were re-keyed, and there are namesakes.
fn key(name: &str, number: u64) -> Key {
    Key::ed25519(&format!("{name}{number}"))
}

fn graph(numbers: &mut Numbers) -> Graph {
    let issuer = |numbers: &mut Numbers| {
        let name = NAMES[usize::try_from(numbers.below(4)).unwrap()];
        Issuer {
            name: Name::common(name),
            key: key(name, numbers.below(2)),
        }
    };
    let mut leaf = CertBuilder::leaf("www.example.com").issuer(issuer(numbers));
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

fn verify(graph: &Graph, names: &[&'static str]) -> Report {
    let mut roots = TrustStore::new();
    for root in &graph.roots {
        roots.add(root.clone(), Origin::Given).unwrap();
    }
    let verifier = Verifier::new(roots);
    let mut chain = vec![graph.leaf.clone()];
    chain.extend(graph.sent.iter().cloned());
    let now = UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000));
    let request = Request::server(&chain, names)
        .candidates(&graph.given)
        .at(now);
    match verifier.verify_request(request) {
        Ok(path) => path.report(),
        Err(report) => *report,
    }
}

#[test]
fn the_order_of_what_is_given_changes_nothing() {
    let mut numbers = Numbers(20_261_126);
    let (mut valid, mut codes) = (0, std::collections::BTreeMap::new());
    for _ in 0..GRAPHS {
        let mut graph = graph(&mut numbers);
        let mut names = ["www.example.com", "example.com", "www.example.com"];
        let names = if numbers.one_in(6) {
            &mut names[..]
        } else {
            &mut names[..1]
        };
        let first = Outcome::of(&verify(&graph, names));
        match first.code {
            None => valid += 1,
            Some(code) => *codes.entry(code).or_insert(0) += 1,
        }
        for _ in 1..ORDERS {
            numbers.shuffle(&mut graph.sent);
            numbers.shuffle(&mut graph.given);
            numbers.shuffle(&mut graph.roots);
            numbers.shuffle(names);
            assert_eq!(Outcome::of(&verify(&graph, names)), first);
        }
    }
    // The graphs are worth something: many outcomes, and none of them nearly always.
    assert!(valid > 50 && valid < 450, "{valid} valid");
    assert!(codes.len() >= 6, "{codes:?}");
}

#[test]
fn of_several_that_cannot_be_read_the_error_furthest_in_is_the_cause_in_each_order() {
    let other_root = CertBuilder::ca("Other").sign().der;
    let issuer = CertBuilder::intermediate("A").sign();
    let leaf = CertBuilder::leaf("www.example.com").issuer(&issuer);
    // Extensions in version 1.
    let damaged = CertBuilder::intermediate("A").version(Version::V1).sign();
    let error = Cert::parse(damaged.der.clone().into()).unwrap_err();
    let mut graph = Graph {
        leaf: leaf.sign().der.into(),
        sent: vec![vec![0x02].into(), damaged.der.into(), vec![0x30].into()],
        given: vec![],
        roots: vec![other_root.into()],
    };
    for place in [2, 1, 3] {
        let report = verify(&graph, &["www.example.com"]);
        let blamed = match report.code() {
            Some(Code::UnreadableIntermediate {
                position, error, ..
            }) => Some((*position, *error)),
            _ => None,
        };
        assert_eq!(blamed, Some((Position(place), error)), "{report}");
        graph.sent.rotate_left(1);
    }
}
