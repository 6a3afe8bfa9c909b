//! What the models say in words, each rule on a chain of its own.

use core::time::Duration;

use chainverify::second_opinion::{Opinion, Verdict, go, openssl};
use chainverify::{Origin, Policy, Report, Request, TrustStore, Verifier};
use chainverify_testdata::{CertBuilder, Extension, GeneralName, Key, Made, Name};
use pki_types::{CertificateDer, UnixTime};

struct Pki {
    verifier: Verifier,
    root: Made,
}

impl Pki {
    fn new() -> Self {
        let root = CertBuilder::ca("Root").sign();
        let mut roots = TrustStore::new();
        roots.add(der(&root), Origin::Given).unwrap();
        let verifier = Verifier::builder()
            .roots(roots)
            .policy(Policy::web_server())
            .build();
        Self { verifier, root }
    }

    /// Of a chain for a.example: the report, and what the models of OpenSSL and Go say.
    fn asked(&self, chain: &[&Made]) -> (Report, Opinion, Opinion) {
        let chain: Vec<_> = chain.iter().copied().map(der).collect();
        let time = UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000));
        let request = Request::server(&chain, "a.example").at(time);
        let report = match self.verifier.verify_request(request) {
            Ok(path) => path.report(),
            Err(report) => *report,
        };
        let openssl = openssl(&self.verifier, &chain, &report);
        let go = go(&self.verifier, &chain, &report);
        (report, openssl, go)
    }
}

fn der(made: &Made) -> CertificateDer<'static> {
    CertificateDer::from(made.der.clone())
}

#[test]
fn a_chain_in_order_is_accepted_by_both() {
    let pki = Pki::new();
    let ca = CertBuilder::intermediate("CA").issuer(&pki.root).sign();
    let leaf = CertBuilder::leaf("a.example").issuer(&ca).sign();
    let (report, openssl, go) = pki.asked(&[&leaf, &ca]);
    assert!(report.is_valid(), "{report}");
    assert_eq!(
        openssl.text().to_string(),
        "OpenSSL 3 (a model) would accept"
    );
    assert_eq!(go.text().to_string(), "Go (a model) would accept");
}

#[test]
fn openssl_takes_the_first_issuer_and_go_the_one_that_leads_to_a_root() {
    let pki = Pki::new();
    let key = || Key::p256("the CA's");
    let good = CertBuilder::intermediate("CA")
        .key(key())
        .issuer(&pki.root)
        .sign();
    let stranger = CertBuilder::ca("Stranger").sign();
    let cross = CertBuilder::intermediate("CA")
        .key(key())
        .issuer(&stranger)
        .sign();
    let leaf = CertBuilder::leaf("a.example").issuer(&good).sign();
    let (report, first_leads_astray, go) = pki.asked(&[&leaf, &cross, &good, &stranger]);
    assert!(report.is_valid(), "{report}");
    assert_eq!(
        first_leads_astray.text().to_string(),
        "OpenSSL 3 (a model) would refuse: the path that it builds ends in a certificate that is no anchor, and it \
         tries no other     openssl-verification-options(1)"
    );
    assert_eq!(go.verdict, Verdict::Accepts);
    let (_, first_leads_home, _) = pki.asked(&[&leaf, &good, &cross, &stranger]);
    assert_eq!(first_leads_home.verdict, Verdict::Accepts);
}

#[test]
fn openssl_matches_a_common_name_where_there_is_no_alternative_name() {
    let pki = Pki::new();
    let leaf = CertBuilder::leaf("a.example")
        .no_names()
        .issuer(&pki.root)
        .sign();
    let (report, openssl, go) = pki.asked(&[&leaf]);
    assert!(!report.is_valid(), "{report}");
    assert_eq!(openssl.verdict, Verdict::Accepts, "{}", openssl.text());
    assert_eq!(go.verdict, Verdict::Refuses, "{}", go.text());
    assert_eq!(go.reference, Some("crypto/x509 Certificate.VerifyHostname"));
}

#[test]
fn go_does_not_handle_critical_constraints_of_directory_names() {
    let pki = Pki::new();
    let ca = CertBuilder::intermediate("CA")
        .extension(Extension::name_constraints(
            &[GeneralName::Directory(Name::empty())],
            &[],
        ))
        .issuer(&pki.root)
        .sign();
    let leaf = CertBuilder::leaf("a.example").issuer(&ca).sign();
    let (report, openssl, go) = pki.asked(&[&leaf, &ca]);
    assert!(report.is_valid(), "{report}");
    assert!(go.differs_from(&report), "{}", go.text());
    assert_eq!(openssl.verdict, Verdict::Accepts, "{}", openssl.text());
}

#[test]
fn where_no_document_decides_the_models_say_so() {
    let pki = Pki::new();
    let leaf = CertBuilder::leaf("a.example").issuer(&pki.root).sign();
    let mut broken = leaf.clone();
    broken.der.truncate(20);
    let (_, openssl, go) = pki.asked(&[&leaf, &broken]);
    for opinion in [openssl, go] {
        assert_eq!(opinion.verdict, Verdict::Undecided);
        assert!(
            opinion.text().to_string().ends_with(
                "has no answer: no documented rule decides on a certificate that cannot be read"
            ),
            "{}",
            opinion.text()
        );
    }
}
