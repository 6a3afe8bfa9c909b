//! subjectAltName and issuerAltName (RFC 5280 §4.2.1.6, §4.2.1.7): a list of names, walked when
//! they are needed.

use core::marker::PhantomData;

use super::{Decode, GeneralName};
use crate::der::{Field, ParseError, Reader, Span, tag};

/// The names of subjectAltName (RFC 5280 §4.2.1.6).
pub type SubjectAltName = GeneralNames<Subject>;

/// The names of issuerAltName (RFC 5280 §4.2.1.7).
pub type IssuerAltName = GeneralNames<Issuer>;

/// A SEQUENCE OF GeneralName (RFC 5280 §4.2.1.6), held by its place.
///
/// ```
/// use chainverify::cert::ext::GeneralName;
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let names = leaf.extensions().subject_alt_name.value().unwrap();
/// let first = names.names(leaf.der()).next().unwrap();
/// assert!(matches!(first, Ok(GeneralName::Dns(b"www.example.com"))));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct GeneralNames<Of> {
    list: Span,
    of: PhantomData<Of>,
}

/// Marks the names of the subject.
#[derive(Clone, Copy, Debug)]
pub enum Subject {}

/// Marks the names of the issuer.
#[derive(Clone, Copy, Debug)]
pub enum Issuer {}

impl<Of> GeneralNames<Of> {
    /// The names in order; the first one that cannot be read ends the walk with its error.
    /// `der` is the certificate's DER.
    #[inline]
    pub fn names<'a>(
        &self,
        der: &'a [u8],
    ) -> impl Iterator<Item = Result<GeneralName<'a>, ParseError>> + use<'a, Of> {
        Names(Reader::at(self.list.of(der), self.list.start()))
    }

    /// The names of kind dNSName alone; one of any kind that cannot be read ends the walk.
    #[inline]
    pub(crate) fn dns_names<'a>(
        &self,
        der: &'a [u8],
    ) -> impl Iterator<Item = &'a [u8]> + use<'a, Of> {
        let mut rest = Reader::at(self.list.of(der), self.list.start());
        core::iter::from_fn(move || {
            loop {
                let name = rest.any(Field::GeneralName).ok()?;
                if name.tag == GeneralName::DNS {
                    return Some(name.content.bytes());
                }
            }
        })
    }

    fn read(value: Reader<'_>, field: Field) -> Result<Self, ParseError> {
        let list = value.only_nonempty(tag::SEQUENCE, field)?;
        Ok(Self {
            list: list.span(),
            of: PhantomData,
        })
    }
}

/// The names from here on; what cannot be read ends them.
struct Names<'a>(Reader<'a>);

impl<'a> Iterator for Names<'a> {
    type Item = Result<GeneralName<'a>, ParseError>;

    #[inline(always)] // a loop over hundreds of names
    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let name = GeneralName::read(&mut self.0);
        if name.is_err() {
            self.0 = Reader::new(&[]);
        }
        Some(name)
    }
}

impl Decode for SubjectAltName {
    const FIELD: Field = Field::SubjectAltName;

    #[inline]
    fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
        Self::read(value, Self::FIELD)
    }

    fn check(&self, der: &[u8]) -> Result<(), ParseError> {
        self.names(der).try_for_each(|name| name.map(|_| ()))
    }
}

impl Decode for IssuerAltName {
    const FIELD: Field = Field::IssuerAltName;

    #[inline]
    fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
        Self::read(value, Self::FIELD)
    }

    fn check(&self, der: &[u8]) -> Result<(), ParseError> {
        self.names(der).try_for_each(|name| name.map(|_| ()))
    }
}
