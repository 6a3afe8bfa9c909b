//! basicConstraints (RFC 5280 §4.2.1.9): is this a CA, and how many intermediates may follow.

use super::Decode;
use crate::der::{Field, ParseError, Reader, tag};

/// Whether the subject is a CA, and the depth of paths through it (RFC 5280 §4.2.1.9).
///
/// ```
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let constraints = ca.extensions().basic_constraints.value().unwrap();
/// assert_eq!((constraints.ca, constraints.path_len_constraint), (true, Some(0)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasicConstraints {
    /// `cA`: the key may verify signatures on certificates.
    pub ca: bool,
    /// `pathLenConstraint`: how many intermediates that are not self-issued may follow.
    pub path_len_constraint: Option<u32>,
}

impl Decode for BasicConstraints {
    const FIELD: Field = Field::BasicConstraints;

    #[inline]
    fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
        let mut parts = value.only(tag::SEQUENCE, Self::FIELD)?;
        let ca = parts.default_false(Self::FIELD)?;
        let path_len_constraint = match parts.optional(tag::INTEGER, Self::FIELD)? {
            Some(number) => Some(number.small_integer(Self::FIELD)?),
            None => None,
        };
        parts.finish(Self::FIELD)?;
        Ok(Self {
            ca,
            path_len_constraint,
        })
    }
}
