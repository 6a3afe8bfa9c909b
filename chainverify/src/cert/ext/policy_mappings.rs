//! policyMappings (RFC 5280 §4.2.1.5): pairs of policies that the issuer holds equivalent.

use super::Decode;
use crate::der::{Field, Oid, ParseError, Problem, Reader, Span, tag};

/// Pairs of `issuerDomainPolicy` and `subjectDomainPolicy` (RFC 5280 §4.2.1.5).
///
/// ```
/// # use chainverify::Cert;
/// # use pki_types::{CertificateDer, pem::PemObject};
/// # let pem = include_bytes!("../../../../testdata/example/chain.pem");
/// # let mut chain = CertificateDer::pem_slice_iter(pem).map(|der| Cert::parse(der.unwrap()).unwrap());
/// # let (leaf, ca) = (chain.next().unwrap(), chain.next().unwrap());
/// let mappings = ca.extensions().policy_mappings.value().into_iter();
/// for (issuers, subjects) in mappings.flat_map(|mappings| mappings.pairs(ca.der())) {
///     println!("{issuers} counts as {subjects} below this CA");
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct PolicyMappings {
    list: Span,
}

/// More mappings than this in one certificate are refused; bridge CAs have a few dozen.
const MOST_MAPPINGS: usize = 256;

impl PolicyMappings {
    /// The pairs in order: issuer's policy, subject's policy. `der` is the certificate's DER.
    pub fn pairs<'a>(&self, der: &'a [u8]) -> impl Iterator<Item = (Oid<'a>, Oid<'a>)> + use<'a> {
        let mut rest = Reader::new(self.list.of(der));
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
        let mut rest = list;
        for count in 0.. {
            if rest.is_empty() {
                break;
            }
            if count >= MOST_MAPPINGS {
                return Err(rest.error(Self::FIELD, Problem::TooMany));
            }
            pair(&mut rest)?;
        }
        Ok(Self { list: list.span() })
    }
}
