//! What is said of client certificates: which CAs the server names, which of the user's certificates fits and why others do not, and what the
//! server did. An alert is told by its name and in plain words (RFC 8446 §6.2, RFC 5246 §7.2.2). TLS alone is spoken of: what an application
//! does with a client that it does not know is its own business.

use chainverify::text::{Mark, Style, Text};
use rustls::AlertDescription as Alert;
use rustls::ProtocolVersion;

use super::Known;
use super::connection::label;
use crate::client::{Asked, Misfit};
use crate::connect::{Handshake, PATIENCE, Reception, Unheard, alert_name};

/// CAs that are named in a line; JSON has more.
const MOST_NAMED: usize = 4;

/// The first line where a server refused the certificate that was presented, and everything else is well.
pub(super) fn refusal(known: &Known<'_>, handshake: &Handshake, out: &mut Text) {
    out.mark(Mark::Invalid).ours(" ");
    known.target.say(out);
    out.styled(Style::Bad, " refused");
    out.ours(" the client certificate");
    if let Some(client) = handshake.presented() {
        out.ours(" in ").foreign(&client.file.to_string_lossy());
    }
    if let Some(Reception::Refused(alert)) = handshake.asked.as_ref().map(|asked| asked.reception) {
        reason(alert, out);
        out.ours("     ")
            .styled(Style::Reference, reference(handshake));
    }
}

/// What was asked for, what there is, and what came of it.
pub(super) fn facts(handshake: &Handshake, out: &mut Text) {
    let Some(asked) = &handshake.asked else {
        unasked(handshake, out);
        return;
    };
    named(asked, out);
    for (number, client) in handshake.clients.iter().enumerate() {
        label(out, "client certificate").ours(" ");
        out.quoted(&client.subject.as_name().display_name())
            .ours(" in ")
            .foreign(&client.file.to_string_lossy());
        let misfits = asked.misfits.get(number).map_or(&[][..], Vec::as_slice);
        fit(misfits, out);
        if asked.presented == Some(number) {
            out.ours(match misfits {
                [] => "; presented",
                _ => "; presented all the same, as none fits",
            });
        }
    }
    outcome(handshake, asked, out);
}

/// That nobody asked, where there is something to present.
fn unasked(handshake: &Handshake, out: &mut Text) {
    if handshake.clients.is_empty() {
        return;
    }
    label(out, "client certificate").ours(match handshake.asked_client {
        None => ": not presented, as the handshake did not get there",
        Some(_) => {
            ": not presented, as the server did not ask for one; some ask only for certain names (SNI), or once they know the path of a URL"
        }
    });
}

/// The CAs that the server names (RFC 8446 §4.2.4, RFC 5246 §7.4.4).
fn named(asked: &Asked, out: &mut Text) {
    label(out, "client certificate").ours(" asked for: ");
    let all = asked.issuers.len() + asked.issuers_left_out;
    if all == 0 {
        out.ours("the server names no CA, and takes one from any that it trusts");
        return;
    }
    out.ours("the server names ");
    names(
        asked
            .issuers
            .iter()
            .take(MOST_NAMED)
            .map(|name| name.as_name().display_name()),
        out,
    );
    let more = all.saturating_sub(asked.issuers.len().min(MOST_NAMED));
    if more > 0 {
        out.ours(format!(" and {more} more"));
    }
    out.ours(match all {
        1 => " as the CA to be from",
        _ => " as CAs to be from",
    });
}

/// `"a", "b"`
pub(super) fn names(names: impl Iterator<Item = String>, out: &mut Text) {
    for (number, name) in names.enumerate() {
        out.ours(if number == 0 { "" } else { ", " }).quoted(&name);
    }
}

fn fit(misfits: &[Misfit], out: &mut Text) {
    if misfits.is_empty() {
        out.ours(": ").styled(Style::Good, "fits");
        return;
    }
    out.ours(": ").styled(Style::Warning, "does not fit");
    for (number, misfit) in misfits.iter().enumerate() {
        misfit.sentence(out.ours(if number == 0 { ": " } else { "; " }));
    }
}

