//! A blocking fetcher for issuer URLs: RFC 5280 §4.2.2.1 (`id-ad-caIssuers`), plain HTTP only (RFC 9110, RFC 9112).
//!
//! Everything about it is bounded: addresses (checked after name resolution, on every redirect), time, bytes, redirects, memory.
//! Every refusal is a [`FetchProblem`]. It judges no certificate: what comes back is a candidate like any other.

mod address;
mod body;
mod cache;
mod exchange;
#[cfg(test)]
mod loopback_tests;
mod resolve;
mod url;

use core::net::IpAddr;
use core::time::Duration;
use std::time::Instant;

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use pki_types::CertificateDer;

use crate::drive::Fetch;
use crate::search::{Answer, FetchProblem, Need};
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
/// (64 URLs, 1 MiB, unless set otherwise) as long as this value lives; problems are not kept.
///
/// ```
/// use core::time::Duration;
/// use chainverify::fetch::{HttpFetch, Reach};
///
/// let fetcher = HttpFetch::new(Reach::Public).total_timeout(Duration::from_secs(5));
/// ```
#[derive(Debug)]
pub struct HttpFetch {
    permit: fn(IpAddr) -> bool,
    connect_timeout: Duration,
    total_timeout: Duration,
    max_body: u64,
    max_redirects: u8,
    cache: Cache,
}

/// The longest time limit taken: above it, clocks could overflow.
const MAX_TIMEOUT: Duration = Duration::from_secs(3600);

impl HttpFetch {
    /// A fetcher with the default limits: 3 s to connect (each address), 10 s in all, 64 KiB a body, 3 redirects.
    #[must_use]
    pub fn new(reach: Reach) -> Self {
        Self {
            permit: match reach {
                Reach::Public => address::is_public,
                Reach::Any => |_| true,
            },
            connect_timeout: Duration::from_secs(3),
            total_timeout: Duration::from_secs(10),
            max_body: 64 * 1024,
            max_redirects: 3,
            cache: Cache::new(64, 1024 * 1024),
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

    /// The size of the memory: URLs, and bytes of certificates. Empties it. `(0, 0)` switches it off.
    #[must_use]
    pub fn cache(mut self, entries: usize, bytes: usize) -> Self {
        self.cache = Cache::new(entries, bytes);
        self
    }

    /// The certificates at `url`, from memory or by HTTP.
    pub fn certificates(&mut self, url: &str) -> Answer {
        if let Some(known) = self.cache.get(url) {
            return Answer::Certs(known);
        }
        match self.follow(url) {
            Ok(found) => {
                self.cache.put(url, &found);
                Answer::Certs(found)
            }
            Err(problem) => Answer::Nothing(problem),
        }
    }

    /// The request and its redirects (RFC 9110 §15.4), each checked like the first.
    fn follow(&self, url: &str) -> Result<Vec<CertificateDer<'static>>, FetchProblem> {
        let deadline = Deadline::after(self.total_timeout);
        let mut next = Url::parse(url);
        let mut led_to: Option<String> = None;
        for _ in 0..=self.max_redirects {
            let reply = next.and_then(|url| Ok((self.hop(&url, deadline)?, url)));
            match reply {
                Err(problem) => return Err(behind(led_to, problem)),
                Ok((Reply::Body(body), _)) => {
                    let found = body::certificates(&body);
                    return found.ok_or_else(|| behind(led_to, FetchProblem::NotCertificates));
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
fn behind(led_to: Option<String>, problem: FetchProblem) -> FetchProblem {
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
            problem: Box::new(problem),
        },
    }
}

impl Fetch for HttpFetch {
    fn fetch(&mut self, need: &Need) -> Answer {
        self.certificates(need.url())
    }
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
