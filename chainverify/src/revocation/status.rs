//! The revocation status of a certificate, with all that spoke of it.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::crl::{OutOfScope, Revoked};
use super::ocsp::Refusal;
use crate::cert::NameBuf;
use crate::der::{OidBuf, Time};
use crate::fetch_problem::FetchProblem;

/// What is known of the revocation of a certificate (RFC 5280 §6.3, RFC 6960): its status, and what
/// each source said.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct RevocationCheck {
    /// The status.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub status: Status,
    /// All that spoke of it, or should have, in the order in which it was consulted.
    pub sources: Vec<Told>,
}

/// Whether a certificate was revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "status", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Status {
    /// It was not revoked.
    Good,
    /// It was revoked.
    Revoked {
        /// Since when and why; none where the source does not say.
        revoked: Option<Revoked>,
    },
    /// It is on a list of certificates that the caller does not want.
    Blocked,
    /// Sources were consulted, and none could say it.
    Unknown,
    /// It need not be known.
    NotNeeded {
        /// Why not.
        why: NotNeeded,
    },
    /// Nobody looked.
    NotChecked {
        /// Why not.
        why: NotChecked,
    },
}

/// What one source said of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Told {
    /// Who.
    pub source: StatusSource,
    /// What.
    pub said: Said,
}

/// A source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "kind", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum StatusSource {
    /// A CRL.
    #[non_exhaustive]
    Crl {
        /// Whose.
        issuer: NameBuf,
        /// When it was issued.
        this_update: Time,
        /// Until when the next one will be issued.
        next_update: Option<Time>,
        /// How it came.
        came: Came,
    },
    /// An OCSP response.
    #[non_exhaustive]
    Ocsp {
        /// When it was signed; none for one without an answer.
        produced_at: Option<Time>,
        /// How it came.
        came: Came,
    },
    /// CRLite's filters.
    #[non_exhaustive]
    Filter {
        /// The newest certificates that they cover were logged then; none where they cover none.
        until: Option<Time>,
    },
    /// A list of certificates that the caller does not want.
    Blocklist,
    /// A URL of the certificate that gave nothing.
    #[non_exhaustive]
    Url {
        /// What was asked for there.
        wanted: SourceKind,
        /// Which; empty where the answer named none.
        url: String,
    },
}

/// A kind of source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
#[allow(missing_docs, reason = "as those of `StatusSource`")]
pub enum SourceKind {
    Crl,
    Ocsp,
    Filter,
    Blocklist,
}

impl StatusSource {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> SourceKind {
        match self {
            Self::Crl { .. } => SourceKind::Crl,
            Self::Ocsp { .. } => SourceKind::Ocsp,
            Self::Filter { .. } => SourceKind::Filter,
            Self::Blocklist => SourceKind::Blocklist,
            Self::Url { wanted, .. } => *wanted,
        }
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Crl => "CRL",
            Self::Ocsp => "OCSP response",
            Self::Filter => "CRLite filters",
            Self::Blocklist => "blocklist",
        })
    }
}

/// How a CRL or an OCSP response came.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "came", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Came {
    /// From the caller.
    Given,
    /// From the server, in the handshake (RFC 6066 §8).
    Stapled,
    /// Fetched.
    #[non_exhaustive]
    Fetched {
        /// From where; empty where the answer named no URL.
        url: String,
    },
}

/// What a source said.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "answer", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Said {
    /// That the certificate was not revoked, as far as it speaks for it.
    NotRevoked,
    /// That it was.
    Revoked {
        /// Since when and why; none where the source does not say.
        revoked: Option<Revoked>,
    },
    /// That the certificate is on the list.
    Listed,
    /// Nothing that counts.
    Nothing {
        /// Why not.
        #[cfg_attr(feature = "serde", serde(flatten))]
        why: Unusable,
    },
}

