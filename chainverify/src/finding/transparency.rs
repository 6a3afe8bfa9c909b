//! What a certificate's timestamps lack under a browser's policy for Certificate Transparency: data of
//! a finding, and of the report that the feature `ct` makes.

use core::fmt;

use super::show::Show;
use crate::text::Text;

/// A browser whose policy for Certificate Transparency is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CtProgram {
    /// Chrome's Certificate Transparency policy, as of 2026-07.
    Chrome,
    /// Apple's Certificate Transparency policy (support.apple.com/103214).
    Apple,
}

/// Why a certificate does not meet such a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "id", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum CtShortfall {
    /// Timestamps of too few distinct logs count.
    #[non_exhaustive]
    TooFewLogs {
        /// Logs whose timestamps count.
        counted: u32,
        /// As many as the lifetime of the certificate needs.
        needed: u32,
    },
    /// No timestamp is of a log that is qualified, usable or read-only at the time of the check.
    NoCurrentLog,
    /// The logs that count have one operator.
    OneOperator,
    /// No log that counts is one of RFC 6962; all are tiled.
    OnlyTiledLogs,
}

/// Whose policy it is: "Chrome's".
impl fmt::Display for CtProgram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chrome => "Chrome's",
            Self::Apple => "Apple's",
        })
    }
}

impl fmt::Display for CtShortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewLogs { counted, needed } => {
                let verb = if *counted == 1 {
                    "log counts"
                } else {
                    "logs count"
                };
                write!(f, "timestamps of {counted} {verb}, {needed} are needed")
            }
            Self::NoCurrentLog => f.write_str("no timestamp is of a log in current use"),
            Self::OneOperator => f.write_str("all logs that count have one operator"),
            Self::OnlyTiledLogs => {
                f.write_str("all logs that count are tiled, and one of RFC 6962 is needed")
            }
        }
    }
}

impl Show for CtProgram {
    fn show(&self, out: &mut Text) {
        out.ours(alloc::format!("{self}"));
    }
}

impl Show for CtShortfall {
    fn show(&self, out: &mut Text) {
        out.ours(alloc::format!("{self}"));
    }
}
