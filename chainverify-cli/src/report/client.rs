//! What is said of client certificates: which CAs the server names, which of the user's certificates fits and why others do not, and what the
//! server did. An alert is told by its name and in plain words (RFC 8446 §6.2, RFC 5246 §7.2.2). TLS alone is spoken of: what an application
//! does with a client that it does not know is its own business.

use chainverify::Report;
use chainverify::report::Role;
use chainverify::text::{Mark, Style, Text};
use rustls::AlertDescription as Alert;
use rustls::ProtocolVersion;

use super::Known;
use super::connection::label;
use crate::client::{Asked, Misfit};
use crate::connect::{Handshake, PATIENCE, Reception, Unheard, alert_name};

/// CAs that are named in a line; JSON has more.
const MOST_NAMED: usize = 4;

/// Whether the refusal of the client certificate is what decides.
pub(super) fn is_first(known: &Known<'_>) -> bool {
    known.is_refused() && known.report.is_valid() && !known.is_impostor()
}

/// The first line where a server refused the client certificate, and everything else is well.
pub(super) fn refusal(known: &Known<'_>, handshake: &Handshake, out: &mut Text) {
    out.mark(Mark::Invalid).ours(" ");
    known.target.say(out);
    out.styled(Style::Bad, " refused");
    out.ours(" the client certificate");
    if let Some(client) = handshake.presented() {
        out.ours(" in ").foreign(&client.file.to_string_lossy());
    }
    if let Some(asked) = &handshake.asked
        && let Reception::Refused(alert) = asked.reception
    {
        reason(asked, alert, out);
        out.ours("     ")
            .styled(Style::Reference, reference(handshake));
    }
}

/// What was asked for, what there is, and what came of it.
pub(super) fn facts(known: &Known<'_>, handshake: &Handshake, out: &mut Text) {
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
    if !is_first(known) {
        outcome(handshake, asked, out);
    }
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
    label(out, "client certificate").ours(": the server names ");
    let all = asked.issuers.len() + asked.issuers_left_out;
    out.ours(match all {
        0 => "no CAs, and takes one of any that it trusts",
        _ if asked.issuers.is_empty() => "CAs whose names cannot be read:",
        1 => "the CA ",
        _ => "the CAs ",
    });
    let issuers = asked.issuers.iter().take(MOST_NAMED);
    names(issuers.map(|name| name.as_name().display_name()), ", ", out);
    let more = all - asked.issuers.len().min(MOST_NAMED);
    if more > 0 {
        out.ours(format!(" and {more} more"));
    }
}

/// What a server compares that names CAs, of a chain that is checked for the purpose client (RFC 8446 §4.4.2.3).
pub(super) fn compared(report: &Report, out: &mut Text) {
    let certs = report.path.iter().filter_map(|on_path| {
        let cert = report
            .certificates
            .get(on_path.certificate)?
            .cert
            .as_ref()?;
        (on_path.role != Role::Anchor).then_some(cert)
    });
    let issuers: Vec<_> = certs.map(|cert| cert.issuer().display_name()).collect();
    if issuers.is_empty() {
        return;
    }
    label(out, "client").ours(": a server that names CAs takes it if it names ");
    let more = issuers.len().saturating_sub(MOST_NAMED);
    names(issuers.into_iter().take(MOST_NAMED), " or ", out);
    if more > 0 {
        out.ours(format!(" or one of {more} more"));
    }
    out.ours("     ")
        .styled(Style::Reference, "RFC 8446 §4.4.2.3");
}

