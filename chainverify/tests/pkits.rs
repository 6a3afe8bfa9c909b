//! NIST PKITS without and with revocation, and its variants with other keys: every case in the order of the
//! path, reversed, and with all certificates of the suite in the pool, in four orders; verdict and
//! user-constrained-policy-set.
//!
//! Needs the data, see `common/conformance.rs`. DSA and the post-quantum algorithms need features:
//! `rustcrypto`, or `aws-lc-rs` for ML-DSA.

#![cfg(all(feature = "std", feature = "ring"))]

use core::time::Duration;
use std::time::Instant;

use chainverify::Algorithms;
use chainverify::crypto::ring;
use common::conformance::{for_all, say};
use common::{Outcome, Verdict};
use exceptions::{Deviation, Exceptions};
use suite::{Case, Suite, Way};
use truth::Row;

mod common;
#[path = "common/exceptions.rs"]
mod exceptions;
#[path = "common/pkits.rs"]
mod suite;
#[path = "common/truth.rs"]
mod truth;

/// Cases with DSA signatures, which only the list for diagnosis verifies.
#[cfg(not(feature = "rustcrypto"))]
const DSA: [&str; 3] = ["4.1.4", "4.1.5", "4.1.6"];

/// A list of algorithms, as it is called in the truth table.
struct Provider {
    name: &'static str,
    algorithms: Algorithms,
}

static RING: Provider = Provider {
    name: "`ring`",
    algorithms: Algorithms::new(ring::ALL),
};

#[cfg(feature = "rustcrypto")]
static RUSTCRYPTO: Provider = Provider {
    name: "`rustcrypto`",
    algorithms: Algorithms::new(chainverify::crypto::rustcrypto::ALL),
};

#[cfg(feature = "aws-lc-rs")]
static AWS_LC_RS: Provider = Provider {
    name: "`aws_lc_rs`",
    algorithms: Algorithms::new(chainverify::crypto::aws_lc_rs::ALL),
};

#[cfg(feature = "rustcrypto")]
fn ring_and_diagnosis() -> Provider {
    let diagnosis = chainverify::crypto::rustcrypto::DIAGNOSIS;
    Provider {
        name: "`ring` and `rustcrypto::DIAGNOSIS`",
        algorithms: ring::ALL.iter().chain(diagnosis).copied().collect(),
    }
}

/// All 249 cases: DSA and SHA-1 are reached through the explicit list only.
#[test]
#[cfg(feature = "rustcrypto")]
fn the_original() {
    let Some(suite) = original() else { return };
    check(&suite, &ring_and_diagnosis(), 0);
}

/// All 249 cases with their CRLs: what cannot be told is an error.
#[test]
#[cfg(feature = "rustcrypto")]
fn the_original_with_revocation() {
    let Some(suite) = original() else { return };
    check(&suite.with_revocation(), &ring_and_diagnosis(), 0);
}

/// The same in Rust alone.
#[test]
#[cfg(feature = "rustcrypto")]
fn the_original_by_rustcrypto() {
    use chainverify::crypto::rustcrypto::{ALL, DIAGNOSIS};
    let Some(suite) = original() else { return };
    let provider = Provider {
        name: "`rustcrypto::ALL` and `rustcrypto::DIAGNOSIS`",
        algorithms: ALL.iter().chain(DIAGNOSIS).copied().collect(),
    };
    check(&suite, &provider, 0);
}

/// All cases but the three with DSA, which are pending without the feature `rustcrypto`.
#[test]
#[cfg(not(feature = "rustcrypto"))]
fn the_original_without_dsa() {
    let Some(mut suite) = original() else { return };
    let is_dsa = |case: &Case| DSA.contains(&case.number().as_str());
    suite.cases.retain(|case| !is_dsa(case));
    assert_eq!(suite.cases.len(), 246);
    check(&suite, &RING, DSA.len());
}

#[test]
fn p256() {
    check_variant("pkits-p256", 246, &RING);
}

#[test]
#[cfg(feature = "aws-lc-rs")]
fn p256_by_aws_lc_rs() {
    check_variant("pkits-p256", 246, &AWS_LC_RS);
}

#[test]
#[cfg(feature = "rustcrypto")]
fn p256_by_rustcrypto() {
    let provider = Provider {
        name: "`rustcrypto::ECDSA_P256_SHA256`",
        algorithms: [chainverify::crypto::rustcrypto::ECDSA_P256_SHA256]
            .into_iter()
            .collect(),
    };
    check_variant("pkits-p256", 246, &provider);
}

#[test]
#[cfg(feature = "rustcrypto")]
fn ml_dsa_by_rustcrypto() {
    check_ml_dsa(&RUSTCRYPTO);
}

#[test]
#[cfg(feature = "aws-lc-rs")]
fn ml_dsa_by_aws_lc_rs() {
    check_ml_dsa(&AWS_LC_RS);
}

#[test]
#[cfg(feature = "rustcrypto")]
fn slh_dsa_by_rustcrypto() {
    check_variant("pkits-slh-dsa-sha2-128s", 248, &RUSTCRYPTO);
}

