//! Which characters could deceive a reader, and how they are escaped.

use alloc::string::{String, ToString};
use core::fmt::{self, Write};

/// The text with everything escaped that could deceive a reader: `\"` and `\\` for quote and
/// backslash, `\u{…}` for control characters, line breaks, bidirectional and invisible ones,
/// spaces that are not U+0020, combining marks, other quotes, and all symbols, among them every
/// mark that our texts use. Letters, digits and punctuation of all scripts stay.
///
/// ```
/// use chainverify::text::escape;
///
/// assert_eq!(escape("Müller & Söhne"), "Müller & Söhne");
/// assert_eq!(escape("\" ✓ trusted"), "\\\" \\u{2713} trusted");
/// ```
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // A string takes everything.
    let _ = escape_to(&mut escaped, text.chars());
    escaped
}

/// Writes them as [`escape`] does.
pub(crate) fn escape_to(f: &mut impl Write, chars: impl IntoIterator<Item = char>) -> fmt::Result {
    for character in chars {
        match character {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            _ if can_deceive(character) => f.write_str(&character.escape_unicode().to_string())?,
            _ => f.write_char(character)?,
        }
    }
    Ok(())
}

/// By blocks of Unicode, and rather too many: a name is none the worse for an escape.
const fn can_deceive(character: char) -> bool {
    match character {
        ' '..='~' => false,
        // Latin-1: control characters, no-break space, soft hyphen, guillemets, multiplication sign
        ..'\u{a1}' | '\u{ab}' | '\u{ad}' | '\u{bb}' | '\u{d7}' => true,
        // modifier letters like quotes; Hebrew gershayim, Arabic letter mark
        '\u{2ba}' | '\u{2dd}' | '\u{2ee}' | '\u{2f6}' | '\u{5f4}' | '\u{61c}' => true,
        // combining marks that can strike out what is before them
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' => true,
        '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{a66f}'..='\u{a67d}' => true,
        // fillers, Ogham space, inherent vowels, Mongolian selectors
        '\u{115f}' | '\u{1160}' | '\u{1680}' | '\u{17b4}' | '\u{17b5}' => true,
        '\u{180b}'..='\u{180f}' | '\u{3164}' | '\u{ffa0}' => true,
        // general punctuation but hyphens and dashes; arrows, mathematics, frames, dingbats
        '\u{2000}'..='\u{200f}' | '\u{2016}'..='\u{206f}' | '\u{2190}'..='\u{2bff}' => true,
        '\u{2e00}'..='\u{2e7f}' | '\u{3000}' | '\u{3003}' | '\u{301d}'..='\u{301f}' => true,
        // private use, noncharacters, selectors, presentation forms, wide quote and backslash
        '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe4f}' => true,
        '\u{feff}' | '\u{ff02}' | '\u{ff3c}' | '\u{ffe8}'..='\u{ffff}' => true,
        // Aegean and ancient numbers and signs, format characters of scripts, music
        '\u{10100}'..='\u{101ff}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1345f}' => true,
        '\u{16fe4}' | '\u{1bca0}'..='\u{1bcaf}' | '\u{1d000}'..='\u{1d24f}' => true,
        // pictographs; unassigned planes, tags, private use
        '\u{1f000}'..='\u{1fbff}' | '\u{1fffe}'..='\u{1ffff}' | '\u{2fffe}'..='\u{2ffff}' => true,
        '\u{3fffe}'.. => true,
        _ => false,
    }
}
