//! A question about the world outside has three answers: it is known, it is wanted, or it cannot be
//! had. Nothing is passed over in silence.

/// What is known of something that may have to be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Question {
    /// It was answered.
    Known,
    /// It can be asked for, and was not answered yet.
    Wanted,
    /// There is no answer, and will be none: nobody says where it may be had, asking is not allowed,
    /// or was in vain. The request, if there was one, says why.
    Unobtainable,
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
