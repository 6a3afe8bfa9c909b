//! A usage error: one line that says what is wrong with the command line, and perhaps one line that says what to do.
//! It ends the command with exit status 2 before anything is read or connected to.

use core::fmt;

/// What is wrong with the command line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct UsageError {
    message: String,
    hint: Option<String>,
}

impl UsageError {
    /// An error with its one line.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
        }
    }

    /// Adds what to do instead.
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What to do instead, where there is something to say.
    pub(crate) fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Folds clap's paragraphs into one line and its `tip:` lines into the hint.
impl From<&clap::Error> for UsageError {
    fn from(error: &clap::Error) -> Self {
        let text = error.to_string();
        let mut message = Vec::new();
        let mut hint = None;
        for line in text.lines().map(str::trim) {
            if line.starts_with("Usage:") || line.starts_with("For more information") {
                break;
            }
            match line.strip_prefix("tip: ") {
                // `-- --crl` would make a target of an option.
                Some(tip) if tip.starts_with("to pass '") => {}
                Some(tip) => hint = hint.or_else(|| Some(tip.to_owned())),
                None if line.is_empty() => {}
                None => message.push(line.strip_prefix("error: ").unwrap_or(line)),
            }
        }
        Self {
            message: message.join(" "),
            hint: hint.or_else(|| Some("see 'chainverify --help'".to_owned())),
        }
    }
}
