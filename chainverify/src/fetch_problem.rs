//! Why a request brought nothing: what a fetcher says of a URL, and a report repeats.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;
use core::net::IpAddr;

use crate::text::Excerpt;

/// Why a request brought nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "id", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum FetchProblem {
    /// The caller makes no requests, or made this one not.
    NotTried,
    /// The URL cannot be read.
    BadUrl,
    /// A scheme other than `http`.
    SchemeNotAllowed,
    /// The host's name has no address.
    NameNotResolved,
    /// The host's address is not a public one.
    #[non_exhaustive]
    AddressRefused {
        /// The address.
        address: IpAddr,
    },
    /// No connection.
    Unreachable,
    /// Not within the time limit.
    TimedOut,
    /// The server answered with this status.
    #[non_exhaustive]
    HttpStatus {
        /// RFC 9110 §15.
        status: u16,
    },
    /// More redirects than allowed.
    TooManyRedirects,
    /// The server redirected, and this is wrong with what it redirected to.
    #[non_exhaustive]
    Redirected {
        /// Where it led.
        to: String,
        /// What is wrong there.
        because: Box<Self>,
    },
    /// The answer is longer than allowed.
    #[non_exhaustive]
    TooLarge {
        /// The most octets of an answer.
        limit: u64,
    },
    /// The answer holds no certificates.
    NotCertificates,
    /// The answer is no CRL that can be read.
    NotCrl,
    /// The answer is no OCSP response that can be read.
    NotOcspResponse,
    /// The connection broke off, or the answer is no HTTP.
    Interrupted,
}

impl FetchProblem {
    /// [`FetchProblem::AddressRefused`]
    #[must_use]
    pub const fn address_refused(address: IpAddr) -> Self {
        Self::AddressRefused { address }
    }

    /// [`FetchProblem::HttpStatus`]
    #[must_use]
    pub const fn http_status(status: u16) -> Self {
        Self::HttpStatus { status }
    }

    /// [`FetchProblem::Redirected`]
    #[must_use]
    pub fn redirected(to: impl Into<String>, because: Self) -> Self {
        Self::Redirected {
            to: to.into(),
            because: Box::new(because),
        }
    }

    /// [`FetchProblem::TooLarge`]
    #[must_use]
    pub const fn too_large(limit: u64) -> Self {
        Self::TooLarge { limit }
    }

    /// Its id in JSON.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::NotTried => "not_tried",
            Self::BadUrl => "bad_url",
            Self::SchemeNotAllowed => "scheme_not_allowed",
            Self::NameNotResolved => "name_not_resolved",
            Self::AddressRefused { .. } => "address_refused",
            Self::Unreachable => "unreachable",
            Self::TimedOut => "timed_out",
            Self::HttpStatus { .. } => "http_status",
            Self::TooManyRedirects => "too_many_redirects",
            Self::Redirected { .. } => "redirected",
            Self::TooLarge { .. } => "too_large",
            Self::NotCertificates => "not_certificates",
            Self::NotCrl => "not_crl",
            Self::NotOcspResponse => "not_ocsp_response",
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
            Self::AddressRefused { address } => {
                return write!(f, "refused, because {address} is not a public address");
            }
            Self::Unreachable => "the host could not be reached",
            Self::TimedOut => "timed out",
            Self::HttpStatus { status } => return write!(f, "the server answered {status}"),
            Self::TooManyRedirects => "too many redirects",
            Self::Redirected { to, because } => {
                return write!(
                    f,
                    "it redirects to {}: {because}",
                    Excerpt::from(to.as_str())
                );
            }
            Self::TooLarge { limit } => {
                return write!(f, "the answer is longer than {limit} octets");
            }
            Self::NotCertificates => "the answer holds no certificates",
            Self::NotCrl => "the answer is no CRL",
            Self::NotOcspResponse => "the answer is no OCSP response",
            Self::Interrupted => "the connection broke off",
        })
    }
}
