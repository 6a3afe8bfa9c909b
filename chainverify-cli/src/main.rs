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
mod familiar;
mod fetching;
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
mod workers;

use core::num::NonZero;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;
use std::thread;

use chainverify::text::{Text, escape};
use clap::Parser;
use clap::error::ErrorKind;

use args::Args;
use check::Checker;
use exit::Exit;
use output::{Colour, Pipe, tell};
use plan::{Plan, Source, Target};
use session::Session;
use told::Told;
use usage::UsageError;
use workers::Next;

/// Enough to hide what one host takes, and few enough for any network.
const HOSTS_AT_ONCE: usize = 16;

/// A millisecond of work.
const FILES_AT_A_TIME: usize = 8;

fn main() -> ExitCode {
    let mut out = Pipe::new(BufWriter::new(io::stdout().lock()));
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
        Err(wrong) => Err(UsageError::of_clap(wrong, std::env::args_os())),
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
    let pace = Pace::of(plan);
    let checker = Checker {
        plan,
        session: &session,
        colour: Colour::of_stdout(),
    };
    let batches: Vec<&[Target]> = plan.targets.chunks(pace.at_a_time).collect();
    workers::in_order(
        &batches,
        pace.threads,
        |batch| checker.all(batch),
        |next| match next {
            Next::Result(batch) => {
                let mut batch = batch.into_iter();
                batch.try_for_each(|checked| told.tell(checked?, out))
            }
            // A later target may take its time: what is known is shown.
            Next::Waiting => out.flush(),
        },
    )?;
    // What is told at the end comes after the reports.
    out.flush()?;
    Ok(told.end())
}

/// How many targets are checked at once.
struct Pace {
    threads: usize,
    /// A thread takes so many, one after the other: to wake another one costs as much as a small file.
    at_a_time: usize,
}

impl Pace {
    /// Files keep the cores busy; hosts are waited for, and so may standard input be.
    fn of(plan: &Plan) -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let is_slow = |target: &Target| !matches!(target, Target::File(Source::File(_)));
        match plan.targets.iter().any(is_slow) {
            true => Self {
                threads: cores.max(HOSTS_AT_ONCE),
                at_a_time: 1,
            },
            false => Self {
                threads: cores,
                at_a_time: FILES_AT_A_TIME
                    .min(plan.targets.len().div_ceil(cores))
                    .max(1),
            },
        }
    }
}
