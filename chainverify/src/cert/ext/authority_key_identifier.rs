//! authorityKeyIdentifier (RFC 5280 §4.2.1.1): a hint at the issuer's key. It orders candidates
//! and never rejects one.

use super::Decode;
use crate::der::{Field, ParseError, Problem, Reader, Span, tag};

/// Which key signed, by identifier, or by issuer and serial number (RFC 5280 §4.2.1.1).
///
/// ```
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let by = leaf.extensions().authority_key_identifier.value().unwrap();
/// let own = ca.extensions().subject_key_identifier.value().unwrap();
/// assert_eq!(leaf.bytes(by.key_identifier.unwrap()), ca.bytes(own.span()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuthorityKeyIdentifier {
    /// `keyIdentifier`
    pub key_identifier: Option<Span>,
    /// `authorityCertIssuer`
    pub authority_cert_issuer: Option<Span>,
    /// `authorityCertSerialNumber`
    pub authority_cert_serial_number: Option<Span>,
}

impl Decode for AuthorityKeyIdentifier {
    const FIELD: Field = Field::AuthorityKeyIdentifier;

    #[inline]
    fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
        let mut parts = value.only(tag::SEQUENCE, Self::FIELD)?;
        let mut field = |tag| -> Result<Option<Span>, ParseError> {
            let value = parts.optional(tag, Self::FIELD)?;
            Ok(value.map(|content| content.span()))
        };
        let identifier = Self {
            key_identifier: field(tag::context(0))?,
            authority_cert_issuer: field(tag::context_constructed(1))?,
            authority_cert_serial_number: field(tag::context(2))?,
        };
        parts.finish(Self::FIELD)?;
        // §4.2.1.1: issuer and serial number are both there or both absent.
        if identifier.authority_cert_issuer.is_some()
            != identifier.authority_cert_serial_number.is_some()
        {
            return Err(parts.error(Self::FIELD, Problem::BadValue));
        }
        Ok(identifier)
    }
}
