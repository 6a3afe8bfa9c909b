//! Intermediates from before, for peers that do not send their own: a handshake cannot wait for a download
//! (RFC 5280 §4.2.2.1). What is remembered is a candidate like what a peer sends, and never trusted.

use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::fmt;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use pki_types::CertificateDer;

use crate::cert::{Cert, Name};
use crate::drive::Fetch;
use crate::evidence::{Answer, Fetched, Need, Wanted};
use crate::finding::{Category, Code, FetchProblem};
use crate::report::Report;

/// Intermediates that were seen before, preloaded or learnt from failures. Shared by verifiers in an `Arc`.
///
/// ```no_run
#[doc = include_str!("../../tests/doc/rustls.txt")]
/// use std::sync::Arc;
/// use std::sync::mpsc;
/// use std::thread;
///
/// use chainverify::fetch::{HttpFetch, Reach};
/// use chainverify::rustls::{IssuerMemory, ServerVerifier};
///
/// let memory = Arc::new(IssuerMemory::new(256));
/// let (failures, learner) = mpsc::sync_channel(16);
/// let for_servers = ServerVerifier::new(verifier, &provider)?
///     .issuers(memory.clone())
///     .observe(move |outcome| {
///         if let Err(report) = outcome {
///             let _ = failures.try_send(report.clone());
///         }
///     });
/// thread::spawn(move || {
///     let mut fetch = HttpFetch::new(Reach::Public);
///     for report in learner {
///         memory.learn(&report, &mut fetch);
///     }
/// });
/// # let _ = for_servers;
/// # Ok::<(), chainverify::rustls::Unfit>(())
/// ```
pub struct IssuerMemory {
    capacity: usize,
    known: RwLock<Known>,
}

#[derive(Default)]
struct Known {
    /// These stay.
    preloaded: Vec<Issuer>,
    /// The oldest first: it makes room for a new one.
    learnt: VecDeque<Issuer>,
}

struct Issuer {
    /// The hash of its subject.
    subject: u64,
    cert: Cert<'static>,
}

/// Longer certificates of CAs are not kept.
const MOST_OCTETS: usize = 16 * 1024;
/// The most requests for what one report lacks.
const MOST_REQUESTS: usize = 8;
/// The most candidates for one place.
const MOST_CANDIDATES: usize = 8;

impl IssuerMemory {
    /// Keeps at most `capacity` of those that it learns, each of at most 16 KiB.
    #[must_use]
    pub const fn new(capacity: usize) -> Self {
        Self {
            capacity,
            known: RwLock::new(Known {
                preloaded: Vec::new(),
                learnt: VecDeque::new(),
            }),
        }
    }

    /// Adds intermediates that stay, as a list that the program ships; how many are new. What cannot be read
    /// is passed over.
    pub fn preload(&self, certs: impl IntoIterator<Item = CertificateDer<'static>>) -> usize {
        let certs: Vec<_> = certs.into_iter().filter_map(Issuer::read).collect();
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let before = known.preloaded.len();
        for issuer in certs {
            if !known.has(&issuer.cert) {
                known.preloaded.push(issuer);
            }
        }
        known.preloaded.len().saturating_sub(before)
    }

    /// Has `fetch` bring the issuers that a verification lacked, and theirs, from where the certificates say;
    /// how many are new. Makes at most 8 requests and blocks meanwhile, so call it beside the handshakes.
    ///
    /// URLs come from certificates of whoever connected: let `fetch` reach public addresses only, as
    /// `HttpFetch::new(Reach::Public)` does.
    pub fn learn(&self, report: &Report, fetch: &mut impl Fetch) -> usize {
        let mut lacking: VecDeque<Cert<'static>> = lacking_issuers(report).collect();
        let mut new = 0_usize;
        let mut asked = Vec::new();
        while let Some(below) = lacking.pop_front() {
            if asked.len() >= MOST_REQUESTS || asked.contains(below.der()) {
                continue;
            }
            let Some(need) = Need::issuers_of(&below) else {
                continue;
            };
            asked.push(below.der().clone());
            for issuer in fitting(fetch.fetch(&need), below.issuer()) {
                // What is not trusted by itself may need an issuer, too.
                if !issuer.cert.is_self_issued() {
                    lacking.push_back(issuer.cert.clone());
                }
                new = new.saturating_add(usize::from(self.add(issuer)));
            }
        }
        new
    }

