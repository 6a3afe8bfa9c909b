//! The end of the time for one thing that is fetched: names, connections, redirects and bodies share it.

use core::time::Duration;
use std::time::Instant;

use crate::finding::FetchProblem;

/// The end of the time.
#[derive(Clone, Copy)]
pub(super) struct Deadline {
    start: Instant,
    total: Duration,
}

impl Deadline {
    pub(super) fn after(total: Duration) -> Self {
        Self {
            start: Instant::now(),
            total,
        }
    }

    /// The time left, above zero, or the problem that there is none.
    pub(super) fn left(self) -> Result<Duration, FetchProblem> {
        match self.total.saturating_sub(self.start.elapsed()) {
            Duration::ZERO => Err(FetchProblem::TimedOut),
            left => Ok(left),
        }
    }
}
