//! x509-limbo with BetterTLS: every testcase under the strict and the web profile, against the
//! suite's own verdicts and `testdata/limbo/exceptions.json`.
//!
//! Needs the data, see `common/conformance.rs`. Testcases whose result hangs on a CRL are pending.

#![cfg(all(feature = "std", feature = "ring"))]

use core::fmt::Write as _;
use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use common::conformance::{for_all, say};
use common::{Outcome, Verdict};
use exceptions::{Deviation, Exceptions};
use suite::{Profile, Testcase};

mod common;
#[path = "common/exceptions.rs"]
mod exceptions;
#[path = "common/limbo.rs"]
mod suite;

static SUITE: LazyLock<Option<Vec<Testcase>>> = LazyLock::new(suite::load);

/// What one testcase gave.
struct Run<'s> {
    case: &'s Testcase,
    strict: Outcome,
    web: Outcome,
}

impl Run<'_> {
    fn outcome(&self, profile: Profile) -> &Outcome {
        match profile {
            Profile::Strict => &self.strict,
            Profile::Web => &self.web,
        }
    }

    fn is_as_expected(&self, profile: Profile) -> bool {
        self.case.expected() == self.outcome(profile).verdict.into()
    }

    fn took(&self) -> Duration {
        self.strict.took.max(self.web.took)
    }
}

#[test]
fn every_testcase_comes_out_as_expected() {
    let Some(suite) = &*SUITE else { return };
    let (pending, cases): (Vec<_>, Vec<_>) = suite.iter().partition(|case| case.needs_revocation());
    let runs = for_all(&cases, |&case| Run {
        case,
        strict: case.run(Profile::Strict),
        web: case.run(Profile::Web),
    });
    let exceptions = Exceptions::load("limbo");
    say(&format!(
        "{}\n{}",
        table(&runs),
        summary(&runs, &exceptions, pending.len())
    ));
    let complaints = exceptions.complaints(&deviations(&runs));
    assert!(
        complaints.is_empty(),
        "{} complaints:\n{}\n",
        complaints.len(),
        complaints.join("\n")
    );
}

#[test]
fn the_recorded_real_sites_are_valid() {
    let Some(suite) = &*SUITE else { return };
    let sites: Vec<_> = suite
        .iter()
        .filter(|case| case.namespace() == "online")
        .collect();
    assert_eq!(sites.len(), 14);
    let refused: Vec<_> = sites
        .into_iter()
        .map(|case| (case, case.run(Profile::Web)))
        .filter(|(_, outcome)| outcome.verdict != Verdict::Valid)
        .map(|(case, outcome)| format!("{}:\n{}", case.id, outcome.explanation))
        .collect();
    assert!(refused.is_empty(), "\n{}", refused.join("\n"));
}

#[test]
fn every_explanation_begins_with_the_verdict() {
    let Some(suite) = &*SUITE else { return };
    let others: Vec<_> = suite
        .iter()
        .filter(|case| !case.id.starts_with("bettertls"))
        .collect();
    let unclear = for_all(&others, |case| {
        let outcome = case.run(Profile::Web);
        let denies = outcome.first_line().contains("not trusted");
        let is_clear = denies == (outcome.verdict == Verdict::NotValid);
        (!is_clear).then(|| format!("{}: {}", case.id, outcome.first_line()))
    });
    let unclear: Vec<_> = unclear.into_iter().flatten().collect();
    assert!(unclear.is_empty(), "\n{}\n", unclear.join("\n"));
}

fn deviations<'s>(runs: &[Run<'s>]) -> Vec<Deviation<'s>> {
    let of = |profile| {
        let deviating = runs.iter().filter(move |run| !run.is_as_expected(profile));
        deviating.map(move |run| Deviation {
            id: &run.case.id,
            profile,
            expected: run.case.expected(),
            actual: run.outcome(profile).verdict.into(),
            because: because(run.outcome(profile)),
        })
    };
    of(Profile::Strict).chain(of(Profile::Web)).collect()
}

/// The word of the primary finding, or those of the warnings.
fn because(outcome: &Outcome) -> String {
    match outcome.verdict {
        Verdict::NotValid => outcome.word().to_owned(),
        Verdict::Valid => {
            let warnings: Vec<_> = outcome.findings.iter().map(|said| said.code).collect();
            format!("with {} warnings: {}", warnings.len(), warnings.join(", "))
        }
    }
}

/// A line per namespace: how many were run, and how many came out as expected.
fn table(runs: &[Run<'_>]) -> String {
    let mut by_namespace: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for run in runs {
        by_namespace
            .entry(run.case.namespace())
            .or_default()
            .push(run);
    }
    let mut table = format!(
        "{:28} {:>6} {:>8} {:>8} {:>12}",
        "namespace", "run", "strict", "web", "slowest"
    );
    for (namespace, runs) in by_namespace {
        let as_expected = |profile| {
            runs.iter()
                .filter(|run| run.is_as_expected(profile))
                .count()
        };
        let (strict, web) = (as_expected(Profile::Strict), as_expected(Profile::Web));
        let slowest = runs.iter().map(|run| run.took()).max().unwrap_or_default();
        let slowest = format!("{:.2} ms", slowest.as_secs_f64() * 1000.0);
        let _ = write!(
            table,
            "\n{namespace:28} {:>6} {strict:>8} {web:>8} {slowest:>12}",
            runs.len()
        );
    }
    table
}

fn summary(runs: &[Run<'_>], exceptions: &Exceptions, pending: usize) -> String {
    let as_expected = |profile| {
        runs.iter()
            .filter(|run| run.is_as_expected(profile))
            .count()
    };
    format!(
        "limbo: {} run, {} as expected (strict), {} as expected (web), {} exceptions, \
         {pending} pending (CRL)",
        runs.len(),
        as_expected(Profile::Strict),
        as_expected(Profile::Web),
        exceptions.count(),
    )
}
