//! One connection of rustls over a socket of this machine, from either end, and how it ended. No wait is longer than
//! [`LONGEST_WAIT`]. What is said over it looks like HTTP/1.0, as peers of other make speak that.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustls::pki_types::ServerName;
use rustls::{
    AlertDescription, ClientConfig, ClientConnection, HandshakeKind, ProtocolVersion, ServerConfig,
    ServerConnection, StreamOwned,
};

/// For one read, one write, one connection to come.
pub const LONGEST_WAIT: Duration = Duration::from_secs(20);

const REQUEST: &[u8] = b"GET / HTTP/1.0\r\n\r\n";
/// What a server of these tests answers.
pub const REPLY: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
const MOST_OCTETS: u64 = 1 << 20;

/// A connection that came to pass, after the reply.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Done {
    /// The version that both agreed on.
    pub version: ProtocolVersion,
    /// Full or resumed.
    pub kind: HandshakeKind,
}

/// The error of rustls in an error of a connection.
#[must_use]
pub fn rustls_error(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref()
}

/// The alert that the peer sent, if that is what ended the connection.
#[must_use]
pub fn alert(error: &io::Error) -> Option<AlertDescription> {
    match rustls_error(error)? {
        rustls::Error::AlertReceived(alert) => Some(*alert),
        _ => None,
    }
}

/// Connects, asks, hears how the answer begins, and closes.
///
/// # Errors
/// Of the socket or of rustls, also where the alert comes after the handshake, as in TLS 1.3.
pub fn connect(config: &Arc<ClientConfig>, to: SocketAddr, name: &str) -> io::Result<Done> {
    let tcp = TcpStream::connect_timeout(&to, LONGEST_WAIT)?;
    bound(&tcp)?;
    let name = ServerName::try_from(name.to_owned()).map_err(io::Error::other)?;
    let connection = ClientConnection::new(config.clone(), name).map_err(io::Error::other)?;
    let mut tls = StreamOwned::new(connection, tcp);
    // Where the server refused, its alert is there to be read although this fails.
    let asked = tls.write_all(REQUEST);
    match tls.read(&mut [0; 4096]) {
        Err(error) if rustls_error(&error).is_some() => return Err(error),
        Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
        read => asked.and(read)?,
    };
    tls.conn.send_close_notify();
    let _ = tls.flush();
    close(&mut tls.sock);
    Ok(done(&tls.conn).expect("octets were read"))
}

/// Says that nothing more comes, and takes what still comes: on what was not read the kernel would reset the connection,
/// and an alert might be lost.
fn close(tcp: &mut TcpStream) {
    let _ = tcp.shutdown(Shutdown::Write);
    let _ = io::copy(&mut Read::take(tcp, MOST_OCTETS), &mut io::sink());
}

/// A server that takes so many connections, one after the other.
#[derive(Debug)]
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    thread: JoinHandle<Vec<io::Result<Done>>>,
}

impl Server {
    /// Starts it on a free port.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn start(config: Arc<ServerConfig>, connections: usize) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let take = move || answer(accept(&listener)?, config.clone());
        let thread = thread::spawn(move || (0..connections).map(|_| take()).collect());
        Self { address, thread }
    }

    /// How the connections ended, once all have.
    ///
    /// # Panics
    /// When the server did.
    #[must_use]
    pub fn ended(self) -> Vec<io::Result<Done>> {
        self.thread.join().unwrap()
    }

    /// How the only connection ended.
    ///
    /// # Panics
    /// When there were others.
    ///
    /// # Errors
    /// Of the socket or of rustls.
    pub fn outcome(self) -> io::Result<Done> {
        let mut ended = self.ended();
        assert_eq!(ended.len(), 1);
        ended.remove(0)
    }
}

/// The next connection, or an error when it does not come.
fn accept(listener: &TcpListener) -> io::Result<TcpStream> {
    let started = Instant::now();
    loop {
        match listener.accept() {
            Ok((tcp, _)) => {
                tcp.set_nonblocking(false)?;
                bound(&tcp)?;
                return Ok(tcp);
            }
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => return Err(error),
            Err(_) if started.elapsed() > LONGEST_WAIT => {
                return Err(io::ErrorKind::TimedOut.into());
            }
            Err(_) => thread::sleep(Duration::from_millis(2)),
        }
    }
}

/// Reads a request, answers it and closes.
fn answer(tcp: TcpStream, config: Arc<ServerConfig>) -> io::Result<Done> {
    let connection = ServerConnection::new(config).map_err(io::Error::other)?;
    let mut tls = StreamOwned::new(connection, tcp);
    let outcome = reply(&mut tls);
    close(&mut tls.sock);
    outcome
}

fn reply(tls: &mut StreamOwned<ServerConnection, TcpStream>) -> io::Result<Done> {
    let mut request = [0; 4096];
    if tls.read(&mut request)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    tls.write_all(REPLY)?;
    tls.conn.send_close_notify();
    tls.flush()?;
    Ok(done(&tls.conn).expect("a request was read"))
}

fn done<S>(connection: &rustls::ConnectionCommon<S>) -> Option<Done> {
    Some(Done {
        version: connection.protocol_version()?,
        kind: connection.handshake_kind()?,
    })
}

fn bound(tcp: &TcpStream) -> io::Result<()> {
    tcp.set_read_timeout(Some(LONGEST_WAIT))?;
    tcp.set_write_timeout(Some(LONGEST_WAIT))
}
