//! Addresses and TCP, all under one deadline: name resolution (in a thread, as the system's call has no limit), each address in turn with its
//! share of what is left, and a stream whose every read and write ends by the deadline, so that a server that drips bytes gains nothing.

use core::net::SocketAddr;
use core::time::Duration;
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;
use std::time::Instant;

use chainverify::text::Text;
use pki_types::ServerName;

use super::error::{ConnectError, Phase};
use crate::plan::Host;

/// More addresses than a service needs; the rest is not tried.
const MOST_ADDRESSES: usize = 16;

/// The end of all waiting.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline {
    end: Instant,
    limit: Duration,
}

impl Deadline {
    pub(super) fn after(limit: Duration) -> Self {
        Self {
            end: Instant::now() + limit,
            limit,
        }
    }

    /// What is left; `None` when it has passed.
    fn left(self) -> Option<Duration> {
        let left = self.end.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    pub(super) fn passed(self, phase: Phase) -> ConnectError {
        ConnectError::TimedOut {
            phase,
            limit: self.limit,
        }
    }
}

/// A stream that fails with `TimedOut` when the deadline has passed.
#[derive(Debug)]
pub(super) struct Timed {
    stream: TcpStream,
    deadline: Deadline,
}

/// A connection, and the way to it.
#[derive(Debug)]
pub(super) struct Reached {
    pub(super) stream: Timed,
    /// The address that answered.
    pub(super) peer: SocketAddr,
    /// All addresses of the host, in the order of the resolver.
    pub(super) addresses: Vec<SocketAddr>,
}

impl Timed {
    /// Connects to the host by the first of its addresses that answers; `progress` hears of each.
    pub(super) fn connect(
        host: &Host,
        deadline: Deadline,
        progress: &dyn Fn(Text),
    ) -> Result<Reached, ConnectError> {
        let addresses = resolve(host, deadline)?;
        progress(found(&addresses));
        let mut worst = ConnectError::NotResolved("the resolver gave no address".to_owned());
        for (place, &peer) in addresses.iter().enumerate() {
            match Self::connect_to(peer, deadline, addresses.len() - place) {
                Ok(stream) => {
                    return Ok(Reached {
                        stream,
                        peer,
                        addresses,
                    });
                }
                Err(error) => {
                    let mut doing = Text::new();
                    doing.ours(error.to_string());
                    progress(doing);
                    if place == 0 || error.rank() > worst.rank() {
                        worst = error;
                    }
                }
            }
        }
        Err(worst)
    }

    /// Connects to one address, which may take its share of the time that is left.
    pub(super) fn connect_to(
        address: SocketAddr,
        deadline: Deadline,
        sharers: usize,
    ) -> Result<Self, ConnectError> {
        let stream = connect_one(address, deadline, sharers)?;
        Ok(Self { stream, deadline })
    }

    /// Ends all waiting after this long, if it does not end before.
    pub(super) fn end_within(&mut self, limit: Duration) {
        self.deadline.end = self.deadline.end.min(Instant::now() + limit);
    }

    fn left(&self) -> io::Result<Duration> {
        self.deadline
            .left()
            .ok_or_else(|| io::ErrorKind::TimedOut.into())
    }
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(self.left()?))?;
        self.stream.read(buffer).map_err(timed_out)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.left()?))?;
        self.stream.write(bytes).map_err(timed_out)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// A socket's time limit shows as `WouldBlock` on Unix.
fn timed_out(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::WouldBlock => io::ErrorKind::TimedOut.into(),
        _ => error,
    }
}

fn resolve(host: &Host, deadline: Deadline) -> Result<Vec<SocketAddr>, ConnectError> {
    let port = host.port;
    let name = match &host.name {
        ServerName::IpAddress(address) if host.zone.is_none() => {
            return Ok(vec![SocketAddr::new((*address).into(), port)]);
        }
        // The system knows the numbers of its interfaces.
        _ => host.address(),
    };
    let (sender, receiver) = mpsc::channel();
    // The thread may outlive the deadline; it holds nothing, and ends with the process.
    let lookup = move || {
        let found = (name.as_str(), port).to_socket_addrs();
        let found = found.map(|addresses| addresses.take(MOST_ADDRESSES).collect::<Vec<_>>());
        // The receiver is gone when the deadline has passed.
        let _ = sender.send(found);
    };
    thread::Builder::new()
        .spawn(lookup)
        .map_err(|error| ConnectError::Other {
            phase: Phase::Resolve,
            text: error.to_string(),
        })?;
    let left = deadline.left().unwrap_or_default();
    match receiver.recv_timeout(left) {
        Ok(Ok(addresses)) => Ok(addresses),
        Ok(Err(error)) => Err(match &host.zone {
            Some(zone) => ConnectError::NoInterface(zone.to_string()),
            None => ConnectError::NotResolved(resolver_says(&error)),
        }),
        Err(_) => Err(deadline.passed(Phase::Resolve)),
    }
}

/// `3 addresses: 192.0.2.1:443, …`
fn found(addresses: &[SocketAddr]) -> Text {
    let list = addresses.iter().map(SocketAddr::to_string);
    let list = list.collect::<Vec<_>>().join(", ");
    let mut text = Text::new();
    text.ours(match addresses.len() {
        1 => format!("1 address: {list}"),
        count => format!("{count} addresses: {list}"),
    });
    text
}

/// The system's words without the standard library's preface.
fn resolver_says(error: &io::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once("information: ") {
        Some((_, words)) => words.to_owned(),
        None => text,
    }
}

/// One address; it may take its share of the time that is left for all.
fn connect_one(
    address: SocketAddr,
    deadline: Deadline,
    sharers: usize,
) -> Result<TcpStream, ConnectError> {
    let late = || deadline.passed(Phase::Connect(address));
    let sharers = u32::try_from(sharers).unwrap_or(u32::MAX);
    let share = deadline
        .left()
        .and_then(|left| left.checked_div(sharers))
        .filter(|share| !share.is_zero())
        .ok_or_else(late)?;
    let stream =
        TcpStream::connect_timeout(&address, share).map_err(|error| match error.kind() {
            io::ErrorKind::ConnectionRefused => ConnectError::Refused(address),
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => late(),
            _ => ConnectError::Other {
                phase: Phase::Connect(address),
                text: error.to_string(),
            },
        })?;
    // Only a matter of speed: the handshake works without it.
    let _ = stream.set_nodelay(true);
    Ok(stream)
}
