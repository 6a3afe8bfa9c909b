//! A blocking fetcher for issuer URLs: RFC 5280 §4.2.2.1 (`id-ad-caIssuers`), plain HTTP only (RFC 9110, RFC 9112).
//!
//! Everything about it is bounded: addresses (checked after name resolution, on every redirect), time, bytes, redirects, memory.
//! Every refusal is a [`FetchProblem`]. It checks no certificate: what comes back is a candidate like any other.

mod address;
mod body;
mod cache;
mod exchange;
#[cfg(test)]
mod loopback;
#[cfg(test)]
mod loopback_tests;
mod resolve;
mod url;

use core::net::IpAddr;
use core::time::Duration;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

pub use address::is_public;
pub use body::parse_body;

use pki_types::CertificateDer;

use crate::drive::Fetch;
use crate::evidence::{Answer, Need};
use crate::finding::FetchProblem;
use cache::Cache;
use exchange::Reply;
use url::Url;

/// Which addresses may be connected to. A certificate names its URLs itself, so they are as hostile as it is.
///
/// ```
/// use chainverify::fetch::{HttpFetch, Reach};
///
/// // On a private network whose CA serves its certificates there.
/// let fetcher = HttpFetch::new(Reach::Any);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reach {
    /// Addresses of the public internet only: no loopback, private, link-local, … ones (IANA special-purpose registries, RFC 6890).
    Public,
    /// Every address.
    Any,
}

/// A blocking HTTP fetcher, to be used as the hook of a search.
///
/// Cookies, proxies of the environment, credentials, compression and TLS are not used. What was fetched well is kept in memory
/// (64 URLs, 1 MiB, unless set otherwise); problems are not kept. Clones share this memory, so that a program with many targets or
/// threads gives each a clone. (Two that ask for the same URL at the same moment both make the request.)
///
/// ```
/// use core::time::Duration;
/// use std::thread;
/// use chainverify::fetch::{HttpFetch, Reach};
///
/// let fetcher = HttpFetch::new(Reach::Public).total_timeout(Duration::from_secs(5));
/// let urls = ["http://127.0.0.1/a.crt", "ldap://ca.example/"];
/// let threads = urls.map(|url| {
///     let fetcher = fetcher.clone();
///     thread::spawn(move || fetcher.certificates(url))
/// });
/// for (url, thread) in urls.iter().zip(threads) {
///     let problem = thread.join().unwrap().unwrap_err();
///     println!("{url}: {problem}"); // "…: refused, because 127.0.0.1 is not a public address"
/// }
/// ```
#[derive(Clone, Debug)]
pub struct HttpFetch {
    permit: fn(IpAddr) -> bool,
    connect_timeout: Duration,
    total_timeout: Duration,
    max_body: u64,
    max_redirects: u8,
    cache: Arc<Mutex<Cache>>,
}

/// The longest time limit taken: above it, clocks could overflow.
const MAX_TIMEOUT: Duration = Duration::from_secs(3600);

impl HttpFetch {
    /// A fetcher with the default limits: 3 s to connect (each address), 10 s in all, 64 KiB a body, 3 redirects.
    #[must_use]
    pub fn new(reach: Reach) -> Self {
        Self {
            permit: match reach {
                Reach::Public => is_public,
                Reach::Any => |_| true,
            },
            connect_timeout: Duration::from_secs(3),
            total_timeout: Duration::from_secs(10),
            max_body: 64 * 1024,
            max_redirects: 3,
            cache: shared(64, 1024 * 1024),
        }
    }

