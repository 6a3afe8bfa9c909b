//! The step machine around a `PathBuilder`: what a verification is asked, what it still needs, and
//! how it ends.

mod builder;
mod issuers;
mod needs;
mod request;
#[cfg(test)]
mod tests;
mod tree;
mod valid_path;

use alloc::boxed::Box;

use pki_types::CertificateDer;

pub(crate) use builder::{Goal, PathBuilder};
pub(crate) use issuers::may_have_issued;
pub use request::{Names, Request};
pub(crate) use tree::{Attempt, Node, NodeId, Place, State};
pub use valid_path::ValidPath;
pub(crate) use valid_path::validity;

#[cfg(feature = "cache")]
pub use crate::evidence::ParsedIssuers;
pub use crate::evidence::{NeedOf, OwnCheck, Wanted};
pub use crate::finding::FetchProblem;

use crate::crypto::Algorithms;
pub use crate::evidence::{Answer, Fetched, Need, NeedId};
use crate::evidence::{Evidence, Source, remember};
use crate::finding::Finding;
use crate::policy::Policy;
use crate::rules::cert::Role;
use crate::trust::TrustStore;

/// One verification, step by step.
///
/// [`Verifier`](crate::Verifier) drives it; use it directly to bring in what is missing in a way of
/// your own: one need after the other, or many at once and in any order.
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// use chainverify::search::{Answer, Step};
///
/// let (leaf, issuers) = chain.split_at(1);
/// let mut search = verifier.search(Request::server(leaf, "example.com").at(time));
/// let Step::Need(need) = search.step() else { panic!("a leaf alone needs its issuer") };
/// assert_eq!(need.urls, ["http://ca.example.com/ca1.der"]);
/// assert_eq!(search.step(), Step::Waiting);
///
/// search.answer(need.id, Answer::url(&*need.urls[0], Ok(issuers.to_vec().into())));
/// assert_eq!(search.step(), Step::Done);
/// assert!(search.finish().is_ok());
/// ```
#[derive(Debug)]
pub struct Search<'a> {
    pub(crate) evidence: Box<Evidence<'a>>,
    /// None where the request itself is refused: then nothing is searched for.
    pub(crate) builder: Result<PathBuilder, Finding>,
}

/// What a step ended with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// Something that nobody has given may help. Answer it now or later, and step on: there may be
    /// more needs before the first one is answered.
    Need(Need),
    /// Nothing is left to do before one of the needs is answered.
    Waiting,
    /// The search is over: call `finish`.
    Done,
}

impl<'a> Search<'a> {
    /// Prepares a search. Nothing is verified yet.
    #[must_use]
    pub fn new(
        request: Request<'a>,
        store: &'a TrustStore,
        policy: &'a Policy,
        algorithms: &'a Algorithms,
    ) -> Self {
        let sent = request.chain.iter().map(borrowed).enumerate();
        let sent = sent.map(|(place, der)| (Source::Sent(place), der));
        let given = request.candidates.iter().map(borrowed).enumerate();
        let given = given.map(|(place, der)| (Source::Given(place), der));
        let certs = request.chain.len().saturating_add(request.candidates.len());
        let (inputs, refused) = request.into_inputs(store, policy, algorithms);
        let mut evidence = Box::new(Evidence::new(inputs, certs));
        evidence.hear_given();
        evidence.take(sent.chain(given));
        let builder = match (refused, evidence.leaf()) {
            (Some(refused), _) | (None, Err(refused)) => Err(refused),
            (None, Ok(leaf)) => Ok(PathBuilder::new(Goal {
                target: leaf,
                role: Role::Leaf,
                bounds: None,
            })),
        };
        let mut search = Self { evidence, builder };
        if let Ok(builder) = &mut search.builder {
            builder.grow(&mut search.evidence);
        }
        search
    }

    /// Puts needs for the issuers of certificates that name no URL too: who answers knows some.
    #[cfg(feature = "rustls")]
    pub(crate) fn asking_without_urls(mut self) -> Self {
        self.evidence.requests.asks_without_urls = true;
        self
    }

    /// Goes on until something is needed or the search is over.
    pub fn step(&mut self) -> Step {
        match &mut self.builder {
            Ok(builder) => builder.run(&mut self.evidence),
            Err(_) => Step::Done,
        }
    }

    /// Takes what became of a need. A second answer to it, and one that comes when the verdict
    /// stands, is ignored.
    pub fn answer(&mut self, id: NeedId, answer: Answer) {
        if let Ok(builder) = &mut self.builder
            && !builder.is_done()
            && self.evidence.answer(id, answer)
        {
            builder.answered(&mut self.evidence);
        }
    }

    /// Keeps what a valid path has shown about its intermediates.
    #[inline(never)]
    fn remember(&self) {
        if let Ok(builder) = &self.builder
            && let Some((valid, _)) = builder.proof()
        {
            remember(&self.evidence, &builder.tree.attempts[valid].path);
        }
    }

    /// The proof, or the search that failed. One that was not stepped to its end goes on without
    /// what it still needs.
    #[allow(clippy::result_large_err)] // moved once, into a report
    pub(crate) fn conclude(mut self) -> Result<ValidPath<'a>, Self> {
        self.evidence.requests.close();
        while self.step() != Step::Done {}
        if self.evidence.inputs.memory.is_there() {
            self.remember();
        }
        let Self { evidence, builder } = self;
        match builder {
            Ok(builder) => ValidPath::new(evidence, builder).map_err(|(evidence, builder)| Self {
                evidence,
                builder: Ok(builder),
            }),
            Err(_) => Err(Self { evidence, builder }),
        }
    }
}

/// The same certificate without a copy of its octets.
fn borrowed<'a>(der: &'a CertificateDer<'a>) -> CertificateDer<'a> {
    CertificateDer::from_slice(der)
}
