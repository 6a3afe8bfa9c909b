//! A report as text: the first line says verdict, cause and certificate; then the path with its
//! facts, what else was found, what to do, what else was tried. Made of pieces; the words of others
//! are marked as theirs.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{
    Attempt, Certificate, Detail, NotUsed, PathCertificate, Report, Role, Signature, Source, Use,
    Verdict,
};
use crate::cert::{Cert, KeyKindBuf, Validity};
use crate::der::Time;
use crate::evidence::{FetchProblem, Status};
use crate::finding::{self, CertRef, Class, Code, Finding, Fix, Show};
use crate::names::PresentedName;
use crate::rules;
use crate::text::{Excerpt, Mark, Style, Text};

/// Verdict, cause, certificate: one line, without marks.
pub(super) fn headline(report: &Report, out: &mut Text) {
    asked_for(report, out);
    let verb = if report.names.len() > 1 { "are" } else { "is" };
    out.ours(format!(" {verb} "));
    match (report.verdict, report.primary()) {
        (Verdict::Valid { until, .. }, _) => {
            out.styled(Style::Good, "trusted");
            out.ours(format!(" until {}: ", date(until)));
            end_of_path(report, out);
        }
        (Verdict::NotValid, Some(finding)) => {
            out.styled(Style::Bad, "not trusted").ours(": ");
            sentence(report, finding, out);
        }
        (Verdict::NotValid, None) => {
            out.styled(Style::Bad, "not trusted");
        }
    }
    if report.names.is_empty() && report.is_valid() {
        out.ours("; no name was checked");
    }
}

/// What a valid path ends in, and where that is from.
fn end_of_path(report: &Report, out: &mut Text) {
    let end = report.path.last();
    let Some((end, anchor)) = end.and_then(|end| Some((end, certificate(report, end)?))) else {
        return;
    };
    let is_root = |cert: &Cert<'_>| cert.is_self_issued();
    if end.role == Role::Leaf {
        out.ours("the leaf is itself");
    } else if anchor.cert.as_ref().is_none_or(is_root) {
        out.ours("root ").quoted_excerpt(&name_of(anchor));
    } else {
        out.ours("anchor ").quoted_excerpt(&name_of(anchor));
    }
    if let Some(origin) = &report.store.origin {
        out.ours(" in ");
        origin.say(out);
    }
}

/// What the verdict is about: the names that were asked for, or the leaf.
fn asked_for(report: &Report, out: &mut Text) {
    let mut names = report.names.iter();
    match (names.next(), report.path.first()) {
        (Some(first), _) => {
            out.excerpt(&Excerpt::shown(first));
            for name in names {
                out.ours(" and ").excerpt(&Excerpt::shown(name));
            }
        }
        (None, Some(leaf)) => {
            if let Some(leaf) = certificate(report, leaf) {
                out.quoted_excerpt(&name_of(leaf));
            }
        }
        (None, None) => {
            out.ours("the certificate");
        }
    }
}

fn certificate<'r>(report: &'r Report, on_path: &PathCertificate) -> Option<&'r Certificate> {
    report.certificates.get(on_path.certificate)
}

/// The common name or the whole subject; where it is empty, the first alternative name.
fn name_of(certificate: &Certificate) -> Excerpt {
    let subject = certificate.subject.as_name();
    let first = || {
        let cert = certificate.cert.as_ref()?;
        let first = cert.alternative_names().next()?;
        Some(PresentedName::of(&first).text)
    };
    let instead = subject.is_empty().then(first).flatten();
    instead.unwrap_or_else(|| subject.excerpt())
}

/// `intermediate 1 "Example CA" expired …`
fn sentence(report: &Report, finding: &Finding, out: &mut Text) {
    let of = finding.certificate();
    match of.and_then(|of| report.certificate(of)) {
        Some(certificate) => {
            let role = of.and_then(|of| report.role(of));
            out.ours(role.map_or_else(|| place_word(certificate), role_word))
                .ours(" ")
                .quoted_excerpt(&name_of(certificate))
                .ours(" ");
        }
        None if matches!(finding.code(), Code::UnreadableLeaf { .. }) => {
            out.ours("the leaf ");
        }
        None => {
            out.ours("the chain ");
        }
    }
    finding.sentence(out);
}

