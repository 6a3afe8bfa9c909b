//! Colour for terminals, laid over the finished text: the verdict and the marks ✓ green and ✗ red, the word "warning:" yellow. A report reads
//! the same without it. Certificates cannot bring escape sequences of their own: the library escapes control characters.

use crate::output::Style;

const BOLD_GREEN: &str = "\u{1b}[1;32m";
const BOLD_RED: &str = "\u{1b}[1;31m";
const GREEN: &str = "\u{1b}[32m";
const RED: &str = "\u{1b}[31m";
const YELLOW: &str = "\u{1b}[33m";
const RESET: &str = "\u{1b}[0m";

/// The text, in colour if the style says so.
pub(crate) fn colour(text: &str, style: Style) -> String {
    match style {
        Style::Plain => text.to_owned(),
        Style::Colour => {
            let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
            let rest = rest.lines().map(marks);
            core::iter::once(headline(first))
                .chain(rest)
                .collect::<Vec<_>>()
                .join("\n")
        }
    }
}

fn headline(line: &str) -> String {
    let verdict = match line.chars().next() {
        Some('✓') => BOLD_GREEN,
        Some('✗') => BOLD_RED,
        _ => return marks(line),
    };
    match line.split_once(": ") {
        Some((verdict_words, cause)) => format!("{verdict}{verdict_words}:{RESET} {cause}"),
        None => format!("{verdict}{line}{RESET}"),
    }
}

fn marks(line: &str) -> String {
    let indented = line.trim_start();
    if let Some(rest) = indented.strip_prefix("warning:") {
        let (indent, _) = line.split_at(line.len() - indented.len());
        return format!("{indent}{YELLOW}warning:{RESET}{rest}");
    }
    line.replace('✓', &format!("{GREEN}✓{RESET}"))
        .replace('✗', &format!("{RED}✗{RESET}"))
}

#[cfg(test)]
mod tests {
    use super::{BOLD_RED, GREEN, RED, RESET, YELLOW, colour};
    use crate::output::Style;

    const TEXT: &str = "✗ a.example is not trusted: leaf: x\n✗ leaf: y, ✓\n  warning: it is odd";

    #[test]
    fn plain_text_stays_as_it_is() {
        assert_eq!(colour(TEXT, Style::Plain), TEXT);
    }

    #[test]
    fn verdict_marks_and_warnings_have_their_colours() {
        assert_eq!(
            colour(TEXT, Style::Colour),
            format!(
                "{BOLD_RED}✗ a.example is not trusted:{RESET} leaf: x\n{RED}✗{RESET} leaf: y, {GREEN}✓{RESET}\n  {YELLOW}warning:{RESET} it is odd"
            )
        );
    }

    #[test]
    fn nothing_but_colour_is_added() {
        let bare = [BOLD_RED, GREEN, RED, YELLOW, RESET]
            .iter()
            .fold(colour(TEXT, Style::Colour), |text, code| {
                text.replace(code, "")
            });
        assert_eq!(bare, TEXT);
    }
}
