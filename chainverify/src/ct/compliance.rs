//! What a browser that enforces Certificate Transparency would make of a certificate's timestamps, or why
//! that cannot be told.

use core::fmt;

use crate::finding::CtShortfall;

/// Whether a certificate's timestamps meet a browser's policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "verdict", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Compliance {
    /// They do.
    Meets,
    /// They do not.
    #[non_exhaustive]
    DoesNotMeet {
        /// What is missing.
        because: CtShortfall,
    },
    /// It cannot be told.
    #[non_exhaustive]
    NotChecked {
        /// What would have to be known.
        why: WhyNotChecked,
    },
}

/// Why it cannot be told whether a certificate's timestamps meet a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum WhyNotChecked {
    /// No list of logs was given.
    NoLogList,
    /// The list of logs is older than 70 days: newer logs are missing in it, and states are past.
    LogListStale,
    /// The issuer of the certificate is not known, and an embedded timestamp is about its key.
    IssuerUnknown,
    /// The algorithms of the verification cannot check a timestamp that is needed.
    Unsupported,
    /// There are more timestamps than are looked at.
    TooMany,
}

impl fmt::Display for Compliance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Meets => f.write_str("met"),
            Self::DoesNotMeet { because } => write!(f, "not met, {because}"),
            Self::NotChecked { why } => write!(f, "not checked, {why}"),
        }
    }
}

impl fmt::Display for WhyNotChecked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoLogList => "no list of logs was given",
            Self::LogListStale => "the list of logs is older than 70 days",
            Self::IssuerUnknown => "the issuer of the certificate is not known",
            Self::Unsupported => "the signature of a log is not supported",
            Self::TooMany => "there are more timestamps than are looked at",
        })
    }
}
