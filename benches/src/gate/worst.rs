//! Bars of the worst a leaf and its CA can cost: time in their octets, and memory.

use super::Bar;
use crate::worst::Trial;

pub(super) fn bars(trials: &[Trial]) -> [Bar; 2] {
    [
        most(
            "ms per MB of the worst leaf and CA",
            100.0,
            trials
                .iter()
                .map(|trial| (Some(trial.millis_per_mb()), trial)),
        ),
        most(
            "MiB of the process for the worst leaf and CA",
            64.0,
            trials.iter().map(|trial| (trial.mib(), trial)),
        ),
    ]
}

/// The largest figure, with a note of what has it.
fn most<'t>(what: &str, bar: f64, figures: impl Iterator<Item = (Option<f64>, &'t Trial)>) -> Bar {
    let figures = figures.filter_map(|(figure, trial)| Some((figure?, trial)));
    let worst = figures.max_by(|(one, _), (other, _)| one.total_cmp(other));
    let bar = Bar::at_most(what.to_owned(), bar, worst.map(|(figure, _)| figure));
    match worst {
        Some((_, trial)) => bar.note(trial.name()),
        None => bar,
    }
}
