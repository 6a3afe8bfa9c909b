//! certificatePolicies (RFC 5280 §4.2.1.4): under which policies the certificate was issued.
//! Qualifiers are for people: they are read past, unless the extension is critical.

use smallvec::SmallVec;

use super::Decode;
use crate::der::{Field, Oid, ParseError, Problem, Reader, Span, first_duplicate, known, tag};

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
        core::iter::from_fn(move || policy(&mut rest).ok().map(|(oid, _)| oid))
    }

    /// The first qualifier that is neither of the two that RFC 5280 defines. An error says which
    /// one of these cannot be read. `der` is the certificate's DER.
    pub(crate) fn unknown_qualifier<'a>(
        &self,
        der: &'a [u8],
    ) -> Result<Option<Oid<'a>>, ParseError> {
        let mut rest = Reader::within(der, self.list);
        while !rest.is_empty() {
            let (_, qualifiers) = policy(&mut rest)?;
            let Some(mut qualifiers) = qualifiers else {
                continue;
            };
            while !qualifiers.is_empty() {
                let oid = qualifier(&mut qualifiers)?;
                if !matches!(oid.as_bytes(), known::CPS_POINTER | known::USER_NOTICE) {
                    return Ok(Some(oid));
                }
            }
        }
        Ok(None)
    }
}

const FIELD: Field = Field::CertificatePolicies;

/// `PolicyInformation`: the identifier, and the contents of the list of qualifiers.
fn policy<'a>(list: &mut Reader<'a>) -> Result<(Oid<'a>, Option<Reader<'a>>), ParseError> {
    let mut information = list.expect(tag::SEQUENCE, FIELD)?;
    let oid = Oid::read(&information.expect(tag::OID, FIELD)?, FIELD)?;
    let qualifiers = information.optional(tag::SEQUENCE, FIELD)?;
    if let Some(empty) = qualifiers.filter(Reader::is_empty) {
        return Err(empty.error(FIELD, Problem::Empty));
    }
    information.finish(FIELD)?;
    Ok((oid, qualifiers))
}

/// `PolicyQualifierInfo`: an identifier and one value, of the type that is defined for it.
fn qualifier<'a>(list: &mut Reader<'a>) -> Result<Oid<'a>, ParseError> {
    let mut parts = list.expect(tag::SEQUENCE, FIELD)?;
    let oid = Oid::read(&parts.expect(tag::OID, FIELD)?, FIELD)?;
    match oid.as_bytes() {
        known::CPS_POINTER => parts.expect(tag::IA5_STRING, FIELD)?,
        known::USER_NOTICE => parts.expect(tag::SEQUENCE, FIELD)?,
        _ => parts.any(FIELD)?.content,
    };
    parts.finish(FIELD)?;
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
            let (oid, _) = policy(&mut rest)?;
            oids.push((oid, start));
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
