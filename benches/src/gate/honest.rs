//! Bars of honest chains, each a ratio to webpki in the same run; own cost and the whole in both
//! profiles.

use super::Bar;
use crate::algorithms::Provider::{self, AwsLcRs, Ring};
use crate::cached::{PREPARED, WARM, WEBPKI_WARM};
use crate::chains::{self, LETS_ENCRYPT, Roots};
use crate::costs::Costs;
use crate::figures::Figures;
use crate::peers::{OWN, WEBPKI};
use crate::profiles::Profile;
use crate::real;
use crate::verify::{Part, with_provider};

pub(super) fn bars(figures: &Figures) -> Vec<Bar> {
    let mut bars = Vec::new();
    for profile in Profile::ALL {
        bars.extend(own_costs(figures, profile));
        bars.extend(cold(figures, profile));
    }
    if real::folder().is_none() {
        let why = format!("{} is not set", real::FOLDER);
        bars.push(Bar::left_out("real chains under Mozilla's set", &why));
    }
    bars.extend(warm(&figures.costs));
    bars.extend(prepared(&figures.costs));
    bars.extend(known_issuers(&figures.costs));
    bars.extend(parsing(&figures.costs));
    bars.push(allocations(&figures.costs));
    bars
}

/// The names of the chains that have to be there: the real ones if their folder is given.
fn names() -> impl Iterator<Item = &'static str> {
    let real = real::folder().map(|_| real::NAMES);
    chains::NAMES.into_iter().chain(real.into_iter().flatten())
}

fn own_costs(figures: &Figures, profile: Profile) -> Vec<Bar> {
    let mozilla = names().map(|chain| (chain, Roots::Mozilla));
    let one = chains::NAMES.into_iter().map(|chain| (chain, Roots::One));
    mozilla
        .chain(one)
        .flat_map(|(chain, roots)| {
            let what = format!("own cost × webpki's, {chain}, {}", display(chain, roots));
            let bars = own_cost(figures.of(profile), chain, roots).into_iter();
            bars.zip(most(profile, chain, roots))
                .map(move |((unit, ratio), most)| {
                    Bar::at_most(format!("{what}, {unit}{}", suffix(profile)), most, ratio)
                })
        })
        .collect()
}

/// The ratio in instructions, which are the same in every run, and in time.
fn own_cost(costs: Option<&Costs>, chain: &str, roots: Roots) -> [(&'static str, Option<f64>); 2] {
    let instructions = costs.and_then(|costs| costs.instructions(chain, roots, Part::Own));
    let group = costs.and_then(|costs| costs.group(chain, roots, Part::Own));
    [
        ("instructions", instructions.map(|count| count.ratio())),
        ("time", group.and_then(|group| group.ratio(OWN, WEBPKI))),
    ]
}

/// The most that these ratios may be.
fn most(profile: Profile, chain: &str, roots: Roots) -> [f64; 2] {
    match (profile, roots, chain) {
        (Profile::Release, Roots::Mozilla, "sans100") => [0.3, 0.6],
        (_, Roots::Mozilla, _) => [0.6, 0.6],
        (Profile::Release, Roots::One, _) => [1.0, 1.0],
        (Profile::Lto, Roots::One, _) => [1.1, 1.1],
    }
}

fn display(chain: &str, roots: Roots) -> &'static str {
    match roots {
        Roots::One => "1 root",
        Roots::Mozilla if real::NAMES.contains(&chain) => "Mozilla",
        Roots::Mozilla => "Mozilla + 1",
    }
}

const fn suffix(profile: Profile) -> &'static str {
    match profile {
        Profile::Release => "",
        Profile::Lto => ", LTO",
    }
}

