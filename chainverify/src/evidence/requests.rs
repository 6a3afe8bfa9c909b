//! The door to the world outside: what a verification needs, and what it was given. It makes no
//! request itself; whoever drives the search does, in any order, in parallel, or not at all.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use pki_types::CertificateDer;
use smallvec::SmallVec;

use super::{Evidence, FetchProblem, Question};
use crate::arena::{Arena, Id};
use crate::budget::Limit;
use crate::cert::Cert;
use crate::finding::CertId;

/// Something that nobody has given yet, and where it may be had.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Need {
    /// Names this need in [`Search::answer`](crate::Search::answer).
    pub id: NeedId,
    /// What is wanted.
    pub wanted: Wanted,
    /// The certificate it is about.
    pub certificate: CertificateDer<'static>,
    /// Where it may be had, as the certificate says: all its URLs, of whatever scheme, in its order.
    /// They are as hostile as the certificate.
    pub urls: Vec<String>,
}

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Wanted {
    /// Certificates of the issuer (authorityInfoAccess, `id-ad-caIssuers`, RFC 5280 §4.2.2.1).
    Issuers,
}

/// Names a need.
pub type NeedId = Id<NeedOf>;

/// What a [`NeedId`] names one of.
#[derive(Debug)]
pub enum NeedOf {}

/// What became of a need: what each place gave that was tried.
///
/// ```
/// use chainverify::search::{Answer, FetchProblem};
///
/// let timed_out = Answer::url("http://ca.test/", Err(FetchProblem::TimedOut));
/// let answer = timed_out.and_url("http://mirror.test/", Err(FetchProblem::http_status(404)));
/// assert_ne!(answer, Answer::nothing(FetchProblem::TimedOut));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    pub(crate) tried: Vec<(Option<String>, Outcome)>,
}

/// What one place gave.
pub(crate) type Outcome = Result<Vec<CertificateDer<'static>>, FetchProblem>;

impl Answer {
    /// Certificates, in any order, that came from no URL: a local store, a cache.
    #[must_use]
    pub fn certs(certs: Vec<CertificateDer<'static>>) -> Self {
        Self {
            tried: Vec::from([(None, Ok(certs))]),
        }
    }

    /// Nothing, and why.
    #[must_use]
    pub fn nothing(problem: FetchProblem) -> Self {
        Self {
            tried: Vec::from([(None, Err(problem))]),
        }
    }

    /// What one of the URLs gave, added to what others gave.
    #[must_use]
    pub fn and_url(
        mut self,
        url: impl Into<String>,
        outcome: Result<Vec<CertificateDer<'static>>, FetchProblem>,
    ) -> Self {
        self.tried.push((Some(url.into()), outcome));
        self
    }

    /// What one of the URLs gave.
    #[must_use]
    pub fn url(
        url: impl Into<String>,
        outcome: Result<Vec<CertificateDer<'static>>, FetchProblem>,
    ) -> Self {
        Self::default().and_url(url, outcome)
    }
}

/// A request, and what became of it.
#[derive(Debug)]
pub(crate) struct MadeRequest {
    pub(crate) about: CertId,
    pub(crate) wanted: Wanted,
    pub(crate) urls: Vec<UrlOutcome>,
    state: State,
}

/// A URL of a request. The outcome: how many new certificates came, or why none; none while it is
/// out, or where another URL made it needless.
#[derive(Debug)]
pub(crate) struct UrlOutcome {
    /// None where the answer came from no URL.
    pub(crate) url: Option<String>,
    pub(crate) outcome: Option<Result<usize, FetchProblem>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Out,
    Answered,
}

/// All requests of one verification.
#[derive(Debug, Default)]
pub(crate) struct Requests {
    made: Arena<Vec<MadeRequest>, NeedOf>,
    /// Set when nobody will answer any more.
    is_closed: bool,
}

/// The most URLs of one certificate that are asked, and the most octets of one.
const MOST_URLS: usize = 8;
const LONGEST_URL: usize = 2_000;

impl Requests {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &MadeRequest> {
        self.made.items().iter()
    }

    /// Whether an answer is still to come.
    pub(crate) fn awaits_answer(&self) -> bool {
        !self.is_closed && self.iter().any(|made| made.state == State::Out)
    }

    /// Whether nobody will answer any more.
    pub(crate) const fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// Nobody answers from now on.
    pub(crate) fn close(&mut self) {
        self.is_closed = true;
    }

    fn about(&self, id: CertId) -> Option<&MadeRequest> {
        self.iter().find(|made| made.about == id)
    }
}

impl<'a> Evidence<'a> {
    /// Whether more issuers of a certificate may be had from where it says.
    pub(crate) fn issuers_elsewhere(&self, of: CertId) -> Question {
        if let Some(made) = self.requests.about(of) {
            let mut outcomes = made.urls.iter().filter_map(|url| url.outcome.as_ref());
            let has_new = |outcome: &Result<usize, _>| matches!(outcome, Ok(1..));
            return match made.state {
                State::Out if self.requests.is_closed => Question::Unobtainable,
                State::Out => Question::Wanted,
                State::Answered if outcomes.any(has_new) => Question::Known,
                State::Answered => Question::Unobtainable,
            };
        }
        let may_ask = !self.requests.is_closed && !self.limits.contains(&Limit::Requests);
        if may_ask && issuer_urls(&self.certs[of].cert).next().is_some() {
            Question::Wanted
        } else {
            Question::Unobtainable
        }
    }

