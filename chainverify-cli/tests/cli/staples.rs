//! OCSP responses that a server staples in the handshake (RFC 6066 §8, RFC 8446 §4.4.2.1), good and bad, in both versions of TLS; and
//! certificates that demand one (RFC 7633).

use chainverify_testdata::{
    CertBuilder, Criticality, Extension, OcspBuilder, OcspStatus, der, oid,
};

use crate::pki::{AT, Folder, Identity, Pki};
use crate::run::{Said, chainverify, connecting};
use crate::tls::{TlsServer, Versions};

const SERIAL: [u8; 1] = [5];

fn leaf() -> CertBuilder {
    CertBuilder::leaf("a.example").serial(&SERIAL)
}

/// `id-pe-tlsfeature` with `status_request`.
fn must_staple() -> Extension {
    let features = der::sequence([der::integer(5)]);
    Extension::raw(oid::TLS_FEATURE, Criticality::NonCritical, &features)
}

fn response(pki: &Pki, status: &OcspStatus, until: &str) -> Vec<u8> {
    let response = OcspBuilder::new(&pki.ca);
    response
        .single(&pki.ca, &SERIAL, status, Some(until))
        .sign()
}

/// What is said of a server that staples this, by each version of TLS.
fn stapled(pki: &Pki, ocsp: Option<&[u8]>, more: &[&str]) -> [Said; 2] {
    [Versions::Both, Versions::Only12].map(|versions| {
        let folder = Folder::new();
        let root = folder.pem("root.pem", &[&pki.root]);
        let identity = Identity {
            ocsp: ocsp.map(<[u8]>::to_vec),
            ..pki.identity()
        };
        let server = TlsServer::start(vec![("a.example", identity)], versions);
        let address = server.address();
        let args = connecting(&address, &root);
        chainverify(args.iter().chain(&["a.example"]).chain(more)).run()
    })
}

#[test]
fn a_stapled_response_is_believed_if_it_is_signed_and_fresh() {
    let pki = Pki::with_leaf(leaf());
    let revoked = OcspStatus::Revoked("2026-02-01T00:00:00Z".to_owned(), None);
    let soon = "2026-06-02T00:00:00Z";
    for (ocsp, code, words) in [
        (
            response(&pki, &OcspStatus::Good, soon),
            0,
            "not revoked, says the OCSP response of 2026-06-01 (stapled)",
        ),
        (response(&pki, &revoked, soon), 1, "was revoked 2026-02-01"),
        (
            response(&pki, &OcspStatus::Unknown, soon),
            0,
            "the responder does not know the certificate",
        ),
        (
            response(&pki, &OcspStatus::Good, "2026-05-31T12:00:00Z"),
            0,
            "stale since 2026-05-31",
        ),
        (b"no response".to_vec(), 0, "cannot be read"),
    ] {
        for said in stapled(&pki, Some(&ocsp), &[]) {
            said.exits_with(code).reports(words);
        }
    }
    for said in stapled(
        &pki,
        Some(&response(&pki, &OcspStatus::Good, "2026-05-31T12:00:00Z")),
        &["--revocation", "hard"],
    ) {
        said.exits_with(1);
    }
}

#[test]
fn a_certificate_that_demands_a_staple_is_not_valid_without_one() {
    let pki = Pki::with_leaf(leaf().extension(must_staple()));
    for said in stapled(&pki, None, &[]) {
        let said = said.exits_with(1);
        let first = said.out.lines().next().unwrap();
        assert!(first.contains("staple"), "{said:#?}");
    }
    let ocsp = response(&pki, &OcspStatus::Good, "2026-06-02T00:00:00Z");
    for said in stapled(&pki, Some(&ocsp), &[]) {
        said.exits_with(0);
    }
    // Of a file nobody knows what its server staples.
    let folder = Folder::new();
    let root = folder.pem("root.pem", &[&pki.root]);
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    let args = ["--offline", "--at", AT, "--roots", &root, &chain];
    chainverify(args).run().exits_with(0);
}
