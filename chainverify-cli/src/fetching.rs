//! Missing issuers, CRLs and OCSP responses for targets that are verified at the same time: what one fetches serves the others, so that nobody
//! fetches what somebody else is fetching already, and nobody waits for what somebody waited for in vain. Which addresses are reached, and all
//! other limits, are the library's business.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chainverify::fetch::HttpFetch;
use chainverify::search::{Answer, FetchProblem, Fetched, Need, Wanted};

/// A fetcher for several threads.
#[derive(Debug)]
pub(crate) struct SharedFetch {
    /// It keeps what was fetched.
    http: HttpFetch,
    /// Each request that was made, and why it gave nothing, if it did not.
    asked: Mutex<BTreeMap<Request, Arc<Mutex<Option<FetchProblem>>>>>,
}

/// A URL, and what was asked for there.
#[derive(Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Request {
    url: String,
    kind: Kind,
}

#[derive(Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Kind {
    Issuers,
    Crl,
    /// With the request to the responder.
    Ocsp(Arc<[u8]>),
}

impl SharedFetch {
    /// Fetches by this one.
    pub(crate) fn new(http: HttpFetch) -> Self {
        Self {
            http,
            asked: Mutex::default(),
        }
    }

    /// What the first URL gives that gives anything.
    pub(crate) fn fetch(&self, need: &Need) -> Answer {
        let mut answer = Answer::default();
        for url in &need.urls {
            let outcome = self.outcome(need, url);
            let is_enough = outcome.is_ok();
            answer = answer.and_url(url.clone(), outcome);
            if is_enough {
                break;
            }
        }
        answer
    }

    /// What the URL gives; whoever comes second waits, and gets the same.
    fn outcome(&self, need: &Need, url: &str) -> Result<Fetched, FetchProblem> {
        let request = Request {
            url: url.to_owned(),
            kind: match need.wanted {
                Wanted::Issuers => Kind::Issuers,
                Wanted::Crl => Kind::Crl,
                Wanted::Ocsp => Kind::Ocsp(need.ocsp_request.clone()),
                // Nothing else is wanted by this library.
                _ => return Err(FetchProblem::NotTried),
            },
        };
        let known = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            asked.entry(request).or_default().clone()
        };
        let mut problem = known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(problem) = &*problem {
            return Err(problem.clone());
        }
        let outcome = match need.wanted {
            Wanted::Crl => self.http.crl(url).map(Fetched::Crl),
            Wanted::Ocsp => {
                let response = self.http.ocsp(url, &need.ocsp_request);
                response.map(Fetched::Ocsp)
            }
            _ => self.http.certificates(url).map(Fetched::Certs),
        };
        *problem = outcome.as_ref().err().cloned();
        outcome
    }
}
