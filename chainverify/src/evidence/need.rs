//! What a verification asks the world outside for, and what it may be told: the types of the door.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use pki_types::CertificateDer;

use crate::arena::Id;
use crate::finding::FetchProblem;
use crate::revocation::crl::Crl;

/// Something that nobody has given yet, and where it may be had.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Need {
    /// Names this need in [`Search::answer`](crate::Search::answer).
    pub id: NeedId,
    /// What is wanted.
    pub wanted: Wanted,
    /// The certificate it is about.
    pub certificate: CertificateDer<'static>,
    /// Where it may be had, as the certificate says: all its URLs, of whatever scheme, in its order.
    /// They are as hostile as the certificate.
    pub urls: Vec<String>,
    /// The request to send to an OCSP responder, in DER (RFC 6960 §4.1); empty for what is not OCSP.
    pub ocsp_request: Arc<[u8]>,
}

/// What is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Wanted {
    /// Certificates of the issuer (authorityInfoAccess, `id-ad-caIssuers`, RFC 5280 §4.2.2.1).
    Issuers,
    /// A CRL of one of the certificate's distribution points (cRLDistributionPoints, RFC 5280
    /// §4.2.1.13): any of its URLs will do.
    Crl,
    /// The delta to a CRL about the certificate (freshestCRL of the certificate or of the CRL, RFC 5280
    /// §4.2.1.15, §5.2.6): any of its URLs will do.
    DeltaCrl,
    /// An OCSP response about the certificate (authorityInfoAccess, `id-ad-ocsp`, RFC 6960 §3.1).
    Ocsp,
}

/// What was fetched.
///
/// ```
/// use chainverify::search::{Answer, Fetched};
///
/// let answer = Answer::url("http://ca.test/ocsp", Ok(Fetched::Ocsp(vec![0x30, 0x03])));
/// # let _ = answer;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fetched {
    /// Certificates, in any order.
    Certs(Vec<CertificateDer<'static>>),
    /// A CRL. One that is kept and given again shares its index.
    Crl(Crl),
    /// An OCSP response in DER.
    Ocsp(Vec<u8>),
}

impl From<Vec<CertificateDer<'static>>> for Fetched {
    fn from(certs: Vec<CertificateDer<'static>>) -> Self {
        Self::Certs(certs)
    }
}

impl From<Crl> for Fetched {
    fn from(crl: Crl) -> Self {
        Self::Crl(crl)
    }
}

/// Names a need.
pub type NeedId = Id<NeedOf>;

/// What a [`NeedId`] names one of.
#[derive(Debug)]
pub enum NeedOf {}

/// What became of a need: what each place gave that was tried.
///
/// ```
/// use chainverify::search::{Answer, FetchProblem};
///
/// let timed_out = Answer::url("http://ca.test/", Err(FetchProblem::TimedOut));
/// let answer = timed_out.and_url("http://mirror.test/", Err(FetchProblem::http_status(404)));
/// assert_ne!(answer, Answer::nothing(FetchProblem::TimedOut));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    pub(crate) tried: Vec<(Option<String>, Outcome)>,
}

/// What one place gave.
pub(crate) type Outcome = Result<Fetched, FetchProblem>;

impl Answer {
    /// Certificates, in any order, that came from no URL: a local store, a cache.
    #[must_use]
    pub fn certs(certs: Vec<CertificateDer<'static>>) -> Self {
        Self::given(certs)
    }

    /// What came from no URL.
    #[must_use]
    pub fn given(fetched: impl Into<Fetched>) -> Self {
        Self {
            tried: Vec::from([(None, Ok(fetched.into()))]),
        }
    }

    /// Nothing, and why.
    #[must_use]
    pub fn nothing(problem: FetchProblem) -> Self {
        Self {
            tried: Vec::from([(None, Err(problem))]),
        }
    }

    /// What one of the URLs gave, added to what others gave.
    #[must_use]
    pub fn and_url(
        mut self,
        url: impl Into<String>,
        outcome: Result<Fetched, FetchProblem>,
    ) -> Self {
        self.tried.push((Some(url.into()), outcome));
        self
    }

    /// What one of the URLs gave.
    #[must_use]
    pub fn url(url: impl Into<String>, outcome: Result<Fetched, FetchProblem>) -> Self {
        Self::default().and_url(url, outcome)
    }
}
