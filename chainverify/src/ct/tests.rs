//! Timestamps of logs that the tests are: what verifies and what does not, and what browsers make of it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use chainverify_testdata::{
    CertBuilder, Criticality, CtLog, Extension, Key, Made, Name, RsaSize, der, sct_list,
};
use pki_types::CertificateDer;

use super::*;
use crate::cert::Cert;
use crate::crypto::Algorithms;
use crate::der::Time;

/// 2026-06-01
const NOW: i64 = 1_780_272_000;
const DAY: i64 = 86_400;
/// 2026-01-01, `notBefore` of what the builder makes.
const NOT_BEFORE: i64 = 1_767_225_600;
/// What a tiled log has as its extensions: the leaf index 258 (C2SP static-ct-api).
const LEAF_INDEX: &[u8] = &[0, 0, 5, 0, 0, 0, 1, 2];

fn time(seconds: i64) -> Time {
    Time::from_unix(seconds)
}

fn milliseconds(seconds: i64) -> u64 {
    u64::try_from(seconds * 1000).unwrap()
}

/// The log with this label.
fn test_log(label: &str) -> CtLog {
    CtLog::new(match label {
        "rsa" => Key::rsa(RsaSize::Bits2048),
        _ => Key::p256(label),
    })
}

/// The same as the list has it. The operator is the first letter, from `t` on the log is tiled.
fn listed(label: &str) -> Log {
    let operator = &label[..1];
    let kind = if operator < "t" {
        LogKind::Rfc6962
    } else {
        LogKind::Tiled
    };
    let log = Log::new(&test_log(label).spki(), kind).unwrap();
    let log = log.named(label).operated_by(operator);
    let since = time(NOW - 500 * DAY);
    let (_, state) = label.split_once(' ').unwrap_or((label, "usable"));
    match state {
        "qualified" => log.state(State::Qualified, since),
        "readonly" => log.state(State::ReadOnly, since),
        "pending" => log.state(State::Pending, since),
        "rejected" => log.state(State::Rejected, since),
        "retired" => log
            .state(State::Usable, since)
            .state(State::Retired, time(NOW - 50 * DAY)),
        "retires" => log
            .state(State::Usable, since)
            .state(State::Retired, time(NOW + DAY)),
        "sold" => log
            .state(State::Usable, since)
            .operated_before("a", time(NOW - 50 * DAY)),
        _ => log.state(State::Usable, since),
    }
}

const LOGS: [&str; 15] = [
    "a1",
    "a2",
    "a3",
    "b1",
    "b2",
    "t1",
    "u1",
    "u2",
    "rsa",
    "c qualified",
    "c readonly",
    "c pending",
    "c rejected",
    "c retired",
    "c retires",
];

fn list_of(date: i64) -> LogList {
    let more = ["c sold"];
    LogList::new(
        time(date),
        LOGS.iter().chain(&more).map(|label| listed(label)),
    )
}

fn list() -> LogList {
    list_of(NOW)
}

fn ca() -> Made {
    CertBuilder::ca("CA").sign()
}

fn parse(der: &[u8]) -> Cert<'static> {
    Cert::parse(CertificateDer::from(der.to_vec())).unwrap()
}

fn outcomes(found: &Transparency) -> Vec<Outcome> {
    found.scts.iter().map(|sct| sct.outcome).collect()
}

/// What comes of the timestamps in a certificate that `ca()` issued.
fn check(leaf: &[u8]) -> Transparency {
    let (leaf, ca, logs) = (parse(leaf), parse(&ca().der), list());
    let check = Check::new(&leaf, time(NOW)).logs(&logs);
    check
        .issued_by(ca.subject_public_key_info())
        .run(&Algorithms::default())
}

/// A timestamp of every kind of log and key, and what the list has of each.
#[test]
fn timestamps_of_p256_and_rsa_and_of_tiled_logs_verify() {
    let leaf = CertBuilder::leaf("example.com")
        .issuer(&ca())
        .logged(&test_log("a1"), 1_779_000_000_123, &[])
        .logged(&test_log("rsa"), milliseconds(NOW), &[])
        .logged(&test_log("t1"), 1_779_000_000_000, LEAF_INDEX)
        .sign();
    let found = check(&leaf.der);
    assert_eq!(outcomes(&found), [Outcome::Verified; 3]);
    assert_eq!(
        (found.chrome, found.apple),
        (Compliance::Meets, Compliance::Meets)
    );
    assert_eq!(found.log_list, Some(time(NOW)));
    assert_eq!((found.scts_left_out, found.unreadable.len()), (0, 0));
    let first = &found.scts[0];
    assert_eq!(first.log_id[..], test_log("a1").id());
    assert_eq!(
        (first.timestamp, first.time()),
        (1_779_000_000_123, time(1_779_000_000))
    );
    let log = first.log.as_ref().unwrap();
    assert_eq!((log.name.as_str(), log.operator.as_str()), ("a1", "a"));
    assert_eq!(
        (log.kind, log.state),
        (LogKind::Rfc6962, Some(State::Usable))
    );
    assert_eq!(found.scts[2].log.as_ref().unwrap().kind, LogKind::Tiled);
}

