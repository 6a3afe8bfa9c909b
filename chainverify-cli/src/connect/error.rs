//! Why there is no chain from a server, typed by phase and cause, each with one line for people and, where there is one, a fix.

use core::fmt;
use core::net::SocketAddr;
use core::time::Duration;

use chainverify::text::escape;
use rustls::{AlertDescription, PeerIncompatible};

use crate::plan::Sni;

const OLD_TLS: &str =
    "only TLS 1.2 and 1.3 with forward secrecy and authenticated encryption are spoken";

/// Many servers have several names at one address, and answer to none of them unless one is sent.
const NO_NAME: &str = "no server name (SNI) was sent, and many servers want one: --name NAME sends it and checks it, --servername NAME only sends it";

/// Why there is no chain from a server.
#[derive(Clone, Debug)]
pub(crate) enum ConnectError {
    /// The host has no address.
    NotResolved(String),
    /// The machine has no interface of the name that the address has as its zone.
    NoInterface(String),
    /// Nothing listens there.
    Refused(SocketAddr),
    /// The limit passed.
    TimedOut {
        /// In which phase.
        phase: Phase,
        /// The limit for all phases together.
        limit: Duration,
    },
    /// What the server says is not TLS.
    NotTls,
    /// The server closed the connection before it sent a certificate.
    Closed,
    /// The server ended the handshake with an alert before it sent a certificate.
    Alert(AlertDescription),
    /// Server and command have no protocol version, cipher suite or group in common.
    Incompatible(PeerIncompatible),
    /// The handshake needs no certificate, or the server's list is empty.
    NoCertificates,
    /// More certificates than anyone needs.
    TooManyCertificates {
        /// How many were sent.
        found: usize,
        /// How many are read.
        allowed: usize,
    },
    /// The certificate message is over rustls's limit of 64 KiB.
    TooLarge,
    /// Anything else, as the system or rustls puts it.
    Other {
        /// In which phase.
        phase: Phase,
        /// What it says.
        text: String,
    },
}

/// How far the connection got.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Phase {
    /// Looking up the host's addresses.
    Resolve,
    /// Opening the TCP connection.
    Connect(SocketAddr),
    /// The TLS handshake.
    Handshake,
}

impl ConnectError {
    /// What to do, where there is something to say; whether a server name was sent can be the cause.
    pub(crate) fn hint(&self, sni: &Sni) -> Option<&'static str> {
        let sni = sni.name.as_ref();
        match self {
            Self::NotResolved(_) => Some(
                "check the spelling (a target that is no existing file is a host), or say where it is with --connect ADDR",
            ),
            Self::NoInterface(_) => Some("the zone of an address is an interface of this machine"),
            Self::Refused(_) => Some("check that the server runs, and its port: host:port"),
            Self::NotTls => {
                Some("name the port of a TLS service: host:port (STARTTLS is not supported)")
            }
            Self::TimedOut {
                phase: Phase::Handshake,
                ..
            } => Some(
                "a port that waits for the client to speak plain text looks like this too; --timeout SECONDS waits longer",
            ),
            Self::TimedOut { .. } => Some("--timeout SECONDS waits longer"),
            Self::Alert(AlertDescription::ProtocolVersion) | Self::Incompatible(_) => Some(OLD_TLS),
            Self::Alert(_) | Self::Closed if sni.is_none() => Some(NO_NAME),
            Self::Alert(AlertDescription::UnrecognisedName) => {
                Some("the server has no certificate for this name")
            }
            Self::Alert(AlertDescription::HandshakeFailure) => Some(OLD_TLS),
            Self::TooLarge | Self::TooManyCertificates { .. } => Some(
                "the server should send the leaf and the intermediates of its path, and nothing else",
            ),
            _ => None,
        }
    }

    /// Whether the server may be too old for rustls. Some close the connection where they should send an alert.
    #[cfg(feature = "legacy-tls")]
    pub(super) fn may_be_old_age(&self) -> bool {
        matches!(
            self,
            Self::Alert(
                AlertDescription::ProtocolVersion
                    | AlertDescription::HandshakeFailure
                    | AlertDescription::InsufficientSecurity
            ) | Self::Incompatible(_)
                | Self::Closed
        )
    }

    /// Whether there was no TCP connection at all.
    pub(crate) fn is_before_tls(&self) -> bool {
        match self {
            Self::NotResolved(_) | Self::Refused(_) => true,
            Self::TimedOut { phase, .. } | Self::Other { phase, .. } => *phase != Phase::Handshake,
            _ => false,
        }
    }

    /// Whether the server refused a handshake, so that it has nothing of what it was asked for.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Alert(_) | Self::Incompatible(_) | Self::NoCertificates | Self::Closed
        )
    }

    /// How much a cause tells: of several addresses the most telling failure is reported.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Refused(_) => 2,
            Self::TimedOut { .. } => 1,
            _ => 0,
        }
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotResolved(why) => write!(f, "the host has no address: {}", escape(why)),
            Self::NoInterface(zone) => write!(f, "this machine has no interface {zone}"),
            Self::Refused(address) => write!(f, "connection refused at {address}"),
            Self::TimedOut { phase, limit } => {
                write!(f, "timed out after {} s {phase}", limit.as_secs_f64())
            }
            Self::NotTls => f.write_str("the server does not speak TLS on this port"),
            Self::Closed => {
                f.write_str("the server closed the connection before it sent a certificate")
            }
            Self::Alert(alert) => write!(
                f,
                "the server ended the handshake with the alert {}",
                alert_name(*alert)
            ),
            Self::Incompatible(why) => write!(f, "no common ground for a TLS handshake: {why:?}"),
            Self::NoCertificates => f.write_str("the server sent no certificate"),
            Self::TooManyCertificates { found, allowed } => {
                write!(
                    f,
                    "the server sent {found} certificates, more than the {allowed} that are read"
                )
            }
            Self::TooLarge => f.write_str("the server's certificate message is over 64 KiB"),
            Self::Other { phase, text } => write!(f, "failed {phase}: {}", escape(text)),
        }
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resolve => f.write_str("looking up the host's addresses"),
            Self::Connect(address) => write!(f, "connecting to {address}"),
            Self::Handshake => f.write_str("waiting for the TLS handshake"),
        }
    }
}

/// The alert as RFC 8446 §6 spells it: rustls has `HandshakeFailure`, the RFC `handshake_failure`.
pub(crate) fn alert_name(alert: AlertDescription) -> String {
    match alert {
        AlertDescription::UnrecognisedName => return "unrecognized_name".to_owned(),
        AlertDescription::Unknown(number) => return format!("number {number}"),
        _ => {}
    }
    let mut spelled = String::new();
    for letter in format!("{alert:?}").chars() {
        if letter.is_ascii_uppercase() && spelled.ends_with(|last: char| last.is_ascii_lowercase())
        {
            spelled.push('_');
        }
        spelled.push(letter);
    }
    spelled.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use rustls::AlertDescription;

    use super::alert_name;

    #[test]
    fn alerts_are_spelled_as_in_the_rfc() {
        for (alert, name) in [
            (AlertDescription::HandshakeFailure, "handshake_failure"),
            (AlertDescription::UnknownCA, "unknown_ca"),
            (AlertDescription::UnrecognisedName, "unrecognized_name"),
            (AlertDescription::Unknown(250), "number 250"),
        ] {
            assert_eq!(alert_name(alert), name);
        }
    }
}
