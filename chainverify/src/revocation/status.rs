//! The revocation status of a certificate, with all that spoke of it.

use alloc::vec::Vec;
use core::fmt;

use super::crl::{OutOfScope, Revoked};
use crate::cert::NameBuf;
use crate::der::{OidBuf, Time};

/// Whether a certificate was revoked (RFC 5280 §6.3, RFC 6960).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "status", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Status {
    /// It was not revoked.
    Good {
        /// All that spoke of it.
        told: Vec<Told>,
    },
    /// It was revoked.
    Revoked {
        /// Since when and why.
        revoked: Revoked,
        /// All that spoke of it.
        told: Vec<Told>,
    },
    /// Nothing that was given says it.
    Unknown {
        /// All that spoke of it.
        told: Vec<Told>,
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
    pub source: Source,
    /// What.
    pub said: Said,
}

/// A source.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "kind", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Source {
    /// A CRL.
    Crl {
        /// Whose.
        issuer: NameBuf,
        /// When it was issued.
        this_update: Time,
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
    Revoked(Revoked),
    /// Nothing that counts.
    Nothing {
        /// Why not.
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
    /// It was issued after the time of the check.
    NotYetValid {
        /// When.
        this_update: Time,
    },
    /// A newer one should be there (RFC 5280 §5.1.2.5).
    Stale {
        /// Since when.
        next_update: Time,
    },
    /// It does not say when the next one comes, which RFC 5280 §5.1.2.5 asks for.
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
    /// The certificate of its issuer is not at hand.
    IssuerNotFound,
    /// The keyUsage of its issuer has no cRLSign (RFC 5280 §6.3.3 (f)).
    CrlSignMissing,
    /// Its signature does not verify with the key of its issuer.
    SignatureInvalid,
    /// Its issuer has no valid path to the same trust anchor (RFC 5280 §6.3.3 (f)).
    IssuerNotTrusted,
}

/// Why the revocation status of a certificate was not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum NotChecked {
    /// The policy says so.
    Off,
    /// No CRL was given.
    NoSource,
    /// The policy wants the leaf's status alone.
    OutOfScope,
}

impl fmt::Display for NotChecked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Off => "it is switched off",
            Self::NoSource => "no CRL was given",
            Self::OutOfScope => "only the leaf is looked at",
        })
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutOfScope { scope } => scope.fmt(f),
            Self::NotYetValid { this_update } => write!(f, "it is not valid before {this_update}"),
            Self::Stale { next_update } => write!(f, "it is stale since {next_update}"),
            Self::NoNextUpdate => f.write_str("it does not say when the next one comes"),
            Self::TooOld { this_update } => {
                write!(
                    f,
                    "it is of {this_update}, which is older than the policy allows"
                )
            }
            Self::UnknownCritical { oid } => {
                write!(
                    f,
                    "it has the critical extension {oid}, which is not processed"
                )
            }
            Self::NoNumber => f.write_str("it has no CRL number"),
            Self::NumberCritical => f.write_str("its CRL number is critical"),
            Self::Algorithm { algorithm } => {
                write!(
                    f,
                    "it is signed with {algorithm}, which is not supported or broken"
                )
            }
            Self::IssuerNotFound => f.write_str("no certificate of its issuer is at hand"),
            Self::CrlSignMissing => f.write_str("the key usage of its issuer has no cRLSign"),
            Self::SignatureInvalid => {
                f.write_str("its signature does not verify with the key of its issuer")
            }
            Self::IssuerNotTrusted => {
                f.write_str("its issuer has no valid path to the same trust anchor")
            }
        }
    }
}