/// What a log signed is cut out of the certificate: wherever the list stands, and whatever is in the
/// rest.
#[test]
fn the_list_is_cut_out_wherever_it_stands() {
    let log = test_log("a1");
    let leaf = || CertBuilder::leaf("example.com").issuer(&ca());
    let bare = || CertBuilder::bare(Name::common("bare"), Key::p256("bare")).issuer(&ca());
    let at = milliseconds(NOW - DAY);
    // Lengths in more octets than they need, where no reader looks: 1 and 2 in two octets each.
    let odd = |builder: CertBuilder| {
        builder.raw_extension(
            "1.2.3",
            Criticality::NonCritical,
            &[0x30, 0x81, 3, 4, 0x81, 0],
        )
    };
    let long = |builder: CertBuilder, length: usize| {
        let value = der::octet_string(&alloc::vec![7; length]);
        builder.raw_extension("1.2.4", Criticality::NonCritical, &value)
    };
    let mut all = alloc::vec![
        ("last", leaf().logged(&log, at, &[])),
        ("first", bare().logged(&log, at, &[]).dns("example.com")),
        ("alone", bare().logged(&log, at, &[])),
        ("between", odd(leaf().logged(&log, at, &[]))),
        ("behind", odd(leaf()).logged(&log, at, &[])),
    ];
    // Where the list makes a length longer by an octet.
    let lengths = [20, 100, 127, 128, 200, 255, 256, 65_000, 65_535];
    all.extend(lengths.map(|length| ("long", long(bare(), length).logged(&log, at, &[]))));
    for (name, builder) in all {
        assert_eq!(
            outcomes(&check(&builder.sign().der)),
            [Outcome::Verified],
            "{name}"
        );
    }
}

/// Where the octets of `part` stand in `whole`, once.
fn find(whole: &[u8], part: &[u8]) -> usize {
    let mut places = whole.windows(part.len()).enumerate();
    let found = places
        .by_ref()
        .find(|(_, window)| *window == part)
        .unwrap()
        .0;
    assert!(places.all(|(_, window)| window != part), "twice");
    found
}

#[test]
fn no_timestamp_with_a_flipped_bit_verifies() {
    for label in ["t1", "rsa"] {
        let log = test_log(label);
        let at = 1_779_000_000_123_u64;
        let leaf = CertBuilder::leaf("example.com")
            .issuer(&ca())
            .logged(&log, at, LEAF_INDEX)
            .sign();
        assert_eq!(outcomes(&check(&leaf.der)), [Outcome::Verified]);
        let id = find(&leaf.der, &log.id());
        let timestamp = find(&leaf.der, &at.to_be_bytes());
        let cert = parse(&leaf.der);
        let scts = cert
            .extensions()
            .signed_certificate_timestamps
            .value()
            .unwrap();
        let sct = scts.scts(cert.der()).next().unwrap().unwrap();
        let signature = find(&leaf.der, sct.signature);
        // From the log's id to the end of the signature: all that there is but two lengths, which end
        // the list elsewhere.
        let lengths = [timestamp + 8, timestamp + 9, signature - 2, signature - 1];
        let mut failed = 0;
        for place in id..signature + sct.signature.len() {
            for bit in 0..8 {
                let mut flipped = leaf.der.clone();
                flipped[place] ^= 1 << bit;
                let found = check(&flipped);
                if lengths.contains(&place) {
                    assert_eq!(
                        (found.scts.len(), found.unreadable.len()),
                        (0, 1),
                        "{place}.{bit}"
                    );
                    continue;
                }
                let expected = match place < timestamp {
                    true => Outcome::UnknownLog,
                    false => Outcome::Failed,
                };
                assert_eq!(outcomes(&found), [expected], "{label} {place}.{bit}");
                failed += 1;
            }
        }
        assert_eq!(
            failed,
            8 * (32 + 8 + 8 + 2 + sct.signature.len()),
            "{label}"
        );
    }
}

