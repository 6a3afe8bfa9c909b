//! cRLDistributionPoints (RFC 5280 §4.2.1.13): where CRLs may be had, walked only where it must be
//! well-formed. Not the CRLs themselves.

use super::{Decode, GeneralName};
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
    /// Where the points stand in the certificate.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.list
    }
}

const FIELD: Field = Field::CrlDistributionPoints;
const DISTRIBUTION_POINT: u8 = 0xa0;
const FULL_NAME: u8 = 0xa0;
const NAME_RELATIVE_TO_CRL_ISSUER: u8 = 0xa1;
const REASONS: u8 = 0x81;
const CRL_ISSUER: u8 = 0xa2;

/// One DistributionPoint. It has a name or an issuer of CRLs, not only reasons.
fn point(list: &mut Reader<'_>) -> Result<(), ParseError> {
    let mut parts = list.expect(tag::SEQUENCE, FIELD)?;
    let neither = parts.error(FIELD, Problem::BadValue);
    let name = parts.optional(DISTRIBUTION_POINT, FIELD)?;
    if let Some(name) = name {
        name_of_point(name)?;
    }
    if let Some(reasons) = parts.optional(REASONS, FIELD)?
        && !matches!(reasons.bytes(), [0..=7, _, ..])
    {
        return Err(reasons.error(FIELD, Problem::BadBitString));
    }
    let issuer = parts.optional(CRL_ISSUER, FIELD)?;
    if let Some(issuer) = issuer {
        names(issuer)?;
    }
    parts.finish(FIELD)?;
    if name.is_none() && issuer.is_none() {
        return Err(neither);
    }
    Ok(())
}

/// DistributionPointName, a CHOICE.
fn name_of_point(mut choice: Reader<'_>) -> Result<(), ParseError> {
    if let Some(full) = choice.optional(FULL_NAME, FIELD)? {
        names(full)?;
    } else {
        choice.expect(NAME_RELATIVE_TO_CRL_ISSUER, FIELD)?;
    }
    choice.finish(FIELD)
}

/// GeneralNames: one or more.
fn names(mut list: Reader<'_>) -> Result<(), ParseError> {
    if list.is_empty() {
        return Err(list.error(FIELD, Problem::Empty));
    }
    while !list.is_empty() {
        GeneralName::read(&mut list)?;
    }
    Ok(())
}

impl Decode for CrlDistributionPoints {
    const FIELD: Field = FIELD;

    #[inline]
    fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
        let list = value.only_nonempty(tag::SEQUENCE, FIELD)?;
        Ok(Self { list: list.span() })
    }

    fn check(&self, der: &[u8]) -> Result<(), ParseError> {
        let mut rest = Reader::within(der, self.list);
        while !rest.is_empty() {
            point(&mut rest)?;
        }
        Ok(())
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
