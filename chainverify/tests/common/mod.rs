//! What the suites share. This file is the only one of them that verifies: a [`Question`] goes in,
//! an [`Outcome`] of plain data comes out. `conformance` finds the data of the outside suites and
//! tells the user about them, `time` reads dates.

#![allow(
    dead_code,
    reason = "each suite is a program of its own and uses its part"
)]

use core::time::Duration;
use std::time::Instant;

use chainverify::{
    Algorithms, CertId, Failure, Fetch, Finding, Origin, Policy, ReferenceName, Request,
    TrustStore, ValidPath, ValidPolicies, Verifier,
};
use pki_types::{CertificateDer, UnixTime};

pub(crate) mod conformance;
pub(crate) mod time;

/// What the hashes may show about a signature that is not good.
const SIGNATURE_CAUSES: [&str; 2] = [
    "was altered after it was signed",
    "has a signature that the key of",
];

/// A certificate that owns its bytes.
pub(crate) type Der = CertificateDer<'static>;

/// anyPolicy, which stands for "every policy".
pub(crate) const ANY_POLICY: &str = "2.5.29.32.0";

/// Everything that one verification is asked.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) roots: TrustStore,
    pub(crate) leaf: Der,
    pub(crate) intermediates: Vec<Der>,
    pub(crate) names: Vec<Name>,
    pub(crate) time: UnixTime,
    pub(crate) policy: Policy,
}

/// A name to check, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    /// Of the kind that its form tells.
    Any(String),
    Dns(String),
    Ip(String),
    Email(String),
}

impl Name {
    fn text(&self) -> &str {
        match self {
            Self::Any(name) | Self::Dns(name) | Self::Ip(name) | Self::Email(name) => name,
        }
    }

    fn reference(&self) -> Option<ReferenceName<'_>> {
        match self {
            Self::Any(name) => ReferenceName::parse(name).ok(),
            Self::Dns(name) => ReferenceName::dns(name).ok(),
            Self::Ip(name) => name.parse().ok().map(ReferenceName::Ip),
            Self::Email(name) => ReferenceName::email(name).ok(),
        }
    }
}

/// Valid or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Valid,
    NotValid,
}

/// What came out, as plain data.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) verdict: Verdict,
    /// Of a failure: the primary finding first. Of a valid path: the warnings.
    pub(crate) findings: Vec<Said>,
    /// The user-constrained-policy-set of a valid path, sorted; anyPolicy stands for every policy.
    pub(crate) policies: Vec<String>,
    /// The whole text.
    pub(crate) explanation: String,
    /// How long the verification took, the text not included.
    pub(crate) took: Duration,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) code: &'static str,
    pub(crate) sentence: String,
    /// `leaf`, `intermediate 1` (next to the leaf), …, `anchor`; empty if it is about none of these.
    pub(crate) certificate: String,
}

impl Outcome {
    /// The word of the primary finding, or `valid`.
    pub(crate) fn word(&self) -> &str {
        match (self.verdict, self.findings.first()) {
            (Verdict::Valid, _) => "valid",
            (Verdict::NotValid, Some(primary)) => primary.code,
            (Verdict::NotValid, None) => "no finding",
        }
    }

    /// Whether this is among the findings.
    pub(crate) fn has(&self, code: &str) -> bool {
        self.findings.iter().any(|said| said.code == code)
    }

    /// Whether the first line says the cause: the sentence of the primary finding, or more than it
    /// where the comparison of hashes shows that the certificate was altered.
    pub(crate) fn first_line_says_cause(&self) -> bool {
        let line = self.first_line();
        self.findings.first().is_some_and(|primary| {
            line.contains(&primary.sentence)
                || primary.code == "signature_invalid"
                    && SIGNATURE_CAUSES.iter().any(|cause| line.contains(cause))
        })
    }

    /// The first line of the text.
    pub(crate) fn first_line(&self) -> &str {
        self.explanation.lines().next().unwrap_or_default()
    }
}

/// A store of these roots, and what was wrong with those that it did not take.
pub(crate) fn store(roots: impl IntoIterator<Item = Der>) -> (TrustStore, Vec<String>) {
    let mut store = TrustStore::new();
    let refused = roots
        .into_iter()
        .filter_map(|root| store.add(root, Origin::Given).err())
        .map(|error| error.to_string())
        .collect();
    (store, refused)
}

