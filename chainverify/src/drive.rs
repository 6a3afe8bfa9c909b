//! The loops over a [`Search`]: without requests, with a blocking hook, with an async one.

use core::future::Future;

use crate::search::{Answer, Failure, FetchProblem, Need, Search, Step, ValidPath};

/// Brings what a search needs, blocking. `fetch::HttpFetch` is one over HTTP; a test's is a
/// table.
///
/// ```
/// use chainverify::{Answer, Fetch, FetchProblem, Need};
///
/// let mut asked = Vec::new();
/// let mut hook = |need: &Need| {
///     asked.push(need.url().to_owned());
///     Answer::Nothing(FetchProblem::TimedOut)
/// };
/// fn takes_a_fetcher(_: &mut impl Fetch) {}
/// takes_a_fetcher(&mut hook);
/// ```
pub trait Fetch {
    /// Answers one need. What it returns is untrusted: the search parses and judges it.
    fn fetch(&mut self, need: &Need) -> Answer;
}

impl<F: FnMut(&Need) -> Answer> Fetch for F {
    fn fetch(&mut self, need: &Need) -> Answer {
        self(need)
    }
}

/// Makes no request.
#[inline]
pub(crate) fn offline<'a>(search: Search<'a>) -> Result<ValidPath<'a>, Failure<'a>> {
    with(search, &mut |_: &Need| {
        Answer::Nothing(FetchProblem::NotTried)
    })
}

/// Asks the hook for everything that is needed.
#[inline]
pub(crate) fn with<'a>(
    mut search: Search<'a>,
    fetch: &mut impl Fetch,
) -> Result<ValidPath<'a>, Failure<'a>> {
    while let Step::Need(need) = search.step() {
        search.answer(need.id(), fetch.fetch(&need));
    }
    search.finish()
}

/// The same with a hook that returns a future; runs on any executor.
pub(crate) async fn with_async<'a, F: Future<Output = Answer>>(
    mut search: Search<'a>,
    mut fetch: impl FnMut(Need) -> F,
) -> Result<ValidPath<'a>, Failure<'a>> {
    while let Step::Need(need) = search.step() {
        let id = need.id();
        search.answer(id, fetch(need).await);
    }
    search.finish()
}
