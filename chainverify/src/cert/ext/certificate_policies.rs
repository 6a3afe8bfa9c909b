//! certificatePolicies (RFC 5280 §4.2.1.4): under which policies the certificate was issued.
//! Qualifiers are for people and are read past.

use super::Decode;
use crate::der::known::ANY_POLICY;
use crate::der::{Field, Oid, ParseError, Problem, Reader, Span, tag};

/// The policies of one certificate (RFC 5280 §4.2.1.4).
///
/// ```
/// # use chainverify::Cert;
/// # use pki_types::{CertificateDer, pem::PemObject};
/// # let pem = include_bytes!("../../../../testdata/example/chain.pem");
/// # let mut chain = CertificateDer::pem_slice_iter(pem).map(|der| Cert::parse(der.unwrap()).unwrap());
/// # let (leaf, ca) = (chain.next().unwrap(), chain.next().unwrap());
/// let policies = leaf.extensions().certificate_policies.value().unwrap();
/// let policy = policies.oids(leaf.der()).next().unwrap();
/// assert_eq!(policy.to_string(), "2.23.140.1.2.1"); // CA/B: domain-validated
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CertificatePolicies {
    list: Span,
    any: bool,
}

/// More policies than this in one certificate are refused; public ones have fewer than ten.
const MOST_POLICIES: usize = 256;

impl CertificatePolicies {
    /// Whether anyPolicy is among them.
    #[must_use]
    pub const fn has_any_policy(&self) -> bool {
        self.any
    }

    /// The policy identifiers in order, anyPolicy included. `der` is the certificate's DER.
    pub fn oids<'a>(&self, der: &'a [u8]) -> impl Iterator<Item = Oid<'a>> + use<'a> {
        walk(Reader::new(self.list.of(der)))
    }
}

fn walk<'a>(mut rest: Reader<'a>) -> impl Iterator<Item = Oid<'a>> {
    core::iter::from_fn(move || policy(&mut rest).ok())
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
        let mut any = false;
        let mut rest = list;
        let mut count = 0_usize;
        while !rest.is_empty() {
            let here = rest;
            let oid = policy(&mut rest)?;
            if count >= MOST_POLICIES {
                return Err(here.error(Self::FIELD, Problem::TooMany));
            }
            // §4.2.1.4: a policy identifier must not appear more than once.
            if walk(list).take(count).any(|earlier| earlier == oid) {
                return Err(here.error(Self::FIELD, Problem::Duplicate));
            }
            any |= oid.as_bytes() == ANY_POLICY;
            count = count.saturating_add(1);
        }
        Ok(Self {
            list: list.span(),
            any,
        })
    }
}
