//! A report as text: the first line says verdict, cause and certificate; then the path with its
//! facts, what else was found, what to do, what else was tried. Made of pieces; the words of others
//! are marked as theirs.

mod path;
mod presented;
mod revocation;
#[cfg(feature = "ct")]
mod transparency;
mod tried;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use path::date;

use super::{Certificate, Detail, PathCertificate, Report, Role, Source, Verdict};
use crate::cert::Cert;
use crate::finding::{Code, Finding, FixBy, KeyId, Show};
use crate::names::PresentedName;
use crate::policy::Purpose;
use crate::text::{Excerpt, Mark, Style, Text};
use crate::trust::Origin;

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
        out.ours(" ");
        in_store(report, origin, out);
    }
}

/// `in your OS store`, and whose root it is, where that was asked for.
pub(super) fn in_store(report: &Report, origin: &Origin, out: &mut Text) {
    #[cfg(feature = "programmes")]
    if let Some(provenance) = &report.store.provenance {
        return provenance.say(origin, out);
    }
    let _ = report;
    origin.say(out.ours("in "));
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
pub(super) fn name_of(certificate: &Certificate) -> Excerpt {
    let subject = certificate.subject.as_name();
    let first = || {
        let cert = certificate.cert.as_ref()?;
        let first = cert.alternative_names().next()?;
        Some(PresentedName::of(&first).text)
    };
    let instead = subject.is_empty().then(first).flatten();
    instead.unwrap_or_else(|| subject.excerpt())
}

/// The name, and what tells the certificate from another one in the report that is called the same:
/// its key, or where that is the same its serial number.
fn called(report: &Report, certificate: &Certificate, out: &mut Text) {
    out.quoted_excerpt(&name_of(certificate));
    let Some(own) = &certificate.cert else {
        return;
    };
    let others = report.certificates.iter();
    let mut others = others
        .filter_map(|other| other.cert.as_ref())
        .filter(|other| other.subject() == own.subject() && other.der() != own.der());
    let Some(other) = others.next() else {
        return;
    };
    match (KeyId::own(own), KeyId::own(other)) {
        (Some(own), Some(other)) if own != other => own.show(out.ours(" (")),
        _ => {
            let serial_number = Excerpt::of(hex(own.serial_number()).chars());
            out.ours(" (serial number ").excerpt(&serial_number);
        }
    }
    out.ours(")");
}

/// `intermediate 1 "Example CA" expired …`
fn sentence(report: &Report, finding: &Finding, out: &mut Text) {
    let of = finding.certificate();
    match of.and_then(|of| report.certificate(of)) {
        Some(certificate) => {
            let role = of.and_then(|of| report.role(of));
            out.ours(role.map_or_else(|| place_word(certificate), role_word))
                .ours(" ");
            called(report, certificate, out);
            out.ours(" ");
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
        Source::OcspResponse => "certificate of the OCSP response".into(),
        Source::Store { .. } => "anchor".into(),
    }
}

/// The first line of the explanation: mark, target, headline, reference.
pub(super) fn first_line(report: &Report, target: impl FnOnce(&mut Text)) -> Text {
    let mut out = Text::new();
    let mark = if report.is_valid() {
        Mark::Valid
    } else {
        Mark::Invalid
    };
    out.mark(mark).ours(" ");
    target(&mut out);
    headline(report, &mut out);
    if let Some(finding) = report.primary() {
        reference(finding, &mut out);
    }
    out
}

/// All lines after the first one, each with the line break before it; those about hashes are beside
/// this.
pub(super) fn details(report: &Report, detail: Detail, out: &mut Text) {
    path::table(report, out);
    revocation::statuses(report, detail, out);
    #[cfg(feature = "ct")]
    transparency::transparency(report, detail, out);
    tried::signers(report, detail, out);
    findings(report, detail, out);
    if detail != Detail::Everything {
        presented::not_used(report, out);
    }
    fixes(report, out);
    tried::requests(report, out);
    for limit in &report.limits {
        out.line()
            .ours("  ")
            .styled(Style::Warning, "limit reached");
        out.ours(format!(": {limit}; there may be a path that was not tried"));
    }
    tried::attempts(report, detail, out);
    if detail == Detail::Everything {
        presented::certificates(report, out);
    }
}

fn reference(finding: &Finding, out: &mut Text) {
    out.ours("     ");
    out.styled(Style::Reference, finding.code().reference());
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

/// What to do, that about the primary finding first.
fn fixes(report: &Report, out: &mut Text) {
    for fix in report.fixes() {
        out.line().ours("  ").styled(Style::Label, "fix");
        out.ours(format!(" ({}): ", party(report, fix.by)))
            .append(fix.text);
    }
}

/// Who can do it, as people call them.
fn party(report: &Report, by: FixBy) -> String {
    match (by, &report.purpose) {
        (FixBy::Operator, Purpose::Server | Purpose::Any) => format!("{by}"),
        (FixBy::Operator, _) => "certificate holder".into(),
        _ => format!("{by}"),
    }
}

/// Octets as lower-case hexadecimal.
pub(super) fn hex(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
