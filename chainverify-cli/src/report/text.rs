//! The report for people: the library's explanation, after its first line where the certificates are from, and which roots were taken in
//! place of others. A server without the leaf's key comes first of all.

use core::fmt::{self, Write};

use rustls::ProtocolVersion;

use super::{Count, Known};
use crate::connect::{Handshake, Possession};
use crate::gather::Origin;
use crate::trust::Set;

/// The report, without a line end after its last line.
pub(crate) fn text(known: &Known<'_>) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write(&mut text, known);
    text
}

fn write(f: &mut String, known: &Known<'_>) -> fmt::Result {
    let body = known.judged.text.as_str();
    let (headline, rest) = body.split_once('\n').unwrap_or((body, ""));
    match &known.gathered.origin {
        Origin::Server(handshake) if known.is_impostor() => {
            let law = match handshake.version {
                Some(ProtocolVersion::TLSv1_2) => "RFC 5246 §7.4.3",
                _ => "RFC 8446 §4.4.3",
            };
            writeln!(
                f,
                "✗ {} is not trusted: the server does not hold the leaf's key, its handshake signature is wrong     {law}",
                known.target
            )?;
            write!(f, "  the chain by itself: {headline}")?;
        }
        _ => f.write_str(headline)?,
    }
    match &known.gathered.origin {
        Origin::Server(handshake) => write_server(f, known, handshake)?,
        Origin::Files => write!(
            f,
            "\n  read from {}: {}",
            known.target,
            Count(known.gathered.others.len() + 1, "certificate")
        )?,
    }
    if known.set == Set::MozillaForOs {
        f.write_str(
            "\n  the operating system has no trust store: Mozilla's embedded set was used",
        )?;
    }
    if !rest.is_empty() {
        write!(f, "\n{rest}")?;
    }
    Ok(())
}

fn write_server(f: &mut String, known: &Known<'_>, handshake: &Handshake) -> fmt::Result {
    let key = match handshake.possession {
        Possession::Proven => "proved that it holds the leaf's key",
        Possession::Refuted => "does not hold the leaf's key",
        Possession::Unknown => "whether it holds the leaf's key could not be checked",
    };
    let (target, peer) = (known.target.to_string(), handshake.peer.to_string());
    let place = match target == peer {
        true => peer,
        false => format!("{target} at {peer}"),
    };
    write!(
        f,
        "\n  {place}: {}, sent {}, {key}",
        handshake.tls(),
        Count(handshake.chain.len(), "certificate")
    )
}
