//! Tests of both forms of the report, on one chain: for a file and for servers of each kind.

use std::path::PathBuf;
use std::sync::Arc;

use chainverify::Report;
use chainverify::cert::leaf::LikelyLeaf;
use chainverify::report::Detail;
use chainverify::text::Style;
use chainverify_testdata::{CertBuilder, Made};
use clap::Parser;
use pki_types::CertificateDer;
use rustls::ProtocolVersion;
use serde_json::Value;

use super::{Among, Known, json, json_failure, text};
use crate::args::Args;
use crate::connect::{ConnectError, Handshake, Keys, Possession};
use crate::exit::Exit;
use crate::files::Passwords;
use crate::gather::{GatherError, Gathered, Leaf, NoConnection, Origin};
use crate::plan::{FailOn, Plan, Sni, SniReason, Target};
use crate::session::{Question, Session};
use crate::trust::{Roots, Set};

/// Everything that a report is made from.
struct Scene {
    target: Target,
    gathered: Gathered,
    report: Report,
    roots: Roots,
}

impl Scene {
    fn new(words: &[&str], leaf: &Made, origin: Origin) -> Self {
        let words = ["chainverify", "--offline", "--at", "2026-06-01T00:00:00Z"]
            .iter()
            .chain(words);
        let plan = Plan::new(Args::try_parse_from(words).unwrap()).unwrap();
        let (session, _) = Session::new(&plan, &Passwords::none(), 1).unwrap();
        let target = plan.targets[0].clone();
        let gathered = Gathered {
            chain: vec![CertificateDer::from(leaf.der.clone())],
            origin,
            notes: Vec::new(),
        };
        let question = Question {
            gathered: &gathered,
            names: plan.names_for(&target),
            fetching: plan.revocation.fetching(&target),
        };
        let report = session.verify(question, &|_| {});
        Self {
            target,
            gathered,
            report,
            roots: session.roots().clone(),
        }
    }

    fn known(&self) -> Known<'_> {
        Known {
            target: &self.target,
            gathered: &self.gathered,
            report: &self.report,
            roots: &self.roots,
            key: None,
            among: Among::One,
            opinions: &[],
            verdict_of: None,
        }
    }

    fn text(&self) -> String {
        text(&self.known(), Detail::Path).to_string()
    }

    fn json(&self) -> Value {
        let exit = self.known().exit(None);
        serde_json::from_str(&json(&self.known(), exit).unwrap()).unwrap()
    }
}

/// A server that trusts itself: a leaf that is also the only root.
fn served(possession: Possession, version: ProtocolVersion) -> Scene {
    let leaf = CertBuilder::leaf("a.example").sign();
    let peer = "192.0.2.1:443".parse().unwrap();
    let origin = Origin::Server(Box::new(Handshake {
        chain: vec![CertificateDer::from(leaf.der.clone())],
        peer,
        addresses: vec![peer],
        sni: Sni {
            name: Some("a.example".try_into().unwrap()),
            why: SniReason::Target,
        },
        keys: Keys::Any,
        version: Some(version),
        ocsp: None,
        possession,
        asked_client: Some(false),
        asked: None,
        clients: Arc::from([]),
        unfinished: None,
        other: None,
    }));
    let root = Root::new(&leaf);
    Scene::new(&["--roots", root.path(), "a.example"], &leaf, origin)
}

/// A file with a root that goes away when dropped.
struct Root(PathBuf);

