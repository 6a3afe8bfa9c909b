//! The bars that a release has to clear, each with its figure. Where a figure is missing, the bar
//! is missed.

use crate::algorithms::Provider::{AwsLcRs, Ring};
use crate::bags::Bar as BagBar;
use crate::cached::{PREPARED, WARM, WEBPKI_WARM};
use crate::chains::{self, LETS_ENCRYPT, Roots};
use crate::curves::{self, Curve};
use crate::figures::Figures;
use crate::hostile::Trial;
use crate::peers::{OWN, WEBPKI};
use crate::table;
use crate::verify::{Part, with_provider};

/// One bar and what was measured.
#[derive(Clone, Debug)]
pub(crate) struct Bar {
    what: String,
    bar: String,
    figure: String,
    outcome: Outcome,
}

/// How it came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Passed,
    Missed,
    NotMeasured,
}

impl Bar {
    /// Whether it is cleared.
    pub(crate) fn is_passed(&self) -> bool {
        self.outcome == Outcome::Passed
    }

    /// The figure must not be above.
    fn at_most(what: String, most: f64, figure: Option<f64>) -> Self {
        Self::new(what, format!("≤ {most}"), figure, |figure| figure <= most)
    }

    /// The figure must not be below.
    fn at_least(what: String, least: f64, figure: Option<f64>) -> Self {
        Self::new(what, format!("≥ {least}"), figure, |figure| {
            figure >= least
        })
    }

    fn new(what: String, bar: String, figure: Option<f64>, holds: impl Fn(f64) -> bool) -> Self {
        let outcome = match figure {
            Some(figure) if holds(figure) => Outcome::Passed,
            Some(_) => Outcome::Missed,
            None => Outcome::NotMeasured,
        };
        Self {
            what,
            bar,
            figure: figure.map_or_else(|| "–".to_owned(), in_digits),
            outcome,
        }
    }

    /// A word behind the figure.
    fn note(mut self, note: &str) -> Self {
        self.figure += note;
        self
    }
}

/// Counts are whole, ratios have two digits.
fn in_digits(figure: f64) -> String {
    if figure.fract() == 0.0 {
        format!("{figure:.0}")
    } else {
        format!("{figure:.2}")
    }
}

/// Every bar.
pub(crate) fn bars(figures: &Figures) -> Vec<Bar> {
    let mut bars = own_cost(figures);
    bars.extend(cold(figures));
    bars.extend(warm(figures));
    bars.extend(prepared(figures));
    bars.extend(parsing(figures));
    bars.push(allocations(figures));
    bars.extend(figures.trials.iter().flat_map(hostile));
    bars.push(threads(figures));
    bars.push(command(figures));
    bars.extend(growth(figures));
    bars
}

fn own_cost(figures: &Figures) -> Vec<Bar> {
    let mut bars = Vec::new();
    for roots in [Roots::Mozilla, Roots::One] {
        for chain in chains::NAMES {
            let most = match (roots, chain) {
                (Roots::Mozilla, "sans100") => 0.3,
                (Roots::Mozilla, _) => 0.6,
                (Roots::One, _) => 1.2,
            };
            let what = format!("own cost × webpki's, {chain}, {}", in_words(roots));
            bars.push(in_instructions(
                figures,
                what,
                most,
                (chain, roots, Part::Own),
            ));
        }
    }
    bars
}

const fn in_words(roots: Roots) -> &'static str {
    match roots {
        Roots::One => "1 root",
        Roots::Mozilla => "Mozilla + 1",
    }
}

/// A ratio to webpki in instructions; in time where they cannot be counted.
fn in_instructions(
    figures: &Figures,
    what: String,
    most: f64,
    (chain, roots, part): (&str, Roots, Part),
) -> Bar {
    let group = figures.group(chain, roots, part);
    let time = group.and_then(|group| group.ratio(OWN, WEBPKI));
    match figures.instructions(chain, roots, part) {
        Some(count) => {
            let time = time.map_or_else(String::new, |time| format!(", in time {time:.2}"));
            Bar::at_most(what, most, Some(count.ratio())).note(&format!(" in instructions{time}"))
        }
        None => Bar::at_most(what, most, time).note(" in time; instructions could not be counted"),
    }
}

fn cold(figures: &Figures) -> Vec<Bar> {
    /// The machine's.
    const NOISE: f64 = 0.01;
    let bar = |chain: &str, provider| {
        let [own, webpki] = [OWN, WEBPKI].map(|peer| with_provider(peer, provider));
        let group = figures.group(chain, Roots::Mozilla, Part::Whole);
        let ratio = group.and_then(|group| group.ratio(&own, &webpki));
        let what = format!("whole, cold, × {webpki}, {chain}, Mozilla + 1");
        let bar = format!("≤ 1.00 (± {NOISE})");
        Bar::new(what, bar, ratio, |ratio| ratio <= 1.0 + NOISE)
    };
    chains::NAMES
        .into_iter()
        .flat_map(|chain| {
            let providers = chains::providers(chain).iter();
            providers.map(move |&provider| bar(chain, provider))
        })
        .collect()
}

fn warm(figures: &Figures) -> Vec<Bar> {
    let chains = chains::NAMES
        .into_iter()
        .filter(|chain| chains::providers(chain).contains(&Ring));
    chains
        .map(|chain| {
            let most = if chain == LETS_ENCRYPT { 0.25 } else { 0.55 };
            let group = figures.group(chain, Roots::Mozilla, Part::Whole);
            let [warm, webpki] = [WARM, WEBPKI_WARM].map(|peer| with_provider(peer, Ring));
            let ratio = group.and_then(|group| group.ratio(&warm, &webpki));
            Bar::at_most(
                format!("whole, warm cache, × {webpki}, {chain}, Mozilla + 1"),
                most,
                ratio,
            )
        })
        .collect()
}

