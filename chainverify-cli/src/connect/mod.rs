//! A TLS handshake (1.2 and 1.3, by rustls and ring) that records the certificates as sent and verifies none. No ALPN. Once the certificates
//! are there, whatever else goes wrong no longer matters to them; what the server says of a client certificate is waited for. Where rustls and the server agree on
//! nothing, `legacy` reads what an old server sends in the clear.

mod error;
mod keys;
#[cfg(feature = "legacy-tls")]
mod legacy;
mod proxy;
mod reception;
mod record;
mod tcp;

use core::net::SocketAddr;
use core::time::Duration;
use std::io;
use std::sync::Arc;

use chainverify::text::Text;
use pki_types::{CertificateDer, ServerName};
use rustls::client::Resumption;
use rustls::{ClientConfig, ClientConnection, Error, InvalidMessage, ProtocolVersion};

use crate::client::{Asked, Client};
use crate::plan::{Host, Sni};
use error::Phase;
use record::{MOST_CERTIFICATES, Recorder};
use tcp::{Deadline, Reached, Timed};

pub(crate) use error::{ConnectError, alert_name};
pub(crate) use keys::Keys;
pub(crate) use proxy::variable as proxy_variable;
pub(crate) use reception::{PATIENCE, Reception, Unheard};
pub(crate) use record::Possession;

/// What a server sent.
#[derive(Clone, Debug)]
pub(crate) struct Handshake {
    /// The certificates in the order sent; at least one.
    pub(crate) chain: Vec<CertificateDer<'static>>,
    /// The address that answered.
    pub(crate) peer: SocketAddr,
    /// All addresses of the host, that one too.
    pub(crate) addresses: Vec<SocketAddr>,
    /// The server name that was sent.
    pub(crate) sni: Sni,
    /// Which kind of key was asked for.
    pub(crate) keys: Keys,
    /// The version agreed on.
    pub(crate) version: Option<ProtocolVersion>,
    /// The stapled OCSP response (RFC 6066 §8), if one was sent.
    pub(crate) ocsp: Option<Vec<u8>>,
    /// Whether the server showed that it holds the leaf's key.
    pub(crate) possession: Possession,
    /// Whether the server asked for a certificate of the client; none where the handshake did not get there.
    pub(crate) asked_client: Option<bool>,
    /// What it asked for, and what came of it.
    pub(crate) asked: Option<Asked>,
    /// The certificates that there were to present.
    pub(crate) clients: Arc<[Client]>,
    /// What is known of a handshake that could not be finished: its certificates were read in the clear.
    pub(crate) unfinished: Option<Unfinished>,
    /// What became of the question for a certificate with the other kind of key, where it was put.
    pub(crate) other: Option<OtherKeys>,
}

/// A handshake that the server began, with a cipher suite that is not spoken here.
#[derive(Clone, Debug)]
pub(crate) struct Unfinished {
    /// Why the proper handshake failed.
    pub(crate) cause: ConnectError,
    /// The name of the cipher suite that the server chose.
    pub(crate) suite: &'static str,
}

/// The answer to the question for another kind of key.
#[derive(Clone, Debug)]
pub(crate) struct OtherKeys {
    /// Which kind.
    pub(crate) keys: Keys,
    /// What came of it.
    pub(crate) outcome: OtherOutcome,
}

/// What came of the question for another kind of key.
#[derive(Clone, Debug)]
pub(crate) enum OtherOutcome {
    /// A certificate, which has a report of its own.
    Sent,
    /// The server has none, as it says so.
    Absent(String),
    /// It could not be asked.
    NotAsked(String),
}

impl Handshake {
    /// The name of the version.
    pub(crate) fn tls(&self) -> &'static str {
        match self.version {
            Some(ProtocolVersion::SSLv3) => "SSL 3.0",
            Some(ProtocolVersion::TLSv1_0) => "TLS 1.0",
            Some(ProtocolVersion::TLSv1_1) => "TLS 1.1",
            Some(ProtocolVersion::TLSv1_2) => "TLS 1.2",
            Some(ProtocolVersion::TLSv1_3) => "TLS 1.3",
            _ => "TLS",
        }
    }

    /// The client certificate that was presented.
    pub(crate) fn presented(&self) -> Option<&Client> {
        self.clients.get(self.asked.as_ref()?.presented?)
    }
}

/// Whom to call, by which name, and how long to wait for all of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call<'a> {
    /// Where to connect to.
    pub(crate) endpoint: &'a Host,
    /// The name to greet the server by.
    pub(crate) sni: &'a Sni,
    /// The limit.
    pub(crate) limit: Duration,
    /// The client certificates to present, if the server asks.
    pub(crate) clients: &'a Arc<[Client]>,
}

