//! The rows: complete, and with names that stay.

use std::collections::BTreeSet;

use chainverify::{Code, Origin, TrustStore, rules};
use chainverify_testdata::{CertBuilder, Flaw, Key, Made, RsaSize};
use serde_json::Value;

use crate::by_hand::{Setting, certs, der, leaf_with_urls, need, store, trio};

/// Every name in a JSON value, with the names around it.
fn keys(value: &Value, around: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let path = format!("{around}.{name}");
                keys(member, &path, found);
                found.insert(path);
            }
        }
        Value::Array(members) => members.iter().for_each(|one| keys(one, around, found)),
        _ => {}
    }
}

/// A failure that has something in every list.
fn rich() -> (Setting, Made, Made) {
    let root = CertBuilder::ca("Root")
        .key(Key::rsa(RsaSize::Bits2048))
        .sign();
    let past = |ca: CertBuilder| ca.validity("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z");
    let ca = past(CertBuilder::intermediate("CA")).issuer(&root).sign();
    let forged = CertBuilder::intermediate("CA")
        .issuer(&root)
        .flaw(Flaw::FlippedSerial)
        .sign();
    let leaf = leaf_with_urls(&ca, &["http://ca.test/"]);
    (Setting::new(&leaf, &[], &[&root]), ca, forged)
}

#[test]
fn the_names_in_json_are_these() {
    let (setting, ca, forged) = rich();
    let mut search = setting.search();
    let asked = need(&mut search);
    search.answer(asked.id(), certs(&[&ca, &forged]));
    let failure = search.finish().unwrap_err();
    let mut found = BTreeSet::new();
    keys(
        &serde_json::to_value(failure.explain().rows()).unwrap(),
        "",
        &mut found,
    );
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    let wanted: Vec<&str> = KEYS.split_whitespace().collect();
    assert_eq!(
        found, wanted,
        "a change here is a change for every reader of JSON"
    );
}

const KEYS: &str = "
.digests .digests.comparison .digests.h1 .digests.h2 .digests.hash .digests.role .digests.text
.fetched .fetched.of .fetched.outcome .fetched.text .fetched.url
.findings .findings.category .findings.code .findings.fix .findings.fix_by .findings.reference
.findings.role .findings.severity .findings.span .findings.subject .findings.text
.names
.path .path.days_left .path.days_to_begin .path.issuer .path.key .path.names .path.not_after
.path.not_before .path.place .path.role .path.serial_number .path.sha256 .path.short
.path.signature .path.signature_algorithm .path.source .path.subject
.stopped
.store .store.also_in_mozilla .store.anchors .store.origin
.time
.tried .tried.findings .tried.findings.category .tried.findings.code .tried.findings.fix
.tried.findings.fix_by .tried.findings.reference .tried.findings.role .tried.findings.severity
.tried.findings.span .tried.findings.subject .tried.findings.text .tried.path
.tried.reached_anchor
.valid_from .valid_until .verdict
";

#[test]
fn the_rows_of_a_valid_path_say_everything_about_it() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let path = setting.verdict().unwrap();
    let rows = path.explain().rows();
    assert_eq!(
        (rows.verdict, rows.names.len(), rows.stopped),
        ("valid", 0, None)
    );
    assert_eq!(rows.valid_from.as_deref(), Some("2026-01-01T00:00:00Z"));
    assert_eq!(rows.valid_until.as_deref(), Some("2027-01-01T00:00:00Z"));
    let brief: Vec<_> = rows
        .path
        .iter()
        .map(|row| {
            (
                row.role.as_str(),
                row.short.as_str(),
                row.source,
                row.place.as_str(),
                row.signature,
            )
        })
        .collect();
    let wanted = [
        ("leaf", "example.com", "leaf", "0", Some("ok")),
        ("intermediate 1", "CA", "sent", "1", Some("ok")),
        ("anchor", "Root", "store", "the given roots", None),
    ];
    assert_eq!(brief, wanted);
    let row = &rows.path[0];
    assert_eq!(row.subject, "CN=example.com");
    assert_eq!(row.issuer.as_deref(), Some("CN=CA"));
    let serial = chainverify::Cert::parse(der(&leaf)).unwrap();
    let serial: String = serial
        .serial_number()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    assert_eq!(row.serial_number.as_deref(), Some(serial.as_str()));
    assert_eq!((row.days_left, row.days_to_begin), (Some(214), Some(-151)));
    assert_eq!(
        (row.key.as_str(), row.names.as_slice()),
        ("P-256", ["example.com".to_owned()].as_slice())
    );
    assert_eq!(
        row.signature_algorithm.as_deref(),
        Some("ecdsa-with-SHA256")
    );
    let digest = chainverify_testdata::algorithm::Hash::Sha256.of(&leaf.der);
    let digest: String = digest.iter().map(|b| format!("{b:02x}")).collect();
    assert_eq!(row.sha256.as_deref(), Some(digest.as_str()));
    assert_eq!(rows.store.anchors, 1);
    assert_eq!(rows.store.origin.as_deref(), Some("the given roots"));
}

