//! authorityInfoAccess (RFC 5280 §4.2.2.1): where the issuer's certificate, or an OCSP responder,
//! may be had.

use super::{Decode, GeneralName};
use crate::der::known::CA_ISSUERS;
use crate::der::{Field, Oid, ParseError, Reader, Span, tag};

/// Access descriptions (RFC 5280 §4.2.2.1), held by their place.
///
/// ```
/// # use chainverify::Cert;
/// # use pki_types::{CertificateDer, pem::PemObject};
/// # let pem = include_bytes!("../../../../testdata/example/chain.pem");
/// # let mut chain = CertificateDer::pem_slice_iter(pem).map(|der| Cert::parse(der.unwrap()).unwrap());
/// # let (leaf, ca) = (chain.next().unwrap(), chain.next().unwrap());
/// let access = leaf.extensions().authority_info_access.value().unwrap();
/// assert_eq!(access.ca_issuers(leaf.der()).next(), Some("http://ca.example.com/ca1.der"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AuthorityInfoAccess {
    list: Span,
}

impl AuthorityInfoAccess {
    /// The URLs at which the issuer's certificate may be had (`id-ad-caIssuers`), in order.
    /// `der` is the certificate's DER. Locations that are no URI, or not ASCII, are left out.
    pub fn ca_issuers<'a>(&self, der: &'a [u8]) -> impl Iterator<Item = &'a str> + use<'a> {
        let mut rest = Reader::new(self.list.of(der));
        core::iter::from_fn(move || description(&mut rest).ok()).filter_map(|(method, location)| {
            match location {
                GeneralName::Uri(uri) if method.as_bytes() == CA_ISSUERS && uri.is_ascii() => {
                    core::str::from_utf8(uri).ok()
                }
                _ => None,
            }
        })
    }
}

fn description<'a>(list: &mut Reader<'a>) -> Result<(Oid<'a>, GeneralName<'a>), ParseError> {
    const FIELD: Field = Field::AuthorityInfoAccess;
    let mut parts = list.expect(tag::SEQUENCE, FIELD)?;
    let method = Oid::read(&parts.expect(tag::OID, FIELD)?, FIELD)?;
    let location = GeneralName::read(&mut parts)?;
    parts.finish(FIELD)?;
    Ok((method, location))
}

impl Decode for AuthorityInfoAccess {
    const FIELD: Field = Field::AuthorityInfoAccess;

    #[inline]
    fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
        let list = value.only_nonempty(tag::SEQUENCE, Self::FIELD)?;
        let mut rest = list;
        while !rest.is_empty() {
            description(&mut rest)?;
        }
        Ok(Self { list: list.span() })
    }
}
