//! How far revocation is looked at, and what it counts.

use core::time::Duration;

/// How revocation is looked at (RFC 5280 §6.1.3 (a) (3) leaves it to the caller).
///
/// ```
/// use chainverify::Policy;
/// use chainverify::policy::{RevocationMode, RevocationScope};
///
/// let mut policy = Policy::web_server();
/// policy.revocation.mode = RevocationMode::Hard;
/// policy.revocation.scope = RevocationScope::Leaf;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Revocation {
    /// What counts.
    pub mode: RevocationMode,
    /// Which certificates are looked at.
    pub scope: RevocationScope,
    /// How old a CRL may be, whatever it says of the next one; none: as old as it says itself.
    pub max_age: Option<Duration>,
}

/// What a status counts. A certificate that was revoked is never on a valid path, unless nobody looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RevocationMode {
    /// Nobody looks.
    Off,
    /// A status that cannot be told is a warning, where there are sources at all.
    Soft,
    /// A status that cannot be told is an error.
    Hard,
}

/// Which certificates are looked at; the anchor never is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RevocationScope {
    /// The leaf alone.
    Leaf,
    /// All of the path.
    Chain,
}

impl Revocation {
    /// Soft, for all of the path.
    pub(super) const SOFT: Self = Self {
        mode: RevocationMode::Soft,
        scope: RevocationScope::Chain,
        max_age: None,
    };
}
