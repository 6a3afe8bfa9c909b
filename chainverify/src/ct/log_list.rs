//! A list of logs, which the caller gives: none is built in, for a list is out of date after 70 days.

use alloc::vec::Vec;

use super::log::Log;
use crate::der::Time;

/// The logs that a programme knows, as of a date.
///
/// With feature `serde`, `Deserialize` reads Chrome's and Apple's `log_list.json` (version 3).
///
/// ```
/// use chainverify::ct::LogList;
/// use chainverify::der::Time;
///
/// let list = LogList::new(Time::from_unix(1_780_000_000), []);
/// assert!(list.log(&[0; 32]).is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogList {
    date: Time,
    /// By id.
    logs: Vec<Log>,
    left_out: usize,
}

/// After so many seconds a list says nothing more: Chrome does not enforce its policy with a list that
/// is older than 70 days.
const FRESH: i64 = 70 * 86_400;

impl LogList {
    /// These logs, as they were known on this date. Of two with the same key the first one counts.
    pub fn new(date: Time, logs: impl IntoIterator<Item = Log>) -> Self {
        let mut logs: Vec<_> = logs.into_iter().collect();
        logs.sort_by_key(|log| *log.id());
        logs.dedup_by_key(|log| *log.id());
        Self {
            date,
            logs,
            left_out: 0,
        }
    }

    /// Notes how many logs of its source it does not have.
    #[cfg(feature = "serde")]
    pub(super) const fn without(mut self, left_out: usize) -> Self {
        self.left_out = left_out;
        self
    }

    /// When it was made.
    #[must_use]
    pub const fn date(&self) -> Time {
        self.date
    }

    /// The logs, by id.
    #[must_use]
    pub fn logs(&self) -> &[Log] {
        &self.logs
    }

    /// Logs that could not be read, and those that are for tests only.
    #[must_use]
    pub const fn left_out(&self) -> usize {
        self.left_out
    }

    /// The log with this id (RFC 6962 §3.2).
    #[must_use]
    pub fn log(&self, id: &[u8; 32]) -> Option<&Log> {
        let place = self.logs.binary_search_by(|log| log.id().cmp(id)).ok()?;
        self.logs.get(place)
    }

    /// Whether it is more than 70 days old at this time.
    #[must_use]
    pub const fn is_stale(&self, time: Time) -> bool {
        time.as_unix().saturating_sub(self.date.as_unix()) > FRESH
    }
}
