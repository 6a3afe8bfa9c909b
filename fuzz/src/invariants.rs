//! The invariants of a verification: what holds for every bag of certificates, honest or not.

use chainverify::{
    Cert, Detail, Explanation, Exploration, Failure, Policy, ReferenceName, Request, TrustStore,
    ValidPath, Verifier,
};
use pki_types::{CertificateDer, UnixTime};

use crate::algorithms::{self, Says};

/// What is verified.
#[derive(Debug)]
pub struct Question<'a> {
    /// The leaf.
    pub leaf: &'a CertificateDer<'a>,
    /// What came with it.
    pub intermediates: &'a [CertificateDer<'a>],
    /// What is trusted.
    pub roots: TrustStore,
    /// The names that are asked for.
    pub names: Vec<ReferenceName<'a>>,
    /// By which rules.
    pub policy: Policy,
    /// When.
    pub time: UnixTime,
}

/// A verdict, as far as other verdicts are compared with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Verdict {
    is_valid: bool,
    /// A limit ended the search: then the order of things may matter.
    is_stopped: bool,
}

/// Holds a question against every law; panics where one is broken.
pub fn check(question: &Question<'_>) {
    let given = question.intermediates;
    let verdict = verify(question, Says::Yes, given);
    let no = verify(question, Says::No, given);
    assert!(
        verdict.is_valid || verdict.is_stopped || !no.is_valid,
        "valid only if signatures do not hold"
    );

    let mut reversed = given.to_vec();
    reversed.reverse();
    let backwards = verify(question, Says::Yes, &reversed);
    assert_same(verdict, backwards, "with the intermediates reversed");

    let mut twice = given.to_vec();
    twice.extend_from_slice(given);
    let twice = verify(question, Says::Yes, &twice);
    assert_same(verdict, twice, "with the intermediates sent twice");

    if let Some((_, fewer)) = given.split_last() {
        let fewer = verify(question, Says::Yes, fewer);
        assert!(
            !fewer.is_valid || verdict.is_valid || verdict.is_stopped,
            "one more intermediate made a valid chain invalid"
        );
    }
}

fn assert_same(one: Verdict, other: Verdict, how: &str) {
    let is_same = one.is_valid == other.is_valid;
    assert!(
        is_same || one.is_stopped || other.is_stopped,
        "another verdict {how}: {one:?}, {other:?}"
    );
}

fn verify(question: &Question<'_>, says: Says, given: &[CertificateDer<'_>]) -> Verdict {
    let verifier = Verifier::builder()
        .roots(question.roots.clone())
        .policy(question.policy.clone())
        .algorithms(algorithms::always(says))
        .build();
    let request = Request::new(question.leaf, question.time)
        .intermediates(given)
        .names(&question.names);
    let (result, asked) = algorithms::count(|| verifier.verify_request(request));
    let limits = question.policy.limits;
    assert!(
        asked <= limits.signatures + limits.near_miss_signatures,
        "{asked} signatures checked"
    );
    match result {
        Ok(path) => {
            proof(question, &path, says);
            Verdict {
                is_valid: true,
                is_stopped: path.stopped().is_some(),
            }
        }
        Err(failure) => {
            reason(&failure);
            Verdict {
                is_valid: false,
                is_stopped: failure.stopped().is_some(),
            }
        }
    }
}

/// A proof is one: from the leaf, by names, to an anchor of the store, within its time.
fn proof(question: &Question<'_>, path: &ValidPath<'_>, says: Says) {
    let mut number = 0;
    for (certs, anchor) in path.all() {
        number += 1;
        let is_direct = anchor.cert().is_some_and(|own| own == certs[0]);
        assert_eq!(certs[0].der(), question.leaf, "another leaf");
        assert!(
            says == Says::Yes || (is_direct && certs.len() == 1),
            "valid although no signature holds"
        );
        for pair in certs.windows(2) {
            assert_eq!(pair[0].issuer(), pair[1].subject(), "names do not chain");
        }
        let last = certs[certs.len() - 1];
        assert!(is_direct || last.issuer() == anchor.name(), "no anchor");
        for (place, cert) in certs.iter().enumerate() {
            assert!(!certs[..place].contains(cert), "a certificate twice");
        }
        assert!(
            certs.len() <= 1 + usize::try_from(question.policy.limits.depth).unwrap_or(usize::MAX)
        );
    }
    assert!(number > 0, "a proof without a path");
    if question.policy.exploration == Exploration::First {
        assert_eq!(number, 1, "more paths than asked for");
    }
    let (from, until) = path.validity();
    let time = i64::try_from(question.time.as_secs()).unwrap_or(i64::MAX);
    assert!(from.as_unix() <= time && time <= until.as_unix(), "not now");
    let warnings = path.warnings();
    assert!(
        warnings.iter().all(|finding| !finding.is_error()),
        "an error on a valid path"
    );
    spans(&warnings, |id| path.cert(id));
    let _ = path.policies();
    texts(|| path.explain());
}

/// A failure has an error to name, which is one of those found.
fn reason(failure: &Failure<'_>) {
    let primary = failure.primary();
    assert!(primary.is_error(), "failed for a warning");
    let findings = failure.findings();
    assert!(
        findings
            .iter()
            .any(|finding| finding.code() == primary.code()),
        "the primary finding was not found: {primary:?}"
    );
    let worst = findings.iter().filter(|finding| finding.is_error());
    let worst = worst.map(|finding| finding.code().category()).max();
    assert_eq!(
        worst,
        Some(primary.code().category()),
        "not the worst first"
    );
    spans(&findings, |id| failure.cert(id));
    texts(|| failure.explain());
}

/// What is pointed at is there.
fn spans<'c>(
    findings: &[chainverify::Finding],
    cert: impl Fn(chainverify::CertId) -> Option<&'c Cert<'c>>,
) {
    for finding in findings {
        let (Some(span), Some(cert)) = (finding.span(), finding.certificate().and_then(&cert))
        else {
            continue;
        };
        assert!(span.start() <= span.end(), "a span backwards");
        let end = usize::try_from(span.end()).unwrap_or(usize::MAX);
        assert!(end <= cert.der().len(), "a span outside: {finding:?}");
    }
}

/// Everything that can be said can be said.
fn texts<'v>(explain: impl Fn() -> Explanation<'v>) {
    for detail in [Detail::Headline, Detail::Path, Detail::Everything] {
        let text = explain().detail(detail).to_string();
        assert!(!text.trim().is_empty(), "nothing to say");
        let is_text = |c: char| c == '\n' || !c.is_control();
        assert!(text.chars().all(is_text), "control characters: {text:?}");
    }
    assert!(!explain().headline().contains('\n'), "more than a line");
    let rows = explain().rows();
    assert_eq!(rows.verdict == "valid", explain().is_valid());
}
