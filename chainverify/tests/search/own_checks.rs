//! Checks of the caller's own: on the verifier, on the request, both. They can only reject, and what
//! they say is in the report as they said it.

use std::sync::{Arc, Mutex};

use chainverify::finding::{Category, Rejection};
use chainverify::report::Detail;
use chainverify::search::OwnCheck;
use chainverify::trust::Anchor;
use chainverify::{Algorithms, Cert, Code, Report, Verifier};
use chainverify_testdata::{CertBuilder, Flaw, der};
use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};

use super::several::crossed;
use crate::by_hand::{Setting, code, codes, names, trio};

/// Rejects paths to roots whose name holds this.
fn not_by(refused: &'static str) -> impl Fn(&[&Cert<'_>], &Anchor) -> Result<(), Rejection> {
    move |_, anchor| {
        let name = anchor.name().display_name();
        if name.contains(refused) {
            return Err(Rejection::new("pinned_root", format!("ends in {name}")));
        }
        Ok(())
    }
}

fn reason(report: &Report) -> &Rejection {
    match report.code() {
        Some(Code::Rejected { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_path_that_is_rejected_is_not_valid_and_another_one_may_be() {
    let (leaf, [a, b, c], [root_a, root_b, root_c]) = crossed();
    let setting = Setting::new(&leaf, &[&c, &b, &a], &[&root_a, &root_b, &root_c]);
    let verifier = Verifier::new(setting.store.clone());
    for (refused, left) in [("Root B", "Root A"), ("Root A", "Root B")] {
        let check = not_by(refused);
        let path = verifier.verify_request(setting.request().check(&check));
        assert_eq!(names(&path.unwrap()), ["example.com", "CA", left]);
    }
}

/// ECDSA with SHA-1, which no list of the library has; checks nothing.
#[derive(Debug)]
struct Sha1;

impl SignatureVerificationAlgorithm for Sha1 {
    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        Ok(())
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_P256
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        AlgorithmIdentifier::from_slice(&[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1])
    }
}

#[test]
fn how_a_leaf_is_signed_matters_where_it_is_not_trusted_by_itself() {
    let root = CertBuilder::ca("Root").sign();
    let sha1 = der::sequence([der::oid("1.2.840.10045.4.1")]);
    let leaf = CertBuilder::leaf("example.com")
        .issuer(&root)
        .raw_algorithm(sha1)
        .sign();
    let setting = Setting::new(&leaf, &[], &[&leaf, &root]);
    let verifier = Verifier::builder()
        .roots(setting.store.clone())
        .algorithms(Algorithms::new(&[&Sha1]))
        .build();
    let path = verifier.verify_request(setting.request());
    assert_eq!(names(&path.unwrap()), ["example.com"; 2]);
    let only_issued = not_by("example.com");
    let report = verifier.verify_request(setting.request().check(&only_issued));
    let report = report.unwrap_err();
    let attempts = report.attempts.iter().flat_map(|attempt| &attempt.findings);
    let all: Vec<_> = report.findings.iter().chain(attempts).cloned().collect();
    let all = codes(&all);
    assert!(all.contains(&"rejected"), "{all:?}");
    assert!(all.contains(&"signature_algorithm_not_allowed"), "{all:?}");
}

/// On the request, on the verifier, and whichever of two rejects.
#[test]
fn the_reason_is_in_the_report_as_data_and_in_its_first_line() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let (none, ours) = (not_by("Other"), not_by("Root"));
    let build = |check: Arc<OwnCheck<'static>>| {
        let builder = Verifier::builder().roots(setting.store.clone());
        builder.check(check).build()
    };
    let plain = Verifier::new(setting.store.clone());
    let lenient = build(Arc::new(not_by("Other")));
    let strict = build(Arc::new(not_by("Root")));
    assert_eq!(
        code(&lenient.verify_request(setting.request().check(&none))),
        "valid"
    );
    for report in [
        plain.verify_request(setting.request().check(&ours)),
        plain.verify_request(setting.request().check(&none).check(&ours)),
        lenient.verify_request(setting.request().check(&ours)),
        strict.verify_request(setting.request()),
        strict
            .clone()
            .verify_request(setting.request().check(&none)),
        strict.search(setting.request()).finish(),
    ] {
        let report = report.unwrap_err();
        assert_eq!(
            *reason(&report),
            Rejection::new("pinned_root", "ends in Root")
        );
        assert_eq!(report.code().unwrap().category(), Category::Constraint);
        assert_eq!(report.findings.len(), 1);
        let line = report.to_string();
        assert!(line.contains("\"ends in Root\""), "{line}");
        let json = serde_json::to_value(&*report).unwrap();
        let wanted = serde_json::json!({
            "id": "rejected",
            "reason": { "id": "pinned_root", "text": "ends in Root" },
        });
        assert_eq!(json["findings"][0]["data"], wanted);
        assert!(report.path.len() == 3 && report.store.origin.is_some());
    }
}

/// It sees certificates from the leaf up and the anchor, of paths that are valid otherwise.
#[test]
fn a_check_sees_only_paths_that_are_valid_otherwise() {
    let (leaf, [a, b, c], [root_a, root_b, root_c]) = crossed();
    let seen = Mutex::new(Vec::new());
    let check = |certs: &[&Cert<'_>], anchor: &Anchor| {
        let subjects = certs.iter().map(|cert| cert.subject().display_name());
        let path: Vec<_> = subjects.chain([anchor.name().display_name()]).collect();
        seen.lock().unwrap().push(path.join(" "));
        Err(Rejection::new("no", "is not wanted"))
    };
    let forged = CertBuilder::intermediate("CA").issuer(&root_a);
    let forged = forged.flaw(Flaw::FlippedSignature).serial(&[9]).sign();
    let setting = Setting::new(&leaf, &[&forged, &c, &b, &a], &[&root_a, &root_b, &root_c]);
    let verifier = Verifier::new(setting.store.clone());
    let report = verifier
        .verify_request(setting.request().check(&check))
        .unwrap_err();
    let mut seen = seen.lock().unwrap().clone();
    seen.sort_unstable();
    assert_eq!(seen, ["example.com CA Root A", "example.com CA Root B"]);
    // The expired one comes nearer to valid than what the caller rejects.
    assert_eq!(report.code().unwrap().id(), "expired");
    let text = report.text_with(Detail::Everything).to_string();
    assert_eq!(text.matches("\"is not wanted\"").count(), 2, "{text}");
}