#[test]
fn a_timestamp_is_about_this_certificate_and_this_key_of_its_issuer() {
    let leaf = CertBuilder::leaf("example.com");
    let leaf = leaf
        .issuer(&ca())
        .logged(&test_log("a1"), milliseconds(NOW - DAY), &[])
        .sign();
    let (logs, ca) = (list(), parse(&ca().der));
    let spki = ca.subject_public_key_info().to_vec();
    let with = |leaf: &Cert<'_>, spki: &[u8]| {
        let check = Check::new(leaf, time(NOW)).logs(&logs).issued_by(spki);
        outcomes(&check.run(&Algorithms::default()))
    };
    let cert = parse(&leaf.der);
    assert_eq!(with(&cert, &spki), [Outcome::Verified]);
    for place in 0..spki.len() * 8 {
        let mut other = spki.clone();
        other[place / 8] ^= 1 << (place % 8);
        assert_eq!(with(&cert, &other), [Outcome::Failed], "{place}");
    }
    // All of the signed part but the list itself, as far as it is a certificate still.
    let list = cert
        .extensions()
        .signed_certificate_timestamps
        .span()
        .unwrap();
    let start = find(&leaf.der, cert.signed().message);
    let mut read = 0;
    for place in start..start + cert.signed().message.len() {
        let in_list = place >= list.start() as usize && place < list.end() as usize;
        let mut other = leaf.der.clone();
        other[place] ^= 1 << (place % 8);
        if let Ok(other) = Cert::parse(CertificateDer::from(other))
            && !in_list
        {
            read += 1;
            assert_ne!(with(&other, &spki), [Outcome::Verified], "{place}");
        }
    }
    assert!(read > 200, "{read}");
}

#[test]
fn without_the_issuer_embedded_timestamps_are_not_checked() {
    let leaf = CertBuilder::leaf("example.com").issuer(&ca());
    let logs = list();
    let at = milliseconds(NOW - DAY);
    let embedded = leaf
        .clone()
        .logged(&test_log("a1"), at, &[])
        .logged(&test_log("b1"), at, &[])
        .sign();
    let cert = parse(&embedded.der);
    let found = Check::new(&cert, time(NOW))
        .logs(&logs)
        .run(&Algorithms::default());
    assert_eq!(outcomes(&found), [Outcome::IssuerUnknown; 2]);
    let why = WhyNotChecked::IssuerUnknown;
    assert_eq!(
        (found.chrome, found.apple),
        (
            Compliance::NotChecked { why },
            Compliance::NotChecked { why }
        )
    );
    // Those beside the certificate are about the certificate itself.
    let sent = sct_list(&["a1", "b1"].map(|label| test_log(label).stamp(&embedded, at, &[])));
    let check = Check::new(&cert, time(NOW))
        .logs(&logs)
        .scts(Delivery::Tls, &sent);
    let found = check.run(&Algorithms::default());
    assert_eq!(outcomes(&found)[2..], [Outcome::Verified; 2]);
    assert_eq!(
        (found.chrome, found.apple),
        (Compliance::Meets, Compliance::Meets)
    );
    // And not about another one.
    let other = leaf.serial(&[1]).sign();
    let check = Check::new(&cert, time(NOW)).logs(&logs);
    let sent = sct_list(&[test_log("a1").stamp(&other, at, &[])]);
    let found = check
        .scts(Delivery::Ocsp, &sent)
        .run(&Algorithms::default());
    assert_eq!(outcomes(&found)[2..], [Outcome::Failed]);
}

#[test]
fn a_list_that_cannot_be_read_has_no_timestamp() {
    let leaf = CertBuilder::leaf("example.com").issuer(&ca()).sign();
    let cert = parse(&leaf.der);
    let logs = list();
    let at = milliseconds(NOW - DAY);
    let good = sct_list(&["a1", "b1"].map(|label| test_log(label).stamp(&leaf, at, &[])));
    for length in 0..good.len() {
        let check = Check::new(&cert, time(NOW)).logs(&logs);
        let found = check
            .scts(Delivery::Tls, &good[..length])
            .run(&Algorithms::default());
        assert_eq!(
            (found.scts.len(), found.unreadable.len()),
            (0, 1),
            "{length}"
        );
        assert_eq!(found.unreadable[0].delivery, Delivery::Tls);
        let because = CtShortfall::TooFewLogs {
            counted: 0,
            needed: 3,
        };
        assert_eq!(found.chrome, Compliance::DoesNotMeet { because });
    }
    // One list does not spoil another.
    let check = Check::new(&cert, time(NOW))
        .logs(&logs)
        .scts(Delivery::Ocsp, &[0]);
    let found = check.scts(Delivery::Tls, &good).run(&Algorithms::default());
    assert_eq!(outcomes(&found), [Outcome::Verified; 2]);
    assert_eq!(
        (found.chrome, found.unreadable.len()),
        (Compliance::Meets, 1)
    );
}