/// What the server did.
fn outcome(handshake: &Handshake, asked: &Asked, out: &mut Text) {
    let with = match asked.presented {
        Some(_) => "with the client certificate",
        None => "without a client certificate",
    };
    label(out, with).ours(": ");
    match (asked.reception, asked.presented) {
        (Reception::Accepted, Some(_)) => {
            out.ours("the server ")
                .styled(Style::Good, "accepted")
                .ours(" it");
        }
        (Reception::Accepted, None) => drop(out.ours("the server goes on")),
        (Reception::Refused(alert), _) => {
            out.ours("the server ").styled(Style::Bad, "refused");
            reason(alert, out);
            out.ours("     ")
                .styled(Style::Reference, reference(handshake));
        }
        (Reception::Unknown(why), _) => {
            out.ours("whether the server goes on is not known: ");
            out.ours(unheard(why));
        }
    }
}

/// Why nothing is known.
fn unheard(why: Unheard) -> String {
    match why {
        Unheard::NotFinished => "the handshake ended for another reason".to_owned(),
        Unheard::Silent => format!(
            "after the handshake it sent neither an alert nor anything else for {} s",
            PATIENCE.as_secs()
        ),
        Unheard::Closed => "it closed the connection without an alert".to_owned(),
    }
}

/// `: unknown_ca, …`
fn reason(alert: Option<Alert>, out: &mut Text) {
    let Some(alert) = alert else {
        out.ours(": it ended the handshake without an alert");
        return;
    };
    out.ours(format!(": {}", alert_name(alert)));
    if let Some(words) = words(alert) {
        out.ours(", ").ours(words);
    }
}

/// What an alert says of a client certificate. Some servers send one of them for all that they do not like.
pub(super) const fn words(alert: Alert) -> Option<&'static str> {
    Some(match alert {
        Alert::BadCertificate => {
            "it is malformed, a signature does not verify, or a check of the server's own failed"
        }
        Alert::UnsupportedCertificate => {
            "it is of a kind that the server does not take, or not for this use"
        }
        Alert::CertificateRevoked => "its CA revoked it",
        Alert::CertificateExpired => "it has expired, or is not valid yet",
        Alert::CertificateUnknown => {
            "the server does not take it, for a reason that it does not tell"
        }
        Alert::UnknownCA => "the server finds no path from it to a CA that it trusts",
        Alert::AccessDenied => "it is valid, but its holder may not come in",
        Alert::CertificateRequired => "the server demands a client certificate",
        Alert::NoCertificate => "the server demands a client certificate",
        Alert::HandshakeFailure => {
            "the server cannot agree: it demands a client certificate, or one of another kind"
        }
        Alert::DecryptError => "the signature of the handshake does not verify with its key",
        Alert::BadCertificateStatusResponse => "its OCSP response does not do",
        Alert::InsufficientSecurity => "its key or a signature is too weak for the server",
        Alert::InternalError => "the server failed, for a reason of its own",
        _ => return None,
    })
}

const fn reference(handshake: &Handshake) -> &'static str {
    match handshake.version {
        Some(ProtocolVersion::TLSv1_2) => "RFC 5246 §7.2.2",
        _ => "RFC 8446 §6.2",
    }
}

/// What to do about a refusal.
pub(super) fn fix(handshake: &Handshake, out: &mut Text) {
    let Some(asked) = handshake.asked.as_ref().filter(|asked| asked.is_refused()) else {
        return;
    };
    let misfits = asked.presented.and_then(|number| asked.misfits.get(number));
    let is_unnamed = |misfit: &Misfit| matches!(misfit, Misfit::Issuer(_));
    let is_unnamed = misfits.is_some_and(|misfits| misfits.iter().any(is_unnamed));
    let Reception::Refused(Some(alert)) = asked.reception else {
        return;
    };
    let (by, act) = match alert {
        Alert::UnknownCA if is_unnamed => (
            "certificate holder",
            "use a certificate from one of the CAs that the server names, or put the certificates of the CAs between into the file",
        ),
        Alert::UnknownCA => (
            "site operator",
            "trust the root of the client certificate; certificate holder: put the certificates of all CAs below the root into the file",
        ),
        Alert::CertificateExpired => ("certificate holder", "renew the client certificate"),
        Alert::CertificateRevoked => ("certificate holder", "get a new client certificate"),
        Alert::UnsupportedCertificate => (
            "certificate holder",
            "get a certificate whose extended key usage allows clientAuth",
        ),
        Alert::AccessDenied => (
            "site operator",
            "allow the subject of the client certificate",
        ),
        _ => (
            "site operator",
            "the log of the server has the reason that the alert does not tell",
        ),
    };
    label(out, "fix").ours(format!(" ({by}): {act}"));
}
