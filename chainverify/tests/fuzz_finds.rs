//! What fuzzing found, each as small as it goes.

use chainverify::pki_types::{CertificateDer, UnixTime};
use chainverify::search::{Answer, Step};
use chainverify::{Origin, Policy, Request, TrustStore, Verifier};
use chainverify_testdata::{CertBuilder, Extension, Issuer, Key, Name, RsaSize};

fn time() -> UnixTime {
    UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000))
}

/// A CA of a name and key, issued by another key of the same name.
fn namesake(key: &Key, issuer: &Key) -> CertificateDer<'static> {
    let cert = CertBuilder::ca("A").key(key.clone());
    let cert = cert.issuer(Issuer {
        name: Name::common("A"),
        key: issuer.clone(),
    });
    cert.sign().der.into()
}

#[test]
fn a_failed_leaf_below_cas_that_issued_each_other_says_why() {
    let keys = ["one", "other"].map(Key::ed25519);
    let leaf = CertBuilder::leaf("host.example.com").key(Key::rsa(RsaSize::Bits1024));
    let leaf = leaf.issuer(Issuer {
        name: Name::common("A"),
        key: keys[0].clone(),
    });
    let chain = [
        leaf.sign().der.into(),
        namesake(&keys[0], &keys[1]),
        namesake(&keys[1], &keys[0]),
    ];
    let other_root = CertBuilder::ca("B").key(keys[0].clone()).sign().der;
    let mut roots = TrustStore::new();
    roots.add(other_root.into(), Origin::Given).unwrap();
    let verifier = Verifier::builder()
        .roots(roots)
        .policy(Policy::web_server());
    let verifier = verifier.build();
    let report = verifier
        .verify_request(Request::unnamed(&chain).at(time()))
        .unwrap_err();
    let codes: Vec<_> = report
        .findings
        .iter()
        .map(|finding| finding.code().id())
        .collect();
    assert_eq!(
        codes[..2],
        ["untrusted_root", "weak_rsa_key"],
        "{}",
        report.text()
    );
}

#[test]
fn an_answer_to_a_need_of_another_search_is_ignored() {
    let leaf = CertBuilder::leaf("host.example.com").issuer(&CertBuilder::ca("A").sign());
    let leaf = leaf.extension(Extension::ca_issuers("http://ca.example/A.crt"));
    let chain = [leaf.sign().der.into()];
    let mut roots = TrustStore::new();
    let root = CertBuilder::ca("B").sign().der;
    roots.add(root.into(), Origin::Given).unwrap();
    let verifier = Verifier::new(roots);
    let search = || verifier.search(Request::unnamed(&chain).at(time()));
    let (mut one, mut other) = (search(), search());
    let Step::Need(need) = one.step() else {
        panic!("no need");
    };
    // This one has not asked yet.
    other.answer(need.id, Answer::certs(chain.to_vec()));
    assert_eq!(
        other.finish().unwrap_err().code(),
        one.finish().unwrap_err().code()
    );
}
