//! Revocation lists: how long it takes to read one, to find a serial number in it without an index
//! and with one, and the memory for that, beside those that read CRLs.

mod file;
mod openssl;
mod shared;
mod turn;

use core::time::Duration;
use std::time::Instant;

use self::file::{File, SIZES};
pub(crate) use self::openssl::one;
pub(crate) use self::shared::{Shared, VERIFIERS};
pub(crate) use self::turn::Turn;
use crate::measure::Effort;
use crate::peers::crls::{BORROWED, OTHERS};
use crate::peers::{OPENSSL, OWN};
use crate::table;

/// One reader with one list.
#[derive(Clone, Debug)]
pub(crate) struct Trial {
    /// How many entries the list has.
    pub(crate) entries: usize,
    /// How long it is.
    pub(crate) octets: usize,
    /// Who reads.
    pub(crate) reader: &'static str,
    /// The least of all turns.
    pub(crate) least: Turn,
}

/// All of them.
#[derive(Clone, Debug)]
pub(crate) struct Crls {
    /// List by list.
    pub(crate) trials: Vec<Trial>,
    /// The largest list, shared.
    pub(crate) shared: Shared,
}

impl Crls {
    /// The turns of a reader with the list of this rank: 0 is the smallest.
    pub(crate) fn trial(&self, rank: usize, reader: &str) -> Option<&Trial> {
        let mut trials = self.trials.iter();
        trials.find(|trial| Some(&trial.entries) == SIZES.get(rank) && trial.reader == reader)
    }
}

/// Measures it. The readers take turns, each as often as it can in [`TURN`], but once at least.
pub(crate) fn measure(effort: Effort) -> Crls {
    let rounds = effort.rounds.div_ceil(40);
    let mut trials = Vec::new();
    let mut shared = None;
    for entries in SIZES {
        let file = File::of(entries);
        trials.extend(turns(&file, rounds));
        shared = Some(file);
    }
    let largest = shared.expect("a list");
    Crls {
        trials,
        shared: shared::measure(&largest),
    }
}

fn turns(file: &File, rounds: usize) -> Vec<Trial> {
    let mut own: Option<Turn> = None;
    let mut others = [None; OTHERS.len()];
    for _ in 0..rounds {
        repeat(&mut own, || turn::own(file));
        for (least, other) in others.iter_mut().zip(OTHERS) {
            repeat(least, || turn::other(other, file));
        }
    }
    // A process for each turn.
    let mut openssl = None;
    for _ in 0..rounds.min(3) {
        if let Some(turn) = openssl::turn(file) {
            add(&mut openssl, turn);
        }
    }
    let names = OTHERS.iter().map(|other| other.name);
    let turns = [(OWN, own)]
        .into_iter()
        .chain(names.zip(others))
        .chain([(OPENSSL, openssl)]);
    let trial = |(reader, least): (_, Option<Turn>)| {
        Some(Trial {
            entries: file.entries,
            octets: file.der.len(),
            reader,
            least: least?,
        })
    };
    turns.filter_map(trial).collect()
}

/// How long a turn is.
const TURN: Duration = Duration::from_millis(if cfg!(test) { 0 } else { 200 });

fn repeat(least: &mut Option<Turn>, task: impl Fn() -> Turn) {
    let start = Instant::now();
    loop {
        add(least, task());
        if start.elapsed() >= TURN {
            break;
        }
    }
}

fn add(least: &mut Option<Turn>, turn: Turn) {
    *least = Some(least.map_or(turn, |least| least.least(turn)));
}

/// The table.
pub(crate) fn rows(crls: Option<&Crls>) -> Vec<table::Row> {
    let mut rows = vec![table::row([
        "entries",
        "octets",
        "reader",
        "open ms",
        "MB beyond the file",
        "first look µs",
        "× webpki borrowed",
        "index ms",
        "MB of the index",
        "later look µs",
    ])];
    let trials = crls.map_or(&[][..], |crls| &crls.trials);
    rows.extend(trials.iter().map(|trial| {
        let mut same = trials.iter().filter(|other| other.entries == trial.entries);
        let walk = same.find(|other| other.reader == BORROWED);
        row(trial, walk.and_then(|walk| walk.least.look))
    }));
    rows
}

fn row(trial: &Trial, walk: Option<f64>) -> table::Row {
    let least = &trial.least;
    let or_none = |figure: Option<f64>| figure.map_or_else(|| "–".to_owned(), digits);
    let megabytes = |octets: u64| octets as f64 / 1e6;
    let ratio = least.look.zip(walk).map(|(look, walk)| look / walk);
    vec![
        trial.entries.to_string(),
        trial.octets.to_string(),
        trial.reader.to_owned(),
        digits(least.open / 1e6),
        or_none(least.memory.map(megabytes)),
        or_none(least.look.map(|nanos| nanos / 1e3)),
        or_none(ratio),
        or_none(least.index.map(|(nanos, _)| nanos / 1e6)),
        or_none(least.index.map(|(_, octets)| megabytes(octets))),
        or_none(least.later.map(|nanos| nanos / 1e3)),
    ]
}

/// Three digits that count, or all before the point.
fn digits(figure: f64) -> String {
    match figure {
        100.0.. => format!("{figure:.0}"),
        10.0.. => format!("{figure:.1}"),
        1.0.. => format!("{figure:.2}"),
        0.01.. => format!("{figure:.3}"),
        _ => format!("{figure:.5}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reader_reads_every_list() {
        let crls = measure(Effort::ONCE);
        assert_eq!(crls.trials.len(), SIZES.len() * (1 + OTHERS.len()));
        for trial in &crls.trials {
            assert!(
                trial.least.open > 0.0 && trial.octets > 48 * trial.entries,
                "{trial:?}"
            );
        }
        let own = crls.trial(3, OWN).expect("a turn");
        assert!(
            own.least.index.is_some_and(|(_, octets)| octets == 8 * 80),
            "{own:?}"
        );
        assert!(rows(Some(&crls)).iter().all(|row| row.len() == 10));
    }

    #[test]
    fn figures_have_the_digits_that_count() {
        assert_eq!(
            [0.0012, 0.123, 1.5, 12.34, 1234.5].map(digits),
            ["0.00120", "0.123", "1.50", "12.3", "1234"]
        );
    }
}
