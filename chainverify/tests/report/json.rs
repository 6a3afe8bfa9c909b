//! The names in JSON: complete, and the same from release to release while `schema` is.

use std::collections::BTreeSet;

use chainverify::search::{Answer, FetchProblem};
use chainverify::trust::{PlacedBy, Placement};
use chainverify::{Origin, Request, Verifier};
use chainverify_testdata::{CertBuilder, Flaw, Key, RsaSize};
use serde_json::{Value, json};

use crate::by_hand::{Setting, der, ders, leaf_with_urls, now, report, store, trio};

/// Every name in a JSON value, with the names around it. What a code has as data is its own.
fn keys(value: &Value, around: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(_) if around.ends_with(".data") => {}
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
fn rich() -> Value {
    let root = CertBuilder::ca("Root")
        .key(Key::rsa(RsaSize::Bits4096))
        .sign();
    let past = |ca: CertBuilder| ca.validity("2025-01-01T00:00:00Z", "2025-02-01T00:00:00Z");
    let ca = past(CertBuilder::intermediate("CA")).issuer(&root).sign();
    let forged = CertBuilder::intermediate("CA")
        .issuer(&root)
        .flaw(Flaw::FlippedSerial)
        .sign();
    let leaf = leaf_with_urls(&ca, &["http://ca.test/", "ldap://ca.test/"]);
    let verifier = Verifier::new(store(&[&root]));
    let chain = [der(&leaf), vec![0x30].into(), der(&leaf)];
    let request = Request::named(&chain, ["example.com", "EXAMPLE.COM"]).at(now());
    let mut fetch = |_: &_| {
        Answer::url("http://ca.test/", Ok(ders(&[&ca, &forged]).into()))
            .and_url("ldap://ca.test/", Err(FetchProblem::SchemeNotAllowed))
    };
    let mut report = report(verifier.verify_with(request, &mut fetch));
    report.store.origin = Some(Origin::Os);
    report.add_provenance(|_| Some(Placement::new("/root.crt".into(), PlacedBy::Administrator)));
    serde_json::to_value(report).unwrap()
}

#[test]
fn the_names_in_json_are_these() {
    let mut found = BTreeSet::new();
    keys(&rich(), "", &mut found);
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    let wanted: Vec<&str> = KEYS.split_whitespace().collect();
    assert_eq!(
        found, wanted,
        "a change here is a change for every reader of JSON"
    );
}

const KEYS: &str = "
.attempts .attempts.findings .attempts.findings.category .attempts.findings.certificate
.attempts.findings.class .attempts.findings.code .attempts.findings.data .attempts.findings.fix
.attempts.findings.fix.act .attempts.findings.fix.by .attempts.findings.fix.certificates
.attempts.findings.fix.text .attempts.findings.reference
.attempts.findings.repeated .attempts.findings.role .attempts.findings.severity
.attempts.findings.span .attempts.findings.text .attempts.of .attempts.path
.attempts.reached_anchor
.attempts_left_out
.certificates .certificates.duplicate_extension .certificates.error .certificates.error.field .certificates.error.offset
.certificates.error.problem .certificates.error.problem.id .certificates.issuer .certificates.key .certificates.key_ids
.certificates.names .certificates.names.kind .certificates.names.text .certificates.names_left_out
.certificates.not_after .certificates.not_before .certificates.of .certificates.serial_number
.certificates.sha256 .certificates.signature_algorithm .certificates.source
.certificates.source.kind .certificates.source.origin .certificates.source.origin.kind
.certificates.source.origin.path .certificates.source.origin.variable .certificates.source.place
.certificates.source.url .certificates.subject .certificates.use .certificates.why
.certificates_left_out
.findings .findings.category .findings.certificate .findings.class .findings.code .findings.data
.findings.fix .findings.fix.act .findings.fix.by .findings.fix.certificates .findings.fix.text
.findings.reference .findings.repeated
.findings.role .findings.severity .findings.span .findings.text
.hashes .hashes.certificate .hashes.comparison .hashes.h1 .hashes.h2 .hashes.hash .hashes.role
.hashes.text
.headline
.limits
.names .names.kind .names.value
.path .path.certificate .path.revocation .path.revocation.sources .path.revocation.status .path.revocation.why .path.role
.path.signature
.purpose
.requests .requests.certificate .requests.urls .requests.urls.new_certificates
.requests.urls.problem .requests.urls.problem.id .requests.urls.text .requests.urls.url
.requests.urls_left_out .requests.wanted
.schema
.store .store.anchors .store.origin .store.origin.kind .store.origin.path
.store.origin.variable .store.provenance .store.provenance.as_of .store.provenance.chrome_sct_not_after
.store.provenance.kind .store.provenance.mozilla_distrust_after .store.provenance.mozilla_since
.store.provenance.mozilla_until .store.provenance.permitted_dns_names .store.provenance.place
.store.provenance.place.by .store.provenance.place.path .store.provenance.programmes
.time
.transparency
.valid_from
.valid_until
.verdict
";

#[test]
fn a_report_is_the_same_in_json_as_in_its_fields() {
    let json = rich();
    assert_eq!(json["schema"], 1);
    assert_eq!(json["verdict"], "not_valid");
    assert_eq!(
        (&json["valid_from"], &json["valid_until"]),
        (&Value::Null, &Value::Null)
    );
    let names = json!([
        { "kind": "dns", "value": "example.com" },
        { "kind": "dns", "value": "EXAMPLE.COM" },
    ]);
    assert_eq!(json["names"], names);
    assert_eq!(json["time"], "2026-06-01T00:00:00Z");
    let headline = json["headline"].as_str().unwrap();
    assert!(!headline.contains('\n') && !headline.starts_with(['✓', '✗']));
    assert_eq!(json["findings"][0]["severity"], "error");
    let text = json["findings"][0]["text"].as_str().unwrap();
    assert!(headline.contains(text), "{headline}");
    assert_eq!(json["requests"][0]["certificate"], 0);
    assert_eq!(json["requests"][0]["wanted"], "issuers");
    assert_eq!(json["requests"][0]["urls"][0]["new_certificates"], 2);
    let refused = &json["requests"][0]["urls"][1]["problem"];
    assert_eq!(*refused, json!({ "id": "scheme_not_allowed" }));
    assert_eq!(json["certificates"][1]["use"], "unreadable");
    assert_eq!(json["certificates"][2]["use"], "duplicate");
    assert_eq!(json["certificates"][2]["of"], 0);
}

#[test]
fn a_leaf_that_cannot_be_read_is_given_by_its_number() {
    let [root, ca, _] = trio();
    let verifier = Verifier::new(store(&[&root]));
    let chain = [vec![0x30].into(), der(&ca)];
    let request = Request::server(&chain, "example.com").at(now());
    let report = report(verifier.verify_request(request));
    let json = serde_json::to_value(report).unwrap();
    assert_eq!(json["findings"][0]["code"], "unreadable_leaf");
    assert_eq!(json["findings"][0]["certificate"], 0);
    assert_eq!(json["certificates"][0]["use"], "unreadable");
}

#[test]
fn what_a_certificate_says_is_in_json() {
    let [root, ca, leaf] = trio();
    let setting = Setting::new(&leaf, &[&ca], &[&root]);
    let json = serde_json::to_value(report(setting.verdict())).unwrap();
    assert_eq!(json["verdict"], "valid");
    assert_eq!(json["valid_from"], "2026-01-01T00:00:00Z");
    assert_eq!(json["valid_until"], "2027-01-01T00:00:00Z");
    let hex = |octets: &[u8]| {
        octets
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect::<String>()
    };
    let cert = chainverify::Cert::parse(der(&leaf)).unwrap();
    let digest = chainverify_testdata::algorithm::Hash::Sha256.of(&leaf.der);
    let wanted = json!({
        "source": { "kind": "sent", "place": 0 },
        "use": "on_path",
        "subject": "CN=example.com",
        "issuer": "CN=CA",
        "serial_number": hex(cert.serial_number()),
        "not_before": "2026-01-01T00:00:00Z",
        "not_after": "2027-01-01T00:00:00Z",
        "key": "P-256",
        "signature_algorithm": "ecdsa-with-SHA256",
        "names": [{ "kind": "dNSName", "text": "example.com" }],
        "names_left_out": 0,
        "sha256": hex(&digest),
    });
    assert_eq!(json["certificates"][0], wanted);
    let steps = json!([
        {
            "certificate": 0,
            "role": "leaf",
            "signature": "verified",
            "revocation": { "status": "not_checked", "why": "no_source", "sources": [] },
        },
        {
            "certificate": 1,
            "role": "intermediate 1",
            "signature": "verified",
            "revocation": { "status": "not_checked", "why": "no_source", "sources": [] },
        },
        { "certificate": 2, "role": "anchor", "signature": null, "revocation": null },
    ]);
    assert_eq!(json["path"], steps);
    let store = json!({ "anchors": 1, "origin": { "kind": "given", "path": null, "variable": null }, "provenance": null });
    assert_eq!(json["store"], store);
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
    let json = serde_json::to_value(report(setting.verdict())).unwrap();
    let names = json["certificates"][0]["names"].as_array().unwrap();
    assert_eq!(names.len(), 100);
    assert_eq!(json["certificates"][0]["names_left_out"], 51);
}
