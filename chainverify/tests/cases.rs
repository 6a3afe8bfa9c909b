//! Every case folder: verdict, primary finding or warning, and the whole explanation.
//!
//! `UPDATE_EXPECT=1` writes what the library says now into each `expected.txt`: read the changes as
//! a user would. `testdata/README.md` describes the folders, `testdata/generate` makes them.

#![cfg(all(feature = "std", feature = "ring"))]

use case_folder::{CaseFolder, Expect, cases, folders};
use common::{Outcome, Said, Verdict};

#[path = "common/case_folder.rs"]
mod case_folder;
mod common;

/// The kinds of folders, and how deep the cases lie.
const KINDS: [(&str, usize); 3] = [("revocation", 1), ("rules", 2), ("search", 1)];

#[test]
fn every_case_comes_out_as_its_sheet_says() {
    check_all(verdict_and_finding);
}

#[test]
fn every_explanation_is_the_expected_text() {
    check_all(text);
}

#[test]
fn the_first_line_of_a_failure_says_verdict_cause_and_certificate() {
    check_all(first_line);
}

#[test]
fn every_failure_says_what_to_do() {
    check_all(fix);
}

#[test]
fn every_rule_has_a_passing_and_a_failing_case() {
    let rules = chainverify::rules();
    let strangers = folders("rules", 1).into_iter().filter(|folder| {
        !rules
            .iter()
            .any(|(rule, _)| folder.strip_prefix("rules/") == Some(rule))
    });
    let mut complaints: Vec<_> = strangers
        .map(|folder| format!("{folder}: there is no such rule"))
        .collect();
    let (cases, unreadable) = cases("rules", 2);
    complaints.extend(unreadable);
    for (rule, _) in rules {
        let prefix = format!("rules/{rule}/");
        let of_rule = || cases.iter().filter(|case| case.name.starts_with(&prefix));
        if !of_rule().any(passes) {
            complaints.push(format!("{rule}: no case passes"));
        }
        if !of_rule().any(|case| !passes(case)) {
            complaints.push(format!("{rule}: no case fails or warns"));
        }
    }
    report(&complaints);
}

/// Valid, and nothing to say.
fn passes(case: &CaseFolder) -> bool {
    case.sheet.expect == Expect::Valid && case.sheet.code.is_none()
}

/// Runs every case, and lists all that is wrong before it fails.
fn check_all(check: fn(&CaseFolder, &Outcome) -> Result<(), String>) {
    let mut complaints = Vec::new();
    let mut count = 0;
    for (kind, depth) in KINDS {
        let (cases, unreadable) = cases(kind, depth);
        complaints.extend(unreadable);
        count += cases.len();
        for case in &cases {
            if let Err(error) = case.run().and_then(|outcome| check(case, &outcome)) {
                complaints.push(format!(
                    "{}: {error}\n    ({})",
                    case.name, case.sheet.about
                ));
            }
        }
    }
    assert!(count > 0, "there are no case folders");
    report(&complaints);
}

fn report(complaints: &[String]) {
    let list = complaints.join("\n");
    assert!(
        complaints.is_empty(),
        "{} complaints:\n{list}\n",
        complaints.len()
    );
}

fn verdict_and_finding(case: &CaseFolder, outcome: &Outcome) -> Result<(), String> {
    let sheet = &case.sheet;
    let (got, line) = (outcome.code(), outcome.first_line());
    let matches = |said: &Said| {
        sheet.code.as_deref().is_none_or(|code| code == said.code)
            && sheet
                .certificate
                .as_deref()
                .is_none_or(|place| place == said.certificate)
    };
    match (sheet.expect, outcome.verdict) {
        (Expect::Valid, Verdict::NotValid) => Err(format!("expected valid, got {got}: {line}")),
        (Expect::Invalid, Verdict::Valid) => Err(format!("expected not valid, got: {line}")),
        (Expect::Valid, Verdict::Valid) if sheet.code.is_none() => Ok(()),
        (Expect::Valid, Verdict::Valid) if outcome.findings.iter().any(matches) => Ok(()),
        (Expect::Invalid, Verdict::NotValid) if outcome.findings.first().is_some_and(matches) => {
            Ok(())
        }
        _ => {
            let said = outcome.findings.iter();
            let said: Vec<_> = said
                .map(|s| format!("{} at {:?}", s.code, s.certificate))
                .collect();
            let (code, place) = (&sheet.code, &sheet.certificate);
            Err(format!(
                "expected {code:?} at {place:?}, got {}",
                said.join(", ")
            ))
        }
    }
}

fn text(case: &CaseFolder, outcome: &Outcome) -> Result<(), String> {
    let path = case.expected_text();
    let now = format!("{}\n", outcome.explanation.trim_end());
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    if before == now {
        return Ok(());
    }
    if std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1") {
        return std::fs::write(&path, now).map_err(|error| format!("expected.txt: {error}"));
    }
    if before.is_empty() {
        return Err("expected.txt is missing or empty; UPDATE_EXPECT=1 writes it".to_owned());
    }
    Err(format!(
        "another text.\n--- expected.txt\n{before}--- now\n{now}---"
    ))
}

fn first_line(_: &CaseFolder, outcome: &Outcome) -> Result<(), String> {
    if outcome.verdict == Verdict::Valid {
        return Ok(());
    }
    let line = outcome.first_line();
    let primary = outcome
        .findings
        .first()
        .ok_or("a failure without a finding")?;
    let is_located = match primary.certificate.as_str() {
        // An empty store, for one, is about no certificate.
        "" => true,
        "anchor" => line.contains("anchor") || line.contains("root"),
        // A self-signed certificate that was sent is called a root, trusted or not.
        place => line.contains(place) || line.contains("root \""),
    };
    let lacks = [
        ("the verdict", line.contains("not trusted")),
        ("the cause", outcome.first_line_says_cause()),
        ("the certificate", is_located),
    ];
    match lacks.iter().find(|(_, says)| !says) {
        None => Ok(()),
        Some((what, _)) => Err(format!("the first line lacks {what}: {line}")),
    }
}

fn fix(_: &CaseFolder, outcome: &Outcome) -> Result<(), String> {
    if outcome.verdict == Verdict::Valid || outcome.explanation.contains("\n  fix") {
        return Ok(());
    }
    Err(format!("no fix: {}", outcome.first_line()))
}
