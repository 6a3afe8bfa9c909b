//! Missing issuers for targets that are verified at the same time: what one fetches serves the others, so that nobody fetches what somebody
//! else is fetching already, and nobody waits for what somebody waited for in vain. Which addresses are reached, and all other limits, are the
//! library's business.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chainverify::fetch::HttpFetch;
use chainverify::search::{Answer, FetchProblem, Need};
use pki_types::CertificateDer;

/// A fetcher for several threads.
#[derive(Debug)]
pub(crate) struct SharedFetch {
    /// It keeps what was fetched.
    http: HttpFetch,
    /// Each URL that was asked, and why it gave nothing, if it did not.
    asked: Mutex<BTreeMap<String, Arc<Mutex<Option<FetchProblem>>>>>,
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
            let outcome = self.certificates(url);
            let is_enough = outcome.is_ok();
            answer = answer.and_url(url.clone(), outcome);
            if is_enough {
                break;
            }
        }
        answer
    }

    /// What the URL gives; whoever comes second waits, and gets the same.
    fn certificates(&self, url: &str) -> Result<Vec<CertificateDer<'static>>, FetchProblem> {
        let known = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            asked.entry(url.to_owned()).or_default().clone()
        };
        let mut problem = known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(problem) = &*problem {
            return Err(problem.clone());
        }
        let outcome = self.http.certificates(url);
        *problem = outcome.as_ref().err().cloned();
        outcome
    }
}
