//! Missing issuers, CRLs and OCSP responses for targets that are verified at the same time: what one fetches serves the others, so that nobody
//! fetches what somebody else is fetching already, and nobody waits for what somebody waited for in vain. Which addresses are reached, and all
//! other limits, are the library's business.

use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use chainverify::fetch::HttpFetch;
use chainverify::search::{Answer, FetchProblem, Fetched, Need, Wanted};

/// How long the CRLs and OCSP responses of one target are waited for before nothing more is asked: a network that drops all requests would
/// let each certificate wait for each of its URLs, a CRL up to 30 s.
const PATIENCE: Duration = Duration::from_secs(15);

/// What fetches for one target.
#[derive(Debug)]
pub(crate) struct ForTarget<'f> {
    fetch: &'f SharedFetch,
    /// For CRLs and OCSP responses.
    patience: Duration,
}

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

impl ForTarget<'_> {
    /// What the first URL gives that gives anything.
    pub(crate) fn fetch(&mut self, need: &Need) -> Answer {
        if need.wanted == Wanted::Issuers {
            return self.fetch.fetch(need);
        }
        if self.patience.is_zero() {
            return need.urls.iter().fold(Answer::default(), |answer, url| {
                answer.and_url(url.clone(), Err(FetchProblem::NotTried))
            });
        }
        let began = Instant::now();
        let answer = self.fetch.fetch(need);
        self.patience = self.patience.saturating_sub(began.elapsed());
        answer
    }
}

impl SharedFetch {
    /// For one target.
    pub(crate) fn for_target(&self) -> ForTarget<'_> {
        ForTarget {
            fetch: self,
            patience: PATIENCE,
        }
    }

    /// Fetches by this one.
    pub(crate) fn new(http: HttpFetch) -> Self {
        Self {
            http,
            asked: Mutex::default(),
        }
    }

    fn fetch(&self, need: &Need) -> Answer {
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
                Wanted::Crl | Wanted::DeltaCrl => Kind::Crl,
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
            Wanted::Crl | Wanted::DeltaCrl => self.http.crl(url).map(Fetched::Crl),
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

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use chainverify::fetch::{HttpFetch, Reach};
    use chainverify::policy::Fetching;
    use chainverify::search::Need;
    use chainverify::{Origin, Policy, Report, Request, TrustStore, Verifier};
    use chainverify_testdata::{CertBuilder, Extension};
    use pki_types::{CertificateDer, UnixTime};

    use super::SharedFetch;

    /// What is reported of a leaf that names a CRL where nobody listens.
    fn with(patience: Duration) -> Report {
        let root = CertBuilder::ca("Root").sign();
        let crl = Extension::crl_distribution_point("http://127.0.0.1:1/crl");
        let leaf = CertBuilder::leaf("a.example").extension(crl).issuer(&root);
        let mut roots = TrustStore::new();
        let root = CertificateDer::from(root.der);
        roots.add(root, Origin::Os).unwrap();
        let mut policy = Policy::web_server();
        policy.revocation.fetch = Fetching::On;
        let verifier = Verifier::builder().roots(roots).policy(policy).build();
        let chain = [CertificateDer::from(leaf.sign().der)];
        let fetch = SharedFetch::new(HttpFetch::new(Reach::Any));
        let mut fetch = fetch.for_target();
        fetch.patience = patience;
        let request = Request::unnamed(&chain);
        // 2026-06-01
        let time = UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000));
        let mut fetch = |need: &Need| fetch.fetch(need);
        let path = verifier.verify_with(request.at(time), &mut fetch);
        path.unwrap().report()
    }

    #[test]
    fn where_patience_has_ended_nothing_is_asked_and_that_is_said() {
        for (seconds, words) in [(9, "the host could not be reached"), (0, "not tried")] {
            let report = with(Duration::from_secs(seconds));
            let text = report.text().to_string();
            assert!(text.contains(words), "{words}: {text}");
            assert_eq!(report.findings[0].code().id(), "revocation_unknown");
        }
    }
}
