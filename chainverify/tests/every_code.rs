//! Every code is found in some case, and whatever a report says of it is what an expert would say: a
//! first line with verdict, cause and certificate, one cause, and a fix by a party that can act.
//!
//! The cases are the folders of `testdata/`, and below what no folder can express.

#![cfg(all(feature = "std", feature = "ring"))]

use std::collections::BTreeSet;

use by_hand::{Setting, ders, now, report, trio};
use case_folder::cases;
use chainverify::finding::{Act, FixBy, Rejection};
use chainverify::policy::DirectTrust;
use chainverify::trust::Anchor;
use chainverify::{Algorithms, Cert, Code, Origin, Policy, Report, Request, Verifier};
use chainverify_testdata::{CertBuilder, Extension, GeneralName};
use common::{Outcome, Said, Verdict};

#[allow(unused_imports)] // each suite uses its part
#[path = "by_hand/mod.rs"]
mod by_hand;
#[path = "common/case_folder.rs"]
mod case_folder;
mod common;

/// Found only where something else is wrong that comes first: the certificate below lacks the name,
/// too.
const NEVER_FIRST: [&str; 1] = ["ca_empty_subject"];

/// A build with `std` has a clock: `finding/tests.rs` has its sentence. The others are about roots of
/// public CAs, which sign nothing for us: `report/provenance.rs` has them.
const NEVER_HERE: [&str; 4] = [
    "no_time",
    "left_root_programmes",
    "chrome_sct_not_after",
    "mozilla_distrust_after",
];

