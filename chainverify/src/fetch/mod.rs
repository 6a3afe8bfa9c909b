//! A blocking fetcher for what certificates point to, over plain HTTP (RFC 9110, RFC 9112): issuers (`id-ad-caIssuers`, RFC 5280
//! §4.2.2.1), CRLs (cRLDistributionPoints, §4.2.1.13) and OCSP responses (`id-ad-ocsp`, RFC 6960 appendix A).
//!
//! Everything about it is bounded: addresses (checked after name resolution, on every redirect), time, bytes, redirects, memory.
//! Every refusal is a [`FetchProblem`]. It checks no signature: what comes back is a candidate like any other, and a CRL or a response
//! that is over is given as it is, for the verification to decide on.
//!
//! | what | by | time | bytes | kept |
//! | --- | --- | --- | --- | --- |
//! | issuers | GET | 10 s | 64 KiB | 64 URLs, 1 MiB |
//! | CRLs | GET | 30 s | 32 MiB | 256 URLs, 64 MiB, until nextUpdate |
//! | OCSP responses | GET, or POST | 10 s | 64 KiB | 1024 requests, 4 MiB, until the first nextUpdate |
//!
//! What HTTP says of freshness (`Cache-Control`) can only shorten how long a CRL or a response is kept, and none is kept for more than
//! seven days: what is not authentic must not stay for as long as it says. A [`Store`] keeps them for the next process.

mod address;
mod body;
mod cache;
mod client;
mod crl;
mod deadline;
mod exchange;
mod lifetime;
#[cfg(test)]
mod loopback;
#[cfg(test)]
mod loopback_tests;
mod memory;
mod ocsp;
mod resolve;
mod status;
mod store;
mod url;

use core::time::Duration;

use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;

pub use address::is_public;
pub use body::parse_body;
pub use crl::parse_crl;
pub use store::Store;

use pki_types::CertificateDer;

use crate::drive::Fetch;
use crate::evidence::{Answer, Fetched, Need, Wanted};
use crate::finding::FetchProblem;
use crate::revocation::crl::Crl;
use cache::{Keep, Room};
use client::{Bounds, Client};
use deadline::Deadline;
use exchange::Method;
use memory::Memory;
use ocsp::OcspDer;
use status::Status;
use store::Door;
use url::Url;

/// Which addresses may be connected to. A certificate names its URLs itself, so they are as hostile as it is.
///
/// ```
/// use chainverify::fetch::{HttpFetch, Reach};
///
/// // On a private network whose CA serves its certificates and CRLs there.
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
/// Cookies, proxies of the environment, credentials, compression and TLS are not used. What was fetched well is kept in memory, within
/// the bounds that the [module](self) names; problems are not kept, nor what says that it is for one request only. Clones share this
/// memory, so that a program with many targets or threads gives each a clone. Those that ask for the same at the same moment make one
/// request, by the limits of the first.
///
/// ```
/// use core::time::Duration;
/// use std::thread;
/// use chainverify::fetch::{HttpFetch, Reach};
///
/// let fetcher = HttpFetch::new(Reach::Public).total_timeout(Duration::from_secs(5));
/// let urls = ["http://127.0.0.1/a.crl", "ldap://ca.example/"];
/// let threads = urls.map(|url| {
///     let fetcher = fetcher.clone();
///     thread::spawn(move || fetcher.crl(url))
/// });
/// for (url, thread) in urls.iter().zip(threads) {
///     let problem = thread.join().unwrap().unwrap_err();
///     println!("{url}: {problem}"); // "…: refused, because 127.0.0.1 is not a public address"
/// }
/// ```
#[derive(Clone, Debug)]
pub struct HttpFetch {
    client: Client,
    total_timeout: Duration,
    crl_timeout: Duration,
    max_body: u64,
    max_crl: u64,
    issuers: Arc<Memory<Vec<CertificateDer<'static>>>>,
    crls: Arc<Memory<Crl>>,
    responses: Arc<Memory<OcspDer>>,
    store: Door,
}

/// The longest time limit taken: above it, clocks could overflow.
const MAX_TIMEOUT: Duration = Duration::from_secs(3600);

const MIB: usize = 1024 * 1024;

impl HttpFetch {
    /// A fetcher with the default limits: 3 s to connect (each address), 10 s in all, 30 s for a CRL; 64 KiB a body, 32 MiB a CRL;
    /// 3 redirects.
    #[must_use]
    pub fn new(reach: Reach) -> Self {
        Self {
            client: Client {
                permit: match reach {
                    Reach::Public => is_public,
                    Reach::Any => |_| true,
                },
                connect_timeout: Duration::from_secs(3),
                max_redirects: 3,
            },
            total_timeout: Duration::from_secs(10),
            // A CRL of 30 MB then needs 8 Mbit/s.
            crl_timeout: Duration::from_secs(30),
            max_body: 64 * 1024,
            max_crl: 32 * 1024 * 1024,
            issuers: issuers(64, MIB),
            crls: statuses(256, 64 * MIB),
            responses: statuses(1024, 4 * MIB),
            store: Door::default(),
        }
    }

