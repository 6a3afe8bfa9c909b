//! Cost that grows: time against the number of certificates in the set, of names in the leaf, and
//! of anchors. Signatures are accepted unseen, so that nothing hides the growth.

use chainverify_testdata::CertBuilder;
use pki_types::CertificateDer;

use crate::algorithms::{Provider, Signatures};
use crate::callgrind;
use crate::chains::{self, Chain, PLACE, numbered};
use crate::measure::{self, Effort, Samples};
use crate::peers::{Chainverify, Peer, Webpki};
use crate::table;

/// The sizes of a curve.
#[cfg(not(test))]
const SIZES: &[usize] = &[1, 10, 100, 1_000, 10_000];
#[cfg(test)]
const SIZES: &[usize] = &[1, 10];

/// One place on a curve.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    /// How many there are.
    pub(crate) count: usize,
    /// This library's time in nanoseconds.
    pub(crate) own: f64,
    /// webpki's; none where it refuses: it reads no certificate above 64 KB.
    pub(crate) webpki: Option<f64>,
}

/// Time against a number.
#[derive(Clone, Debug)]
pub(crate) struct Curve {
    /// Of what the number is.
    pub(crate) of: Of,
    /// By rising number.
    pub(crate) points: Vec<Point>,
    /// Instructions of this library at the two sizes that growth is measured between.
    pub(crate) instructions: Option<[f64; 2]>,
}

/// What there is more and more of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// Intermediates that have nothing to do with the path.
    Pool,
    /// Alternative names in the leaf.
    Names,
    /// Anchors.
    Anchors,
}

/// The sizes that growth is measured between: where what does not grow no longer counts.
pub(crate) const GROWTH_BETWEEN: [usize; 2] = [100, 10_000];

impl Of {
    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Pool, Self::Names, Self::Anchors];

    /// Its id.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Pool => "pool",
            Self::Names => "names",
            Self::Anchors => "anchors",
        }
    }

    fn setting(self, count: usize) -> Setting {
        match self {
            Self::Pool => pool(count),
            Self::Names => names(count),
            Self::Anchors => anchors(count),
        }
    }
}

impl Curve {
    /// How much this library's cost grows between the sizes of [`GROWTH_BETWEEN`]: in instructions if
    /// they were counted, else in time.
    pub(crate) fn growth(&self) -> Option<f64> {
        if let Some([small, large]) = self.instructions {
            return Some(large / small);
        }
        let at = |size| self.points.iter().find(|point| point.count == size);
        let [small, large] = GROWTH_BETWEEN.map(at);
        Some(large?.own / small?.own)
    }
}

/// How much n log n grows between the sizes of [`GROWTH_BETWEEN`].
pub(crate) fn growth_of_n_log_n() -> f64 {
    let [small, large] = GROWTH_BETWEEN.map(|size| size as f64 * (size as f64).ln());
    large / small
}

/// What has to be verified with what.
struct Setting {
    chain: Chain,
    roots: Vec<CertificateDer<'static>>,
}

/// Measures all curves.
pub(crate) fn measure(effort: Effort) -> Vec<Curve> {
    let curve = |of: Of| Curve {
        of,
        points: SIZES
            .iter()
            .map(|&count| point(count, &of.setting(count), effort))
            .collect(),
        instructions: None,
    };
    Of::ALL.into_iter().map(curve).collect()
}

/// The same, with instructions where they can be counted.
pub(crate) fn measure_and_count(effort: Effort) -> Vec<Curve> {
    let mut curves = measure(effort);
    for curve in &mut curves {
        let [small, large] = GROWTH_BETWEEN.map(|size| callgrind::of_curve(curve.of.id(), size));
        curve.instructions = small.zip(large).map(<[f64; 2]>::from);
    }
    curves
}

/// Does one verification of this library so often, for callgrind.
pub(crate) fn repeat(of: &str, size: usize, count: u32) -> Option<()> {
    let of = Of::ALL.into_iter().find(|known| known.id() == of)?;
    let Setting { chain, roots } = of.setting(size);
    let peer = chainverify(&roots);
    let verify = || assert!(peer.verify(&chain.certs, chain.question));
    callgrind::repeatedly_called(&verify, count);
    Some(())
}

/// The sizes of the pool that are compared in time.
pub(crate) const POOL_IN_TIME: [usize; 2] = if cfg!(test) { [1, 10] } else { [1_000, 10_000] };

/// How much a verification's time grows between these, both in the same rounds.
pub(crate) fn pool_in_time(effort: Effort) -> f64 {
    let [small, large] = POOL_IN_TIME.map(|count| {
        let Setting { chain, roots } = pool(count);
        let peer = chainverify(&roots);
        move || assert!(peer.verify(&chain.certs, chain.question), "a valid chain")
    });
    let samples = measure::side_by_side(&[&small, &large], effort);
    samples[1].ratio_to(&samples[0])
}

