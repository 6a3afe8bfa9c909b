//! What is printed, and in which form, as the options say.

use chainverify::report::Detail;
use chainverify::second_opinion::Peer;

use crate::args::{AsArg, OutputArgs};
use crate::usage::UsageError;

/// What is printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Output {
    /// In which form.
    pub(crate) format: Format,
    /// How much.
    pub(crate) detail: Detail,
    /// What is said on standard error meanwhile.
    pub(crate) progress: Progress,
    /// When a valid path still ends with exit status 4.
    pub(crate) fail_on: Option<FailOn>,
    /// Whose verdict it is; none for our own.
    pub(crate) verdict_of: Option<Peer>,
}

/// The level of a finding at which a valid path is no success.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum FailOn {
    /// Any warning, conformance notes too.
    Warning,
}

/// In which form the report is printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// One object per target.
    Json,
    /// Not at all.
    Silent,
}

/// Whether the command says on standard error what it is doing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Progress {
    /// It does not.
    Hidden,
    /// It does.
    Told,
}

impl Output {
    pub(super) fn new(args: &OutputArgs) -> Result<Self, UsageError> {
        Ok(Self {
            format: match (args.quiet, args.json) {
                (true, _) => Format::Silent,
                (false, true) => Format::Json,
                (false, false) => Format::Text,
            },
            detail: match args.explain {
                true => Detail::Everything,
                false => Detail::Path,
            },
            progress: match args.verbose {
                true => Progress::Told,
                false => Progress::Hidden,
            },
            fail_on: parse_fail_on(args.fail_on.as_deref())?,
            verdict_of: args.verdict_as.map(|of| match of {
                AsArg::Rustls => Peer::Rustls,
                AsArg::OpenSsl => Peer::OpenSsl,
                AsArg::Go => Peer::Go,
            }),
        })
    }
}

/// Reads `--fail-on`.
pub(crate) fn parse_fail_on(typed: Option<&str>) -> Result<Option<FailOn>, UsageError> {
    match typed {
        None => Ok(None),
        Some("warning") => Ok(Some(FailOn::Warning)),
        Some(typed) => Err(UsageError::about("--fail-on ", typed, " is not a level").with_hint(
            "it is warning: exit status 4 when a valid path has a warning, or a conformance note",
        )),
    }
}
