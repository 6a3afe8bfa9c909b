//! Null algorithms: the search without keys. No signature is checked twice, or without need.

use chainverify::policy::Exploration;
use chainverify::report::Signature;
use chainverify::search::Step;
use chainverify_testdata::{Algorithm, CertBuilder, Extension, Flaw, Key, Made, RsaSize};

use crate::by_hand::{
    Null, RING, Setting, certs, code, leaf_with_urls, names, namesakes, need, nulls, trio,
};

#[test]
fn who_says_yes_to_every_signature_accepts_a_forged_chain() {
    let [root, ca, _] = trio();
    let leaf = CertBuilder::leaf("example.com")
        .issuer(&ca)
        .flaw(Flaw::FlippedSignature)
        .sign();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    assert_eq!(code(&setting.verdict()), "signature_invalid");

    let yes = Null::yes();
    let list = nulls([&yes]);
    let verdict = setting.search_by(&list).finish();
    assert_eq!(names(&verdict.unwrap()), ["example.com", "CA", "Root"]);
    assert_eq!(yes.count(), 2);
}

#[test]
fn who_says_no_to_every_signature_accepts_nothing() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let no = Null::no();
    let list = nulls([&no]);
    let verdict = setting.search_by(&list).finish();
    assert_eq!(code(&verdict), "signature_invalid");
    assert_eq!(no.most_of_one(), 1);
}

#[test]
fn of_two_algorithms_with_the_same_identifiers_the_second_is_asked_after_a_no() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let (no, yes) = (Null::no(), Null::yes());
    let list = nulls([&no, &yes]);
    let verdict = setting.search_by(&list).finish();
    assert_eq!(code(&verdict), "valid");
    assert_eq!((no.count(), yes.count()), (2, 2));
    let list = nulls([&yes, &no]);
    let verdict = setting.search_by(&list).finish();
    assert_eq!(code(&verdict), "valid");
    assert_eq!((no.count(), yes.count()), (2, 4));
}

/// Two, four and eight CAs at three levels, namesakes with keys of their own: by name alone, each
/// may have issued each one below it.
fn mesh() -> (Made, Vec<Made>, Made) {
    let root = CertBuilder::ca("Root").sign();
    let mut sent = Vec::new();
    let mut above = vec![root.clone()];
    for level in 0..3 {
        let mut here = Vec::new();
        for (place, issuer) in above.iter().enumerate() {
            for number in 0..2 {
                let key = Key::p256(&format!("{level} {place} {number}"));
                let ca = CertBuilder::intermediate(&format!("Level {level}"))
                    .key(key)
                    .serial(&[1, u8::try_from(place).unwrap() + 1])
                    .issuer(issuer);
                here.push(ca.sign());
            }
        }
        sent.extend(here.iter().cloned());
        above = here;
    }
    let leaf = CertBuilder::leaf("example.com").issuer(&above[0]).sign();
    (leaf, sent, root)
}

#[test]
fn no_signature_is_checked_twice_however_many_paths_lead_through_it() {
    let (leaf, sent, root) = mesh();
    let sent: Vec<&Made> = sent.iter().collect();
    for exploration in [Exploration::First, Exploration::All] {
        let setting = Setting::new(&leaf, &sent, &[&root]);
        let setting = setting.with(|policy| {
            policy.exploration = exploration;
            policy.limits.signatures = 10_000;
        });
        for algorithm in [Null::yes(), Null::no()] {
            let list = nulls([&algorithm]);
            let verdict = setting.search_by(&list).finish();
            let paths = verdict.map_or(0, |path| path.all().count());
            match exploration {
                Exploration::First => assert!(paths <= 1),
                _ => assert_ne!(paths, 1, "many or none"),
            }
            assert_eq!(algorithm.most_of_one(), 1);
        }
    }
}