fn chainverify(roots: &[CertificateDer<'static>]) -> Chainverify {
    let algorithms = Provider::Ring.counted(Signatures::Accepted);
    Chainverify::without_limits(roots, algorithms)
}

fn point(count: usize, setting: &Setting, effort: Effort) -> Point {
    let Setting { chain, roots } = setting;
    let list = Provider::Ring.counted(Signatures::Accepted);
    let own = chainverify(roots);
    let webpki = Webpki::new(roots, list);
    let verify = |peer: &dyn Peer| peer.verify(&chain.certs, chain.question);
    let own = || assert!(verify(&own), "a valid chain");
    let beside = || assert!(verify(&webpki), "a valid chain");
    let tasks: &[&dyn Fn()] = if verify(&webpki) {
        &[&own, &beside]
    } else {
        &[&own]
    };
    let samples = measure::side_by_side(tasks, effort);
    Point {
        count,
        own: samples[0].nanos(),
        webpki: samples.get(1).map(Samples::nanos),
    }
}

/// The right intermediate after so many that have nothing to do with it.
fn pool(count: usize) -> Setting {
    let above = CertBuilder::ca(&format!("Above {PLACE}")).sign();
    let unrelated = CertBuilder::intermediate(&format!("Unrelated {PLACE}")).issuer(&above);
    let mut setting = plain();
    setting
        .chain
        .certs
        .splice(1..1, numbered(&unrelated.sign(), count));
    setting
}

/// As many names, the one that is asked for last.
fn names(count: usize) -> Setting {
    let as_is = |cert: CertBuilder| cert;
    let leaf = chains::with_names(count - 1);
    Setting::of(chains::chain("names", (leaf, as_is, as_is)))
}

/// The right root after others, so many together.
fn anchors(count: usize) -> Setting {
    let other = CertBuilder::ca(&format!("Other Root {PLACE}")).sign();
    let mut setting = plain();
    setting.roots.splice(0..0, numbered(&other, count - 1));
    setting
}

fn plain() -> Setting {
    Setting::of(chains::named("p256").expect("a chain"))
}

impl Setting {
    fn of(chain: Chain) -> Self {
        Self {
            roots: vec![chain.root.clone()],
            chain,
        }
    }
}

/// The table, with the exponent of growth from one row to the next.
pub(crate) fn rows(curves: &[Curve]) -> Vec<table::Row> {
    let mut rows = vec![table::row([
        "number of",
        "number",
        "chainverify ns",
        "exponent",
        "webpki ns",
        "exponent",
    ])];
    for curve in curves {
        let before = core::iter::once(None).chain(curve.points.iter().map(Some));
        rows.extend(curve.points.iter().zip(before).map(|(point, before)| {
            let mut row = vec![curve.of.id().to_owned(), point.count.to_string()];
            row.extend(time_and_exponent(point, before, |point| Some(point.own)));
            row.extend(time_and_exponent(point, before, |point| point.webpki));
            row
        }));
    }
    rows
}

fn time_and_exponent(
    point: &Point,
    before: Option<&Point>,
    time: fn(&Point) -> Option<f64>,
) -> [String; 2] {
    let exponent = before.and_then(|before| {
        let step = (point.count as f64 / before.count as f64).ln();
        Some((time(point)? / time(before)?).ln() / step)
    });
    let cell = |value: Option<f64>, digits| {
        value.map_or_else(|| "–".to_owned(), |value| format!("{value:.digits$}"))
    };
    [cell(time(point), 0), cell(exponent, 2)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_has_a_point_for_each_size() {
        let curves = measure(Effort::ONCE);
        assert!(curves.iter().all(|curve| curve.points.len() == SIZES.len()));
        assert_eq!(rows(&curves).len(), 1 + 3 * SIZES.len());
    }

    #[test]
    fn a_larger_pool_takes_longer() {
        assert!(pool_in_time(Effort::ONCE) > 0.0);
    }

    #[test]
    fn growth_is_that_between_two_sizes() {
        let point = |(count, own)| Point {
            count,
            own,
            webpki: None,
        };
        let points = [(10, 5.0), (100, 7.0), (1_000, 70.0), (10_000, 1_400.0)].map(point);
        let curve = Curve {
            of: Of::Pool,
            points: points.to_vec(),
            instructions: None,
        };
        assert_eq!(curve.growth(), Some(200.0));
        assert!((growth_of_n_log_n() - 200.0).abs() < 1e-9);
        let instructions = Some([2.0, 100.0]);
        assert_eq!(
            Curve {
                instructions,
                ..curve
            }
            .growth(),
            Some(50.0)
        );
    }
}
