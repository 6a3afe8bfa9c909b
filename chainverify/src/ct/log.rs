//! A log: its key, who operates it, and since when it has been in which state. The states are those
//! of the logs' programmes (Chrome's, Apple's), which keep the lists.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::cert::{KeyKind, SubjectPublicKeyInfo};
use crate::der::{Field, ParseError, Reader, Time, known, tag};
use crate::revocation::key_hash;

/// A log of certificates (RFC 6962 §2, or tiled).
///
/// ```
/// use chainverify::ct::{Log, LogKind, State};
/// use chainverify::der::Time;
#[doc = include_str!("../../tests/doc/certs.txt")]
///
/// let mut key = vec![0x30, 89];
/// key.extend(leaf.subject_public_key_info());
/// let log = Log::new(&key, LogKind::Tiled)?
///     .named("Example 2026h1")
///     .operated_by("Example Inc.")
///     .state(State::Usable, Time::from_unix(1_750_000_000));
/// assert_eq!(log.state_at(Time::from_unix(1_780_000_000)), Some(State::Usable));
/// # Ok::<(), chainverify::ct::BadLog>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    id: [u8; 32],
    /// The contents of SubjectPublicKeyInfo.
    key: Vec<u8>,
    kind: LogKind,
    name: String,
    operator: String,
    /// From when on, by time.
    states: Vec<(State, Time)>,
    /// Until when, by time.
    previous_operators: Vec<(String, Time)>,
}

/// How a log is read, which its timestamps show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum LogKind {
    /// With the interface of RFC 6962 §4.
    Rfc6962,
    /// With that of C2SP static-ct-api.
    Tiled,
}

/// The state of a log in a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum State {
    /// It has applied.
    Pending,
    /// It is accepted, and not yet known to all browsers.
    Qualified,
    /// It is accepted.
    Usable,
    /// It is accepted, and takes no more certificates.
    ReadOnly,
    /// It was accepted: older timestamps count.
    Retired,
    /// It is not accepted.
    Rejected,
}

impl State {
    /// Whether its timestamps count as those of a log in current use.
    pub(super) const fn is_current(self) -> bool {
        matches!(self, Self::Qualified | Self::Usable | Self::ReadOnly)
    }
}

/// Why something is no log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadLog {
    /// The key is no SubjectPublicKeyInfo.
    Key(ParseError),
    /// It is neither one of P-256 nor one of RSA with at least 2048 bits (RFC 6962 §2.1.4).
    KeyKind,
}

impl Log {
    /// A log with this key, a SubjectPublicKeyInfo in DER; without a name, an operator or a state.
    ///
    /// # Errors
    ///
    /// The key is none that a log may have.
    pub fn new(key: &[u8], kind: LogKind) -> Result<Self, BadLog> {
        const FIELD: Field = Field::SubjectPublicKeyInfo;
        let contents = Reader::new(key).only(tag::SEQUENCE, FIELD);
        let contents = contents.map_err(BadLog::Key)?.bytes();
        match SubjectPublicKeyInfo::parse(contents)
            .map_err(BadLog::Key)?
            .kind
        {
            KeyKind::Rsa { bits: 2048.. } => {}
            KeyKind::Curve(curve) if curve.as_bytes() == known::P256 => {}
            _ => return Err(BadLog::KeyKind),
        }
        Ok(Self {
            id: key_hash(contents),
            key: contents.to_owned(),
            kind,
            name: String::new(),
            operator: String::new(),
            states: Vec::new(),
            previous_operators: Vec::new(),
        })
    }

    /// What it is called.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// Who operates it: two logs have one operator where these texts are equal.
    #[must_use]
    pub fn operated_by(mut self, operator: &str) -> Self {
        operator.clone_into(&mut self.operator);
        self
    }

    /// The state that it has from then on.
    #[must_use]
    pub fn state(mut self, state: State, since: Time) -> Self {
        self.states.push((state, since));
        self.states.sort_by_key(|(_, since)| *since);
        self
    }

    /// Who operated it before that.
    #[must_use]
    pub fn operated_before(mut self, operator: &str, until: Time) -> Self {
        self.previous_operators.push((operator.to_owned(), until));
        self.previous_operators.sort_by_key(|(_, until)| *until);
        self
    }

    /// The SHA-256 of its key, by which timestamps name it (RFC 6962 §3.2).
    #[must_use]
    pub const fn id(&self) -> &[u8; 32] {
        &self.id
    }

    /// How it is read.
    #[must_use]
    pub const fn kind(&self) -> LogKind {
        self.kind
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its state at this time; before the first one that is known, that one.
    #[must_use]
    pub fn state_at(&self, time: Time) -> Option<State> {
        let mut so_far = self.states.iter().rev();
        let then = so_far.find(|(_, since)| *since <= time);
        then.or_else(|| self.states.first())
            .map(|(state, _)| *state)
    }

    /// Since when it has been retired, if it is.
    #[must_use]
    pub fn retired(&self) -> Option<Time> {
        let last = self.states.last();
        last.filter(|(state, _)| *state == State::Retired)
            .map(|(_, since)| *since)
    }

    /// Who operated it at this time.
    #[must_use]
    pub fn operator_at(&self, time: Time) -> &str {
        let mut previous = self.previous_operators.iter();
        let then = previous.find(|(_, until)| time < *until);
        then.map_or(&self.operator, |(operator, _)| operator)
    }

    /// The contents of SubjectPublicKeyInfo.
    pub(super) fn key(&self) -> &[u8] {
        &self.key
    }
}

impl fmt::Display for BadLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(error) => error.fmt(f),
            Self::KeyKind => f.write_str("the key is neither P-256 nor RSA of 2048 bits or more"),
        }
    }
}

impl core::error::Error for BadLog {}
