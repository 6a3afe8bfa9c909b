//! Testcases of x509-limbo that try to keep the verifier busy: each must end in a moment. Alone in
//! its program, so that nothing else runs beside it, and only where the optimiser ran.

#![cfg(all(feature = "std", feature = "ring", not(debug_assertions)))]

use core::time::Duration;

use common::conformance::say;
use suite::{Profile, Testcase};

mod common;
#[path = "common/exceptions.rs"]
mod exceptions;
#[path = "common/limbo.rs"]
mod suite;

/// How long one verification may take.
const MOST: Duration = Duration::from_millis(50);

#[test]
fn every_bomb_is_defused_in_a_moment() {
    let Some(suite) = suite::load() else { return };
    let bombs: Vec<_> = suite.iter().filter(|case| case.is_bomb()).collect();
    assert!(bombs.len() >= 11, "only {} bombs", bombs.len());
    let all = bombs
        .iter()
        .flat_map(|case| Profile::ALL.map(|profile| (*case, profile)));
    let took: Vec<_> = all
        .map(|(case, profile)| (median(case, profile), case, profile))
        .collect();
    let slowest = took.iter().max_by_key(|(took, ..)| *took).unwrap();
    say(&format!(
        "limbo: {} bombs under both profiles, slowest {:.1} ms ({})",
        bombs.len(),
        slowest.0.as_secs_f64() * 1000.0,
        slowest.1.id
    ));
    let slow: Vec<_> = took
        .iter()
        .filter(|(took, ..)| *took >= MOST)
        .map(|(took, case, profile)| format!("{} ({}): {took:?}", case.id, profile.name()))
        .collect();
    assert!(slow.is_empty(), "over {MOST:?}:\n{}\n", slow.join("\n"));
}

/// Of five runs, so that a hiccup of the machine is no failure.
fn median(case: &Testcase, profile: Profile) -> Duration {
    let mut took = [(); 5].map(|()| case.run(profile).took);
    took.sort_unstable();
    took[2]
}
