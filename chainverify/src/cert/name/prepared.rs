//! The prepared form of a name (RFC 5280 §7.1, RFC 4518 §2): octets that are the same for equal
//! names. A name that begins with the RDNs of another begins with its octets too, so that many
//! names can be sorted and looked up (RFC 5280 §4.2.1.10). Nothing to show or to send.

use alloc::vec::Vec;
use core::ops::Range;

use super::text::{is_plain, prepared, text};
use super::{Attribute, attribute};
use crate::der::{Field, Reader, tag};

/// Before each attribute of an RDN stands what its value is, after the last one `END`. Text ends
/// with that too: it has no such character.
const END: u8 = 0;
const TEXT: u8 = 1;
const OTHER: u8 = 2;

/// RDN after RDN; none if the contents are no well-formed `RDNSequence`.
pub(super) fn of_name(contents: &[u8]) -> Option<Vec<u8>> {
    let mut octets = Vec::with_capacity(contents.len());
    let mut rest = Reader::new(contents);
    while !rest.is_empty() {
        let rdn = rest.expect(tag::SET, Field::Subject).ok()?;
        add_rdn(&mut octets, rdn)?;
    }
    Some(octets)
}

/// None if it is no well-formed RDN.
pub(super) fn of_rdn(contents: &[u8]) -> Option<Vec<u8>> {
    let mut octets = Vec::with_capacity(contents.len());
    add_rdn(&mut octets, Reader::new(contents))?;
    Some(octets)
}

/// A SET has no order (X.690 §8.12), so that its attributes are sorted.
fn add_rdn(octets: &mut Vec<u8>, mut rest: Reader<'_>) -> Option<()> {
    let only = attribute(&mut rest)?;
    if rest.is_empty() {
        add_attribute(octets, &only);
    } else {
        let (mut unsorted, mut places) = (Vec::new(), Vec::new());
        let mut next = Some(only);
        while let Some(one) = next {
            let start = unsorted.len();
            add_attribute(&mut unsorted, &one);
            places.push(start..unsorted.len());
            next = match rest.is_empty() {
                true => None,
                false => Some(attribute(&mut rest)?),
            };
        }
        let at = |place: &Range<usize>| unsorted.get(place.clone()).unwrap_or_default();
        places.sort_unstable_by(|one, other| at(one).cmp(at(other)));
        for place in &places {
            octets.extend_from_slice(at(place));
        }
    }
    octets.push(END);
    Some(())
}

/// The tag counts for what is not text only: texts of all string types compare.
fn add_attribute(octets: &mut Vec<u8>, attribute: &Attribute<'_>) {
    let characters = text(attribute.tag, attribute.value);
    octets.push(if characters.is_some() { TEXT } else { OTHER });
    add_with_length(octets, attribute.oid.as_bytes());
    match characters {
        Some(_) if is_plain(attribute) => {
            octets.extend(attribute.value.iter().map(u8::to_ascii_lowercase));
            octets.push(END);
        }
        Some(characters) => {
            for character in prepared(characters) {
                octets.extend(character.encode_utf8(&mut [0; 4]).bytes());
            }
            octets.push(END);
        }
        None => {
            octets.push(attribute.tag);
            add_with_length(octets, attribute.value);
        }
    }
}

fn add_with_length(octets: &mut Vec<u8>, part: &[u8]) {
    let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
    octets.extend(length.to_be_bytes());
    octets.extend(part);
}
