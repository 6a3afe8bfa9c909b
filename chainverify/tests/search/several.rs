//! Several ways to go: all valid paths, the nearest miss, and a verdict that does not hang on the
//! order of what was sent.

use std::collections::BTreeSet;

use chainverify::policy::{Exploration, Level};
use chainverify::report::{Detail, Role, Source};
use chainverify::{Request, Verifier};
use chainverify_testdata::{CertBuilder, Flaw, Made};
use proptest::prelude::{Just, Strategy};
use proptest::test_runner::{Config, TestRunner};

use crate::by_hand::{Setting, code, codes, der, ders, names, namesakes, now, store, trio};

/// A leaf whose CA has a certificate by each of two roots, and an expired one by a third.
pub(super) fn crossed() -> (Made, [Made; 3], [Made; 3]) {
    let roots = ["Root A", "Root B", "Root C"].map(|name| CertBuilder::ca(name).sign());
    let ca = |root: &Made| CertBuilder::intermediate("CA").issuer(root);
    let cas = [
        ca(&roots[0]).sign(),
        ca(&roots[1]).sign(),
        ca(&roots[2])
            .validity("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z")
            .sign(),
    ];
    let leaf = CertBuilder::leaf("example.com").issuer(&cas[0]).sign();
    (leaf, cas, roots)
}

fn all_of(exploration: Exploration) -> (BTreeSet<Vec<String>>, Vec<String>) {
    let (leaf, [a, b, c], [root_a, root_b, root_c]) = crossed();
    let setting = Setting::new(&leaf, &[&c, &b, &a], &[&root_a, &root_b, &root_c]);
    let setting = setting.with(|policy| policy.exploration = exploration);
    let path = setting.verdict().unwrap();
    let all = path.all().map(|(certs, anchor)| {
        let certs = certs.iter().map(|cert| cert.subject().display_name());
        certs.chain([anchor.name().display_name()]).collect()
    });
    let all: Vec<Vec<String>> = all.collect();
    assert_eq!(all[0], names(&path), "the path itself is the first of all");
    (all.iter().cloned().collect(), names(&path))
}

#[test]
fn all_valid_paths_are_found_if_asked_for() {
    let (all, _) = all_of(Exploration::All);
    let wanted = ["Root A", "Root B"].map(|root| ["example.com", "CA", root]);
    let wanted = wanted.map(|path| path.map(str::to_owned).to_vec());
    assert_eq!(all, BTreeSet::from(wanted));
}

#[test]
fn the_search_ends_with_the_first_valid_path_by_itself() {
    let (all, path) = all_of(Exploration::First);
    assert_eq!(all, BTreeSet::from([path]));
}

#[test]
fn beside_a_valid_path_the_others_are_said_to_be_valid_too_or_why_not() {
    let (leaf, [a, b, c], [root_a, root_b, root_c]) = crossed();
    let setting = Setting::new(&leaf, &[&c, &b, &a], &[&root_a, &root_b, &root_c]);
    let setting = setting.with(|policy| policy.exploration = Exploration::All);
    let path = setting.verdict().unwrap();
    let report = path.report();
    let text = report.text_with(Detail::Everything).to_string();
    assert!(text.contains(": valid too"), "{text}");
    assert_eq!(report.attempts.len(), 1, "the expired one leads nowhere");
    assert!(report.attempts.iter().all(|other| other.reached_anchor));
    assert!(report.attempts[0].findings.is_empty());
}

#[test]
fn a_bad_cross_sign_does_not_hide_a_good_one() {
    let (leaf, [a, _, c], [root_a, _, root_c]) = crossed();
    for sent in [[&c, &a], [&a, &c]] {
        let setting = Setting::new(&leaf, &sent, &[&root_a, &root_c]);
        let path = setting.verdict().unwrap();
        assert_eq!(names(&path), ["example.com", "CA", "Root A"]);
    }
}