impl Call<'_> {
    /// Connects and returns what the server sends. `progress` hears of each address.
    pub(crate) fn connect(&self, progress: &dyn Fn(Text)) -> Result<Handshake, ConnectError> {
        let deadline = Deadline::after(self.limit);
        let reached = Timed::connect(self.endpoint, deadline, progress)?;
        self.shake_hands(reached, Keys::Any, deadline)
    }

    /// Connects once more to the address that answered, for a certificate with such a key.
    pub(crate) fn again(&self, first: &Handshake, keys: Keys) -> Result<Handshake, ConnectError> {
        let deadline = Deadline::after(self.limit);
        let reached = Reached {
            stream: Timed::connect_to(first.peer, deadline, 1)?,
            peer: first.peer,
            addresses: first.addresses.clone(),
        };
        self.shake_hands(reached, keys, deadline)
    }

    fn shake_hands(
        &self,
        reached: Reached,
        keys: Keys,
        deadline: Deadline,
    ) -> Result<Handshake, ConnectError> {
        let Reached {
            mut stream,
            peer,
            addresses,
        } = reached;
        let mut provider = rustls::crypto::ring::default_provider();
        keys.restrict(&mut provider);
        let recorder = Arc::new(Recorder::new(
            provider.signature_verification_algorithms,
            keys,
            self.clients.clone(),
        ));
        let mut config = ClientConfig::builder_with_provider(Arc::new(provider))
            .with_safe_default_protocol_versions()
            .map_err(unexpected)?
            .dangerous()
            .with_custom_certificate_verifier(recorder.clone())
            .with_client_cert_resolver(recorder.clone());
        config.resumption = Resumption::disabled();
        let name = match &self.sni.name {
            Some(name) => ServerName::DnsName(name.clone()),
            // An address is not sent (RFC 6066 §3).
            None => ServerName::IpAddress(peer.ip().into()),
        };
        let mut connection = ClientConnection::new(Arc::new(config), name).map_err(unexpected)?;
        let ended = shake(&mut connection, &mut stream);
        let mut record = recorder.take();
        if let Some(asked) = &mut record.asked {
            asked.reception = Reception::after(&ended, &mut connection, &mut stream);
        }
        // The peer deserves a proper end; that it may be gone is no matter.
        connection.send_close_notify();
        let _ = connection.write_tls(&mut stream);
        let mut handshake = Handshake {
            asked_client: Some(record.asked.is_some()),
            asked: record.asked,
            clients: self.clients.clone(),
            peer,
            addresses,
            sni: self.sni.clone(),
            keys,
            version: connection.protocol_version(),
            unfinished: None,
            other: None,
            ocsp: record.ocsp,
            possession: record.possession,
            chain: record.chain,
        };
        if handshake.chain.is_empty() {
            let cause = cause(ended, record.too_many, deadline);
            in_the_clear(&mut handshake, cause, deadline)?;
        }
        Ok(handshake)
    }
}

/// Reads the certificates of a server that agreed on nothing with rustls, if it sends them in the clear.
#[cfg(feature = "legacy-tls")]
fn in_the_clear(
    handshake: &mut Handshake,
    cause: ConnectError,
    deadline: Deadline,
) -> Result<(), ConnectError> {
    if !cause.may_be_old_age() {
        return Err(cause);
    }
    let mut random = [0; 32];
    let provider = rustls::crypto::ring::default_provider();
    let (Ok(()), Ok(stream)) = (
        provider.secure_random.fill(&mut random),
        Timed::connect_to(handshake.peer, deadline, 1),
    ) else {
        return Err(cause);
    };
    let name = handshake.sni.name.as_ref().map(AsRef::as_ref);
    let Some(unproven) = legacy::read_chain(stream, name, handshake.keys, &random)? else {
        return Err(cause);
    };
    handshake.chain = unproven.chain;
    handshake.version = Some(unproven.version);
    handshake.asked_client = None;
    handshake.asked = None;
    handshake.unfinished = Some(Unfinished {
        cause,
        suite: unproven.suite,
    });
    Ok(())
}

/// Old servers are told, and no more.
#[cfg(not(feature = "legacy-tls"))]
fn in_the_clear(_: &mut Handshake, cause: ConnectError, _: Deadline) -> Result<(), ConnectError> {
    Err(cause)
}

fn shake(connection: &mut ClientConnection, stream: &mut Timed) -> io::Result<()> {
    while connection.is_handshaking() {
        connection.complete_io(stream)?;
    }
    Ok(())
}

/// Why the handshake ended without a certificate.
fn cause(ended: io::Result<()>, too_many: Option<usize>, deadline: Deadline) -> ConnectError {
    if let Some(found) = too_many {
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
