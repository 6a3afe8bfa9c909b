//! How far revocation is looked at, and what it counts.

use core::time::Duration;

/// How revocation is looked at (RFC 5280 §6.1.3 (a) (3) leaves it to the caller).
///
/// ```
/// use chainverify::Policy;
/// use chainverify::policy::{Fetching, RevocationMode, RevocationScope};
///
/// let mut policy = Policy::web_server();
/// policy.revocation.mode = RevocationMode::Hard;
/// policy.revocation.scope = RevocationScope::Leaf;
/// policy.revocation.fetch = Fetching::On;
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Revocation {
    /// What counts.
    pub mode: RevocationMode,
    /// Which certificates are looked at.
    pub scope: RevocationScope,
    /// The kinds of sources that count. What was given or stapled of these kinds is always looked at;
    /// what was not is asked for in this order, until one says it.
    pub sources: &'static [RevocationSource],
    /// Whether a certificate's CRLs and OCSP responders are asked for. Without it nothing is, also
    /// by a verification that fetches issuers.
    pub fetch: Fetching,
    /// How old a CRL or an OCSP response may be, whatever it says of the next one, and how old what
    /// filters cover; none: as old as they say themselves, and filters of any age.
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

/// A kind of source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RevocationSource {
    /// CRLite's filters, as far as they were given (feature `crlite`).
    Filter,
    /// CRLs (RFC 5280 §5).
    Crl,
    /// OCSP responses (RFC 6960, feature `ocsp`).
    Ocsp,
}

/// Whether the world outside is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fetching {
    /// What was given must do.
    Off,
    /// What was not given is asked for, if whoever drives the verification answers.
    On,
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
        sources: &[
            RevocationSource::Filter,
            RevocationSource::Crl,
            RevocationSource::Ocsp,
        ],
        fetch: Fetching::Off,
        max_age: None,
    };
}