    /// The time to connect to one address; a host may have several (4 are tried), and the total time limit holds above it.
    #[must_use]
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.client.connect_timeout = limit.min(MAX_TIMEOUT);
        self
    }

    /// The time for one URL of issuers or of an OCSP responder in all: names, connections, redirects and bodies. At most one hour.
    #[must_use]
    pub fn total_timeout(mut self, limit: Duration) -> Self {
        self.total_timeout = limit.min(MAX_TIMEOUT);
        self
    }

    /// The time for one URL of a CRL in all. At most one hour.
    #[must_use]
    pub fn crl_timeout(mut self, limit: Duration) -> Self {
        self.crl_timeout = limit.min(MAX_TIMEOUT);
        self
    }

    /// The largest body at a URL of issuers, in bytes.
    #[must_use]
    pub fn max_body(mut self, bytes: u64) -> Self {
        self.max_body = bytes;
        self
    }

    /// The largest body of a CRL, in bytes: DER or PEM. A CRL with a million entries has about 40 MB.
    #[must_use]
    pub fn max_crl(mut self, bytes: u64) -> Self {
        self.max_crl = bytes;
        self
    }

    /// How many redirects are followed.
    #[must_use]
    pub fn max_redirects(mut self, count: u8) -> Self {
        self.client.max_redirects = count;
        self
    }

    /// An empty memory of this size for issuers: URLs, and bytes of certificates. `(0, 0)` switches it off. Clones that were made
    /// before keep theirs.
    #[must_use]
    pub fn cache(mut self, entries: usize, bytes: usize) -> Self {
        self.issuers = issuers(entries, bytes);
        self
    }

    /// The same for CRLs: URLs, and bytes of CRLs and of the indexes over their entries.
    #[must_use]
    pub fn crl_cache(mut self, entries: usize, bytes: usize) -> Self {
        self.crls = statuses(entries, bytes);
        self
    }

    /// The same for OCSP responses: requests, and bytes of both.
    #[must_use]
    pub fn ocsp_cache(mut self, entries: usize, bytes: usize) -> Self {
        self.responses = statuses(entries, bytes);
        self
    }

    /// Keeps CRLs and OCSP responses there as well, and looks there before a request is made.
    #[must_use]
    pub fn store(mut self, store: Arc<dyn Store>) -> Self {
        self.store = Door(Some(store));
        self
    }

    /// The certificates at `url`, from memory or by HTTP: 1 to 16, as [`parse_body`] finds them.
    ///
    /// # Errors
    ///
    /// Why there are none.
    pub fn certificates(&self, url: &str) -> Result<Vec<CertificateDer<'static>>, FetchProblem> {
        self.issuers.get(url, || {
            let bounds = bounds(self.total_timeout, self.max_body);
            let document = self.client.ask(url, Method::Get, bounds)?;
            let found = parse_body(&document.body);
            let found = found.ok_or_else(|| document.wrong(FetchProblem::NotCertificates))?;
            Ok((found, Keep::Always))
        })
    }

    /// The CRL at `url`, from memory, from the store or by HTTP: in DER, or one in PEM. It is read whole; it may be over, and need not
    /// be authentic.
    ///
    /// It is kept until its nextUpdate, or for as long as the server says if that is shorter, or if it has none.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub fn crl(&self, url: &str) -> Result<Crl, FetchProblem> {
        let key = format!("crl {}", Url::parse(url)?.absolute());
        status::get(&self.crls, &self.store, &key, || {
            let bounds = bounds(self.crl_timeout, self.max_crl);
            self.client.ask(url, Method::Get, bounds)
        })
    }

    /// What the OCSP responder at `url` answers to a request in DER (RFC 6960 §4.1), from memory, from the store or by HTTP: a
    /// response in DER, at most 64 KiB. It can be read; it may be over or a refusal, and need not be authentic.
    ///
    /// With the feature `ocsp` a request that is short enough goes by GET first (RFC 6960 appendix A), and by POST if the responder
    /// answers that with a status other than 200. All others go by POST. A POST is redirected only where its method is kept (307 and
    /// 308, RFC 9110 §15.4).
    ///
    /// A response is kept until the earliest nextUpdate in it, or for as long as the server says if that is shorter; not at all if one
    /// is missing. What answers a request with a nonce (RFC 9654) is not kept, and neither is a refusal.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub fn ocsp(&self, url: &str, request: &[u8]) -> Result<Vec<u8>, FetchProblem> {
        let absolute = Url::parse(url)?.absolute();
        let ask = || {
            let bounds = bounds(self.total_timeout, ocsp::MAX_RESPONSE);
            ocsp::ask(&self.client, url, request, bounds)
        };
        let response = match ocsp::has_nonce(request) {
            true => status::read::<OcspDer>(&mut ask()?)?,
            false => {
                let key = format!("ocsp {absolute} {}", ocsp::hex(request));
                status::get(&self.responses, &self.store, &key, ask)?
            }
        };
        Ok(response.der().into())
    }
}

impl Fetch for HttpFetch {
    /// What the first URL gives that gives anything.
    fn fetch(&mut self, need: &Need) -> Answer {
        let mut answer = Answer::default();
        for url in &need.urls {
            let outcome = match need.wanted {
                Wanted::Issuers => self.certificates(url).map(Fetched::Certs),
                Wanted::Crl | Wanted::DeltaCrl => self.crl(url).map(Fetched::Crl),
                Wanted::Ocsp => self.ocsp(url, &need.ocsp_request).map(Fetched::Ocsp),
            };
            let is_enough = outcome.is_ok();
            answer = answer.and_url(url.clone(), outcome);
            if is_enough {
                break;
            }
        }
        answer
    }
}

fn bounds(time: Duration, body: u64) -> Bounds {
    Bounds {
        body,
        deadline: Deadline::after(time),
    }
}

fn issuers(entries: usize, bytes: usize) -> Arc<Memory<Vec<CertificateDer<'static>>>> {
    Arc::new(Memory::new(Room {
        entries,
        bytes,
        weight: |certs| {
            let lengths = certs.iter().map(|cert| cert.len());
            lengths.fold(0, usize::saturating_add)
        },
    }))
}

fn statuses<S: Status>(entries: usize, bytes: usize) -> Arc<Memory<S>> {
    Arc::new(Memory::new(Room {
        entries,
        bytes,
        weight: S::weight,
    }))
}
