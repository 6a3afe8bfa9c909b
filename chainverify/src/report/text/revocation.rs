//! Whether the certificates of the path were revoked, and who said so: one line for all of which the
//! same is to be said, and each source in a line of its own where everything is asked for.

use alloc::format;
use alloc::vec::Vec;

use super::path::date;
use super::role_word;
use crate::finding::Show;
use crate::report::{Detail, PathCertificate, Report};
use crate::revocation::status::{Came, RevocationCheck, Said, Status, StatusSource, Told};
use crate::text::{Style, Text};

pub(super) fn statuses(report: &Report, detail: Detail, out: &mut Text) {
    let mut lines: Vec<(Text, Vec<&PathCertificate>)> = Vec::new();
    for on_path in &report.path {
        let Some(check) = &on_path.revocation else {
            continue;
        };
        let mut line = Text::new();
        status(check, &mut line);
        match lines.iter_mut().find(|(known, _)| *known == line) {
            Some((_, of)) => of.push(on_path),
            None => lines.push((line, Vec::from([on_path]))),
        }
    }
    let is_one = lines.len() == 1;
    for (line, of) in lines {
        out.line().ours("  ").styled(Style::Label, "revocation");
        if !is_one {
            for (number, on_path) in of.iter().enumerate() {
                out.ours(if number == 0 { " of " } else { ", " });
                out.ours(role_word(on_path.role));
            }
        }
        out.ours(": ").append(line);
        if detail == Detail::Everything {
            let sources = of.iter().filter_map(|on_path| on_path.revocation.as_ref());
            sources.for_each(|check| told(check, out));
        }
    }
}

/// The status, and the source that decides.
fn status(check: &RevocationCheck, out: &mut Text) {
    let by = |out: &mut Text, is_it: fn(&Said) -> bool| {
        if let Some(told) = check.sources.iter().find(|told| is_it(&told.said)) {
            out.ours(", says ");
            source(&told.source, out);
        }
    };
    match &check.status {
        Status::Good => {
            out.ours("not revoked");
            by(out, |said| *said == Said::NotRevoked);
        }
        Status::Revoked { revoked } => {
            out.ours("revoked");
            if let Some(revoked) = revoked {
                out.ours(format!(" {}, {}", date(revoked.since), revoked.reason));
                if let Some(time) = revoked.invalid_since {
                    out.ours(format!(", invalid since {}", date(time)));
                }
            }
            by(out, |said| matches!(said, Said::Revoked { .. }));
        }
        Status::Blocked => drop(out.ours("on the given blocklist")),
        Status::Unknown => drop(out.ours("unknown")),
        Status::NotNeeded { why } => drop(out.ours(format!("not needed, {why}"))),
        Status::NotChecked { why } => drop(out.ours(format!("not checked, {why}"))),
    }
}

/// What every source said.
fn told(check: &RevocationCheck, out: &mut Text) {
    for Told { source: who, said } in &check.sources {
        out.line().ours("    ");
        source(who, out);
        match said {
            Said::NotRevoked => drop(out.ours(": not revoked")),
            Said::Revoked { .. } => drop(out.ours(": revoked")),
            Said::Listed => drop(out.ours(": listed")),
            Said::Nothing { why } => why.show(out.ours(": ")),
        }
    }
}

fn source(source: &StatusSource, out: &mut Text) {
    match source {
        StatusSource::Crl {
            issuer,
            this_update,
            next_update,
            came,
        } => {
            issuer.show(out.ours("the CRL of "));
            out.ours(format!(", {}", date(*this_update)));
            if let Some(next_update) = next_update {
                out.ours(format!(" to {}", date(*next_update)));
            }
            how(came, out);
        }
        StatusSource::Ocsp { produced_at, came } => {
            out.ours("the OCSP response");
            if let Some(produced_at) = produced_at {
                out.ours(format!(" of {}", date(*produced_at)));
            }
            how(came, out);
        }
        StatusSource::Filter { until } => {
            out.ours("the CRLite filters");
            if let Some(until) = until {
                out.ours(format!(", which cover until {}", date(*until)));
            }
        }
        StatusSource::Blocklist => drop(out.ours("the blocklist")),
        StatusSource::Url { wanted, url } => {
            out.ours(format!("{wanted} at ")).foreign(url);
        }
    }
}

fn how(came: &Came, out: &mut Text) {
    match came {
        Came::Given => drop(out.ours(" (given)")),
        Came::Stapled => drop(out.ours(" (stapled)")),
        Came::Fetched { url } if url.is_empty() => drop(out.ours(" (fetched)")),
        Came::Fetched { url } => {
            out.ours(" (from ").foreign(url).ours(")");
        }
    }
}
