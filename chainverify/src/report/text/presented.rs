//! What was presented: by default what of it the path does not use, in one line; where everything is
//! asked for, every certificate.

use alloc::format;
use alloc::vec::Vec;

use super::{name_of, place_word};
use crate::finding::{Finding, Show};
use crate::report::{Certificate, NotUsed, Report, Source, Use};
use crate::text::{Style, Text};

/// Every certificate as it was presented.
pub(super) fn certificates(report: &Report, out: &mut Text) {
    for certificate in &report.certificates {
        if matches!(certificate.source, Source::Store { .. }) {
            continue;
        }
        out.line().ours("  ");
        out.styled(Style::Label, place_word(certificate)).ours(": ");
        if !matches!(certificate.used, Use::Unreadable { .. }) {
            out.quoted_excerpt(&name_of(certificate)).ours(", ");
        }
        out.ours(match certificate.used {
            Use::OnPath => "used",
            Use::OnSignersPath => "used for revocation",
            Use::NotUsed { .. } => "not used: ",
            Use::Duplicate { .. } | Use::Unreadable { .. } => "",
        });
        out.append(reason(report, certificate, KeyIdentifiers::Shown));
    }
    if report.certificates_left_out > 0 {
        let more = report.certificates_left_out;
        out.line().ours(format!("  and {more} more certificates"));
    }
}

/// More than this are counted, where not everything is asked for.
const MOST_NOT_USED: usize = 3;

/// What was sent or given and is not on the path, in one line, each reason once, but for what a
/// finding or a request says already.
pub(super) fn not_used(report: &Report, out: &mut Text) {
    if report.path.is_empty() {
        return;
    }
    let all = report.certificates.iter();
    let news: Vec<&Certificate> = all.filter(|one| is_news(report, one)).collect();
    let reason = |one| match news.len() {
        1 => reason(report, one, KeyIdentifiers::Shown),
        _ => reason(report, one, KeyIdentifiers::LeftOut),
    };
    let few = news.iter().take(MOST_NOT_USED);
    let mut few = few.map(|one| (one, reason(one))).peekable();
    if few.peek().is_none() {
        return;
    }
    out.line().ours("  ").styled(Style::Label, "not used");
    out.ours(": ");
    while let Some((one, why)) = few.next() {
        out.ours(place_word(one));
        if matches!(one.used, Use::NotUsed { .. }) {
            out.ours(" ").quoted_excerpt(&name_of(one));
        }
        match few.peek() {
            Some((_, next)) if *next == why => out.ours(", "),
            Some(_) => out.ours(" (").append(why).ours("); "),
            None => out.ours(" (").append(why).ours(")"),
        };
    }
    let more = news.len().saturating_sub(MOST_NOT_USED);
    let more = more.saturating_add(report.certificates_left_out);
    if more > 0 {
        out.ours(format!("; {more} more, --explain lists them"));
    }
}

/// What was given beside the chain is often a whole set, and of interest where something is missing.
fn is_news(report: &Report, one: &Certificate) -> bool {
    let is_asked_for = match &one.source {
        Source::Sent { .. } => !matches!(one.used, Use::Unreadable { .. }),
        Source::Given { .. } => !report.is_valid(),
        Source::Fetched { .. } | Source::Store { .. } | Source::OcspResponse => false,
    };
    let is_off_path = match one.used {
        Use::OnPath | Use::OnSignersPath => false,
        Use::NotUsed { why, .. } => why != NotUsed::IsAnchor,
        Use::Duplicate { .. } | Use::Unreadable { .. } => true,
    };
    let mut said = report.findings.iter().filter_map(Finding::certificate);
    is_asked_for && is_off_path && !said.any(|of| Some(of) == one.id)
}

/// Several are too long for one line.
#[derive(Clone, Copy)]
enum KeyIdentifiers {
    Shown,
    LeftOut,
}

/// Why it is not used.
fn reason(report: &Report, one: &Certificate, identifiers: KeyIdentifiers) -> Text {
    let mut out = Text::new();
    match &one.used {
        Use::OnPath | Use::OnSignersPath => {}
        Use::Duplicate { of } => again(report, *of, &mut out),
        Use::Unreadable {
            error,
            duplicate_extension,
        } => {
            out.ours(format!("cannot be read: {error}"));
            if let Some(extension) = duplicate_extension {
                extension.show(out.ours("; the extension is "));
            }
        }
        Use::NotUsed { why, key_ids } => {
            out.ours(why_not(*why));
            if let (KeyIdentifiers::Shown, Some(key_ids)) = (identifiers, key_ids) {
                out.ours(": key identifier ")
                    .excerpt(key_ids.found.as_excerpt());
                out.ours(" instead of ")
                    .excerpt(key_ids.wanted.as_excerpt());
            }
        }
    }
    out
}

fn again(report: &Report, of: usize, out: &mut Text) {
    out.ours("the same as ");
    match report.certificates.get(of) {
        Some(first) => out.ours(place_word(first)),
        None => out.ours("an earlier one"),
    };
}

const fn why_not(why: NotUsed) -> &'static str {
    match why {
        NotUsed::IsAnchor => "the trust store has it",
        NotUsed::OnOtherValidPath => "another valid path has it",
        NotUsed::PathNotValid => "the path through it is not valid",
        NotUsed::OtherKey => "it has the name of the issuer, but another key",
        NotUsed::OutOfDate => "it is not valid at the time of the check",
        NotUsed::NotAnIssuer => "it issued none of the certificates",
        NotUsed::Alternative => "other clients may need the path through it, so keep it",
        NotUsed::NotTried => "no path through it was tried",
    }
}
