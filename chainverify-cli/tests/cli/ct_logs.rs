//! `--ct-logs`: the list of logs in JSON, what the report says by it, and what it does to the exit status.

use chainverify_testdata::{CertBuilder, CtLog, Key, pem};
use serde_json::{Value, json};

use crate::pki::{AT, Folder, Pki};
use crate::run::{Said, chainverify};

/// 2026-05-23, in milliseconds.
const LOGGED: u64 = 1_779_494_400_000;

fn base64(octets: &[u8]) -> String {
    let text = pem("X", octets);
    text.lines().filter(|line| !line.starts_with('-')).collect()
}

fn log(label: &str) -> CtLog {
    CtLog::new(Key::p256(label))
}

/// One log of an operator, who has its name.
fn operator(name: &str) -> Value {
    json!({
        "name": name,
        "logs": [{
            "description": format!("{name} 2026"),
            "log_id": base64(&log(name).id()),
            "key": base64(&log(name).spki()),
            "state": { "usable": { "timestamp": "2025-01-01T00:00:00Z" } },
        }],
    })
}

fn list(date: &str) -> Vec<u8> {
    let operators = ["A", "B"].map(operator);
    let list = json!({ "log_list_timestamp": date, "operators": operators });
    list.to_string().into_bytes()
}

/// A leaf for 90 days that these logs have.
fn check(logs: &[&str], list: &[u8], more: &[&str]) -> Said {
    let leaf = CertBuilder::leaf("a.example");
    let leaf = leaf.validity("2026-04-01T00:00:00Z", "2026-06-29T00:00:00Z");
    let stamp = |leaf: CertBuilder, name: &&str| leaf.logged(&log(name), LOGGED, &[]);
    let pki = Pki::with_leaf(logs.iter().fold(leaf, stamp));
    let folder = Folder::new();
    let root = folder.pem("root.pem", &[&pki.root]);
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    let list = folder.file("log_list.json", list);
    let args = ["--at", AT, "--roots", &root, "--ct-logs", &list, &chain];
    chainverify(args.iter().chain(more)).run()
}

const TODAY: &str = "2026-06-01T00:00:00Z";

#[test]
fn timestamps_that_browsers_accept_are_said_with_the_date_of_the_list() {
    let said = check(&["A", "B"], &list(TODAY), &["--fail-on", "warning"]).exits_with(0);
    let line = "transparency: Chrome's policy met; Apple's met (log list of 2026-06-01)";
    assert!(said.out.contains(line), "{said:#?}");
    let said = check(&["A", "B"], &list(TODAY), &["--explain"]).exits_with(0);
    let line = "embedded: \"B 2026\" of \"B\" (usable), 2026-05-23, verified";
    assert!(said.out.contains(line), "{said:#?}");
    let said = check(&["A", "B"], &list(TODAY), &["--json"]).exits_with(0);
    let json = said.json();
    let found = &json["report"]["transparency"];
    assert_eq!(found["chrome"], json!({ "verdict": "meets" }));
    assert_eq!(found["scts"].as_array().unwrap().len(), 2);
}

#[test]
fn what_browsers_do_not_accept_is_a_warning_and_an_error_for_fail_on_alone() {
    let warning = "warning: leaf \"a.example\" does not meet Chrome's policy for Certificate \
                   Transparency: timestamps of 1 log counts, 2 are needed, by the log list of 2026-06-01";
    let said = check(&["A"], &list(TODAY), &[]).exits_with(0);
    assert!(said.out.contains(warning), "{said:#?}");
    let said = check(&["A"], &list(TODAY), &["--fail-on", "warning"]).exits_with(4);
    assert!(said.out.contains(warning), "{said:#?}");
    let said = check(&["A"], &list(TODAY), &["--json"]).exits_with(0);
    let json = said.json();
    let because = json!({ "id": "too_few_logs", "counted": 1, "needed": 2 });
    assert_eq!(json["report"]["transparency"]["apple"]["because"], because);
}

#[test]
fn a_list_older_than_70_days_says_nothing() {
    let stale = list("2026-03-22T23:59:59Z");
    let said = check(&["A"], &stale, &["--fail-on", "warning"]).exits_with(0);
    let line = "transparency: not checked, the list of logs is older than 70 days (log list of 2026-03-22)";
    assert!(said.out.contains(line), "{said:#?}");
    check(
        &["A"],
        &list("2026-03-23T00:00:00Z"),
        &["--fail-on", "warning"],
    )
    .exits_with(4);
}

#[test]
fn logs_that_are_left_out_are_counted() {
    let mut json: Value = serde_json::from_slice(&list(TODAY)).unwrap();
    json["operators"][1]["logs"][0]["log_id"] = json!("AAAA");
    let said = check(&["A", "B"], json.to_string().as_bytes(), &[]).exits_with(0);
    let warning = "logs of --ct-logs that are for tests or cannot be used were left out: 1;";
    assert!(said.err.contains(warning), "{said:#?}");
    assert!(said.out.contains("timestamps of 1 log counts"), "{said:#?}");
}

#[test]
fn what_is_no_list_of_logs_is_named() {
    for (file, words) in [
        ("[", "is no list of logs: "),
        (
            "{}",
            "is no list of logs: missing field `log_list_timestamp`",
        ),
        (
            r#"{"log_list_timestamp":"today","operators":[]}"#,
            "log_list_timestamp is no time in UTC",
        ),
        (
            r#"{"log_list_timestamp":"2026-06-01T00:00:00Z","operators":[]}"#,
            "has no log that can be used",
        ),
        ("", "empty"),
    ] {
        let said = check(&["A"], file.as_bytes(), &[]).exits_with(2);
        assert!(said.err.contains(words), "{file}: {said:#?}");
        assert!(said.err.contains("log_list.json"), "{file}: {said:#?}");
    }
}
