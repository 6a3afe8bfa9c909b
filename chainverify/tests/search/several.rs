//! Several ways to go: all valid paths, the nearest miss, and a verdict that does not hang on the
//! order of what was sent.

use std::collections::BTreeSet;
use std::sync::Mutex;

use chainverify::{Exploration, Verifier};
use chainverify_testdata::{CertBuilder, Flaw, Key, Made};
use proptest::prelude::{Just, Strategy};
use proptest::test_runner::{Config, TestRunner};

use crate::by_hand::{Setting, der, ders, names, now, store, trio, word};

/// A leaf whose CA has a certificate by each of two roots, and an expired one by a third.
fn crossed() -> (Made, [Made; 3], [Made; 3]) {
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
    let text = path
        .explain()
        .detail(chainverify::Detail::Everything)
        .to_string();
    assert!(text.contains(": valid too"), "{text}");
    let rows = path.explain().rows();
    assert!(rows.tried.iter().all(|tried| tried.reached_anchor));
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
    let failure = setting.verdict().unwrap_err();
    assert_eq!(failure.primary().code().id(), "expired");
    let at = failure.primary().certificate().unwrap();
    assert_eq!(failure.cert(at).unwrap().der(), &der(&c));
    assert_eq!(failure.position(at), Some(1));
    let path: Vec<_> = failure.path().map(|cert| cert.der().clone()).collect();
    assert_eq!(path, ders(&[&leaf, &c]));
    assert_eq!(failure.anchor().unwrap().name().display_name(), "Root C");
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

    let setting = setting.with(|policy| policy.anchor_time = chainverify::Level::Off);
    let (_, until) = setting.verdict().unwrap().validity();
    assert_eq!(until.to_string(), "2026-09-01T00:00:00Z");
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
    let failure = setting.verdict().unwrap_err();
    assert_eq!(failure.primary().code().id(), "issuer_loop");
    assert_eq!(failure.path().count(), 3);
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
    let leaf = der(&leaf);
    let request = chainverify::Request::new(&leaf, now()).candidates(&candidates);
    let path = verifier.verify_request(request).unwrap();
    let warnings = path.warnings();
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].code().id(), "completed_by_candidate");
    let about = path.cert(warnings[0].certificate().unwrap()).unwrap();
    assert_eq!(about.der(), &der(&ca));
    assert!(path.explain().to_string().contains(", not sent"));
    assert_eq!(path.explain().rows().path[1].source, "given");
}

/// Pools of different fates; in each, one word must come out whatever the order.
fn pools() -> Vec<(&'static str, Vec<Made>)> {
    let root = CertBuilder::ca("Root").sign();
    let ca = || CertBuilder::intermediate("CA").issuer(&root);
    let past = |ca: CertBuilder| ca.validity("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z");
    let decoys = || {
        (0..20).map(|n| {
            let key = Key::p256(&format!("decoy {n}"));
            CertBuilder::intermediate("CA")
                .key(key)
                .issuer(&root)
                .sign()
        })
    };
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
            proptest::prop_assert_eq!(word(&setting.verdict()), wanted);
            Ok(())
        });
        checked.unwrap();
    }
}

#[test]
fn a_path_that_the_caller_refuses_is_not_valid_and_another_one_may_be() {
    // The hook may not borrow.
    static SEEN: Mutex<Vec<(usize, String)>> = Mutex::new(Vec::new());
    let (leaf, [a, b, c], [root_a, root_b, root_c]) = crossed();
    let setting = Setting::new(&leaf, &[&c, &b, &a], &[&root_a, &root_b, &root_c]);
    let verifier = Verifier::new(setting.store.clone());
    let hook = |refused: &'static str| {
        move |certs: &[&chainverify::Cert<'_>], anchor: &chainverify::Anchor| {
            let name = anchor.name().display_name();
            SEEN.lock().unwrap().push((certs.len(), name.clone()));
            if name.contains(refused) {
                return Err(format!("{name} is not ours"));
            }
            Ok(())
        }
    };
    let not_b = hook("Root B");
    let path = verifier.verify_request(setting.request().refuse(&not_b));
    assert_eq!(names(&path.unwrap()), ["example.com", "CA", "Root A"]);
    let none = hook("Root");
    // Without the expired one, which would be the nearer miss.
    let setting = Setting::new(&leaf, &[&b, &a], &[&root_a, &root_b]);
    let verdict = verifier.verify_request(setting.request().refuse(&none));
    assert_eq!(word(&verdict), "refused_by_caller");
    let line = verdict.unwrap_err().to_string();
    assert!(line.contains("is not ours"), "{line}");
    let seen = SEEN.lock().unwrap();
    let is_valid_otherwise = |(count, name): &(usize, String)| *count == 2 && name != "Root C";
    assert!(
        seen.len() >= 3 && seen.iter().all(is_valid_otherwise),
        "{seen:?}"
    );
}
