//! What is wrong before any search, and what is asked for in odd ways.

use chainverify::finding::Position;
use chainverify::{
    Algorithms, Code, Policy, Purpose, ReferenceName, Report, Request, TrustStore, Verifier,
};
use chainverify_testdata::CertBuilder;
use pki_types::{CertificateDer, ServerName, UnixTime};

use crate::by_hand::{
    Der, RING, Setting, Verdict, code, codes, ders, names, nothing, now, report, store, trio,
};

fn verifier() -> (Verifier, Vec<Der>) {
    let [root, ca, leaf] = trio();
    (Verifier::new(store(&[&root])), ders(&[&leaf, &ca]))
}

fn verify<'a>(verifier: &'a Verifier, chain: &'a [Der], name: &'a str) -> Verdict<'a> {
    verifier.verify_request(Request::named(chain, name).at(now()))
}

/// Nothing but the finding.
fn assert_refused(report: &Report, code: &str, line: &str) {
    assert_eq!(codes(&report.findings), [code]);
    assert_eq!(report.findings[0].certificate(), None);
    assert!(report.path.is_empty() && report.attempts.is_empty());
    assert_eq!(report.store.origin, None);
    assert_eq!(report.to_string(), line);
}

#[test]
fn without_algorithms_nothing_is_verified() {
    let (verifier, chain) = verifier();
    let verifier = Verifier::builder()
        .roots(verifier.roots().clone())
        .algorithms(Algorithms::new(&[]))
        .build();
    let report = verify(&verifier, &chain, "example.com").unwrap_err();
    let line = "\"example.com\" is not trusted: the chain cannot be verified, because there are \
                no signature algorithms";
    assert_refused(&report, "no_algorithms", line);
}

#[test]
fn an_empty_chain_has_no_certificate_to_verify() {
    let (verifier, _) = verifier();
    let report = verify(&verifier, &[], "example.com").unwrap_err();
    let line = "\"example.com\" is not trusted: the chain is empty: there is no certificate";
    assert_refused(&report, "no_certificates", line);
}

#[test]
fn a_leaf_that_cannot_be_read_ends_the_search_without_a_need() {
    let (verifier, mut chain) = verifier();
    chain[0] = CertificateDer::from(chain[0][..40].to_vec());
    let request = Request::unnamed(&chain).at(now());
    let mut calls = 0;
    let mut hook = |_: &chainverify::search::Need| {
        calls += 1;
        nothing()
    };
    let verdict = verifier.verify_with(request, &mut hook);
    assert_eq!(code(&verdict), "unreadable_leaf");
    assert_eq!(calls, 0);
}

#[test]
fn a_name_that_is_none_is_said_and_not_a_mismatch() {
    let (verifier, chain) = verifier();
    for name in ["*.example.com", "", "a@", "://", "-.com", "a b"] {
        let report = verify(&verifier, &chain, name).unwrap_err();
        let line = format!(
            "the certificate is not trusted: the chain cannot be checked for \"{name}\", \
             which is no name of a kind that can be asked for"
        );
        assert_refused(&report, "bad_reference_name", &line);
    }
}