    /// The time to connect to one address; a host may have several (4 are tried), and the total time limit holds above it.
    #[must_use]
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.connect_timeout = limit.min(MAX_TIMEOUT);
        self
    }

    /// The time for one URL in all: names, connections, redirects and bodies. At most one hour.
    #[must_use]
    pub fn total_timeout(mut self, limit: Duration) -> Self {
        self.total_timeout = limit.min(MAX_TIMEOUT);
        self
    }

    /// The largest body, in bytes.
    #[must_use]
    pub fn max_body(mut self, bytes: u64) -> Self {
        self.max_body = bytes;
        self
    }

    /// How many redirects are followed.
    #[must_use]
    pub fn max_redirects(mut self, count: u8) -> Self {
        self.max_redirects = count;
        self
    }

    /// An empty memory of this size: URLs, and bytes of certificates. `(0, 0)` switches it off. Clones that were made before keep
    /// theirs.
    #[must_use]
    pub fn cache(mut self, entries: usize, bytes: usize) -> Self {
        self.cache = shared(entries, bytes);
        self
    }

    /// The certificates at `url`, from memory or by HTTP: 1 to 16, as [`parse_body`] finds them.
    ///
    /// # Errors
    ///
    /// Why there are none.
    pub fn certificates(&self, url: &str) -> Result<Vec<CertificateDer<'static>>, FetchProblem> {
        // Nobody waits for the lock while a request is made.
        if let Some(known) = self.memory().get(url) {
            return Ok(known);
        }
        let found = self.follow(url)?;
        self.memory().put(url, &found);
        Ok(found)
    }

    /// Nothing panics while the lock is held, so that it is never poisoned.
    fn memory(&self) -> MutexGuard<'_, Cache> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The request and its redirects (RFC 9110 §15.4), each checked like the first.
    fn follow(&self, url: &str) -> Result<Vec<CertificateDer<'static>>, FetchProblem> {
        let deadline = Deadline::after(self.total_timeout);
        let mut next = Url::parse(url);
        let mut led_to: Option<String> = None;
        for _ in 0..=self.max_redirects {
            let reply = next.and_then(|url| Ok((self.hop(&url, deadline)?, url)));
            match reply {
                Err(problem) => return Err(after_redirect(led_to, problem)),
                Ok((Reply::Body(body), _)) => {
                    let found = parse_body(&body);
                    return found
                        .ok_or_else(|| after_redirect(led_to, FetchProblem::NotCertificates));
                }
                Ok((Reply::Redirect(location), url)) => {
                    next = url.join(&location);
                    led_to = Some(location);
                }
            }
        }
        Err(FetchProblem::TooManyRedirects)
    }

    /// One request, to the first address that can be connected to.
    fn hop(&self, url: &Url, deadline: Deadline) -> Result<Reply, FetchProblem> {
        let mut problem = FetchProblem::NameNotResolved;
        for address in resolve::addresses(url, self.permit, deadline)? {
            let limits = exchange::Limits {
                connect: self.connect_timeout,
                body: self.max_body,
                deadline,
            };
            match exchange::get(url, address, limits) {
                Err(next @ (FetchProblem::Unreachable | FetchProblem::TimedOut)) => problem = next,
                reply => return reply,
            }
        }
        Err(problem)
    }
}

/// A problem with what a redirect led to; what is not printable in its address is left out. The
/// time limit is one for all hops, so running out of it is no matter of the last one.
fn after_redirect(led_to: Option<String>, problem: FetchProblem) -> FetchProblem {
    const MOST: usize = 200;
    match led_to {
        None => problem,
        Some(_) if problem == FetchProblem::TimedOut => problem,
        Some(location) => FetchProblem::Redirected {
            to: location
                .chars()
                .filter(char::is_ascii_graphic)
                .take(MOST)
                .collect(),
            because: Box::new(problem),
        },
    }
}

impl Fetch for HttpFetch {
    fn fetch(&mut self, need: &Need) -> Answer {
        let mut answer = Answer::default();
        for url in &need.urls {
            let outcome = self.certificates(url).map(Into::into);
            let is_enough = outcome.is_ok();
            answer = answer.and_url(url.clone(), outcome);
            if is_enough {
                break;
            }
        }
        answer
    }
}

fn shared(entries: usize, bytes: usize) -> Arc<Mutex<Cache>> {
    Arc::new(Mutex::new(Cache::new(entries, bytes)))
}

/// The end of the time for one URL.
#[derive(Clone, Copy)]
struct Deadline {
    start: Instant,
    total: Duration,
}

impl Deadline {
    fn after(total: Duration) -> Self {
        Self {
            start: Instant::now(),
            total,
        }
    }

    /// The time left, above zero, or the problem that there is none.
    fn left(self) -> Result<Duration, FetchProblem> {
        match self.total.saturating_sub(self.start.elapsed()) {
            Duration::ZERO => Err(FetchProblem::TimedOut),
            left => Ok(left),
        }
    }
}
