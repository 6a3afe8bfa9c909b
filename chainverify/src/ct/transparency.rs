//! What is known of a certificate's timestamps: each of them with its log, and whether they are what
//! browsers ask for. Owned; part of a report.

use alloc::vec::Vec;

use super::compliance::Compliance;
use super::log::{LogKind, State};
use crate::der::{ParseError, Time};
use crate::text::Excerpt;

/// The timestamps of a leaf, and what browsers that enforce Certificate Transparency would say.
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// use chainverify::ct::{Compliance, LogList};
/// use chainverify::der::Time;
///
/// let logs = LogList::new(Time::from_unix(1_780_000_000), []);
/// let request = Request::server(&chain, "example.com").at(time).ct_logs(&logs);
/// let report = verifier.verify_request(request)?.report();
/// let transparency = report.transparency.unwrap();
/// assert!(transparency.scts.is_empty());
/// assert!(matches!(transparency.chrome, Compliance::DoesNotMeet { .. }));
/// # Ok::<(), Box<chainverify::Report>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Transparency {
    /// Under Chrome's policy.
    pub chrome: Compliance,
    /// Under Apple's policy.
    pub apple: Compliance,
    /// When the list of logs was made, if one was given.
    pub log_list: Option<Time>,
    /// The timestamps of version 1: those in the certificate, then those beside it, as they were given.
    pub scts: Vec<Sct>,
    /// Timestamps beyond the first 32, which are not looked at.
    pub scts_left_out: usize,
    /// Lists of timestamps that cannot be read: none of theirs counts.
    pub unreadable: Vec<Unreadable>,
}

/// A list of timestamps that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Unreadable {
    /// How it came.
    pub delivery: Delivery,
    /// The first error; its offset counts from the start of the certificate, or of the list that was
    /// given.
    pub error: ParseError,
}

/// A signed certificate timestamp (RFC 6962 §3.2), and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Sct {
    /// How it came.
    pub delivery: Delivery,
    /// The SHA-256 of the log's key.
    #[cfg_attr(feature = "serde", serde(serialize_with = "super::json::hex"))]
    pub log_id: [u8; 32],
    /// What the list of logs says of the log, if it has it.
    pub log: Option<SctLog>,
    /// Milliseconds since 1970.
    pub timestamp: u64,
    /// Whether the log signed it.
    pub outcome: Outcome,
}

/// A log as the list of logs has it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct SctLog {
    /// What it is called.
    pub name: Excerpt,
    /// Who operated it at the time of the timestamp.
    pub operator: Excerpt,
    /// How it is read.
    pub kind: LogKind,
    /// Its state at the time of the check.
    pub state: Option<State>,
}

/// How a timestamp came (RFC 6962 §3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Delivery {
    /// In the certificate.
    Embedded,
    /// In the TLS extension `signed_certificate_timestamp`.
    Tls,
    /// In an OCSP response.
    Ocsp,
}

/// What came of a timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Outcome {
    /// The log signed it for this certificate.
    Verified,
    /// The same, but its time is after that of the check: it does not count.
    InFuture,
    /// The signature does not verify.
    Failed,
    /// The algorithms of the verification cannot check it.
    Unsupported,
    /// The list of logs does not have the log.
    UnknownLog,
    /// The issuer of the certificate is not known, and an embedded timestamp is about its key.
    IssuerUnknown,
}

impl Sct {
    /// The second in which it was made.
    #[must_use]
    pub fn time(&self) -> Time {
        time_of(self.timestamp)
    }
}

/// The second of milliseconds since 1970.
pub(super) fn time_of(milliseconds: u64) -> Time {
    let seconds = milliseconds.checked_div(1000).unwrap_or_default();
    Time::from_unix(i64::try_from(seconds).unwrap_or(i64::MAX))
}
