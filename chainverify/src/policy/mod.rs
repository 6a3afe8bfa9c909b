//! What a verification asks for: purpose, strictness, the inputs of RFC 5280 §6.1.1, limits. A
//! plain value: build one with a preset, change its fields, compare it, print it.

mod public_suffix;
mod purpose;
mod revocation;

use alloc::vec::Vec;

pub use public_suffix::PublicSuffixes;
pub use purpose::Purpose;
pub use revocation::{Fetching, Revocation, RevocationMode, RevocationScope, RevocationSource};

pub use crate::budget::{Limit, Limits};
use crate::der::OidBuf;
use crate::finding::{Class, Code, Severity};

/// Everything that decides about a path besides the certificates, the anchors and the time.
///
/// ```
/// use chainverify::policy::Level;
/// use chainverify::{Policy, Purpose};
///
/// let mut policy = Policy::web_server().strict();
/// policy.purpose = Purpose::Client;
/// policy.max_depth = Some(1);
/// assert_eq!(policy.conformance, Level::Error);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Policy {
    /// What the leaf's key is to be used for.
    pub purpose: Purpose,
    /// Conformance to what RFC 5280 asks of CAs: key identifiers, criticality, serial numbers.
    pub conformance: Level,
    /// Conformance to what the CA/Browser Forum's Baseline Requirements ask beyond that.
    pub conformance_br: Level,
    /// That a name constraint for DNS names begins with a dot. RFC 5280 §4.2.1.10 does not define
    /// that; it is read as "all names below the domain, but not the domain itself", as in OpenSSL, Go,
    /// rustls-webpki, Firefox and Chrome.
    pub leading_dot: Level,
    /// That a leaf's commonName is one of its alternative names (BR §7.1.4.3).
    pub common_name: Level,
    /// Whether the conformance of anchors is looked at too.
    pub anchor_conformance: Level,
    /// How much of an anchor's certificate counts.
    pub anchor: AnchorCertificate,
    /// Whether an anchor's certificate must be within its dates. RFC 5280 §6.1.1 (d) does not
    /// look at them.
    pub anchor_time: Level,
    /// Domains below which a wildcard is too wide; none: wildcards are not matched against a list.
    pub public_suffixes: Option<PublicSuffixes>,
    /// Which keys are strong enough.
    pub key_strength: KeyStrength,
    /// Whether a leaf that is itself an anchor is trusted.
    pub direct_trust: DirectTrust,
    /// §6.1.1 (c) `user-initial-policy-set`; empty stands for anyPolicy.
    pub initial_policy_set: Vec<OidBuf>,
    /// §6.1.1 (f) `initial-explicit-policy`: a policy of the set must be valid along the path.
    pub initial_explicit_policy: Switch,
    /// §6.1.1 (e) `initial-policy-mapping-inhibit`.
    pub initial_policy_mapping_inhibit: Switch,
    /// §6.1.1 (g) `initial-any-policy-inhibit`.
    pub initial_any_policy_inhibit: Switch,
    /// The most intermediates between leaf and anchor, self-issued ones not counted; none for no
    /// such rule (the search has a limit of its own, [`Limits::depth`]).
    pub max_depth: Option<u32>,
    /// One valid path or all of them.
    pub exploration: Exploration,
    /// How revocation is looked at.
    pub revocation: Revocation,
    /// What comes of a leaf whose timestamps are not what browsers ask for (feature `ct`).
    pub transparency: TransparencyMode,
    /// What one verification may cost.
    pub limits: Limits,
}

/// How a group of rules counts. These three are all that a rule can do, so there will be no fourth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not looked at.
    Off,
    /// Said, but the path may be valid.
    Warning,
    /// The path is not valid.
    Error,
}

/// What comes of a leaf whose timestamps do not meet a browser's policy for Certificate Transparency
/// (RFC 6962), where a list of logs was given. It is never an error: the browsers' policies are theirs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransparencyMode {
    /// The report says it.
    #[default]
    ReportOnly,
    /// There is a warning for each browser too.
    Warning,
}

/// An input of RFC 5280 §6.1.1 that is set or not, and nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Switch {
    /// The indicator is set.
    Set,
    /// The indicator is not set.
    #[default]
    NotSet,
}

/// Which keys may be in a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KeyStrength {
    /// The shortest RSA modulus, in bits.
    pub min_rsa_bits: u32,
    /// Whether the length of an RSA modulus must be a multiple of 8 bits, and whether curves other
    /// than P-256, P-384, P-521 and Ed25519, and kinds of keys other than RSA, elliptic curve,
    /// Edwards curve, ML-DSA and SLH-DSA are refused.
    pub kinds: Level,
    /// How a key that is too short counts.
    pub level: Level,
}

/// How much of an anchor's certificate counts beside its name, its key, its name constraints and
/// its path length constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AnchorCertificate {
    /// Nothing: RFC 5280 §6.1.1 (d).
    NameAndKey,
    /// A version 3 certificate must be a CA that may sign certificates, without unknown critical
    /// extensions: a store's owner who put it there did not mean it to say something else. As
    /// OpenSSL and pyca have it.
    AsIssuer,
}

/// Whether a leaf that is byte for byte an anchor is trusted by itself: on or off, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DirectTrust {
    /// It is: self-signed servers, pinned leaves.
    On,
    /// It must have a path to another anchor.
    Off,
}

/// How far the search goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Exploration {
    /// Until the first valid path.
    First,
    /// Until every path was tried or a limit is reached.
    All,
}

