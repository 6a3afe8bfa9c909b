//! `chainverify store`: which roots are trusted, whose they are, who put them there, and what is odd about them. What is odd the library says
//! ([`chainverify::report::audit`]); here stores are read and lines are made.

mod args;
mod audit;
mod diff;
mod json;
mod list;
mod sources;

use std::ffi::OsString;
use std::io::{self, Write};

use chainverify::text::Text;
use clap::Parser;
use clap::error::ErrorKind;
use pki_types::UnixTime;

use crate::exit::Exit;
use crate::files::Passwords;
use crate::output::{Colour, tell, warn};
use crate::plan::{FailOn, parse_fail_on, parse_time};
use crate::trust::SetupError;
use crate::usage::UsageError;
use args::{Action, StoreArgs};
use sources::{Setting, Source};

/// The word that makes a command line one about stores. A target of this name is written `./store` or `store:443`.
pub(crate) const WORD: &str = "store";

/// What a subcommand has to say.
struct Answer {
    /// Without the last line end.
    text: Text,
    json: serde_json::Value,
    /// Whether there is something that `--fail-on warning` acts on.
    warnings: usize,
}

/// From the words behind `store` to the exit status; an error is one of writing the answer.
pub(crate) fn run(
    words: impl IntoIterator<Item = OsString>,
    out: &mut dyn Write,
) -> io::Result<Exit> {
    let words = core::iter::once(OsString::from("chainverify store")).chain(words);
    let args = match StoreArgs::try_parse_from(words) {
        Ok(args) => args,
        Err(asked)
            if matches!(
                asked.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ) =>
        {
            write!(out, "{asked}")?;
            return Ok(Exit::Valid);
        }
        Err(wrong) => return Ok(unusable(UsageError::of_store(wrong))),
    };
    let (at, fail_on) = match (
        args.at.as_deref().map(parse_time).transpose(),
        parse_fail_on(args.fail_on.as_deref()),
    ) {
        (Ok(at), Ok(fail_on)) => (at, fail_on),
        (Err(error), _) | (_, Err(error)) => return Ok(unusable(error)),
    };
    let answer = match answer(&args, at.unwrap_or_else(UnixTime::now)) {
        Ok(answer) => answer,
        Err(error) => {
            tell(error.text, error.hint);
            return Ok(Exit::Unusable);
        }
    };
    match args.json {
        true => writeln!(out, "{}", answer.json)?,
        false => writeln!(out, "{}", Colour::of_stdout().paint(&answer.text))?,
    }
    Ok(match fail_on {
        Some(FailOn::Warning) if answer.warnings > 0 => Exit::FailedOn,
        _ => Exit::Valid,
    })
}

fn unusable(error: UsageError) -> Exit {
    tell(error.text, error.hint.as_deref());
    Exit::Unusable
}

fn answer(args: &StoreArgs, at: UnixTime) -> Result<Answer, SetupError> {
    let passwords = Passwords::read(&args.password_file)?;
    let setting = Setting::new(args.sysroot.as_deref(), &passwords);
    let read = |typed: &OsString| -> Result<Source, SetupError> {
        let source = setting.read(typed)?;
        let told = source.warnings.iter().chain(&source.notes);
        told.cloned().for_each(warn);
        Ok(source)
    };
    match &args.action {
        Action::List => Ok(list::list(&read(&args.from)?, &setting)),
        Action::Show { root } => list::show(&read(&args.from)?, root, &setting),
        Action::Diff { a, b } => Ok(diff::diff(&read(a)?, &read(b)?)),
        Action::Audit => {
            // It says itself what could not be read.
            let mut sources = Vec::from([setting.read(&args.from)?]);
            if args.from == "os" && args.sysroot.is_none() {
                sources.extend(setting.of_other_programs());
            }
            audit::audit(&sources, &setting, at)
        }
    }
}
