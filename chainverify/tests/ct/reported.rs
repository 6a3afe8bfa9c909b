//! What a report says of timestamps, and that nothing else changes by them.

use chainverify::ct::{Delivery, Log, LogKind, LogList, Outcome, State};
use chainverify::finding::{Act, FixBy, Severity};
use chainverify::policy::TransparencyMode;
use chainverify::report::Detail;
use chainverify::{Policy, Report, Request, Verifier};
use chainverify_testdata::{CertBuilder, Flaw, Made, sct_list};
use serde_json::json;

use crate::by_hand::{codes, der, ders, now, report, store};
use crate::logs::{DAY, NOW, list, milliseconds, outcomes, said, test_log, time};

/// "Root" issues "CA" issues `example.com`, which the logs a1 and b1 have, for 90 days.
fn logged(labels: &[&str]) -> [Made; 3] {
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA").issuer(&root).sign();
    let leaf = leaf(labels).issuer(&ca).sign();
    [root, ca, leaf]
}

fn leaf(labels: &[&str]) -> CertBuilder {
    let leaf = CertBuilder::leaf("example.com");
    let leaf = leaf.validity("2026-04-01T00:00:00Z", "2026-06-29T00:00:00Z");
    let stamp = |leaf: CertBuilder, label: &&str| {
        leaf.logged(&test_log(label), milliseconds(NOW - 9 * DAY), &[])
    };
    labels.iter().fold(leaf, stamp)
}

fn verifier(root: &Made, transparency: TransparencyMode) -> Verifier {
    let mut policy = Policy::web_server();
    policy.transparency = transparency;
    Verifier::builder()
        .roots(store(&[root]))
        .policy(policy)
        .build()
}

/// The line of the text that says it.
fn line(report: &Report) -> Option<String> {
    let text = report.text().to_string();
    let mut lines = text.lines().map(str::trim);
    lines
        .find(|line| line.starts_with("transparency"))
        .map(str::to_owned)
}

#[test]
fn a_report_says_what_browsers_would_say_and_by_which_list() {
    let [root, ca, leaf] = logged(&["a1", "b1"]);
    let chain = ders(&[&leaf, &ca]);
    let (verifier, logs) = (verifier(&root, TransparencyMode::Warning), list());
    let request = || Request::server(&chain, "example.com").at(now());
    let path = verifier.verify_request(request().ct_logs(&logs)).unwrap();
    let with = path.report();
    let found = with.transparency.as_ref().unwrap();
    assert_eq!(path.transparency().as_ref(), Some(found));
    assert_eq!(outcomes(found), [Outcome::Verified; 2]);
    assert_eq!(said(found), ["met"; 2]);
    let expected = "transparency: Chrome's policy met; Apple's met (log list of 2026-06-01)";
    assert_eq!(line(&with).as_deref(), Some(expected));
    let everything = with.text_with(Detail::Everything).to_string();
    for label in ["a", "b"] {
        let line = format!("embedded: \"{label}1\" of \"{label}\" (usable), 2026-05-23, verified");
        assert!(everything.contains(&line), "{everything}");
    }
    // And nothing else.
    let without = report(verifier.verify_request(request()));
    assert_eq!(
        (without.transparency.is_none(), line(&without)),
        (true, None)
    );
    assert_eq!(
        (with.to_string(), codes(&with.findings)),
        (without.to_string(), codes(&without.findings))
    );
    let json = |report: &Report| {
        let mut json = serde_json::to_value(report).unwrap();
        (json["transparency"].take(), json)
    };
    let ((found, with), (none, without)) = (json(&with), json(&without));
    assert_eq!((with, none), (without, json!(null)));
    assert_eq!(found["chrome"], json!({ "verdict": "meets" }));
    assert_eq!(found["log_list"], "2026-06-01T00:00:00Z");
    assert_eq!(found["scts_left_out"], 0);
    assert_eq!(found["unreadable"], json!([]));
    let id: String = test_log("b1")
        .id()
        .iter()
        .map(|octet| format!("{octet:02x}"))
        .collect();
    let second = json!({
        "delivery": "embedded",
        "log_id": id,
        "log": { "name": "b1", "operator": "b", "kind": "rfc6962", "state": "usable" },
        "timestamp": milliseconds(NOW - 9 * DAY),
        "outcome": "verified",
    });
    assert_eq!(found["scts"][1], second);
}

