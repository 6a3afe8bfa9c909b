//! Distinguished names (RFC 5280 §4.1.2.4) and their comparison (§7.1): attribute by attribute,
//! without regard to case, to runs of white space and to the string type.
//!
//! Of the string preparation of RFC 4518, which §7.1 asks for, this does the steps that decide
//! real comparisons: transcoding, mapping white space, dropping what is mapped to nothing, case
//! folding by Unicode's simple mapping. It does not apply NFKC: names that differ only there do not
//! match, which can refuse a path. Where a match would refuse it, in an excluded subtree
//! (§4.2.1.10), what could be such a twin counts as one.

mod display;
mod hash;
mod prepared;
mod rdn;
mod settled;
mod text;

use alloc::boxed::Box;
use core::fmt;
use core::hash::{Hash, Hasher};

pub(crate) use hash::NameHash;
pub(crate) use prepared::Prepared;
use rdn::Rdn;
use text::text;

use crate::der::{Field, Oid, Reader, tag};

/// A distinguished name (RFC 5280 §4.1.2.4): the contents of its SEQUENCE.
///
/// Equality is that of RFC 5280 §7.1. Displays as RFC 4514, in the order of the encoding.
///
/// ```
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// assert_eq!(leaf.issuer(), ca.subject());
/// assert_eq!(ca.subject().to_string(), "C=XX, O=Example Trust, CN=Example CA 1");
/// assert_eq!(ca.subject().display_name(), "Example CA 1");
/// ```
#[derive(Clone, Copy)]
pub struct Name<'a>(&'a [u8]);

/// The same, owning its bytes. Displays and compares like [`Name`].
#[derive(Clone)]
pub struct NameBuf {
    octets: Box<[u8]>,
    /// How many octets more the name has, of which only the beginning is kept.
    more: usize,
}

impl NameBuf {
    /// The name itself.
    #[must_use]
    pub fn as_name(&self) -> Name<'_> {
        Name(&self.octets)
    }
}

impl From<Name<'_>> for NameBuf {
    fn from(name: Name<'_>) -> Self {
        Self {
            octets: name.0.into(),
            more: 0,
        }
    }
}

impl PartialEq for NameBuf {
    fn eq(&self, other: &Self) -> bool {
        self.more == other.more && self.as_name() == other.as_name()
    }
}

impl Eq for NameBuf {}

impl fmt::Debug for NameBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One attribute of a name (`AttributeTypeAndValue`, RFC 5280 §4.1.2.4).
///
/// ```
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let last = ca.subject().attributes().last().unwrap();
/// assert_eq!((last.oid.to_string().as_str(), last.value), ("2.5.4.3", &b"Example CA 1"[..]));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    /// The attribute's type.
    pub oid: Oid<'a>,
    /// The tag of its value.
    pub tag: u8,
    /// The contents of its value.
    pub value: &'a [u8],
}

impl<'a> Name<'a> {
    /// From the contents of the SEQUENCE, without tag and length.
    #[must_use]
    pub const fn from_contents(contents: &'a [u8]) -> Self {
        Self(contents)
    }

    /// The contents of the SEQUENCE.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// The empty name.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the bytes are a well-formed `RDNSequence`, down to the identifiers and the characters
    /// of its attributes.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        let mut rdns = Reader::new(self.0);
        while !rdns.is_empty() {
            let Ok(mut rdn) = rdns.expect(tag::SET, Field::Subject) else {
                return false;
            };
            if rdn.is_empty() {
                return false;
            }
            while !rdn.is_empty() {
                let is_readable = |one: Attribute<'_>| !text::is_broken(one.tag, one.value);
                if !attribute(&mut rdn).is_some_and(is_readable) {
                    return false;
                }
            }
        }
        true
    }

    /// All attributes in order of the encoding.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> + use<'a> {
        let mut rdns = Reader::new(self.0);
        let mut rdn = Reader::new(&[]);
        core::iter::from_fn(move || {
            loop {
                if let Some(attribute) = attribute(&mut rdn) {
                    return Some(attribute);
                }
                rdn = rdns.expect(tag::SET, Field::Subject).ok()?;
            }
        })
    }

    /// The value of the last commonName, as text.
    #[must_use]
    pub fn common_name(&self) -> Option<alloc::string::String> {
        let last = self.common_name_attribute()?;
        Some(text(last.tag, last.value)?.collect())
    }

    pub(crate) fn common_name_attribute(&self) -> Option<Attribute<'a>> {
        self.attributes()
            .filter(|attribute| attribute.oid.as_bytes() == [0x55, 4, 3])
            .last()
    }

    /// Whether an attribute may have this value: none does where this says no.
    pub(crate) fn may_have_value(&self, value: &[u8]) -> bool {
        let mut rest = Reader::new(self.0);
        while let Some((rdn, behind)) = rest.split_short(tag::SET) {
            if Rdn::from_contents(rdn.bytes()).may_have_value(value) {
                return true;
            }
            rest = behind;
        }
        // A long one, or none at all.
        !rest.is_empty()
    }

    /// What stands for the name in a sentence: the common name, or the whole name where there is
    /// none; escaped, and at most 200 characters of it.
    #[must_use]
    pub fn display_name(&self) -> alloc::string::String {
        alloc::format!("{}", self.excerpt())
    }

    pub(crate) fn rdns(&self) -> impl Iterator<Item = Rdn<'a>> + use<'a> {
        let mut rest = Reader::new(self.0);
        core::iter::from_fn(move || {
            rest.expect(tag::SET, Field::Subject)
                .ok()
                .map(|content| Rdn::from_contents(content.bytes()))
        })
    }

    /// Octets that are the same for equal names, and begin with those of a name whose RDNs it begins
    /// with; see `prepared.rs`. None if it is not well-formed.
    pub(crate) fn prepared(&self) -> Option<Prepared> {
        Prepared::of_name(self.0)
    }

    /// The same for names that are equal by §7.1, see `hash.rs`. Names that share it may differ.
    pub(crate) fn hash(&self) -> NameHash {
        hash::of_name(self.0)
    }
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        if self.0 == other.0 {
            return true;
        }
        // Most names that differ do so soon: whether they are names at all is asked last.
        self.rdns().eq(other.rdns()) && self.is_well_formed() && other.is_well_formed()
    }
}

impl Eq for Name<'_> {}

impl Hash for Name<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash().value);
    }
}

#[inline(always)] // names are walked for every certificate
fn attribute<'a>(rdn: &mut Reader<'a>) -> Option<Attribute<'a>> {
    let mut parts = rdn.expect(tag::SEQUENCE, Field::Subject).ok()?;
    let oid = parts.expect(tag::OID, Field::Subject).ok()?;
    let oid = Oid::read(&oid, Field::Subject).ok()?;
    let value = parts.any(Field::Subject).ok()?;
    parts.finish(Field::Subject).ok()?;
    Some(Attribute {
        oid,
        tag: value.tag,
        value: value.content.bytes(),
    })
}

impl PartialEq for Attribute<'_> {
    fn eq(&self, other: &Self) -> bool {
        if self.oid != other.oid {
            return false;
        }
        if self.tag == other.tag && self.value == other.value {
            return true;
        }
        if let Some(is_equal) = text::ascii_eq(self, other) {
            return is_equal;
        }
        match (text(self.tag, self.value), text(other.tag, other.value)) {
            (Some(mine), Some(theirs)) => text::prepared(mine).eq(text::prepared(theirs)),
            _ => false,
        }
    }
}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
