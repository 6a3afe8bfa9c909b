//! What a verification is asked: whose chain, for which names and purpose, when.

use alloc::vec::Vec;

use pki_types::{CertificateDer, ServerName, UnixTime};
use smallvec::SmallVec;

use crate::crypto::Algorithms;
#[cfg(feature = "ct")]
use crate::ct::{self, Delivery, LogList};
use crate::der::Time;
#[cfg(feature = "cache")]
use crate::evidence::ParsedIssuers;
use crate::evidence::{GivenSources, Inputs, KnownIssuers, OwnCheck, Staple};
use crate::finding::{Code, Finding, Severity};
use crate::names::{BadReferenceName, ReferenceName};
use crate::policy::{Policy, Purpose};
use crate::revocation::blocklist::Blocklist;
use crate::revocation::crl::Crl;
#[cfg(feature = "crlite")]
use crate::revocation::crlite::Filters;
use crate::trust::TrustStore;

/// What is to be verified, for which names, and when.
///
/// A name cannot be forgotten: who wants none to be checked says [`Request::unnamed`], and the
/// report says it too.
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// let request = Request::unnamed(&chain).at(time);
/// let report = verifier.verify_request(request)?.report();
/// assert!(report.to_string().ends_with("no name was checked"));
/// # Ok::<(), Box<chainverify::Report>>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Request<'a> {
    pub(super) chain: &'a [CertificateDer<'a>],
    pub(super) candidates: &'a [CertificateDer<'a>],
    names: Option<Names<'a>>,
    purpose: Option<Purpose>,
    time: Option<Time>,
    own_checks: SmallVec<[&'a OwnCheck<'a>; 2]>,
    sources: GivenSources<'a>,
    memory: KnownIssuers<'a>,
    #[cfg(feature = "ct")]
    transparency: ct::Given<'a>,
}

