//! A certificate in a report: how it was presented, and whether it was used.

use alloc::boxed::Box;
use alloc::string::String;

use crate::cert::{Cert, NameBuf, SubjectPublicKeyInfo};
use crate::der::{OidBuf, ParseError};
use crate::finding::{CertRef, KeyIds};
use crate::trust::Origin;

/// A certificate as it was presented, or an anchor.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Certificate {
    /// What findings call it; none for one that cannot be read.
    pub id: Option<CertRef>,
    /// How it came.
    pub source: Source,
    /// The certificate itself; none for one that cannot be read, and for an anchor that is only name
    /// and key.
    pub cert: Option<Cert<'static>>,
    /// Its subject, or the anchor's name; empty for one that cannot be read.
    pub subject: NameBuf,
    /// Whether the path has it, or why not.
    pub used: Use,
    /// The key of an anchor that is only name and key.
    pub(super) bare_key: Option<Box<[u8]>>,
}

impl Certificate {
    /// Its key, the contents of the SEQUENCE SubjectPublicKeyInfo (RFC 5280 §4.1.2.7); none for one
    /// that cannot be read.
    #[must_use]
    pub fn subject_public_key_info(&self) -> Option<&[u8]> {
        let cert = self.cert.as_ref();
        cert.map(Cert::subject_public_key_info)
            .or(self.bare_key.as_deref())
    }

    /// The same decoded; none where it is malformed, too.
    #[must_use]
    pub fn public_key(&self) -> Option<SubjectPublicKeyInfo<'_>> {
        SubjectPublicKeyInfo::parse(self.subject_public_key_info()?).ok()
    }
}

/// How a certificate came.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "kind", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Source {
    /// From the peer.
    #[non_exhaustive]
    Sent {
        /// Its place in what was sent; 0 is the leaf.
        place: usize,
    },
    /// From the caller, who had it from somewhere else.
    #[non_exhaustive]
    Given {
        /// Its place in what was given, from 0.
        place: usize,
    },
    /// Fetched.
    #[non_exhaustive]
    Fetched {
        /// From where; empty where the answer named no URL.
        url: String,
    },
    /// From an OCSP response (RFC 6960 §4.2.1).
    OcspResponse,
    /// From the trust store.
    #[non_exhaustive]
    Store {
        /// Where the store has it from.
        origin: Origin,
    },
}

/// Whether a certificate is on the path of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "use", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Use {
    /// It is.
    OnPath,
    /// It is on the path of someone who signed what is said of revocation.
    OnSignersPath,
    /// It is the same, octet for octet, as an earlier one.
    #[non_exhaustive]
    Duplicate {
        /// The number of that one.
        of: usize,
    },
    /// It cannot be read.
    #[non_exhaustive]
    Unreadable {
        /// Field, offset, problem.
        error: ParseError,
        /// The extension that it has twice, where that is the problem, and the field is not named
        /// after the extension.
        duplicate_extension: Option<OidBuf>,
    },
    /// It is not.
    #[non_exhaustive]
    NotUsed {
        /// Why not.
        why: NotUsed,
        /// Of one with another key than the issuer's: the key identifiers, where they differ.
        key_ids: Option<KeyIds>,
    },
}

/// Why a certificate that was presented is not on the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum NotUsed {
    /// It is the anchor itself, or has its name and key.
    IsAnchor,
    /// Another valid path has it.
    OnOtherValidPath,
    /// It was tried, and the path through it is not valid.
    PathNotValid,
    /// It has the name of an issuer, but another key: key identifiers or the signature say so.
    OtherKey,
    /// It may have issued one of the certificates, but is not valid at the time of the check.
    OutOfDate,
    /// It issued none of the certificates between the leaf and its roots.
    NotAnIssuer,
    /// It may have issued one of them, and the path that was found does without it: clients with
    /// other roots may need it.
    Alternative,
    /// It may have issued one of them, but no path through it was tried: none would be nearer to valid.
    NotTried,
}
