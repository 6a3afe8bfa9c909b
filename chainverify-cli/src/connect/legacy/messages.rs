//! What a server answers in the clear: handshake messages out of records (RFC 5246 §6.2.1, §7.4), the ServerHello and the Certificate.
//! Bounded in octets and records; the stream bounds the time.

use std::io::{self, Read};

use pki_types::CertificateDer;
use rustls::{CipherSuite, ProtocolVersion};

use crate::connect::record::MOST_CERTIFICATES;

/// As rustls has it for a handshake message.
const LONGEST_MESSAGE: usize = 0xffff;

/// A record holds at most 2¹⁴ octets and may be much shorter; a server that cuts the longest message into pieces of 64 octets fits.
const MOST_RECORDS: usize = 1100;

/// Types of records and of messages.
const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;
pub(super) const SERVER_HELLO: u8 = 2;
pub(super) const CERTIFICATE: u8 = 11;

/// Why there is no certificate.
#[derive(Debug)]
pub(super) enum Problem {
    /// The connection failed or ended.
    Io,
    /// A fatal alert.
    Alert,
    /// The answer is no such message.
    Malformed,
    /// A message is too long, or comes in too many records.
    TooLarge,
    /// More certificates than are read: how many.
    TooMany(usize),
}

impl From<io::Error> for Problem {
    fn from(_: io::Error) -> Self {
        Self::Io
    }
}

/// The server's handshake messages, one after the other.
pub(super) struct Messages<S> {
    stream: S,
    unread: Vec<u8>,
    records: usize,
}

impl<S: Read> Messages<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            unread: Vec::new(),
            records: 0,
        }
    }

    /// The body of the next message, which must be of this type.
    pub(super) fn next(&mut self, kind: u8) -> Result<Vec<u8>, Problem> {
        loop {
            if let Some((header, rest)) = self.unread.split_at_checked(4) {
                let mut header = Reader(header);
                if header.number(1)? != usize::from(kind) {
                    return Err(Problem::Malformed);
                }
                let length = header.number(3)?;
                if length > LONGEST_MESSAGE {
                    return Err(Problem::TooLarge);
                }
                if let Some((body, rest)) = rest.split_at_checked(length) {
                    let body = body.to_vec();
                    self.unread = rest.to_vec();
                    return Ok(body);
                }
            }
            self.record()?;
        }
    }

    fn record(&mut self) -> Result<(), Problem> {
        self.records += 1;
        if self.records > MOST_RECORDS {
            return Err(Problem::TooLarge);
        }
        let mut header = [0; 5];
        self.stream.read_exact(&mut header)?;
        let mut header = Reader(&header);
        let (kind, major) = (header.number(1)?, header.number(1)?);
        header.number(1)?;
        let length = header.number(2)?;
        // An empty one may not be (RFC 5246 §6.2.1).
        if major != 3 || !(1..=1 << 14).contains(&length) {
            return Err(Problem::Malformed);
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        match u8::try_from(kind) {
            Ok(HANDSHAKE) => self.unread.extend(body),
            // A warning, as that the server does not know the name: some go on after it.
            Ok(ALERT) if body.len() == 2 && body.first() == Some(&1) && self.unread.is_empty() => {}
            Ok(ALERT) => return Err(Problem::Alert),
            _ => return Err(Problem::Malformed),
        }
        Ok(())
    }
}

/// Version and cipher suite that the server chose (RFC 5246 §7.4.1.3).
pub(super) fn server_hello(body: &[u8]) -> Result<(ProtocolVersion, CipherSuite), Problem> {
    let mut body = Reader(body);
    let version = ProtocolVersion::from(body.number16()?);
    body.take(32)?;
    let session = body.number(1)?;
    body.take(session)?;
    let suite = CipherSuite::from(body.number16()?);
    let compression = body.number(1)?;
    let is_known = matches!(
        version,
        ProtocolVersion::SSLv3
            | ProtocolVersion::TLSv1_0
            | ProtocolVersion::TLSv1_1
            | ProtocolVersion::TLSv1_2
    );
    // Extensions may come after it.
    match is_known && session <= 32 && compression == 0 {
        true => Ok((version, suite)),
        false => Err(Problem::Malformed),
    }
}

/// The certificates as sent (RFC 5246 §7.4.2); at least one.
pub(super) fn certificates(body: &[u8]) -> Result<Vec<CertificateDer<'static>>, Problem> {
    let mut body = Reader(body);
    let length = body.number(3)?;
    let mut list = Reader(body.take(length)?);
    if !body.0.is_empty() {
        return Err(Problem::Malformed);
    }
    let mut count = 0;
    let mut chain = Vec::new();
    while !list.0.is_empty() {
        let length = list.number(3)?;
        let der = list.take(length)?;
        if der.is_empty() {
            return Err(Problem::Malformed);
        }
        count += 1;
        if count <= MOST_CERTIFICATES {
            chain.push(CertificateDer::from(der.to_vec()));
        }
    }
    match count {
        0 => Err(Problem::Malformed),
        1..=MOST_CERTIFICATES => Ok(chain),
        _ => Err(Problem::TooMany(count)),
    }
}

/// What is left to read; what is not there is malformed.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, octets: usize) -> Result<&'a [u8], Problem> {
        let (taken, rest) = self.0.split_at_checked(octets).ok_or(Problem::Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    /// A number of up to three octets.
    fn number(&mut self, octets: usize) -> Result<usize, Problem> {
        let taken = self.take(octets)?;
        Ok(taken
            .iter()
            .fold(0, |number, octet| number << 8 | usize::from(*octet)))
    }

    fn number16(&mut self) -> Result<u16, Problem> {
        u16::try_from(self.number(2)?).map_err(|_| Problem::Malformed)
    }
}