impl Policy {
    /// A server's certificate as browsers check it: RFC 5280, RFC 9525, keys by the Baseline
    /// Requirements; what these ask of CAs about conformance is a warning.
    #[must_use]
    pub const fn web_server() -> Self {
        Self::web(Purpose::Server)
    }

    /// A client's certificate, as a server with mutual TLS checks it. The same as
    /// [`Policy::web_server`] for the purpose client, without the rules of the Baseline
    /// Requirements, which do not speak of clients.
    #[must_use]
    pub const fn web_client() -> Self {
        let mut policy = Self::web(Purpose::Client);
        policy.conformance_br = Level::Off;
        policy.common_name = Level::Off;
        policy
    }

    /// RFC 5280 §6.1 and nothing else: no purpose, no least key length, dates of anchors ignored.
    #[must_use]
    pub const fn rfc5280() -> Self {
        let mut policy = Self::web(Purpose::Any);
        policy.conformance_br = Level::Off;
        policy.leading_dot = Level::Error;
        policy.common_name = Level::Off;
        policy.anchor = AnchorCertificate::NameAndKey;
        policy.anchor_time = Level::Off;
        policy.key_strength = KeyStrength {
            min_rsa_bits: 0,
            kinds: Level::Off,
            level: Level::Off,
        };
        policy
    }

    const fn web(purpose: Purpose) -> Self {
        Self {
            purpose,
            conformance: Level::Warning,
            conformance_br: Level::Warning,
            leading_dot: Level::Warning,
            common_name: Level::Warning,
            anchor_conformance: Level::Off,
            anchor: AnchorCertificate::AsIssuer,
            anchor_time: Level::Error,
            public_suffixes: None,
            key_strength: KeyStrength {
                min_rsa_bits: 2048,
                kinds: Level::Error,
                level: Level::Error,
            },
            direct_trust: DirectTrust::On,
            initial_policy_set: Vec::new(),
            initial_explicit_policy: Switch::NotSet,
            initial_policy_mapping_inhibit: Switch::NotSet,
            initial_any_policy_inhibit: Switch::NotSet,
            max_depth: None,
            exploration: Exploration::First,
            revocation: Revocation::SOFT,
            transparency: TransparencyMode::ReportOnly,
            limits: Limits::DEFAULT,
        }
    }

    /// The same, with what was a conformance warning now an error, for anchors too.
    #[must_use]
    pub const fn strict(mut self) -> Self {
        if matches!(self.conformance, Level::Warning) {
            self.conformance = Level::Error;
        }
        if matches!(self.conformance_br, Level::Warning) {
            self.conformance_br = Level::Error;
        }
        if matches!(self.leading_dot, Level::Warning) {
            self.leading_dot = Level::Error;
        }
        if matches!(self.common_name, Level::Warning) {
            self.common_name = Level::Error;
        }
        self.anchor_conformance = Level::Error;
        self
    }

    /// The same for another purpose.
    #[must_use]
    pub fn purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = purpose;
        self
    }

    /// How a code counts under this policy; none if it is not looked at.
    #[must_use]
    pub const fn severity(&self, code: &Code) -> Option<Severity> {
        let level = match code.class() {
            Class::Validation => Level::Error,
            // The Baseline Requirements allow them not to be critical (§7.1.2.10.8).
            Class::Conformance if self.allows_non_critical_name_constraints(code) => Level::Off,
            Class::Conformance if matches!(code, Code::NameConstraintLeadingDot { .. }) => {
                self.leading_dot
            }
            Class::Conformance => self.conformance,
            Class::ConformanceBr => self.conformance_br,
            Class::CommonName => self.common_name,
            Class::Strength => match code {
                Code::WeakRsaKey { .. } => self.key_strength.level,
                _ => self.key_strength.kinds,
            },
            Class::AnchorTime => self.anchor_time,
            Class::Revocation => match self.revocation.mode {
                RevocationMode::Off => Level::Off,
                RevocationMode::Soft => Level::Warning,
                RevocationMode::Hard => Level::Error,
            },
            Class::Notice => Level::Warning,
        };
        match level {
            Level::Off => None,
            Level::Warning => Some(Severity::Warning),
            Level::Error => Some(Severity::Error),
        }
    }
}

impl Policy {
    const fn allows_non_critical_name_constraints(&self, code: &Code) -> bool {
        matches!(code, Code::NameConstraintsNotCritical)
            && !matches!(self.conformance_br, Level::Off)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::web_server()
    }
}

impl Switch {
    /// Whether the indicator is set.
    #[must_use]
    pub const fn is_set(self) -> bool {
        matches!(self, Self::Set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strict_turns_conformance_warnings_into_errors_and_leaves_what_is_off() {
        let form = Code::SerialNotPositive;
        let web = Code::VersionNotThree;
        let web_server = Policy::web_server();
        assert_eq!(web_server.severity(&form), Some(Severity::Warning));
        assert_eq!(web_server.strict().severity(&web), Some(Severity::Error));
        let rfc = Policy::rfc5280().strict();
        assert_eq!(rfc.severity(&form), Some(Severity::Error));
        assert_eq!(rfc.severity(&web), None);
    }

    #[test]
    fn path_validation_is_an_error_under_every_preset() {
        let validation = Code::NoNames;
        for policy in [
            Policy::web_server(),
            Policy::web_client(),
            Policy::rfc5280(),
        ] {
            assert_eq!(policy.severity(&validation), Some(Severity::Error));
        }
    }
}
