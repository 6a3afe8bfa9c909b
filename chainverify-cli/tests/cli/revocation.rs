//! Whether a server's certificates were revoked, asked where they say: CRLs and OCSP responders on 127.0.0.1;
//! and what is not asked, of which the report says so.

use chainverify_testdata::{
    CertBuilder, CrlBuilder, CrlEntry, Extension, Key, OcspBuilder, OcspStatus, der,
};
use serde_json::Value;

use crate::aia::{Aia, Answer, Requests};
use crate::pki::{AT, Folder, Pki};
use crate::run::{Said, chainverify};
use crate::tls::{TlsServer, Versions};

/// The leaf's.
const SERIAL: [u8; 1] = [5];

/// A server whose leaf names `/c` for its CRL, or `/o` for its OCSP responder, or both, or `/d` for the delta to its CRL.
pub(crate) struct Scene {
    pub(crate) folder: Folder,
    pub(crate) root: String,
    pub(crate) server: TlsServer,
    pub(crate) requests: Requests,
    /// Where its URLs are.
    http: String,
}

/// What the leaf names.
#[derive(Clone, Copy)]
pub(crate) enum Names {
    Crl,
    Ocsp,
    Both,
    CrlAndDelta,
}

impl Scene {
    pub(crate) fn new(
        names: Names,
        answers: impl FnOnce(&Pki) -> Vec<(&'static str, Answer)>,
    ) -> Self {
        let aia = Aia::bind();
        let mut leaf = CertBuilder::leaf("a.example").serial(&SERIAL);
        if !matches!(names, Names::Ocsp) {
            leaf = leaf.extension(Extension::crl_distribution_point(&aia.url("/c")));
        }
        if matches!(names, Names::CrlAndDelta) {
            leaf = leaf.extension(Extension::freshest_crl(&aia.url("/d")));
        }
        if matches!(names, Names::Ocsp | Names::Both) {
            leaf = leaf.extension(Extension::ocsp_responder(&aia.url("/o")));
        }
        let pki = Pki::with_leaf(leaf);
        let http = aia.url("");
        let requests = aia.serve(answers(&pki));
        let folder = Folder::new();
        Self {
            root: folder.pem("root.pem", &[&pki.root]),
            server: TlsServer::start(vec![("a.example", pki.identity())], Versions::Both),
            folder,
            requests,
            http,
        }
    }

    /// For 2026-06-01, whatever the day is.
    pub(crate) fn check(&self, more: &[&str]) -> Said {
        let address = self.server.address();
        let args = [
            "--at",
            AT,
            "--roots",
            &self.root,
            "--connect",
            &address,
            "a.example",
        ];
        chainverify(args.iter().chain(more)).run()
    }

    pub(crate) fn json(&self, more: &[&str]) -> Value {
        self.check(&[&["--json"], more].concat()).json()
    }
}

/// A CRL of the intermediate, good for longer than this test will be run.
fn crl(pki: &Pki) -> CrlBuilder {
    CrlBuilder::new(&pki.ca).updates("2026-05-01T00:00:00Z", Some("2090-01-01T00:00:00Z"))
}

pub(crate) fn good_crl(pki: &Pki) -> Vec<(&'static str, Answer)> {
    let other = CrlEntry::new(&[6]).reason(1);
    vec![("/c", Answer::Body(crl(pki).entry(&other).sign()))]
}

pub(crate) fn revoking_crl(pki: &Pki) -> Vec<(&'static str, Answer)> {
    let entry = CrlEntry::new(&SERIAL).reason(1);
    vec![("/c", Answer::Body(crl(pki).entry(&entry).sign()))]
}

/// An OCSP response of the intermediate about the leaf.
pub(crate) fn ocsp(pki: &Pki, status: &OcspStatus) -> Vec<u8> {
    let response = OcspBuilder::new(&pki.ca);
    let until = Some("2090-01-01T00:00:00Z");
    response.single(&pki.ca, &SERIAL, status, until).sign()
}

pub(crate) fn revoked() -> OcspStatus {
    OcspStatus::Revoked("2026-02-01T00:00:00Z".to_owned(), Some(1))
}

/// The status of the leaf.
fn status(json: &Value) -> &Value {
    &json["report"]["path"][0]["revocation"]
}

#[test]
fn a_leaf_that_its_crl_has_as_revoked_is_not_valid_and_the_first_line_says_since_when() {
    let scene = Scene::new(Names::Crl, revoking_crl);
    let said = scene.check(&["--fetch", "any"]).exits_with(1);
    let first = said.out.lines().next().unwrap();
    assert!(
        first.starts_with("✗ a.example is not trusted: leaf "),
        "{said:#?}"
    );
    assert!(first.contains("was revoked 2026-02-01"), "{said:#?}");
    assert!(first.contains("keyCompromise"), "{said:#?}");
    let by = format!("(from {}/c)", scene.http);
    said.reports("revoked 2026-02-01")
        .reports("the CRL of ")
        .reports(&by);
    let json = scene.json(&["--fetch", "any"]);
    assert_eq!(json["report"]["findings"][0]["code"], "revoked", "{json:#}");
    assert_eq!(status(&json)["status"], "revoked", "{json:#}");
}

#[test]
fn a_leaf_that_its_crl_does_not_have_is_good_and_who_says_so_is_told() {
    let scene = Scene::new(Names::Crl, good_crl);
    let said = scene.check(&["--fetch", "any"]).exits_with(0);
    said.reports("\n  revocation of leaf: not revoked, says the CRL of \"CLI Intermediate\", 2026-05-01 to 2090-01-01 (from http://127.0.0.1:");
    assert_eq!(scene.requests.take(), 1);
    // What nobody can be asked about is said too.
    said.reports("\n  revocation of intermediate 1: not checked, nothing given covers it, and the certificate names no source\n");
    assert_eq!(said.err, "");
}

#[test]
fn what_is_asked_is_told_when_asked_for() {
    let scene = Scene::new(Names::Both, |pki| {
        vec![("/o/", Answer::Body(ocsp(pki, &OcspStatus::Good)))]
    });
    let said = scene.check(&["--fetch", "any", "-v"]).exits_with(0);
    for words in ["fetching a CRL from ", "asking for an OCSP response at "] {
        let line = format!("chainverify: checking a.example: {words}{}", scene.http);
        assert!(said.err.contains(&line), "{said:#?}");
    }
}

#[test]
fn an_ocsp_responder_is_asked_where_there_is_no_crl_or_it_gives_nothing() {
    for (names, requests) in [(Names::Ocsp, 1), (Names::Both, 2)] {
        for (answer, code, words) in [
            (
                OcspStatus::Good,
                0,
                "not revoked, says the OCSP response of 2026-06-01",
            ),
            (
                revoked(),
                1,
                "revoked 2026-02-01, keyCompromise, says the OCSP response",
            ),
            (OcspStatus::Unknown, 0, "revocation of leaf: unknown"),
        ] {
            let scene = Scene::new(names, |pki| vec![("/o/", Answer::Body(ocsp(pki, &answer)))]);
            let said = scene.check(&["--fetch", "any"]).exits_with(code);
            said.reports(words);
            assert_eq!(scene.requests.take(), requests);
        }
    }
    // A CRL that says it is enough.
    let scene = Scene::new(Names::Both, good_crl);
    scene.check(&["--fetch", "any"]).exits_with(0);
    assert_eq!(scene.requests.take(), 1);
}

/// Says what changed since the CRL was issued.
#[test]
fn the_delta_to_a_crl_is_fetched_after_it_and_counts() {
    for (is_there, code, words) in [
        (true, 1, "/d)\n"),
        (false, 0, "revocation of leaf: not revoked, says the CRL of"),
    ] {
        let scene = Scene::new(Names::CrlAndDelta, |pki| {
            let mut answers = good_crl(pki);
            let delta = crl(pki)
                .extension(Extension::crl_number(2))
                .extension(Extension::delta_crl_indicator(1))
                .entry(&CrlEntry::new(&SERIAL).reason(1));
            if is_there {
                answers.push(("/d", Answer::Body(delta.sign())));
            }
            answers
        });
        let said = scene.check(&["--fetch", "any", "-v"]).exits_with(code);
        said.reports(words);
        assert_eq!(scene.requests.take(), 2);
        let told = format!("fetching a delta CRL from {}/d", scene.http);
        assert!(said.err.contains(&told), "{said:#?}");
    }
}

#[test]
fn offline_nobody_is_asked_and_that_is_said() {
    let scene = Scene::new(Names::Both, revoking_crl);
    let said = scene.check(&["--offline"]).exits_with(0);
    said.reports(
        "revocation of leaf: not checked, nothing given covers it, and its CA was not asked\n",
    );
    // For another time nobody is asked either, unless it is said.
    scene
        .check(&[])
        .exits_with(0)
        .reports("and its CA was not asked\n");
    let json = scene.json(&["--offline"]);
    let checked = status(&json);
    let found = (&checked["status"], &checked["why"]);
    assert_eq!(
        found,
        (&"not_checked".into(), &"not_asked".into()),
        "{json:#}"
    );
    assert_eq!(scene.requests.take(), 0);
}

#[test]
fn without_a_status_soft_is_valid_hard_is_not_and_off_does_not_look() {
    let scene = Scene::new(Names::Crl, |_| Vec::new());
    let soft = scene.check(&["--fetch", "any"]).exits_with(0);
    soft.reports("warning")
        .reports("revocation of leaf: unknown");
    assert_eq!(scene.requests.take(), 1);
    let hard = ["--fetch", "any", "--revocation", "hard"];
    let said = scene.check(&[&hard[..], &["--revocation-scope", "leaf"]].concat());
    let said = said.exits_with(1);
    let first = said.out.lines().next().unwrap();
    assert!(first.contains("unknown revocation status"), "{said:#?}");
    scene.requests.take();
    let said = scene.check(&["--offline", "--revocation", "hard"]);
    said.exits_with(1)
        .hints_at("--fetch public asks where the certificate says");
    let off = scene.check(&["--fetch", "any", "--revocation", "off"]);
    off.exits_with(0)
        .reports("revocation: not checked, switched off");
    assert_eq!(scene.requests.take(), 0);
    // What is asked by --fail-on.
    let said = scene.check(&["--fetch", "any", "--fail-on", "warning"]);
    said.exits_with(4);
}

#[test]
fn off_lets_a_revoked_certificate_pass_and_says_that_nobody_looked() {
    let scene = Scene::new(Names::Crl, revoking_crl);
    let said = scene.check(&["--fetch", "any", "--revocation", "off"]);
    said.exits_with(0)
        .reports("revocation: not checked, switched off");
}

#[test]
fn hard_is_satisfied_where_all_of_the_path_has_a_status() {
    let aia = Aia::bind();
    let root = CertBuilder::ca("CLI Root").sign();
    let crl_at = |path: &str| Extension::crl_distribution_point(&aia.url(path));
    let ca = CertBuilder::intermediate("CLI Intermediate").serial(&[9]);
    let ca = ca.extension(crl_at("/r")).issuer(&root).sign();
    let leaf = CertBuilder::leaf("a.example").serial(&SERIAL);
    let leaf = leaf.extension(crl_at("/c")).issuer(&ca).sign();
    let pki = Pki { root, ca, leaf };
    let folder = Folder::new();
    let root = folder.pem("root.pem", &[&pki.root]);
    let revoking = |serial: &[u8]| {
        let list = CrlBuilder::new(&pki.root).entry(&CrlEntry::new(serial));
        list.sign()
    };
    let server = TlsServer::start(vec![("a.example", pki.identity())], Versions::Both);
    let good = folder.file("good.crl", revoking(&[8]));
    let bad = folder.file("bad.crl", revoking(&[9]));
    aia.serve(good_crl(&pki));
    let address = server.address();
    let args = ["--at", AT, "--roots", &root, "--connect", &address];
    let check = |more: &[&str]| {
        let all = args.iter().chain(more).chain(&["a.example"]);
        chainverify(all).run()
    };
    let hard = ["--fetch", "any", "--revocation", "hard", "--crl"];
    let said = check(&[&hard[..], &[&good]].concat()).exits_with(0);
    said.reports("\n  revocation of leaf: not revoked")
        .reports("\n  revocation of intermediate 1: not revoked, says the CRL of \"CLI Root\"");
    for mode in ["soft", "hard"] {
        let said = check(&["--fetch", "any", "--revocation", mode, "--crl", &bad]);
        let said = said.exits_with(1);
        let first = said.out.lines().next().unwrap();
        assert!(
            first.contains("intermediate 1 \"CLI Intermediate\" was revoked"),
            "{said:#?}"
        );
    }
    let leaf = [
        "--revocation-scope",
        "leaf",
        "--fetch",
        "any",
        "--crl",
        &bad,
    ];
    check(&leaf)
        .exits_with(0)
        .reports("revocation of intermediate 1: not checked, only the leaf is checked\n");
}

#[test]
fn a_private_address_is_not_asked_by_default() {
    let scene = Scene::new(Names::Crl, revoking_crl);
    let said = scene.check(&["--fetch", "public"]).exits_with(0);
    said.reports("127.0.0.1 is not a public address");
    assert_eq!(scene.requests.take(), 0);
}

#[test]
fn one_crl_serves_all_targets_of_a_run() {
    let scene = Scene::new(Names::Crl, revoking_crl);
    let said = scene.check(&["--fetch", "any", "a.example", "a.example", "--json"]);
    let said = said.exits_with(1);
    assert_eq!(said.jsons().len(), 3);
    assert_eq!(scene.requests.take(), 1);
}

#[test]
fn for_a_file_nobody_is_asked_unless_it_is_said() {
    let aia = Aia::bind();
    let leaf = CertBuilder::leaf("a.example").serial(&SERIAL);
    let pki = Pki::with_leaf(leaf.extension(Extension::crl_distribution_point(&aia.url("/c"))));
    let requests = aia.serve(revoking_crl(&pki));
    let folder = Folder::new();
    let root = folder.pem("root.pem", &[&pki.root]);
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    let check = |more: &[&str]| {
        let args = ["--roots", &root, "--at", AT, &chain];
        chainverify(args.iter().chain(more)).run()
    };
    check(&[]).exits_with(0).reports("its CA was not asked");
    assert_eq!(requests.take(), 0);
    check(&["--fetch", "any"])
        .exits_with(1)
        .reports("was revoked 2026-02-01");
    assert_eq!(requests.take(), 1);
}

#[test]
fn an_answer_that_is_no_answer_is_told_and_valid() {
    let wrong = |body: &[u8]| Answer::Body(body.to_vec());
    for (answer, words) in [
        (wrong(b"<html>"), "no CRL"),
        (wrong(&[]), "no CRL"),
        (Answer::NotFound, "404"),
        (Answer::Endless, "longer than 33554432 octets"),
    ] {
        let scene = Scene::new(Names::Crl, |_| vec![("/c", answer)]);
        let said = scene.check(&["--fetch", "any"]).exits_with(0);
        said.reports("unknown revocation status").reports(words);
    }
    let stranger = CertBuilder::ca("CLI Intermediate").key(Key::p256("stranger"));
    let stranger = stranger.sign();
    let forged = CrlBuilder::new(&stranger)
        .entry(&CrlEntry::new(&SERIAL))
        .sign();
    let scene = Scene::new(Names::Crl, |_| vec![("/c", Answer::Body(forged))]);
    scene
        .check(&["--fetch", "any"])
        .exits_with(0)
        .reports("unknown revocation status");
    let try_later = der::sequence([der::tlv(0x0a, &[3])]);
    let scene = Scene::new(Names::Ocsp, |_| vec![("/o/", Answer::Body(try_later))]);
    scene
        .check(&["--fetch", "any"])
        .exits_with(0)
        .reports("tryLater");
}
