//! Object identifiers as raw bytes (the contents of the DER value), shown dotted.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::error::{Field, ParseError, Problem, Span};
use super::reader::Reader;
use super::tag;

/// An object identifier, held as the contents of its DER encoding (X.690 §8.19).
///
/// ```
#[doc = include_str!("../../tests/doc/certs.txt")]
/// let first = ca.subject().attributes().next().unwrap();
/// assert_eq!(first.oid.as_bytes(), [0x55, 4, 6]);
/// assert_eq!(first.oid.to_string(), "2.5.4.6"); // countryName
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Oid<'a>(&'a [u8]);

impl<'a> Oid<'a> {
    /// From the contents of an OBJECT IDENTIFIER, without tag and length.
    pub(crate) const fn from_contents(contents: &'a [u8]) -> Self {
        Self(contents)
    }

    pub(crate) fn read(reader: &Reader<'a>, field: Field) -> Result<Self, ParseError> {
        let bytes = reader.bytes();
        let mut fresh = true;
        for byte in bytes {
            if fresh && *byte == 0x80 {
                return Err(reader.error(field, Problem::BadOid));
            }
            fresh = *byte < 0x80;
        }
        if bytes.is_empty() || !fresh {
            return Err(reader.error(field, Problem::BadOid));
        }
        Ok(Self(bytes))
    }

    /// The contents of the DER encoding.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }
}

/// The first identifier of a list that has come before: the offsets of the two. Sorts the list.
pub(crate) fn first_duplicate(list: &mut [(Oid<'_>, u32)]) -> Option<(u32, u32)> {
    list.sort_unstable();
    let pairs = list.iter().zip(list.iter().skip(1));
    let duplicates = pairs.filter(|((oid, _), (next, _))| oid == next);
    let offsets = duplicates.map(|((_, first), (_, second))| (*first, *second));
    offsets.min_by_key(|(_, second)| *second)
}

impl ParseError {
    /// The identifier of the extension, or of the policy, that is there twice, where that is
    /// the problem. `der` is what was read.
    #[must_use]
    pub fn duplicate<'a>(&self, der: &'a [u8]) -> Option<Oid<'a>> {
        let (Problem::Duplicate { .. } | Problem::DuplicatePolicy { .. }) = self.problem() else {
            return None;
        };
        let whole = u32::try_from(der.len()).ok()?;
        let mut second = Reader::within(der, Span::new(self.offset(), whole));
        let mut parts = second.expect(tag::SEQUENCE, self.field()).ok()?;
        let oid = parts.expect(tag::OID, self.field()).ok()?;
        Oid::read(&oid, self.field()).ok()
    }
}

/// Dotted decimal; arcs beyond 128 bits are shown as `…`.
impl fmt::Display for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        let mut arc: Option<u128> = Some(0);
        for byte in self.0 {
            arc = arc
                .filter(|value| value.leading_zeros() >= 7)
                .map(|value| (value << 7) | u128::from(byte & 0x7f));
            if *byte >= 0x80 {
                continue;
            }
            match (arc, first) {
                (Some(value), true) => {
                    let root = (value / 40).min(2);
                    write!(
                        f,
                        "{root}.{}",
                        value.saturating_sub(root.saturating_mul(40))
                    )?;
                }
                (Some(value), false) => write!(f, ".{value}")?,
                (None, _) => f.write_str(".…")?,
            }
            first = false;
            arc = Some(0);
        }
        Ok(())
    }
}

/// The same, owning its bytes. Displays and compares like [`Oid`].
///
/// ```
/// use chainverify::der::OidBuf;
///
/// let oid: OidBuf = "2.5.29.32.0".parse()?;
/// assert_eq!(oid.as_oid().as_bytes(), [0x55, 29, 32, 0]);
/// # Ok::<(), chainverify::der::BadOid>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OidBuf(Box<[u8]>);

impl OidBuf {
    /// The identifier itself.
    #[must_use]
    pub fn as_oid(&self) -> Oid<'_> {
        Oid(&self.0)
    }
}

impl From<Oid<'_>> for OidBuf {
    fn from(oid: Oid<'_>) -> Self {
        Self(oid.0.into())
    }
}

/// Why a text is not an object identifier in dotted decimal.
///
/// ```
/// use chainverify::der::{BadOid, OidBuf};
///
/// assert_eq!("2.5.x".parse::<OidBuf>(), Err(BadOid::Number));
/// assert_eq!("1.40".parse::<OidBuf>(), Err(BadOid::Root));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadOid {
    /// Fewer than two numbers.
    TooShort,
    /// An arc is not a number without leading zeros, or is beyond 128 bits.
    Number,
    /// The first number is above 2, or the second one above 39 under 0 or 1 (X.660 §7.6).
    Root,
}

impl fmt::Display for BadOid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooShort => {
                "an object identifier has two numbers or more, with dots between them"
            }
            Self::Number => "an arc of an object identifier is a number without leading zeros",
            Self::Root => {
                "an object identifier begins with 0, 1 or 2, then a number below 40 under 0 and 1"
            }
        })
    }
}

