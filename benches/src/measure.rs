//! Time beside time: tasks take turns in shuffled order in one process, and each round gives one
//! ratio. The median over the rounds forgets what else the machine was doing.

use core::time::Duration;
use std::time::Instant;

use crate::algorithms;

/// How long to measure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    /// How often each task has its turn.
    pub(crate) rounds: usize,
    /// How long a turn is.
    pub(crate) turn: Duration,
}

impl Effort {
    /// For figures.
    pub(crate) const FULL: Self = Self {
        rounds: 201,
        turn: Duration::from_millis(1),
    };
    /// For a first look.
    pub(crate) const QUICK: Self = Self {
        rounds: 21,
        turn: Duration::from_micros(300),
    };
    /// The arguments that ask another process for it.
    pub(crate) fn args(self) -> &'static [&'static str] {
        if self.rounds < Self::FULL.rounds {
            &["--quick"]
        } else {
            &[]
        }
    }

    /// For a test that it runs.
    #[cfg(test)]
    pub(crate) const ONCE: Self = Self {
        rounds: 1,
        turn: Duration::ZERO,
    };
}

/// One task among others, measured in the same rounds.
#[derive(Clone, Debug)]
pub(crate) struct Samples(Vec<f64>);

impl Samples {
    /// The median time of one call, in nanoseconds.
    pub(crate) fn nanos(&self) -> f64 {
        median(self.0.iter().copied())
    }

    /// The least time of one call, when the machine did the least for others.
    pub(crate) fn least(&self) -> f64 {
        self.0.iter().copied().fold(f64::NAN, f64::min)
    }

    /// The median of the ratios to another task, round by round.
    pub(crate) fn ratio_to(&self, other: &Self) -> f64 {
        median(self.0.iter().zip(&other.0).map(|(own, other)| own / other))
    }

    /// For another process to read.
    pub(crate) fn to_text(&self) -> String {
        let samples: Vec<String> = self.0.iter().map(f64::to_string).collect();
        samples.join(" ")
    }

    /// What another process has written.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let samples = text.split(' ').map(str::parse);
        samples.collect::<Result<_, _>>().ok().map(Self)
    }

    /// What this one takes longer than another, round by round.
    pub(crate) fn beyond(&self, other: &Self) -> Self {
        Self(
            self.0
                .iter()
                .zip(&other.0)
                .map(|(own, other)| own - other)
                .collect(),
        )
    }
}

/// Measures tasks beside each other.
pub(crate) fn side_by_side(tasks: &[&dyn Fn()], effort: Effort) -> Vec<Samples> {
    let calls: Vec<u32> = tasks.iter().map(|task| calls(task, effort.turn)).collect();
    let mut order: Vec<usize> = (0..tasks.len()).collect();
    let mut samples = vec![Vec::with_capacity(effort.rounds); tasks.len()];
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..effort.rounds {
        dice.shuffle(&mut order);
        for &task in &order {
            samples[task].push(nanos(tasks[task], calls[task]));
        }
    }
    samples.into_iter().map(Samples).collect()
}

/// The least time of one call without its signature checks, in nanoseconds. The checks have to be
/// by counted algorithms.
pub(crate) fn without_checks(task: &dyn Fn(), effort: Effort) -> f64 {
    let calls = calls(task, effort.turn);
    let rounds = (0..effort.rounds).map(|_| {
        let mut all = 0.0;
        let checks = algorithms::checks_of(|| all = nanos(task, calls));
        all - checks.nanos as f64 / f64::from(calls)
    });
    rounds.fold(f64::NAN, f64::min)
}

/// How many calls fill a turn; warms up on the way.
fn calls(task: &dyn Fn(), turn: Duration) -> u32 {
    let mut calls = 1;
    while nanos(task, calls) * f64::from(calls) < turn.as_nanos() as f64 {
        calls *= 2;
    }
    calls
}

/// The time of one call.
fn nanos(task: &dyn Fn(), calls: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        task();
    }
    start.elapsed().as_nanos() as f64 / f64::from(calls)
}

/// The middle one.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Xorshift: enough to shuffle with.
struct Dice(u64);

impl Dice {
    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            order.swap(last, (self.0 % (last as u64 + 1)) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_one() {
        assert_eq!(median([3.0, 1.0, 2.0].into_iter()), 2.0);
        assert!(median([].into_iter()).is_nan());
    }

    #[test]
    fn the_least_is_one_of_them() {
        assert_eq!(Samples(vec![2.0, 1.0, 3.0]).least(), 1.0);
        assert!(Samples(Vec::new()).least().is_nan());
    }

    #[test]
    fn a_ratio_is_taken_round_by_round() {
        let (own, other) = (Samples(vec![1.0, 20.0, 3.0]), Samples(vec![2.0, 10.0, 6.0]));
        assert_eq!(own.ratio_to(&other), 0.5);
        assert_eq!(own.beyond(&other).nanos(), -1.0);
    }

    #[test]
    fn a_shuffle_loses_nothing() {
        let mut order: Vec<usize> = (0..10).collect();
        Dice(1).shuffle(&mut order);
        assert_ne!(order, (0..10).collect::<Vec<_>>());
        order.sort_unstable();
        assert_eq!(order, (0..10).collect::<Vec<_>>());
    }
}
