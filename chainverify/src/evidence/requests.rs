//! The door to the world outside: what a verification needs, and what it was given. It makes no
//! request itself; whoever drives the search does, in any order, in parallel, or not at all.

use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use pki_types::CertificateDer;
use smallvec::SmallVec;

use super::need::{Answer, Fetched, Need, NeedId, NeedOf, Wanted};
use super::{Evidence, Question};
use crate::arena::Arena;
use crate::budget::Limit;
use crate::cert::Cert;
use crate::finding::{CertId, FetchProblem};

/// A request, and what became of it.
#[derive(Debug)]
pub(crate) struct MadeRequest {
    pub(crate) about: CertId,
    pub(crate) wanted: Wanted,
    pub(crate) urls: Vec<UrlOutcome>,
    state: State,
}

/// A URL of a request. The outcome: what came, or why nothing; none while it is out, or where
/// another URL made it needless.
#[derive(Debug)]
pub(crate) struct UrlOutcome {
    /// None where the answer came from no URL.
    pub(crate) url: Option<String>,
    /// How many certificates came that were not there before; 1 for a CRL and for an OCSP response.
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
    /// Set where whoever answers may know issuers of a certificate that names no URL.
    #[cfg(feature = "rustls")]
    pub(crate) asks_without_urls: bool,
}

/// The most URLs of one certificate that are asked, and the most octets of one.
pub(super) const MOST_URLS: usize = 8;
const LONGEST_URL: usize = 2_000;

impl Requests {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &MadeRequest> {
        self.made.items().iter()
    }

    /// Whether an answer is still to come.
    pub(crate) fn awaits_answer(&self) -> bool {
        !self.is_closed && self.iter().any(|made| made.state == State::Out)
    }

    /// Whether the issuers of a certificate can be asked for.
    fn can_ask_for_issuers_of(&self, cert: &Cert<'_>) -> bool {
        #[cfg(feature = "rustls")]
        if self.asks_without_urls {
            return true;
        }
        issuer_urls(cert).next().is_some()
    }

    /// Whether nobody will answer any more.
    pub(crate) const fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// Nobody answers from now on.
    pub(crate) fn close(&mut self) {
        self.is_closed = true;
    }

    /// The request for this at all of these URLs, if it was made.
    pub(super) fn find(
        &self,
        about: CertId,
        wanted: Wanted,
        urls: &[String],
    ) -> Option<&MadeRequest> {
        let mut made = self
            .iter()
            .filter(|made| (made.about, made.wanted) == (about, wanted));
        made.find(|made| urls.iter().all(|url| made.is_at(url)))
    }
}

/// What is to be asked for.
pub(super) struct Ask {
    pub(super) about: CertId,
    pub(super) wanted: Wanted,
    pub(super) urls: Vec<String>,
    pub(super) ocsp_request: Arc<[u8]>,
}

#[cfg(feature = "rustls")]
impl Need {
    /// The need for issuers of a certificate outside of a search; none where it names no URL.
    pub(crate) fn issuers_of(cert: &Cert<'_>) -> Option<Self> {
        let urls: Vec<_> = issuer_urls(cert).map(ToString::to_string).collect();
        let id = Arena::<Vec<()>, NeedOf>::default().push(());
        (!urls.is_empty()).then(|| Self {
            id,
            wanted: Wanted::Issuers,
            certificate: cert.der().clone().into_owned(),
            urls,
            ocsp_request: Arc::from([]),
        })
    }
}

impl<'a> Evidence<'a> {
    /// Whether more issuers of a certificate may be had from where it says.
    pub(crate) fn issuers_elsewhere(&self, of: CertId) -> Question {
        if let Some(made) = self.requests.find(of, Wanted::Issuers, &[]) {
            return self.answer_to(made);
        }
        let may_ask = !self.requests.is_closed && !self.limits.contains(&Limit::Requests);
        if may_ask && self.requests.can_ask_for_issuers_of(&self.certs[of].cert) {
            Question::Wanted
        } else {
            Question::Unobtainable
        }
    }

