//! A TLS handshake (1.2 and 1.3, by rustls and ring) that records the certificates as sent and verifies none. SNI is the target's name; no
//! ALPN. Once the certificates are there, whatever else goes wrong (a client certificate is demanded, say) no longer matters.

mod error;
mod record;
mod tcp;

use core::net::SocketAddr;
use core::time::Duration;
use std::io;
use std::sync::Arc;

use pki_types::{CertificateDer, ServerName};
use rustls::client::Resumption;
use rustls::{ClientConfig, ClientConnection, Error, InvalidMessage, ProtocolVersion};

use crate::plan::Host;
use error::Phase;
use record::{MOST_CERTIFICATES, Record, Recorder};
use tcp::{Deadline, Timed};

pub(crate) use error::ConnectError;
pub(crate) use record::Possession;

/// What a server sent.
#[derive(Clone, Debug)]
pub(crate) struct Handshake {
    /// The certificates in the order sent; at least one.
    pub(crate) chain: Vec<CertificateDer<'static>>,
    /// The address that answered.
    pub(crate) peer: SocketAddr,
    /// The version agreed on.
    pub(crate) version: Option<ProtocolVersion>,
    /// The stapled OCSP response (RFC 6066 §8), if one was sent.
    pub(crate) ocsp: Option<Vec<u8>>,
    /// Whether the server showed that it holds the leaf's key.
    pub(crate) possession: Possession,
}

impl Handshake {
    /// The name of the version.
    pub(crate) fn tls(&self) -> &'static str {
        match self.version {
            Some(ProtocolVersion::TLSv1_2) => "TLS 1.2",
            Some(ProtocolVersion::TLSv1_3) => "TLS 1.3",
            _ => "TLS",
        }
    }
}

/// Connects to `endpoint`, greets the server by the name `sni` (an address is not sent) and returns what it sends, all within `limit`.
pub(crate) fn connect(
    endpoint: &Host,
    sni: &ServerName<'static>,
    limit: Duration,
) -> Result<Handshake, ConnectError> {
    let deadline = Deadline::after(limit);
    let (mut stream, peer) = Timed::connect(endpoint, deadline)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let recorder = Arc::new(Recorder::new(provider.signature_verification_algorithms));
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(unexpected)?
        .dangerous()
        .with_custom_certificate_verifier(recorder.clone())
        .with_no_client_auth();
    config.resumption = Resumption::disabled();
    let mut connection =
        ClientConnection::new(Arc::new(config), sni.clone()).map_err(unexpected)?;
    let ended = shake(&mut connection, &mut stream);
    let record = recorder.take();
    if record.chain.is_empty() {
        return Err(cause(ended, &record, deadline));
    }
    Ok(Handshake {
        chain: record.chain,
        peer,
        version: connection.protocol_version(),
        ocsp: record.ocsp,
        possession: record.possession,
    })
}

fn shake(connection: &mut ClientConnection, stream: &mut Timed) -> io::Result<()> {
    while connection.is_handshaking() {
        connection.complete_io(stream)?;
    }
    // The peer deserves a proper end; that it may be gone is no matter.
    connection.send_close_notify();
    let _ = connection.write_tls(stream);
    Ok(())
}

/// Why the handshake ended without a certificate.
fn cause(ended: io::Result<()>, record: &Record, deadline: Deadline) -> ConnectError {
    if let Some(found) = record.too_many {
        return ConnectError::TooManyCertificates {
            found,
            allowed: MOST_CERTIFICATES,
        };
    }
    let Err(error) = ended else {
        return ConnectError::NoCertificates;
    };
    if let Some(error) = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Error>())
    {
        return tls_cause(error);
    }
    match error.kind() {
        io::ErrorKind::TimedOut => deadline.passed(Phase::Handshake),
        io::ErrorKind::UnexpectedEof
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe => ConnectError::Closed,
        _ => unexpected(error),
    }
}

fn tls_cause(error: &Error) -> ConnectError {
    match error {
        Error::AlertReceived(alert) => ConnectError::Alert(*alert),
        Error::PeerIncompatible(why) => ConnectError::Incompatible(why.clone()),
        Error::NoCertificatesPresented => ConnectError::NoCertificates,
        Error::InvalidMessage(
            InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion,
        ) => ConnectError::NotTls,
        Error::InvalidMessage(
            InvalidMessage::CertificatePayloadTooLarge | InvalidMessage::HandshakePayloadTooLarge,
        ) => ConnectError::TooLarge,
        other => unexpected(other),
    }
}

fn unexpected(error: impl ToString) -> ConnectError {
    ConnectError::Other {
        phase: Phase::Handshake,
        text: error.to_string(),
    }
}

#[cfg(test)]
mod tests;
