//! Measures chainverify beside its peers, in one process and one run.
//!
//! ```text
//! cargo run --release -p chainverify-benches -- [verify | hostile | failures | startup] [--quick]
//! cargo run --release -p chainverify-benches -- [curves | threads | worst | handshakes | exchange] [--quick]
//! cargo run --release -p chainverify-benches -- crls [keep] [--quick]
//! cargo run --release -p chainverify-benches -- [compare | gate] [--quick]
//! cargo run --release -p chainverify-benches -- repeat CHAIN ROOTS PART COUNT [PEER]
//! cargo run --release -p chainverify-benches -- grow CURVE SIZE COUNT
//! ```
//!
//! `gate` measures all, prints it and fails where a bar is missed; `compare` also writes it to
//! `RESULTS.md` and `RESULTS.svg`. `crls` measures revocation lists alone, and `crls keep` writes their
//! section and their bars. The first two build this program again with thin LTO and measure that too,
//! and the real chains of the folder that `CHAINVERIFY_DATA` names. `repeat`, and `grow` for a curve, do one thing over and over and print
//! nothing: for `valgrind --tool=callgrind` and for `perf`. Peers in features: `--features openssl,certval`.

mod algorithms;
mod alloc;
mod cached;
mod callgrind;
mod chains;
mod command;
mod costs;
mod crls;
mod curves;
mod exchange;
mod failures;
mod figures;
mod gate;
mod handshakes;
mod hostile;
mod machine;
mod measure;
mod ml_dsa;
mod peers;
mod profiles;
mod real;
mod report;
mod sets;
mod startup;
mod svg;
mod table;
mod threads;
mod verify;
mod worst;

use core::time::Duration;
use std::io;
use std::process::ExitCode;

use chains::Roots;
use figures::Figures;
use measure::Effort;
use table::Table;
use verify::Part;

const USAGE: &str =
    "usage: chainverify-benches [verify | hostile | failures | startup | curves | threads | worst | handshakes | exchange] [--quick]
       chainverify-benches crls [keep] [--quick]
       chainverify-benches [compare | gate] [--quick]
       chainverify-benches repeat CHAIN one|mozilla whole|own|known|parse COUNT [PEER]
       chainverify-benches grow pool|names|anchors SIZE COUNT";

/// What a run leaves: a text, and whether all is as it should be.
struct Done {
    text: String,
    code: ExitCode,
}

impl Done {
    fn well(text: String) -> Self {
        Self {
            text,
            code: ExitCode::SUCCESS,
        }
    }

    fn table(rows: &[table::Row]) -> Self {
        Self::well(Table(rows).to_string())
    }

    fn and(mut self, rows: &[table::Row]) -> Self {
        self.text += &format!("\n{}", Table(rows));
        self
    }
}

fn main() -> ExitCode {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let before = args.len();
    args.retain(|word| word != "--quick");
    let effort = if args.len() < before {
        Effort::QUICK
    } else {
        Effort::FULL
    };
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match run(&args, effort) {
        Some(done) => {
            print!("{}", done.text);
            done.code
        }
        None => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn run(args: &[&str], effort: Effort) -> Option<Done> {
    Some(match *args {
        [] | ["verify"] => Done::table(&verify::rows(&verify::measure(effort))),
        ["hostile"] => {
            let trials = hostile::measure(sets::Scale::Full, effort.rounds / 5);
            Done::table(&hostile::rows(&trials)).and(&hostile::report_rows(&trials))
        }
        ["failures"] => Done::table(&failures::rows(&failures::measure(effort))),
        ["handshakes"] => {
            let effort = handshakes::effort(effort);
            Done::table(&handshakes::rows(&handshakes::measure(effort)))
        }
        ["exchange"] => {
            let load = exchange::measure(exchange::time(effort));
            Done::table(&exchange::rows(Some(&load)))
        }
        ["worst"] => Done::table(&worst::rows(&worst::measure()?)),
        ["startup"] => Done::table(&startup::rows(&startup::measure(effort))),
        ["curves"] => Done::table(&curves::rows(&curves::measure(effort))),
        ["threads"] => {
            let turn = Duration::from_millis(50);
            Done::table(&threads::rows(&threads::measure(effort.rounds / 5, turn)))
        }
        ["crls"] => lists(effort, |_| Ok(())),
        ["crls", "keep"] => lists(effort, report::write_crls),
        ["compare"] => measured(effort, report::write),
        ["gate"] => measured(effort, |_| Ok(())),
        // What this program asks of itself, in another profile or environment.
        ["times"] => Done::well(costs::write(&verify::measure_two(effort))),
        ["crl-one"] => Done::well(crls::one()?),
        ["worst-one"] => Done::well(worst::one()?),
        ["os"] => Done::well(startup::os(effort)?.write()),
        ["repeat", chain, roots, part, count] => repeat([chain, roots, part], count, peers::OWN)?,
        ["repeat", chain, roots, part, count, peer] => repeat([chain, roots, part], count, peer)?,
        ["grow", curve, size, count] => {
            curves::repeat(curve, size.parse().ok()?, count.parse().ok()?)?;
            Done::well(String::new())
        }
        _ => return None,
    })
}

/// Measures everything, keeps it, and fails where a bar is missed.
fn measured(effort: Effort, keep: fn(&Figures) -> io::Result<()>) -> Done {
    let outcome = profiles::must_be_release().and_then(|()| {
        let figures = Figures::measure(effort);
        keep(&figures)?;
        Ok(figures)
    });
    match outcome {
        Ok(figures) => Done {
            text: report::plain(&figures),
            code: if gate::bars(&figures).iter().all(gate::Bar::is_passed) {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            },
        },
        Err(problem) => Done {
            text: format!("there are no results: {problem}\n"),
            code: ExitCode::FAILURE,
        },
    }
}

/// Measures revocation lists alone, keeps that, and fails where one of their bars is missed.
fn lists(effort: Effort, keep: fn(&Figures) -> io::Result<()>) -> Done {
    let figures = Figures {
        crls: Some(crls::measure(effort)),
        ..Figures::default()
    };
    let kept = profiles::must_be_release().and_then(|()| keep(&figures));
    let bars = gate::crls(&figures);
    let done = Done::table(&crls::rows(figures.crls.as_ref())).and(&gate::rows(&bars));
    match kept {
        Ok(()) if bars.iter().all(gate::Bar::is_passed) => done,
        Ok(()) => Done {
            code: ExitCode::FAILURE,
            ..done
        },
        Err(problem) => Done {
            text: format!("{}\nnothing was kept: {problem}\n", done.text),
            code: ExitCode::FAILURE,
        },
    }
}

/// Does one thing `count` times.
fn repeat([chain, roots, part]: [&str; 3], count: &str, peer: &str) -> Option<Done> {
    let chain = chains::named(chain)?;
    let roots = Roots::ALL.into_iter().find(|known| known.id() == roots)?;
    let part = Part::ALL.into_iter().find(|known| known.id() == part)?;
    let tasks = part.tasks(&chain, roots);
    let task = tasks.iter().find(|task| task.peer == peer)?;
    callgrind::repeatedly_called(&|| task.run(), count.parse().ok()?);
    Some(Done::well(String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_repeated() {
        let of = ["p256", "one", "own"];
        assert!(repeat(of, "3", "webpki").is_some_and(|done| done.text.is_empty()));
        assert!(repeat(of, "x", "webpki").is_none());
    }
}