/// `"a", "b"`
fn names(names: impl Iterator<Item = String>, gap: &'static str, out: &mut Text) {
    for (number, name) in names.enumerate() {
        out.ours(if number == 0 { "" } else { gap }).quoted(&name);
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
    label(
        out,
        match asked.presented {
            Some(_) => "with the client certificate",
            None => "without a client certificate",
        },
    )
    .ours(": ");
    match asked.reception {
        Reception::Accepted => {
            out.ours("the server ");
            match asked.presented {
                Some(_) => out.styled(Style::Good, "accepted").ours(" it"),
                None => out.ours("goes on"),
            };
        }
        Reception::Refused(alert) => {
            out.ours("the server ");
            match asked.presented {
                Some(_) => out.styled(Style::Bad, "refused").ours(" it"),
                None => out.styled(Style::Warning, "does not go on"),
            };
            reason(asked, alert, out);
            if handshake.clients.is_empty() {
                out.ours("; --cert FILE presents one");
            }
            out.ours("     ")
                .styled(Style::Reference, reference(handshake));
        }
        Reception::Unknown(why) => {
            out.ours("whether the server goes on is not known: ")
                .ours(unheard(why));
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
fn reason(asked: &Asked, alert: Option<Alert>, out: &mut Text) {
    let Some(alert) = alert else {
        out.ours(": it ended the handshake without an alert");
        return;
    };
    out.ours(format!(": {}", alert_name(alert)));
    if let Some(words) = words(alert, asked.presented) {
        out.ours(", ").ours(words);
    }
}

/// What an alert says of the client certificate that was presented, or of none. Some servers send one of them for all that they do not like.
pub(super) const fn words(alert: Alert, presented: Option<usize>) -> Option<&'static str> {
    Some(match (alert, presented) {
        (Alert::CertificateRequired | Alert::NoCertificate, _) => {
            "a client certificate is demanded"
        }
        (Alert::HandshakeFailure, None) => {
            "which in TLS 1.2 mostly means that a client certificate is demanded"
        }
        (Alert::InternalError, _) => "the server failed, for a reason of its own",
        (_, None) => return None,
        (Alert::BadCertificate, _) => {
            "it is malformed, a signature does not verify, or a check of the server's own failed"
        }
        (Alert::UnsupportedCertificate, _) => {
            "the server does not take its kind, or not for this use"
        }
        (Alert::CertificateRevoked, _) => "its CA revoked it",
        (Alert::CertificateExpired, _) => "it has expired, or is not valid yet",
        (Alert::CertificateUnknown, _) => "for a reason that the server does not tell",
        (Alert::UnknownCA, _) => "no path leads from it to a CA that the server trusts",
        (Alert::AccessDenied, _) => "it is valid, but its holder is not let in",
        (Alert::HandshakeFailure, _) => "for a reason that the server does not tell",
        (Alert::DecryptError, _) => "the handshake signature does not verify with its key",
        (Alert::BadCertificateStatusResponse, _) => "the server cannot use its OCSP response",
        (Alert::InsufficientSecurity, _) => "its key or a signature is too weak for the server",
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
    const HOLDER: &str = "certificate holder";
    const OPERATOR: &str = "site operator";
    let Some(asked) = handshake.asked.as_ref().filter(|asked| asked.is_refused()) else {
        return;
    };
    let Reception::Refused(Some(alert)) = asked.reception else {
        return;
    };
    let misfits = asked
        .presented
        .and_then(|number| asked.misfits.get(number))
        .map_or(&[][..], Vec::as_slice);
    let is_named = !misfits
        .iter()
        .any(|misfit| matches!(misfit, Misfit::Issuer(_)));
    let (by, act) = match alert {
        Alert::UnknownCA if is_named => (
            HOLDER,
            "put the certificates of all CAs below the root into the file",
        ),
        Alert::UnknownCA => (
            HOLDER,
            "use a certificate of a CA that the server names, or put the certificates of the CAs below it into the file",
        ),
        Alert::CertificateExpired => (HOLDER, "renew the client certificate"),
        Alert::CertificateRevoked => (HOLDER, "get a new client certificate"),
        Alert::UnsupportedCertificate => (
            HOLDER,
            "get a certificate whose extended key usage allows clientAuth",
        ),
        Alert::AccessDenied => (OPERATOR, "allow the holder of the client certificate"),
        _ => (
            OPERATOR,
            "look in the log of the server for what the alert does not tell",
        ),
    };
    label(out, "fix").ours(format!(" ({by}): {act}"));
}
