//! Answers that come late, or are cut off.

use chainverify::{Exploration, Step};
use chainverify_testdata::{CertBuilder, Extension, Key, Made};

use crate::by_hand::{Setting, certs, leaf_with_urls, names, need, trio, word};

/// A certificate of the CA that leads nowhere but to another URL, and the one that leads to the
/// root.
fn two_authorities(root: &Made) -> [Made; 3] {
    let nobody = CertBuilder::ca("Nobody").sign();
    let astray = CertBuilder::intermediate("CA")
        .extension(Extension::ca_issuers("http://three/"))
        .issuer(&nobody)
        .sign();
    let right = CertBuilder::intermediate("CA").issuer(root).sign();
    [nobody, astray, right]
}

#[test]
fn an_answer_after_the_end_does_not_change_the_cause() {
    let [root, ca, _] = trio();
    let leaf = leaf_with_urls(&ca, &["http://a/"]);
    let setting = Setting::new(&leaf, &[], &[&root]);
    let mut search = setting.search();
    let asked = need(&mut search);
    assert_eq!(search.step(), Step::Done);
    search.answer(asked.id(), certs(&[&ca]));
    assert_eq!(word(&search.finish()), "issuer_not_found");
}

#[test]
fn an_answer_after_a_valid_path_changes_nothing() {
    let root = CertBuilder::ca("Root").sign();
    let [nobody, astray, right] = two_authorities(&root);
    let leaf = leaf_with_urls(&right, &["http://one/", "http://two/"]);
    for exploration in [Exploration::All, Exploration::First] {
        let setting =
            Setting::new(&leaf, &[], &[&root]).with(|policy| policy.exploration = exploration);
        let mut search = setting.search();
        let one = need(&mut search);
        search.answer(one.id(), certs(&[&astray]));
        let asked = [need(&mut search), need(&mut search)];
        let of = |url| asked.iter().find(|need| need.url() == url).unwrap().id();
        search.answer(of("http://two/"), certs(&[&right]));
        assert_eq!(search.step(), Step::Done);
        search.answer(of("http://three/"), certs(&[&nobody]));
        let path = search.finish().unwrap();
        assert_eq!(names(&path), ["example.com", "CA", "Root"]);
    }
}

#[test]
fn an_answer_after_a_valid_path_cannot_make_a_forged_one_valid() {
    let root = CertBuilder::ca("Root").sign();
    let [nobody, astray, right] = two_authorities(&root);
    let expired = CertBuilder::intermediate("CA")
        .validity("2025-01-01T00:00:00Z", "2026-01-02T00:00:00Z")
        .key(right.key.clone())
        .issuer(&root)
        .sign();
    let namesake = CertBuilder::ca("Root").key(Key::p256("namesake")).sign();
    let leaf = leaf_with_urls(&right, &["http://one/", "http://two/"]);
    let setting = Setting::new(&leaf, &[], &[&root, &namesake])
        .with(|policy| policy.exploration = Exploration::All);
    let mut search = setting.search();
    let one = need(&mut search);
    search.answer(one.id(), certs(&[&astray]));
    let asked = [need(&mut search), need(&mut search)];
    let of = |url| asked.iter().find(|need| need.url() == url).unwrap().id();
    search.answer(of("http://two/"), certs(&[&right, &expired]));
    assert_eq!(search.step(), Step::Done);
    search.answer(of("http://three/"), certs(&[&nobody]));
    let rows = search.finish().unwrap().explain().rows();
    let signatures: Vec<_> = rows.path.iter().filter_map(|row| row.signature).collect();
    assert_eq!(signatures, ["ok", "ok"]);
}

#[test]
fn an_answer_that_a_limit_cuts_off_is_not_called_unreadable() {
    let [root, ca, _] = trio();
    let leaf = leaf_with_urls(&ca, &["http://a/"]);
    let setting = Setting::new(&leaf, &[], &[&root]).with(|policy| policy.limits.certificates = 0);
    let mut search = setting.search();
    let asked = need(&mut search);
    search.answer(asked.id(), certs(&[&ca]));
    let failure = search.finish().unwrap_err();
    assert!(failure.stopped().is_some());
    assert_ne!(
        failure.explain().rows().fetched[0].outcome,
        "not_certificates"
    );
}