#[test]
fn every_code_has_a_case_and_says_verdict_cause_certificate_and_fix() {
    let all = outcomes();
    let mut found = BTreeSet::new();
    let mut complaints = Vec::new();
    for (case, outcome) in &all {
        for (place, said) in outcome.findings.iter().enumerate() {
            let is_first = place == 0 && outcome.verdict == Verdict::NotValid;
            let must_be_first = !is_notice(said) && !NEVER_FIRST.contains(&said.code);
            if is_first || !must_be_first {
                found.insert(said.code);
            }
            let mut faults = vec![one_cause(said), fix(said)];
            if is_first {
                faults.extend([first_line(outcome, said), facts(outcome, said)]);
            }
            let faults = faults.into_iter().filter_map(Result::err);
            complaints.extend(faults.map(|fault| format!("{case}: {}: {fault}", said.code)));
        }
    }
    let missing = Code::IDS.iter().filter(|id| !NEVER_HERE.contains(id));
    let missing = missing.filter(|id| !found.contains(*id));
    complaints.extend(missing.map(|id| format!("{id}: no case has it first")));
    complaints.dedup();
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// What never decides about a path.
fn is_notice(said: &Said) -> bool {
    matches!(
        said.code,
        "unreadable_intermediate"
            | "unused_certificate"
            | "wrong_order"
            | "root_sent"
            | "completed_by_fetch"
            | "completed_by_candidate"
            | "completed_by_store"
            | "only_in_local_store"
            | "intermediate_in_local_store"
            | "left_root_programmes"
            | "chrome_sct_not_after"
            | "mozilla_distrust_after"
            | "revocation_contradiction"
            | "transparency_not_met"
    )
}

/// Verdict, cause and certificate.
fn first_line(outcome: &Outcome, said: &Said) -> Result<(), String> {
    let line = outcome.first_line();
    let says_cause = line.contains("not trusted: ") && line.contains(&said.sentence);
    (says_cause && names(line, said))
        .then_some(())
        .ok_or_else(|| format!("the first line: {line}"))
}

/// Whether a line says which certificate it is about, if it is about one.
fn names(line: &str, said: &Said) -> bool {
    match said.certificate.as_str() {
        "" => line.contains("the chain "),
        place => {
            line.contains(&format!("{place} \""))
                || line.contains("root \"")
                || line.contains("the leaf ")
        }
    }
}

/// The certificate stands in the table of the path with its dates and its key; the fix below.
fn facts(outcome: &Outcome, said: &Said) -> Result<(), String> {
    let mut lines = outcome.explanation.lines().skip(1);
    let has_row = lines.any(|line| line.starts_with("✗ ") && line.contains(" to "));
    let has_path = !matches!(said.certificate.as_str(), "") && said.code != "unreadable_leaf";
    if has_path && !has_row {
        return Err("no row of the path is marked".to_owned());
    }
    let has_fix = outcome.explanation.contains("\n  fix (");
    has_fix.then_some(()).ok_or("no fix").map_err(str::to_owned)
}

/// What others wrote, in quotes, may say anything.
fn one_cause(said: &Said) -> Result<(), String> {
    let ours = |text: &str| text.split('"').step_by(2).collect::<Vec<_>>().join("…");
    for text in [&said.sentence, &said.fix.text.to_string()] {
        if ours(text).contains(" or ") {
            return Err(format!("two causes: {text}"));
        }
    }
    Ok(())
}

/// Who can do what: a site has its own certificate and what it sends, a CA the certificates of CAs, the
/// user the trust store and the question.
fn fix(said: &Said) -> Result<(), String> {
    let fix = &said.fix;
    let is_ca = !matches!(said.certificate.as_str(), "leaf" | "");
    let can = match fix.by {
        FixBy::Operator => match fix.act {
            Act::Renew | Act::Reissue | Act::Replace => !is_ca,
            act => matches!(act, Act::Send | Act::Install | Act::Omit),
        },
        FixBy::Ca => is_ca && matches!(fix.act, Act::Renew | Act::Reissue | Act::Replace),
        FixBy::User => matches!(fix.act, Act::Store | Act::Ask),
        _ => false,
    };
    let text = fix.text.to_string();
    let names_it = match fix.act {
        Act::Renew | Act::Reissue => {
            text.contains("the certificate of \"")
                || text.contains("this certificate")
                || text.contains("the CA that has no name")
        }
        _ => !text.is_empty(),
    };
    if can && names_it {
        return Ok(());
    }
    let (by, act) = (fix.by, fix.act);
    Err(format!(
        "{by} cannot {act:?} {:?}: {text}",
        said.certificate
    ))
}

fn outcomes() -> Vec<(String, Outcome)> {
    let folders = [("revocation", 1), ("rules", 2), ("search", 1)].map(|(kind, depth)| {
        let (cases, unreadable) = cases(kind, depth);
        assert_eq!(unreadable, [""; 0]);
        cases
    });
    let folders = folders.into_iter().flatten();
    let of_folders = folders.map(|case| (case.name.clone(), case.run().unwrap()));
    let by_hand = [requests(), limits(), trust(), transparency()];
    let by_hand = by_hand.into_iter().flatten();
    let plain = |report: &Report| common::outcome(report, Vec::new(), core::time::Duration::ZERO);
    let by_hand = by_hand.map(|report| ("by hand".to_owned(), plain(&report)));
    of_folders.chain(by_hand).collect()
}

/// What is wrong with the question.
fn requests() -> Vec<Report> {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let verifier = Verifier::new(by_hand::store(&[&root]));
    let nothing = Verifier::builder()
        .roots(by_hand::store(&[&root]))
        .algorithms(Algorithms::new(&[]))
        .build();
    let reject = |_: &[&Cert<'_>], _: &Anchor| -> Result<(), Rejection> {
        Err(Rejection::new("pins", "has none of the pinned keys"))
    };
    let request = || Request::unnamed(&chain).at(now());
    let none = <[&str; 0]>::default();
    vec![
        report(verifier.verify_request(request().names(none))),
        report(verifier.verify_request(Request::unnamed(&[]).at(now()))),
        report(verifier.verify_request(request().check(&reject))),
        report(nothing.verify_request(request())),
    ]
}

/// A chain whose names and policies are some work.
fn limits() -> Vec<Report> {
    let permitted: Vec<_> = (0..50)
        .map(|n| GeneralName::dns(&format!("{n}.example.com")))
        .collect();
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA")
        .extension(Extension::name_constraints(&permitted, &[]))
        .issuer(&root)
        .sign();
    let leaf = CertBuilder::leaf("7.example.com").issuer(&ca).sign();
    let of = |change: &dyn Fn(&mut Policy)| {
        let setting = Setting::new(&leaf, &[&ca], &[&root]).with(change);
        report(setting.verdict())
    };
    let mut reports = vec![of(&|policy| policy.limits.nodes = 1)];
    // Some of them are too low for the last steps alone.
    reports.extend((0..16).map(|bit| {
        of(&|policy| {
            policy.limits.work = (1 << bit) - 1;
            policy.limits.work_per_octet = 0;
        })
    }));
    reports
}

/// As if its anchor were from the store of the operating system.
fn as_of_os(report: &mut Report) {
    report.store.origin = Some(Origin::Os);
    report.add_provenance(|_| None);
}

/// What is trusted, and what is given beside the chain.
fn trust() -> Vec<Report> {
    let [root, ca, leaf] = trio();
    let verifier = Verifier::new(by_hand::store(&[&root]));
    let (alone, given) = (ders(&[&leaf]), ders(&[&ca]));
    let request = Request::unnamed(&alone).candidates(&given).at(now());
    let mut local = report(verifier.verify_request(request));
    as_of_os(&mut local);
    let mut intermediate = report(Setting::new(&leaf, &[&ca], &[&ca]).verdict());
    as_of_os(&mut intermediate);
    let pinned = Setting::new(&leaf, &[], &[&leaf]);
    let off = pinned.with(|policy| policy.direct_trust = DirectTrust::Off);
    vec![local, intermediate, report(off.verdict())]
}

/// A leaf that no log has, where somebody wants to hear of it.
#[cfg(feature = "ct")]
fn transparency() -> Vec<Report> {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let mut policy = Policy::web_server();
    policy.transparency = chainverify::policy::TransparencyMode::Warning;
    let verifier = Verifier::builder().roots(by_hand::store(&[&root]));
    let verifier = verifier.policy(policy).build();
    let date = chainverify::der::Time::from_unix(1_780_272_000);
    let logs = chainverify::ct::LogList::new(date, []);
    let request = Request::unnamed(&chain).at(now()).ct_logs(&logs);
    vec![report(verifier.verify_request(request))]
}

#[cfg(not(feature = "ct"))]
fn transparency() -> Vec<Report> {
    Vec::new()
}