impl<'a> Request<'a> {
    /// A server's chain as it was sent, leaf first, and the names that it must have: all of them.
    /// Asks for the purpose serverAuth, unless the policy names a purpose that is none of TLS.
    pub fn server(chain: &'a [CertificateDer<'a>], names: impl Into<Names<'a>>) -> Self {
        let purpose = Some(Purpose::Server);
        Self {
            purpose,
            ..Self::unnamed(chain).names(names)
        }
    }

    /// A client's chain as it was sent in mutual TLS, leaf first. Asks for the purpose clientAuth,
    /// unless the policy names a purpose that is none of TLS; no name is checked.
    pub fn client(chain: &'a [CertificateDer<'a>]) -> Self {
        let purpose = Some(Purpose::Client);
        Self {
            purpose,
            ..Self::unnamed(chain)
        }
    }

    /// A chain, leaf first, for the purpose of the policy; no name is checked.
    pub fn unnamed(chain: &'a [CertificateDer<'a>]) -> Self {
        Self {
            chain,
            candidates: &[],
            names: None,
            purpose: None,
            time: None,
            own_checks: SmallVec::new(),
            sources: GivenSources::default(),
            memory: KnownIssuers::default(),
            #[cfg(feature = "ct")]
            transparency: ct::Given::default(),
        }
    }

    /// A chain, leaf first, and the names that it must have, for the purpose of the policy.
    pub fn named(chain: &'a [CertificateDer<'a>], names: impl Into<Names<'a>>) -> Self {
        Self::unnamed(chain).names(names)
    }

    /// More names that the leaf must have, beside those that were asked for already.
    pub fn names(mut self, names: impl Into<Names<'a>>) -> Self {
        let more = names.into();
        self.names = Some(match self.names.take() {
            None => more,
            Some(names) => names.and(more),
        });
        self
    }

    /// The time at which the path must be valid; now, if it is not set. Without `std` there is no
    /// clock, and it must be set.
    pub fn at(mut self, time: UnixTime) -> Self {
        let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        self.time = Some(Time::from_unix(seconds));
        self
    }

    /// Certificates that may be issuers and that the peer did not send. A path that needs one is
    /// valid, with a warning that the peer should send it.
    pub const fn candidates(mut self, candidates: &'a [CertificateDer<'a>]) -> Self {
        self.candidates = candidates;
        self
    }

    /// A check of the caller's own of each path that is valid otherwise. It can only reject: then
    /// the search goes on to other paths.
    pub fn check(mut self, check: &'a OwnCheck<'a>) -> Self {
        self.own_checks.push(check);
        self
    }

    /// CRLs that may say whether certificates of the path were revoked.
    pub fn crls(mut self, crls: &'a [Crl]) -> Self {
        if !crls.is_empty() {
            self.sources.get_mut().crls.extend(crls);
        }
        self
    }

    /// The OCSP response that the server stapled in the handshake (RFC 6066 §8), or that it stapled
    /// none though it was asked to: a certificate that demands one (TLS feature, RFC 7633) is not
    /// valid then. Say nothing where nobody asked.
    pub fn staple(mut self, response: Option<&'a [u8]>) -> Self {
        self.sources.get_mut().staple = match response.filter(|response| !response.is_empty()) {
            Some(response) => Staple::Sent(response),
            None => Staple::Missing,
        };
        self
    }

    /// OCSP responses in DER that may speak of certificates of the path. They count with feature
    /// `ocsp`.
    pub fn ocsp_responses(mut self, responses: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut responses = responses.into_iter().peekable();
        if responses.peek().is_some() {
            self.sources.get_mut().ocsp_responses.extend(responses);
        }
        self
    }

    /// Certificates that are not wanted, whatever else is said of them.
    pub fn blocklist(mut self, list: &'a Blocklist) -> Self {
        self.sources.get_mut().blocklists.push(list);
        self
    }

    /// CRLite's filters.
    #[cfg(feature = "crlite")]
    pub fn filters(mut self, filters: &'a Filters) -> Self {
        self.sources.get_mut().filters.push(filters);
        self
    }

    /// Logs of certificates: the report says then which of them have the leaf, and what browsers make of
    /// it ([`Report::transparency`](crate::Report::transparency)). The verdict stays the same; a finding
    /// comes of it where the policy asks for one.
    #[cfg(feature = "ct")]
    pub const fn ct_logs(mut self, logs: &'a LogList) -> Self {
        self.transparency.logs = Some(logs);
        self
    }

    /// The same, unless it has some.
    #[cfg(feature = "ct")]
    pub(crate) fn or_ct_logs(mut self, logs: &'a LogList) -> Self {
        self.transparency.logs.get_or_insert(logs);
        self
    }

    /// A list of timestamps of the leaf that came beside it, in the TLS extension
    /// `signed_certificate_timestamp` or in an OCSP response (RFC 6962 §3.3). Those in the leaf are looked
    /// at without this.
    #[cfg(feature = "ct")]
    pub fn scts(mut self, delivery: Delivery, list: &'a [u8]) -> Self {
        self.transparency.scts.push((delivery, list));
        self
    }

    /// A nonce for the OCSP requests of this verification, fresh and random (RFC 9654): a response
    /// with another one does not count. Responders that make their responses in advance send none.
    pub fn ocsp_nonce(mut self, nonce: [u8; 32]) -> Self {
        self.sources.get_mut().ocsp_nonce = Some(nonce);
        self
    }

    /// With the memory of the verifier whose policy and algorithms these are.
    #[cfg(feature = "cache")]
    pub(crate) fn remembering(mut self, issuers: &'a ParsedIssuers) -> Self {
        self.memory = KnownIssuers::from(issuers);
        self
    }

    /// What the search starts from, and what is wrong with the request, if anything is.
    pub(super) fn into_inputs(
        self,
        store: &'a TrustStore,
        policy: &'a Policy,
        algorithms: &'a Algorithms,
    ) -> (Inputs<'a>, Option<Finding>) {
        let mut refused = None;
        let mut refuse = |code| {
            refused.get_or_insert_with(|| Finding::new(code, Severity::Error));
        };
        let names = match self.names {
            None => SmallVec::new(),
            Some(Names(Err(bad))) => {
                let wanted = bad.asked().clone();
                refuse(Code::BadReferenceName { wanted });
                SmallVec::new()
            }
            Some(Names(Ok(names))) => {
                if names.is_empty() {
                    refuse(Code::NoNames);
                }
                names
            }
        };
        let time = self.time.or_else(now).unwrap_or_else(|| {
            refuse(Code::NoTime);
            Time::from_unix(0)
        });
        if algorithms.is_empty() {
            refuse(Code::NoAlgorithms);
        }
        let purpose = self.purpose.filter(|_| policy.purpose.is_tls());
        let inputs = Inputs {
            store,
            policy,
            algorithms,
            names,
            purpose: purpose.unwrap_or_else(|| policy.purpose.clone()),
            time,
            own_checks: self.own_checks,
            revocation: self.sources,
            memory: self.memory,
            #[cfg(feature = "ct")]
            transparency: self.transparency,
        };
        (inputs, refused)
    }
}

