//! Bars of hostile sets: a verdict is bound in the octets that were sent, beside a hundred
//! signature checks; so are its memory and the text of its report.

use super::Bar;
use crate::hostile::Trial;
use crate::sets::Bound;

pub(super) fn bars(trials: &[Trial]) -> Vec<Bar> {
    let mut bars: Vec<Bar> = trials.iter().map(time).collect();
    bars.extend(trials.iter().filter_map(decoys));
    bars.push(signatures(trials));
    bars.push(verdicts(trials));
    bars.push(memory(trials));
    bars.push(text(trials));
    bars
}

/// The time without the signature checks.
fn time(trial: &Trial) -> Bar {
    let own = trial.own();
    let millis = own.and_then(|own| own.without_checks);
    let octets = trial.octets as f64;
    let set = &trial.set;
    let bar = match trial.bound {
        Bound::Unverified => {
            // A small set may take as long as one of 64 KB.
            let pieces = (octets / 65_536.0).max(1.0);
            let what = format!("ms per 64 KB: {set}");
            Bar::at_most(what, 1.0, millis.map(|millis| millis / pieces))
        }
        Bound::Genuine | Bound::Decoys | Bound::GenuineWithin => {
            let what = format!("ns per octet: {set}");
            Bar::at_most(what, 100.0, millis.map(|millis| millis * 1e6 / octets))
        }
    };
    let note = own.map_or_else(String::new, |own| {
        let count = own.signatures.unwrap_or(0);
        format!("{octets} octets, {:.2} ms with {count} checks", own.millis)
    });
    bar.note(note)
}

/// Where key identifiers tell the right CA, a path costs its own signatures.
fn decoys(trial: &Trial) -> Option<Bar> {
    let count = trial.own().and_then(|own| own.signatures);
    let what = format!("signature checks: {}", trial.set);
    let is_one = trial.bound == Bound::Decoys;
    is_one.then(|| Bar::at_most(what, 2.0, count.map(|count| count as f64)))
}

fn signatures(trials: &[Trial]) -> Bar {
    let count = |trial: &Trial| Some(trial.own()?.signatures? as f64);
    let (figure, set) = most(trials, count);
    Bar::at_most(
        "signature checks of a hostile set".to_owned(),
        100.0,
        figure,
    )
    .note(set)
}

/// Verdicts of this library that are wrong.
fn verdicts(trials: &[Trial]) -> Bar {
    let wrong = trials.iter().filter(|trial| trial.is_wrong());
    let wrong: Vec<&str> = wrong.map(|trial| &*trial.set).collect();
    let figure = (!trials.is_empty()).then_some(wrong.len() as f64);
    let bar = Bar::at_most("wrong verdicts on hostile sets".to_owned(), 0.0, figure);
    if wrong.is_empty() {
        bar
    } else {
        bar.note(wrong.join("; "))
    }
}

fn memory(trials: &[Trial]) -> Bar {
    let (figure, set) = most(trials, |trial| Some(trial.memory as f64 / 1e6));
    let what = "MB of memory for verdict and text of a hostile set".to_owned();
    Bar::at_most(what, 20.0, figure).note(set)
}

fn text(trials: &[Trial]) -> Bar {
    let (figure, set) = most(trials, |trial| Some(trial.text as f64 / 1024.0));
    let what = "KB of text of the report on a hostile set".to_owned();
    Bar::at_most(what, 64.0, figure).note(set)
}

/// The largest figure, and a note of the set that has it.
fn most(trials: &[Trial], figure: impl Fn(&Trial) -> Option<f64>) -> (Option<f64>, String) {
    let figures = trials
        .iter()
        .filter_map(|trial| Some((figure(trial)?, &trial.set)));
    let most = figures.max_by(|(one, _), (other, _)| one.total_cmp(other));
    most.map_or((None, String::new()), |(figure, set)| {
        (Some(figure), set.clone())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hostile::Answer;
    use crate::peers::OWN;

    fn trial(bound: Bound, octets: usize, millis: f64) -> Trial {
        Trial {
            set: "a set".to_owned(),
            certs: 1,
            octets,
            bound,
            is_valid: false,
            answers: vec![Answer {
                peer: OWN,
                millis,
                without_checks: Some(millis),
                signatures: Some(1),
                is_valid: false,
            }],
            memory: 0,
            text: 0,
        }
    }

    #[test]
    fn an_unverified_set_has_a_millisecond_for_each_64_kilobytes() {
        let is_passed =
            |octets, millis| time(&trial(Bound::Unverified, octets, millis)).is_passed();
        assert!(is_passed(1_000, 1.0) && !is_passed(1_000, 1.01));
        assert!(is_passed(655_360, 10.0) && !is_passed(655_360, 10.1));
    }

    #[test]
    fn a_genuine_set_has_a_hundred_nanoseconds_for_each_octet() {
        let is_passed = |millis| time(&trial(Bound::Genuine, 10_000, millis)).is_passed();
        assert!(is_passed(1.0) && !is_passed(1.01));
    }

    #[test]
    fn the_dearest_set_is_named() {
        let mut trials = [1, 2].map(|memory| Trial {
            memory: memory * 1_000_000,
            ..trial(Bound::Genuine, 1, 0.0)
        });
        trials[1].set = "the other".to_owned();
        assert_eq!(memory(&trials).row()[2..], ["2", "pass", "the other"]);
    }
}
