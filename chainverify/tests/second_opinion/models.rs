//! The models held against the recorded verdicts of the real verifiers on limbo
//! (`testdata/limbo/recorded.json`): where they decide, how often they are right, per namespace. The
//! counts are those of `testdata/CONFORMANCE.md`.

use std::collections::{BTreeMap, BTreeSet};

use chainverify::second_opinion::{Basis, Opinion, Peer, Verdict, go, openssl};
use serde::Deserialize;

use super::common::conformance::{for_all, repository, say};
use super::exceptions::Expected;
use super::suite::Testcase;
use super::truth::{self, Row};
use super::{Asked, SUITE};

#[derive(Deserialize)]
struct Recorded {
    version: String,
    differs: BTreeSet<String>,
}

impl Recorded {
    fn of(peer: Peer) -> Self {
        let path = repository().join("testdata/limbo/recorded.json");
        let mut all: BTreeMap<String, Self> =
            serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        all.remove(peer.id()).unwrap()
    }

    fn accepts(&self, case: &Testcase) -> bool {
        (case.expected() == Expected::Success) != self.differs.contains(&case.id)
    }
}

/// How often a model says the same, another thing, nothing.
#[derive(Clone, Copy, Default)]
struct Count {
    agrees: usize,
    differs: usize,
    undecided: usize,
}

/// Counts, and the testcases that the model gets wrong.
fn compare(peer: Peer, ask: impl Fn(&Asked) -> Opinion + Sync) -> Vec<String> {
    let Some(suite) = &*SUITE else {
        return Vec::new();
    };
    let recorded = Recorded::of(peer);
    let ids: BTreeSet<_> = suite.iter().map(|case| &case.id).collect();
    assert!(recorded.differs.iter().all(|id| ids.contains(id)));
    let cases: Vec<_> = suite.iter().collect();
    let said = for_all(&cases, |&case| {
        let opinion = ask(&Asked::new(case));
        assert_eq!((opinion.of, opinion.basis), (peer, Basis::Model));
        let is_refusal = opinion.verdict == Verdict::Refuses;
        assert_eq!(is_refusal, opinion.reference.is_some(), "{opinion:?}");
        (case, opinion)
    });
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (case, opinion) in &said {
        for namespace in [case.namespace(), "*"] {
            let count = counts.entry(namespace).or_default();
            match opinion.verdict {
                Verdict::Undecided => count.undecided += 1,
                verdict if (verdict == Verdict::Accepts) == recorded.accepts(case) => {
                    count.agrees += 1;
                }
                _ => count.differs += 1,
            }
        }
        let says = match opinion.verdict {
            Verdict::Accepts => Some(true),
            Verdict::Refuses => Some(false),
            _ => None,
        };
        if says.is_some_and(|says| says != recorded.accepts(case)) {
            wrong.push(case.id.clone());
        }
    }
    let all = counts.remove_entry("*");
    let row = |(namespace, count): (&str, Count)| {
        let Count {
            agrees,
            differs,
            undecided,
        } = count;
        let numbers = [agrees + differs + undecided, agrees, differs, undecided];
        Row::new([&recorded.version, &format!("`{namespace}`")], &numbers)
    };
    let rows: Vec<_> = counts.into_iter().chain(all).map(row).collect();
    let complaints = truth::check("models", &rows);
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
    say(&format!(
        "the model of {peer} beside {}: {} wrong\n{}",
        recorded.version,
        wrong.len(),
        wrong.join("\n")
    ));
    wrong
}

#[test]
fn the_model_of_openssl_agrees_as_often_as_the_page_says() {
    let wrong = compare(Peer::OpenSsl, |asked| {
        openssl(&asked.verifier, &asked.chain, &asked.report())
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_model_of_go_agrees_as_often_as_the_page_says() {
    let wrong = compare(Peer::Go, |asked| {
        go(&asked.verifier, &asked.chain, &asked.report())
    });
    let known = [
        // Self-issued certificates count, and are constrained.
        "pathlen::self-issued-certs-pathlen",
        "rfc5280::nc::permitted-self-issued",
        // Milliseconds count.
        "rfc5280::validity::notafter-fractional",
        // *.com is a name as any other.
        "webpki::san::public-suffix-wildcard-san",
    ];
    assert!(SUITE.is_none() || wrong == known, "{wrong:#?}");
}
