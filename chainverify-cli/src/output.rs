//! Where text goes: diagnostics to standard error, reports to a standard output that takes a broken pipe for an end, not an error, and the colours of a terminal. The wording of
//! reports is in the library and in `report`.

use std::io::{self, IsTerminal, Write};

use chainverify::text::{Style, Text};

/// One line to standard error, and what to do on a second one. That standard error is gone is no reason to stop.
pub(crate) fn tell(text: Text, hint: Option<&str>) {
    let mut line = Text::new();
    line.ours("chainverify: ").append(text);
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "{line}");
    if let Some(hint) = hint {
        let _ = writeln!(err, "  hint: {hint}");
    }
}

/// One line to standard error about something that is not wrong.
pub(crate) fn warn(warning: Text) {
    let mut text = Text::new();
    text.ours("warning: ").append(warning);
    tell(text, None);
}

/// Whether escape sequences may be printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Colour {
    /// Text only.
    Off,
    /// With ANSI colours.
    Ansi,
}

impl Colour {
    /// Colour on a terminal that knows it, unless `NO_COLOR` is set and not empty (<https://no-color.org>).
    pub(crate) fn of_stdout() -> Self {
        let variable = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if io::stdout().is_terminal() && !variable("NO_COLOR") && !dumb {
            Self::Ansi
        } else {
            Self::Off
        }
    }

    /// The text with each piece in the colour of what it is. What others wrote is a piece of its own, without colour and without control
    /// characters: it cannot put on ours.
    pub(crate) fn paint(self, text: &Text) -> String {
        let pieces = text.pieces().iter();
        let painted = pieces.map(|piece| match (self, code(piece.style)) {
            (Self::Ansi, Some(code)) => format!("\u{1b}[{code}m{}\u{1b}[0m", piece.text),
            _ => piece.text.to_string(),
        });
        painted.collect()
    }
}

/// Select Graphic Rendition, ECMA-48 §8.3.117.
const fn code(style: Style) -> Option<&'static str> {
    match style {
        Style::Good => Some("32"),
        Style::Bad => Some("31"),
        Style::Warning => Some("33"),
        Style::Label => Some("1"),
        Style::Reference => Some("2"),
        _ => None,
    }
}

/// A writer that goes quiet when its reader has gone (`chainverify … | head -1`): the verdict still becomes the exit status.
#[derive(Debug)]
pub(crate) struct Pipe<W> {
    inner: W,
    state: State,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    Open,
    Gone,
}

impl<W: Write> Pipe<W> {
    /// Wraps a writer.
    pub(crate) fn new(inner: W) -> Self {
        Self {
            inner,
            state: State::Open,
        }
    }

    fn unless_broken<T>(&mut self, result: io::Result<T>, quiet: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.state = State::Gone;
                Ok(quiet)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for Pipe<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.state == State::Gone {
            return Ok(bytes.len());
        }
        let result = self.inner.write(bytes);
        self.unless_broken(result, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.state == State::Gone {
            return Ok(());
        }
        let result = self.inner.flush();
        self.unless_broken(result, ())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};

    use chainverify::text::{Mark, Style, Text};

    use super::{Colour, Pipe};

    fn text() -> Text {
        let mut text = Text::new();
        text.mark(Mark::Invalid)
            .ours(" ")
            .foreign("a.example")
            .ours(": expired     ");
        text.styled(Style::Reference, "RFC 5280").line().ours("  ");
        text.styled(Style::Warning, "warning")
            .ours(" ")
            .styled(Style::Label, "fix")
            .ours(" ");
        text.mark(Mark::Valid);
        text
    }

    #[test]
    fn without_colour_the_text_stays_as_it_is() {
        assert_eq!(Colour::Off.paint(&text()), text().to_string());
    }

    #[test]
    fn each_piece_has_the_colour_of_its_style() {
        assert_eq!(
            Colour::Ansi.paint(&text()),
            "\u{1b}[31m✗\u{1b}[0m a.example: expired     \u{1b}[2mRFC 5280\u{1b}[0m\n  \
             \u{1b}[33mwarning\u{1b}[0m \u{1b}[1mfix\u{1b}[0m \u{1b}[32m✓\u{1b}[0m"
        );
    }

    #[test]
    fn what_others_wrote_is_never_coloured() {
        let mut text = Text::new();
        text.foreign("✓ a.example is trusted\u{1b}[32m")
            .quoted("warning: ✗");
        let painted = Colour::Ansi.paint(&text);
        assert!(!painted.contains(['\u{1b}', '✓', '✗']), "{painted}");
    }

    struct Failing(io::ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn a_broken_pipe_is_silence() {
        let mut pipe = Pipe::new(Failing(io::ErrorKind::BrokenPipe));
        pipe.write_all(b"one").unwrap();
        pipe.write_all(b"two").unwrap();
        pipe.flush().unwrap();
    }

    #[test]
    fn a_full_disk_is_an_error() {
        let mut pipe = Pipe::new(Failing(io::ErrorKind::StorageFull));
        assert!(pipe.write_all(b"one").is_err());
    }
}