#[test]
fn an_empty_list_of_names_is_refused() {
    let (verifier, chain) = verifier();
    let none = Vec::<ReferenceName<'_>>::new;
    for request in [
        Request::named(&chain, none()),
        Request::server(&chain, none()),
        Request::unnamed(&chain).names(<[&str; 0]>::default()),
        Request::client(&chain).names(none()).names(none()),
    ] {
        let report = verifier.verify_request(request.at(now())).unwrap_err();
        let line = "the certificate is not trusted: the chain cannot be checked for a name, \
                    because the list of names is empty";
        assert_refused(&report, "no_names", line);
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
    let verifier = Verifier::new(setting.store.clone());
    let at_once = setting.request().names(all);
    let one_by_one = all
        .into_iter()
        .fold(setting.request(), |request, name| request.names(name));
    let in_two = setting.request().names(&all[..2]).names(all[2..].to_vec());
    for request in [at_once, one_by_one, in_two] {
        let verdict = verifier.verify_request(request.clone());
        let report = report(verdict);
        let shown: Vec<_> = report.names.iter().map(ToString::to_string).collect();
        assert_eq!(shown, all);
        let line = report.to_string();
        let wanted = "\"example.com\" and 192.0.2.1 and 2001:db8::1 and a@example.com and \
                      sip://example.com are trusted until";
        assert!(line.starts_with(wanted), "{line}");
        for absent in [
            "example.org",
            "192.0.2.2",
            "2001:db8::2",
            "b@example.com",
            "sip://b.test",
        ] {
            let verdict = verifier.verify_request(request.clone().names(absent));
            assert_eq!(code(&verdict), "name_mismatch", "{absent}");
        }
        let verdict = verifier.verify_request(request.names(["example.com", "a b"]));
        assert_eq!(code(&verdict), "bad_reference_name");
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
fn without_names_no_name_is_checked_and_the_headline_says_so() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let verifier = Verifier::new(setting.store.clone());
    for verdict in [
        setting.verdict(),
        verifier.verify_request(setting.request()),
    ] {
        let line = report(verdict).to_string();
        let wanted = "\"example.com\" is trusted until 2027-01-01: root \"Root\" in the given \
                      roots; no name was checked";
        assert_eq!(line, wanted);
    }
}

#[test]
fn an_empty_store_is_said_to_be_empty() {
    let [_, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[]);
    let report = setting.verdict().unwrap_err();
    assert_eq!(report.code().unwrap().id(), "empty_store");
    assert_eq!(report.primary().unwrap().certificate(), None);
    assert!(TrustStore::default().is_empty());
}

/// A few octets each would else be a screen of text.
#[test]
fn of_many_that_cannot_be_read_the_first_are_said_and_the_others_counted() {
    let [root, ca, leaf] = trio();
    let mut setting = Setting::new(&leaf, &[&ca], &[&root]);
    let broken =
        (0..1_000_u16).map(|number| Der::from([&[0x30, 2][..], &number.to_be_bytes()].concat()));
    setting.chain.extend(broken);
    let warnings = setting.verdict().unwrap().warnings();
    assert_eq!(codes(&warnings), ["unreadable_intermediate"; 8]);
    let all: u32 = warnings.iter().map(|one| one.repeated() + 1).sum();
    assert_eq!(all, 1_000);

    setting.chain.remove(1);
    let wanted = setting.verdict().unwrap_err();
    assert_eq!(wanted.code().unwrap().id(), "unreadable_intermediate");
    assert_eq!(wanted.findings.len(), 9);
    let blamed = |report: &Report, chain: &[Der]| match report.code() {
        Some(Code::UnreadableIntermediate { position, .. }) => {
            chain[usize::try_from(position.0).unwrap()].clone()
        }
        other => panic!("{other:?}"),
    };
    let one = blamed(&wanted, &setting.chain);
    setting.chain[1..].reverse();
    let report = setting.verdict().unwrap_err();
    assert_eq!(blamed(&report, &setting.chain), one);
}

#[test]
fn an_intermediate_that_cannot_be_read_is_named_and_passed_over() {
    let [root, ca, leaf] = trio();
    let mut setting = Setting::new(&leaf, &[&ca], &[&root]);
    setting.chain.insert(1, vec![0x30, 0x00].into());
    let warnings = setting.verdict().unwrap().warnings();
    assert_eq!(codes(&warnings), ["unreadable_intermediate"]);
    let text = warnings[0].code().to_string();
    let wanted = "cannot be read, certificate 2: tbsCertificate at byte 2";
    assert!(text.contains(wanted), "{text}");

    setting.chain.pop();
    let report = setting.verdict().unwrap_err();
    let wanted = ["unreadable_intermediate", "issuer_not_found"];
    assert_eq!(
        codes(&report.findings),
        wanted,
        "the cause, and what it led to"
    );
    assert!(report.findings.iter().all(|finding| finding.is_error()));
}

#[test]
fn of_two_unreadable_ones_the_same_is_the_cause_in_every_order() {
    let [root, _, leaf] = trio();
    let garbage = |last| Der::from(vec![0x30, 0x09, 0x02, 0x07, 1, 2, 3, 4, 5, 6, last]);
    let cause = |sent: [Der; 2]| {
        let mut setting = Setting::new(&leaf, &[], &[&root]);
        setting.chain.extend(sent.clone());
        let report = setting.verdict().unwrap_err();
        match report.code() {
            Some(Code::UnreadableIntermediate {
                position: Position(1),
                ..
            }) => sent[0].clone(),
            Some(Code::UnreadableIntermediate {
                position: Position(2),
                ..
            }) => sent[1].clone(),
            other => panic!("{other:?}"),
        }
    };
    let (one, other) = (garbage(7), garbage(8));
    let first = cause([one.clone(), other.clone()]);
    assert_eq!(cause([other, one]), first);
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
        codes(&path.warnings())
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
                assert_eq!(code(&verify(&verifier, &chain, "example.com")), "valid");
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
    let report = verifier.verify(&chain, "example.com").unwrap_err();
    let codes = codes(&report.findings);
    assert!(codes.contains(&"expired"), "{codes:?}");
}

#[test]
fn a_verifier_goes_by_the_policy_it_was_given() {
    let (verifier, chain) = verifier();
    let policy = Policy::web_server().purpose(Purpose::Email);
    let roots = verifier.roots().clone();
    let verifier = Verifier::builder().roots(roots).policy(policy).build();
    let verdict = verify(&verifier, &chain, "example.com");
    assert_eq!(code(&verdict), "purpose_not_allowed");
    let search = verifier.search(Request::unnamed(&chain[..1]).at(now()));
    assert_eq!(code(&search.finish()), "issuer_not_found");
}

/// One verifier serves both sides of TLS; a purpose that is none of TLS stays.
#[test]
fn a_request_says_which_side_of_tls_it_is_about() {
    let [root, ca, leaf] = trio();
    let server_only = CertBuilder::leaf("example.com")
        .extension(chainverify_testdata::Extension::extended_key_usage(&[
            chainverify_testdata::oid::SERVER_AUTH,
        ]))
        .issuer(&ca)
        .sign();
    let setting = Setting::new(&server_only, &[&ca], &[&root]);
    let chain = &setting.chain;
    let purposes = |policy| {
        let verifier = Verifier::builder()
            .roots(setting.store.clone())
            .policy(policy)
            .build();
        [
            Request::server(chain, "example.com"),
            Request::client(chain),
            Request::named(chain, "example.com"),
        ]
        .map(|request| report(verifier.verify_request(request.at(now()))).purpose)
    };
    use Purpose::{Client, Email, Server};
    assert_eq!(purposes(Policy::web_server()), [Server, Client, Server]);
    assert_eq!(purposes(Policy::web_client()), [Server, Client, Client]);
    let email = Policy::web_server().purpose(Email);
    assert_eq!(purposes(email), [Email, Email, Email]);
    let verifier = Verifier::new(setting.store.clone());
    let client = verifier.verify_request(Request::client(chain).at(now()));
    assert_eq!(code(&client), "purpose_not_allowed");
    drop(leaf);
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
fn a_valid_path_and_a_list_of_algorithms_are_short_in_debug_output() {
    let (verifier, chain) = verifier();
    let path = verify(&verifier, &chain, "example.com").unwrap();
    assert!(format!("{path:?}").contains("CN=example.com"));
    let report = verify(&verifier, &chain, "example.org").unwrap_err();
    assert!(format!("{report:?}").contains("NameMismatch"));
    let count = chainverify::crypto::ring::ALL.len();
    assert_eq!(format!("{RING:?}"), format!("Algorithms({count})"));
}

#[test]
fn a_time_before_everything_and_after_everything_is_a_time() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let verifier = Verifier::new(setting.store.clone());
    for (seconds, wanted) in [(0, "not_yet_valid"), (u64::MAX, "expired")] {
        let time = UnixTime::since_unix_epoch(core::time::Duration::from_secs(seconds));
        let report = verifier.verify_request(setting.request().at(time));
        let report = report.unwrap_err();
        let codes = codes(&report.findings);
        assert!(codes.contains(&wanted), "{seconds}: {codes:?}");
        assert!(!report.text().to_string().is_empty());
    }
}