/// Why what a source says does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "why", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Unusable {
    /// It does not speak for this certificate (RFC 5280 §6.3.3 (b)).
    OutOfScope {
        /// Why not.
        scope: OutOfScope,
    },
    /// It speaks for some reasons of revocation only, and nothing speaks for the others (RFC 5280
    /// §6.3.3 (l)).
    SomeReasons,
    /// It was issued after the time of the check.
    NotYetValid {
        /// When.
        this_update: Time,
    },
    /// A newer one should be there (RFC 5280 §5.1.2.5, RFC 6960 §4.2.2.1).
    Stale {
        /// Since when.
        next_update: Time,
    },
    /// It does not say when the next one comes (RFC 5280 §5.1.2.5).
    NoNextUpdate,
    /// It is older than the policy allows.
    TooOld {
        /// When it was issued.
        this_update: Time,
    },
    /// It has a critical extension that is not known (RFC 5280 §5.2, §5.3).
    UnknownCritical {
        /// Which.
        oid: OidBuf,
    },
    /// It has no number (RFC 5280 §5.2.3).
    NoNumber,
    /// Its number is critical, which RFC 5280 §5.2.3 forbids.
    NumberCritical,
    /// Its signature algorithm is broken or not supported.
    Algorithm {
        /// Which.
        algorithm: OidBuf,
    },
    /// The certificate of its issuer is not known.
    IssuerNotFound,
    /// The keyUsage of its issuer has no cRLSign (RFC 5280 §6.3.3 (f)).
    CrlSignMissing,
    /// Its signature does not verify with the key of its issuer.
    SignatureInvalid,
    /// Its issuer has no valid path to the same trust anchor (RFC 5280 §6.3.3 (f)).
    IssuerNotTrusted,
    /// It was signed neither by the CA nor by a responder that the CA named (RFC 6960 §4.2.2.2).
    ResponderNotAuthorized,
    /// It says nothing of this certificate.
    NoAnswer,
    /// The responder does not know the certificate (RFC 6960 §2.2).
    UnknownToResponder,
    /// The responder gave no answer (RFC 6960 §2.3).
    Refused {
        /// Why not.
        refusal: Refusal,
    },
    /// It has another nonce than the request (RFC 9654 §2.1).
    WrongNonce,
    /// It cannot be read.
    Unreadable,
    /// The filters do not cover when and where the certificate was logged.
    NotCovered,
    /// The filters do not know the issuer.
    NotEnrolled,
    /// Nothing came from there.
    NotFetched {
        /// Why not.
        problem: FetchProblem,
    },
}

/// Why the revocation status of a certificate need not be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum NotNeeded {
    /// It is valid for a few days only (CA/B BR §1.6.1, "Short-lived Subscriber Certificate").
    ShortLived,
    /// Its CA says that there will be no revocation information (RFC 9608).
    NoRevAvail,
    /// It is that of an OCSP responder, and its CA says that it need not be checked (RFC 6960
    /// §4.2.2.2.1).
    OcspNoCheck,
}

/// Why the revocation status of a certificate was not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum NotChecked {
    /// The policy says so.
    Off,
    /// Nothing that was given speaks of it, and the certificate does not say where to ask.
    NoSource,
    /// Nothing that was given speaks of it, and nobody asked where the certificate says.
    NotAsked,
    /// The policy wants the leaf's status alone.
    OutOfScope,
    /// The path is not valid for another reason.
    PathNotValid,
}

impl RevocationCheck {
    pub(crate) fn not_checked(why: NotChecked) -> Self {
        let status = Status::NotChecked { why };
        Self {
            status,
            sources: Vec::new(),
        }
    }
}

impl Unusable {
    /// Whether the source has nothing to do with the certificate, so that it does not count as one
    /// that was consulted.
    pub(crate) const fn is_silent(&self) -> bool {
        matches!(self, Self::NotCovered | Self::NotEnrolled)
    }
}

impl fmt::Display for NotNeeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ShortLived => "short-lived certificate",
            Self::NoRevAvail => "its CA offers no revocation information (noRevAvail)",
            Self::OcspNoCheck => "OCSP responder with id-pkix-ocsp-nocheck",
        })
    }
}

impl fmt::Display for NotChecked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "switched off",
            Self::NoSource => "nothing given covers it, and the certificate names no source",
            Self::NotAsked => "nothing given covers it, and its CA was not asked",
            Self::OutOfScope => "only the leaf is checked",
            Self::PathNotValid => "the path is not valid for another reason",
        })
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OutOfScope { scope } => return scope.fmt(f),
            Self::SomeReasons => "it covers only some reasons of revocation",
            Self::NotYetValid { this_update } => {
                return write!(f, "it is not valid before {this_update}");
            }
            Self::Stale { next_update } => return write!(f, "it is stale since {next_update}"),
            Self::NoNextUpdate => "it does not say when the next one comes",
            Self::TooOld { this_update } => {
                return write!(f, "it is of {this_update}, older than the policy allows");
            }
            Self::UnknownCritical { oid } => {
                return write!(
                    f,
                    "it has the critical extension {oid}, which is not processed"
                );
            }
            Self::NoNumber => "it has no CRL number",
            Self::NumberCritical => "its CRL number is critical",
            Self::Algorithm { algorithm } => {
                return write!(
                    f,
                    "it is signed with {algorithm}, which is not supported or broken"
                );
            }
            Self::IssuerNotFound => "the certificate of its issuer is missing",
            Self::CrlSignMissing => "the key usage of its issuer has no cRLSign",
            Self::SignatureInvalid => "its signature does not verify with the key of its issuer",
            Self::IssuerNotTrusted => "its issuer has no valid path to the same trust anchor",
            Self::ResponderNotAuthorized => {
                "it was signed neither by the CA nor by a responder that the CA authorized"
            }
            Self::NoAnswer => "it has no answer about this certificate",
            Self::UnknownToResponder => "the responder does not know the certificate",
            Self::Refused { refusal } => {
                return write!(f, "the responder gave no answer ({refusal})");
            }
            Self::WrongNonce => "its nonce is not that of the request",
            Self::Unreadable => "it cannot be read",
            Self::NotCovered => "they do not cover this certificate",
            Self::NotEnrolled => "they do not cover this CA",
            Self::NotFetched { problem } => return problem.fmt(f),
        })
    }
}
