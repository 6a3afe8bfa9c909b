//! policyMappings (RFC 5280 §4.2.1.5): pairs of policies that the issuer holds equivalent.

use super::Decode;
use crate::der::{Field, Oid, ParseError, Reader, Span, tag};

/// Pairs of `issuerDomainPolicy` and `subjectDomainPolicy` (RFC 5280 §4.2.1.5).
///
/// ```
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let mappings = ca.extensions().policy_mappings.value().into_iter();
/// for (issuers, subjects) in mappings.flat_map(|mappings| mappings.pairs(ca.der())) {
///     println!("{issuers} counts as {subjects} below this CA");
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct PolicyMappings {
    list: Span,
}

impl PolicyMappings {
    /// The pairs in order: issuer's policy, subject's policy; one that cannot be read ends the
    /// walk. `der` is the certificate's DER.
    pub fn pairs<'a>(&self, der: &'a [u8]) -> impl Iterator<Item = (Oid<'a>, Oid<'a>)> + use<'a> {
        let mut rest = Reader::within(der, self.list);
        core::iter::from_fn(move || pair(&mut rest).ok())
    }
}

fn pair<'a>(list: &mut Reader<'a>) -> Result<(Oid<'a>, Oid<'a>), ParseError> {
    const FIELD: Field = Field::PolicyMappings;
    let mut parts = list.expect(tag::SEQUENCE, FIELD)?;
    let issuer = Oid::read(&parts.expect(tag::OID, FIELD)?, FIELD)?;
    let subject = Oid::read(&parts.expect(tag::OID, FIELD)?, FIELD)?;
    parts.finish(FIELD)?;
    Ok((issuer, subject))
}

impl Decode for PolicyMappings {
    const FIELD: Field = Field::PolicyMappings;

    #[inline]
    fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
        let list = value.only_nonempty(tag::SEQUENCE, Self::FIELD)?;
        Ok(Self { list: list.span() })
    }

    fn check(&self, der: &[u8]) -> Result<(), ParseError> {
        let mut rest = Reader::within(der, self.list);
        while !rest.is_empty() {
            pair(&mut rest)?;
        }
        Ok(())
    }
}