/// The variants cannot be run with revocation. Their CRLs were signed anew, but name the algorithm of the
/// original inside the signed part, which RFC 5280 §5.1.1.2 forbids: none of them can be read.
#[test]
#[cfg(feature = "rustcrypto")]
fn the_crls_of_the_variants_contradict_themselves() {
    use chainverify::der::{Field, Problem};
    use chainverify::revocation::crl::Crl;
    for name in [
        "pkits-ml-dsa-44",
        "pkits-ml-dsa-65",
        "pkits-ml-dsa-87",
        "pkits-slh-dsa-sha2-128s",
    ] {
        let Some(crls) = suite::crls_of_variant(name) else {
            return;
        };
        assert_eq!(crls.len(), 165, "{name}");
        for (file, der) in crls {
            let error = Crl::parse(der.into()).expect_err(&file);
            let mismatch = (Field::Signature, Problem::Mismatch);
            assert_eq!((error.field(), error.problem()), mismatch, "{name}: {file}");
        }
    }
}

#[cfg(any(feature = "rustcrypto", feature = "aws-lc-rs"))]
fn check_ml_dsa(provider: &Provider) {
    for name in ["pkits-ml-dsa-44", "pkits-ml-dsa-65", "pkits-ml-dsa-87"] {
        check_variant(name, 248, provider);
    }
}

fn original() -> Option<Suite> {
    let suite = Suite::original()?;
    assert_eq!((suite.cases.len(), suite.size()), (249, 405));
    Some(suite)
}

fn check_variant(name: &str, cases: usize, provider: &Provider) {
    let Some(suite) = Suite::variant(name) else {
        return;
    };
    let count = (suite.cases.len(), suite.without_certificates);
    assert_eq!(count, (cases, 249 - cases), "{name}");
    check(&suite, provider, 0);
}

/// What one case gave.
struct Run<'s> {
    suite: &'s Suite,
    case: &'s Case,
    outcomes: [Outcome; Way::ALL.len()],
}

fn check(suite: &Suite, provider: &Provider, pending: usize) {
    let start = Instant::now();
    let cases: Vec<_> = suite.cases.iter().collect();
    let runs = for_all(&cases, |&case| Run {
        suite,
        case,
        outcomes: Way::ALL.map(|way| suite.run(case, way, &provider.algorithms)),
    });
    let numbers: Vec<_> = suite.cases.iter().map(Case::number).collect();
    let deviations: Vec<_> = core::iter::zip(&runs, &numbers)
        .filter_map(|(run, number)| run.deviation(number, &suite.name))
        .collect();
    let exceptions = Exceptions::load("pkits").only(&suite.name);
    let as_expected = runs.len() - deviations.len();
    let took = runs.iter().flat_map(|run| &run.outcomes).map(|o| o.took);
    say(&format!(
        "{} by {}: {} cases in {} orders, {as_expected} as expected, {} exceptions, {pending} pending \
         (DSA), {} without certificates in this variant; {:.1} s, slowest {:.1} ms",
        suite.name,
        provider.name.replace('`', ""),
        runs.len(),
        Way::ALL.len(),
        exceptions.count(),
        suite.without_certificates,
        start.elapsed().as_secs_f64(),
        took.max().unwrap_or(Duration::ZERO).as_secs_f64() * 1000.0,
    ));
    let mut complaints: Vec<_> = runs.iter().flat_map(Run::complaints).collect();
    complaints.extend(exceptions.complaints(&deviations));
    if pending == 0 {
        let numbers = [
            runs.len(),
            as_expected,
            deviations.len(),
            suite.without_certificates,
        ];
        let name = format!("`{}`", suite.name);
        complaints.extend(truth::check(
            "pkits",
            &[Row::new([&name, provider.name], &numbers)],
        ));
    }
    assert!(
        complaints.is_empty(),
        "{}: {} complaints:\n{}\n",
        suite.name,
        complaints.len(),
        complaints.join("\n")
    );
}

impl Run<'_> {
    /// Whether the verdict is another one than the suite expects.
    fn deviation<'d>(&self, id: &'d str, profile: &'d str) -> Option<Deviation<'d>> {
        let (expected, first) = (self.suite.expected(self.case), &self.outcomes[0]);
        let actual = first.verdict.into();
        (expected != actual).then(|| Deviation {
            id,
            profile,
            expected,
            actual,
            because: format!("{}: {}", first.code(), first.first_line()),
        })
    }

    /// Another verdict in another order, or other policies than expected.
    fn complaints(&self) -> Vec<String> {
        let expected = self.outcomes[0].verdict;
        let title = self.case.title();
        let complaint = |(way, outcome): (Way, &Outcome)| {
            if outcome.verdict != expected {
                let line = outcome.first_line();
                return Some(format!("{title} ({way:?}): not {expected:?}, but: {line}"));
            }
            let is_valid = outcome.verdict == Verdict::Valid;
            let mut expected = self.case.expected_policies.clone().filter(|_| is_valid)?;
            expected.sort_unstable();
            let policies = &outcome.policies;
            (expected != *policies).then(|| {
                format!("{title} ({way:?}): expected policies {expected:?}, got {policies:?}")
            })
        };
        core::iter::zip(Way::ALL, &self.outcomes)
            .filter_map(complaint)
            .collect()
    }
}