#[test]
fn no_more_than_32_timestamps_are_looked_at() {
    let leaf = CertBuilder::leaf("example.com").issuer(&ca()).sign();
    let cert = parse(&leaf.der);
    let logs = list();
    let at = milliseconds(NOW - DAY);
    let same = test_log("a1").stamp(&leaf, at, &[]);
    let many = sct_list(&alloc::vec![same; 40]);
    let check = Check::new(&cert, time(NOW))
        .logs(&logs)
        .scts(Delivery::Tls, &many);
    let found = check.run(&Algorithms::default());
    assert_eq!((found.scts.len(), found.scts_left_out), (32, 8));
    let why = WhyNotChecked::TooMany;
    assert_eq!(found.chrome, Compliance::NotChecked { why });
}

#[test]
fn a_key_that_the_algorithms_cannot_use_is_no_verdict() {
    let leaf = CertBuilder::leaf("example.com").issuer(&ca());
    let at = milliseconds(NOW - DAY);
    let leaf = leaf
        .logged(&test_log("a1"), at, &[])
        .logged(&test_log("rsa"), at, &[])
        .sign();
    let (cert, ca, logs) = (parse(&leaf.der), parse(&ca().der), list());
    let check = Check::new(&cert, time(NOW))
        .logs(&logs)
        .issued_by(ca.subject_public_key_info());
    let only_p256: Algorithms = [crate::crypto::ring::ECDSA_P256_SHA256]
        .into_iter()
        .collect();
    let found = check.run(&only_p256);
    assert_eq!(outcomes(&found), [Outcome::Verified, Outcome::Unsupported]);
    let why = WhyNotChecked::Unsupported;
    assert_eq!(found.chrome, Compliance::NotChecked { why });
}

#[test]
fn a_log_has_a_key_of_p256_or_of_rsa_with_2048_bits() {
    for key in [
        Key::p384("log"),
        Key::ed25519("log"),
        Key::rsa(RsaSize::Bits1024),
    ] {
        assert_eq!(Log::new(&key.spki(), LogKind::Tiled), Err(BadLog::KeyKind));
    }
    let spki = Key::p256("log").spki();
    for length in 0..spki.len() {
        assert!(matches!(
            Log::new(&spki[..length], LogKind::Tiled),
            Err(BadLog::Key(_))
        ));
    }
    assert_eq!(
        Log::new(&spki, LogKind::Tiled).unwrap().id()[..],
        CtLog::new(Key::p256("log")).id()
    );
}

/// Timestamps, each by its log and the days since then; those in front of `tls` or `ocsp` are embedded.
struct Row {
    name: &'static str,
    /// Seconds from `notBefore` to `notAfter`.
    lifetime: i64,
    scts: &'static [(&'static str, i64)],
    sent: &'static [(&'static str, i64)],
    came: Delivery,
    chrome: &'static str,
    apple: &'static str,
}