#[cfg(feature = "std")]
fn now() -> Option<Time> {
    let seconds = UnixTime::now().as_secs();
    Some(Time::from_unix(i64::try_from(seconds).ok()?))
}

#[cfg(not(feature = "std"))]
const fn now() -> Option<Time> {
    None
}

impl core::fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Request")
            .field("names", &self.names)
            .field("purpose", &self.purpose)
            .field("time", &self.time)
            .finish_non_exhaustive()
    }
}

/// Names that a leaf must have, all of them: made from a text, whose form tells the kind
/// ([`ReferenceName::parse`]), from a [`ReferenceName`], a `pki_types::ServerName`, or a list of
/// these. A list without a name, and a text that is none, fail the verification.
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// use std::net::IpAddr;
///
/// use chainverify::ReferenceName;
///
/// let address = ReferenceName::Ip(IpAddr::from([192, 0, 2, 1]));
/// let request = Request::server(&chain, ["example.com", "www.example.com"]).names(address);
/// let report = verifier.verify_request(request.at(time)).unwrap_err();
/// assert_eq!(report.names.len(), 3);
/// assert_eq!(report.code().unwrap().id(), "name_mismatch");
/// ```
#[derive(Clone, Debug)]
pub struct Names<'a>(Result<SmallVec<[ReferenceName<'a>; 1]>, BadReferenceName>);

impl<'a> Names<'a> {
    fn and(self, more: Self) -> Self {
        Self(match (self.0, more.0) {
            (Ok(mut names), Ok(more)) => {
                names.extend(more);
                Ok(names)
            }
            (Err(bad), _) | (Ok(_), Err(bad)) => Err(bad),
        })
    }

    fn all<T: Into<Self>>(list: impl IntoIterator<Item = T>) -> Self {
        let none = Self(Ok(SmallVec::new()));
        list.into_iter().map(Into::into).fold(none, Self::and)
    }
}

impl<'a> From<Result<ReferenceName<'a>, BadReferenceName>> for Names<'a> {
    fn from(name: Result<ReferenceName<'a>, BadReferenceName>) -> Self {
        Self(name.map(|name| SmallVec::from_buf([name])))
    }
}

impl<'a> From<ReferenceName<'a>> for Names<'a> {
    fn from(name: ReferenceName<'a>) -> Self {
        Self::from(Ok(name))
    }
}

impl<'a> From<&'a str> for Names<'a> {
    fn from(text: &'a str) -> Self {
        Self::from(ReferenceName::parse(text))
    }
}

impl<'a> From<&'a ServerName<'_>> for Names<'a> {
    fn from(name: &'a ServerName<'_>) -> Self {
        Self::from(ReferenceName::try_from(name))
    }
}

impl<'a, T: Into<Self>> From<Vec<T>> for Names<'a> {
    fn from(list: Vec<T>) -> Self {
        Self::all(list)
    }
}

impl<'a, T: Into<Self>, const N: usize> From<[T; N]> for Names<'a> {
    fn from(list: [T; N]) -> Self {
        Self::all(list)
    }
}

impl<'a, T: Clone + Into<Self>> From<&[T]> for Names<'a> {
    fn from(list: &[T]) -> Self {
        Self::all(list.iter().cloned())
    }
}
