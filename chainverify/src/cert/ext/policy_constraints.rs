//! policyConstraints and inhibitAnyPolicy (RFC 5280 §4.2.1.11, §4.2.1.14): after how many more
//! certificates a policy must be there, mapping ends, anyPolicy ends.

use super::Decode;
use crate::der::{Field, ParseError, Reader, tag};

/// policyConstraints (RFC 5280 §4.2.1.11); each number counts certificates that are not self-issued.
///
/// ```
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let constraints = ca.extensions().policy_constraints.value();
/// assert_eq!(constraints.and_then(|it| it.require_explicit_policy), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyConstraints {
    /// `requireExplicitPolicy`
    pub require_explicit_policy: Option<u32>,
    /// `inhibitPolicyMapping`
    pub inhibit_policy_mapping: Option<u32>,
}

impl Decode for PolicyConstraints {
    const FIELD: Field = Field::PolicyConstraints;

    #[inline]
    fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
        // §4.2.1.11: conforming CAs must not issue it as an empty sequence.
        let mut parts = value.only_nonempty(tag::SEQUENCE, Self::FIELD)?;
        let constraints = Self {
            require_explicit_policy: skip_certs(&mut parts, 0)?,
            inhibit_policy_mapping: skip_certs(&mut parts, 1)?,
        };
        parts.finish(Self::FIELD)?;
        Ok(constraints)
    }
}

fn skip_certs(parts: &mut Reader<'_>, number: u8) -> Result<Option<u32>, ParseError> {
    const FIELD: Field = Field::PolicyConstraints;
    match parts.optional(tag::context(number), FIELD)? {
        Some(value) => value.small_integer(FIELD).map(Some),
        None => Ok(None),
    }
}

/// inhibitAnyPolicy (RFC 5280 §4.2.1.14): how many more certificates that are not self-issued may use anyPolicy.
///
/// ```
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let inhibit = ca.extensions().inhibit_any_policy.value();
/// assert_eq!(inhibit.map(|it| it.skip_certs), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InhibitAnyPolicy {
    /// `SkipCerts`
    pub skip_certs: u32,
}

impl Decode for InhibitAnyPolicy {
    const FIELD: Field = Field::InhibitAnyPolicy;

    #[inline]
    fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
        let number = value.only(tag::INTEGER, Self::FIELD)?;
        let skip_certs = number.small_integer(Self::FIELD)?;
        Ok(Self { skip_certs })
    }
}
