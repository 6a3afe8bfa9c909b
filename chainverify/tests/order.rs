//! Order does not matter: whatever the order of what is given, roots, certificates and names, the
//! verdict, its cause, the certificate it is about, the path and its end are the same.

#![cfg(all(feature = "std", feature = "ring"))]

use core::time::Duration;

use chainverify::finding::{CertRef, Position};
use chainverify::report::{Report, Verdict};
use chainverify::{Cert, Code, Origin, Request, TrustStore, Verifier};
use chainverify_testdata::{CertBuilder, Version};
use graphs::{Der, Graph, Numbers, graph};
use pki_types::UnixTime;

#[path = "graphs/mod.rs"]
mod graphs;

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
