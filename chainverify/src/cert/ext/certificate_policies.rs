//! certificatePolicies (RFC 5280 §4.2.1.4): under which policies the certificate was issued.
//! Qualifiers are for people and are read past.

use smallvec::SmallVec;

use super::Decode;
use crate::der::{Field, Oid, ParseError, Problem, Reader, Span, first_duplicate, tag};

/// The policies of one certificate (RFC 5280 §4.2.1.4).
///
/// ```
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let policies = leaf.extensions().certificate_policies.value().unwrap();
/// let policy = policies.oids(leaf.der()).next().unwrap();
/// assert_eq!(policy.to_string(), "2.23.140.1.2.1"); // CA/B: domain-validated
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CertificatePolicies {
    list: Span,
}

impl CertificatePolicies {
    /// The policy identifiers in order, anyPolicy included; one that cannot be read ends the walk.
    /// `der` is the certificate's DER.
    pub fn oids<'a>(&self, der: &'a [u8]) -> impl Iterator<Item = Oid<'a>> + use<'a> {
        let mut rest = Reader::within(der, self.list);
        core::iter::from_fn(move || policy(&mut rest).ok())
    }
}

fn policy<'a>(list: &mut Reader<'a>) -> Result<Oid<'a>, ParseError> {
    const FIELD: Field = Field::CertificatePolicies;
    let mut information = list.expect(tag::SEQUENCE, FIELD)?;
    let oid = Oid::read(&information.expect(tag::OID, FIELD)?, FIELD)?;
    if let Some(qualifiers) = information.optional(tag::SEQUENCE, FIELD)?
        && qualifiers.is_empty()
    {
        return Err(qualifiers.error(FIELD, Problem::Empty));
    }
    information.finish(FIELD)?;
    Ok(oid)
}

impl Decode for CertificatePolicies {
    const FIELD: Field = Field::CertificatePolicies;

    #[inline]
    fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
        let list = value.only_nonempty(tag::SEQUENCE, Self::FIELD)?;
        Ok(Self { list: list.span() })
    }

    fn check(&self, der: &[u8]) -> Result<(), ParseError> {
        let mut rest = Reader::within(der, self.list);
        let mut oids = SmallVec::<[(Oid<'_>, u32); 8]>::new();
        while !rest.is_empty() {
            let start = rest.offset();
            oids.push((policy(&mut rest)?, start));
        }
        // §4.2.1.4: a policy identifier must not appear more than once.
        match first_duplicate(&mut oids) {
            Some((first, second)) => {
                let duplicate = Problem::DuplicatePolicy { first };
                Err(ParseError::new(Self::FIELD, second, duplicate))
            }
            None => Ok(()),
        }
    }
}
