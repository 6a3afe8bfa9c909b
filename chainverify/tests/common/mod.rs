//! What the suites share. This file is the only one of them that verifies: a [`Question`] goes in,
//! an [`Outcome`] of plain data comes out. `conformance` finds the data of the outside suites and
//! tells the user about them, `time` reads dates.

#![allow(
    dead_code,
    reason = "each suite is a program of its own and uses its part"
)]

use core::time::Duration;
use std::time::Instant;

use chainverify::finding::Fix;
use chainverify::report::{Report, Role, ValidPolicies};
use chainverify::revocation::blocklist::Blocklist;
use chainverify::revocation::crl::Crl;
use chainverify::search::Names;
use chainverify::{
    Algorithms, Code, Fetch, Finding, Origin, Policy, ReferenceName, Request, TrustStore,
    ValidPath, Verifier,
};
use pki_types::{CertificateDer, UnixTime};

pub(crate) mod conformance;
pub(crate) mod time;

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
    pub(crate) revocation: Given,
}

impl Given {
    /// CRLs alone.
    pub(crate) fn crls(crls: Vec<Crl>) -> Self {
        Self {
            crls,
            ..Self::default()
        }
    }
}

/// What is said of revocation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given {
    pub(crate) crls: Vec<Crl>,
    pub(crate) ocsp_responses: Vec<Vec<u8>>,
    /// Empty: the server was asked for one, and sent none.
    pub(crate) staple: Option<Vec<u8>>,
    pub(crate) blocklist: Blocklist,
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
    /// What is asked for; a text that is not of the kind is asked for as it is.
    pub(crate) fn names(&self) -> Names<'_> {
        match self {
            Self::Any(name) => name.as_str().into(),
            Self::Dns(name) => ReferenceName::dns(name).into(),
            Self::Ip(name) => name.parse().map_or_else(
                |_| Names::from(name.as_str()),
                |address| ReferenceName::Ip(address).into(),
            ),
            Self::Email(name) => ReferenceName::email(name).into(),
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
    pub(crate) fix: Fix,
}

impl Outcome {
    /// The code of the primary finding, or `valid`.
    pub(crate) fn code(&self) -> &str {
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

    /// Whether the first line says the cause.
    pub(crate) fn first_line_says_cause(&self) -> bool {
        let mut findings = self.findings.iter();
        findings
            .next()
            .is_some_and(|primary| self.first_line().contains(&primary.sentence))
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
    ask_by(question, &Algorithms::new(chainverify::crypto::ring::ALL))
}

/// Verifies without network, by other algorithms.
pub(crate) fn ask_by(question: &Question, algorithms: &Algorithms) -> Outcome {
    verify(question, algorithms, Verifier::verify_request)
}

/// Verifies with somebody who fetches.
pub(crate) fn ask_with(question: &Question, fetch: &mut impl Fetch) -> Outcome {
    let algorithms = Algorithms::new(chainverify::crypto::ring::ALL);
    verify(question, &algorithms, |verifier, request| {
        verifier.verify_with(request, fetch)
    })
}

/// Verifies in a way of one's own, and says how long that took.
fn verify(
    question: &Question,
    algorithms: &Algorithms,
    run: impl for<'v> FnOnce(&'v Verifier, Request<'v>) -> Result<ValidPath<'v>, Box<Report>>,
) -> Outcome {
    let verifier = Verifier::builder()
        .roots(question.roots.clone())
        .policy(question.policy.clone())
        .algorithms(algorithms.clone())
        .build();
    let leaf = core::iter::once(&question.leaf);
    let chain: Vec<_> = leaf.chain(&question.intermediates).cloned().collect();
    let given = &question.revocation;
    let responses = given.ocsp_responses.iter().map(Vec::as_slice);
    let mut request = Request::unnamed(&chain)
        .at(question.time)
        .crls(&given.crls)
        .ocsp_responses(responses)
        .blocklist(&given.blocklist);
    if let Some(staple) = &given.staple {
        request = request.staple(Some(staple));
    }
    let names = question.names.iter();
    let request = names.fold(request, |request, name| request.names(name.names()));
    let start = Instant::now();
    let result = run(&verifier, request);
    let took = start.elapsed();
    match result {
        Ok(path) => outcome(&path.report(), policies(&path), took),
        Err(report) => outcome(&report, Vec::new(), took),
    }
}

fn policies(path: &ValidPath<'_>) -> Vec<String> {
    let mut policies: Vec<_> = match path.policies() {
        ValidPolicies::Only(policies) => policies.iter().map(ToString::to_string).collect(),
        _ => vec![ANY_POLICY.to_owned()],
    };
    policies.sort_unstable();
    policies
}

/// The plain data of a report.
pub(crate) fn outcome(report: &Report, policies: Vec<String>, took: Duration) -> Outcome {
    let findings = report.findings.iter();
    Outcome {
        verdict: if report.is_valid() {
            Verdict::Valid
        } else {
            Verdict::NotValid
        },
        findings: findings.map(|finding| said(report, finding)).collect(),
        policies,
        explanation: report.text().to_string(),
        took,
    }
}

fn said(report: &Report, finding: &Finding) -> Said {
    Said {
        code: finding.code().id(),
        sentence: finding.code().to_string(),
        certificate: place(report, finding).unwrap_or_default(),
        fix: report.fix(finding),
    }
}

/// The place on the path of the certificate that a finding is about. A leaf that cannot be read is
/// on none.
fn place(report: &Report, finding: &Finding) -> Option<String> {
    if matches!(finding.code(), Code::UnreadableLeaf { .. }) {
        return Some("leaf".to_owned());
    }
    let number = report.number(finding.certificate()?)?;
    let mut path = report.path.iter();
    let place = path.position(|step| step.certificate == number)?;
    Some(match report.path.get(place)?.role {
        Role::Anchor => "anchor".to_owned(),
        _ if place == 0 => "leaf".to_owned(),
        _ => format!("intermediate {place}"),
    })
}
