//! Bars of revocation lists: time and memory to read one, a look, and many verifiers that share it.

use super::Bar;
use crate::crls::{Crls, Trial, Turn, VERIFIERS};
use crate::peers::OWN;
use crate::peers::crls::BORROWED;

/// What every one of these bars begins with.
pub(crate) const PREFIX: &str = "CRL of ";

pub(super) fn bars(crls: Option<&Crls>) -> Vec<Bar> {
    let of = |rank, reader| crls.and_then(|crls: &Crls| crls.trial(rank, reader));
    let (middle, large) = (of(2, OWN), of(3, OWN));
    let look = figure(large, |turn| turn.look);
    let walk = figure(of(3, BORROWED), |turn| turn.look);
    let ratio = look.zip(walk).map(|(look, walk)| look / walk);
    let ratio = ratio.map_or_else(String::new, |ratio| format!("{ratio:.3} of {BORROWED}'s"));
    let index = figure(large, |turn| Some(turn.index?.0));
    let making = index.map_or_else(String::new, |nanos| {
        format!("made in {:.0} ms", nanos / 1e6)
    });
    let memory = figure(large, |turn| {
        // The index is held beside what the list holds.
        Some((turn.memory? + turn.index?.1) as f64)
    });
    let open = |trial| figure(trial, |turn| Some(turn.open / 1e6));
    let shared = crls.map(|crls| crls.shared);
    let verification = shared.map_or_else(String::new, |shared| {
        format!("a verification with it {:.1} ms", shared.verification / 1e6)
    });
    let of = |what: &str| format!("{PREFIX}{LARGE}, {what}");
    let bar = |what: &str, most, figure| Bar::at_most(of(what), most, figure);
    vec![
        Bar::at_most(
            format!("{PREFIX}12 MB, ms to read every entry"),
            40.0,
            open(middle),
        ),
        bar("ms to read every entry", 150.0, open(large)),
        bar(
            "MB beyond the file, with the index",
            16.0,
            memory.map(|octets| octets / 1e6),
        ),
        bar(
            "ms of a look without index",
            5.0,
            look.map(|nanos| nanos / 1e6),
        )
        .note(ratio),
        bar(
            "µs of a look with index",
            2.0,
            figure(large, |turn| Some(turn.later? / 1e3)),
        )
        .note(making),
        bar(
            &format!("MB that {VERIFIERS} verifiers grow by that share it"),
            1.0,
            shared.map(|shared| shared.memory as f64 / 1e6),
        )
        .note(verification),
        bar(
            "µs of a verification with it over one without, signatures remembered",
            3.0,
            shared.map(|shared| shared.over / 1e3),
        ),
    ]
}

/// The size that the bars are for.
const LARGE: &str = "49 MB";

fn figure(trial: Option<&Trial>, of: impl Fn(&Turn) -> Option<f64>) -> Option<f64> {
    of(&trial?.least)
}
