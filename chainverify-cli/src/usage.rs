//! A usage error: one line that says what is wrong with the command line, and perhaps one line that says what to do.
//! It ends the command with exit status 2 before anything is read or connected to.

use std::borrow::Cow;
use std::ffi::OsString;

use chainverify::text::{Text, escape};
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::familiar;

/// What is wrong with the command line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct UsageError {
    /// One line.
    pub(crate) text: Text,
    /// What to do instead, where there is something to say.
    pub(crate) hint: Option<String>,
}

impl UsageError {
    /// An error in words of our own.
    pub(crate) fn new(words: &'static str) -> Self {
        let mut text = Text::new();
        text.ours(words);
        Self { text, hint: None }
    }

    /// An error about what was typed: `--at "yesterday" is not a time`.
    pub(crate) fn about(
        before: &'static str,
        typed: &str,
        after: impl Into<Cow<'static, str>>,
    ) -> Self {
        let mut text = Text::new();
        text.ours(before).quoted(typed).ours(after);
        Self { text, hint: None }
    }

    /// An error of clap about these words, in our own where it is a frequent one: where an option of another tool is among them, with what is typed here instead.
    pub(crate) fn of_clap(error: clap::Error, typed: impl IntoIterator<Item = OsString>) -> Self {
        if error.kind() == ErrorKind::MissingRequiredArgument {
            return Self::new("no target is given").with_hint(
                "name a host or a file, as in 'chainverify example.com'; see 'chainverify --help'",
            );
        }
        let is_unknown = error.kind() == ErrorKind::UnknownArgument;
        match familiar::find(typed).filter(|_| is_unknown) {
            Some((option, instead)) => {
                Self::about("there is no option ", &option, " here").with_hint(instead)
            }
            None => Self::from(error),
        }
    }

    /// An error of clap about the words behind `store`.
    pub(crate) fn of_store(error: clap::Error) -> Self {
        match error.kind() {
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                Self::new("nothing to do with a store is given").with_hint(
                    "list, audit, diff or show, as in 'chainverify store audit'; a host of that name is written store:443, a file ./store",
                )
            }
            _ => Self {
                hint: Some("see 'chainverify store --help'".to_owned()),
                ..Self::from(error)
            },
        }
    }

    /// Adds what to do instead.
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds what to do instead, unless something nearer to the cause says it already.
    pub(crate) fn with_hint_if_none(self, hint: &str) -> Self {
        match self.hint {
            Some(_) => self,
            None => self.with_hint(hint),
        }
    }
}

/// Folds clap's paragraphs into one line and its `tip:` lines into the hint.
impl From<clap::Error> for UsageError {
    fn from(mut error: clap::Error) -> Self {
        // All that it holds is "use '-- --x'", which would make a target of an option.
        error.remove(ContextKind::Suggested);
        escape_what_was_typed(&mut error);
        let mut message = Vec::new();
        let mut hint = None;
        for line in error.to_string().lines().map(str::trim) {
            if line.starts_with("Usage:") || line.starts_with("For more information") {
                break;
            }
            match line.strip_prefix("tip: ") {
                Some(tip) => hint = hint.or_else(|| Some(tip.to_owned())),
                None if line.is_empty() => {}
                None => message.push(line.strip_prefix("error: ").unwrap_or(line).to_owned()),
            }
        }
        let mut text = Text::new();
        text.ours(message.join(" "));
        Self {
            text,
            hint: hint.or_else(|| Some("see 'chainverify --help'".to_owned())),
        }
    }
}

/// An argument may be the name of a file of somebody else: `chainverify *`.
fn escape_what_was_typed(error: &mut clap::Error) {
    let context: Vec<_> = error
        .context()
        .map(|(kind, value)| (kind, value.clone()))
        .collect();
    for (kind, value) in context {
        let escaped = match value {
            ContextValue::String(text) => ContextValue::String(escape(&text)),
            ContextValue::Strings(texts) => {
                ContextValue::Strings(texts.iter().map(|text| escape(text)).collect())
            }
            _ => continue,
        };
        error.insert(kind, escaped);
    }
}