impl Root {
    fn new(made: &Made) -> Self {
        use core::sync::atomic::{AtomicU32, Ordering};
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("chainverify-report-{}-{count}.der", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, &made.der).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Root {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn the_verdict_comes_first_and_then_the_server() {
    let text = served(Possession::Proven, ProtocolVersion::TLSv1_3).text();
    let lines = text.lines().collect::<Vec<_>>();
    assert!(lines[0].starts_with("✓ a.example is trusted"), "{text}");
    assert_eq!(
        lines[1],
        "  sent by a.example at 192.0.2.1:443 with TLS 1.3: 1 certificate; the server proved that it holds the leaf's key"
    );
    assert!(lines[2].starts_with("  leaf"), "{text}");
}

#[test]
fn an_address_is_said_once() {
    let mut scene = served(Possession::Proven, ProtocolVersion::TLSv1_3);
    for (target, said) in [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:8443", "192.0.2.1:8443 at 192.0.2.1:443"),
        ("192.0.2.2", "192.0.2.2 at 192.0.2.1:443"),
    ] {
        let words = ["chainverify", target];
        let plan = Plan::new(Args::try_parse_from(words).unwrap()).unwrap();
        scene.target = plan.targets[0].clone();
        let line = format!("\n  sent by {said} with TLS 1.3: ");
        assert!(scene.text().contains(&line), "{}", scene.text());
    }
}

#[test]
fn a_server_without_the_key_is_not_valid_whatever_its_chain_is() {
    for (version, reference) in [
        (ProtocolVersion::TLSv1_3, "RFC 8446 §4.4.3"),
        (ProtocolVersion::TLSv1_2, "RFC 5246 §7.4.3"),
    ] {
        let scene = served(Possession::Refuted, version);
        assert!(scene.report.is_valid());
        assert_eq!(scene.known().exit(None), Exit::NotValid);
        let text = scene.text();
        assert!(
            text.starts_with("✗ a.example is not trusted: the server does not hold the leaf's key"),
            "{text}"
        );
        assert!(text.lines().next().unwrap().ends_with(reference), "{text}");
        assert!(text.contains("\n  the chain by itself: ✓"), "{text}");
        let json = scene.json();
        assert_eq!(json["verdict"], "not_valid");
        assert_eq!(json["exit"], 1);
        assert_eq!(json["connection"]["key"], "refuted");
        assert_eq!(json["report"]["verdict"], "valid");
    }
}

#[test]
fn that_the_key_could_not_be_checked_is_said_and_changes_nothing() {
    let scene = served(Possession::Unknown, ProtocolVersion::TLSv1_2);
    assert_eq!(scene.known().exit(None), Exit::Valid);
    assert!(scene.text().contains("could not be checked"));
}

#[test]
fn the_set_that_takes_the_place_of_a_missing_store_is_named() {
    let mut scene = served(Possession::Proven, ProtocolVersion::TLSv1_3);
    assert!(!scene.text().contains("Mozilla"));
    scene.roots.set = Set::MozillaForOs;
    let line =
        "\n  roots: Mozilla's embedded set, because the operating system has no trust store\n";
    assert!(scene.text().contains(line), "{}", scene.text());
    let json = scene.json();
    assert_eq!(json["store"]["set"], "mozilla");
    assert_eq!(json["store"]["instead_of"], "os");
}

#[test]
fn what_is_typed_is_a_piece_of_its_own_and_quoted_where_it_is_no_word() {
    let leaf = CertBuilder::leaf("a.example").sign();
    let evil = "x/a.pem: 2 certificates\n✓ b.example is trusted\u{1b}[32m";
    let scene = Scene::new(
        &["--store", "none", evil],
        &leaf,
        Origin::Files {
            leaf: Leaf::Found(LikelyLeaf::First),
            chain: Vec::new(),
        },
    );
    let text = text(&scene.known(), Detail::Everything);
    let lines = text.to_string();
    assert_eq!(
        lines.lines().nth(1),
        Some(
            "  read from \"x/a.pem: 2 certificates\\u{a}\\u{2713} b.example is trusted\\u{1b}[32m\": 1 certificate"
        )
    );
    let mut pieces = text.pieces().iter();
    let piece = pieces.find(|piece| piece.text.contains("b.example"));
    assert_eq!(piece.map(|piece| piece.style), Some(Style::Foreign));
    // Machines get what was typed.
    assert_eq!(scene.json()["target"], evil);
}

#[test]
fn json_has_the_same_keys_with_and_without_a_verdict() {
    let keys = |text: &str| {
        let object: serde_json::Map<String, Value> = serde_json::from_str(text).unwrap();
        object.keys().cloned().collect::<Vec<_>>()
    };
    let scene = served(Possession::Proven, ProtocolVersion::TLSv1_3);
    let Target::Host(host) = &scene.target else {
        panic!()
    };
    let error = GatherError::Connect(Box::new(NoConnection {
        host: host.clone(),
        sni: Sni {
            name: None,
            why: SniReason::Address,
        },
        error: ConnectError::Closed,
    }));
    let good = json(&scene.known(), Exit::Valid).unwrap();
    let bad = json_failure(&scene.target, &scene.roots, &error).unwrap();
    assert_eq!(keys(&good), keys(&bad));
    assert!(good.starts_with(
        "{\"schema\":1,\"target\":\"a.example\",\"verdict\":\"valid\",\"exit\":0,\"error\":null,"
    ));
    assert!(bad.starts_with(
        "{\"schema\":1,\"target\":\"a.example\",\"verdict\":\"error\",\"exit\":3,\"error\":\"cannot check a.example: the server closed"
    ));
    assert!(!good.contains('\n') && !bad.contains('\n'));
}

#[test]
fn json_tells_names_time_path_store_and_connection() {
    let json = served(Possession::Proven, ProtocolVersion::TLSv1_2).json();
    let connection = serde_json::json!({
        "peer": "192.0.2.1:443", "addresses": ["192.0.2.1"], "sni": { "name": "a.example", "why": "target" },
        "tls": "1.2", "unfinished": null, "certificates": 1, "key": "proven", "asked_for": null, "other_key": null,
        "client_certificate_requested": false, "client_certificate": null, "ocsp_stapled": false,
    });
    assert_eq!(json["connection"], connection);
    assert_eq!(json["store"]["set"], "files");
    assert!(json["error"].is_null());
    let report = &json["report"];
    let name = serde_json::json!([{ "kind": "dns", "value": "a.example" }]);
    assert_eq!(report["names"], name);
    assert_eq!(report["time"], "2026-06-01T00:00:00Z");
    assert_eq!(report["path"][0]["role"], "leaf");
    assert_eq!(report["store"]["anchors"], 1);
    assert!(report["valid_until"].is_string());
}

#[test]
fn a_file_has_no_connection_and_a_warning_can_fail_it() {
    let leaf = CertBuilder::leaf("a.example").serial(&[0]).sign();
    let root = Root::new(&leaf);
    let words = ["--roots", root.path(), root.path()];
    let mut scene = Scene::new(
        &words,
        &leaf,
        Origin::Files {
            leaf: Leaf::Found(LikelyLeaf::First),
            chain: Vec::new(),
        },
    );
    assert!(scene.json()["connection"].is_null());
    assert!(
        scene
            .report
            .findings
            .iter()
            .any(|finding| !finding.is_error()),
        "{}",
        scene.text()
    );
    assert_eq!(scene.known().exit(None), Exit::Valid);
    assert_eq!(scene.known().exit(Some(FailOn::Warning)), Exit::FailedOn);
    scene.report.findings.clear();
    assert_eq!(scene.known().exit(Some(FailOn::Warning)), Exit::Valid);
}
