//! The worst that a leaf and its CA can cost for their size, kind by kind, from 60 KB to 6 MB: the
//! time to the verdict and its text, signatures included, and the most memory that a process of its
//! own held, which does nothing else.

mod cases;
mod names;

use core::time::Duration;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs, io};

use cases::{CASES, Case, Signed};
use pki_types::CertificateDer;

use crate::algorithms::Provider;
use crate::chains;
use crate::peers::{Chainverify, Peer};
use crate::table;

/// Octets of leaf and CA together, about.
const SIZES: [usize; 3] = [60_000, 1_000_000, 6_000_000];

/// What one case of one size cost.
#[derive(Clone, Debug)]
pub(crate) struct Trial {
    case: &'static str,
    signed: Signed,
    octets: usize,
    cost: Cost,
}

/// What the process says.
#[derive(Clone, Debug)]
struct Cost {
    millis: f64,
    /// VmHWM of Linux; none elsewhere.
    peak: Option<u64>,
    is_valid: bool,
    text: usize,
}

/// Every case in every size, genuine and forged.
pub(crate) fn measure() -> Option<Vec<Trial>> {
    let mut trials = Vec::new();
    for case in CASES {
        for size in SIZES {
            for signed in [Signed::Genuine, Signed::Forged] {
                trials.push(trial(case, size, signed).ok()??);
            }
        }
    }
    Some(trials)
}

fn trial(case: &Case, size: usize, signed: Signed) -> io::Result<Option<Trial>> {
    let certificates = case.certificates(size, signed);
    let mut process = Command::new(env::current_exe()?)
        .arg("worst-one")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    if let Some(input) = &mut process.stdin {
        write(input, &certificates)?;
    }
    let output = process.wait_with_output()?;
    let cost = Cost::read(&String::from_utf8_lossy(&output.stdout));
    let [_, sent @ ..] = &certificates;
    Ok(cost.map(|cost| Trial {
        case: case.name,
        signed,
        octets: sent.iter().map(|cert| cert.len()).sum(),
        cost,
    }))
}

/// Each with its length before it.
fn write(input: &mut impl Write, certificates: &[CertificateDer<'_>]) -> io::Result<()> {
    for certificate in certificates {
        input.write_all(&(certificate.len() as u64).to_be_bytes())?;
        input.write_all(certificate)?;
    }
    Ok(())
}

fn read(mut input: impl Read) -> io::Result<CertificateDer<'static>> {
    let mut length = [0; 8];
    input.read_exact(&mut length)?;
    let mut certificate = vec![0; usize::try_from(u64::from_be_bytes(length)).unwrap_or(0)];
    input.read_exact(&mut certificate)?;
    Ok(certificate.into())
}

/// Verifies what is on standard input, and says what it cost.
pub(crate) fn one() -> Option<String> {
    // Linux counts the time on a core by ticks of some milliseconds.
    const LEAST: Duration = Duration::from_millis(150);
    let mut input = io::stdin().lock();
    let root = read(&mut input).ok()?;
    let sent = [read(&mut input).ok()?, read(&mut input).ok()?];
    let own = Chainverify::new(&[root], Provider::Ring.algorithms());
    let mut text = 0;
    let timed = || {
        let (start, before) = (Instant::now(), on_core());
        let mut times = 0.0;
        while start.elapsed() < LEAST {
            text = own.text(&sent, chains::QUESTION).len();
            times += 1.0;
        }
        let seconds = on_core_since(before).unwrap_or_else(|| start.elapsed().as_secs_f64());
        seconds * 1e3 / times
    };
    let rounds = core::iter::repeat_with(timed).take(2);
    let millis = rounds.fold(f64::INFINITY, f64::min);
    let cost = Cost {
        millis,
        peak: peak(),
        is_valid: own.verify(&sent, chains::QUESTION),
        text,
    };
    Some(cost.write())
}

/// How long this thread has had a core, by Linux: other processes do not count.
fn on_core() -> Option<u64> {
    let figures = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    figures.split_whitespace().next()?.parse().ok()
}

/// The same since then, in seconds.
fn on_core_since(before: Option<u64>) -> Option<f64> {
    let nanos = on_core()?.checked_sub(before?)?;
    Some(nanos as f64 / 1e9)
}

/// The most that this process has held, in octets.
pub(crate) fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}

impl Cost {
    /// For another process to read.
    fn write(&self) -> String {
        let peak = self.peak.unwrap_or(0);
        format!("{} {peak} {} {}\n", self.millis, self.is_valid, self.text)
    }

    fn read(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let mut next = || words.next();
        Some(Self {
            millis: next()?.parse().ok()?,
            peak: next()?.parse().ok().filter(|peak| *peak > 0),
            is_valid: next()?.parse().ok()?,
            text: next()?.parse().ok()?,
        })
    }
}

impl Trial {
    /// What it is.
    pub(crate) fn name(&self) -> String {
        let (case, octets) = (self.case, self.octets);
        format!("{case}, {}, {octets} octets", self.signed.word())
    }

    /// Milliseconds for a million octets.
    pub(crate) fn millis_per_mb(&self) -> f64 {
        self.cost.millis * 1e6 / self.octets as f64
    }

    /// The most memory, in MiB.
    pub(crate) fn mib(&self) -> Option<f64> {
        let peak = self.cost.peak?;
        Some(peak as f64 / f64::from(1 << 20))
    }
}

/// The table.
pub(crate) fn rows(trials: &[Trial]) -> Vec<table::Row> {
    let mut rows = vec![table::row([
        "worst case",
        "CA",
        "octets",
        "ms",
        "ms per MB",
        "MiB",
        "octets of text",
        "verdict",
    ])];
    rows.extend(trials.iter().map(|trial| {
        let cost = &trial.cost;
        let mib = trial.mib();
        vec![
            trial.case.to_owned(),
            trial.signed.word().to_owned(),
            trial.octets.to_string(),
            format!("{:.2}", cost.millis),
            format!("{:.1}", trial.millis_per_mb()),
            mib.map_or_else(|| "?".to_owned(), |mib| format!("{mib:.1}")),
            cost.text.to_string(),
            (if cost.is_valid { "valid" } else { "not valid" }).to_owned(),
        ]
    }));
    rows
}
