//! OCSP (RFC 6960): what a responder is asked, and what it said of certificates.

#[cfg(feature = "ocsp")]
mod request;
mod response;
#[cfg(test)]
mod tests;

use core::fmt;

#[cfg(feature = "ocsp")]
pub(crate) use request::key_hash;
#[cfg(feature = "ocsp")]
pub use request::{CertIdHash, OcspRequest, Target, get_url};
pub use response::{BasicResponse, CertId, CertStatus, Responder, Response, Single};

/// Why a responder gave no answer: `OCSPResponseStatus` (RFC 6960 §4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[allow(missing_docs, reason = "the words of the RFC")]
#[non_exhaustive]
pub enum Refusal {
    MalformedRequest,
    InternalError,
    TryLater,
    SigRequired,
    Unauthorized,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::MalformedRequest => "malformedRequest",
            Self::InternalError => "internalError",
            Self::TryLater => "tryLater",
            Self::SigRequired => "sigRequired",
            Self::Unauthorized => "unauthorized",
        })
    }
}
