//! authorityInfoAccess (RFC 5280 §4.2.2.1): where the issuer's certificate, or an OCSP responder,
//! may be had.

use super::{Decode, GeneralName};
use crate::der::known::{CA_ISSUERS, OCSP};
use crate::der::{Field, Oid, ParseError, Reader, Span, tag};

/// Access descriptions (RFC 5280 §4.2.2.1), held by their place.
///
/// ```
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let access = leaf.extensions().authority_info_access.value().unwrap();
/// assert_eq!(access.ca_issuers(leaf.der()).next(), Some("http://ca.example.com/ca1.der"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AuthorityInfoAccess {
    list: Span,
}

impl AuthorityInfoAccess {
    /// The URLs at which the issuer's certificate may be had (`id-ad-caIssuers`), in order.
    /// Each as it stands there, of whatever scheme, and also one with characters that no URI may have:
    /// RFC 5280 says IA5String, and whoever asks for it refuses it. Locations that are no URI, or not
    /// UTF-8, are left out; a description that cannot be read ends the walk. `der` is the certificate's DER.
    pub fn ca_issuers<'a>(&self, der: &'a [u8]) -> impl Iterator<Item = &'a str> + use<'a> {
        self.urls(der, CA_ISSUERS)
    }

    /// The URLs of OCSP responders (`id-ad-ocsp`, RFC 6960 §3.1), in the same way.
    pub fn ocsp<'a>(&self, der: &'a [u8]) -> impl Iterator<Item = &'a str> + use<'a> {
        self.urls(der, OCSP)
    }

    /// Whether it names an OCSP responder, in whatever way.
    pub(crate) fn has_ocsp(&self, der: &[u8]) -> bool {
        let mut rest = Reader::within(der, self.list);
        let mut methods = core::iter::from_fn(|| description(&mut rest).ok());
        methods.any(|(method, _)| method.as_bytes() == OCSP)
    }

    fn urls<'a>(
        &self,
        der: &'a [u8],
        wanted: &'static [u8],
    ) -> impl Iterator<Item = &'a str> + use<'a> {
        let mut rest = Reader::within(der, self.list);
        let descriptions = core::iter::from_fn(move || description(&mut rest).ok());
        descriptions.filter_map(move |(method, location)| match location {
            GeneralName::Uri(uri) if method.as_bytes() == wanted => core::str::from_utf8(uri).ok(),
            _ => None,
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
        Ok(Self { list: list.span() })
    }

    fn check(&self, der: &[u8]) -> Result<(), ParseError> {
        let mut rest = Reader::within(der, self.list);
        while !rest.is_empty() {
            description(&mut rest)?;
        }
        Ok(())
    }
}
