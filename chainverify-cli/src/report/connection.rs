//! What is said of the connection: the verdict where it decides, as with a server that does not hold the leaf's key, and the facts of the
//! handshake.

use chainverify::report::Detail;
use chainverify::text::{Mark, Style, Text};
use pki_types::ServerName;
use rustls::ProtocolVersion;

use super::text::certificates;
use super::{Known, client};
use crate::connect::{Handshake, Keys, OtherKeys, OtherOutcome, Possession, Unfinished};
use crate::plan::{SniReason, Target};

/// The first lines where the connection decides; returns whether it does.
pub(super) fn verdict(known: &Known<'_>, handshake: &Handshake, out: &mut Text) -> bool {
    match &handshake.unfinished {
        _ if handshake.possession == Possession::Refuted => impostor(known, handshake, out),
        // Where the chain is not valid, that is what decides.
        Some(unfinished) if known.report.is_valid() => {
            unproven(known, handshake, unfinished, out);
        }
        None if client::is_first(known) => {
            client::refusal(known, handshake, out);
        }
        _ => return false,
    }
    out.line()
        .ours("  ")
        .styled(Style::Label, "the chain by itself")
        .ours(": ");
    out.append(known.report.headline());
    true
}

/// The server has shown that it is somebody else, whatever the chain is (RFC 8446 §4.4.3, RFC 5246 §7.4.3).
fn impostor(known: &Known<'_>, handshake: &Handshake, out: &mut Text) {
    let reference = match handshake.version {
        Some(ProtocolVersion::TLSv1_2) => "RFC 5246 §7.4.3",
        _ => "RFC 8446 §4.4.3",
    };
    out.mark(Mark::Invalid).ours(" ");
    known.target.say(out);
    out.ours(" is ").styled(Style::Bad, "not trusted");
    out.ours(": the server does not hold the leaf's key, its handshake signature is wrong     ");
    out.styled(Style::Reference, reference);
}

/// The chain is valid, but whoever answered sent it without a proof.
fn unproven(known: &Known<'_>, handshake: &Handshake, unfinished: &Unfinished, out: &mut Text) {
    out.mark(Mark::Invalid).ours(" ");
    known.target.say(out);
    out.ours(" is ").styled(Style::Bad, "not verified");
    out.ours(": that the server holds the leaf's key is not proven, as ");
    let reference = too_old(handshake, unfinished, out);
    out.ours("     ").styled(Style::Reference, reference);
}

/// What of the server's TLS is too old, and where that is written down.
fn too_old(handshake: &Handshake, unfinished: &Unfinished, out: &mut Text) -> &'static str {
    let suite = unfinished.suite;
    match handshake.version {
        Some(ProtocolVersion::SSLv3) => {
            out.ours("its newest version is SSL 3.0");
            "RFC 7568 §3"
        }
        Some(ProtocolVersion::TLSv1_0 | ProtocolVersion::TLSv1_1) => {
            out.ours(format!("its newest version is {}", handshake.tls()));
            "RFC 8996"
        }
        _ if suite.starts_with("TLS_RSA_") => {
            out.ours(format!(
                "it chose {suite}: key exchange by RSA, without forward secrecy"
            ));
            "RFC 9325 §4.1"
        }
        _ if suite.starts_with("TLS_DHE_") => {
            out.ours(format!("it chose {suite}: key exchange by DHE"));
            "RFC 9325 §4.1"
        }
        _ => {
            out.ours(format!("it chose {suite}, and {}", unfinished.cause));
            "RFC 9325 §4.2"
        }
    }
}

/// Where the certificates are from, and what else the handshake showed.
pub(super) fn facts(known: &Known<'_>, handshake: &Handshake, detail: Detail, out: &mut Text) {
    label(out, "sent by").ours(" ");
    known.target.say(out);
    let peer = handshake.peer;
    let address = ServerName::IpAddress(peer.ip().into());
    let is_said = matches!(known.target, Target::Host(host) if host.name == address && host.port == peer.port());
    if !is_said {
        out.ours(format!(" at {peer}"));
    }
    out.ours(format!(" with {}: ", handshake.tls()));
    out.append(certificates(handshake.chain.len()));
    out.ours(match (&handshake.unfinished, &handshake.possession) {
        (Some(_), _) => {
            ", read in the clear; the server did not prove that it holds the leaf's key"
        }
        (None, Possession::Proven) => "; the server proved that it holds the leaf's key",
        (None, Possession::Refuted) => "; the server does not hold the leaf's key",
        (None, Possession::Unknown) => {
            "; whether the server holds the leaf's key could not be checked"
        }
    });
    if handshake.asked_client == Some(true) {
        out.ours("; it asked for a client certificate");
    }
    client::facts(known, handshake, out);
    server_name(known, handshake, detail, out);
    if detail == Detail::Everything && handshake.addresses.len() > 1 {
        let all = handshake
            .addresses
            .iter()
            .map(|address| address.ip().to_string());
        label(out, "addresses").ours(format!(": {}", all.collect::<Vec<_>>().join(", ")));
    }
    if handshake.keys != Keys::Any {
        label(out, "asked for").ours(format!(": a certificate with an {} key", handshake.keys));
    }
    if let Some(other) = &handshake.other {
        other_keys(other, out);
    }
    if let Some(unfinished) = &handshake.unfinished
        && !known.report.is_valid()
    {
        label(out, "handshake").ours(": not finished, as ");
        too_old(handshake, unfinished, out);
    }
}

/// What to do about the connection.
pub(super) fn fixes(handshake: &Handshake, out: &mut Text) {
    client::fix(handshake, out);
    if handshake.unfinished.is_some() {
        label(out, "fix").ours(
            " (site operator): enable TLS 1.3, or TLS 1.2 with ECDHE and AES-GCM or ChaCha20-Poly1305",
        );
    }
}

/// The server name, where it may be why the server sent these certificates.
fn server_name(known: &Known<'_>, handshake: &Handshake, detail: Detail, out: &mut Text) {
    let is_usual = handshake.sni.why == SniReason::Target;
    if detail == Detail::Everything || !is_usual && !known.report.is_valid() {
        label(out, "server name (SNI)").ours(": ");
        handshake.sni.say(out);
    }
}

fn other_keys(other: &OtherKeys, out: &mut Text) {
    let (keys, out) = (other.keys, label(out, "other key"));
    out.ours(match &other.outcome {
        OtherOutcome::Sent => format!(": there is a certificate with an {keys} key too, below"),
        OtherOutcome::Absent(why) => format!(": no certificate with an {keys} key; {why}"),
        OtherOutcome::NotAsked(why) => {
            format!(": a certificate with an {keys} key could not be asked for; {why}")
        }
    });
}

/// A line about this.
pub(super) fn label<'t>(out: &'t mut Text, word: &'static str) -> &'t mut Text {
    out.line().ours("  ").styled(Style::Label, word)
}
