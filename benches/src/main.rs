//! Measures chainverify beside its peers, in one process and one run.
//!
//! ```text
//! cargo run --release -p chainverify-benches -- [verify | hostile | curves | threads] [--quick]
//! cargo run --release -p chainverify-benches -- [compare | gate] [--quick]
//! cargo run --release -p chainverify-benches -- repeat CHAIN ROOTS PART COUNT [PEER]
//! cargo run --release -p chainverify-benches -- grow CURVE SIZE COUNT
//! ```
//!
//! `compare` measures all and writes `RESULTS.md` and `RESULTS.svg`; `gate` measures all and fails
//! where a bar is missed. `repeat`, and `grow` for a curve, do one thing over and over and print
//! nothing: for `valgrind --tool=callgrind` and for `perf`. Peers in features: `--features openssl,certval`.

mod algorithms;
mod alloc;
mod bags;
mod cached;
mod callgrind;
mod chains;
mod command;
mod curves;
mod figures;
mod gate;
mod hostile;
mod machine;
mod measure;
mod ml_dsa;
mod peers;
mod report;
mod svg;
mod table;
mod threads;
mod verify;

use core::time::Duration;
use std::process::ExitCode;

use chains::Roots;
use figures::Figures;
use measure::Effort;
use table::Table;
use verify::Part;

const USAGE: &str =
    "usage: chainverify-benches [verify | hostile | curves | threads | compare | gate] [--quick]
       chainverify-benches repeat CHAIN one|mozilla whole|own|parse COUNT [PEER]
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
}

fn main() -> ExitCode {
    let mut words: Vec<String> = std::env::args().skip(1).collect();
    let before = words.len();
    words.retain(|word| word != "--quick");
    let effort = if words.len() < before {
        Effort::QUICK
    } else {
        Effort::FULL
    };
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words, effort) {
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

fn run(words: &[&str], effort: Effort) -> Option<Done> {
    Some(match *words {
        [] | ["verify"] => Done::table(&verify::rows(&verify::measure(effort))),
        ["hostile"] => {
            let trials = hostile::measure(bags::Scale::Full, effort.rounds / 5);
            Done::table(&hostile::rows(&trials))
        }
        ["curves"] => Done::table(&curves::rows(&curves::measure(effort))),
        ["threads"] => {
            let turn = Duration::from_millis(50);
            Done::table(&threads::rows(&threads::measure(effort.rounds / 5, turn)))
        }
        ["compare"] => compare(effort),
        ["gate"] => gate(&Figures::measure(effort)),
        ["repeat", chain, roots, part, count] => repeat([chain, roots, part], count, peers::OWN)?,
        ["repeat", chain, roots, part, count, peer] => repeat([chain, roots, part], count, peer)?,
        ["grow", curve, size, count] => {
            curves::repeat(curve, size.parse().ok()?, count.parse().ok()?)?;
            Done::well(String::new())
        }
        _ => return None,
    })
}

fn compare(effort: Effort) -> Done {
    let figures = Figures::measure(effort);
    match report::write(&figures) {
        Ok(()) => Done::table(&gate::rows(&gate::bars(&figures))),
        Err(problem) => Done {
            text: format!("the results cannot be written: {problem}\n"),
            code: ExitCode::FAILURE,
        },
    }
}

fn gate(figures: &Figures) -> Done {
    let bars = gate::bars(figures);
    Done {
        text: Table(&gate::rows(&bars)).to_string(),
        code: if bars.iter().all(gate::Bar::is_passed) {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        },
    }
}

/// Does one thing `count` times.
fn repeat([chain, roots, part]: [&str; 3], count: &str, peer: &str) -> Option<Done> {
    let chain = chains::named(chain)?;
    let roots = Roots::ALL.into_iter().find(|known| known.word() == roots)?;
    let part = Part::ALL.into_iter().find(|known| known.word() == part)?;
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
