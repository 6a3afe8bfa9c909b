//! What else was tried: requests to the world outside, and other paths.

use alloc::format;
use alloc::vec::Vec;

use super::{called, certificate, name_of, sentence};
use crate::evidence::Wanted;
use crate::finding::Show;
use crate::report::{Attempt, Detail, PathOf, Report, Source};
use crate::text::{Style, Text};

/// What was asked of the world outside.
pub(super) fn requests(report: &Report, out: &mut Text) {
    for request in &report.requests {
        let about = request
            .certificate
            .and_then(|number| report.certificates.get(number));
        let line = |out: &mut Text, label: &'static str| {
            out.line().ours("  ").styled(Style::Label, label);
            if let Some(about) = about {
                out.ours(" of ").quoted_excerpt(&name_of(about));
            }
        };
        let (label, labels) = match request.wanted {
            Wanted::Issuers => ("issuer URL", "issuer URLs"),
            Wanted::Crl => ("CRL URL", "CRL URLs"),
            Wanted::DeltaCrl => ("delta CRL URL", "delta CRL URLs"),
            Wanted::Ocsp => ("OCSP URL", "OCSP URLs"),
        };
        for url in &request.urls {
            line(out, label);
            if let Some(url) = &url.url {
                out.ours(": ").foreign(url);
            }
            out.ours(": ");
            match &url.outcome {
                Ok(_) if request.wanted == Wanted::Crl => drop(out.ours("a CRL")),
                Ok(_) if request.wanted == Wanted::DeltaCrl => drop(out.ours("a delta CRL")),
                Ok(_) if request.wanted == Wanted::Ocsp => drop(out.ours("an OCSP response")),
                Ok(count) => {
                    out.ours(match count {
                        0 => "no new certificate".into(),
                        1 => "1 new certificate".into(),
                        _ => format!("{count} new certificates"),
                    });
                    if *count > 0 && !has_helped(report, url.url.as_deref()) {
                        out.ours(", not on the path");
                    }
                }
                Err(problem) => problem.show(out),
            }
        }
        if request.urls_left_out > 0 {
            line(out, labels);
            out.ours(format!(": {} more, not tried", request.urls_left_out));
        }
    }
}

/// Whether the path has a certificate that came from there.
fn has_helped(report: &Report, from: Option<&str>) -> bool {
    let mut on_path = report
        .path
        .iter()
        .filter_map(|step| certificate(report, step));
    on_path.any(|one| match &one.source {
        Source::Fetched { url } => url == from.unwrap_or_default(),
        _ => false,
    })
}

/// Paths beyond this are counted, not listed, where not everything is asked for.
const MOST_TRIED: usize = 3;

/// The other paths, the same ones in one line. Beside a valid path they are only counted.
pub(super) fn attempts(report: &Report, detail: Detail, out: &mut Text) {
    let own = report.attempts.iter();
    let own = own.filter(|attempt| attempt.of == PathOf::Leaf);
    let lines = lines(report, own, detail);
    let most = match (detail, report.is_valid()) {
        (Detail::Everything, _) => usize::MAX,
        (_, true) => 0,
        _ => MOST_TRIED,
    };
    let more: usize = lines.iter().skip(most).map(|(_, count)| count).sum();
    let more = more.saturating_add(report.attempts_left_out);
    for (line, count) in lines.into_iter().take(most) {
        out.line().ours("  ").styled(Style::Label, "also tried");
        if count > 1 {
            out.ours(format!(", {count} times"));
        }
        out.ours(": ").append(line);
    }
    match more {
        0 => {}
        1 => {
            out.line().ours("  ").styled(Style::Label, "also tried");
            out.ours(": 1 other path");
        }
        _ => {
            out.line().ours("  ").styled(Style::Label, "also tried");
            out.ours(format!(": {more} other paths"));
        }
    }
}

/// The paths of those who signed what is said of revocation; where not everything is asked for, of
/// those only who have no valid one.
pub(super) fn signers(report: &Report, detail: Detail, out: &mut Text) {
    let all = || report.attempts.iter().filter(|one| one.of != PathOf::Leaf);
    let has_valid = |of: &Attempt| {
        all().any(|one| one.findings.is_empty() && one.path.first() == of.path.first())
    };
    let is_told = |one: &&Attempt| detail == Detail::Everything || !has_valid(one);
    let most = match detail {
        Detail::Everything => usize::MAX,
        Detail::Path => MOST_TRIED,
    };
    for of in [PathOf::CrlIssuer, PathOf::OcspResponder] {
        let label = match of {
            PathOf::OcspResponder => "path of OCSP responder",
            PathOf::CrlIssuer | PathOf::Leaf => "path of CRL issuer",
        };
        let told = all().filter(|one| one.of == of).filter(is_told);
        let mut lines = lines(report, told, detail);
        let more = lines.len().saturating_sub(most);
        lines.truncate(most);
        for (line, _) in lines {
            out.line().ours("  ").styled(Style::Label, label);
            out.ours(": ").append(line);
        }
        if more > 0 {
            out.line().ours("  ").styled(Style::Label, label);
            out.ours(format!(": {more} more, --explain lists them"));
        }
    }
}

/// Each line once, and how often it came.
fn lines<'r>(
    report: &Report,
    attempts: impl Iterator<Item = &'r Attempt>,
    detail: Detail,
) -> Vec<(Text, usize)> {
    let mut lines: Vec<(Text, usize)> = Vec::new();
    for attempt in attempts {
        let mut line = Text::new();
        attempt_line(report, attempt, detail, &mut line);
        match lines.iter_mut().find(|(known, _)| *known == line) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => lines.push((line, 1)),
        }
    }
    lines
}

/// Which one of several by the same name is a matter of detail: else they are the same line.
fn attempt_line(report: &Report, attempt: &Attempt, detail: Detail, out: &mut Text) {
    let certificates = attempt.path.iter();
    let certificates = certificates.filter_map(|number| report.certificates.get(*number));
    for (number, certificate) in certificates.enumerate() {
        out.ours(if number == 0 { "" } else { " → " });
        match detail {
            Detail::Everything => called(report, certificate, out),
            Detail::Path => drop(out.quoted_excerpt(&name_of(certificate))),
        }
    }
    match attempt.findings.first() {
        Some(finding) => {
            out.ours(": ");
            sentence(report, finding, out);
        }
        None => {
            out.ours(match attempt.of {
                PathOf::Leaf => ": valid too",
                PathOf::CrlIssuer | PathOf::OcspResponder => ": valid",
            });
        }
    }
}
