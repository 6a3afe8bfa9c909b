//! What was given or fetched that may say whether certificates were revoked: CRLs and OCSP responses.
//! Whether any of it is to be believed is for [`status`](super::status) to say.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::status::Signers;
use crate::finding::{CertId, FetchProblem};
use crate::revocation::blocklist::Blocklist;
use crate::revocation::crl::Crl;
#[cfg(feature = "crlite")]
use crate::revocation::crlite::Filters;
use crate::revocation::ocsp::Response;
use crate::revocation::status::Came;

/// What the caller gave, if it gave anything: most verifications do without.
#[derive(Clone, Default)]
pub(crate) struct GivenSources<'a>(Option<Box<Given<'a>>>);

/// What there is.
#[derive(Clone, Default)]
pub(crate) struct Given<'a> {
    pub(crate) crls: Vec<&'a Crl>,
    pub(crate) ocsp_responses: Vec<&'a [u8]>,
    pub(crate) staple: Staple<'a>,
    pub(crate) ocsp_nonce: Option<[u8; 32]>,
    pub(crate) blocklists: Vec<&'a Blocklist>,
    #[cfg(feature = "crlite")]
    pub(crate) filters: Vec<&'a Filters>,
}

impl<'a> GivenSources<'a> {
    pub(crate) fn get(&self) -> &Given<'a> {
        self.0.as_deref().unwrap_or(Given::NONE)
    }

    pub(crate) fn get_mut(&mut self) -> &mut Given<'a> {
        self.0.get_or_insert_default()
    }
}

impl Given<'static> {
    const NONE: &'static Self = &Self {
        crls: Vec::new(),
        ocsp_responses: Vec::new(),
        staple: Staple::NotAsked,
        ocsp_nonce: None,
        blocklists: Vec::new(),
        #[cfg(feature = "crlite")]
        filters: Vec::new(),
    };
}

impl Given<'_> {
    /// Whether there are lists that nobody signed for this verification.
    pub(super) fn has_lists(&self) -> bool {
        #[cfg(feature = "crlite")]
        if !self.filters.is_empty() {
            return true;
        }
        !self.blocklists.is_empty()
    }
}

/// Whether the server stapled an OCSP response (RFC 6066 §8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Staple<'a> {
    /// It was not asked to, or nobody says.
    #[default]
    NotAsked,
    /// It was asked to, and did not.
    Missing,
    /// This one.
    Sent(&'a [u8]),
}

/// All of it, in the order in which it came, and who is known to have signed it.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    pub(super) crls: Vec<HeardCrl>,
    pub(super) responses: Vec<HeardResponse>,
    pub(crate) signers: Signers,
}

/// A CRL, and how it came.
#[derive(Clone, Debug)]
pub(super) struct HeardCrl {
    pub(super) crl: Crl,
    pub(super) came: Came,
    /// Whether someone who may signed it, as far as anybody looked.
    pub(super) is_proven: bool,
}

/// An OCSP response in DER, and how it came.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "ocsp"), expect(dead_code, reason = "none is judged"))]
pub(super) struct HeardResponse {
    pub(super) der: Arc<[u8]>,
    pub(super) came: Came,
    /// The certificate that it was asked or sent for, where it is known.
    pub(super) about: Option<CertId>,
}

impl Heard {
    /// What the caller gave.
    pub(super) fn given(sources: &GivenSources<'_>) -> Option<Box<Self>> {
        let sources = sources.0.as_deref()?;
        let crls = sources.crls.iter().map(|crl| HeardCrl {
            crl: Crl::clone(crl),
            came: Came::Given,
            is_proven: false,
        });
        let staple = match sources.staple {
            Staple::Sent(der) => Some((der, Came::Stapled)),
            Staple::NotAsked | Staple::Missing => None,
        };
        let given = sources.ocsp_responses.iter().map(|der| (*der, Came::Given));
        let responses = staple.into_iter().chain(given);
        let responses = responses.map(|(der, came)| HeardResponse {
            der: der.into(),
            came,
            about: None,
        });
        Some(Box::new(Self {
            crls: crls.collect(),
            responses: responses.collect(),
            signers: Signers::default(),
        }))
    }

    /// Nothing.
    pub(super) const NONE: &'static Self = &Self {
        crls: Vec::new(),
        responses: Vec::new(),
        signers: Signers::NONE,
    };

    /// How many octets there are of it.
    pub(super) fn octets(&self) -> usize {
        let crls = self.crls.iter().map(|heard| heard.crl.der().len());
        let responses = self.responses.iter().map(|heard| heard.der.len());
        crls.chain(responses).fold(0, usize::saturating_add)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.crls.is_empty() && self.responses.is_empty()
    }

    /// The CRL at this place.
    pub(super) fn crl(&self, place: usize) -> Option<&Crl> {
        self.crls.get(place).map(|heard| &heard.crl)
    }

    /// Notes that someone who may signed the CRL at this place.
    pub(super) fn prove(&mut self, place: usize) {
        if let Some(heard) = self.crls.get_mut(place) {
            heard.is_proven = true;
        }
    }

    /// Takes a CRL that was fetched; one that is here already is not taken twice.
    pub(super) fn take_crl(&mut self, crl: Crl, url: Option<&str>) -> usize {
        if !self.crls.iter().any(|known| known.crl == crl) {
            let came = fetched(url);
            self.crls.push(HeardCrl {
                crl,
                came,
                is_proven: false,
            });
        }
        1
    }

    /// Takes an OCSP response that was fetched.
    pub(super) fn take_ocsp(
        &mut self,
        der: Vec<u8>,
        url: Option<&str>,
        about: CertId,
    ) -> Result<usize, FetchProblem> {
        Response::parse(&der).map_err(|_| FetchProblem::NotOcspResponse)?;
        self.responses.push(HeardResponse {
            der: der.into(),
            came: fetched(url),
            about: Some(about),
        });
        Ok(1)
    }
}

fn fetched(url: Option<&str>) -> Came {
    Came::Fetched {
        url: url.map_or_else(String::new, ToString::to_string),
    }
}
