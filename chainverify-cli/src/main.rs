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
use exit::Exit;
use output::{Pipe, tell};
use plan::{Plan, Target};
use session::Session;
use told::Told;
use usage::UsageError;
use workers::Next;

/// Enough to hide what one host takes, and few enough for any network.
const HOSTS_AT_ONCE: usize = 16;

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
    let work = |target| check::target(plan, target, &session);
    let targets: Vec<&Target> = plan.targets.iter().collect();
    workers::in_order(
        &targets,
        threads(plan),
        |target| work(*target),
        |next| match next {
            Next::Result(checked) => told.tell(checked?, out),
            // A later target may take its time: what is known is shown.
            Next::Waiting => out.flush(),
        },
    )?;
    Ok(told.end())
}

/// Files keep the cores busy; hosts are waited for.
fn threads(plan: &Plan) -> usize {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let is_host = |target: &Target| matches!(target, Target::Host(_));
    match plan.targets.iter().any(is_host) {
        true => cores.max(HOSTS_AT_ONCE),
        false => cores,
    }
}
