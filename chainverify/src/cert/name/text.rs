//! The characters of an attribute's value, whatever its string type, and as they are compared
//! (RFC 5280 §7.1, RFC 4518 §2).

use super::Attribute;
use crate::der::tag;

/// Whether a value is text of one octet a character, all of it ASCII: nearly all of it is.
pub(super) fn is_ascii_text(attribute: &Attribute<'_>) -> bool {
    (attribute.tag == tag::UTF8_STRING || is_latin(attribute.tag)) && attribute.value.is_ascii()
}

/// String types of one octet a character, read as Latin-1. TeletexString too, as all peers do: its
/// real repertoire (T.61) is not what CAs have put there. The last four are no DirectoryString (RFC
/// 5280 §4.1.2.4), but are shown like one, so that a name in them must not slip past an exclusion.
const fn is_latin(tag: u8) -> bool {
    matches!(
        tag,
        tag::PRINTABLE_STRING
            | tag::IA5_STRING
            | tag::TELETEX_STRING
            | tag::NUMERIC_STRING
            | tag::VISIBLE_STRING
            | tag::GRAPHIC_STRING
            | tag::GENERAL_STRING
    )
}

/// The bit in which upper and lower case of a letter differ. To set it in all characters is the
/// cheapest way to be blind for case.
pub(super) const CASE: u8 = 0x20;

/// The last eight visible characters of a text, blind for case, the last one lowest; none if one of
/// them is not ASCII, or if the text is not of one octet a character as far as it is ASCII.
pub(super) fn ascii_end(attribute: &Attribute<'_>) -> Option<u64> {
    if attribute.tag != tag::UTF8_STRING && !is_latin(attribute.tag) {
        return None;
    }
    let mut end = 0;
    let mut unused = u64::BITS;
    for byte in attribute.value.iter().rev() {
        if byte.is_ascii_graphic() {
            end = (end >> 8) | (u64::from(*byte | CASE) << 56);
            unused = unused.saturating_sub(8);
            if unused == 0 {
                break;
            }
        } else if !byte.is_ascii() {
            return None;
        }
    }
    // Fewer than eight stand too high; of none there is nothing.
    Some(end.checked_shr(unused).unwrap_or(0))
}

/// Whether two texts differ already in their first or last visible octet: a quick no, which is
/// never wrong, because preparing drops only white space and control characters at the ends.
pub(super) fn differ_at_ends(one: &Attribute<'_>, other: &Attribute<'_>) -> bool {
    let differ = |mine: Option<&u8>, theirs: Option<&u8>| match (mine, theirs) {
        (Some(mine), Some(theirs)) => {
            mine.is_ascii_graphic()
                && theirs.is_ascii_graphic()
                && !mine.eq_ignore_ascii_case(theirs)
        }
        _ => false,
    };
    is_ascii_text(one)
        && is_ascii_text(other)
        && (differ(one.value.last(), other.value.last())
            || differ(one.value.first(), other.value.first()))
}

/// The characters of a value of a string type; none if it is no string or not well-formed.
pub(super) fn text(tag: u8, value: &[u8]) -> Option<Text<'_>> {
    Some(match tag {
        tag::UTF8_STRING => Text::Utf8(core::str::from_utf8(value).ok()?.chars()),
        latin if is_latin(latin) => Text::Latin(value.iter()),
        tag::BMP_STRING => {
            let (units, rest) = value.as_chunks();
            let valid = rest.is_empty()
                && units
                    .iter()
                    .all(|unit| char::from_u32(u16::from_be_bytes(*unit).into()).is_some());
            Text::Bmp(valid.then(|| units.iter())?)
        }
        tag::UNIVERSAL_STRING => {
            let (units, rest) = value.as_chunks();
            let valid = rest.is_empty()
                && units
                    .iter()
                    .all(|unit| char::from_u32(u32::from_be_bytes(*unit)).is_some());
            Text::Universal(valid.then(|| units.iter())?)
        }
        _ => return None,
    })
}

/// The characters of a string, whatever its type.
pub(super) enum Text<'a> {
    Utf8(core::str::Chars<'a>),
    Latin(core::slice::Iter<'a, u8>),
    Bmp(core::slice::Iter<'a, [u8; 2]>),
    Universal(core::slice::Iter<'a, [u8; 4]>),
}

impl Iterator for Text<'_> {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        match self {
            Self::Utf8(characters) => characters.next(),
            Self::Latin(bytes) => bytes.next().map(|byte| char::from(*byte)),
            Self::Bmp(units) => units
                .next()
                .and_then(|unit| char::from_u32(u16::from_be_bytes(*unit).into())),
            Self::Universal(units) => units
                .next()
                .and_then(|unit| char::from_u32(u32::from_be_bytes(*unit))),
        }
    }
}

/// The characters as they are compared (RFC 4518 §2.2, §2.6.1): white space around the text
/// dropped, inner runs of it one space, control characters dropped, case folded.
pub(super) fn prepared(characters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut pending_space = false;
    let mut started = false;
    let mut folded = characters
        .filter(|character| is_white_space(*character) || !character.is_control())
        .flat_map(fold);
    let mut held = None;
    core::iter::from_fn(move || {
        if let Some(character) = held.take() {
            return Some(character);
        }
        loop {
            let character = folded.next()?;
            if is_white_space(character) {
                pending_space = started;
                continue;
            }
            started = true;
            if pending_space {
                pending_space = false;
                held = Some(character);
                return Some(' ');
            }
            return Some(character);
        }
    })
}

/// RFC 4518 §2.2: tab, the line breaks and all separators are mapped to a space.
fn is_white_space(character: char) -> bool {
    character == ' ' || (!character.is_ascii_graphic() && character.is_whitespace())
}

fn fold(character: char) -> Fold {
    if character.is_ascii() {
        Fold::Ascii(Some(character.to_ascii_lowercase()))
    } else {
        Fold::Unicode(character.to_lowercase())
    }
}

/// The lower case of one character, without the cost of Unicode's tables for ASCII.
enum Fold {
    Ascii(Option<char>),
    Unicode(core::char::ToLowercase),
}

impl Iterator for Fold {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        match self {
            Self::Ascii(character) => character.take(),
            Self::Unicode(lower) => lower.next(),
        }
    }
}
