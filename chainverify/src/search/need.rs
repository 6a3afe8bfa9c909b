//! The door to the outside world: what a search needs, and what it was given. The search itself
//! makes no request.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::net::IpAddr;

use pki_types::CertificateDer;

/// Something that is not at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Need {
    /// The certificate of an issuer, from the URL that the certificate below it names
    /// (authorityInfoAccess, RFC 5280 §4.2.2.1).
    Issuers {
        /// Names this need in [`Search::answer`](crate::Search::answer).
        id: NeedId,
        /// Where it may be had.
        url: String,
    },
}

/// Names a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NeedId(pub(super) u32);

impl Need {
    /// Where it may be had.
    #[must_use]
    pub fn url(&self) -> &str {
        match self {
            Self::Issuers { url, .. } => url,
        }
    }

    /// What names it.
    #[must_use]
    pub const fn id(&self) -> NeedId {
        match self {
            Self::Issuers { id, .. } => *id,
        }
    }
}

/// What became of a need.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// Certificates, in any order. One that cannot be read is passed over with a warning.
    Certs(Vec<CertificateDer<'static>>),
    /// Nothing, and why.
    Nothing(FetchProblem),
}

/// Why a request brought nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FetchProblem {
    /// The caller makes no requests.
    NotTried,
    /// The URL cannot be read.
    BadUrl,
    /// A scheme other than `http`.
    SchemeNotAllowed,
    /// The host's name has no address.
    NameNotResolved,
    /// The host's address is not a public one.
    AddressRefused(IpAddr),
    /// No connection.
    Unreachable,
    /// Not within the time limit.
    TimedOut,
    /// The server answered with this status.
    HttpStatus(u16),
    /// More redirects than allowed.
    TooManyRedirects,
    /// The server redirected, and this is wrong with what it redirected to.
    Redirected {
        /// Where it led.
        to: String,
        /// What is wrong there.
        problem: Box<Self>,
    },
    /// The answer is longer than allowed.
    TooLarge {
        /// The most bytes of an answer.
        limit: u64,
    },
    /// The answer holds no certificates.
    NotCertificates,
    /// The connection broke off, or the answer is no HTTP.
    Interrupted,
}

impl FetchProblem {
    /// The word for machines.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NotTried => "not_tried",
            Self::BadUrl => "bad_url",
            Self::SchemeNotAllowed => "scheme_not_allowed",
            Self::NameNotResolved => "name_not_resolved",
            Self::AddressRefused(_) => "address_refused",
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed_out",
            Self::HttpStatus(_) => "http_status",
            Self::TooManyRedirects => "too_many_redirects",
            Self::Redirected { problem, .. } => problem.as_str(),
            Self::TooLarge { .. } => "too_large",
            Self::NotCertificates => "not_certificates",
            Self::Interrupted => "interrupted",
        }
    }
}

impl fmt::Display for FetchProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotTried => "not tried",
            Self::BadUrl => "not a URL that can be fetched",
            Self::SchemeNotAllowed => "only plain http is fetched",
            Self::NameNotResolved => "the host's name could not be resolved",
            Self::AddressRefused(address) => {
                return write!(f, "refused, because {address} is not a public address");
            }
            Self::Unreachable => "the host could not be reached",
            Self::TimedOut => "timed out",
            Self::HttpStatus(status) => return write!(f, "the server answered {status}"),
            Self::TooManyRedirects => "too many redirects",
            Self::Redirected { to, problem } => {
                return write!(f, "it redirects to {to}: {problem}");
            }
            Self::TooLarge { limit } => {
                return write!(f, "the answer is longer than {limit} bytes");
            }
            Self::NotCertificates => "the answer holds no certificates",
            Self::Interrupted => "the connection broke off",
        })
    }
}
