//! A server that forgot its intermediate, and an issuer URL (AIA) that gives it, or something else, or nothing: each ends within the time limit.

use core::sync::atomic::AtomicBool;
use core::time::Duration;
use std::thread;

use chainverify_testdata::{CertBuilder, Extension, Key, pem_chain, pkcs7};
use serde_json::Value;

use crate::aia::{Aia, Answer};
use crate::pki::{AT, Folder, Pki, identity};
use crate::run::{Said, chainverify};
use crate::tls::{TlsServer, Versions};

/// The issuer URL is `/i`; other paths are there for redirects.
fn fetched(
    answers: impl FnOnce(&Aia, &Pki) -> Vec<(&'static str, Answer)>,
    fetch: &str,
    more: &[&str],
) -> Said {
    let aia = Aia::bind();
    let pki = Pki::with_leaf(
        CertBuilder::leaf("a.example").extension(Extension::ca_issuers(&aia.url("/i"))),
    );
    let answers = answers(&aia, &pki);
    aia.serve(answers);
    let folder = Folder::new();
    let root = folder.pem("root.pem", &[&pki.root]);
    let server = TlsServer::start(
        vec![("a.example", identity(&pki.leaf, &[]))],
        Versions::Both,
    );
    let args = [
        "--at",
        AT,
        "--roots",
        &root,
        "--connect",
        &server.address(),
        "--fetch",
        fetch,
        "a.example",
    ];
    chainverify(args.iter().chain(more)).run()
}

/// The answer to the one request, as JSON.
fn asked(answer: Answer, fetch: &str) -> (Said, Value) {
    let said = fetched(|_, _| vec![("/i", answer)], fetch, &["--json"]);
    let json = said.json();
    (said, json)
}

/// What became of the one URL: how many certificates came, or why none.
fn outcome(json: &Value) -> String {
    let url = &json["report"]["requests"][0]["urls"][0];
    let problem = &url["problem"];
    match (url["new_certificates"].as_u64(), problem["id"].as_str()) {
        (Some(count), None) => format!("{count} new"),
        (None, Some("redirected")) => {
            let because = problem["because"]["id"].as_str();
            format!("redirected: {}", because.unwrap())
        }
        (None, Some(problem)) => problem.into(),
        _ => panic!("{json:#}"),
    }
}

#[test]
fn every_form_of_the_issuer_is_understood_and_marked_as_fetched() {
    let forms: [fn(&Pki) -> Vec<u8>; 3] = [
        |pki| pki.ca.der.clone(),
        |pki| pem_chain([&pki.ca.der]).into_bytes(),
        |pki| pkcs7::certs_only([&pki.ca.der]),
    ];
    for form in forms {
        let answers = |_: &Aia, pki: &Pki| vec![("/i", Answer::Body(form(pki)))];
        fetched(answers, "any", &[])
            .exits_with(0)
            .reports("warning: intermediate 1 \"CLI Intermediate\" was not sent, but fetched from \"http://127.0.0.1:");
        let json = fetched(answers, "any", &["--json"]).exits_with(0).json();
        assert_eq!(
            json["report"]["findings"][0]["code"], "completed_by_fetch",
            "{json:#}"
        );
        assert_eq!(outcome(&json), "1 new", "{json:#}");
        let issuer = &json["report"]["path"][1]["certificate"];
        let issuer = usize::try_from(issuer.as_u64().unwrap()).unwrap();
        let source = &json["report"]["certificates"][issuer]["source"];
        assert_eq!(source["kind"], "fetched", "{json:#}");
    }
}

#[test]
fn what_was_fetched_for_one_target_serves_the_next() {
    let once = |_: &Aia, pki: &Pki| {
        let body = Answer::Once(pki.ca.der.clone(), AtomicBool::new(false));
        vec![("/i", body)]
    };
    let said = fetched(once, "any", &["a.example", "--json"]).exits_with(0);
    let jsons = said.jsons();
    assert_eq!(jsons.len(), 2, "{said:#?}");
    for json in jsons {
        assert_eq!(outcome(&json), "1 new", "{json:#}");
    }
}

#[test]
fn what_was_waited_for_in_vain_is_not_waited_for_again() {
    let silence = |_: &Aia, _: &Pki| vec![("/i", Answer::Silence)];
    let said = fetched(silence, "any", &["a.example", "a.example", "--json"]);
    assert!(said.took < Duration::from_secs(15), "{said:#?}");
    let said = said.exits_with(1);
    let jsons = said.jsons();
    assert_eq!(jsons.len(), 3, "{said:#?}");
    for json in jsons {
        assert_eq!(outcome(&json), "timed_out", "{json:#}");
    }
}

#[test]
fn what_is_fetched_is_told_when_asked_for() {
    let said = fetched(
        |_, pki| vec![("/i", Answer::Body(pki.ca.der.clone()))],
        "any",
        &["-v"],
    );
    assert!(
        said.err
            .contains("checking a.example: fetching an issuer from http://127.0.0.1:"),
        "{said:#?}"
    );
}

#[test]
fn redirects_are_followed_but_not_in_circles_and_not_to_another_scheme() {
    let to_next = |aia: &Aia, pki: &Pki| {
        vec![
            ("/i", Answer::Redirect(aia.url("/j"))),
            ("/j", Answer::Body(pki.ca.der.clone())),
        ]
    };
    fetched(to_next, "any", &[]).exits_with(0);
    let in_circles = |aia: &Aia, _: &Pki| vec![("/i", Answer::Redirect(aia.url("/i")))];
    fetched(in_circles, "any", &[])
        .exits_with(1)
        .reports("too many redirects");
    let (said, json) = asked(Answer::Redirect("https://a.example/i".to_owned()), "any");
    said.exits_with(1);
    assert_eq!(outcome(&json), "redirected: scheme_not_allowed", "{json:#}");
}

#[test]
fn a_private_address_is_not_asked_by_default_and_offline_asks_nobody() {
    let good = |_: &Aia, pki: &Pki| vec![("/i", Answer::Body(pki.ca.der.clone()))];
    fetched(good, "public", &[])
        .exits_with(1)
        .reports("refused, because 127.0.0.1 is not a public address");
    let json = fetched(good, "public", &["--json"]).exits_with(1).json();
    assert_eq!(outcome(&json), "address_refused", "{json:#}");
    fetched(good, "off", &[]).exits_with(1).reports("/i");
    let json = fetched(good, "off", &["--json"]).exits_with(1).json();
    // Nothing was asked, so that the finding alone has the URL.
    assert_eq!(json["report"]["requests"], serde_json::json!([]));
    let urls = &json["report"]["findings"][0]["data"]["urls"]["items"];
    assert!(urls[0].as_str().unwrap().ends_with("/i"), "{json:#}");
    let to_loopback = |aia: &Aia, _: &Pki| vec![("/i", Answer::Redirect(aia.url("/j")))];
    fetched(to_loopback, "public", &[])
        .exits_with(1)
        .reports("127.0.0.1");
}

#[test]
fn a_stranger_that_is_fetched_does_not_help() {
    let stranger = CertBuilder::intermediate("CLI Intermediate")
        .key(Key::p256("stranger"))
        .issuer(&CertBuilder::ca("Stranger").sign())
        .sign();
    let (said, json) = asked(Answer::Body(stranger.der), "any");
    said.exits_with(1);
    assert_eq!(outcome(&json), "1 new", "{json:#}");
}

#[test]
fn bad_answers_end_in_a_finding_and_in_time() {
    let answers = [
        (Answer::NotFound, "http_status"),
        (Answer::Body(Vec::new()), "not_certificates"),
        (
            Answer::Body(b"<html>not here</html>".to_vec()),
            "not_certificates",
        ),
        (Answer::Body(vec![0x30; 100 << 10]), "too_large"),
        (Answer::Endless, "too_large"),
        (Answer::Slow, "timed_out"),
        (Answer::Silence, "timed_out"),
    ];
    // The slow ones wait for their time limit at the same time.
    let asking =
        answers.map(|(answer, problem)| thread::spawn(move || (asked(answer, "any"), problem)));
    for thread in asking {
        let ((said, json), problem) = thread.join().unwrap();
        assert!(said.took < Duration::from_secs(15), "{said:#?}");
        said.exits_with(1);
        assert_eq!(outcome(&json), problem, "{json:#}");
        assert_eq!(
            json["report"]["findings"][0]["code"], "issuer_not_found",
            "{json:#}"
        );
    }
}
