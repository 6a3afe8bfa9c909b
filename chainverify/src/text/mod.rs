//! Text as pieces that say what they are, so that a terminal colours them by that and not by
//! searching in them. What somebody else wrote (a certificate, a file name, the caller) is an
//! [`Excerpt`], escaped and cut once, and a piece of its own: it can never look like ours. Not
//! here: what is said, which is up to `finding` and `report`.

mod escape;
mod excerpt;

use alloc::borrow::{Cow, ToOwned};
use alloc::format;
use alloc::vec::Vec;
use core::fmt;

pub use escape::escape;
pub(crate) use escape::escape_to;
pub(crate) use excerpt::Escaped;
pub use excerpt::Excerpt;

/// A run of text of one kind.
///
/// ```
/// use chainverify::text::{Style, Text};
///
/// let mut text = Text::new();
/// text.ours("read from ").foreign("chain.pem");
/// let styles: Vec<_> = text.pieces().iter().map(|piece| piece.style).collect();
/// assert_eq!(styles, [Style::Plain, Style::Foreign]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Piece {
    /// What it says.
    pub text: Cow<'static, str>,
    /// What it is.
    pub style: Style,
}

/// What a piece is, whatever a terminal makes of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Style {
    /// Our words.
    Plain,
    /// A verdict or mark that is good.
    Good,
    /// A verdict or mark that is bad.
    Bad,
    /// Something to look at, although it decides nothing.
    Warning,
    /// What a line is about, at its head.
    Label,
    /// The words of somebody else, escaped.
    Foreign,
    /// Where a rule is written down.
    Reference,
}

/// A sign before a line or after a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mark {
    /// `✓`
    Valid,
    /// `✗`
    Invalid,
}

/// Styled text. Displays as the text of its pieces, one after the other.
///
/// A line never begins with the words of somebody else: where they would, they are quoted.
///
/// ```
/// use chainverify::text::{Mark, Text};
///
/// let mut text = Text::new();
/// text.mark(Mark::Invalid).ours(" expired").line().foreign("✓ trusted\n");
/// assert_eq!(text.to_string(), "✗ expired\n\"\\u{2713} trusted\\u{a}\"");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Vec<Piece>);

impl Text {
    /// No text.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The pieces in order. Line breaks are pieces, or parts of our pieces.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    /// Adds words of our own.
    pub fn ours(&mut self, text: impl Into<Cow<'static, str>>) -> &mut Self {
        self.push(text.into(), Style::Plain)
    }

    /// Adds words of a style. Those of somebody else are escaped whatever way they come.
    pub fn styled(&mut self, style: Style, text: impl Into<Cow<'static, str>>) -> &mut Self {
        match style {
            Style::Foreign => self.foreign(&text.into()),
            _ => self.push(text.into(), style),
        }
    }

    /// Adds a mark.
    pub fn mark(&mut self, mark: Mark) -> &mut Self {
        match mark {
            Mark::Valid => self.push("✓".into(), Style::Good),
            Mark::Invalid => self.push("✗".into(), Style::Bad),
        }
    }

    /// Adds another text.
    pub fn append(&mut self, other: Self) -> &mut Self {
        self.0.extend(other.0);
        self
    }

    /// Adds words of somebody else that are escaped already, as they are.
    pub(crate) fn escaped(&mut self, text: alloc::string::String) -> &mut Self {
        self.push(text.into(), Style::Foreign)
    }

    /// Begins a new line.
    pub fn line(&mut self) -> &mut Self {
        self.ours("\n")
    }

    /// Adds words of somebody else: as they are if they are one word of ASCII, else in quotes.
    pub fn foreign(&mut self, text: &str) -> &mut Self {
        self.excerpt(&Excerpt::from(text))
    }

    /// Adds words of somebody else in quotes.
    pub fn quoted(&mut self, text: &str) -> &mut Self {
        self.quoted_excerpt(&Excerpt::from(text))
    }

    /// Adds an excerpt: as it is if it is one word of ASCII, else in quotes.
    pub fn excerpt(&mut self, excerpt: &Excerpt) -> &mut Self {
        let is_word =
            !excerpt.as_str().is_empty() && excerpt.as_str().bytes().all(|b| b.is_ascii_graphic());
        if !is_word || self.is_at_line_start() {
            return self.quoted_excerpt(excerpt);
        }
        self.push(excerpt.as_str().to_owned().into(), Style::Foreign);
        self.left_out("…", excerpt.more())
    }

    /// Adds an excerpt in quotes.
    pub fn quoted_excerpt(&mut self, excerpt: &Excerpt) -> &mut Self {
        self.ours("\"")
            .push(excerpt.as_str().to_owned().into(), Style::Foreign);
        match excerpt.more() {
            0 => self.ours("\""),
            more => self.left_out("…\"", more),
        }
    }

    fn left_out(&mut self, mark: &str, more: usize) -> &mut Self {
        match more {
            0 => self,
            1 => self.ours(format!("{mark} (1 more character)")),
            _ => self.ours(format!("{mark} ({more} more characters)")),
        }
    }

    fn push(&mut self, text: Cow<'static, str>, style: Style) -> &mut Self {
        self.0.push(Piece { text, style });
        self
    }

    /// Whether there is only white space since the last line break.
    fn is_at_line_start(&self) -> bool {
        let mut since = self
            .0
            .iter()
            .rev()
            .map(|piece| piece.text.trim_matches(' '));
        since
            .find(|text| !text.is_empty())
            .is_none_or(|text| text.ends_with('\n'))
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| f.write_str(&piece.text))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests;