#[test]
fn a_finding_names_the_bytes_that_it_is_about() {
    let [root, ca, _] = trio();
    let leaf = CertBuilder::leaf("example.com")
        .validity("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z")
        .issuer(&ca)
        .sign();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let failure = setting.verdict().unwrap_err();
    assert!(matches!(failure.primary().code(), Code::Expired { .. }));
    let span = failure.primary().span().unwrap();
    let cert = failure
        .cert(failure.primary().certificate().unwrap())
        .unwrap();
    let dates = cert.bytes(span);
    assert!(dates.windows(13).any(|bytes| bytes == b"250201000000Z"));
    let row = &failure.explain().rows().findings[0];
    assert_eq!(row.span, Some((span.start(), span.end())));
    assert_eq!(
        (row.code, row.severity, row.category),
        ("expired", "error", "time")
    );
    assert_eq!(row.fix_by.as_deref(), Some("site operator"));
}

#[test]
fn the_primary_finding_comes_first_then_errors_then_warnings() {
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA")
        .without(chainverify_testdata::oid::KEY_USAGE)
        .validity("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z")
        .issuer(&root)
        .sign();
    let leaf = CertBuilder::leaf("example.com")
        .flaw(Flaw::FlippedSignature)
        .issuer(&ca)
        .sign();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let failure = setting.verdict().unwrap_err();
    let rows = failure.explain().rows();
    let said: Vec<_> = rows
        .findings
        .iter()
        .map(|row| (row.severity, row.code))
        .collect();
    let wanted = [
        ("error", "signature_invalid"),
        ("error", "expired"),
        ("warning", "key_usage_missing"),
    ];
    assert_eq!(said, wanted);
}

#[test]
fn at_most_100_names_of_a_certificate_are_listed() {
    let [root, ca, _] = trio();
    let leaf = (0..150).map(|n| format!("{n}.example.com"));
    let leaf = leaf.fold(CertBuilder::leaf("example.com"), |leaf, name| {
        leaf.dns(&name)
    });
    let leaf = leaf.issuer(&ca).sign();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let rows = setting.verdict().unwrap().explain().rows();
    assert_eq!(rows.path[0].names.len(), 100);
}

#[test]
fn an_anchor_is_compared_with_mozillas_set_by_name_and_key() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let path = setting.verdict().unwrap();
    let rows = |mozilla: &TrustStore| path.explain().compared_with(mozilla).rows();
    assert_eq!(path.explain().rows().store.also_in_mozilla, None);

    let renewed = CertBuilder::ca("Root")
        .validity("2024-01-01T00:00:00Z", "2030-01-01T00:00:00Z")
        .sign();
    let same = store(&[&renewed]);
    assert_eq!(rows(&same).store.also_in_mozilla, Some(true));
    assert!(rows(&same).findings.is_empty());
    let text = path.explain().compared_with(&same).to_string();
    assert!(
        text.contains(", in the given roots, and in Mozilla's set"),
        "{text}"
    );

    let namesake = CertBuilder::ca("Root").key(Key::p256("namesake")).sign();
    let other = store(&[&namesake]);
    assert_eq!(rows(&other).store.also_in_mozilla, Some(false));
    let found = rows(&other).findings;
    assert_eq!(
        (found[0].code, found[0].severity),
        ("only_in_local_store", "warning")
    );
    assert_eq!(found[0].role.as_deref(), Some("anchor"));
    assert_eq!(found[0].subject.as_deref(), Some("Root"));
    let text = path.explain().compared_with(&other).to_string();
    assert!(!text.contains("and in Mozilla's set"), "{text}");
}

#[test]
fn the_embedded_set_is_one_to_compare_with() {
    let mozilla = TrustStore::mozilla();
    assert!(
        mozilla
            .anchors()
            .all(|anchor| *anchor.origin() == Origin::Mozilla)
    );
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let path = setting.verdict().unwrap();
    let rows = path.explain().compared_with(&mozilla).rows();
    assert_eq!(rows.store.also_in_mozilla, Some(false));
}

#[test]
fn a_failure_that_reaches_no_anchor_is_not_compared() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[], &[&root]);
    let failure = setting.verdict().unwrap_err();
    let mozilla = store(&[&ca]);
    let rows = failure.explain().compared_with(&mozilla).rows();
    assert_eq!(rows.store.also_in_mozilla, None);
    assert_eq!(rows.store.origin, None);
}

#[test]
fn roles_are_those_of_the_path() {
    let [root, ca, leaf] = trio();
    let other = CertBuilder::ca("Other").sign();
    let setting = Setting::new(&leaf, &[&ca, &root], &[&other]);
    let failure = setting.verdict().unwrap_err();
    assert_eq!(failure.primary().code().id(), "untrusted_root");
    let rows = failure.explain().rows();
    let roles: Vec<_> = rows.path.iter().map(|row| row.role.as_str()).collect();
    assert_eq!(roles, ["leaf", "intermediate 1", "root"]);
    assert!(rows.path.iter().all(|row| row.source != "store"));
}

#[test]
fn every_rule_has_a_name_and_a_place_in_the_law() {
    let all = rules();
    let names: BTreeSet<_> = all.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), all.len(), "each name once");
    assert!(all.iter().all(|(_, law)| !law.is_empty()));
}
