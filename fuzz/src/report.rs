//! The invariants of a report: typed data, JSON and text that agree, every number inside its list,
//! and no word of a certificate that could be taken for one of ours.

use chainverify::Finding;
use chainverify::finding::CertRef;
use chainverify::report::{
    Certificate, Detail, Report, Role, Signature, Source, Status, Use, Verdict,
};
use chainverify::text::{Style, Text};
use serde_json::Value;

/// Checks every invariant; panics where one is broken.
pub fn check(report: &Report) {
    fn kept_and_sent<T: Clone + Send + Sync + 'static>(_: &T) {}
    kept_and_sent(report);
    findings(report);
    path(report);
    certificates(report);
    attempts(report);
    texts(report);
    json(report);
}

/// A failure has an error to name, the worst of those found, which stands first; a valid path has
/// none. What is a matter of conformance alone is the least.
fn findings(report: &Report) {
    let rank = |finding: &Finding| {
        let code = finding.code();
        (!code.class().is_conformance(), code.category())
    };
    let errors = report.findings.iter().filter(|finding| finding.is_error());
    let worst = errors.map(rank).max();
    if report.is_valid() {
        assert_eq!(worst, None, "an error on a valid path");
        assert!(report.primary().is_none() && report.code().is_none());
    } else {
        let primary = report.primary().expect("a failure says why");
        assert!(primary.is_error(), "failed for a warning");
        assert_eq!(worst, Some(rank(primary)), "not the worst first");
    }
    assert!(
        report
            .findings
            .is_sorted_by_key(|finding| !finding.is_error()),
        "a warning before an error"
    );
    all(report, &report.findings);
}

/// What is pointed at is there.
fn all(report: &Report, findings: &[Finding]) {
    for finding in findings {
        let Some(of) = finding.certificate() else {
            continue;
        };
        let Some(about) = report.certificate(of) else {
            assert!(
                report.certificates_left_out > 0,
                "about a certificate that is not listed: {finding:?}"
            );
            continue;
        };
        let (Some(span), Some(cert)) = (finding.span(), &about.cert) else {
            continue;
        };
        assert!(span.start() <= span.end(), "a span backwards");
        let end = usize::try_from(span.end()).expect("32 bits");
        assert!(end <= cert.der().len(), "a span outside: {finding:?}");
    }
}

/// From the leaf to the anchor, or as far as it goes.
fn path(report: &Report) {
    let steps = &report.path;
    for (place, step) in steps.iter().enumerate() {
        let certificate = &report.certificates[step.certificate];
        assert_eq!(certificate.used, Use::OnPath);
        let is_last = place + 1 == steps.len();
        match step.role {
            Role::Leaf => assert_eq!(place, 0),
            Role::Intermediate(number) => assert_eq!(place, number),
            Role::Root | Role::Anchor => assert!(is_last, "something above the end"),
            _ => unreachable!("a role of another version"),
        }
        let is_anchor = step.role == Role::Anchor;
        // Nothing of it is given, and nothing is asked.
        let status = step.revocation.as_ref().map(|check| check.status);
        let is_silent = matches!(
            status,
            Some(Status::NotChecked { .. } | Status::NotNeeded { .. })
        );
        assert_eq!(is_silent, !is_anchor);
        assert_eq!(status.is_none(), is_anchor);
        assert_eq!(
            is_anchor,
            matches!(certificate.id, Some(CertRef::Anchor(_)))
        );
        // An intermediate that nobody sent may be from there, too.
        let is_from_store = matches!(certificate.source, Source::Store { .. });
        assert!(
            is_from_store || !is_anchor,
            "an anchor that is not in the store"
        );
        let is_intermediate = matches!(step.role, Role::Intermediate(_));
        assert!(
            is_anchor || is_intermediate || !is_from_store,
            "a leaf from the store"
        );
        let has_signature = step.signature.is_some();
        assert!(is_last || has_signature, "a link of which nothing is said");
        if let Verdict::Valid { .. } = report.verdict {
            let verified = (!is_last).then_some(Signature::Verified);
            assert_eq!(step.signature, verified, "valid, and not verified");
        }
    }
    if let (Verdict::Valid { .. }, Some(last)) = (report.verdict, steps.last()) {
        let is_direct = steps.len() == 1;
        assert!(is_direct || last.role == Role::Anchor, "no anchor");
        assert!(report.store.origin.is_some(), "an anchor from nowhere");
    }
    assert!(!report.is_valid() || !steps.is_empty(), "no path");
}

