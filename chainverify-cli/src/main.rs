//! The command `chainverify`: reads the command line, gathers the certificates of each target, has the library verify them, prints the
//! report. No verification logic is here: if the command needs something, the library lacks it.

#![deny(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]

mod args;
mod check;
mod companions;
mod connect;
mod exit;
mod files;
mod gather;
mod output;
mod plan;
mod report;
mod rules;
mod session;
mod told;
mod trust;
mod usage;

use std::io::{self, Write};
use std::process::ExitCode;

use chainverify::text::{Text, escape};
use clap::Parser;
use clap::error::ErrorKind;

use args::Args;
use exit::Exit;
use output::{Pipe, tell};
use plan::Plan;
use session::Session;
use told::Told;
use usage::UsageError;

fn main() -> ExitCode {
    let mut out = Pipe::new(io::stdout().lock());
    match run(&mut out).and_then(|exit| out.flush().map(|()| exit)) {
        Ok(exit) => exit.into(),
        Err(error) => {
            let mut text = Text::new();
            let error = escape(&error.to_string());
            text.ours(format!("cannot write the report: {error}"));
            tell(text, None);
            Exit::Unusable.into()
        }
    }
}

/// From the command line to the exit status; an error is one of writing the report.
fn run(out: &mut dyn Write) -> io::Result<Exit> {
    let plan = match Args::try_parse() {
        Ok(args) => Plan::new(args),
        Err(asked)
            if matches!(
                asked.kind(),
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
            ) =>
        {
            write!(out, "{asked}")?;
            return Ok(Exit::Valid);
        }
        Err(wrong) => Err(UsageError::from(wrong)),
    };
    match plan {
        Ok(plan) => check_all(&plan, out),
        Err(error) => {
            tell(error.text, error.hint.as_deref());
            Ok(Exit::Unusable)
        }
    }
}

fn check_all(plan: &Plan, out: &mut dyn Write) -> io::Result<Exit> {
    let session = match Session::new(plan) {
        Ok((session, warnings)) => {
            for warning in warnings {
                let mut text = Text::new();
                text.ours("warning: ").append(warning);
                tell(text, None);
            }
            session
        }
        Err(error) => {
            tell(error.text, error.hint);
            return Ok(Exit::Unusable);
        }
    };
    let mut told = Told::new(plan);
    for target in &plan.targets {
        told.tell(check::target(plan, target, &session)?, out)?;
    }
    Ok(told.end())
}
