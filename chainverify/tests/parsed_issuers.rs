//! A memory of intermediates changes nothing but the cost: with a warm one, a cold one and none the
//! report of any request is the same to the last octet.

#![cfg(all(feature = "cache", feature = "ring"))]

use core::time::Duration;
use std::sync::Arc;

use chainverify::policy::Exploration;
use chainverify::report::Report;
use chainverify::search::ParsedIssuers;
use chainverify::trust::Anchor;
use chainverify::{Cert, Origin, Policy, Request, TrustStore, Verifier, VerifierBuilder};
use graphs::{Der, Graph, Numbers, graph};
use pki_types::UnixTime;

#[path = "graphs/mod.rs"]
mod graphs;

const GRAPHS: u64 = 80;
/// Requests to one memory, of 2 × 4 × 3 different ones.
const REQUESTS: u64 = 20;

/// Before and after the middle of 2026, at which most is valid: some of what the graphs hold begins
/// or ends between.
const TIMES: [u64; 4] = [1_767_312_000, 1_769_990_400, 1_780_272_000, 1_793_577_600];

fn policy(numbers: &mut Numbers) -> Policy {
    let mut policy = match numbers.below(6) {
        0 => Policy::web_server().strict(),
        1 | 2 => Policy::rfc5280(),
        _ => Policy::web_server(),
    };
    if numbers.one_in(3) {
        policy.exploration = Exploration::All;
    }
    if numbers.one_in(6) {
        policy.limits.signatures = u32::try_from(numbers.below(5)).unwrap();
    }
    if numbers.one_in(6) {
        policy.limits.work = u32::try_from(numbers.below(200)).unwrap();
        policy.limits.work_per_octet = 0;
    }
    policy
}

fn roots(graph: &Graph) -> TrustStore {
    let mut roots = TrustStore::new();
    for root in &graph.roots {
        roots.add(root.clone(), Origin::Given).unwrap();
    }
    roots
}

/// What is asked: for a server or a client, at which time, with the CAs in which order.
struct Asked {
    is_server: bool,
    time: u64,
    chain: Vec<Der>,
    given: Vec<Der>,
}

impl Asked {
    fn of(graph: &Graph, numbers: &mut Numbers) -> Self {
        let mut sent = graph.sent.clone();
        if numbers.one_in(2) {
            numbers.shuffle(&mut sent);
        }
        Self {
            is_server: numbers.one_in(2),
            time: TIMES[usize::try_from(numbers.below(4)).unwrap()],
            chain: core::iter::once(graph.leaf.clone()).chain(sent).collect(),
            given: graph.given.clone(),
        }
    }

    fn report(&self, verifier: &Verifier) -> Report {
        let request = match self.is_server {
            true => Request::server(&self.chain, "www.example.com"),
            false => Request::client(&self.chain),
        };
        let time = UnixTime::since_unix_epoch(Duration::from_secs(self.time));
        match verifier.verify_request(request.candidates(&self.given).at(time)) {
            Ok(path) => path.report(),
            Err(report) => *report,
        }
    }
}

/// A set in which, by default, a path with intermediates is valid.
fn with_intermediates(numbers: &mut Numbers) -> Graph {
    loop {
        let graph = graph(numbers);
        let asked = Asked {
            is_server: numbers.one_in(2),
            time: TIMES[2],
            chain: core::iter::once(&graph.leaf)
                .chain(&graph.sent)
                .cloned()
                .collect(),
            given: graph.given.clone(),
        };
        let report = asked.report(&Verifier::new(roots(&graph)));
        if report.is_valid() && report.path.len() > 2 {
            return graph;
        }
    }
}

/// Everything that a report holds, and what it says.
fn all_of(report: &Report) -> String {
    format!("{report:?}\n{}", report.text())
}

#[test]
fn a_memory_of_intermediates_changes_no_report() {
    let mut numbers = Numbers(20_261_127);
    let (mut valid, mut warm_and_valid, mut limited) = (0, 0, 0);
    for _ in 0..GRAPHS {
        let graph = with_intermediates(&mut numbers);
        let policy = policy(&mut numbers);
        let builder = || -> VerifierBuilder {
            Verifier::builder()
                .roots(roots(&graph))
                .policy(policy.clone())
        };
        let without = builder().build();
        let capacity = usize::try_from(numbers.below(12)).unwrap();
        let memory = || ParsedIssuers::new(capacity);
        let warm = builder().parsed_issuers(memory()).build();
        let mut was_valid = false;
        for _ in 0..REQUESTS {
            let asked = Asked::of(&graph, &mut numbers);
            let wanted = asked.report(&without);
            let cold = builder().parsed_issuers(memory()).build();
            for verifier in [&warm, &cold, &cold] {
                assert_eq!(all_of(&asked.report(verifier)), all_of(&wanted));
            }
            valid += u32::from(wanted.is_valid());
            warm_and_valid += u32::from(wanted.is_valid() && was_valid);
            limited += u32::from(!wanted.limits.is_empty());
            was_valid |= wanted.is_valid() && wanted.path.len() > 2;
        }
    }
    // The graphs are worth something.
    let requests = u32::try_from(GRAPHS * REQUESTS).unwrap();
    assert!(
        valid > requests / 4 && valid < requests * 3 / 4,
        "{valid} valid"
    );
    assert!(warm_and_valid > requests / 5, "{warm_and_valid} warm");
    assert!(limited > requests / 100, "{limited} limited");
}

#[test]
fn checks_of_the_callers_own_see_the_certificates_that_were_sent() {
    let mut numbers = Numbers(7);
    let (mut seen, memory) = (0, 8);
    while seen < 20 {
        let graph = graph(&mut numbers);
        let sent = graph.sent.clone();
        let is_sent = move |certs: &[&Cert<'_>], _: &Anchor| {
            let above = certs.iter().skip(1);
            above.for_each(|cert| {
                let again = Cert::parse(cert.der().clone()).unwrap();
                assert_eq!(again.subject(), cert.subject());
                assert_eq!(again.serial_number(), cert.serial_number());
                let key = |cert: &Cert<'_>| cert.public_key().map(|key| key.key.to_vec()).ok();
                assert_eq!(key(&again), key(cert));
            });
            Ok(())
        };
        let verifier = Verifier::builder()
            .roots(roots(&graph))
            .check(Arc::new(is_sent))
            .parsed_issuers(ParsedIssuers::new(memory))
            .build();
        let asked = Asked {
            is_server: true,
            time: TIMES[2],
            chain: core::iter::once(graph.leaf.clone()).chain(sent).collect(),
            given: graph.given.clone(),
        };
        for _ in 0..3 {
            seen += u32::from(asked.report(&verifier).is_valid());
        }
    }
}