const fn row(name: &'static str, scts: &'static [(&'static str, i64)]) -> Row {
    Row {
        name,
        lifetime: 90 * DAY,
        scts,
        sent: &[],
        came: Delivery::Tls,
        chrome: "met",
        apple: "met",
    }
}

impl Row {
    const fn lives(self, lifetime: i64) -> Self {
        Self { lifetime, ..self }
    }

    const fn sent(self, came: Delivery, sent: &'static [(&'static str, i64)]) -> Self {
        Self { came, sent, ..self }
    }

    const fn both(self, result: &'static str) -> Self {
        self.each(result, result)
    }

    const fn each(self, chrome: &'static str, apple: &'static str) -> Self {
        Self {
            chrome,
            apple,
            ..self
        }
    }

    fn leaf(&self) -> Made {
        let validity = [NOT_BEFORE, NOT_BEFORE + self.lifetime].map(|at| time(at).to_string());
        let leaf = CertBuilder::leaf("example.com")
            .issuer(&ca())
            .validity(&validity[0], &validity[1]);
        let stamp = |leaf: CertBuilder, (log, days): &(&str, i64)| {
            leaf.logged(&test_log(log), milliseconds(NOW - days * DAY), &[])
        };
        self.scts.iter().fold(leaf, stamp).sign()
    }

    fn found(&self, list: &LogList) -> (String, String) {
        let (made, ca) = (self.leaf(), parse(&ca().der));
        let cert = parse(&made.der);
        let sent = self
            .sent
            .iter()
            .map(|(log, days)| test_log(log).stamp(&made, milliseconds(NOW - days * DAY), &[]));
        let sent = sct_list(&sent.collect::<Vec<_>>());
        let mut check = Check::new(&cert, time(NOW))
            .logs(list)
            .issued_by(ca.subject_public_key_info());
        if !self.sent.is_empty() {
            check = check.scts(self.came, &sent);
        }
        let found = check.run(&Algorithms::default());
        (found.chrome.to_string(), found.apple.to_string())
    }
}

const NONE: &str = "not met, timestamps of 0 logs count, 2 are needed";
const ONE_OF_TWO: &str = "not met, timestamps of 1 log counts, 2 are needed";
const TWO_OF_THREE: &str = "not met, timestamps of 2 logs count, 3 are needed";
const ONE_OPERATOR: &str = "not met, all logs that count have one operator";
const NO_CURRENT: &str = "not met, no timestamp is of a log in current use";
const ONLY_TILED: &str = "not met, all logs that count are tiled, and one of RFC 6962 is needed";

const TABLE: &[Row] = &[
    row("none", &[]).both(NONE),
    row("one", &[("a1", 9)]).both(ONE_OF_TWO),
    row("two", &[("a1", 9), ("b1", 9)]),
    row("a log of RSA", &[("rsa", 9), ("b1", 9)]),
    row("two of one operator", &[("a1", 9), ("a2", 9)]).both(ONE_OPERATOR),
    row("180 days", &[("a1", 9), ("b1", 9)]).lives(180 * DAY - 1),
    row("180 days and the last second", &[("a1", 9), ("b1", 9)])
        .lives(180 * DAY)
        .each("met", TWO_OF_THREE),
    row("a second more", &[("a1", 9), ("b1", 9)])
        .lives(180 * DAY + 1)
        .both(TWO_OF_THREE),
    row("three for a year", &[("a1", 9), ("b1", 9), ("a2", 9)]).lives(365 * DAY),
    row(
        "three of one operator for a year",
        &[("a1", 9), ("a2", 9), ("a3", 9)],
    )
    .lives(365 * DAY)
    .both(ONE_OPERATOR),
    row("one log twice", &[("a1", 9), ("a1", 9)]).both(ONE_OF_TWO),
    row(
        "one log twice, at other times",
        &[("a1", 9), ("a1", 8), ("b1", 9)],
    ),
    row(
        "one log twice for a year",
        &[("a1", 9), ("b1", 9), ("b1", 8)],
    )
    .lives(365 * DAY)
    .both(TWO_OF_THREE),
    row("of the future", &[("a1", 9), ("b1", -1)]).both(ONE_OF_TWO),
    row("of now", &[("a1", 0), ("b1", 0)]),
    row("an unknown log", &[("a1", 9), ("x", 9)]).both(ONE_OF_TWO),
    row("an unknown log too", &[("x", 9), ("a1", 9), ("b1", 9)]),
    row("qualified and read-only", &[("c qualified", 9), ("a1", 9)]),
    row("read-only", &[("c readonly", 9), ("a1", 9)]),
    row("pending", &[("c pending", 9), ("a1", 9)]).both(ONE_OF_TWO),
    row("rejected", &[("c rejected", 9), ("a1", 9)]).both(ONE_OF_TWO),
    row("before it was retired", &[("c retired", 51), ("a1", 51)]),
    row("when it was retired", &[("c retired", 50), ("a1", 50)]).both(ONE_OF_TWO),
    row("after it was retired", &[("c retired", 49), ("a1", 49)]).both(ONE_OF_TWO),
    // Chrome asks when the first of all was made, Apple each for itself.
    row(
        "after it was retired, another before",
        &[("c retired", 49), ("a1", 51)],
    )
    .each("met", ONE_OF_TWO),
    row("retired ones alone", &[("c retired", 60), ("a1", -1)]).both(ONE_OF_TWO),
    row("to be retired", &[("c retires", 9), ("a1", 9)]),
    row("only tiled", &[("t1", 9), ("u1", 9)]).each("met", ONLY_TILED),
    row("one of them tiled", &[("t1", 9), ("a1", 9)]),
    row("tiled for a year", &[("t1", 9), ("u1", 9), ("u2", 9)])
        .lives(365 * DAY)
        .each("met", ONLY_TILED),
    row("sold after that", &[("c sold", 51), ("a1", 51)]).both(ONE_OPERATOR),
    row("sold before", &[("c sold", 50), ("a1", 50)]),
    row("sent", &[])
        .sent(Delivery::Tls, &[("a1", 9), ("b1", 9)])
        .lives(365 * DAY),
    row("one sent", &[])
        .sent(Delivery::Tls, &[("a1", 9)])
        .both(ONE_OF_TWO),
    row("sent, of one operator", &[])
        .sent(Delivery::Tls, &[("a1", 9), ("a2", 9)])
        .each(ONE_OPERATOR, "met"),
    row("sent, retired", &[])
        .sent(Delivery::Tls, &[("c retired", 60), ("a1", 60)])
        .both(ONE_OF_TWO),
    row("in an OCSP response", &[])
        .sent(Delivery::Ocsp, &[("a1", 9), ("b1", 9)])
        .each(NONE, "met"),
    row("one sent, one embedded", &[("a1", 9)])
        .sent(Delivery::Tls, &[("b1", 9)])
        .each(ONE_OF_TWO, "met"),
];