/// The place of the certificate that a finding is about, as far as a fix depends on it.
pub(super) fn fix_role(report: &Report, finding: &Finding) -> finding::Role {
    let of = finding.certificate();
    match (of, of.and_then(|of| report.role(of))) {
        (Some(CertRef::Anchor(_)), _) => finding::Role::Anchor,
        (None, _) | (_, Some(Role::Leaf)) => finding::Role::Leaf,
        (Some(CertRef::Cert(_)), _) => finding::Role::Intermediate,
    }
}

pub(super) fn role_word(role: Role) -> String {
    match role {
        Role::Leaf => "leaf".into(),
        Role::Intermediate(place) => format!("intermediate {place}"),
        Role::Root => "root".into(),
        Role::Anchor => "anchor".into(),
    }
}

/// What a certificate is called that is not on the path.
fn place_word(certificate: &Certificate) -> String {
    match &certificate.source {
        Source::Sent { place } => format!("certificate {}", place.saturating_add(1)),
        Source::Given { place } => format!("given certificate {}", place.saturating_add(1)),
        Source::Fetched { .. } => "fetched certificate".into(),
        Source::Store { .. } => "anchor".into(),
    }
}

/// The first line of the explanation: mark, headline, reference.
pub(super) fn first_line(report: &Report) -> Text {
    let mut out = Text::new();
    let mark = if report.is_valid() {
        Mark::Valid
    } else {
        Mark::Invalid
    };
    out.mark(mark).ours(" ");
    headline(report, &mut out);
    if let Some(finding) = report.primary() {
        reference(finding, &mut out);
    }
    out
}

/// All lines after the first one, each with the line break before it; those about hashes are beside
/// this.
pub(super) fn details(report: &Report, detail: Detail, out: &mut Text) {
    path(report, out);
    not_checked(report, out);
    findings(report, detail, out);
    fixes(report, out);
    requests(report, out);
    for limit in &report.limits {
        out.line()
            .ours("  ")
            .styled(Style::Warning, "limit reached");
        out.ours(format!(": {limit}; there may be a path that was not tried"));
    }
    attempts(report, detail, out);
    if detail == Detail::Everything {
        certificates(report, out);
    }
}

fn reference(finding: &Finding, out: &mut Text) {
    out.ours("     ");
    out.styled(Style::Reference, finding.code().reference());
}

/// Names longer than this are cut in the table.
const WIDEST: usize = 60;

fn path(report: &Report, out: &mut Text) {
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
    let names = width(&mut rows.iter().map(|row| row.3.chars().count()));
    for (on_path, certificate, role, name) in &rows {
        out.line();
        let mut findings = report.findings.iter();
        if findings.any(|finding| finding.is_error() && finding.certificate() == certificate.id) {
            out.mark(Mark::Invalid);
        } else {
            out.ours(" ");
        }
        out.ours(" ").styled(Style::Label, format!("{role:roles$}"));
        let padding = names.saturating_sub(name.chars().count());
        out.ours("  ").escaped(name.clone());
        out.ours(format!("{:padding$}  ", ""));
        facts(report, on_path, certificate, out);
    }
}