#[test]
fn one_pair_of_certificates_is_one_check() {
    // One issuer key, so that pairs of key and message are pairs of certificates.
    let [root, ca, leaf] = trio();
    let other = CertBuilder::ca("Other").sign();
    let cross = CertBuilder::intermediate("CA").issuer(&other).sign();
    let setting = Setting::new(&leaf, &[&ca, &cross], &[&root, &other]);
    let setting = setting.with(|policy| policy.exploration = Exploration::All);
    let yes = Null::yes();
    let list = nulls([&yes]);
    let path = setting.search_by(&list).finish().unwrap();
    assert_eq!(path.all().count(), 2);
    // Leaf by each of the two, each of the two by its root.
    assert_eq!(yes.count(), 4);
}

#[test]
fn a_signature_is_not_checked_again_after_an_answer() {
    let [root, ca, _] = trio();
    let namesake = CertBuilder::intermediate("CA")
        .key(Key::p256("namesake"))
        .issuer(&root)
        .sign();
    let orphan = CertBuilder::intermediate("CA")
        .extension(Extension::ca_issuers("http://b/"))
        .issuer(&CertBuilder::ca("Nobody").sign())
        .sign();
    let leaf = leaf_with_urls(&ca, &["http://a/"]);
    let setting = Setting::new(&leaf, &[&namesake], &[&root]);
    let no = Null::no();
    let list = nulls([&no]);
    let mut search = setting.search_by(&list);
    let first = need(&mut search);
    let before = no.count();
    search.answer(first.id, certs(&[&namesake, &orphan]));
    assert_eq!(search.step(), Step::Done);
    assert_eq!(code(&search.finish()), "signature_invalid");
    assert_eq!(no.most_of_one(), 1);
    assert!(before > 0 && no.count() > before);
}

#[test]
fn a_certificate_that_leads_nowhere_costs_no_signature() {
    let [root, ca, leaf] = trio();
    let nobody = CertBuilder::ca("Nobody").sign();
    let orphans = namesakes(30, &nobody);
    let mut sent: Vec<&Made> = orphans.iter().collect();
    sent.push(&ca);
    let setting = Setting::new(&leaf, &sent, &[&root]);
    let yes = Null::yes();
    let list = nulls([&yes]);
    let verdict = setting.search_by(&list).finish();
    assert_eq!(code(&verdict), "valid");
    assert_eq!(yes.count(), 2);
}

#[test]
fn a_key_that_is_refused_for_its_weakness_is_not_tried() {
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA")
        .key(Key::rsa(RsaSize::Bits1024))
        .issuer(&root)
        .sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&ca).sign();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let report = setting.verdict().unwrap_err();
    assert_eq!(report.code().unwrap().id(), "weak_rsa_key");
    assert_eq!(report.path[0].signature, Some(Signature::NotChecked));
}

#[test]
fn an_algorithm_that_the_list_lacks_is_named() {
    let [root, ca, _] = trio();
    let leaf = CertBuilder::leaf("example.com")
        .issuer(&ca)
        .algorithm(Algorithm::EcdsaSha512)
        .sign();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let report = setting.search_by(&RING).finish().unwrap_err();
    assert_eq!(
        report.code().unwrap().id(),
        "unsupported_signature_algorithm"
    );
    assert!(report.to_string().contains("SHA512"), "{report}");
}

#[test]
fn an_algorithm_that_the_list_has_for_other_keys_only_is_named_with_the_key() {
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA")
        .key(Key::p384("p384"))
        .issuer(&root)
        .sign();
    let leaf = CertBuilder::leaf("example.com")
        .issuer(&ca)
        .algorithm(Algorithm::EcdsaSha256)
        .sign();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let yes = Null::yes();
    let list = nulls([&yes]);
    let verdict = setting.search_by(&list).finish();
    let report = verdict.unwrap_err();
    assert_eq!(report.code().unwrap().id(), "unsupported_key_for_signature");
    assert!(report.to_string().contains("(P-384)"), "{report}");
}
