//! Excerpts: what somebody else wrote, escaped and cut to a length, once, where it is taken over.
//! Not here: how it is put among our words, which is [`Text`](super::Text).

use alloc::format;
use alloc::string::String;
use core::fmt::{self, Write};

use super::escape::escape_to;

/// What somebody else wrote, safe to show: escaped as by [`escape`](crate::text::escape), and at most the first 200
/// characters of it. Displays with `…` after it where it was cut.
///
/// ```
/// use chainverify::text::Excerpt;
///
/// let excerpt = Excerpt::from("a\u{202e}b");
/// assert_eq!((excerpt.as_str(), excerpt.more()), ("a\\u{202e}b", 0));
/// assert_eq!(Excerpt::from(&*"a".repeat(300)).more(), 100);
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Excerpt {
    text: String,
    more: usize,
}

/// The most characters of an excerpt: names of honest certificates are shorter.
pub(super) const MOST: usize = 200;

/// What escapes itself where it is displayed.
pub(crate) trait Escaped: fmt::Display {}

impl Excerpt {
    pub(crate) fn of(chars: impl IntoIterator<Item = char>) -> Self {
        let mut chars = chars.into_iter();
        let mut text = String::new();
        // A string takes everything.
        let _ = escape_to(&mut text, chars.by_ref().take(MOST));
        let more = chars.count();
        Self { text, more }
    }

    /// Of octets that should be ASCII. Others are escaped one by one, letters or not: two of them
    /// must not look like a letter that is not there.
    pub(crate) fn ascii(octets: &[u8]) -> Self {
        let mut text = String::new();
        for octet in octets.iter().take(MOST) {
            let character = char::from(*octet);
            // A string takes everything.
            let _ = match character.is_ascii() {
                true => escape_to(&mut text, [character]),
                false => write!(text, "{}", character.escape_unicode()),
            };
        }
        let more = octets.len().saturating_sub(MOST);
        Self { text, more }
    }

    /// Of what escapes itself. An escape may be cut through.
    pub(crate) fn shown(value: &impl Escaped) -> Self {
        let mut cut = Cut::default();
        // It takes everything.
        let _ = write!(cut, "{value}");
        Self {
            text: cut.text,
            more: cut.more,
        }
    }

    /// Octets as hexadecimal digits after `#`, as RFC 4514 §2.4 has them.
    pub(crate) fn hex(octets: &[u8]) -> Self {
        let most = MOST / 2;
        let digits = octets.iter().take(most).map(|octet| format!("{octet:02x}"));
        Self {
            text: core::iter::once("#".into()).chain(digits).collect(),
            more: octets.len().saturating_sub(most).saturating_mul(2),
        }
    }

    /// The escaped text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How many characters were cut off.
    #[must_use]
    pub const fn more(&self) -> usize {
        self.more
    }
}

impl From<&str> for Excerpt {
    fn from(text: &str) -> Self {
        Self::of(text.chars())
    }
}

impl PartialEq<str> for Excerpt {
    fn eq(&self, text: &str) -> bool {
        self.more == 0 && self.text == text
    }
}

impl PartialEq<&str> for Excerpt {
    fn eq(&self, text: &&str) -> bool {
        *self == **text
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        f.write_str(if self.more == 0 { "" } else { "…" })
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Excerpt {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Keeps the beginning of what is written and counts the rest.
#[derive(Default)]
struct Cut {
    text: String,
    length: usize,
    more: usize,
}

impl Write for Cut {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            if self.length < MOST {
                self.length = self.length.saturating_add(1);
                self.text.push(character);
            } else {
                self.more = self.more.saturating_add(1);
            }
        }
        Ok(())
    }
}