fn cold(figures: &Figures, profile: Profile) -> Vec<Bar> {
    /// The machine's.
    const NOISE: f64 = 0.01;
    let bar = |chain: &str, provider: Provider| {
        let [own, webpki] = [OWN, WEBPKI].map(|peer| with_provider(peer, provider));
        let costs = figures.of(profile);
        let group = costs.and_then(|costs| costs.group(chain, Roots::Mozilla, Part::Whole));
        let ratio = group.and_then(|group| group.ratio(&own, &webpki));
        let roots = display(chain, Roots::Mozilla);
        let suffix = suffix(profile);
        let what = format!("whole, cold, × {webpki}, {chain}, {roots}{suffix}");
        let bar = format!("≤ 1.00 (± {NOISE})");
        Bar::new(what, bar, ratio, |ratio| ratio <= 1.0 + NOISE)
    };
    names()
        .flat_map(|chain| {
            let providers = chains::providers(chain).iter();
            providers.map(move |&provider| bar(chain, provider))
        })
        .collect()
}

fn warm(costs: &Costs) -> Vec<Bar> {
    let chains = chains::NAMES
        .into_iter()
        .filter(|chain| chains::providers(chain).contains(&Ring));
    chains
        .map(|chain| {
            let most = if chain == LETS_ENCRYPT { 0.25 } else { 0.55 };
            let group = costs.group(chain, Roots::Mozilla, Part::Whole);
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

fn prepared(costs: &Costs) -> Vec<Bar> {
    [
        ("rsa2048", 2.0),
        ("p256", 2.0),
        (LETS_ENCRYPT, 5.0),
        ("p384", 7.0),
    ]
    .map(|(chain, least)| {
        let group = costs.group(chain, Roots::Mozilla, Part::Whole);
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

/// Own cost beside the one signature that is checked, in time and in instructions.
fn known_issuers(costs: &Costs) -> Vec<Bar> {
    [("p256", Roots::One), (LETS_ENCRYPT, Roots::Mozilla)]
        .into_iter()
        .flat_map(|(chain, roots)| {
            let group = costs.group(chain, roots, Part::Known);
            let time = group.and_then(|group| group.of(OWN));
            let time = time.map(|figure| figure.samples.nanos() / 1_000.0);
            let [known, cold] = [Part::Known, Part::Own].map(|part| {
                let count = costs.instructions(chain, roots, part);
                count.map(|count| count.own)
            });
            let ratio = known.zip(cold).map(|(known, cold)| known / cold);
            let what = format!(
                "new leaf below a known issuer, {chain}, {}",
                display(chain, roots)
            );
            [
                Bar::at_most(format!("own cost, µs: {what}"), 1.5, time),
                Bar::at_most(format!("instructions × cold: {what}"), 0.85, ratio),
            ]
        })
        .collect()
}

fn parsing(costs: &Costs) -> [Bar; 2] {
    let place = (LETS_ENCRYPT, Roots::One, Part::Parse);
    let instructions = costs.instructions(place.0, place.1, place.2);
    let ratio = instructions.map(|count| count.ratio());
    let group = costs.group(place.0, place.1, place.2);
    let own = group.and_then(|group| group.of(OWN));
    let time = group.and_then(|group| group.ratio(OWN, WEBPKI)).zip(own);
    let time = time.map_or_else(String::new, |(ratio, own)| {
        format!("in time {ratio:.2}, {:.0} ns", own.samples.nanos())
    });
    let what = "parse of a leaf of 1.2 KB × webpki's, instructions".to_owned();
    let count = own.map(|own| own.allocations.count as f64);
    [
        Bar::at_most(what, 1.07, ratio).note(time),
        Bar::at_most("allocations of that".to_owned(), 0.0, count),
    ]
}

fn allocations(costs: &Costs) -> Bar {
    let group = costs.group("p256", Roots::One, Part::Own);
    let count = group
        .and_then(|group| group.of(OWN))
        .map(|own| own.allocations.count as f64);
    Bar::at_most(
        "allocations per verification, p256, 1 root".to_owned(),
        5.0,
        count,
    )
}
