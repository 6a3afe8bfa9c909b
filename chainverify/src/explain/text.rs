//! The explanation as text: the first line answers what, why and which certificate; then the path
//! with its facts, what else was found, what to do, what else was tried.

use alloc::format;
use alloc::string::String;
use core::fmt::{self, Write};

use super::Detail;
use super::rows::{CertRow, DigestRow, FindingRow, Rows, TriedRow};

/// Verdict, cause, certificate, law: one line.
pub(super) fn headline(rows: &Rows) -> String {
    let subject = asked_for(rows);
    let Some(finding) = rows.findings.first().filter(|_| rows.verdict != "valid") else {
        let until = rows.valid_until.as_deref().map_or("", date);
        let anchor = rows.path.last();
        let root = anchor.map_or("", |row| row.short.as_str());
        let origin = rows.store.origin.as_deref().unwrap_or("the store");
        return format!("✓ {subject} is trusted until {until}: root \"{root}\" in {origin}");
    };
    format!(
        "✗ {subject} is not trusted: {}     {}",
        sentence(finding),
        finding.law
    )
}

/// What the verdict is about: the names that were asked for, or the leaf.
fn asked_for(rows: &Rows) -> String {
    if rows.names.is_empty() {
        return match rows.path.first() {
            Some(leaf) => format!("\"{}\"", leaf.short),
            None => "the certificate".into(),
        };
    }
    rows.names.join(" and ")
}

/// `intermediate 1 "Example CA" expired …`
fn sentence(finding: &FindingRow) -> String {
    let text = &finding.text;
    match (&finding.role, &finding.subject) {
        (Some(role), Some(subject)) => format!("{role} \"{subject}\" {text}"),
        (Some(role), None) => format!("the {role} {text}"),
        (None, _) => format!("the chain {text}"),
    }
}

pub(super) fn write(f: &mut fmt::Formatter<'_>, rows: &Rows, detail: Detail) -> fmt::Result {
    f.write_str(&headline(rows))?;
    if detail == Detail::Headline {
        return Ok(());
    }
    path(f, rows)?;
    findings(f, rows)?;
    for made in &rows.fetched {
        write!(
            f,
            "\n  issuer URL of \"{}\": {}: {}",
            made.of, made.url, made.text
        )?;
    }
    if let Some(limit) = rows.stopped {
        write!(
            f,
            "\n  the search was stopped by the limit of {limit}: there may be a path that was not tried"
        )?;
    }
    tried(f, rows, detail)?;
    if detail == Detail::Everything {
        rows.digests
            .iter()
            .try_for_each(|digest| write_digest(f, digest))?;
    } else {
        let telling = rows.digests.iter().filter(|digest| is_telling(digest));
        for digest in telling {
            write_digest(f, digest)?;
        }
    }
    Ok(())
}

fn path(f: &mut fmt::Formatter<'_>, rows: &Rows) -> fmt::Result {
    let width = |get: fn(&CertRow) -> &str| {
        rows.path
            .iter()
            .map(|row| get(row).chars().count())
            .max()
            .unwrap_or(0)
            .min(48)
    };
    let (roles, names) = (width(|row| &row.role), width(|row| &row.short));
    for row in &rows.path {
        write!(f, "\n  {:roles$}  {:names$}  ", row.role, row.short)?;
        write_dates(f, row)?;
        write!(f, ", {}", row.key)?;
        if let Some(signature) = row.signature {
            let algorithm = row.signature_algorithm.as_deref().unwrap_or_default();
            let state = if signature == "ok" {
                "✓".into()
            } else {
                format!("✗ {}", signature.replace('_', " "))
            };
            write!(f, ", {algorithm} {state}")?;
        }
        match row.source {
            "fetched" => write!(f, ", fetched from {}", row.place)?,
            "store" => write!(f, ", in {}", row.place)?,
            _ => {}
        }
        if row.source == "store" && rows.store.also_in_mozilla == Some(true) {
            f.write_str(", and in Mozilla's set")?;
        }
    }
    Ok(())
}

fn write_dates(f: &mut fmt::Formatter<'_>, row: &CertRow) -> fmt::Result {
    let (Some(from), Some(until), Some(days)) = (&row.not_before, &row.not_after, row.days_left)
    else {
        return f.write_str("no dates");
    };
    write!(f, "{} to {}", date(from), date(until))?;
    match days {
        ..0 => write!(f, " (expired {} days ago)", days.unsigned_abs()),
        0 => f.write_str(" (ends today)"),
        1 => f.write_str(" (1 day left)"),
        _ => write!(f, " ({days} days left)"),
    }
}

/// The date of an RFC 3339 time.
fn date(time: &str) -> &str {
    time.split_once('T').map_or(time, |(date, _)| date)
}

/// What else was found, then what to do, the primary finding's remedy first.
fn findings(f: &mut fmt::Formatter<'_>, rows: &Rows) -> fmt::Result {
    let said_already = usize::from(rows.verdict != "valid");
    for finding in rows.findings.iter().skip(said_already) {
        let word = if finding.severity == "error" {
            "also"
        } else {
            "warning"
        };
        write!(f, "\n  {word}: {}     {}", sentence(finding), finding.law)?;
    }
    let mut said: alloc::vec::Vec<&str> = alloc::vec::Vec::new();
    for finding in &rows.findings {
        if let (Some(by), Some(remedy)) = (&finding.remedy_by, &finding.remedy)
            && !said.contains(&remedy.as_str())
        {
            write!(f, "\n  what to do ({by}): {remedy}")?;
            said.push(remedy);
        }
    }
    Ok(())
}

/// Paths beyond this are counted, not listed, where not everything is asked for.
const MOST_TRIED: usize = 3;

fn tried(f: &mut fmt::Formatter<'_>, rows: &Rows, detail: Detail) -> fmt::Result {
    let most = if detail == Detail::Everything {
        usize::MAX
    } else {
        MOST_TRIED
    };
    for tried in rows.tried.iter().take(most) {
        write_tried(f, tried)?;
    }
    match rows.tried.len().saturating_sub(most) {
        0 => Ok(()),
        1 => f.write_str("\n  also tried: 1 more path"),
        more => write!(f, "\n  also tried: {more} more paths"),
    }
}

fn write_tried(f: &mut fmt::Formatter<'_>, tried: &TriedRow) -> fmt::Result {
    f.write_str("\n  also tried: ")?;
    for (number, name) in tried.path.iter().enumerate() {
        if number > 0 {
            f.write_str(" → ")?;
        }
        write!(f, "\"{name}\"")?;
    }
    match tried.findings.first() {
        Some(finding) => write!(f, ": {}", sentence(finding)),
        None => f.write_str(": valid too"),
    }
}

/// Whether a comparison is worth a line although nobody asked for it: only where it shows that the
/// certificate is not what the issuer signed.
fn is_telling(digest: &DigestRow) -> bool {
    matches!(
        digest.comparison,
        "differs" | "other_hash" | "not_by_this_key"
    )
}

fn write_digest(f: &mut fmt::Formatter<'_>, digest: &DigestRow) -> fmt::Result {
    let mut line = String::new();
    if let (Some(hash), Some(h1)) = (&digest.hash, &digest.h1) {
        write!(line, " {hash} of the signed part (H1) {h1}")?;
    }
    if let Some(h2) = &digest.h2 {
        write!(line, ", signed by the issuer (H2) {h2}")?;
    }
    if !line.is_empty() {
        line.push(':');
    }
    write!(f, "\n  hash of {}:{line} {}", digest.role, digest.text)
}
