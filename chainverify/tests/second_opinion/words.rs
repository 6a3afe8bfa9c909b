//! What the opinion says in words, on chains of which one thing is to be said.

use core::time::Duration;

use chainverify::policy::RevocationMode;
use chainverify::search::{Answer, Need};
use chainverify::second_opinion::{Opinion, Verdict, rustls};
use chainverify::{Origin, Policy, Purpose, Report, Request, TrustStore, ValidPath, Verifier};
use chainverify_testdata::{CertBuilder, Extension, Made};
use pki_types::{CertificateDer, UnixTime};

struct Pki {
    verifier: Verifier,
    ca: Made,
    root: Made,
}

impl Pki {
    fn new() -> Self {
        Self::with_policy(Policy::web_server())
    }

    fn with_policy(policy: Policy) -> Self {
        let root = CertBuilder::ca("Root").sign();
        let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
        let mut roots = TrustStore::new();
        roots.add(der(&root), Origin::Given).unwrap();
        let verifier = Verifier::builder().roots(roots).policy(policy).build();
        Self { verifier, ca, root }
    }

    fn leaf(&self) -> Made {
        CertBuilder::leaf("a.example").issuer(&self.ca).sign()
    }
}

fn der(made: &Made) -> CertificateDer<'static> {
    CertificateDer::from(made.der.clone())
}

/// During 2026, in which all that is not made otherwise is valid.
fn time() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000))
}

fn report(result: Result<ValidPath<'_>, Box<Report>>) -> Report {
    match result {
        Ok(path) => path.report(),
        Err(report) => *report,
    }
}

/// Of a chain for a.example.
fn opinion(pki: &Pki, chain: &[&Made]) -> (Report, Opinion) {
    let chain: Vec<_> = chain.iter().copied().map(der).collect();
    let request = Request::server(&chain, "a.example").at(time());
    let report = report(pki.verifier.verify_request(request));
    let opinion = rustls(&pki.verifier, &chain, &report);
    (report, opinion)
}

#[test]
fn where_both_accept_there_is_nothing_to_say() {
    let pki = Pki::new();
    let (report, opinion) = opinion(&pki, &[&pki.leaf(), &pki.ca]);
    assert!(!opinion.differs_from(&report));
    assert_eq!(opinion.text().to_string(), "rustls 0.23 would accept");
}

#[test]
fn an_intermediate_that_was_fetched_is_what_rustls_lacks() {
    let pki = Pki::new();
    let chain = [der(&pki.leaf())];
    let mut fetch = |_: &Need| Answer::certs(vec![der(&pki.ca)]);
    let leaf = CertBuilder::leaf("a.example")
        .extension(Extension::ca_issuers("http://ca.example/ca.der"))
        .issuer(&pki.ca)
        .sign();
    let named = [der(&leaf)];
    let request = Request::server(&named, "a.example").at(time());
    let report = report(pki.verifier.verify_with(request, &mut fetch));
    assert!(report.is_valid(), "{report}");
    let said = rustls(&pki.verifier, &chain, &report);
    assert!(said.differs_from(&report));
    assert_eq!(
        said.text().to_string(),
        "rustls 0.23 would refuse: UnknownIssuer: it does not fetch the missing intermediate"
    );
}

#[test]
fn an_intermediate_from_elsewhere_is_what_was_not_sent() {
    let pki = Pki::new();
    let (chain, candidates) = ([der(&pki.leaf())], [der(&pki.ca)]);
    let request = Request::server(&chain, "a.example").at(time());
    let report = report(pki.verifier.verify_request(request.candidates(&candidates)));
    assert!(report.is_valid(), "{report}");
    let said = rustls(&pki.verifier, &chain, &report);
    assert_eq!(
        said.text().to_string(),
        "rustls 0.23 would refuse: UnknownIssuer: the intermediate that completes the path was not sent"
    );
}

#[test]
fn what_both_refuse_does_not_differ_and_the_variant_is_named() {
    let pki = Pki::new();
    let other = CertBuilder::leaf("b.example").issuer(&pki.ca).sign();
    let (report, opinion) = opinion(&pki, &[&other, &pki.ca]);
    assert_eq!(report.code().unwrap().id(), "name_mismatch");
    assert_eq!(opinion.verdict, Verdict::Refuses);
    assert_eq!(opinion.variant.as_deref(), Some("NotValidForNameContext"));
    assert!(!opinion.differs_from(&report));
}

#[test]
fn an_error_that_rustls_does_not_have_is_named() {
    let mut policy = Policy::web_server();
    policy.revocation.mode = RevocationMode::Hard;
    let pki = Pki::with_policy(policy);
    let (report, opinion) = opinion(&pki, &[&pki.leaf(), &pki.ca]);
    let id = report.code().unwrap().id();
    assert!(opinion.differs_from(&report));
    assert_eq!(
        opinion.text().to_string(),
        format!("rustls 0.23 would accept: {id} is no error to it")
    );
}

#[test]
fn what_rustls_cannot_be_asked_is_undecided_and_never_differs() {
    let pki = Pki::with_policy(Policy::web_client().purpose(Purpose::Email));
    let (_, purpose) = opinion(&pki, &[&pki.leaf(), &pki.ca]);
    let pki = Pki::new();
    let chain = [der(&pki.leaf()), der(&pki.ca)];
    let of = |name| {
        let request = Request::server(&chain, name).at(time());
        let report = report(pki.verifier.verify_request(request));
        rustls(&pki.verifier, &chain, &report)
    };
    let mailbox = of("a@a.example");
    let no_name = of("not a name");
    for (opinion, why) in [
        (purpose, "it verifies servers and clients of TLS only"),
        (mailbox, "a server has a host name or an IP address there"),
        (no_name, "the request itself is refused"),
    ] {
        assert_eq!((opinion.verdict, &*opinion.why), (Verdict::Undecided, why));
        assert_eq!(
            opinion.text().to_string(),
            format!("rustls 0.23 was not asked: {why}")
        );
    }
}

#[test]
fn of_a_client_no_name_is_asked_and_the_purpose_is() {
    let pki = Pki::with_policy(Policy::web_client());
    let (server, ca) = (der(&pki.leaf()), der(&pki.ca));
    let chain = [server, ca];
    let report = report(
        pki.verifier
            .verify_request(Request::client(&chain).at(time())),
    );
    let said = rustls(&pki.verifier, &chain, &report);
    assert_eq!(said.variant.as_deref(), Some("InvalidPurposeContext"));
    assert_eq!(report.is_valid(), said.verdict == Verdict::Accepts);
}

#[test]
fn nothing_sent_is_refused_and_a_root_alone_is_no_server() {
    let pki = Pki::new();
    let (_, nothing) = opinion(&pki, &[]);
    assert_eq!(nothing.variant.as_deref(), Some("NoCertificatesPresented"));
    let (_, root) = opinion(&pki, &[&pki.root]);
    assert_eq!(root.variant.as_deref(), Some("Other(CaUsedAsEndEntity)"));
}
