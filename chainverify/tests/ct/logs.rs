//! Logs that the tests are, and the list of them.

use chainverify::Cert;
use chainverify::ct::{Log, LogKind, LogList, Outcome, State, Transparency};
use chainverify::der::Time;
use chainverify_testdata::{CertBuilder, CtLog, Key, Made, RsaSize};
use pki_types::CertificateDer;

/// 2026-06-01
pub(crate) const NOW: i64 = 1_780_272_000;
pub(crate) const DAY: i64 = 86_400;
/// 2026-01-01, `notBefore` of what the builder makes.
pub(crate) const NOT_BEFORE: i64 = 1_767_225_600;
/// What a tiled log has as its extensions: the leaf index 258 (C2SP static-ct-api).
pub(crate) const LEAF_INDEX: &[u8] = &[0, 0, 5, 0, 0, 0, 1, 2];

pub(crate) fn time(seconds: i64) -> Time {
    Time::from_unix(seconds)
}

pub(crate) fn milliseconds(seconds: i64) -> u64 {
    u64::try_from(seconds * 1000).unwrap()
}

/// The log with this label.
pub(crate) fn test_log(label: &str) -> CtLog {
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

pub(crate) fn list_of(date: i64) -> LogList {
    let more = ["c sold"];
    LogList::new(
        time(date),
        LOGS.iter().chain(&more).map(|label| listed(label)),
    )
}

pub(crate) fn list() -> LogList {
    list_of(NOW)
}

pub(crate) fn ca() -> Made {
    CertBuilder::ca("CA").sign()
}

pub(crate) fn parse(der: &[u8]) -> Cert<'static> {
    Cert::parse(CertificateDer::from(der.to_vec())).unwrap()
}

pub(crate) fn outcomes(found: &Transparency) -> Vec<Outcome> {
    found.scts.iter().map(|sct| sct.outcome).collect()
}

/// What Chrome would say, and Apple.
pub(crate) fn said(found: &Transparency) -> [String; 2] {
    [found.chrome.to_string(), found.apple.to_string()]
}
