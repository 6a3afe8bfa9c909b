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
mod trust;
mod usage;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use args::Args;
use companions::Companions;
use exit::Exit;
use gather::{GatherError, gather};
use output::{Pipe, Style};
use plan::{Format, Plan, Progress, Target};
use report::{Count, Known};
use session::Session;
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
    let mut session = match Session::new(plan) {
        Ok((session, warnings)) => {
            for warning in warnings {
                tell(&format!("warning: {warning}"), None);
            }
            session
        }
        Err(error) => {
            tell(&error.to_string(), error.hint());
            return Ok(Exit::Unusable);
        }
    };
    let mut exit = Exit::Valid;
    let mut gap = "";
    let mut companions = Companions::default();
    for target in &plan.targets {
        let (report, ended) = check(plan, target, &mut session, &mut companions)?;
        if !report.is_empty() {
            writeln!(out, "{gap}{report}")?;
            // A later target may take its time: what is known is shown.
            out.flush()?;
            gap = match plan.report.format {
                Format::Text => "\n",
                Format::Json | Format::Silent => "",
            };
        }
        exit = exit.and(ended);
    }
    if let Some(advice) = companions.advice() {
        tell(&advice, Some(companions::HINT));
    }
    Ok(exit)
}

/// The report about one target, without its last line end, and how it ended.
fn check<'a>(
    plan: &Plan,
    target: &'a Target,
    session: &mut Session,
    companions: &mut Companions<'a>,
) -> io::Result<(String, Exit)> {
    let progress = |what: &str| {
        if plan.report.progress == Progress::Told {
            tell(&format!("{target}: {what}"), None);
        }
    };
    let gathered = match gather(plan, target, &progress) {
        Ok(gathered) => gathered,
        Err(error) => return failed(plan, target, &error),
    };
    progress(&Count(gathered.others.len() + 1, "certificate").to_string());
    let judged = session.judge(&gathered, plan.name_for(target).as_ref(), &progress);
    companions.note(target, &judged.rows);
    let known = Known {
        target,
        judged: &judged,
        gathered: &gathered,
        set: session.set(),
    };
    let exit = known.exit(plan.report.fail_on);
    let report = match plan.report.format {
        Format::Text => report::colour(&report::text(&known), Style::of_stdout()),
        Format::Json => report::json(&known, exit)?,
        Format::Silent => String::new(),
    };
    Ok((report, exit))
}

fn failed(plan: &Plan, target: &Target, error: &GatherError) -> io::Result<(String, Exit)> {
    // A file error names its file itself.
    let text = match target {
        Target::Host(host) => format!("{host}: {error}"),
        Target::File(_) => error.to_string(),
    };
    tell(&text, error.hint());
    let report = match plan.report.format {
        Format::Json => report::json_failure(target, &text, error.exit())?,
        Format::Text | Format::Silent => String::new(),
    };
    Ok((report, error.exit()))
}

/// One line to standard error, and what to do on a second one. That standard error is gone is no reason to stop.
fn tell(text: &str, hint: Option<&str>) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "chainverify: {text}");
    if let Some(hint) = hint {
        let _ = writeln!(err, "  hint: {hint}");
    }
}
