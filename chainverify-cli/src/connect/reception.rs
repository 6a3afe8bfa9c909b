//! What a server did with a client certificate, or without one. In TLS 1.2 its Finished comes after it has decided (RFC 5246 §7.3). In TLS
//! 1.3 the handshake is over for the client before (RFC 8446 §4.4.4): what comes next says it, an alert or a session ticket, which a server
//! that asked for a certificate sends only once it has the client's Finished (§4.6.1), or data.

use core::time::Duration;
use std::io;

use rustls::{AlertDescription, ClientConnection, Error, ProtocolVersion};

use super::tcp::Timed;

/// How long a server may take: it may have to fetch CRLs. Most say at once what they think, and some say nothing before they are spoken to.
pub(crate) const PATIENCE: Duration = Duration::from_secs(2);

/// What a server did with a client certificate, or without one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Reception {
    /// It goes on.
    Accepted,
    /// It ended the connection with an alert, or in TLS 1.2 the handshake without one.
    Refused(Option<AlertDescription>),
    /// It is not known.
    Unknown(Unheard),
}

/// Why it is not known what a server did.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Unheard {
    /// The handshake ended for another reason.
    NotFinished,
    /// It says nothing for [`PATIENCE`].
    Silent,
    /// It closed the connection, and gave no reason.
    Closed,
}

impl Reception {
    /// After a handshake that ended so, in which the server asked for a certificate.
    pub(super) fn after(
        ended: &io::Result<()>,
        connection: &mut ClientConnection,
        stream: &mut Timed,
    ) -> Self {
        let is_13 = connection.protocol_version() == Some(ProtocolVersion::TLSv1_3);
        match ended {
            Ok(()) if is_13 => Self::heard(connection, stream),
            Ok(()) => Self::Accepted,
            // In TLS 1.3 the client's part is the last one: the server had not seen it.
            Err(_) if is_13 => Self::Unknown(Unheard::NotFinished),
            Err(error) => match error.get_ref().and_then(|inner| inner.downcast_ref()) {
                Some(Error::AlertReceived(alert)) => Self::Refused(Some(*alert)),
                Some(_) => Self::Unknown(Unheard::NotFinished),
                None if error.kind() == io::ErrorKind::TimedOut => {
                    Self::Unknown(Unheard::NotFinished)
                }
                None => Self::Refused(None),
            },
        }
    }

    /// Reads on until the server says something.
    fn heard(connection: &mut ClientConnection, stream: &mut Timed) -> Self {
        stream.end_within(PATIENCE);
        while connection.wants_write() {
            // One that has ended the connection has perhaps said why.
            if connection.write_tls(stream).is_err() {
                break;
            }
        }
        loop {
            match connection.read_tls(stream) {
                Ok(0) => return Self::Unknown(Unheard::Closed),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    return Self::Unknown(Unheard::Silent);
                }
                Err(_) => return Self::Unknown(Unheard::Closed),
            }
            match connection.process_new_packets() {
                Err(Error::AlertReceived(alert)) => return Self::Refused(Some(alert)),
                Err(_) => return Self::Unknown(Unheard::NotFinished),
                Ok(state) if state.plaintext_bytes_to_read() > 0 => return Self::Accepted,
                Ok(_) if connection.tls13_tickets_received() > 0 => return Self::Accepted,
                Ok(state) if state.peer_has_closed() => return Self::Unknown(Unheard::Closed),
                Ok(_) => {}
            }
        }
    }
}