#[test]
fn what_is_missing_is_a_warning_only_where_the_policy_asks() {
    let [root, ca, leaf] = logged(&["a1", "a2"]);
    let chain = ders(&[&leaf, &ca]);
    let logs = list();
    let request = || {
        Request::server(&chain, "example.com")
            .at(now())
            .ct_logs(&logs)
    };
    let silent = verifier(&root, TransparencyMode::ReportOnly);
    let warning = verifier(&root, TransparencyMode::Warning);
    let path = silent.verify_request(request()).unwrap();
    assert_eq!(
        (codes(&path.report().findings).len(), path.warnings().len()),
        (0, 0)
    );
    let operator = "not met, all logs that count have one operator";
    assert_eq!(
        said(path.report().transparency.as_ref().unwrap()),
        [operator; 2]
    );
    let path = warning.verify_request(request()).unwrap();
    let report = path.report();
    assert_eq!(report.findings, path.warnings());
    let texts: Vec<_> = report
        .findings
        .iter()
        .map(|one| one.code().to_string())
        .collect();
    let text = |whose| {
        format!(
            "does not meet {whose} policy for Certificate Transparency: all logs that count have \
             one operator, by the log list of 2026-06-01"
        )
    };
    assert_eq!(texts, [text("Chrome's"), text("Apple's")]);
    for finding in &report.findings {
        assert_eq!(finding.severity(), Severity::Warning);
        assert_eq!(report.number(finding.certificate().unwrap()), Some(0));
        let fix = report.fix(finding);
        assert_eq!((fix.act, fix.by), (Act::Replace, FixBy::Operator));
    }
    let data = serde_json::to_value(&report).unwrap()["findings"][0]["data"].take();
    let shortfall = json!({ "id": "one_operator" });
    let expected = json!({
        "id": "transparency_not_met",
        "program": "chrome",
        "shortfall": shortfall,
        "log_list": "2026-06-01T00:00:00Z",
    });
    assert_eq!(data, expected);
}

#[test]
fn an_error_stays_what_it_is_and_comes_first() {
    let [root, ca, leaf] = logged(&["a1", "a2"]);
    let chain = ders(&[&leaf, &ca]);
    let (verifier, logs) = (verifier(&root, TransparencyMode::Warning), list());
    let other = Request::server(&chain, "example.org")
        .at(now())
        .ct_logs(&logs);
    let report = verifier.verify_request(other).unwrap_err();
    let expected = [
        "name_mismatch",
        "transparency_not_met",
        "transparency_not_met",
    ];
    assert_eq!(codes(&report.findings), expected);
}

#[test]
fn without_the_key_that_signed_the_leaf_it_is_not_checked() {
    let [root, ca, leaf] = logged(&["a1", "b1"]);
    let logs = list();
    let unknown = "not checked, the issuer of the certificate is not known";
    let forged = CertBuilder::intermediate("CA").issuer(&root);
    let forged = forged
        .key(chainverify_testdata::Key::p256("another"))
        .sign();
    let flipped = self::leaf(&["a1", "b1"])
        .issuer(&ca)
        .flaw(Flaw::FlippedSignature)
        .sign();
    for chain in [
        ders(&[&leaf]),
        ders(&[&leaf, &forged]),
        ders(&[&flipped, &ca]),
    ] {
        let verifier = verifier(&root, TransparencyMode::Warning);
        let request = Request::server(&chain, "example.com")
            .at(now())
            .ct_logs(&logs);
        let report = verifier.verify_request(request).unwrap_err();
        let found = report.transparency.as_ref().unwrap();
        assert_eq!(outcomes(found), [Outcome::IssuerUnknown; 2]);
        assert_eq!(said(found), [unknown; 2]);
        let line = line(&report).unwrap();
        assert_eq!(
            line,
            format!("transparency: {unknown} (log list of 2026-06-01)")
        );
        assert!(!codes(&report.findings).contains(&"transparency_not_met"));
    }
    // A leaf that is an anchor itself has no issuer either.
    let (verifier, chain) = (verifier(&leaf, TransparencyMode::Warning), ders(&[&leaf]));
    let request = Request::server(&chain, "example.com")
        .at(now())
        .ct_logs(&logs);
    let report = report(verifier.verify_request(request));
    assert!(report.is_valid());
    assert_eq!(said(report.transparency.as_ref().unwrap()), [unknown; 2]);
    // And one that cannot be read has no timestamps.
    let broken = [vec![0x30].into(), der(&ca)];
    let request = Request::server(&broken, "example.com")
        .at(now())
        .ct_logs(&logs);
    assert!(
        verifier
            .verify_request(request)
            .unwrap_err()
            .transparency
            .is_none()
    );
}

