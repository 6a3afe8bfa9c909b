//! A question about the world outside has three answers: it is known, it is wanted, or it cannot be
//! had, and why. Nothing is passed over in silence.

use crate::budget::Limit;

/// What is known of something that may have to be asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Question<T> {
    /// The answer.
    Known(T),
    /// It can be asked for, and was not answered yet.
    Wanted,
    /// There is no answer, and will be none.
    Unobtainable(Unobtainable),
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unobtainable {
    /// Nobody says where it may be had.
    NoSource,
    /// Asking is not allowed, or was not tried.
    NotAsked,
    /// It was asked for, in vain; the request says why.
    Failed,
    /// A limit does not allow it.
    Limit(Limit),
}

/// Whether a certificate was revoked (RFC 5280 §6.3, RFC 6960).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "status", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Status {
    /// Nobody looked.
    NotChecked {
        /// Why not.
        why: NotChecked,
    },
}

/// Why the revocation status of a certificate was not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum NotChecked {
    /// This version does not check revocation.
    NotSupported,
}

impl core::fmt::Display for NotChecked {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::NotSupported => "this version does not check it",
        })
    }
}
