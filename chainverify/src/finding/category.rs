//! How far from valid a failure is, used twice: to choose the best failed path (smallest category) and the
//! finding that is named first on it (largest).

use core::fmt;

/// How far from valid a path with such a finding is: from "nearly right" to "hopeless".
///
/// ```
/// use chainverify::finding::Category;
///
/// // A path that only expired comes nearer than one whose signature is wrong.
/// assert!(Category::Time < Category::Signature);
/// assert_eq!(Category::Untrusted.as_str(), "untrusted");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Category {
    /// Valid at another time.
    Time,
    /// Valid for another name.
    Name,
    /// Valid for another purpose.
    Purpose,
    /// Was valid; the CA took it back, or its status is unknown.
    Revocation,
    /// A constraint of a CA, of the policy or of the caller is broken.
    Constraint,
    /// A key, an algorithm or the form of a certificate is too weak for this policy.
    Strength,
    /// A certificate has a role that it may not have.
    Role,
    /// Something in it is not supported, so that it cannot be checked.
    Unsupported,
    /// It does not lead to an anchor.
    Untrusted,
    /// A signature does not verify.
    Signature,
    /// It cannot be read.
    Malformed,
}

impl Category {
    /// Its id in JSON, which is also its name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Time => "time",
            Self::Name => "name",
            Self::Purpose => "purpose",
            Self::Revocation => "revocation",
            Self::Constraint => "constraint",
            Self::Strength => "strength",
            Self::Role => "role",
            Self::Unsupported => "unsupported",
            Self::Untrusted => "untrusted",
            Self::Signature => "signature",
            Self::Malformed => "malformed",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
