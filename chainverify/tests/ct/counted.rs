//! How timestamps are counted: what Chrome and Apple ask for, case by case.

use chainverify::Algorithms;
use chainverify::ct::{Check, Delivery, Log, LogKind, LogList, Outcome, State};
use chainverify_testdata::{CertBuilder, Made, sct_list};

use crate::logs::{
    DAY, NOT_BEFORE, NOW, ca, list, list_of, milliseconds, outcomes, parse, said, test_log, time,
};

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
        {
            let [chrome, apple] = said(&found);
            (chrome, apple)
        }
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
    row(
        "after it was retired, one of a rejected log before",
        &[("c retired", 49), ("a1", 49), ("c rejected", 51)],
    )
    .both(ONE_OF_TWO),
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
    assert_eq!(said(&found), ["not checked, no list of logs was given"; 2]);
}
