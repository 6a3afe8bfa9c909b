//! NIST PKITS without revocation: every case three ways (in the order of the path, reversed, and
//! with all certificates of the suite in the pool), verdict and user-constrained-policy-set.
//!
//! Needs the data, see `common/conformance.rs`. The DSA cases wait for a provider that has DSA.

#![cfg(all(feature = "std", feature = "ring"))]

use core::time::Duration;
use std::time::Instant;

use common::conformance::{for_all, say};
use common::{Outcome, Verdict};
use suite::{Case, Suite, Way};

mod common;
#[path = "common/pkits.rs"]
mod suite;

/// Cases with DSA signatures, which ring does not verify.
const DSA: [&str; 3] = ["4.1.4", "4.1.5", "4.1.6"];

#[test]
fn every_case_comes_out_as_expected() {
    let Some(suite) = Suite::original() else {
        return;
    };
    assert_eq!((suite.cases.len(), suite.size()), (249, 405));
    check(&suite, &DSA);
}

#[test]
fn every_case_comes_out_as_expected_with_keys_on_p256() {
    let Some(suite) = Suite::variant("pkits-p256") else {
        return;
    };
    assert_eq!((suite.cases.len(), suite.without_certificates), (246, 3));
    check(&suite, &[]);
}

fn check(suite: &Suite, pending: &[&str]) {
    let start = Instant::now();
    let (pending, cases): (Vec<_>, Vec<_>) = suite
        .cases
        .iter()
        .partition(|case| pending.contains(&case.id.as_str()));
    let runs = for_all(&cases, |&case| {
        Way::ALL.map(|way| {
            let outcome = suite.run(case, way);
            (outcome.took, complaint(case, way, &outcome))
        })
    });
    let slowest = runs
        .iter()
        .flatten()
        .map(|(took, _)| *took)
        .max()
        .unwrap_or_default();
    let complaints: Vec<_> = runs
        .into_iter()
        .flatten()
        .filter_map(|(_, what)| what)
        .collect();
    say(&format!(
        "{}: {} cases three ways, {} runs as expected, {} not, {} cases pending (DSA), {} without \
         certificates in this variant; {:.1} s, slowest {:.1} ms",
        suite.name,
        cases.len(),
        cases.len() * Way::ALL.len() - complaints.len(),
        complaints.len(),
        pending.len(),
        suite.without_certificates,
        start.elapsed().as_secs_f64(),
        milliseconds(slowest),
    ));
    assert!(
        complaints.is_empty(),
        "{}: {} complaints:\n{}\n",
        suite.name,
        complaints.len(),
        complaints.join("\n")
    );
}

/// What is not as the case expects it.
fn complaint(case: &Case, way: Way, outcome: &Outcome) -> Option<String> {
    let is_valid = outcome.verdict == Verdict::Valid;
    let title = case.title();
    if is_valid != case.expected_valid {
        let expected = if case.expected_valid {
            "valid"
        } else {
            "not valid"
        };
        let (got, line) = (outcome.word(), outcome.first_line());
        return Some(format!(
            "{title} ({way:?}): expected {expected}, got {got}: {line}"
        ));
    }
    let mut expected = case.expected_policies.clone().filter(|_| is_valid)?;
    expected.sort_unstable();
    let policies = &outcome.policies;
    (expected != *policies)
        .then(|| format!("{title} ({way:?}): expected policies {expected:?}, got {policies:?}"))
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
