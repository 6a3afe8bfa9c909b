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
use truth::Row;

mod common;
#[path = "common/exceptions.rs"]
mod exceptions;
#[path = "common/limbo.rs"]
mod suite;
#[path = "common/truth.rs"]
mod truth;

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
    let cases: Vec<_> = suite.iter().collect();
    let pending: Vec<&Testcase> = Vec::new();
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
    let mut complaints = exceptions.complaints(&deviations(&runs));
    complaints.extend(truth::check("limbo", &rows(&runs, &pending)));
    report(&complaints);
}

#[test]
fn the_order_of_the_intermediates_does_not_matter() {
    let Some(suite) = &*SUITE else { return };
    let cases: Vec<_> = suite.iter().filter(|case| case.has_orders()).collect();
    let complaints = for_all(&cases, |case| {
        Profile::ALL.map(|profile| {
            let expected = case.run(profile).verdict;
            let mut shuffled = case.run_shuffled(profile).into_iter();
            let other = shuffled.find(|outcome| outcome.verdict != expected)?;
            let (id, profile, line) = (&case.id, profile.name(), other.first_line());
            Some(format!(
                "{id} ({profile}): {expected:?}, but in another order: {line}"
            ))
        })
    });
    say(&format!(
        "limbo: {} testcases with several intermediates, the same verdict in {} more orders",
        cases.len(),
        common::conformance::SEEDS.len()
    ));
    let complaints: Vec<_> = complaints.into_iter().flatten().flatten().collect();
    report(&complaints);
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

fn report(complaints: &[String]) {
    assert!(
        complaints.is_empty(),
        "{} complaints:\n{}\n",
        complaints.len(),
        complaints.join("\n")
    );
}

fn deviations<'s>(runs: &[Run<'s>]) -> Vec<Deviation<'s>> {
    let of = |profile| {
        let deviating = runs.iter().filter(move |run| !run.is_as_expected(profile));
        deviating.map(move |run| Deviation {
            id: &run.case.id,
            profile: profile.name(),
            expected: run.case.expected(),
            actual: run.outcome(profile).verdict.into(),
            because: because(run.outcome(profile)),
        })
    };
    of(Profile::Strict).chain(of(Profile::Web)).collect()
}

/// The code of the primary finding, or those of the warnings.
fn because(outcome: &Outcome) -> String {
    match outcome.verdict {
        Verdict::NotValid => outcome.code().to_owned(),
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

/// The rows of the truth table: a line per namespace and profile, and one for all.
fn rows(runs: &[Run<'_>], pending: &[&Testcase]) -> Vec<Row> {
    let mut namespaces: Vec<_> = runs.iter().map(|run| run.case.namespace()).collect();
    namespaces.extend(pending.iter().map(|case| case.namespace()));
    namespaces.sort_unstable();
    namespaces.dedup();
    let count = |profile, is_here: &dyn Fn(&Testcase) -> bool| {
        let here = || runs.iter().filter(|run| is_here(run.case));
        let as_expected = here().filter(|run| run.is_as_expected(profile)).count();
        let pending = pending.iter().filter(|case| is_here(case)).count();
        [
            here().count(),
            as_expected,
            here().count() - as_expected,
            pending,
        ]
    };
    let of = |namespace: &str, is_here: &dyn Fn(&Testcase) -> bool| {
        Profile::ALL.map(|profile| {
            let name = format!("`{namespace}`");
            Row::new([&name, profile.name()], &count(profile, is_here))
        })
    };
    let all = of("*", &|_| true);
    let namespaces = namespaces
        .into_iter()
        .flat_map(|name| of(name, &|case| case.namespace() == name));
    namespaces.chain(all).collect()
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
