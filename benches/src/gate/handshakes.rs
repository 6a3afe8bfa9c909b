//! Bars of whole handshakes: how much of one the verification may be.

use super::Bar;
use crate::figures::Figures;
use crate::handshakes::Trial;

pub(super) fn bars(figures: &Figures) -> [Bar; 4] {
    let trials = &figures.handshakes;
    let load = figures.exchange.as_ref();
    let all = trials.iter().map(|trial| (trial.cold, trial));
    // With RSA the server's signature is most of a handshake, and no verifier can save any of that.
    let curves = trials.iter().filter(|trial| trial.keys == "P-256");
    [
        worst("cold handshake × webpki", 1.05, all),
        worst(
            "warm handshake × webpki, P-256",
            0.8,
            curves.map(|trial| (trial.warm, trial)),
        ),
        Bar::at_least(
            "handshakes/s while a CRL is exchanged every 50 ms".to_owned(),
            2_000.0,
            load.map(|load| load.rate),
        ),
        Bar::at_most(
            "lost or wrong of these".to_owned(),
            0.0,
            load.map(|load| load.wrong as f64),
        ),
    ]
}

/// The largest ratio, with a note of what has it.
fn worst<'t>(what: &str, most: f64, ratios: impl Iterator<Item = (f64, &'t Trial)>) -> Bar {
    let worst = ratios.max_by(|(one, _), (other, _)| one.total_cmp(other));
    let bar = Bar::at_most(what.to_owned(), most, worst.map(|(ratio, _)| ratio));
    match worst {
        Some((_, trial)) => bar.note(trial.name()),
        None => bar,
    }
}
