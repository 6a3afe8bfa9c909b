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
mod targets;
mod trust;
mod usage;

use std::io::{self, Write};
use std::process::ExitCode;

use chainverify::text::{Text, escape};
use clap::Parser;
use clap::error::ErrorKind;

use args::Args;
use companions::Companions;
use exit::Exit;
use files::{KeyFile, Passwords};
use gather::{GatherError, gather};
use output::{Colour, Pipe};
use plan::{Format, Plan, Progress, Target};
use report::Known;
use session::Session;
use targets::{Given, PassedOver};
use trust::SetupError;
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

/// What is the same for all targets.
struct Run<'a> {
    plan: &'a Plan,
    passwords: Passwords,
    key: Option<KeyFile>,
    session: Session,
    targets: Vec<Given>,
}

impl<'a> Run<'a> {
    /// Reads it; and gives one line for each thing that is worth knowing.
    fn new(plan: &'a Plan) -> Result<(Self, Vec<Text>), SetupError> {
        let targets = targets::expand(plan)?;
        let passwords = Passwords::read(&plan.password_files)?;
        let key = plan.key.as_deref();
        let key = key.map(|path| files::read_key(path, &passwords));
        let key = key.transpose()?;
        let (session, warnings) = Session::new(plan, &passwords)?;
        let run = Self {
            plan,
            passwords,
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
    let mut exit = Exit::Valid;
    let mut gap = "";
    let mut companions = Companions::default();
    let mut passed_over = PassedOver::default();
    let mut show = |(report, ended): (String, Exit)| -> io::Result<()> {
        exit = exit.and(ended);
        if !report.is_empty() {
            writeln!(out, "{gap}{report}")?;
            // A later target may take its time: what is known is shown.
            out.flush()?;
            gap = match plan.output.format {
                Format::Text => "\n",
                Format::Json | Format::Silent => "",
            };
        }
        Ok(())
    };
    for given in &run.targets {
        show(check(&run, given, &mut companions, &mut passed_over)?)?;
    }
    for source in passed_over.empty() {
        let error = GatherError::no_certificate(source.clone(), None);
        show(failed(plan, &Target::File(source), &run.session, &error)?)?;
    }
    if plan.output.format != Format::Silent {
        passed_over.notes().for_each(warn);
    }
    if let Some(advice) = companions.advice() {
        tell(advice, Some(companions::HINT));
    }
    Ok(exit)
}

/// The report about one target, without its last line end, and how it ended.
fn check<'a>(
    run: &Run<'_>,
    given: &'a Given,
    companions: &mut Companions<'a>,
    passed_over: &mut PassedOver,
) -> io::Result<(String, Exit)> {
    let Run { plan, session, .. } = run;
    let target = &given.target;
    let progress = |doing: Text| {
        if plan.output.progress == Progress::Told {
            let mut text = Text::new();
            text.ours("checking ");
            target.say(&mut text);
            text.ours(": ").append(doing);
            tell(text, None);
        }
    };
    let gathered = gather(plan, target, &run.passwords, &progress);
    if passed_over.takes(given, gathered.as_ref().err()) {
        return Ok((String::new(), Exit::Valid));
    }
    let gathered = match gathered {
        Ok(gathered) => gathered,
        Err(error) => return failed(plan, target, session, &error),
    };
    if plan.output.format != Format::Silent {
        gathered.notes.iter().cloned().for_each(warn);
    }
    progress(report::certificates(gathered.chain.len()));
    let names = plan.names_for(target);
    let report = session.verify(&gathered.chain, names, &progress);
    companions.note(target, &report);
    let known = Known {
        target,
        gathered: &gathered,
        report: &report,
        set: session.set(),
        places: session.places(),
        key: run.key.as_ref(),
    };
    let exit = known.exit(plan.output.fail_on);
    let printed = match plan.output.format {
        Format::Text => Colour::of_stdout().paint(&report::text(&known, plan.output.detail)),
        Format::Json => report::json(&known, exit)?,
        Format::Silent => String::new(),
    };
    Ok((printed, exit))
}

fn failed(
    plan: &Plan,
    target: &Target,
    session: &Session,
    error: &GatherError,
) -> io::Result<(String, Exit)> {
    tell(error.text(), error.hint());
    let printed = match plan.output.format {
        Format::Json => report::json_failure(target, (session.set(), session.places()), error)?,
        Format::Text | Format::Silent => String::new(),
    };
    Ok((printed, error.exit()))
}

/// One line to standard error about something that is not wrong.
fn warn(warning: Text) {
    let mut text = Text::new();
    text.ours("warning: ").append(warning);
    tell(text, None);
}

/// One line to standard error, and what to do on a second one. That standard error is gone is no reason to stop.
fn tell(text: Text, hint: Option<&str>) {
    let mut line = Text::new();
    line.ours("chainverify: ").append(text);
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "{line}");
    if let Some(hint) = hint {
        let _ = writeln!(err, "  hint: {hint}");
    }
}
