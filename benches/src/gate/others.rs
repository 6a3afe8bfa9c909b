//! Bars of what is not one verification of one chain: threads, the command, growth, reports of
//! failures, what a program does once.

use super::Bar;
use crate::curves::{self, Curve};
use crate::figures::Figures;
use crate::peers::{OWN, WEBPKI};
use crate::startup::ANCHORS;
use crate::threads;

pub(super) fn bars(figures: &Figures) -> Vec<Bar> {
    let mut bars = vec![two_threads(figures), command(figures)];
    bars.extend(growth(figures));
    bars.push(pool_in_time(figures));
    bars.push(failures(figures));
    bars.push(os(figures));
    bars.push(clone(figures));
    bars.extend(anchors(figures));
    bars
}

/// Where the machine gives loops that share nothing less than twice, verifiers are held to as much
/// of it.
fn two_threads(figures: &Figures) -> Bar {
    let of = |peer| figures.scaling.iter().find(|scaling| scaling.peer == peer);
    let factor = of(OWN).map(|own| own.factor());
    let control = threads::control(&figures.scaling).unwrap_or(2.0).min(2.0);
    let least = 1.95 / 2.0 * control;
    let note = of(WEBPKI).map_or_else(String::new, |webpki| {
        format!("webpki {:.2}, control {control:.2}", webpki.factor())
    });
    let bar = format!("≥ {least:.2} (1.95 of 2)");
    Bar::new("two threads × one".to_owned(), bar, factor, |factor| {
        factor >= least
    })
    .note(note)
}

fn command(figures: &Figures) -> Bar {
    let ratio = figures.race.map(|race| race.ratio);
    let millis = figures.race.map_or_else(String::new, |race| {
        format!("{:.1} ms and {:.1} ms", race.own, race.openssl)
    });
    Bar::at_most(
        "chainverify FILE --roots FILE × openssl verify".to_owned(),
        1.2,
        ratio,
    )
    .note(millis)
}

fn growth(figures: &Figures) -> Vec<Bar> {
    let most = curves::growth_of_n_log_n();
    let bar = |curve: &Curve| {
        let [small, large] = curves::GROWTH_BETWEEN;
        let what = format!("growth from {small} to {large}, {}", curve.of.id());
        let unit = match curve.instructions {
            Some(_) => "in instructions",
            None => "in time; instructions could not be counted",
        };
        let bar = format!("≤ {most:.0} (n log n)");
        Bar::new(what, bar, curve.growth(), |growth| growth <= most).note(unit)
    };
    figures.curves.iter().map(bar).collect()
}

/// What instruction counts do not show: list moves, and memory that is far away.
fn pool_in_time(figures: &Figures) -> Bar {
    let [small, large] = curves::POOL_IN_TIME;
    let what = format!("growth from {small} to {large}, pool, in time");
    Bar::at_most(what, 14.0, figures.pool_in_time)
}

fn failures(figures: &Figures) -> Bar {
    let dearest = figures.failures.iter();
    let dearest = dearest.max_by(|one, other| one.nanos.total_cmp(&other.nanos));
    let what = "µs of a failed verification with its report, without signature checks".to_owned();
    let note = dearest.map_or_else(String::new, |failure| {
        let (kind, text) = (failure.kind.text(), failure.with_text / 1e3);
        format!("{kind}; with its text {text:.1}")
    });
    Bar::at_most(what, 15.0, dearest.map(|failure| failure.nanos / 1e3)).note(note)
}

fn os(figures: &Figures) -> Bar {
    let os = figures.startup.as_ref().and_then(|startup| startup.os);
    let what = "Verifier::os() × parsing the bundle once";
    if figures.startup.is_some() && os.is_none() {
        return Bar::left_out(what, "there is no bundle, or no program to run");
    }
    let note = os.map_or_else(String::new, |os| {
        let [own, bundle] = [os.nanos, os.bundle].map(|nanos| nanos / 1e6);
        let [anchors, in_bundle] = [os.anchors, os.in_bundle];
        format!("{own:.2} ms for {anchors} roots, {bundle:.2} ms for {in_bundle}")
    });
    Bar::at_most(what.to_owned(), 1.2, os.map(|os| os.ratio)).note(note)
}

fn clone(figures: &Figures) -> Bar {
    let nanos = figures.startup.as_ref().map(|startup| startup.clone);
    let what = "µs of a clone of a verifier, Mozilla + 1".to_owned();
    Bar::at_most(what, 1.0, nanos.map(|nanos| nanos / 1e3))
}

fn anchors(figures: &Figures) -> [Bar; 2] {
    let anchors = figures.startup.as_ref().map(|startup| startup.anchors);
    let [store, call] = [
        "ms to build a store of",
        "µs of a call, signatures accepted unseen, with",
    ]
    .map(|what| format!("{what} {ANCHORS} anchors with names that end alike"));
    [
        Bar::at_most(store, 20.0, anchors.map(|anchors| anchors.store / 1e6)),
        Bar::at_most(call, 5.0, anchors.map(|anchors| anchors.call / 1e3)),
    ]
}
