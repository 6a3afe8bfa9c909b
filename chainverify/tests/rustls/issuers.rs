//! Servers that leave out their intermediate, and a memory that has it.

use std::sync::Arc;

use chainverify::Report;
use chainverify::rustls::{IssuerMemory, ServerVerifier};
use chainverify::search::{Answer, FetchProblem, Need};
use chainverify_testdata::{CertBuilder, Extension, Made};
use rustls::Error;
use rustls::client::danger::ServerCertVerifier;

use crate::both_sides::{for_servers, provider};
use crate::by_hand::{der, ders, leaf_with_urls, now, store, trio};

const URL: &str = "http://ca.test/ca.der";

fn verifier(root: &Made, memory: &Arc<IssuerMemory>) -> ServerVerifier {
    let verifier = ServerVerifier::new(for_servers(store(&[root])), &provider()).unwrap();
    verifier.issuers(memory.clone())
}

fn verify(verifier: &ServerVerifier, chain: &[&Made]) -> Result<(), Error> {
    let [end_entity, intermediates @ ..] = &*ders(chain) else {
        panic!("a chain has a leaf")
    };
    let name = "example.com".try_into().unwrap();
    let outcome = verifier.verify_server_cert(end_entity, intermediates, &name, &[], now());
    outcome.map(drop)
}

fn report(error: &Error) -> &Report {
    Report::of(error).unwrap()
}

#[test]
fn the_first_connection_fails_with_the_url_and_the_second_one_succeeds() {
    let [root, ca, _] = trio();
    let leaf = leaf_with_urls(&ca, &[URL]);
    let memory = Arc::new(IssuerMemory::new(8));
    let verifier = verifier(&root, &memory);
    let error = verify(&verifier, &[&leaf]).unwrap_err();
    let report = report(&error);
    assert_eq!(report.code().unwrap().id(), "issuer_not_found");
    let url = &report.requests[0].urls[0];
    assert_eq!(url.url.as_deref(), Some(URL));
    assert_eq!(url.outcome, Err(FetchProblem::NotTried));
    let mut asked = Vec::new();
    let mut fetch = |need: &Need| {
        asked.extend(need.urls.clone());
        Answer::url(URL, Ok(vec![der(&ca), der(&root)].into()))
    };
    assert_eq!(memory.learn(report, &mut fetch), 1);
    assert_eq!(asked, [URL]);
    assert_eq!(memory.len(), 1);
    assert_eq!(verify(&verifier, &[&leaf]), Ok(()));
}

#[test]
fn what_is_fetched_may_lack_an_issuer_itself() {
    let root = CertBuilder::ca("Root").sign();
    let urls = |url| Extension::ca_issuers(url);
    let upper = CertBuilder::intermediate("Upper").issuer(&root).sign();
    let lower = CertBuilder::intermediate("Lower")
        .extension(urls("http://ca.test/upper"))
        .issuer(&upper)
        .sign();
    let leaf = leaf_with_urls(&lower, &["http://ca.test/lower"]);
    let memory = Arc::new(IssuerMemory::new(8));
    let verifier = verifier(&root, &memory);
    let error = verify(&verifier, &[&leaf]).unwrap_err();
    let mut fetch = |need: &Need| match &*need.urls[0] {
        "http://ca.test/lower" => Answer::certs(vec![der(&lower)]),
        "http://ca.test/upper" => Answer::certs(vec![der(&upper)]),
        other => panic!("{other}"),
    };
    assert_eq!(memory.learn(report(&error), &mut fetch), 2);
    assert_eq!(verify(&verifier, &[&leaf]), Ok(()));
}

#[test]
fn what_is_preloaded_serves_a_leaf_that_names_no_url_too() {
    let [root, ca, leaf] = trio();
    let memory = Arc::new(IssuerMemory::new(8));
    let verifier = verifier(&root, &memory);
    let error = verify(&verifier, &[&leaf]).unwrap_err();
    assert_eq!(report(&error).requests, []);
    memory.preload(ders(&[&ca]));
    assert_eq!(verify(&verifier, &[&leaf]), Ok(()));
}

#[test]
fn what_is_remembered_is_no_trust() {
    let [_, ca, _] = trio();
    let other = CertBuilder::ca("Other Root").sign();
    let leaf = leaf_with_urls(&ca, &[URL]);
    let memory = Arc::new(IssuerMemory::new(8));
    assert_eq!(memory.preload(ders(&[&ca, &ca])), 1);
    let error = verify(&verifier(&other, &memory), &[&leaf]).unwrap_err();
    assert_eq!(report(&error).code().unwrap().id(), "issuer_not_found");
}

#[test]
fn a_false_namesake_does_not_keep_the_right_one_from_being_learnt() {
    let [root, ca, _] = trio();
    let key = chainverify_testdata::Key::p256("forger");
    let forged = CertBuilder::intermediate("CA")
        .key(key)
        .issuer(&root)
        .sign();
    let leaf = leaf_with_urls(&ca, &[URL]);
    let memory = Arc::new(IssuerMemory::new(8));
    memory.preload(ders(&[&forged]));
    let verifier = verifier(&root, &memory);
    let error = verify(&verifier, &[&leaf]).unwrap_err();
    let mut fetch = |_: &Need| Answer::certs(vec![der(&ca)]);
    assert_eq!(memory.learn(report(&error), &mut fetch), 1);
    assert_eq!(verify(&verifier, &[&leaf]), Ok(()));
}

#[test]
fn a_failure_that_no_issuer_can_mend_asks_nobody() {
    let [root, ca, _] = trio();
    let late = CertBuilder::leaf("example.com")
        .extension(Extension::ca_issuers(URL))
        .validity("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z")
        .issuer(&ca)
        .sign();
    let memory = Arc::new(IssuerMemory::new(8));
    let error = verify(&verifier(&root, &memory), &[&late, &ca]).unwrap_err();
    let mut fetch = |_: &Need| panic!("nothing is needed");
    assert_eq!(memory.learn(report(&error), &mut fetch), 0);
}

#[test]
fn the_oldest_makes_room_and_what_is_preloaded_stays() {
    let [root, ca, _] = trio();
    let memory = Arc::new(IssuerMemory::new(2));
    memory.preload(ders(&[&ca]));
    for number in 0..5 {
        let name = format!("CA {number}");
        let other = CertBuilder::intermediate(&name).issuer(&root).sign();
        let leaf = leaf_with_urls(&other, &[URL]);
        let error = verify(&verifier(&root, &memory), &[&leaf]).unwrap_err();
        let mut fetch = |_: &Need| Answer::certs(vec![der(&other)]);
        assert_eq!(memory.learn(report(&error), &mut fetch), 1);
        assert_eq!(memory.len(), (number + 2).min(3));
        assert_eq!(verify(&verifier(&root, &memory), &[&leaf]), Ok(()));
    }
    let leaf = leaf_with_urls(&ca, &[URL]);
    assert_eq!(verify(&verifier(&root, &memory), &[&leaf]), Ok(()));
}
