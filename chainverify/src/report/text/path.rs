//! The path as a table: each certificate in a line with its dates, its key, its signature, and where
//! it is from; then what was not checked on it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{certificate, in_store, name_of, role_word};
use crate::cert::{KeyKindBuf, Validity};
use crate::der::Time;
use crate::finding::Show;
use crate::report::{Certificate, PathCertificate, Report, Role, Signature, Source};
use crate::rules;
use crate::text::{Mark, Style, Text};

/// Names longer than this are cut in the table.
const WIDEST: usize = 60;

pub(super) fn table(report: &Report, out: &mut Text) {
    let rows: Vec<_> = report
        .path
        .iter()
        .filter_map(|on_path| {
            let certificate = certificate(report, on_path)?;
            let name = cut(name_of(certificate).as_str());
            Some((on_path, certificate, role_word(on_path.role), name))
        })
        .collect();
    let width = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or(0);
    let roles = width(&mut rows.iter().map(|row| row.2.chars().count()));
    let length = |(kept, mark): &(String, &str)| kept.chars().chain(mark.chars()).count();
    let names = width(&mut rows.iter().map(|row| length(&row.3)));
    for (on_path, certificate, role, name) in &rows {
        out.line();
        let mut findings = report.findings.iter();
        if findings.any(|finding| finding.is_error() && finding.certificate() == certificate.id) {
            out.mark(Mark::Invalid);
        } else {
            out.ours(" ");
        }
        out.ours(" ").styled(Style::Label, format!("{role:roles$}"));
        let padding = names.saturating_sub(length(name));
        let (kept, mark) = name;
        out.ours("  ").escaped(kept.clone());
        out.ours(format!("{mark}{:padding$}  ", ""));
        facts(report, on_path, certificate, out);
    }
}

/// The name as far as it is shown, and the mark of what is cut off, which is ours.
fn cut(name: &str) -> (String, &'static str) {
    match name.char_indices().nth(WIDEST) {
        None => (name.into(), ""),
        Some(_) => {
            let kept = name.chars().take(WIDEST.saturating_sub(1));
            (kept.collect(), "…")
        }
    }
}

/// Dates, key, signature, and where a certificate is from.
fn facts(report: &Report, on_path: &PathCertificate, certificate: &Certificate, out: &mut Text) {
    match &certificate.cert {
        Some(cert) => dates(cert.validity(), report.time, out),
        None => drop(out.ours("name and key, no dates")),
    }
    match certificate.public_key() {
        Some(key) => KeyKindBuf::from(key.kind).show(out.ours(", ")),
        None => drop(out.ours(", malformed key")),
    }
    if let (Some(signature), Some(cert)) = (on_path.signature, &certificate.cert) {
        rules::algorithm(cert.signed().algorithm).show(out.ours(", "));
        match signature {
            Signature::Verified => out.ours(" ").mark(Mark::Valid),
            Signature::Failed => out.ours(" ").mark(Mark::Invalid),
            Signature::Unsupported => out.ours(" (not supported)"),
            Signature::NotChecked => out.ours(" (not checked)"),
        };
    }
    match &certificate.source {
        Source::Sent { .. } => is_itself_anchor(report, on_path, out),
        Source::Given { .. } => {
            out.ours(", not sent");
        }
        Source::Fetched { url } if url.is_empty() => {
            out.ours(", fetched");
        }
        Source::Fetched { url } => {
            out.ours(", fetched from ").foreign(url);
        }
        Source::OcspResponse => {
            out.ours(", from an OCSP response");
        }
        Source::Store { origin } => {
            out.ours(", ");
            match on_path.role {
                // Where the path is valid the first line says the rest.
                Role::Anchor if !report.is_valid() => in_store(report, origin, out),
                _ => origin.say(out.ours("in ")),
            }
        }
    }
}

/// A leaf that is trusted by itself is where the store has it from, too.
fn is_itself_anchor(report: &Report, on_path: &PathCertificate, out: &mut Text) {
    if let (1, Role::Leaf, Some(origin)) = (report.path.len(), on_path.role, &report.store.origin) {
        out.ours(", in ");
        origin.say(out);
    }
}

fn dates(validity: Validity, at: Time, out: &mut Text) {
    let (from, until) = (validity.not_before, validity.not_after);
    out.ours(format!("{} to {} (", date(from), date(until)));
    out.ours(if from > until {
        "never valid)".into()
    } else if at < from {
        format!("begins in {})", distance(at, from))
    } else if at > until {
        format!("expired {} ago)", distance(until, at))
    } else {
        format!("{} left)", distance(at, until))
    });
}

/// Whole days between two times; years from the second one on.
fn distance(from: Time, to: Time) -> String {
    let seconds = to.as_unix().abs_diff(from.as_unix());
    match seconds / 86_400 {
        0 => "less than a day".into(),
        1 => "1 day".into(),
        days @ ..730 => format!("{days} days"),
        days => format!("{} years", days / 365),
    }
}

pub(super) fn date(time: Time) -> String {
    let (year, month, day) = time.date();
    format!("{year:04}-{month:02}-{day:02}")
}