fn cut(name: &str) -> String {
    match name.char_indices().nth(WIDEST) {
        None => name.into(),
        Some(_) => {
            let kept = name.chars().take(WIDEST.saturating_sub(1));
            kept.chain(['…']).collect()
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
        Source::Store { origin } => {
            out.ours(", in ");
            origin.say(out);
            if report.store.also_in_mozilla == Some(true) {
                out.ours(", and in Mozilla's set");
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

fn date(time: Time) -> String {
    let (year, month, day) = time.date();
    format!("{year:04}-{month:02}-{day:02}")
}

/// What nobody looked at is said, once for all certificates.
fn not_checked(report: &Report, out: &mut Text) {
    let mut statuses = report
        .path
        .iter()
        .filter_map(|on_path| on_path.revocation.as_ref());
    if let Some(Status::NotChecked { why }) = statuses.next() {
        out.line().ours("  ").styled(Style::Label, "revocation");
        out.ours(format!(": not checked, {why}"));
    }
}

/// What else was found. Conformance notes are only counted, unless everything is asked for.
fn findings(report: &Report, detail: Detail, out: &mut Text) {
    let said_already = usize::from(!report.is_valid());
    let others = report.findings.iter().skip(said_already);
    let mut notes = 0_usize;
    for finding in others {
        if matches!(finding.code(), Code::UnusedCertificate) {
            continue;
        }
        let is_note = finding.code().class().is_conformance();
        if is_note && !finding.is_error() && detail != Detail::Everything {
            notes = notes.saturating_add(1);
            continue;
        }
        out.line().ours("  ");
        if finding.is_error() {
            out.styled(Style::Bad, "also");
        } else {
            out.styled(Style::Warning, "warning");
        }
        out.ours(": ");
        sentence(report, finding, out);
        reference(finding, out);
    }
    unused(report, out);
    match notes {
        0 => {}
        1 => {
            out.line().ours("  1 conformance note, --explain shows it");
        }
        _ => {
            out.line();
            out.ours(format!("  {notes} conformance notes, --explain lists them"));
        }
    }
}

/// The most names in one line.
const MOST_NAMES: usize = 8;

/// Unused certificates in one line, however many.
fn unused(report: &Report, out: &mut Text) {
    let all = || {
        let findings = report.findings.iter();
        findings.filter(|finding| matches!(finding.code(), Code::UnusedCertificate))
    };
    let Some(first) = all().next() else {
        return;
    };
    let mut names: Vec<Excerpt> = Vec::new();
    for of in all().filter_map(|finding| finding.certificate()) {
        if let Some(name) = report.certificate(of).map(name_of)
            && names.len() < MOST_NAMES
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    let count = all().count();
    out.line().ours("  ").styled(Style::Warning, "warning");
    out.ours(match count {
        1 => ": 1 certificate was sent but not needed: ".into(),
        _ => format!(": {count} certificates were sent but not needed: "),
    });
    for (number, name) in names.iter().enumerate() {
        out.ours(if number == 0 { "" } else { ", " })
            .quoted_excerpt(name);
    }
    reference(first, out);
}

/// What to do, the primary finding's fix first, each once. Where they are not all about the first
/// finding's certificate, each says about which it is.
fn fixes(report: &Report, out: &mut Text) {
    let mut said: Vec<(Fix, Vec<String>)> = Vec::new();
    for finding in &report.findings {
        let is_note = !finding.is_error() && finding.code().class() != Class::Notice;
        let Some(fix) = finding
            .code()
            .fix(fix_role(report, finding))
            .filter(|_| !is_note)
        else {
            continue;
        };
        let place = about(report, finding);
        match said.iter_mut().find(|(known, _)| *known == fix) {
            Some((_, places)) if places.contains(&place) => {}
            Some((_, places)) => places.push(place),
            None => said.push((fix, Vec::from([place]))),
        }
    }
    let first = report
        .findings
        .first()
        .map(|finding| about(report, finding));
    let is_clear = |places: &[String]| places.iter().all(|place| Some(place) == first.as_ref());
    let are_clear = said.iter().all(|(_, places)| is_clear(places));
    for (fix, places) in said {
        out.line().ours("  ").styled(Style::Label, "fix");
        if !are_clear {
            out.ours(format!(" for {}", places.join(" and ")));
        }
        out.ours(format!(" ({}): ", fix.by)).append(fix.text);
    }
}

/// What a fix is about. A certificate that is not on the path is a matter of the chain as sent.
fn about(report: &Report, finding: &Finding) -> String {
    let role = finding.certificate().and_then(|of| report.role(of));
    match role {
        None => "the chain".into(),
        Some(role @ Role::Intermediate(_)) => role_word(role),
        Some(role) => format!("the {}", role_word(role)),
    }
}

fn requests(report: &Report, out: &mut Text) {
    for request in &report.requests {
        let about = request
            .certificate
            .and_then(|number| report.certificates.get(number));
        for url in &request.urls {
            out.line().ours("  ").styled(Style::Label, "issuer URL");
            if let Some(about) = about {
                out.ours(" of ").quoted_excerpt(&name_of(about));
            }
            if let Some(url) = &url.url {
                out.ours(": ").foreign(url);
            }
            out.ours(": ");
            match &url.outcome {
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
                Err(problem) => say_problem(problem, out),
            }
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

fn say_problem(problem: &FetchProblem, out: &mut Text) {
    match problem {
        FetchProblem::Redirected { to, because } => {
            out.ours("it redirects to ").foreign(to).ours(": ");
            say_problem(because, out);
        }
        _ => {
            out.ours(format!("{problem}"));
        }
    }
}

/// Paths beyond this are counted, not listed, where not everything is asked for.
const MOST_TRIED: usize = 3;

/// The other paths, the same ones in one line. Beside a valid path they are only counted.
fn attempts(report: &Report, detail: Detail, out: &mut Text) {
    let mut lines: Vec<(Text, usize)> = Vec::new();
    for attempt in &report.attempts {
        let mut line = Text::new();
        attempt_line(report, attempt, &mut line);
        match lines.iter_mut().find(|(known, _)| *known == line) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => lines.push((line, 1)),
        }
    }
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

fn attempt_line(report: &Report, attempt: &Attempt, out: &mut Text) {
    let certificates = attempt.path.iter();
    let certificates = certificates.filter_map(|number| report.certificates.get(*number));
    for (number, certificate) in certificates.enumerate() {
        out.ours(if number == 0 { "" } else { " → " });
        out.quoted_excerpt(&name_of(certificate));
    }
    match attempt.findings.first() {
        Some(finding) => {
            out.ours(": ");
            sentence(report, finding, out);
        }
        None => {
            out.ours(": valid too");
        }
    }
}

/// Every certificate as it was presented.
fn certificates(report: &Report, out: &mut Text) {
    for certificate in &report.certificates {
        if matches!(certificate.source, Source::Store { .. }) {
            continue;
        }
        out.line().ours("  ");
        out.styled(Style::Label, place_word(certificate)).ours(": ");
        if !matches!(certificate.used, Use::Unreadable { .. }) {
            out.quoted_excerpt(&name_of(certificate)).ours(", ");
        }
        match &certificate.used {
            Use::OnPath => out.ours("used"),
            Use::Duplicate { of } => {
                out.ours(format!("the same as certificate {}", of.saturating_add(1)))
            }
            Use::Unreadable { error } => out.ours(format!("cannot be read: {error}")),
            Use::NotUsed { why } => out.ours(format!("not used: {}", why_not(*why))),
        };
    }
    if report.certificates_left_out > 0 {
        let more = report.certificates_left_out;
        out.line().ours(format!("  and {more} more certificates"));
    }
}

const fn why_not(why: NotUsed) -> &'static str {
    match why {
        NotUsed::IsAnchor => "the trust store has it",
        NotUsed::OnOtherValidPath => "another valid path has it",
        NotUsed::PathNotValid => "the path through it is not valid",
        NotUsed::OtherKey => "it has the name of an issuer, but another key",
        NotUsed::NotAnIssuer => "it issued none of the certificates",
        NotUsed::NotNeeded => "a path was found without it",
    }
}

/// Octets as lower-case hexadecimal.
#[cfg(any(feature = "digest", feature = "serde"))]
pub(super) fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
