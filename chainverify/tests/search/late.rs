//! Answers that come late, or are cut off.

use chainverify::policy::{Exploration, Limit};
use chainverify::report::Signature;
use chainverify::search::{Need, Step};
use chainverify::{Report, Search};
use chainverify_testdata::{CertBuilder, Extension, Key, Made};

use crate::by_hand::{Setting, certs, code, leaf_with_urls, names, need, report, trio};

/// A certificate of the CA that leads nowhere but to a URL, and the one that leads to the root.
fn two_issuers(root: &Made) -> [Made; 3] {
    let nobody = CertBuilder::ca("Nobody").sign();
    let astray = CertBuilder::intermediate("CA")
        .extension(Extension::ca_issuers("http://nobody/"))
        .issuer(&nobody)
        .sign();
    let right = CertBuilder::intermediate("CA").issuer(root).sign();
    [nobody, astray, right]
}

/// Both needs of a leaf under the certificate that leads nowhere: the leaf's, and the other.
fn both(search: &mut Search<'_>) -> [Need; 2] {
    let mut needs = [need(search), need(search)];
    needs.sort_by(|one, other| one.urls.cmp(&other.urls));
    assert_eq!(needs[0].urls, ["http://leaf/"]);
    assert_eq!(needs[1].urls, ["http://nobody/"]);
    needs
}

#[test]
fn a_search_that_waits_can_be_finished() {
    let [root, ca, _] = trio();
    let leaf = leaf_with_urls(&ca, &["http://a/"]);
    let setting = Setting::new(&leaf, &[], &[&root]);
    let mut search = setting.search();
    let asked = need(&mut search);
    assert_eq!(search.step(), Step::Waiting);
    let mut late = setting.search();
    assert_eq!(code(&search.finish()), "issuer_not_found");
    assert_eq!(need(&mut late), asked, "the same again, in another search");
    late.answer(asked.id, certs(&[&ca]));
    assert_eq!(code(&late.finish()), "valid");
}

#[test]
fn an_answer_after_a_valid_path_changes_nothing() {
    let root = CertBuilder::ca("Root").sign();
    let [nobody, astray, right] = two_issuers(&root);
    let leaf = leaf_with_urls(&right, &["http://leaf/"]);
    for exploration in [Exploration::All, Exploration::First] {
        let setting = Setting::new(&leaf, &[&astray], &[&root])
            .with(|policy| policy.exploration = exploration);
        let mut search = setting.search();
        let [of_leaf, of_astray] = both(&mut search);
        search.answer(of_leaf.id, certs(&[&right]));
        assert_eq!(search.step(), Step::Done);
        search.answer(of_astray.id, certs(&[&nobody]));
        assert_eq!(search.step(), Step::Done);
        let path = search.finish().unwrap();
        assert_eq!(names(&path), ["example.com", "CA", "Root"]);
        assert_eq!(path.all().count(), 1);
    }
}

#[test]
fn an_answer_after_a_valid_path_cannot_make_a_forged_one_valid() {
    let root = CertBuilder::ca("Root").sign();
    let [nobody, astray, right] = two_issuers(&root);
    let expired = CertBuilder::intermediate("CA")
        .validity("2025-01-01T00:00:00Z", "2026-01-02T00:00:00Z")
        .key(right.key.clone())
        .issuer(&root)
        .sign();
    let namesake = CertBuilder::ca("Root").key(Key::p256("namesake")).sign();
    let leaf = leaf_with_urls(&right, &["http://leaf/"]);
    let setting = Setting::new(&leaf, &[&astray], &[&root, &namesake])
        .with(|policy| policy.exploration = Exploration::All);
    let mut search = setting.search();
    let [of_leaf, of_astray] = both(&mut search);
    search.answer(of_leaf.id, certs(&[&right, &expired]));
    assert_eq!(search.step(), Step::Done);
    search.answer(of_astray.id, certs(&[&nobody]));
    let report: Report = report(search.finish());
    assert!(report.is_valid());
    let signatures: Vec<_> = report.path.iter().map(|step| step.signature).collect();
    let verified = Some(Signature::Verified);
    assert_eq!(signatures, [verified, verified, None]);
}

#[test]
fn an_answer_that_a_limit_cuts_off_is_not_called_unreadable() {
    let [root, ca, _] = trio();
    let leaf = leaf_with_urls(&ca, &["http://a/"]);
    let setting = Setting::new(&leaf, &[], &[&root]).with(|policy| policy.limits.certificates = 1);
    let mut search = setting.search();
    let asked = need(&mut search);
    search.answer(asked.id, certs(&[&ca]));
    let report = search.finish().unwrap_err();
    assert_eq!(report.limits, [Limit::Certificates]);
    assert_eq!(report.requests[0].urls.last().unwrap().outcome, Ok(0));
}
