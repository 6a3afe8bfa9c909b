//! The command `chainverify`: reads the command line, gathers the certificates of each target, has the library verify them, prints the
//! report. No verification logic is here: if the command needs something, the library lacks it.

#![deny(
    clippy::as_conversions,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used
)]
#![expect(
    dead_code,
    reason = "trust, rules and the report are wired when the library has its face"
)]

mod args;
mod connect;
mod exit;
mod files;
mod gather;
mod output;
mod plan;
mod usage;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use args::Args;
use exit::Exit;
use gather::{Gathered, gather};
use output::{Pipe, Style};
use plan::{Format, Plan, Progress, Target};
use usage::UsageError;

fn main() -> ExitCode {
    let mut out = Pipe::new(io::stdout().lock());
    match run(&mut out).and_then(|exit| out.flush().map(|()| exit)) {
        Ok(exit) => exit.into(),
        Err(error) => {
            tell(&format!("cannot write the report: {error}"), None);
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
        Err(wrong) => Err(UsageError::from(&wrong)),
    };
    match plan {
        Ok(plan) => check_all(&plan, out),
        Err(error) => {
            tell(&error.to_string(), error.hint());
            Ok(Exit::Unusable)
        }
    }
}

fn check_all(plan: &Plan, out: &mut dyn Write) -> io::Result<Exit> {
    let mut exit = Exit::Valid;
    for target in &plan.targets {
        exit = exit.and(check(plan, target, out)?);
    }
    Ok(exit)
}

fn check(plan: &Plan, target: &Target, out: &mut dyn Write) -> io::Result<Exit> {
    match gather(plan, target) {
        Ok(gathered) => {
            if plan.report.progress == Progress::Told {
                tell(&format!("{target}: {}", gathered.origin), None);
            }
            verify(plan, &gathered, out)
        }
        Err(error) => {
            // A file error names its file itself.
            let text = match target {
                Target::Host(host) => format!("{host}: {error}"),
                Target::File(_) => error.to_string(),
            };
            tell(&text, error.hint());
            Ok(error.exit())
        }
    }
}

/// To be replaced by the library's verdict and `report`.
fn verify(plan: &Plan, gathered: &Gathered, out: &mut dyn Write) -> io::Result<Exit> {
    let _ = (
        Style::of_stdout(),
        plan.report.progress == Progress::Told,
        plan.report.format == Format::Text,
    );
    writeln!(
        out,
        "{} certificates; verification is not wired yet",
        gathered.others.len() + 1
    )?;
    Ok(Exit::NotValid)
}

/// One line to standard error, and what to do on a second one. That standard error is gone is no reason to stop.
fn tell(text: &str, hint: Option<&str>) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "chainverify: {text}");
    if let Some(hint) = hint {
        let _ = writeln!(err, "  hint: {hint}");
    }
}