    /// Puts the need for issuers of a certificate; none where it was put already, or cannot be met.
    pub(crate) fn need_issuers(&mut self, about: CertId) -> Option<Need> {
        if self.issuers_elsewhere(about) != Question::Wanted || self.requests.about(about).is_some()
        {
            return None;
        }
        if let Err(limit) = self.budget.request() {
            self.reached(limit);
            return None;
        }
        let cert = &self.certs[about].cert;
        let certificate = cert.der().clone().into_owned();
        let urls: Vec<String> = issuer_urls(cert).map(ToString::to_string).collect();
        let wanted = Wanted::Issuers;
        let id = self.requests.made.push(MadeRequest {
            about,
            wanted,
            urls: urls.iter().cloned().map(UrlOutcome::out).collect(),
            state: State::Out,
        });
        Some(Need {
            id,
            wanted,
            certificate,
            urls,
        })
    }

    /// Takes in what became of a need; says whether there are certificates that were not there
    /// before. A second answer is ignored, and one to a need of another search.
    pub(crate) fn answer(&mut self, id: NeedId, answer: Answer) -> bool {
        if self.requests.is_closed || !self.requests.made.has(id) {
            return false;
        }
        let made = &mut self.requests.made[id];
        if made.state == State::Answered {
            return false;
        }
        made.state = State::Answered;
        let before = self.certs.len();
        for (url, outcome) in answer.tried.into_iter().take(MOST_URLS) {
            let outcome = outcome.and_then(|certs| self.take_fetched(url.as_deref(), certs));
            self.requests.made[id].note(url, outcome);
        }
        self.certs.len() > before
    }

    /// What was cut off by a limit is not called unreadable.
    fn take_fetched(
        &mut self,
        url: Option<&str>,
        certs: Vec<CertificateDer<'static>>,
    ) -> Result<usize, FetchProblem> {
        use super::Source;
        let before = self.certs.presented().len();
        let sourced = certs.into_iter().map(|der| {
            let source = Source::Fetched(url.unwrap_or_default().to_string());
            (source, der)
        });
        match self.certs.take(sourced, &mut self.budget) {
            Err(limit) => {
                self.reached(limit);
                Ok(0)
            }
            Ok(new) => {
                let taken = self.certs.presented().iter().skip(before);
                let mut readings = taken.map(|presented| &presented.reading);
                let is_readable =
                    readings.any(|reading| !matches!(reading, super::Reading::Unreadable { .. }));
                is_readable
                    .then_some(new)
                    .ok_or(FetchProblem::NotCertificates)
            }
        }
    }
}

impl UrlOutcome {
    fn out(url: String) -> Self {
        Self {
            url: Some(url),
            outcome: None,
        }
    }
}

impl MadeRequest {
    fn note(&mut self, url: Option<String>, outcome: Result<usize, FetchProblem>) {
        let mut known = self.urls.iter_mut();
        match known.find(|known| known.url == url && known.outcome.is_none()) {
            Some(known) => known.outcome = Some(outcome),
            // About none of the URLs in particular: said of all that are open, if it is a problem.
            None if url.is_none() && outcome.is_err() => {
                for known in self.urls.iter_mut().filter(|known| known.outcome.is_none()) {
                    known.outcome = Some(outcome.clone());
                }
            }
            None => self.urls.push(UrlOutcome {
                url,
                outcome: Some(outcome),
            }),
        }
    }
}

/// Where the issuers of a certificate may be had, as it says itself: each place once.
pub(crate) fn issuer_urls<'c>(cert: &'c Cert<'_>) -> impl Iterator<Item = &'c str> {
    let access = cert.extensions().authority_info_access.value();
    let urls = access
        .into_iter()
        .flat_map(|access| access.ca_issuers(cert.der()));
    let mut known: SmallVec<[&str; MOST_URLS]> = SmallVec::new();
    let is_new = move |url: &&'c str| {
        let is_new = !known.contains(url);
        if is_new && known.len() < MOST_URLS {
            known.push(url);
        }
        is_new
    };
    urls.filter(|url| url.len() <= LONGEST_URL)
        .filter(is_new)
        .take(MOST_URLS)
}

/// How many places more it names: those beyond the most that are asked, and those that are too long.
pub(crate) fn issuer_urls_left_out(cert: &Cert<'_>) -> usize {
    let taken: SmallVec<[&str; MOST_URLS]> = issuer_urls(cert).collect();
    let access = cert.extensions().authority_info_access.value();
    let urls = access.into_iter().flat_map(|it| it.ca_issuers(cert.der()));
    urls.filter(|url| !taken.contains(url)).count()
}
