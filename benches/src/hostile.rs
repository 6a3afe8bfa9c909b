//! Hostile sets: how long a verdict takes, how many signatures it looks at, and what it is; of this
//! library also how much memory it takes and how long its report is.

use core::time::Duration;
use std::time::Instant;

use crate::algorithms::{self, Checks, Provider, Signatures};
use crate::peers::{self, Chainverify, Peer};
use crate::sets::{self, Bound, Scale, Set};
use crate::{alloc, chains, measure, table};

/// One peer's answer to one set.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The peer's name.
    pub(crate) peer: &'static str,
    /// Time to the verdict, median.
    pub(crate) millis: f64,
    /// The least time without the signature checks, when the machine did the least for others; none
    /// where the peer computes by itself and cannot be watched.
    pub(crate) without_checks: Option<f64>,
    /// Signatures looked at; none for the same reason.
    pub(crate) signatures: Option<u64>,
    /// The verdict.
    pub(crate) is_valid: bool,
}

/// All answers to one set.
#[derive(Clone, Debug)]
pub(crate) struct Trial {
    /// What the set is.
    pub(crate) set: String,
    /// How many certificates it has.
    pub(crate) certs: usize,
    /// How large they are together.
    pub(crate) octets: usize,
    /// What an answer may cost.
    pub(crate) bound: Bound,
    /// Whether the set has a valid path.
    pub(crate) is_valid: bool,
    /// Peer by peer, this library first.
    pub(crate) answers: Vec<Answer>,
    /// The most memory that this library held at one time for verdict and text.
    pub(crate) memory: u64,
    /// The length of the text of this library's report.
    pub(crate) text: usize,
}

impl Trial {
    /// This library's answer.
    pub(crate) fn own(&self) -> Option<&Answer> {
        let mut answers = self.answers.iter();
        answers.find(|answer| answer.peer == peers::OWN)
    }

    /// Whether this library has no answer or a wrong one. A limit may refuse what it is there for.
    pub(crate) fn is_wrong(&self) -> bool {
        match self.own() {
            Some(own) if own.is_valid => !self.is_valid,
            Some(_) => self.is_valid && self.bound != Bound::GenuineWithin,
            None => true,
        }
    }
}

/// Has every peer answer to every set, at most so often.
pub(crate) fn measure(scale: Scale, times: usize) -> Vec<Trial> {
    let sets = sets::all(scale);
    sets.iter().map(|set| trial(set, times)).collect()
}

fn trial(set: &Set, times: usize) -> Trial {
    let root = core::slice::from_ref(&set.root);
    let algorithms = Provider::Ring.counted(set.signatures);
    let mut answers: Vec<Answer> = peers::searching(root, algorithms)
        .iter()
        .map(|peer| answer(set, &**peer, times))
        .collect();
    // A peer that computes by itself cannot be told to accept what does not verify.
    if set.signatures == Signatures::Checked {
        let computing = peers::computing(root, chains::QUESTION);
        answers.extend(computing.iter().map(|peer| Answer {
            signatures: None,
            without_checks: None,
            ..answer(set, &**peer, times)
        }));
    }
    let own = Chainverify::new(root, algorithms);
    let mut text = 0;
    let write = || text = own.text(&set.certs, chains::QUESTION).len();
    let memory = alloc::of(write).peak;
    Trial {
        set: set.name.clone(),
        certs: set.certs.len(),
        octets: set.octets(),
        bound: set.bound,
        is_valid: set.is_valid,
        answers,
        memory,
        text,
    }
}

fn answer(set: &Set, peer: &dyn Peer, times: usize) -> Answer {
    /// A slow peer is not asked ten times.
    const ENOUGH: Duration = Duration::from_millis(400);
    let mut is_valid = false;
    let (mut millis, mut without_checks) = (Vec::new(), Vec::new());
    let mut once = || -> Checks {
        let mut taken = Duration::ZERO;
        let checks = algorithms::checks_of(|| {
            let start = Instant::now();
            is_valid = peer.verify(&set.certs, chains::QUESTION);
            taken = start.elapsed();
        });
        let checking = Duration::from_nanos(checks.nanos);
        millis.push(taken.as_secs_f64() * 1e3);
        without_checks.push(taken.saturating_sub(checking).as_secs_f64() * 1e3);
        checks
    };
    let start = Instant::now();
    let signatures = once().count;
    for _ in 1..times {
        if start.elapsed() > ENOUGH {
            break;
        }
        once();
    }
    Answer {
        peer: peer.name(),
        millis: measure::median(millis.into_iter()),
        without_checks: without_checks.into_iter().min_by(f64::total_cmp),
        signatures: Some(signatures),
        is_valid,
    }
}

/// The table.
pub(crate) fn rows(trials: &[Trial]) -> Vec<table::Row> {
    let mut rows = vec![table::row([
        "set",
        "certificates",
        "octets",
        "peer",
        "signatures",
        "ms",
        "ms without them",
        "ns per octet",
        "verdict",
    ])];
    for trial in trials {
        rows.extend(trial.answers.iter().map(|answer| row(trial, answer)));
    }
    rows
}

fn row(trial: &Trial, answer: &Answer) -> table::Row {
    let verdict = if answer.is_valid {
        "valid"
    } else {
        "not valid"
    };
    let wrong = if answer.is_valid == trial.is_valid {
        ""
    } else {
        ", wrongly"
    };
    let or_unknown = |known: Option<String>| known.unwrap_or_else(|| "?".to_owned());
    let millis = answer.without_checks;
    vec![
        trial.set.clone(),
        trial.certs.to_string(),
        trial.octets.to_string(),
        answer.peer.to_owned(),
        or_unknown(answer.signatures.map(|count| count.to_string())),
        format!("{:.3}", answer.millis),
        or_unknown(millis.map(|millis| format!("{millis:.3}"))),
        or_unknown(millis.map(|millis| format!("{:.1}", millis * 1e6 / trial.octets as f64))),
        format!("{verdict}{wrong}"),
    ]
}

/// The table of this library's memory and reports.
pub(crate) fn report_rows(trials: &[Trial]) -> Vec<table::Row> {
    let mut rows = vec![table::row([
        "set",
        "octets",
        "peak memory",
        "octets of text",
    ])];
    rows.extend(trials.iter().map(|trial| {
        vec![
            trial.set.clone(),
            trial.octets.to_string(),
            trial.memory.to_string(),
            trial.text.to_string(),
        ]
    }));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hostile_set_gets_the_right_verdict() {
        let trials = measure(Scale::Small, 1);
        let wrong = trials.iter().filter(|trial| trial.is_wrong());
        let wrong: Vec<&str> = wrong.map(|trial| &*trial.set).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        for trial in trials {
            assert_eq!(trial.answers[0].peer, peers::OWN);
            assert!(trial.text > 0 && trial.memory > 0, "{}", trial.set);
        }
    }
}
