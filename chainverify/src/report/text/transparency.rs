//! What browsers that enforce Certificate Transparency would say, with the date of the list of logs; each
//! timestamp in a line of its own where everything is asked for.

use alloc::format;

use super::path::date;
use crate::ct::{Compliance, Delivery, Outcome, Sct, State, Transparency, Unreadable};
use crate::report::{Detail, Report};
use crate::text::{Style, Text};

pub(super) fn transparency(report: &Report, detail: Detail, out: &mut Text) {
    let Some(found) = &report.transparency else {
        return;
    };
    out.line().ours("  ").styled(Style::Label, "transparency");
    verdicts(found, out.ours(": "));
    if let Some(time) = found.log_list {
        out.ours(format!(" (log list of {})", date(time)));
    }
    if detail != Detail::Everything {
        return;
    }
    for sct in &found.scts {
        timestamp(sct, out.line().ours("    "));
    }
    if found.scts_left_out > 0 {
        let more = found.scts_left_out;
        out.line().ours(format!("    {more} more, not looked at"));
    }
    for Unreadable { delivery, error } in &found.unreadable {
        out.line().ours("    ").ours(came(*delivery));
        out.ours(format!(": the list of timestamps cannot be read: {error}"));
    }
}

/// The same of both browsers, or each by its name.
fn verdicts(found: &Transparency, out: &mut Text) {
    if let Compliance::NotChecked { .. } = found.chrome
        && found.chrome == found.apple
    {
        out.ours(format!("{}", found.chrome));
        return;
    }
    out.ours(format!("Chrome's policy {}", found.chrome));
    out.ours(format!("; Apple's {}", found.apple));
}

/// `embedded: "Example 2026h1" of "Example Inc.", usable, tiled: 2026-05-01, verified`
fn timestamp(sct: &Sct, out: &mut Text) {
    out.ours(came(sct.delivery)).ours(": ");
    match &sct.log {
        Some(log) => {
            out.quoted_excerpt(&log.name)
                .ours(" of ")
                .quoted_excerpt(&log.operator);
            out.ours(log.state.map_or("", state));
        }
        None => {
            out.ours(format!("log {}", super::hex(&sct.log_id)));
        }
    }
    out.ours(format!(", {}", date(sct.time())));
    out.ours(match sct.outcome {
        Outcome::Verified => ", verified",
        Outcome::InFuture => ", verified, but after the time of the check",
        Outcome::Failed => ", signature does not verify",
        Outcome::Unsupported => ", signature not supported",
        Outcome::UnknownLog => ", log not in the list",
        Outcome::IssuerUnknown => ", not checked, the issuer is not known",
    });
}

const fn state(state: State) -> &'static str {
    match state {
        State::Pending => " (pending)",
        State::Qualified => " (qualified)",
        State::Usable => " (usable)",
        State::ReadOnly => " (read-only)",
        State::Retired => " (retired)",
        State::Rejected => " (rejected)",
    }
}

const fn came(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Embedded => "embedded",
        Delivery::Tls => "in the TLS handshake",
        Delivery::Ocsp => "in an OCSP response",
    }
}
