//! The list of logs as JSON: that of Chrome and Apple, version 3.

use chainverify::ct::{LogKind, LogList, State};
use pki_types::CertificateDer;
use pki_types::pem::PemObject;
use serde_json::{Value, json};

use crate::logs::{NOW, test_log, time};

/// Octets in base64, as the writer of PEM has them.
fn base64(octets: &[u8]) -> String {
    let pem = chainverify_testdata::pem("X", octets);
    let lines = pem.lines().filter(|line| !line.starts_with('-'));
    lines.collect()
}

fn log(label: &str, state: &Value) -> Value {
    json!({
        "description": label,
        "log_id": base64(&test_log(label).id()),
        "key": base64(&test_log(label).spki()),
        "url": "https://log.example/",
        "mmd": 86400,
        "state": state,
        "temporal_interval": { "start_inclusive": "2026-01-01T00:00:00Z", "end_exclusive": "2026-07-01T00:00:00Z" },
    })
}

fn list(logs: &[Value], tiled: &[Value]) -> Value {
    json!({
        "version": "80.1",
        "log_list_timestamp": "2026-06-01T00:00:00.123456Z",
        "operators": [{ "name": "A", "email": ["ct@log.example"], "logs": logs, "tiled_logs": tiled }],
    })
}

fn read(list: &Value) -> LogList {
    serde_json::from_str(&list.to_string()).unwrap()
}

fn since(state: &str) -> Value {
    json!({ state: { "timestamp": "2025-01-18T21:14:59Z" } })
}

#[test]
fn every_state_and_kind_of_log_is_read() {
    let states = [
        ("pending", State::Pending),
        ("qualified", State::Qualified),
        ("usable", State::Usable),
        ("readonly", State::ReadOnly),
        ("retired", State::Retired),
        ("rejected", State::Rejected),
    ];
    let logs: Vec<_> = states
        .iter()
        .map(|(name, _)| log(name, &since(name)))
        .collect();
    let mut sold = log("rsa", &since("usable"));
    sold["previous_operators"] = json!([
        { "name": "C", "end_time": "2026-03-01T00:00:00Z" },
        { "name": "B", "end_time": "2026-02-01T00:00:00Z" },
    ]);
    let found = read(&list(&logs, &[sold, log("none", &json!({}))]));
    assert_eq!(
        (found.date(), found.logs().len(), found.left_out()),
        (time(NOW), 8, 0)
    );
    let by_label = |label: &str| {
        let id: [u8; 32] = test_log(label).id().try_into().unwrap();
        found.log(&id).unwrap()
    };
    let when = time(1_737_234_899);
    for (name, state) in states {
        let log = by_label(name);
        assert_eq!((log.name(), log.kind()), (name, LogKind::Rfc6962));
        assert_eq!(log.state_at(when), Some(state));
        assert_eq!(log.operator_at(when), "A");
        assert_eq!(log.retired(), (state == State::Retired).then_some(when));
    }
    let sold = by_label("rsa");
    assert_eq!(sold.kind(), LogKind::Tiled);
    let at = [
        "2026-01-31T23:59:59Z",
        "2026-02-01T00:00:00Z",
        "2026-03-01T00:00:00Z",
    ];
    let seconds = [1_769_903_999, 1_769_904_000, 1_772_323_200];
    for ((text, seconds), operator) in at.into_iter().zip(seconds).zip(["B", "C", "A"]) {
        assert_eq!(time(seconds).to_string(), text);
        assert_eq!(sold.operator_at(time(seconds)), operator, "{text}");
    }
    assert_eq!(by_label("none").state_at(when), None);
}

#[test]
fn a_log_that_cannot_be_read_is_left_out_and_counted() {
    let good = || log("a1", &since("usable"));
    let with = |name: &str, value: Value| {
        let mut log = good();
        log[name] = value;
        log
    };
    let key = base64(&test_log("a1").spki());
    let bad = [
        with("log_id", json!(base64(&test_log("a2").id()))),
        with("log_id", json!("AAAA")),
        with("key", json!("")),
        with("key", json!(&key[..key.len() - 4])),
        with("key", json!(&key[..key.len() - 1])),
        with("key", json!(key.replacen('M', "-", 1))),
        with("key", json!(key.replacen('M', "=", 1))),
        with(
            "state",
            json!({ "admissible": { "timestamp": "2025-01-18T21:14:59Z" } }),
        ),
        with("log_type", json!("test")),
        with(
            "previous_operators",
            json!([{ "name": "B", "end_time": "yesterday" }]),
        ),
    ];
    for one in &bad {
        let found = read(&list(
            core::slice::from_ref(one),
            &[log("b1", &since("usable"))],
        ));
        assert_eq!((found.logs().len(), found.left_out()), (1, 1), "{one}");
    }
    let found = read(&list(&[good(), with("description", json!("again"))], &[]));
    assert_eq!((found.logs().len(), found.logs()[0].name()), (1, "a1"));
}

#[test]
fn a_time_is_one_in_utc_with_a_fraction_of_a_second_or_without() {
    let good = || log("a1", &since("usable"));
    let with = |name: &str, value: Value| {
        let mut log = good();
        log[name] = value;
        log
    };
    for text in [
        "2025-01-18",
        "2025-01-18 21:14:59Z",
        "2025-01-18T21:14:59",
        "2025-01-18T21:14:60Z",
        "2025-02-29T00:00:00Z",
        "2025-01-18T21:14:59.Z",
        "2025-01-18T21:14:59.1aZ",
        "2025-01-18T21:14:59+00:00",
        "2025x01-18T21:14:59Z",
        "2025-01-18T21-14:59Z",
        "",
        "20250118T21:14:5900Z",
        "2025-01-18T21:14:5éZ",
    ] {
        let found = read(&list(
            &[with("state", json!({ "usable": { "timestamp": text } }))],
            &[],
        ));
        assert_eq!((found.logs().len(), found.left_out()), (0, 1), "{text}");
        let mut undated = list(&[good()], &[]);
        undated["log_list_timestamp"] = json!(text);
        assert!(
            serde_json::from_value::<LogList>(undated).is_err(),
            "{text}"
        );
    }
}

#[test]
fn base64_is_read_as_the_reader_of_pem_reads_it() {
    // Of every length modulo three: 91 octets of P-256 and 294 of RSA are all that there is of keys.
    let rsa = test_log("rsa").spki();
    let text = base64(&rsa);
    let pem = format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n");
    let octets = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
    assert_eq!(octets.as_ref(), rsa);
    let lengths: Vec<_> = ["rsa", "a1"]
        .map(|label| test_log(label).spki().len() % 3)
        .into();
    assert_eq!(lengths, [0, 1]);
    // Ids have 32 octets, two modulo three.
    let found = read(&list(
        &[log("rsa", &since("usable")), log("a1", &since("usable"))],
        &[],
    ));
    assert_eq!(found.logs().len(), 2);
}
