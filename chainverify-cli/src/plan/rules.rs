//! By which rules a path is checked: purpose, profile, certificate policies. Purposes and policies are given by name or by object
//! identifier.

use chainverify::Purpose;
use chainverify::der::OidBuf;

use crate::args::{ProfileArg, RuleArgs};
use crate::usage::UsageError;

/// By which rules a path is checked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Rules {
    /// What the leaf is for.
    pub(crate) purpose: Purpose,
    /// Which preset.
    pub(crate) profile: ProfileArg,
    /// Whether conformance warnings are errors.
    pub(crate) strictness: Strictness,
    /// RFC 5280 §6.1.1 (c); none is any-policy.
    pub(crate) policies: Vec<OidBuf>,
    /// RFC 5280 §6.1.1 (f).
    pub(crate) explicit_policy: bool,
    /// RFC 5280 §6.1.1 (e).
    pub(crate) inhibit_policy_mapping: bool,
    /// RFC 5280 §6.1.1 (g).
    pub(crate) inhibit_any_policy: bool,
    /// Intermediates, self-issued ones not counted; `None` is the policy's default.
    pub(crate) max_depth: Option<u8>,
}

/// Whether conformance warnings are errors.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Strictness {
    /// They are warnings.
    Practical,
    /// They are errors.
    Strict,
}

impl Rules {
    pub(super) fn new(args: RuleArgs) -> Result<Self, UsageError> {
        let policies = args.policy.iter().map(|typed| policy(typed));
        let policies = policies.collect::<Result<_, _>>()?;
        Ok(Self {
            purpose: purpose(&args.purpose)?,
            profile: args.profile,
            strictness: match args.strict {
                true => Strictness::Strict,
                false => Strictness::Practical,
            },
            policies,
            explicit_policy: args.explicit_policy,
            inhibit_policy_mapping: args.inhibit_policy_mapping,
            inhibit_any_policy: args.inhibit_any_policy,
            max_depth: args.max_depth,
        })
    }
}

fn policy(typed: &str) -> Result<OidBuf, UsageError> {
    typed.parse().map_err(|_| {
        UsageError::about("--policy ", typed, " is not an object identifier")
            .with_hint("write it as numbers with dots, as 2.23.140.1.2.2")
    })
}

/// The purposes that have names.
const PURPOSES: [(&str, Purpose); 7] = [
    ("server", Purpose::Server),
    ("client", Purpose::Client),
    ("email", Purpose::Email),
    ("code", Purpose::Code),
    ("timestamp", Purpose::Timestamp),
    ("ocsp", Purpose::Ocsp),
    ("any", Purpose::Any),
];

/// By name, or by the identifier of an extended key usage, which may be that of one with a name.
fn purpose(typed: &str) -> Result<Purpose, UsageError> {
    let oid = typed.parse::<OidBuf>().ok();
    let named = PURPOSES.into_iter().find(|(name, purpose)| {
        *name == typed || oid.is_some() && purpose.oid() == oid.as_ref().map(OidBuf::as_oid)
    });
    match (named, oid) {
        (Some((_, purpose)), _) => Ok(purpose),
        (None, Some(oid)) => Ok(Purpose::Other(oid)),
        (None, None) => Err(UsageError::about("--purpose ", typed, " is not a purpose").with_hint(
            "it is server, client, email, code, timestamp, ocsp, any, or an object identifier as 1.3.6.1.5.5.7.3.17",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{Purpose, purpose};

    #[test]
    fn a_purpose_is_a_name_or_an_identifier() {
        let with = |typed| purpose(typed).map_err(|error| error.text.to_string());
        assert_eq!(with("timestamp"), Ok(Purpose::Timestamp));
        // serverAuth
        assert_eq!(with("1.3.6.1.5.5.7.3.1"), Ok(Purpose::Server));
        let smart_card = "1.3.6.1.4.1.311.20.2.2";
        let other = Purpose::Other(smart_card.parse().unwrap());
        assert_eq!(with(smart_card), Ok(other));
    }
}
