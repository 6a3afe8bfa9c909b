//! Hostile bags: how long a verdict takes, how many signatures it looks at, and what it is.

use core::time::Duration;
use std::time::Instant;

use crate::algorithms::{self, Provider, Signatures};
use crate::bags::{self, Bag, Bar, Scale};
use crate::peers::{self, Peer};
use crate::{chains, measure, table};

/// One peer's answer to one bag.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The peer's name.
    pub(crate) peer: &'static str,
    /// Time to the verdict.
    pub(crate) millis: f64,
    /// Signatures looked at; none where the peer computes by itself and cannot be watched.
    pub(crate) signatures: Option<u64>,
    /// The verdict.
    pub(crate) is_valid: bool,
}

/// All answers to one bag.
#[derive(Clone, Debug)]
pub(crate) struct Trial {
    /// What the bag is.
    pub(crate) bag: String,
    /// How many certificates it has.
    pub(crate) certs: usize,
    /// What an answer may cost.
    pub(crate) bar: Bar,
    /// Whether the bag has a valid path.
    pub(crate) is_valid: bool,
    /// Peer by peer, this library first.
    pub(crate) answers: Vec<Answer>,
}

/// Has every peer answer to every bag, at most so often.
pub(crate) fn measure(scale: Scale, times: usize) -> Vec<Trial> {
    let bags = bags::all(scale);
    bags.iter().map(|bag| trial(bag, times)).collect()
}

fn trial(bag: &Bag, times: usize) -> Trial {
    let root = core::slice::from_ref(&bag.root);
    let searching = peers::searching(root, Provider::Ring.counted(bag.signatures));
    let mut answers: Vec<Answer> = searching
        .iter()
        .map(|peer| answer(bag, &**peer, times))
        .collect();
    // Who computes by itself cannot be made to accept what does not hold.
    if bag.signatures == Signatures::Checked {
        let computing = peers::computing(root);
        answers.extend(computing.iter().map(|peer| Answer {
            signatures: None,
            ..answer(bag, &**peer, times)
        }));
    }
    Trial {
        bag: bag.name.clone(),
        certs: bag.certs.len(),
        bar: bag.bar,
        is_valid: bag.is_valid,
        answers,
    }
}

fn answer(bag: &Bag, peer: &dyn Peer, times: usize) -> Answer {
    /// Who takes seconds is not asked ten times.
    const ENOUGH: Duration = Duration::from_secs(1);
    let mut is_valid = false;
    let mut once = || {
        let start = Instant::now();
        is_valid = peer.verify(&bag.certs, chains::HOST, chains::time());
        start.elapsed().as_secs_f64() * 1e3
    };
    let start = Instant::now();
    let mut millis = Vec::new();
    let signatures = algorithms::calls_of(|| millis.push(once()));
    while millis.len() < times && start.elapsed() < ENOUGH {
        millis.push(once());
    }
    Answer {
        peer: peer.name(),
        millis: measure::median(millis.into_iter()),
        signatures: Some(signatures),
        is_valid,
    }
}

/// The table.
pub(crate) fn rows(trials: &[Trial]) -> Vec<table::Row> {
    let mut rows = vec![table::row([
        "bag",
        "certificates",
        "peer",
        "ms",
        "signatures",
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
    vec![
        trial.bag.clone(),
        trial.certs.to_string(),
        answer.peer.to_owned(),
        format!("{:.3}", answer.millis),
        answer
            .signatures
            .map_or_else(|| "?".to_owned(), |count| count.to_string()),
        format!("{verdict}{wrong}"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hostile_bag_gets_the_right_verdict() {
        for trial in measure(Scale::Small, 1) {
            let own = &trial.answers[0];
            assert_eq!(
                (own.peer, own.is_valid),
                (peers::OWN, trial.is_valid),
                "{}",
                trial.bag
            );
        }
    }
}
