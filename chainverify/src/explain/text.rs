//! The explanation as text: the first line answers what, why and which certificate; then the path
//! with its facts, what else was found, what to do, what else was tried.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

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
        finding.reference
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
    unused(f, rows)?;
    fixes(f, rows)?;
    let is_missing = rows
        .findings
        .iter()
        .any(|row| row.code == "issuer_not_found");
    for made in rows
        .fetched
        .iter()
        .filter(|made| is_missing || made.outcome != "not_tried")
    {
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
    let is_shown = |row: &&DigestRow| detail == Detail::Everything || is_telling(row);
    rows.digests
        .iter()
        .filter(is_shown)
        .try_for_each(|row| write_digest(f, row))
}

/// Names longer than this are cut.
const WIDEST: usize = 60;

fn path(f: &mut fmt::Formatter<'_>, rows: &Rows) -> fmt::Result {
    let width = |get: fn(&CertRow) -> &str| {
        let lengths = rows.path.iter().map(|row| get(row).chars().count());
        lengths.max().unwrap_or(0).min(WIDEST)
    };
    let (roles, names) = (width(|row| &row.role), width(|row| &row.short));
    for row in &rows.path {
        let is_at_fault = |finding: &&FindingRow| {
            finding.severity == "error" && finding.role.as_ref() == Some(&row.role)
        };
        let mark = rows.findings.iter().find(is_at_fault).map_or(' ', |_| '✗');
        let name = cut(&row.short);
        write!(f, "\n{mark} {:roles$}  {name:names$}  ", row.role)?;
        write_dates(f, row)?;
        write!(f, ", {}", row.key)?;
        write_signature(f, row)?;
        match row.source {
            "fetched" => write!(f, ", fetched from {}", row.place)?,
            "given" => f.write_str(", not sent")?,
            "store" => write!(f, ", in {}", row.place)?,
            _ => {}
        }
        if row.source == "store" && rows.store.also_in_mozilla == Some(true) {
            f.write_str(", and in Mozilla's set")?;
        }
    }
    Ok(())
}

fn cut(name: &str) -> String {
    match name.char_indices().nth(WIDEST) {
        None => name.into(),
        Some(_) => name
            .chars()
            .take(WIDEST.saturating_sub(1))
            .chain(['…'])
            .collect(),
    }
}

fn write_signature(f: &mut fmt::Formatter<'_>, row: &CertRow) -> fmt::Result {
    let algorithm = row.signature_algorithm.as_deref().unwrap_or_default();
    match row.signature {
        None => Ok(()),
        Some("ok") => write!(f, ", {algorithm} ✓"),
        Some("not_checked") => write!(f, ", {algorithm} (not checked)"),
        Some(wrong) => write!(f, ", {algorithm} ✗ {}", wrong.replace('_', " ")),
    }
}

fn write_dates(f: &mut fmt::Formatter<'_>, row: &CertRow) -> fmt::Result {
    let (Some(from), Some(until), Some(left), Some(begins)) = (
        &row.not_before,
        &row.not_after,
        row.days_left,
        row.days_to_begin,
    ) else {
        return f.write_str("no dates");
    };
    write!(f, "{} to {}", date(from), date(until))?;
    match left {
        _ if begins > 0 => write!(f, " (begins in {})", span(begins)),
        ..0 => write!(f, " (expired {} ago)", span(left)),
        0 => f.write_str(" (ends within a day)"),
        _ => write!(f, " ({} left)", span(left)),
    }
}

/// A distance in days; in years from the second one on.
fn span(days: i64) -> String {
    match days.unsigned_abs() {
        1 => "1 day".into(),
        days @ ..730 => format!("{days} days"),
        days => format!("{} years", days / 365),
    }
}

/// The date of an RFC 3339 time.
fn date(time: &str) -> &str {
    time.split_once('T').map_or(time, |(date, _)| date)
}

/// What else was found.
fn findings(f: &mut fmt::Formatter<'_>, rows: &Rows) -> fmt::Result {
    let said_already = usize::from(rows.verdict != "valid");
    let others = rows.findings.iter().skip(said_already);
    for finding in others.filter(|finding| finding.code != UNUSED) {
        let word = if finding.severity == "error" {
            "also"
        } else {
            "warning"
        };
        write!(
            f,
            "\n  {word}: {}     {}",
            sentence(finding),
            finding.reference
        )?;
    }
    Ok(())
}

