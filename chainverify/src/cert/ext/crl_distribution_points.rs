//! cRLDistributionPoints (RFC 5280 §4.2.1.13): where CRLs may be had, walked only where it must be
//! well-formed. Not the CRLs themselves.

use super::general_name::NameList;
use super::{Decode, ReasonFlags};
use crate::der::{Field, ParseError, Problem, Reader, Span, tag};

/// A SEQUENCE OF DistributionPoint (RFC 5280 §4.2.1.13), held by its place.
///
/// ```
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let points = &leaf.extensions().crl_distribution_points;
/// assert!(points.error(leaf.der()).is_none());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CrlDistributionPoints {
    list: Span,
}

impl CrlDistributionPoints {
    /// Where the points of an extension of this syntax stand: freshestCRL has it too (RFC 5280
    /// §4.2.1.15, §5.2.6).
    pub(crate) fn list(value: Reader<'_>, field: Field) -> Result<Span, ParseError> {
        Ok(value.only_nonempty(tag::SEQUENCE, field)?.span())
    }

    /// Those that stand here.
    pub(crate) const fn at(list: Span) -> Self {
        Self { list }
    }

    /// Where the points stand in the certificate.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.list
    }

    /// The points in order; the first one that cannot be read ends the walk with its error. `der` is
    /// the certificate's DER.
    pub(crate) fn points<'a>(
        &self,
        der: &'a [u8],
    ) -> impl Iterator<Item = Result<DistributionPoint<'a>, ParseError>> + use<'a> {
        let mut rest = Reader::within(der, self.list);
        core::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let point = DistributionPoint::read(&mut rest);
            if point.is_err() {
                rest = Reader::new(&[]);
            }
            Some(point)
        })
    }
}

const FIELD: Field = Field::CrlDistributionPoints;

/// One place where CRLs may be had: its name, the reasons for which the CRL there lists certificates,
/// and who issues it if not the certificate's issuer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DistributionPoint<'a> {
    pub(crate) name: Option<DistributionPointName<'a>>,
    pub(crate) reasons: ReasonFlags,
    pub(crate) crl_issuer: Option<NameList<'a>>,
}

/// DistributionPointName, a CHOICE; of a certificate and of a CRL (RFC 5280 §5.2.5).
#[derive(Clone, Copy, Debug)]
pub(crate) enum DistributionPointName<'a> {
    /// `fullName`: the same place by several names.
    Full(NameList<'a>),
    /// `nameRelativeToCRLIssuer`: the contents of an RDN.
    Relative(&'a [u8]),
}

impl<'a> DistributionPoint<'a> {
    /// It has a name or an issuer of CRLs, not only reasons.
    fn read(list: &mut Reader<'a>) -> Result<Self, ParseError> {
        let mut parts = list.expect(tag::SEQUENCE, FIELD)?;
        let neither = parts.error(FIELD, Problem::BadValue);
        let name = parts.optional(tag::context_constructed(0), FIELD)?;
        let name = name
            .map(|choice| DistributionPointName::read(choice, FIELD))
            .transpose()?;
        let reasons = match parts.optional(tag::context(1), FIELD)? {
            Some(bits) => ReasonFlags::read(&bits, FIELD)?,
            None => ReasonFlags::ALL,
        };
        let issuer = parts.optional(tag::context_constructed(2), FIELD)?;
        let crl_issuer = issuer.map(|list| NameList::read(list, FIELD)).transpose()?;
        parts.finish(FIELD)?;
        if name.is_none() && crl_issuer.is_none() {
            return Err(neither);
        }
        Ok(Self {
            name,
            reasons,
            crl_issuer,
        })
    }
}

impl<'a> DistributionPointName<'a> {
    pub(crate) fn read(mut choice: Reader<'a>, field: Field) -> Result<Self, ParseError> {
        let name = match choice.optional(tag::context_constructed(0), field)? {
            Some(full) => Self::Full(NameList::read(full, field)?),
            None => {
                let relative = choice.expect(tag::context_constructed(1), field)?;
                Self::Relative(relative.bytes())
            }
        };
        choice.finish(field)?;
        Ok(name)
    }
}

impl Decode for CrlDistributionPoints {
    const FIELD: Field = FIELD;

    #[inline]
    fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
        let list = value.only_nonempty(tag::SEQUENCE, FIELD)?;
        Ok(Self { list: list.span() })
    }

    fn check(&self, der: &[u8]) -> Result<(), ParseError> {
        self.points(der).try_for_each(|point| point.map(|_| ()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &[u8]) -> Result<(), ParseError> {
        CrlDistributionPoints::decode(Reader::new(value))?.check(value)
    }

    #[test]
    fn a_point_has_a_name_or_an_issuer() {
        const FULL: &[u8] = &[0x30, 9, 0x30, 7, 0xa0, 5, 0xa0, 3, 0x86, 1, b'u'];
        const RELATIVE: &[u8] = &[0x30, 6, 0x30, 4, 0xa0, 2, 0xa1, 0];
        const ISSUER: &[u8] = &[0x30, 11, 0x30, 9, 0x81, 2, 1, 6, 0xa2, 3, 0x82, 1, b'i'];
        for good in [FULL, RELATIVE, ISSUER] {
            assert_eq!(check(good), Ok(()), "{good:?}");
        }
        for bad in [
            &[0x30, 0][..],                                           // no point
            &[0x30, 2, 0x30, 0],                                      // nothing in it
            &[0x30, 6, 0x30, 4, 0x81, 2, 1, 6],                       // reasons alone
            &[0x30, 3, 4, 1, b'x'],                                   // no SEQUENCE
            &[0x30, 6, 0x30, 4, 0xa0, 2, 0xa0, 0],                    // no name
            &[0x30, 4, 0x30, 2, 0xa0, 0],                             // no choice made
            &[0x30, 9, 0x30, 7, 0xa0, 5, 0xa0, 3, 9, 1, 1],           // no GeneralName
            &[0x30, 10, 0x30, 8, 0x81, 1, 0, 0xa2, 3, 0x82, 1, b'i'], // no bits
        ] {
            assert!(check(bad).is_err(), "{bad:?}");
        }
    }
}
