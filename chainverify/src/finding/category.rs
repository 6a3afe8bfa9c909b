//! The rank of failures, used twice: to choose the best failed path (smallest category) and the
//! finding that is named first on it (largest).

use core::fmt;

/// How far from valid a path with such a finding is: from "nearly right" to "hopeless".
///
/// ```
/// use chainverify::Category;
///
/// // A path that only expired comes nearer than one whose signature is wrong.
/// assert!(Category::Time < Category::Signature);
/// assert_eq!(Category::Untrusted.as_str(), "untrusted");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// A constraint that a CA laid down is broken.
    Constraint,
    /// Key or form is too weak for this policy.
    Strength,
    /// A certificate stands where its kind may not.
    Role,
    /// Something in it is not understood, so that it cannot be judged.
    Unsupported,
    /// It does not lead to an anchor.
    Untrusted,
    /// A signature is not by the key that it should be by.
    Signature,
    /// It cannot be read.
    Malformed,
}

impl Category {
    /// The word for machines.
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
