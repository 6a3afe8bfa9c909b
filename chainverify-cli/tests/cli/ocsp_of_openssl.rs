//! OCSP of other make: `openssl ocsp` as a responder of today, whatever the day is, and `openssl s_server` as a server that staples. Where
//! `openssl` is not installed, the tests say that they were skipped.

use std::time::{SystemTime, UNIX_EPOCH};

use chainverify_testdata::{CertBuilder, Extension, Key, Made, Name, OcspBuilder, OcspStatus, oid};

use crate::foreign::{Foreign, Responder, is_installed};
use crate::pki::{Folder, Pki};
use crate::run::{Said, chainverify, connecting};
use crate::tls::{TlsServer, Versions};

const SERIAL: [u8; 1] = [5];

/// What the responder knows of the leaf, as a line of `index.txt`; of none it knows nothing.
const GOOD: &str = "V\t491231000000Z\t\t05\tunknown\t/CN=a.example\n";
const REVOKED: &str = "R\t491231000000Z\t260201000000Z,keyCompromise\t05\tunknown\t/CN=a.example\n";
const UNKNOWN: &str = "";

/// Valid on any day on which this is run.
fn lasting(cert: CertBuilder) -> CertBuilder {
    cert.validity("2020-01-01T00:00:00Z", "2049-12-31T00:00:00Z")
}

/// Root and intermediate.
fn cas() -> (Made, Made) {
    let root = lasting(CertBuilder::ca("CLI Root")).sign();
    let ca = lasting(CertBuilder::intermediate("CLI Intermediate")).issuer(&root);
    (root, ca.sign())
}

/// What is said of a leaf about which the responder knows this, if that signs.
fn asked(index: &str, signer: fn(&Made) -> Made, more: &[&str]) -> Option<Said> {
    if !is_installed() {
        return None;
    }
    let (root, ca) = cas();
    let folder = Folder::new();
    let signer = signer(&ca);
    let responder = Responder::start(&[
        ["-index", &folder.file("index.txt", index)],
        ["-CA", &folder.pem("ca.pem", &[&ca])],
        ["-rsigner", &folder.pem("signer.pem", &[&signer])],
        ["-rkey", &folder.key("signer.key", &signer)],
        ["-nmin", "10"],
    ]);
    let leaf = lasting(CertBuilder::leaf("a.example"))
        .serial(&SERIAL)
        .extension(Extension::ocsp_responder(&responder.url()));
    let leaf = leaf.issuer(&ca).sign();
    let pki = Pki { root, ca, leaf };
    let root = folder.pem("root.pem", &[&pki.root]);
    let server = TlsServer::start(vec![("a.example", pki.identity())], Versions::Both);
    let address = server.address();
    let args = ["--fetch", "any", "--roots", &root, "--connect", &address];
    let said = chainverify(args.iter().chain(more).chain(&["a.example"])).run();
    Some(said)
}

/// The CA itself.
fn by_ca(ca: &Made) -> Made {
    ca.clone()
}

/// Somebody whom the CA has for its responder, by this extended key usage.
fn delegated(ca: &Made, usages: &[&str]) -> Made {
    let responder = CertBuilder::bare(Name::common("Responder"), Key::p256("responder"));
    let usage = Extension::extended_key_usage(usages);
    lasting(responder).extension(usage).issuer(ca).sign()
}

/// In Unix seconds, as `--at` has them.
fn in_an_hour() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    format!("@{}", now.as_secs() + 3600)
}

#[test]
fn what_the_responder_knows_is_what_is_said() {
    for (index, code, words) in [
        (
            GOOD,
            0,
            "revocation of leaf: not revoked, says the OCSP response of 20",
        ),
        (REVOKED, 1, "was revoked 2026-02-01, reason: keyCompromise"),
        (UNKNOWN, 0, "the responder does not know the certificate"),
    ] {
        if let Some(said) = asked(index, by_ca, &[]) {
            said.exits_with(code).reports(words);
        }
    }
}

#[test]
fn a_response_of_an_hour_ago_that_was_for_ten_minutes_is_stale() {
    if let Some(said) = asked(GOOD, by_ca, &["--at", &in_an_hour()]) {
        said.exits_with(0)
            .reports("unknown revocation status")
            .reports("stale since ");
    }
}

#[test]
fn a_responder_speaks_for_the_ca_only_if_the_ca_says_so() {
    let authorized = |ca: &Made| delegated(ca, &[oid::OCSP_SIGNING]);
    if let Some(said) = asked(REVOKED, authorized, &[]) {
        said.exits_with(1).reports("was revoked 2026-02-01");
    }
    let words = "signed neither by the CA nor by a responder that the CA authorized";
    let server = |ca: &Made| delegated(ca, &[oid::SERVER_AUTH]);
    let stranger = |_: &Made| lasting(CertBuilder::ca("Stranger")).sign();
    for signer in [server as fn(&Made) -> Made, stranger] {
        if let Some(said) = asked(REVOKED, signer, &[]) {
            said.exits_with(0).reports(words);
        }
        let hard = ["--revocation", "hard", "--revocation-scope", "leaf"];
        if let Some(said) = asked(GOOD, signer, &hard) {
            said.exits_with(1).reports(words);
        }
    }
}

#[test]
fn what_openssl_staples_is_looked_at() {
    if !is_installed() {
        return;
    }
    let pki = Pki::with_leaf(CertBuilder::leaf("a.example").serial(&SERIAL));
    let revoked = OcspStatus::Revoked("2026-02-01T00:00:00Z".to_owned(), Some(1));
    for version in ["-tls1_2", "-tls1_3"] {
        for (status, code, words) in [
            (
                &OcspStatus::Good,
                0,
                "not revoked, says the OCSP response of 2026-06-01 (stapled)",
            ),
            (&revoked, 1, "was revoked 2026-02-01"),
        ] {
            let folder = Folder::new();
            let response = OcspBuilder::new(&pki.ca);
            let response = response.single(&pki.ca, &SERIAL, status, Some("2026-06-08T00:00:00Z"));
            let response = folder.file("response.der", response.sign());
            let (leaf, key) = (
                folder.pem("leaf.pem", &[&pki.leaf]),
                folder.key("leaf.key", &pki.leaf),
            );
            let others = folder.pem("others.pem", &[&pki.ca]);
            let more = ["-status_file", &response, version];
            let server = Foreign::start((&leaf, &key), Some(&others), &more);
            let root = folder.pem("root.pem", &[&pki.root]);
            let args = connecting(server.address(), &root);
            let said = chainverify(args.iter().chain(&["a.example"])).run();
            said.exits_with(code).reports(words);
        }
    }
}
