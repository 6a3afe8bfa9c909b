//! Where text goes: a standard output that takes a broken pipe for an end, not an error, and the choice of colour.
//! The wording of reports is in `report`.

use std::io::{self, IsTerminal, Write};

/// Whether escape sequences may be printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Style {
    /// Text only.
    Plain,
    /// With ANSI colours.
    Colour,
}

impl Style {
    /// Colour on a terminal that knows it, unless `NO_COLOR` is set and not empty (<https://no-color.org>).
    pub(crate) fn of_stdout() -> Self {
        let variable = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if io::stdout().is_terminal() && !variable("NO_COLOR") && !dumb {
            Self::Colour
        } else {
            Self::Plain
        }
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

    use super::Pipe;

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