impl core::error::Error for BadOid {}

/// From dotted decimal.
impl FromStr for OidBuf {
    type Err = BadOid;

    fn from_str(text: &str) -> Result<Self, BadOid> {
        let mut arcs = text.split('.').map(arc);
        let (Some(root), Some(second)) = (arcs.next(), arcs.next()) else {
            return Err(BadOid::TooShort);
        };
        // X.690 §8.19.4: the first two are one number.
        let first = match (root?, second?) {
            (root @ 0..=1, second @ 0..=39) => root.saturating_mul(40).saturating_add(second),
            (2, second) => second.checked_add(80).ok_or(BadOid::Number)?,
            _ => return Err(BadOid::Root),
        };
        let mut contents = Vec::new();
        base_128(first, &mut contents);
        for arc in arcs {
            base_128(arc?, &mut contents);
        }
        Ok(Self(contents.into()))
    }
}

fn arc(digits: &str) -> Result<u128, BadOid> {
    let is_decimal = digits.bytes().all(|digit| digit.is_ascii_digit());
    let is_shortest = digits == "0" || !digits.starts_with('0');
    match digits.parse() {
        Ok(number) if is_decimal && is_shortest => Ok(number),
        _ => Err(BadOid::Number),
    }
}

/// X.690 §8.19.2: seven bits an octet, the highest first, all but the last marked.
fn base_128(number: u128, contents: &mut Vec<u8>) {
    let octets = (0..19_u32).rev().map(|place| {
        let bits = number.checked_shr(place.saturating_mul(7)).unwrap_or(0);
        (place, bits)
    });
    for (place, bits) in octets.filter(|(place, bits)| *bits != 0 || *place == 0) {
        let low = u8::try_from(bits & 0x7f).unwrap_or(0);
        contents.push(if place == 0 { low } else { low | 0x80 });
    }
}

impl fmt::Display for OidBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_oid().fmt(f)
    }
}

impl fmt::Debug for OidBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_oid().fmt(f)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for OidBuf {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Debug for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Oid({self})")
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::der::known;

    #[test]
    fn an_identifier_is_shown_dotted() {
        assert_eq!(Oid(known::ANY_POLICY).to_string(), "2.5.29.32.0");
        assert_eq!(Oid(known::RSA).to_string(), "1.2.840.113549.1.1.1");
        assert_eq!(
            Oid(known::DOMAIN_COMPONENT).to_string(),
            "0.9.2342.19200300.100.1.25"
        );
        assert_eq!(Oid(&[0x88, 0x37, 3]).to_string(), "2.999.3");
    }

    #[test]
    fn dotted_text_is_read_as_it_is_shown() {
        for dotted in [
            "0.0",
            "1.39",
            "2.999.3",
            "2.5.29.32.0",
            "1.2.840.113549.1.1.1",
            "1.3.6.1.4.1.11129.2.5.3",
            "2.25.340282366920938463463374607431768211455",
        ] {
            let oid: OidBuf = dotted.parse().unwrap();
            assert_eq!(oid.to_string(), dotted);
            let contents = Reader::new(oid.as_oid().as_bytes());
            assert!(Oid::read(&contents, Field::Extensions).is_ok(), "{dotted}");
        }
        let rsa: OidBuf = "1.2.840.113549.1.1.1".parse().unwrap();
        assert_eq!(rsa.as_oid(), Oid(known::RSA));
    }

    #[test]
    fn other_text_is_refused() {
        for (text, why) in [
            ("", BadOid::TooShort),
            ("2", BadOid::TooShort),
            ("3.1", BadOid::Root),
            ("1.40", BadOid::Root),
            ("2.05", BadOid::Number),
            ("2..5", BadOid::Number),
            ("2.5.", BadOid::Number),
            (".2.5", BadOid::Number),
            ("2.5a", BadOid::Number),
            ("2.+5", BadOid::Number),
            ("2.340282366920938463463374607431768211455", BadOid::Number),
            (
                "2.5.340282366920938463463374607431768211456",
                BadOid::Number,
            ),
        ] {
            assert_eq!(text.parse::<OidBuf>(), Err(why), "{text}");
        }
    }

    #[test]
    fn an_arc_beyond_128_bits_does_not_overflow() {
        let mut bytes = [0xff; 21];
        bytes[0] = 0x2a;
        bytes[20] = 0x7f;
        assert_eq!(Oid(&bytes).to_string(), "1.2.…");
    }

    #[test]
    fn empty_unfinished_or_padded_identifiers_are_refused() {
        for bad in [&[][..], &[0x2a, 0x86], &[0x2a, 0x80, 0x01], &[0x80, 1]] {
            assert!(
                Oid::read(&Reader::new(bad), Field::Extensions).is_err(),
                "{bad:?}"
            );
        }
        assert!(Oid::read(&Reader::new(&[0x2a, 3]), Field::Extensions).is_ok());
    }
}
