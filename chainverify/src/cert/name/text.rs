//! The characters of an attribute's value, whatever its string type, and as they are compared
//! (RFC 5280 §7.1, RFC 4518 §2).

use core::char::DecodeUtf16;
use core::iter::Map;
use core::slice::Iter;
use core::str::Chars;

use super::Attribute;
use crate::der::tag;

/// String types whose ASCII is one octet a character.
pub(super) const fn is_octet_text(tag: u8) -> bool {
    tag == tag::UTF8_STRING || is_latin(tag)
}

/// Whether preparing a text would change nothing but case, as of nearly all: printable ASCII, one
/// space between words.
pub(super) fn is_plain(attribute: &Attribute<'_>) -> bool {
    let mut before = b' ';
    is_octet_text(attribute.tag)
        && attribute.value.iter().all(|octet| {
            let is_plain = matches!(octet, b' '..=b'~') && (*octet != b' ' || before != b' ');
            before = *octet;
            is_plain
        })
        && before != b' '
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

/// String types, of which every value is text if it is well-formed.
pub(super) const fn is_string(tag: u8) -> bool {
    is_octet_text(tag) || matches!(tag, tag::BMP_STRING | tag::UNIVERSAL_STRING)
}

/// Whether a value is of a string type, and its octets are no characters. OpenSSL refuses such names,
/// Go all but unpaired surrogates, pyca all but wrong UTF-8. Characters beyond the repertoire of the
/// type, such as `@` in a PrintableString, are read, as OpenSSL does: CAs have written them.
pub(super) fn is_broken(tag: u8, value: &[u8]) -> bool {
    is_string(tag) && text(tag, value).is_none()
}

/// The characters of a value of a string type; none if it is no string or not well-formed.
pub(super) fn text(tag: u8, value: &[u8]) -> Option<Text<'_>> {
    Some(match tag {
        tag::UTF8_STRING => Text::Utf8(core::str::from_utf8(value).ok()?.chars()),
        latin if is_latin(latin) => Text::Latin(value.iter()),
        tag::BMP_STRING => {
            let (units, rest) = value.as_chunks();
            let is_valid = rest.is_empty() && utf_16(units).all(|unit| unit.is_ok());
            Text::Bmp(is_valid.then(|| utf_16(units))?)
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
    Utf8(Chars<'a>),
    Latin(Iter<'a, u8>),
    Bmp(Utf16<'a>),
    Universal(Iter<'a, [u8; 4]>),
}

type Utf16<'a> = DecodeUtf16<Map<Iter<'a, [u8; 2]>, fn(&[u8; 2]) -> u16>>;

/// A BMPString is UCS-2, which has no surrogates. Go and pyca read pairs of them as UTF-16 all the
/// same, so that a name that is written so must not slip past an exclusion.
fn utf_16(units: &[[u8; 2]]) -> Utf16<'_> {
    let unit: fn(&[u8; 2]) -> u16 = |octets| u16::from_be_bytes(*octets);
    char::decode_utf16(units.iter().map(unit))
}

impl Iterator for Text<'_> {
    type Item = char;

    #[inline]
    fn next(&mut self) -> Option<char> {
        match self {
            Self::Utf8(characters) => characters.next(),
            Self::Latin(bytes) => bytes.next().map(|byte| char::from(*byte)),
            Self::Bmp(characters) => characters.next().and_then(Result::ok),
            Self::Universal(units) => units
                .next()
                .and_then(|unit| char::from_u32(u32::from_be_bytes(*unit))),
        }
    }
}

/// Whether two values compare equal, where their printable ASCII decides it without preparing them,
/// as it nearly always does: most names differ in a letter of the first word that differs.
pub(super) fn ascii_eq(one: &Attribute<'_>, other: &Attribute<'_>) -> Option<bool> {
    if !is_octet_text(one.tag) || !is_octet_text(other.tag) {
        return None;
    }
    let mut others = other.value.iter();
    for mine in one.value {
        let theirs = others.next().unwrap_or(&b' ');
        if mine.eq_ignore_ascii_case(theirs) && matches!(mine, b' '..=b'~') {
            continue;
        }
        return (mine.is_ascii_graphic() && theirs.is_ascii_graphic()).then_some(false);
    }
    others.as_slice().is_empty().then_some(true)
}

/// The characters as they are compared (RFC 4518 §2.2, §2.6.1): white space around the text
/// dropped, inner runs of it one space, what is mapped to nothing dropped, case folded.
pub(super) fn prepared(characters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut pending_space = false;
    let mut started = false;
    let mut folded = characters
        .filter(|character| is_white_space(*character) || !is_mapped_to_nothing(*character))
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

/// RFC 4518 §2.2: what has no shape, or commands a device.
const fn is_mapped_to_nothing(character: char) -> bool {
    matches!(
        character,
        '\0'..='\x08'
            | '\x0e'..='\x1f'
            | '\x7f'..='\u{84}'
            | '\u{86}'..='\u{9f}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{1806}'
            | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2063}'
            | '\u{206a}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffc}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0001}'
            | '\u{e0020}'..='\u{e007f}'
    )
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
