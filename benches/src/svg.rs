//! `RESULTS.svg`: bars of the own cost of each verifier, and of the time to a verdict on hostile
//! sets. It brings its own ground, light or dark as the viewer is.

use core::fmt::Write as _;

use crate::chains::Roots;
use crate::figures::Figures;
use crate::hostile::{Answer, Trial};
use crate::peers::{OPENSSL, OWN, WEBPKI};
use crate::verify::{LIMIT, Part};

const WIDTH: f64 = 1010.0;
const LABELS: f64 = 440.0;
const BARS: f64 = 470.0;
const BAR: f64 = 9.0;
const GAP: f64 = 8.0;

const STYLE: &str = "\
svg { font: 12px sans-serif }
.ground { fill: #ffffff } text { fill: #24292f } .quiet { fill: #57606a } .grid { stroke: #d8dee4 }
.chainverify { fill: #0969da } .webpki { fill: #bf8700 } .openssl { fill: #8c959f } .certval { fill: #8250df }
@media (prefers-color-scheme: dark) {
.ground { fill: #0d1117 } text { fill: #e6edf3 } .quiet { fill: #8d96a0 } .grid { stroke: #30363d }
.chainverify { fill: #4493f8 } .webpki { fill: #d29922 } .openssl { fill: #6e7681 } .certval { fill: #ab7df8 }
}";

/// Bars of one thing.
struct Cluster {
    label: String,
    bars: Vec<Bar>,
}

struct Bar {
    peer: String,
    value: f64,
    /// After the value.
    note: &'static str,
}

impl Bar {
    fn new(peer: &str, value: f64) -> Self {
        Self {
            peer: peer.to_owned(),
            value,
            note: "",
        }
    }
}

/// How a value becomes a length.
#[derive(Clone, Copy, Debug)]
enum Scale {
    /// From 0 to this; what is longer is cut.
    Linear(f64),
    /// From one to the other.
    Logarithmic(f64, f64),
}

impl Scale {
    fn length(self, value: f64) -> f64 {
        let part = match self {
            Self::Linear(most) => value / most,
            Self::Logarithmic(least, most) => (value / least).ln() / (most / least).ln(),
        };
        part.clamp(0.0, 1.0) * BARS
    }

    fn cuts(self, value: f64) -> bool {
        match self {
            Self::Linear(most) | Self::Logarithmic(_, most) => value > most,
        }
    }

    /// Where lines stand.
    fn ticks(self) -> Vec<f64> {
        match self {
            Self::Linear(most) => {
                let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0]
                    .into_iter()
                    .find(|step| most / step <= 8.0)
                    .unwrap_or(most);
                (0..=8)
                    .map(|number| f64::from(number) * step)
                    .filter(|tick| *tick <= most)
                    .collect()
            }
            Self::Logarithmic(least, most) => {
                core::iter::successors(Some(least), |tick| Some(tick * 10.0))
                    .take_while(|tick| *tick <= most * 1.01)
                    .collect()
            }
        }
    }
}

/// The picture.
pub(crate) fn draw(figures: &Figures) -> String {
    let mut body = String::new();
    let own = own_cost(figures);
    let ours = own.iter().flat_map(|cluster| &cluster.bars);
    let ours = ours.filter(|bar| [OWN, WEBPKI].contains(&&*bar.peer));
    let most = ours.map(|bar| bar.value).fold(1.0, f64::max) * 1.2;
    let title = "Own cost of a verification: all but the signatures, µs (Mozilla's roots + 1; » longer than the scale)";
    let mut y = legend(&mut body);
    y = panel(&mut body, y, (title, Scale::Linear(most)), &own);
    let title =
        "Time to a verdict on hostile sets, ms (logarithmic; ✗ wrong: what is valid is refused)";
    let scale = Scale::Logarithmic(0.001, 10_000.0);
    y = panel(&mut body, y + 12.0, (title, scale), &hostile(figures));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{y:.0}\" viewBox=\"0 0 {WIDTH} {y:.0}\">\n\
         <style>\n{STYLE}\n</style>\n<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n{body}</svg>\n"
    )
}

/// Microseconds by chain. OpenSSL cannot be told to accept signatures: its whole less its checks.
fn own_cost(figures: &Figures) -> Vec<Cluster> {
    let own = figures
        .costs
        .groups
        .iter()
        .filter(|group| (group.roots, group.part) == (Roots::Mozilla, Part::Own));
    own.map(|group| {
        let micros = group
            .figures
            .iter()
            .map(|figure| Bar::new(&figure.peer, figure.samples.nanos() / 1e3));
        let whole = figures
            .costs
            .group(group.chain, Roots::Mozilla, Part::Whole);
        let openssl = whole.and_then(|whole| {
            let limit = whole.of(&format!("{LIMIT}/{OPENSSL}"))?;
            let beyond = whole.of(OPENSSL)?.samples.beyond(&limit.samples);
            Some(Bar::new(OPENSSL, beyond.nanos() / 1e3))
        });
        Cluster {
            label: group.chain.to_owned(),
            bars: micros.chain(openssl).collect(),
        }
    })
    .collect()
}

fn hostile(figures: &Figures) -> Vec<Cluster> {
    let bar = |trial: &Trial, answer: &Answer| Bar {
        note: if answer.is_valid == trial.is_valid {
            ""
        } else {
            " ✗"
        },
        ..Bar::new(answer.peer, answer.millis)
    };
    let cluster = |trial: &Trial| Cluster {
        label: trial.set.clone(),
        bars: trial
            .answers
            .iter()
            .map(|answer| bar(trial, answer))
            .collect(),
    };
    figures.trials.iter().map(cluster).collect()
}

fn legend(body: &mut String) -> f64 {
    for (number, peer) in [OWN, WEBPKI, OPENSSL, "certval"].into_iter().enumerate() {
        let x = 16.0 + 110.0 * number as f64;
        let _ = writeln!(
            body,
            "<rect class=\"{peer}\" x=\"{x}\" y=\"14\" width=\"12\" height=\"12\"/>"
        );
        let _ = writeln!(body, "<text x=\"{}\" y=\"24\">{peer}</text>", x + 18.0);
    }
    44.0
}

/// Draws a panel from `y` down; gives back where it ends.
fn panel(body: &mut String, y: f64, (title, scale): (&str, Scale), clusters: &[Cluster]) -> f64 {
    let _ = writeln!(
        body,
        "<text x=\"16\" y=\"{}\" font-weight=\"bold\">{title}</text>",
        y + 12.0
    );
    let top = y + 40.0;
    let heights = clusters
        .iter()
        .map(|cluster| BAR * cluster.bars.len() as f64 + GAP);
    let bottom = top + heights.sum::<f64>();
    for tick in scale.ticks() {
        let x = LABELS + scale.length(tick);
        let _ = writeln!(
            body,
            "<line class=\"grid\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{}\" y2=\"{bottom:.1}\"/>",
            top - 4.0
        );
        let _ = writeln!(
            body,
            "<text class=\"quiet\" x=\"{x:.1}\" y=\"{}\" font-size=\"10\" text-anchor=\"middle\">{tick}</text>",
            top - 8.0
        );
    }
    let mut y = top;
    for cluster in clusters {
        y = bars(body, y, scale, cluster);
    }
    y + 8.0
}

fn bars(body: &mut String, top: f64, scale: Scale, cluster: &Cluster) -> f64 {
    let height = BAR * cluster.bars.len() as f64;
    let middle = top + height / 2.0 + 4.0;
    let _ = writeln!(
        body,
        "<text x=\"{}\" y=\"{middle:.1}\" text-anchor=\"end\">{}</text>",
        LABELS - 8.0,
        cluster.label
    );
    for (number, Bar { peer, value, note }) in cluster.bars.iter().enumerate() {
        let y = top + BAR * number as f64;
        let length = scale.length(*value).max(1.0);
        let cut = if scale.cuts(*value) { "» " } else { "" };
        let _ = writeln!(
            body,
            "<rect class=\"{peer}\" x=\"{LABELS}\" y=\"{y:.1}\" width=\"{length:.1}\" height=\"{}\"/>",
            BAR - 1.0
        );
        let _ = writeln!(
            body,
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"9\">{cut}{}{note}</text>",
            LABELS + length + 4.0,
            y + 7.5,
            short(*value)
        );
    }
    top + height + GAP
}

/// Three digits are enough.
fn short(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value if value >= 1.0 => format!("{value:.2}"),
        value if value >= 0.001 => format!("{value:.3}"),
        _ => "below 0.001".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_follow_the_scale() {
        assert_eq!(Scale::Linear(10.0).length(5.0), BARS / 2.0);
        assert!(Scale::Linear(10.0).cuts(11.0));
        let scale = Scale::Logarithmic(0.01, 100.0);
        assert!((scale.length(1.0) - BARS / 2.0).abs() < 1e-9);
        assert_eq!(scale.length(0.001), 0.0);
    }

    #[test]
    fn values_have_three_digits() {
        let texts = [123.4, 12.34, 1.234, 0.1234].map(short);
        assert_eq!(texts, ["123", "12.3", "1.23", "0.123"]);
    }

    #[test]
    fn every_cluster_is_drawn() {
        let clusters = ["a", "b"].map(|label| Cluster {
            label: label.to_owned(),
            bars: vec![Bar::new(OWN, 1.0), Bar::new(WEBPKI, 2.0)],
        });
        let mut body = String::new();
        panel(&mut body, 0.0, ("", Scale::Linear(3.0)), &clusters);
        assert_eq!(body.matches("<rect").count(), 4);
    }
}