fn prepared(figures: &Figures) -> Vec<Bar> {
    [
        ("rsa2048", 2.0),
        ("p256", 2.0),
        (LETS_ENCRYPT, 5.0),
        ("p384", 7.0),
    ]
    .map(|(chain, least)| {
        let group = figures.group(chain, Roots::Mozilla, Part::Whole);
        let [webpki, own] = [(WEBPKI_WARM, Ring), (PREPARED, AwsLcRs)]
            .map(|(peer, provider)| with_provider(peer, provider));
        let factor = group.and_then(|group| group.ratio(&webpki, &own));
        Bar::at_least(
            format!("times faster than {webpki}: {own}, {chain}"),
            least,
            factor,
        )
    })
    .to_vec()
}

fn parsing(figures: &Figures) -> [Bar; 2] {
    let place = (LETS_ENCRYPT, Roots::One, Part::Parse);
    let group = figures.group(place.0, place.1, place.2);
    let own = group.and_then(|group| group.of(OWN));
    let count = own.map(|own| own.allocations.count as f64);
    let nanos = own.map_or_else(String::new, |own| {
        format!(", {:.0} ns", own.samples.nanos())
    });
    let what = "parse of a leaf of 1.2 KB × webpki's".to_owned();
    [
        in_instructions(figures, what, 1.07, place).note(&nanos),
        Bar::at_most("allocations of that".to_owned(), 0.0, count),
    ]
}

fn allocations(figures: &Figures) -> Bar {
    let group = figures.group("p256", Roots::One, Part::Own);
    let count = group
        .and_then(|group| group.of(OWN))
        .map(|own| own.allocations.count as f64);
    Bar::at_most(
        "allocations per verification, p256, 1 root".to_owned(),
        5.0,
        count,
    )
}

fn hostile(trial: &Trial) -> Vec<Bar> {
    let bag = &trial.bag;
    let own = trial.answers.iter().find(|answer| answer.peer == OWN);
    let millis = own.map(|own| own.millis);
    let checks = own.and_then(|own| own.signatures).map(|count| count as f64);
    let cost = match trial.bar {
        BagBar::Unlinked => Bar::at_most(format!("ms for a verdict: {bag}"), 1.0, millis),
        BagBar::Budget | BagBar::Decoys => {
            let most = if trial.bar == BagBar::Decoys {
                2.0
            } else {
                100.0
            };
            let millis = millis.map_or_else(String::new, |millis| format!(", {millis:.2} ms"));
            Bar::at_most(format!("signature checks: {bag}"), most, checks).note(&millis)
        }
    };
    let mut bars = vec![cost];
    if trial.bar == BagBar::Decoys {
        let valid = own.map(|own| f64::from(u8::from(own.is_valid)));
        bars.push(Bar::at_least(format!("found valid: {bag}"), 1.0, valid));
    }
    bars
}

fn threads(figures: &Figures) -> Bar {
    let of = |peer| figures.scaling.iter().find(|scaling| scaling.peer == peer);
    let factor = of(OWN).map(|own| own.factor());
    let webpki = of(WEBPKI).map_or_else(String::new, |webpki| {
        format!(", webpki {:.2}", webpki.factor())
    });
    Bar::at_least("two threads × one".to_owned(), 1.95, factor).note(&webpki)
}

fn command(figures: &Figures) -> Bar {
    let ratio = figures.race.map(|race| race.ratio);
    let millis = figures.race.map_or_else(String::new, |race| {
        format!(", {:.1} ms and {:.1} ms", race.own, race.openssl)
    });
    Bar::at_most(
        "chainverify FILE --roots FILE × openssl verify".to_owned(),
        1.2,
        ratio,
    )
    .note(&millis)
}

fn growth(figures: &Figures) -> Vec<Bar> {
    let most = curves::growth_of_n_log_n();
    let bar = |curve: &Curve| {
        let [small, large] = curves::JUDGED;
        let what = format!("growth from {small} to {large}, {}", curve.of.word());
        let unit = match curve.instructions {
            Some(_) => " in instructions",
            None => " in time; instructions could not be counted",
        };
        let bar = format!("≤ {most:.0} (n log n)");
        Bar::new(what, bar, curve.growth(), |growth| growth <= most).note(unit)
    };
    figures.curves.iter().map(bar).collect()
}

/// The table.
pub(crate) fn rows(bars: &[Bar]) -> Vec<table::Row> {
    let mut rows = vec![table::row(["what", "bar", "figure", ""])];
    rows.extend(bars.iter().map(|bar| {
        let outcome = match bar.outcome {
            Outcome::Passed => "pass",
            Outcome::Missed => "MISS",
            Outcome::NotMeasured => "NOT MEASURED",
        };
        vec![
            bar.what.clone(),
            bar.bar.clone(),
            bar.figure.clone(),
            outcome.to_owned(),
        ]
    }));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_without_a_figure_is_not_passed() {
        let bars = bars(&Figures::default());
        assert!(!bars.is_empty());
        assert!(!bars.iter().any(Bar::is_passed), "{bars:?}");
    }

    #[test]
    fn a_bar_is_cleared_at_its_edge_and_missed_beyond() {
        let at_most = |figure| Bar::at_most(String::new(), 0.6, Some(figure)).is_passed();
        assert!(at_most(0.6) && !at_most(0.61) && !at_most(f64::NAN));
        let at_least = |figure| Bar::at_least(String::new(), 2.0, Some(figure)).is_passed();
        assert!(at_least(2.0) && !at_least(1.99) && !at_least(f64::NAN));
    }
}
