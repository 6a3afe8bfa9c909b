//! What is wrong before any search, and what is asked for in odd ways.

use chainverify::{Algorithms, CertId, Policy, ReferenceName, Request, TrustStore, Verifier};
use chainverify_testdata::CertBuilder;
use pki_types::{CertificateDer, ServerName};

use crate::by_hand::{NOTHING, RING, Setting, der, ders, names, now, store, trio, word};

fn verifier() -> (Verifier, Vec<crate::by_hand::Der>) {
    let [root, ca, leaf] = trio();
    (Verifier::new(store(&[&root])), ders(&[&leaf, &ca]))
}

#[test]
fn without_algorithms_nothing_is_verified() {
    let (verifier, chain) = verifier();
    let verifier = Verifier::builder()
        .roots(verifier.roots().clone())
        .algorithms(Algorithms::new(&[]))
        .build();
    let failure = verifier
        .verify_at(&chain, "example.com", now())
        .unwrap_err();
    assert_eq!(failure.primary().code().id(), "no_algorithms");
    assert_eq!(failure.primary().certificate(), None);
    assert_eq!(
        (failure.path().count(), failure.anchor().is_some()),
        (0, false)
    );
    assert_eq!(failure.findings(), [failure.primary().clone()]);
    assert_eq!(failure.position(CertId::Pool(0)), None);
    let line = failure.to_string();
    assert!(line.contains("there are no signature algorithms"), "{line}");
}

#[test]
fn an_empty_chain_has_a_leaf_that_cannot_be_read() {
    let (verifier, _) = verifier();
    let failure = verifier.verify_at(&[], "example.com", now()).unwrap_err();
    assert_eq!(failure.primary().code().id(), "unreadable_leaf");
    assert_eq!(failure.primary().certificate(), Some(CertId::Pool(0)));
    let line = failure.to_string();
    let wanted = "✗ example.com is not trusted: the leaf cannot be read: Certificate at byte 0";
    assert!(line.starts_with(wanted), "{line}");
}

#[test]
fn a_leaf_that_cannot_be_read_ends_the_search_without_a_need() {
    let (verifier, mut chain) = verifier();
    chain[0] = CertificateDer::from(chain[0][..40].to_vec());
    let request = Request::new(&chain[0], now()).intermediates(&chain[1..]);
    let mut calls = 0;
    let mut hook = |_: &chainverify::Need| {
        calls += 1;
        NOTHING
    };
    let verdict = verifier.verify_with(request, &mut hook);
    assert_eq!(word(&verdict), "unreadable_leaf");
    assert_eq!(calls, 0);
}

#[test]
fn a_name_that_is_none_is_said_and_not_a_mismatch() {
    let (verifier, chain) = verifier();
    for name in ["*.example.com", "", "a@", "://", "-.com", "a b"] {
        let failure = verifier.verify_at(&chain, name, now()).unwrap_err();
        assert_eq!(
            failure.primary().code().id(),
            "bad_reference_name",
            "{name}"
        );
        assert!(failure.to_string().contains("which is not a valid name"));
        assert!(failure.explain().rows().path.is_empty());
    }
}

#[test]
fn all_names_that_are_asked_for_must_be_there() {
    let [root, ca, _] = trio();
    let leaf = CertBuilder::leaf("example.com")
        .ip("192.0.2.1")
        .ip("2001:db8::1")
        .email("a@example.com")
        .uri("sip://example.com")
        .issuer(&ca)
        .sign();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let all = [
        "example.com",
        "192.0.2.1",
        "2001:db8::1",
        "a@example.com",
        "sip://example.com",
    ];
    let parsed = all.map(|name| ReferenceName::parse(name).unwrap());
    assert_eq!(parsed.map(|name| name.to_string()), all);
    let verifier = Verifier::new(setting.store.clone());
    let verdict = verifier.verify_request(setting.request().names(&parsed));
    assert_eq!(word(&verdict), "valid");
    let text = verdict.unwrap().explain().headline();
    assert!(
        text.starts_with("✓ example.com and 192.0.2.1 and "),
        "{text}"
    );
    for absent in [
        "example.org",
        "192.0.2.2",
        "2001:db8::2",
        "b@example.com",
        "sip://b.test",
    ] {
        let mut names = parsed.to_vec();
        names.push(ReferenceName::parse(absent).unwrap());
        let verdict = verifier.verify_request(setting.request().names(&names));
        assert_eq!(word(&verdict), "name_mismatch", "{absent}");
    }
}

#[test]
fn a_server_name_of_rustls_is_a_reference_name() {
    for (text, shown) in [("example.com.", "example.com"), ("192.0.2.1", "192.0.2.1")] {
        let name = ServerName::try_from(text).unwrap();
        let reference = ReferenceName::try_from(&name).unwrap();
        assert_eq!(reference.to_string(), shown);
    }
    let error = ReferenceName::parse("*").unwrap_err();
    assert!(error.to_string().contains("A-label"));
}

#[test]
fn without_names_no_name_is_checked() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let path = setting.verdict().unwrap();
    let headline = path.explain().headline();
    assert!(
        headline.starts_with("✓ \"example.com\" is trusted"),
        "{headline}"
    );
}

#[test]
fn an_empty_store_is_said_to_be_empty() {
    let [_, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[]);
    let failure = setting.verdict().unwrap_err();
    assert_eq!(failure.primary().code().id(), "empty_store");
    assert_eq!(failure.primary().certificate(), None);
    assert!(TrustStore::default().is_empty());
}

