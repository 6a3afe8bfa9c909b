//! The prepared form of a name (RFC 5280 §7.1, RFC 4518 §2): octets that are the same for equal
//! names. A name that begins with the RDNs of another begins with its octets too, so that many
//! names can be sorted and looked up (RFC 5280 §4.2.1.10). Nothing to show or to send.
//!
//! Names that differ only by NFKC, or by a case folding of more than one character, are not told to
//! be equal here. Whatever could be equal in these ways has the same octets up to the first
//! character that is not settled; see `settled.rs`.

use alloc::vec::Vec;
use core::ops::Range;

use super::settled::is_settled;
use super::text::{is_plain, is_string, prepared, text};
use super::{Attribute, attribute};
use crate::der::{Field, Reader, tag};

/// Before each attribute of an RDN stands what its value is, after the last one `END`. Text ends
/// with that too: it has no such character.
const END: u8 = 0;
const TEXT: u8 = 1;
const OTHER: u8 = 2;

/// A prepared name, or an RDN of one.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Prepared {
    octets: Vec<u8>,
    /// How many octets any name has that could be equal; none if that is all of them.
    settled: Option<usize>,
}

impl Prepared {
    /// The octets.
    pub(crate) fn into_octets(self) -> Vec<u8> {
        self.octets
    }

    /// Those that any name has that could be equal.
    pub(crate) fn into_settled(mut self) -> Vec<u8> {
        self.octets.truncate(self.settled.unwrap_or(usize::MAX));
        self.octets
    }

    /// The same, if these are not all.
    pub(crate) fn settled_part(&self) -> Option<&[u8]> {
        self.octets.get(..self.settled?)
    }

    /// RDN after RDN; none if the contents are no well-formed `RDNSequence`.
    pub(super) fn of_name(contents: &[u8]) -> Option<Self> {
        let mut prepared = Self::with_capacity(contents.len());
        let mut rest = Reader::new(contents);
        while !rest.is_empty() {
            let rdn = rest.expect(tag::SET, Field::Subject).ok()?;
            prepared.add_rdn(rdn)?;
        }
        Some(prepared)
    }

    /// None if it is no well-formed RDN.
    pub(super) fn of_rdn(contents: &[u8]) -> Option<Self> {
        let mut prepared = Self::with_capacity(contents.len());
        prepared.add_rdn(Reader::new(contents))?;
        Some(prepared)
    }

    fn with_capacity(octets: usize) -> Self {
        Self {
            octets: Vec::with_capacity(octets),
            settled: None,
        }
    }

    /// A SET has no order (X.690 §8.12), so that its attributes are sorted.
    fn add_rdn(&mut self, mut rest: Reader<'_>) -> Option<()> {
        let only = attribute(&mut rest)?;
        if rest.is_empty() {
            self.add_attribute(&only)?;
        } else {
            let (mut unsorted, mut places) = (Self::default(), Vec::new());
            let mut next = Some(only);
            while let Some(one) = next {
                let start = unsorted.octets.len();
                unsorted.add_attribute(&one)?;
                places.push(start..unsorted.octets.len());
                next = match rest.is_empty() {
                    true => None,
                    false => Some(attribute(&mut rest)?),
                };
            }
            let at = |place: &Range<usize>| unsorted.octets.get(place.clone()).unwrap_or_default();
            places.sort_unstable_by(|one, other| at(one).cmp(at(other)));
            // Which attribute comes first may hang on what is not settled.
            if unsorted.settled.is_some() {
                self.settled.get_or_insert(self.octets.len());
            }
            for place in &places {
                self.octets.extend_from_slice(at(place));
            }
        }
        self.octets.push(END);
        Some(())
    }

    /// The tag counts for what is not text only: texts of all string types compare. None if it is
    /// text that is not well-formed.
    fn add_attribute(&mut self, attribute: &Attribute<'_>) -> Option<()> {
        let characters = text(attribute.tag, attribute.value);
        let octets = &mut self.octets;
        octets.push(if characters.is_some() { TEXT } else { OTHER });
        add_with_length(octets, attribute.oid.as_bytes());
        match characters {
            Some(_) if is_plain(attribute) => {
                octets.extend(attribute.value.iter().map(u8::to_ascii_lowercase));
                octets.push(END);
            }
            Some(characters) => self.add_text(prepared(characters)),
            None if is_string(attribute.tag) => return None,
            None => {
                octets.push(attribute.tag);
                add_with_length(octets, attribute.value);
            }
        }
        Some(())
    }

    fn add_text(&mut self, characters: impl Iterator<Item = char>) {
        // What is not settled may become one character with the one before it.
        let mut before = self.octets.len();
        for character in characters {
            if !is_settled(character) {
                self.settled.get_or_insert(before);
            }
            before = self.octets.len();
            self.octets
                .extend(character.encode_utf8(&mut [0; 4]).bytes());
        }
        self.octets.push(END);
    }
}

fn add_with_length(octets: &mut Vec<u8>, part: &[u8]) {
    let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
    octets.extend(length.to_be_bytes());
    octets.extend(part);
}