    /// How many it has.
    #[must_use]
    pub fn len(&self) -> usize {
        let known = self.read();
        known.preloaded.len().saturating_add(known.learnt.len())
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn add(&self, issuer: Issuer) -> bool {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if self.capacity == 0 || known.has(&issuer.cert) {
            return false;
        }
        while known.learnt.len() >= self.capacity {
            known.learnt.pop_front();
        }
        known.learnt.push_back(issuer);
        true
    }

    /// The newest with this subject.
    fn issuers_of(&self, name: Name<'_>) -> Vec<CertificateDer<'static>> {
        let hash = name.hash().value;
        let known = self.read();
        let named = known
            .iter()
            .filter(|issuer| issuer.subject == hash && issuer.cert.subject() == name);
        named
            .take(MOST_CANDIDATES)
            .map(|issuer| issuer.cert.der().clone())
            .collect()
    }

    fn read(&self) -> RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers from memory, and asks nobody.
impl Fetch for &IssuerMemory {
    fn fetch(&mut self, need: &Need) -> Answer {
        let below = match need.wanted {
            Wanted::Issuers => Cert::parse(need.certificate.clone()).ok(),
            Wanted::Crl | Wanted::DeltaCrl | Wanted::Ocsp => None,
        };
        let issuers = below.map(|below| self.issuers_of(below.issuer()));
        match issuers.filter(|issuers| !issuers.is_empty()) {
            Some(issuers) => Answer::certs(issuers),
            None => Answer::nothing(FetchProblem::NotTried),
        }
    }
}

impl Known {
    /// The newest first.
    fn iter(&self) -> impl Iterator<Item = &Issuer> {
        self.learnt.iter().rev().chain(&self.preloaded)
    }

    fn has(&self, cert: &Cert<'_>) -> bool {
        self.iter().any(|known| known.cert.der() == cert.der())
    }
}

impl Issuer {
    fn read(der: CertificateDer<'static>) -> Option<Self> {
        if der.len() > MOST_OCTETS {
            return None;
        }
        let cert = Cert::parse(der).ok()?;
        Some(Self {
            subject: cert.subject().hash().value,
            cert,
        })
    }
}

/// The certificates that a verification found no issuer for that leads to an anchor. One that is remembered
/// under the right name may be the wrong one: then the URLs stand among the requests, and were not tried.
fn lacking_issuers(report: &Report) -> impl Iterator<Item = Cert<'static>> {
    let category = report.code().map(Code::category);
    let may_help = matches!(category, Some(Category::Untrusted | Category::Signature));
    let of_paths = report.attempts.iter().flat_map(|attempt| &attempt.findings);
    let findings = report.findings.iter().chain(of_paths);
    let found = findings.filter_map(|finding| match finding.code() {
        Code::IssuerNotFound { .. } | Code::IssuerLoop { .. } => {
            report.number(finding.certificate()?)
        }
        _ => None,
    });
    let requests = report.requests.iter().filter(|request| {
        let mut urls = request.urls.iter();
        request.wanted == Wanted::Issuers
            && urls.any(|url| url.outcome == Err(FetchProblem::NotTried))
    });
    let numbers = found.chain(requests.filter_map(|request| request.certificate));
    let certificates = numbers.filter_map(|number| report.certificates.get(number)?.cert.clone());
    certificates.filter(move |_| may_help)
}

/// The certificates of an answer that have the name that was looked for.
fn fitting(answer: Answer, name: Name<'_>) -> impl Iterator<Item = Issuer> {
    let fetched = answer
        .tried
        .into_iter()
        .filter_map(|(_, outcome)| outcome.ok());
    let certs = fetched.flat_map(|fetched| match fetched {
        Fetched::Certs(certs) => certs,
        Fetched::Crl(_) | Fetched::Ocsp(_) => Vec::new(),
    });
    let issuers = certs.filter_map(Issuer::read);
    issuers
        .filter(move |issuer| issuer.cert.subject() == name)
        .take(MOST_CANDIDATES)
}

impl fmt::Debug for IssuerMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IssuerMemory({})", self.len())
    }
}