#[test]
fn an_anchor_is_an_issuer_too() {
    let root = CertBuilder::ca("Root").sign();
    let leaf = leaf(&["a1", "b1"]).issuer(&root).sign();
    let (verifier, chain, logs) = (
        verifier(&root, TransparencyMode::Warning),
        ders(&[&leaf]),
        list(),
    );
    let request = Request::server(&chain, "example.com")
        .at(now())
        .ct_logs(&logs);
    let report = report(verifier.verify_request(request));
    assert_eq!(said(report.transparency.as_ref().unwrap()), ["met"; 2]);
}

#[test]
fn timestamps_that_came_beside_the_leaf_count_as_they_came() {
    let [root, ca, leaf] = logged(&[]);
    let chain = ders(&[&leaf, &ca]);
    let (verifier, logs) = (verifier(&root, TransparencyMode::Warning), list());
    let at = milliseconds(NOW - 9 * DAY);
    let sent = sct_list(&["a1", "b1"].map(|label| test_log(label).stamp(&leaf, at, &[])));
    let request = || Request::server(&chain, "example.com").at(now());
    let none = "not met, timestamps of 0 logs count, 2 are needed";
    for (delivery, expected) in [
        (Delivery::Tls, ["met", "met"]),
        (Delivery::Ocsp, [none, "met"]),
    ] {
        let request = request().ct_logs(&logs).scts(delivery, &sent);
        let report = report(verifier.verify_request(request));
        assert_eq!(said(report.transparency.as_ref().unwrap()), expected);
    }
    // Without a list of logs it is said that there is none.
    let without = report(verifier.verify_request(request().scts(Delivery::Tls, &sent)));
    let expected = "transparency: not checked, no list of logs was given";
    assert_eq!(line(&without).as_deref(), Some(expected));
    // Text of a list that cannot be read.
    let cut = request().ct_logs(&logs).scts(Delivery::Tls, &sent[..9]);
    let text = report(verifier.verify_request(cut))
        .text_with(Detail::Everything)
        .to_string();
    assert!(
        text.contains("in the TLS handshake: the list of timestamps cannot be read: "),
        "{text}"
    );
}

#[test]
fn names_of_logs_cannot_write_on_the_terminal() {
    let [root, ca, leaf] = logged(&["a1"]);
    let log = Log::new(&test_log("a1").spki(), LogKind::Tiled).unwrap();
    let log = log
        .named("\u{1b}[2J\n\u{202e}")
        .operated_by(&"\u{7}".repeat(9_000));
    let logs = LogList::new(time(NOW), [log.state(State::Usable, time(0))]);
    let chain = ders(&[&leaf, &ca]);
    let verifier = verifier(&root, TransparencyMode::Warning);
    let request = Request::server(&chain, "example.com")
        .at(now())
        .ct_logs(&logs);
    let text = report(verifier.verify_request(request))
        .text_with(Detail::Everything)
        .to_string();
    assert!(text.contains("embedded: \"\\u{1b}[2J"), "{text}");
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{7}']));
    assert!(text.len() < 20_000);
}

#[test]
fn a_verifier_may_have_the_list_and_a_request_may_bring_another_one() {
    let [root, ca, leaf] = logged(&["a1", "b1"]);
    let chain = ders(&[&leaf, &ca]);
    let builder = Verifier::builder().roots(store(&[&root]));
    let verifier = builder.ct_logs(list()).build();
    let none = LogList::new(time(NOW), []);
    let request = || Request::server(&chain, "example.com").at(now());
    let by_verifier = verifier.verify_request(request()).unwrap();
    assert_eq!(said(&by_verifier.transparency().unwrap()), ["met"; 2]);
    let by_request = verifier.verify_request(request().ct_logs(&none)).unwrap();
    let scts = by_request.transparency().unwrap();
    assert_eq!(outcomes(&scts), [Outcome::UnknownLog; 2]);
}