/// Everything that was presented is listed, in order, and says what became of it.
fn certificates(report: &Report) {
    let mut next = (0, 0);
    for (number, certificate) in report.certificates.iter().enumerate() {
        match certificate.source {
            Source::Sent { place, .. } => {
                assert!(place >= next.0 && next.1 == 0, "out of order");
                next.0 = place + 1;
            }
            Source::Given { place, .. } => {
                assert!(place >= next.1, "out of order");
                next.1 = place + 1;
            }
            _ => {}
        }
        let Certificate { id, cert, used, .. } = certificate;
        match used {
            Use::OnPath => {
                let mut steps = report.path.iter();
                assert!(id.is_some(), "on the path without an id");
                assert!(
                    steps.any(|step| step.certificate == number)
                        || matches!(certificate.source, Source::Store { .. }),
                    "on no path"
                );
            }
            Use::OnSignersPath => assert!(id.is_some() && cert.is_some()),
            Use::Duplicate { of, .. } => {
                assert!(*of < number && id.is_none());
                let first = report.certificates[*of].cert.as_ref();
                assert_eq!(first, cert.as_ref(), "no duplicate");
            }
            Use::Unreadable { .. } => assert!(id.is_none() && cert.is_none()),
            Use::NotUsed { .. } => assert!(cert.is_some()),
            _ => unreachable!("a use of another version"),
        }
        let ids = report.certificates.iter().filter(|one| one.id == *id);
        assert!(id.is_none() || ids.count() == 1, "listed twice");
    }
}

fn attempts(report: &Report) {
    let count = report.certificates.len();
    for attempt in &report.attempts {
        assert!(attempt.path.iter().all(|number| *number < count));
        assert!(!attempt.path.is_empty(), "no path");
        assert!(attempt.findings.iter().all(Finding::is_error));
        all(report, &attempt.findings);
    }
    for request in &report.requests {
        assert!(request.certificate.is_none_or(|number| number < count));
    }
}

/// The marks of our texts.
const MARKS: [char; 5] = ['✓', '✗', '⚠', '→', '…'];

/// Everything that can be said can be said, and what somebody else wrote cannot be taken for ours.
fn texts(report: &Report) {
    let headline = report.headline();
    assert!(!headline.to_string().contains('\n'), "more than a line");
    let line = report.to_string();
    assert!(!line.trim().is_empty(), "nothing to say");
    assert!(
        !line.contains(|c: char| c.is_control() || MARKS[..4].contains(&c)),
        "no plain line: {line:?}"
    );
    for detail in [Detail::Path, Detail::Everything] {
        let text = report.text_with(detail);
        pieces(&text);
        let parts = format!("{headline}{}", report.details(detail));
        assert_eq!(text.to_string(), parts, "other parts");
        let is_text = |c: char| c == '\n' || !c.is_control();
        assert!(parts.chars().all(is_text), "control characters: {parts:?}");
    }
}

fn pieces(text: &Text) {
    let mut is_line_start = true;
    for piece in text.pieces() {
        if piece.text.is_empty() {
            continue;
        }
        if piece.style == Style::Foreign {
            assert!(!is_line_start, "a line begins with {:?}", piece.text);
            foreign(&piece.text);
        }
        let since = piece.text.rsplit('\n').next().unwrap_or_default();
        let is_blank = since.trim().is_empty();
        is_line_start = is_blank && (is_line_start || piece.text.contains('\n'));
    }
}

/// No line break or other control character, no mark, and no quote that could end it.
fn foreign(text: &str) {
    let mut is_escaped = false;
    for character in text.chars() {
        assert!(!character.is_control(), "a control character in {text:?}");
        assert!(!MARKS.contains(&character), "a mark in {text:?}");
        assert!(character != '"' || is_escaped, "a quote in {text:?}");
        is_escaped = character == '\\' && !is_escaped;
    }
}

/// What is written can be read back, and says the same.
fn json(report: &Report) {
    let text = serde_json::to_string(report).expect("a report is JSON");
    let value: Value = serde_json::from_str(&text).expect("its own JSON can be read");
    assert_eq!(value["schema"], 1);
    let verdict = if report.is_valid() {
        "valid"
    } else {
        "not_valid"
    };
    assert_eq!(value["verdict"], verdict);
    assert_eq!(value["headline"], report.to_string());
    let length = |list: &str| value[list].as_array().map(Vec::len);
    assert_eq!(length("path"), Some(report.path.len()));
    assert_eq!(length("findings"), Some(report.findings.len()));
    assert_eq!(length("certificates"), Some(report.certificates.len()));
    assert_eq!(length("attempts"), Some(report.attempts.len()));
    assert_eq!(length("requests"), Some(report.requests.len()));
    assert_eq!(length("limits"), Some(report.limits.len()));
    let code = report.code().map(chainverify::Code::id);
    let first = &value["findings"][0]["code"];
    assert!(code.is_none_or(|code| first == code), "another cause");
}
