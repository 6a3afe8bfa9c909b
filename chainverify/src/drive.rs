//! How a [`Search`] is brought to its end: as it is, with a blocking fetcher, with an async one.

use alloc::boxed::Box;
use core::future::Future;

use crate::evidence::{Answer, Need};
use crate::report::{self, Report};
use crate::search::{Search, Step, ValidPath};

/// Brings what a search needs, blocking. `fetch::HttpFetch` is one over HTTP; a test's is a
/// table, or a closure.
///
/// ```
/// use chainverify::Fetch;
/// use chainverify::search::{Answer, FetchProblem, Need};
///
/// let mut asked = Vec::new();
/// let mut fetch = |need: &Need| {
///     asked.extend(need.urls.clone());
///     Answer::nothing(FetchProblem::TimedOut)
/// };
/// fn takes_a_fetcher(_: &mut impl Fetch) {}
/// takes_a_fetcher(&mut fetch);
/// ```
pub trait Fetch {
    /// Answers one need. What it returns is not trusted: it is read and checked like what the peer
    /// sent.
    fn fetch(&mut self, need: &Need) -> Answer;
}

impl<F: FnMut(&Need) -> Answer> Fetch for F {
    fn fetch(&mut self, need: &Need) -> Answer {
        self(need)
    }
}

impl<'a> Search<'a> {
    /// The verdict. A search that was not stepped to its end goes on without what it still needs.
    ///
    /// # Errors
    ///
    /// There is no valid path; the report says why.
    pub fn finish(self) -> Result<ValidPath<'a>, Box<Report>> {
        self.conclude()
            .map_err(|search| Box::new(report::of_failure(&search)))
    }
}

/// Asks for everything that is needed, one after the other.
pub(crate) fn with<'a>(
    mut search: Search<'a>,
    fetch: &mut impl Fetch,
) -> Result<ValidPath<'a>, Box<Report>> {
    while let Step::Need(need) = search.step() {
        search.answer(need.id, fetch.fetch(&need));
    }
    search.finish()
}

/// The same with futures, on any executor.
pub(crate) async fn with_async<'a, F: Future<Output = Answer>>(
    mut search: Search<'a>,
    mut fetch: impl FnMut(Need) -> F,
) -> Result<ValidPath<'a>, Box<Report>> {
    while let Step::Need(need) = search.step() {
        let id = need.id;
        search.answer(id, fetch(need).await);
    }
    search.finish()
}
