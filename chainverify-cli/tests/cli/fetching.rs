//! A server that forgot its intermediate, and an issuer URL (AIA) that gives it, or something else, or nothing: each ends within the time limit.

use core::time::Duration;

use chainverify_testdata::{CertBuilder, Extension, pem_chain, pkcs7};

use crate::aia::{Aia, Answer};
use crate::pki::{AT, Folder, Pki, identity};
use crate::run::{Said, chainverify};
use crate::tls::{TlsServer, Versions};

/// The issuer URL is `/i`; other paths are there for redirects.
fn fetched(answers: impl FnOnce(&Aia, &Pki) -> Vec<(&'static str, Answer)>, fetch: &str) -> Said {
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
    chainverify(args).run()
}

fn one(answer: Answer) -> Said {
    fetched(|_, _| vec![("/i", answer)], "any")
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn every_form_of_the_issuer_is_understood() {
    fetched(
        |_, pki| vec![("/i", Answer::Body(pki.ca.der.clone()))],
        "any",
    )
    .exits_with(0)
    .reports("CLI Intermediate");
    fetched(
        |_, pki| vec![("/i", Answer::Body(pem_chain([&pki.ca.der]).into_bytes()))],
        "any",
    )
    .exits_with(0);
    fetched(
        |_, pki| vec![("/i", Answer::Body(pkcs7::certs_only([&pki.ca.der])))],
        "any",
    )
    .exits_with(0);
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn redirects_are_followed_but_not_in_circles_and_not_to_another_scheme() {
    let to_next = |aia: &Aia, pki: &Pki| {
        vec![
            ("/i", Answer::Redirect(aia.url("/j"))),
            ("/j", Answer::Body(pki.ca.der.clone())),
        ]
    };
    fetched(to_next, "any").exits_with(0);
    fetched(
        |aia, _| vec![("/i", Answer::Redirect(aia.url("/i")))],
        "any",
    )
    .exits_with(1)
    .reports("redirect");
    one(Answer::Redirect("https://a.example/i".to_owned()))
        .exits_with(1)
        .reports("https");
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn a_private_address_is_not_asked_by_default_and_offline_asks_nobody() {
    let good = |_: &Aia, pki: &Pki| vec![("/i", Answer::Body(pki.ca.der.clone()))];
    fetched(good, "public").exits_with(1).reports("127.0.0.1");
    fetched(good, "off").exits_with(1).reports("/i");
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn bad_answers_end_in_a_finding_and_in_time() {
    let answers = [
        Answer::NotFound,
        Answer::Body(Vec::new()),
        Answer::Body(b"<html>not here</html>".to_vec()),
        Answer::Body(vec![0x30; 100 << 10]),
        Answer::Slow,
        Answer::Endless,
        Answer::Silence,
    ];
    for answer in answers {
        let said = one(answer).exits_with(1);
        said.reports("CLI Intermediate");
        assert!(said.took < Duration::from_secs(30), "{said:#?}");
    }
}
