//! Reads the chain of a server with which rustls agrees on nothing: one of TLS 1.1 or older, or with key exchange by RSA or DHE alone. Before
//! TLS 1.3 the Certificate message is in the clear, so that a greeting is enough. It ends there: there is no cryptography here, and the
//! server proves nothing.

mod hello;
mod messages;

use std::io::{Read, Write};

use pki_types::CertificateDer;
use rustls::ProtocolVersion;

use super::error::ConnectError;
use super::keys::Keys;
use super::record::MOST_CERTIFICATES;
use messages::{CERTIFICATE, Messages, Problem, SERVER_HELLO};

/// What an old server sent before it could prove anything.
#[derive(Debug)]
pub(super) struct Unproven {
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) version: ProtocolVersion,
    /// The name of the cipher suite that it chose.
    pub(super) suite: &'static str,
}

/// A close_notify in the clear (RFC 5246 §7.2.1).
const GOOD_BYE: [u8; 7] = [21, 3, 1, 0, 2, 1, 0];

/// Greets the server and reads up to its certificates. None: there are none to be had this way either. An error tells more than why
/// rustls failed.
pub(super) fn read_chain(
    mut stream: impl Read + Write,
    server_name: Option<&str>,
    keys: Keys,
    random: &[u8; 32],
) -> Result<Option<Unproven>, ConnectError> {
    let greeting = hello::record(server_name, keys, random);
    if stream.write_all(&greeting).is_err() {
        return Ok(None);
    }
    let answer = answer(&mut stream, keys);
    // The peer deserves a proper end; that it may be gone is no matter.
    let _ = stream.write_all(&GOOD_BYE);
    match answer {
        Ok(unproven) => Ok(Some(unproven)),
        Err(Problem::TooLarge) => Err(ConnectError::TooLarge),
        Err(Problem::TooMany(found)) => Err(ConnectError::TooManyCertificates {
            found,
            allowed: MOST_CERTIFICATES,
        }),
        Err(Problem::Io | Problem::Alert | Problem::Malformed) => Ok(None),
    }
}

fn answer(stream: impl Read, keys: Keys) -> Result<Unproven, Problem> {
    let mut messages = Messages::new(stream);
    let (version, suite) = messages::server_hello(&messages.next(SERVER_HELLO)?)?;
    let suite = hello::offered(suite, keys).ok_or(Problem::Malformed)?;
    let chain = messages::certificates(&messages.next(CERTIFICATE)?)?;
    Ok(Unproven {
        chain,
        version,
        suite,
    })
}

#[cfg(test)]
mod tests;
