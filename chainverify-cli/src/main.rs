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
mod cache;
mod check;
mod client;
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
mod revocation;
mod rules;
mod session;
mod store;
mod targets;
mod told;
mod trust;
mod usage;
mod verifiers;
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
use client::{Client, Secrets};
use exit::Exit;
use files::{KeyFile, Passwords};
use gather::GatherError;
use output::{Colour, Pipe, tell, warn};
use plan::{Plan, Source, Target};
use report::Among;
use session::Session;
use targets::Given;
use told::Told;
use trust::SetupError;
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
    let mut words = std::env::args_os().skip(1);
    if words.next().is_some_and(|word| word == store::WORD) {
        return store::run(words, out);
    }
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

/// What is the same for all targets.
struct Run<'p> {
    plan: &'p Plan,
    secrets: Secrets,
    key: Option<KeyFile>,
    session: Session,
    targets: Vec<Given>,
}

impl<'p> Run<'p> {
    /// Reads it; and gives one line for each thing that is worth knowing.
    fn new(plan: &'p Plan) -> Result<(Self, Vec<Text>), SetupError> {
        let targets = targets::expand(plan)?;
        let passwords = Passwords::read(&plan.password_files)?;
        let key = plan.key.as_deref();
        let key = key.map(|path| files::read_key(path, &passwords));
        let key = key.transpose()?;
        let found = files::read_clients(&plan.client.certs, &plan.client.keys, &passwords)?;
        let clients = found.clients.into_iter().map(Client::new).collect();
        let (session, mut warnings) = Session::new(plan, &passwords, targets.len())?;
        warnings.extend(found.notes);
        let run = Self {
            plan,
            secrets: Secrets { passwords, clients },
            key,
            session,
            targets,
        };
        Ok((run, warnings))
    }
}

fn check_all(plan: &Plan, out: &mut dyn Write) -> io::Result<Exit> {
    let (run, warnings) = match Run::new(plan) {
        Ok(ready) => ready,
        Err(error) => {
            tell(error.text, error.hint);
            return Ok(Exit::Unusable);
        }
    };
    warnings.into_iter().for_each(warn);
    let mut told = Told::new(plan);
    let pace = Pace::of(&run.targets);
    let checker = Checker {
        plan: run.plan,
        secrets: &run.secrets,
        key: run.key.as_ref(),
        session: &run.session,
        colour: Colour::of_stdout(),
        among: Among::of(run.targets.len()),
    };
    let batches: Vec<&[Given]> = run.targets.chunks(pace.at_a_time).collect();
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
    for folder in told.empty_folders() {
        let error = GatherError::no_certificate(folder.clone(), None);
        let report = checker.failure(&Target::File(folder), &error)?;
        told.tell_failure(&error, out)?;
        told.tell_reports(report, out)?;
    }
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
    fn of(targets: &[Given]) -> Self {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        let is_slow = |given: &Given| !matches!(given.target, Target::File(Source::File(_)));
        match targets.iter().any(is_slow) {
            true => Self {
                threads: cores.max(HOSTS_AT_ONCE),
                at_a_time: 1,
            },
            false => Self {
                threads: cores,
                at_a_time: FILES_AT_A_TIME.min(targets.len().div_ceil(cores)).max(1),
            },
        }
    }
}