    /// What became of a request.
    pub(super) fn answer_to(&self, made: &MadeRequest) -> Question {
        let mut outcomes = made.urls.iter().filter_map(|url| url.outcome.as_ref());
        let has_new = |outcome: &Result<usize, _>| matches!(outcome, Ok(1..));
        match made.state {
            State::Out if self.requests.is_closed => Question::Unobtainable,
            State::Out => Question::Wanted,
            State::Answered if outcomes.any(has_new) => Question::Known,
            State::Answered => Question::Unobtainable,
        }
    }

    /// Puts the need for issuers of a certificate; none where it was put already, or cannot be met.
    pub(crate) fn need_issuers(&mut self, about: CertId) -> Option<Need> {
        if self.issuers_elsewhere(about) != Question::Wanted
            || self.requests.find(about, Wanted::Issuers, &[]).is_some()
        {
            return None;
        }
        if let Err(limit) = self.budget.request() {
            self.reached(limit);
            return None;
        }
        let urls = issuer_urls(&self.certs[about].cert).map(ToString::to_string);
        let urls = urls.collect();
        Some(self.put(Ask {
            about,
            wanted: Wanted::Issuers,
            urls,
            ocsp_request: Arc::from([]),
        }))
    }

    /// Puts a need.
    pub(super) fn put(&mut self, ask: Ask) -> Need {
        let certificate = self.certs[ask.about].cert.der().clone().into_owned();
        let Ask {
            about,
            wanted,
            urls,
            ocsp_request,
        } = ask;
        let id = self.requests.made.push(MadeRequest {
            about,
            wanted,
            urls: urls.iter().cloned().map(UrlOutcome::out).collect(),
            state: State::Out,
        });
        Need {
            id,
            wanted,
            certificate,
            urls,
            ocsp_request,
        }
    }

    /// Takes in what became of a need; says whether that may change what was found so far. A second
    /// answer is ignored, and one to a need of another search.
    pub(crate) fn answer(&mut self, id: NeedId, answer: Answer) -> bool {
        if self.requests.is_closed || !self.requests.made.has(id) {
            return false;
        }
        let made = &mut self.requests.made[id];
        if made.state == State::Answered {
            return false;
        }
        made.state = State::Answered;
        let (about, wanted) = (made.about, made.wanted);
        let before = self.certs.len();
        for (url, outcome) in answer.tried.into_iter().take(MOST_URLS) {
            let from = url.as_deref();
            let outcome = outcome.and_then(|fetched| match (wanted, fetched) {
                (Wanted::Issuers, Fetched::Certs(certs)) => self.take_certs(from, certs),
                (Wanted::Crl | Wanted::DeltaCrl, Fetched::Crl(crl)) => {
                    self.budget.allow(crl.der().len());
                    Ok(self.heard_mut().take_crl(crl, from))
                }
                (Wanted::Ocsp, Fetched::Ocsp(der)) => {
                    self.budget.allow(der.len());
                    self.heard_mut().take_ocsp(der, from, about)
                }
                (Wanted::Issuers, _) => Err(FetchProblem::NotCertificates),
                (Wanted::Crl | Wanted::DeltaCrl, _) => Err(FetchProblem::NotCrl),
                (Wanted::Ocsp, _) => Err(FetchProblem::NotOcspResponse),
            });
            self.requests.made[id].note(url, outcome);
        }
        if let Some(heard) = &mut self.heard {
            heard.signers.forget();
        }
        // A status that cannot be had decides, too.
        self.certs.len() > before || wanted != Wanted::Issuers
    }

    /// What was cut off by a limit is not called unreadable.
    fn take_certs(
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
    fn is_at(&self, url: &str) -> bool {
        let mut urls = self.urls.iter().map(|made| made.url.as_deref());
        urls.any(|made| made == Some(url))
    }

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
    worth_asking(urls)
}

/// Each URL once, as many as are asked, none that is too long.
pub(super) fn worth_asking<'c>(
    urls: impl Iterator<Item = &'c str>,
) -> impl Iterator<Item = &'c str> {
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