#[test]
fn timestamps_are_counted_as_browsers_count_them() {
    let list = list();
    let complaints: Vec<_> = TABLE
        .iter()
        .filter_map(|row| {
            let (chrome, apple) = row.found(&list);
            let differs = (&*chrome, &*apple) != (row.chrome, row.apple);
            differs.then(|| format!("{}: {chrome} / {apple}", row.name))
        })
        .collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn no_log_of_retired_ones_alone_is_enough() {
    let retired = |label: &str, operator: &str| {
        let log = Log::new(&test_log(label).spki(), LogKind::Rfc6962).unwrap();
        let log = log
            .operated_by(operator)
            .state(State::Usable, time(NOW - 500 * DAY));
        log.state(State::Retired, time(NOW - 50 * DAY))
    };
    let list = LogList::new(time(NOW), [retired("a1", "a"), retired("b1", "b")]);
    let both = row("", &[("a1", 60), ("b1", 60)]);
    assert_eq!(both.found(&list), (NO_CURRENT.into(), NO_CURRENT.into()));
}

#[test]
fn a_list_says_nothing_after_70_days_and_without_one_nothing_is_said() {
    let good = row("", &[("a1", 9), ("b1", 9)]);
    let bad = row("", &[("a1", 9)]);
    let stale = "not checked, the list of logs is older than 70 days";
    for (age, of_good, of_bad) in [
        (70 * DAY, "met", ONE_OF_TWO),
        (70 * DAY + 1, stale, stale),
        (-DAY, "met", ONE_OF_TWO),
    ] {
        let list = list_of(NOW - age);
        assert_eq!(good.found(&list), (of_good.into(), of_good.into()), "{age}");
        assert_eq!(bad.found(&list), (of_bad.into(), of_bad.into()), "{age}");
    }
    let leaf = parse(&good.leaf().der);
    let found = Check::new(&leaf, time(NOW)).run(&Algorithms::default());
    assert_eq!(outcomes(&found), [Outcome::UnknownLog; 2]);
    assert_eq!(found.log_list, None);
    let why = WhyNotChecked::NoLogList;
    assert_eq!(
        (found.chrome, found.apple),
        (
            Compliance::NotChecked { why },
            Compliance::NotChecked { why }
        )
    );
}

/// Of an extension that is no list at all.
#[test]
fn an_extension_that_is_no_list_is_said() {
    let leaf = CertBuilder::leaf("example.com").issuer(&ca());
    let extension = Extension::raw(
        chainverify_testdata::oid::SCT_LIST,
        Criticality::NonCritical,
        &[5, 0],
    );
    let found = check(&leaf.extension(extension).sign().der);
    assert_eq!(found.scts, []);
    assert_eq!(found.unreadable.len(), 1);
    assert_eq!(found.unreadable[0].delivery, Delivery::Embedded);
}