#[test]
fn the_nearest_miss_is_named_and_not_the_worst() {
    let (leaf, [a, _, c], [root_a, _, root_c]) = crossed();
    let forged = CertBuilder::intermediate("CA")
        .issuer(&root_a)
        .flaw(Flaw::FlippedSignature)
        .sign();
    let setting = Setting::new(&leaf, &[&forged, &c], &[&root_a, &root_c]);
    let report = setting.verdict().unwrap_err();
    assert_eq!(report.code().unwrap().id(), "expired");
    let at = report.primary().unwrap().certificate().unwrap();
    let about = report.certificate(at).unwrap();
    assert_eq!(about.cert.as_ref().unwrap().der(), &der(&c));
    assert_eq!(report.role(at), Some(Role::Intermediate(1)));
    let path = report.path.iter();
    let path: Vec<_> = path
        .map(|step| report.certificates[step.certificate].cert.as_ref())
        .map(|cert| cert.unwrap().der().clone())
        .collect();
    assert_eq!(path, ders(&[&leaf, &c, &root_c]));
    let _ = a;
}

#[test]
fn a_path_is_valid_as_long_as_all_of_it() {
    let root = CertBuilder::ca("Root")
        .validity("2020-01-01T00:00:00Z", "2026-08-01T00:00:00Z")
        .sign();
    let ca = CertBuilder::intermediate("CA")
        .validity("2026-02-01T00:00:00Z", "2026-11-01T00:00:00Z")
        .issuer(&root)
        .sign();
    let leaf = CertBuilder::leaf("example.com")
        .validity("2026-01-01T00:00:00Z", "2026-09-01T00:00:00Z")
        .issuer(&ca)
        .sign();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let (from, until) = setting.verdict().unwrap().validity();
    assert_eq!(from.to_string(), "2026-02-01T00:00:00Z");
    assert_eq!(until.to_string(), "2026-08-01T00:00:00Z");

    let setting = setting.with(|policy| policy.anchor_time = Level::Off);
    let (_, until) = setting.verdict().unwrap().validity();
    assert_eq!(until.to_string(), "2026-09-01T00:00:00Z");
}

/// Of several valid paths of the same kind the one that stays valid longest is taken, in every order
/// of what was sent and of what is trusted.
#[test]
fn the_path_that_stays_valid_longest_is_taken_in_every_order() {
    let until = |builder: CertBuilder, end| builder.validity("2026-01-01T00:00:00Z", end);
    let ends = [
        "2026-12-06T00:00:00Z",
        "2027-02-24T00:00:00Z",
        "2026-09-09T00:00:00Z",
    ];
    let roots = ["Root A", "Root B", "Root C"];
    let roots = roots.map(|name| until(CertBuilder::ca(name), "2036-01-01T00:00:00Z").sign());
    let cas: Vec<Made> = core::iter::zip(ends, &roots)
        .map(|(end, root)| {
            let ca = until(CertBuilder::intermediate("CA"), end);
            ca.issuer(root).sign()
        })
        .collect();
    let leaf = until(CertBuilder::leaf("example.com"), "2028-01-01T00:00:00Z");
    let leaf = leaf.issuer(&cas[0]).sign();
    let mut runner = TestRunner::new(Config {
        cases: 48,
        failure_persistence: None,
        ..Config::default()
    });
    let order = || Just(vec![0, 1, 2]).prop_shuffle();
    let checked = runner.run(&(order(), order()), |(sent, trusted)| {
        let sent: Vec<&Made> = sent.into_iter().map(|at: usize| &cas[at]).collect();
        let trusted: Vec<&Made> = trusted.into_iter().map(|at: usize| &roots[at]).collect();
        for exploration in [Exploration::First, Exploration::All] {
            let setting = Setting::new(&leaf, &sent, &trusted);
            let setting = setting.with(|policy| policy.exploration = exploration);
            let path = setting.verdict().unwrap();
            proptest::prop_assert_eq!(path.validity().1.to_string(), ends[1]);
            proptest::prop_assert_eq!(path.anchor().name().display_name(), "Root B");
        }
        Ok(())
    });
    checked.unwrap();
}

/// Advice must not break clients that have other roots.
#[test]
fn a_cross_sign_is_not_called_unused_unless_it_expired() {
    let (leaf, [a, b, c], [root_a, ..]) = crossed();
    let above = CertBuilder::ca("Root B").issuer(&root_a).sign();
    let stranger = CertBuilder::intermediate("Stranger").issuer(&root_a).sign();
    for sent in [
        [&a, &b, &above, &stranger, &c],
        [&c, &b, &a, &stranger, &above],
    ] {
        let setting = Setting::new(&leaf, &sent, &[&root_a]);
        let report = setting.verdict().unwrap().report();
        let unused = report.findings.iter().filter(|finding| {
            let code = finding.code().id();
            assert_ne!(code, "root_sent");
            code == "unused_certificate"
        });
        let unused: Vec<_> = unused
            .map(|finding| report.certificate(finding.certificate().unwrap()).unwrap())
            .map(|one| one.cert.as_ref().unwrap().der().clone())
            .collect();
        assert_eq!(unused.len(), 2);
        assert!(unused.contains(&der(&stranger)) && unused.contains(&der(&c)));
    }
}

