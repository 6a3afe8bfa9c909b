//! `write` asks every verifier that is installed and writes `testdata/MUTATIONS.md`; `list PATTERN` prints what each says
//! to the mutants whose names are of the pattern.

use core::error::Error;
use std::io::{Write as _, stdout};
use std::process::ExitCode;
use std::{env, fs};

use chainverify_differential::alone::Reasons;
use chainverify_differential::page::{Recorded, page};
use chainverify_differential::peers::Peer;
use chainverify_differential::survey::Survey;
use chainverify_differential::{PAGE, REASONS, peers, read, testdata};

const USAGE: &str = "usage: chainverify-differential write | list PATTERN";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["write"] => write(),
        ["list", pattern] => list(pattern),
        _ => Err(USAGE.into()),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// Every verifier that is there.
fn all() -> Vec<Box<dyn Peer>> {
    let mut all = peers::built_in();
    all.extend(peers::installed());
    for name in peers::ALL {
        if !all.iter().any(|peer| peer.name() == name) {
            eprintln!("{name} is left out: it is not installed, or its feature is off");
        }
    }
    all
}

fn write() -> Result<ExitCode, Box<dyn Error>> {
    let reasons = Reasons::read(&read(REASONS)?)?;
    let recorded = read(PAGE).map_or_else(|_| Recorded::default(), |page| Recorded::read(&page));
    let survey = Survey::of(&all());
    fs::write(testdata(PAGE), page(&survey, &reasons, &recorded))?;
    if !survey.has_voices() {
        return Ok(ExitCode::SUCCESS);
    }
    let complaints = reasons.complaints(&survey);
    for complaint in &complaints {
        eprintln!("{complaint}");
    }
    Ok(ExitCode::from(u8::from(!complaints.is_empty())))
}

fn list(pattern: &str) -> Result<ExitCode, Box<dyn Error>> {
    let survey = Survey::of_pattern(pattern, &all());
    if survey.rows.is_empty() {
        return Err(
            format!("no mutant has a name like {pattern}; `*` stands for any characters").into(),
        );
    }
    let mut out = stdout().lock();
    for row in &survey.rows {
        writeln!(out, "{}", row.name)?;
        for ((peer, _), verdict) in survey.peers.iter().zip(&row.verdicts) {
            match verdict {
                Ok(()) => writeln!(out, "    {peer}: accepts")?,
                Err(reason) => writeln!(out, "    {peer}: {reason}")?,
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