const UNUSED: &str = "unused_certificate";

/// Stray certificates in one line, however many.
fn unused(f: &mut fmt::Formatter<'_>, rows: &Rows) -> fmt::Result {
    let all = || {
        rows.findings
            .iter()
            .filter(|finding| finding.code == UNUSED)
    };
    let Some(first) = all().next() else {
        return Ok(());
    };
    let mut names: Vec<String> = Vec::new();
    for name in all().filter_map(|finding| finding.subject.as_ref()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let (count, names) = (all().count(), names.join("\", \""));
    let what = if count == 1 {
        "certificate was"
    } else {
        "certificates were"
    };
    write!(
        f,
        "\n  warning: {count} {what} sent but not needed: \"{names}\"     {}",
        first.reference
    )
}

/// What to do, the primary finding's fix first, each once. Where they are not all about the
/// first finding's certificate, each says about which it is.
fn fixes(f: &mut fmt::Formatter<'_>, rows: &Rows) -> fmt::Result {
    let mut said: Vec<(&str, &str, Vec<String>)> = Vec::new();
    for finding in &rows.findings {
        let (Some(by), Some(fix)) = (&finding.fix_by, &finding.fix) else {
            continue;
        };
        let whose = place(finding);
        match said.iter_mut().find(|(_, known, _)| known == fix) {
            Some((.., places)) if places.contains(&whose) => {}
            Some((.., places)) => places.push(whose),
            None => said.push((by, fix, Vec::from([whose]))),
        }
    }
    let first = rows.findings.first().map(place);
    let is_clear = |places: &[String]| places.iter().all(|place| Some(place) == first.as_ref());
    let are_clear = said.iter().all(|(.., places)| is_clear(places));
    for (by, fix, places) in &said {
        let about = if are_clear {
            String::new()
        } else {
            format!(" about {}", places.join(" and "))
        };
        write!(f, "\n  what to do{about} ({by}): {fix}")?;
    }
    Ok(())
}

/// What a fix is about. A certificate that is not on the path is a matter of the chain as sent.
fn place(finding: &FindingRow) -> String {
    match finding.role.as_deref() {
        None | Some("certificate") => "the chain".into(),
        Some(role) if role.starts_with("intermediate") => role.into(),
        Some(role) => format!("the {role}"),
    }
}

/// Lines beyond this are counted, not listed, where not everything is asked for.
const MOST_TRIED: usize = 3;

/// The other paths, the same ones in one line. Beside a valid path they are only counted: how they
/// failed matters to nobody then.
fn tried(f: &mut fmt::Formatter<'_>, rows: &Rows, detail: Detail) -> fmt::Result {
    let mut lines: Vec<(String, u32)> = Vec::new();
    for tried in &rows.tried {
        let line = tried_line(tried);
        match lines.iter_mut().find(|(known, _)| *known == line) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => lines.push((line, 1)),
        }
    }
    let most = match (detail, rows.verdict) {
        (Detail::Everything, _) => usize::MAX,
        (_, "valid") => 0,
        _ => MOST_TRIED,
    };
    for (line, count) in lines.iter().take(most) {
        match count {
            1 => write!(f, "\n  also tried: {line}")?,
            _ => write!(f, "\n  also tried, {count} times: {line}")?,
        }
    }
    let more: u32 = lines.iter().skip(most).map(|(_, count)| count).sum();
    match more {
        0 => Ok(()),
        1 => f.write_str("\n  also tried: 1 other path"),
        _ => write!(f, "\n  also tried: {more} other paths"),
    }
}

fn tried_line(tried: &TriedRow) -> String {
    let path = tried.path.join("\" → \"");
    match tried.findings.first() {
        Some(finding) => format!("\"{path}\": {}", sentence(finding)),
        None => format!("\"{path}\": valid too"),
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

/// The hashes one above the other, so that eyes can compare them.
fn write_digest(f: &mut fmt::Formatter<'_>, digest: &DigestRow) -> fmt::Result {
    write!(f, "\n  hash of {}: {}", digest.role, digest.text)?;
    if let (Some(hash), Some(h1)) = (&digest.hash, &digest.h1) {
        let computed = format!("H1, {hash} of the signed part");
        let width = computed.len();
        write!(f, "\n    {computed}  {h1}")?;
        if let Some(h2) = &digest.h2 {
            write!(f, "\n    {:width$}  {h2}", "H2, signed by the issuer")?;
        }
    }
    Ok(())
}
