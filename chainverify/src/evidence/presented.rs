//! What was presented, in order: how each certificate came, and what came of reading it.

use alloc::string::String;

use crate::der::{Field, OidBuf, ParseError};
use crate::finding::CertId;

/// A certificate as it was presented; the same one may be presented several times.
#[derive(Debug)]
pub(crate) struct Presented {
    pub(crate) source: Source,
    pub(crate) reading: Reading,
}

/// How a certificate came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// By the peer, at this place; 0 is the leaf.
    Sent(usize),
    /// By the caller, who had it from somewhere else.
    Given(usize),
    /// From this URL.
    Fetched(String),
    /// With an OCSP response, as the certificate of its responder.
    OcspResponse,
}

/// What came of reading it.
#[derive(Clone, Debug)]
pub(crate) enum Reading {
    /// It was not there before.
    New(CertId),
    /// Byte for byte one that was there before.
    Again(CertId),
    /// It is no certificate.
    Unreadable {
        error: ParseError,
        /// The extension that it has twice, where that is why, and the error has no name for it.
        duplicate_extension: Option<OidBuf>,
        /// Tells it from others, in whatever order they came.
        digest: u64,
    },
}

impl Reading {
    pub(super) fn unreadable(error: ParseError, der: &[u8]) -> Self {
        let is_nameless = error.field() == Field::Extensions;
        let duplicate = is_nameless.then(|| error.duplicate(der)).flatten();
        Self::Unreadable {
            error,
            duplicate_extension: duplicate.map(OidBuf::from),
            digest: digest_of_all(der),
        }
    }
}

/// Of what cannot be read the last octets may be anything, and fewer than those: FNV-1a of all.
fn digest_of_all(octets: &[u8]) -> u64 {
    octets.iter().fold(0xcbf2_9ce4_8422_2325, |digest, octet| {
        (digest ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01b3)
    })
}
