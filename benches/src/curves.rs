//! Cost that grows: time against the number of certificates in the bag, of names in the leaf, and
//! of anchors. Signatures are accepted unseen, so that nothing hides the growth.

use chainverify::Policy;
use chainverify_testdata::{CertBuilder, Name};
use pki_types::CertificateDer;

use crate::algorithms::{Provider, Signatures};
use crate::bags;
use crate::chains::{self, Chain};
use crate::measure::{self, Effort};
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
    /// webpki's.
    pub(crate) webpki: f64,
}

/// Time against a number.
#[derive(Clone, Debug)]
pub(crate) struct Curve {
    /// Of what the number is.
    pub(crate) of: &'static str,
    /// By rising number.
    pub(crate) points: Vec<Point>,
}

impl Curve {
    /// How much this library's time grows over the last two decades.
    pub(crate) fn growth(&self) -> Option<f64> {
        let [.., first, _, last] = &self.points[..] else {
            return None;
        };
        Some(last.own / first.own)
    }

    /// How much n log n grows over the last two decades.
    pub(crate) fn growth_of_n_log_n(&self) -> Option<f64> {
        let [.., first, _, last] = &self.points[..] else {
            return None;
        };
        let n_log_n = |point: &Point| point.count as f64 * (point.count as f64).ln();
        Some(n_log_n(last) / n_log_n(first))
    }
}

/// What has to be verified with what.
struct Setting {
    chain: Chain,
    roots: Vec<CertificateDer<'static>>,
}

/// Measures all curves.
pub(crate) fn measure(effort: Effort) -> Vec<Curve> {
    let most = SIZES.last().copied().unwrap_or(0);
    let unrelated: Vec<CertificateDer<'static>> = (0..most)
        .map(|number| bags::unrelated(number).der.into())
        .collect();
    let anchors: Vec<CertificateDer<'static>> = (0..most).map(anchor).collect();
    vec![
        curve(
            "unrelated intermediates in the bag",
            &|count| pool(&unrelated[..count]),
            effort,
        ),
        curve("alternative names in the leaf", &names, effort),
        curve("anchors", &|count| trusting(&anchors[..count]), effort),
    ]
}

fn curve(of: &'static str, setting: &dyn Fn(usize) -> Setting, effort: Effort) -> Curve {
    let point = |&count: &usize| point(count, &setting(count), effort);
    Curve {
        of,
        points: SIZES.iter().map(point).collect(),
    }
}

fn point(count: usize, setting: &Setting, effort: Effort) -> Point {
    let Setting { chain, roots } = setting;
    let list = Provider::Ring.counted(Signatures::Accepted);
    let own = Chainverify::new(roots, list).policy(roomy());
    let webpki = Webpki::new(roots, list);
    let verify = |peer: &dyn Peer| {
        assert!(
            peer.verify(&chain.certs, chain.host, chains::time()),
            "{}",
            peer.name()
        );
    };
    let tasks: [&dyn Fn(); 2] = [&|| verify(&own), &|| verify(&webpki)];
    let samples = measure::side_by_side(&tasks, effort);
    Point {
        count,
        own: samples[0].nanos(),
        webpki: samples[1].nanos(),
    }
}

/// Limits that no curve comes near.
fn roomy() -> Policy {
    let mut policy = Policy::web_server();
    policy.limits.certificates = u32::MAX;
    policy.limits.nodes = u32::MAX;
    policy.limits.name_comparisons = u32::MAX;
    policy
}

/// The right intermediate behind so many that have nothing to do with it.
fn pool(unrelated: &[CertificateDer<'static>]) -> Setting {
    let mut setting = plain();
    setting.chain.certs.splice(1..1, unrelated.iter().cloned());
    setting
}

/// As many names, the one that is asked for last.
fn names(count: usize) -> Setting {
    let as_is = |cert: CertBuilder| cert;
    let leaf = chains::with_names(count - 1);
    Setting::of(chains::chain("names", (leaf, as_is, as_is)))
}

/// The right root behind so many others, less one.
fn trusting(others: &[CertificateDer<'static>]) -> Setting {
    let mut setting = plain();
    setting.roots.splice(0..0, others.iter().skip(1).cloned());
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

fn anchor(number: usize) -> CertificateDer<'static> {
    // One key for all: an anchor is found by its name.
    let root = CertBuilder::ca("Other Root").subject(Name::common(&format!("Other Root {number}")));
    root.sign().der.into()
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
            let exponent = |of: fn(&Point) -> f64| {
                before.map_or_else(String::new, |before| {
                    let step = (point.count as f64 / before.count as f64).ln();
                    format!("{:.2}", (of(point) / of(before)).ln() / step)
                })
            };
            vec![
                curve.of.to_owned(),
                point.count.to_string(),
                format!("{:.0}", point.own),
                exponent(|point| point.own),
                format!("{:.0}", point.webpki),
                exponent(|point| point.webpki),
            ]
        }));
    }
    rows
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
    fn growth_is_that_of_the_last_two_decades() {
        let point = |(count, own)| Point {
            count,
            own,
            webpki: 1.0,
        };
        let points = [(10, 5.0), (100, 7.0), (1_000, 70.0), (10_000, 1_400.0)].map(point);
        let curve = Curve {
            of: "",
            points: points.to_vec(),
        };
        assert_eq!(curve.growth(), Some(200.0));
        assert_eq!(curve.growth_of_n_log_n(), Some(200.0));
    }
}