#[test]
fn an_intermediate_that_cannot_be_read_is_named_and_passed_over() {
    let [root, ca, leaf] = trio();
    let mut setting = Setting::new(&leaf, &[&ca], &[&root]);
    setting.chain.insert(1, vec![0x30, 0x00].into());
    let path = setting.verdict().unwrap();
    let warnings = path.warnings();
    assert_eq!(warnings.len(), 1);
    let text = warnings[0].code().to_string();
    let wanted = "cannot be read, number 1 behind the leaf: tbsCertificate at byte 2";
    assert!(text.contains(wanted), "{text}");

    setting.chain.pop();
    let failure = setting.verdict().unwrap_err();
    let words: Vec<_> = failure
        .findings()
        .iter()
        .map(|finding| finding.code().id())
        .collect();
    assert_eq!(words, ["issuer_not_found", "unreadable_intermediate"]);
}

#[test]
fn what_was_sent_in_vain_or_in_another_order_is_said() {
    let root = CertBuilder::ca("Root").sign();
    let upper = CertBuilder::intermediate("Upper").issuer(&root).sign();
    let lower = CertBuilder::intermediate("Lower").issuer(&upper).sign();
    let stranger = CertBuilder::intermediate("Stranger").issuer(&root).sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&lower).sign();
    let said = |sent: &[_]| {
        let setting = Setting::new(&leaf, sent, &[&root]);
        let path = setting.verdict().unwrap();
        assert_eq!(names(&path), ["example.com", "Lower", "Upper", "Root"]);
        let warnings = path.warnings();
        let words = warnings.iter().map(|warning| warning.code().id());
        words.collect::<Vec<_>>()
    };
    assert_eq!(said(&[&lower, &upper]), [""; 0]);
    assert_eq!(said(&[&upper, &lower]), ["wrong_order"]);
    assert_eq!(said(&[&lower, &upper, &root]), ["root_sent"]);
    assert_eq!(said(&[&lower, &stranger, &upper]), ["unused_certificate"]);
}

#[test]
fn a_verifier_can_be_shared_between_threads() {
    let (verifier, chain) = verifier();
    assert_eq!(verifier.roots().len(), 1);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let verdict = verifier.verify_at(&chain, "example.com", now());
                assert_eq!(word(&verdict), "valid");
            });
        }
    });
}

#[test]
fn a_verifier_takes_the_time_of_the_clock() {
    let root = CertBuilder::ca("Root")
        .validity("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z")
        .sign();
    let verifier = Verifier::new(store(&[&root]));
    let chain = ders(&[&root]);
    let verdict = verifier.verify(&chain, "example.com");
    let words: Vec<_> = verdict
        .unwrap_err()
        .findings()
        .iter()
        .map(|finding| finding.code().id())
        .collect();
    assert!(words.contains(&"expired"), "{words:?}");
}

#[test]
fn a_verifier_goes_by_the_policy_it_was_given() {
    let (verifier, chain) = verifier();
    let policy = Policy::web_server().purpose(chainverify::Purpose::Email);
    let roots = verifier.roots().clone();
    let verifier = Verifier::builder().roots(roots).policy(policy).build();
    let verdict = verifier.verify_at(&chain, "example.com", now());
    assert_eq!(word(&verdict), "purpose_not_allowed");
    let search = verifier.search(Request::new(&chain[0], now()));
    assert_eq!(word(&search.finish()), "issuer_not_found");
}

#[test]
fn every_purpose_has_the_name_of_its_key_usage() {
    use chainverify::Purpose::{Any, Client, Code, Email, Ocsp, Server, Timestamp};
    let names = [
        (Server, "serverAuth"),
        (Client, "clientAuth"),
        (Email, "emailProtection"),
        (Code, "codeSigning"),
        (Timestamp, "timeStamping"),
        (Ocsp, "OCSPSigning"),
        (Any, "any purpose"),
    ];
    for (purpose, name) in names {
        assert_eq!(purpose.to_string(), name);
    }
}

#[test]
fn results_are_short_in_debug_output() {
    let (verifier, chain) = verifier();
    let path = verifier.verify_at(&chain, "example.com", now()).unwrap();
    assert!(format!("{path:?}").contains("CN=example.com"));
    assert!(format!("{:?}", path.explain()).starts_with("✓ example.com"));
    let failure = verifier
        .verify_at(&chain, "example.org", now())
        .unwrap_err();
    assert!(format!("{failure:?}").contains("NameMismatch"));
    let count = chainverify::crypto::ring::ALL.len();
    assert_eq!(format!("{RING:?}"), format!("Algorithms({count})"));
}

#[test]
fn a_time_before_everything_and_after_everything_is_a_time() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let verifier = Verifier::new(setting.store.clone());
    for (seconds, wanted) in [(0, "not_yet_valid"), (u64::MAX, "expired")] {
        let time = pki_types::UnixTime::since_unix_epoch(core::time::Duration::from_secs(seconds));
        let leaf = der(&leaf);
        let request = Request::new(&leaf, time).intermediates(&setting.chain[1..]);
        let failure = verifier.verify_request(request).unwrap_err();
        let words: Vec<_> = failure
            .findings()
            .iter()
            .map(|finding| finding.code().id())
            .collect();
        assert!(words.contains(&wanted), "{seconds}: {words:?}");
        assert!(!failure.explain().to_string().is_empty());
    }
}