#[test]
fn certificates_that_issue_each_other_end_in_a_loop_that_is_said() {
    let [one, other] = ["One", "Other"].map(|name| CertBuilder::ca(name).sign());
    let by =
        |subject: &str, issuer: &Made| CertBuilder::intermediate(subject).issuer(issuer).sign();
    let (one_by_other, other_by_one) = (by("One", &other), by("Other", &one));
    let leaf = CertBuilder::leaf("example.com")
        .issuer(&one_by_other)
        .sign();
    let root = CertBuilder::ca("Root").sign();
    let setting = Setting::new(&leaf, &[&one_by_other, &other_by_one], &[&root]);
    let report = setting.verdict().unwrap_err();
    assert_eq!(report.code().unwrap().id(), "issuer_loop");
    assert_eq!(report.path.len(), 3);
}

#[test]
fn what_is_sent_twice_is_one_certificate() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca, &ca, &leaf], &[&root]);
    let path = setting.verdict().unwrap();
    assert_eq!(path.warnings(), []);
}

#[test]
fn candidates_complete_a_chain_and_are_said() {
    let [root, ca, leaf] = trio();
    let verifier = Verifier::new(store(&[&root]));
    let candidates = ders(&[&ca]);
    let chain = ders(&[&leaf]);
    let request = Request::unnamed(&chain).candidates(&candidates).at(now());
    let path = verifier.verify_request(request).unwrap();
    let warnings = path.warnings();
    assert_eq!(codes(&warnings), ["completed_by_candidate"]);
    let report = path.report();
    let about = report.certificate(warnings[0].certificate().unwrap());
    assert_eq!(about.unwrap().cert.as_ref().unwrap().der(), &der(&ca));
    assert!(matches!(
        report.certificates[1].source,
        Source::Given { place: 0, .. }
    ));
    let text = report.text().to_string();
    assert!(text.contains(", not sent"), "{text}");
}

/// Pools of different fates; in each, one code must come out whatever the order.
fn pools() -> Vec<(&'static str, Vec<Made>)> {
    let root = CertBuilder::ca("Root").sign();
    let ca = || CertBuilder::intermediate("CA").issuer(&root);
    let past = |ca: CertBuilder| ca.validity("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z");
    let decoys = || namesakes(20, &root).into_iter();
    let orphan = CertBuilder::intermediate("CA")
        .issuer(&CertBuilder::ca("Nobody").sign())
        .sign();
    let forged = ca().flaw(Flaw::FlippedSignature).sign();
    vec![
        (
            "valid",
            decoys().chain([ca().sign(), orphan.clone()]).collect(),
        ),
        (
            "valid",
            vec![
                past(ca()).sign(),
                forged.clone(),
                orphan.clone(),
                ca().sign(),
            ],
        ),
        ("expired", decoys().chain([past(ca()).sign()]).collect()),
        (
            "expired",
            vec![past(ca()).sign(), forged.clone(), orphan.clone()],
        ),
        ("signature_invalid", decoys().collect()),
        ("issuer_not_found", vec![forged, orphan]),
    ]
}

#[test]
fn the_verdict_does_not_hang_on_the_order_of_the_intermediates() {
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&ca).sign();
    for (wanted, pool) in pools() {
        let mut runner = TestRunner::new(Config {
            cases: 32,
            failure_persistence: None,
            ..Config::default()
        });
        let orders = Just(pool).prop_shuffle();
        let checked = runner.run(&orders, |pool| {
            let sent: Vec<&Made> = pool.iter().collect();
            let setting = Setting::new(&leaf, &sent, &[&root]);
            proptest::prop_assert_eq!(code(&setting.verdict()), wanted);
            Ok(())
        });
        checked.unwrap();
    }
}