/// Verifies without network.
pub(crate) fn ask(question: &Question) -> Outcome {
    ask_by(question, Algorithms::new(chainverify::crypto::ring::ALL))
}

/// Verifies without network, by other algorithms.
pub(crate) fn ask_by(question: &Question, algorithms: Algorithms<'static>) -> Outcome {
    verify(question, algorithms, Verifier::verify_request)
}

/// Verifies with somebody who fetches.
pub(crate) fn ask_with(question: &Question, fetch: &mut impl Fetch) -> Outcome {
    let algorithms = Algorithms::new(chainverify::crypto::ring::ALL);
    verify(question, algorithms, |verifier, request| {
        verifier.verify_with(request, fetch)
    })
}

/// Verifies in a way of one's own, and says how long that took.
fn verify(
    question: &Question,
    algorithms: Algorithms<'static>,
    run: impl for<'v> FnOnce(&'v Verifier, Request<'v>) -> Result<ValidPath<'v>, Failure<'v>>,
) -> Outcome {
    let verifier = Verifier::builder()
        .roots(question.roots.clone())
        .policy(question.policy.clone())
        .algorithms(algorithms)
        .build();
    let mut names = Vec::new();
    for name in &question.names {
        match name.reference() {
            Some(name) => names.push(name),
            None => return bad_name(&verifier, question, name),
        }
    }
    let request = Request::new(&question.leaf, question.time)
        .intermediates(&question.intermediates)
        .names(&names);
    let start = Instant::now();
    let result = run(&verifier, request);
    outcome(&result, start.elapsed())
}

/// A text that is no name cannot be asked for with a request, only as the user typed it.
fn bad_name(verifier: &Verifier, question: &Question, name: &Name) -> Outcome {
    let chain: Vec<_> = core::iter::once(&question.leaf)
        .chain(&question.intermediates)
        .cloned()
        .collect();
    let result = verifier.verify_at(&chain, name.text(), question.time);
    outcome(&result, Duration::ZERO)
}

fn outcome(result: &Result<ValidPath<'_>, Failure<'_>>, took: Duration) -> Outcome {
    match result {
        Ok(path) => valid(path, took),
        Err(failure) => failed(failure, took),
    }
}

fn valid(path: &ValidPath<'_>, took: Duration) -> Outcome {
    let place = |id| path.certs().position(|cert| Some(cert) == path.cert(id));
    let mut policies = match path.policies() {
        ValidPolicies::Only(policies) => policies,
        _ => vec![ANY_POLICY.to_owned()],
    };
    policies.sort_unstable();
    Outcome {
        verdict: Verdict::Valid,
        findings: path
            .warnings()
            .iter()
            .map(|found| said(found, place))
            .collect(),
        policies,
        explanation: path.explain().to_string(),
        took,
    }
}

fn failed(failure: &Failure<'_>, took: Duration) -> Outcome {
    let place = |id| {
        failure
            .path()
            .position(|cert| Some(cert) == failure.cert(id))
    };
    let primary = failure.primary();
    let all = failure.findings();
    let others = all.iter().filter(|&finding| finding != primary);
    let findings = core::iter::once(primary).chain(others);
    let mut findings: Vec<Said> = findings.map(|found| said(found, place)).collect();
    // Where the comparison of hashes shows more than the code alone, the report says that.
    let rows = failure.explain().rows();
    if let (Some(said), Some(row)) = (findings.first_mut(), rows.findings.first()) {
        said.sentence.clone_from(&row.text);
    }
    Outcome {
        verdict: Verdict::NotValid,
        findings,
        policies: Vec::new(),
        explanation: failure.explain().to_string(),
        took,
    }
}

/// The finding; `place` gives the place on the path (leaf first) of a certificate.
fn said(finding: &Finding, place: impl Fn(CertId) -> Option<usize>) -> Said {
    let certificate = match finding.certificate() {
        None => String::new(),
        Some(CertId::Anchor(_)) => "anchor".to_owned(),
        Some(CertId::Pool(0)) => "leaf".to_owned(),
        Some(id) => place(id).map_or_else(String::new, |at| format!("intermediate {at}")),
    };
    Said {
        code: finding.code().id(),
        sentence: finding.code().to_string(),
        certificate,
    }
}
