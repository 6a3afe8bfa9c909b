//! An HTTP server of what certificates name (issuers, CRLs, OCSP responders) on 127.0.0.1, well behaved or not: each path has its answer.

use core::net::SocketAddr;
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use core::time::Duration;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// A server that has its address, but does not answer yet: the address must go into the certificates first.
pub(crate) struct Aia {
    listener: TcpListener,
    address: SocketAddr,
}

/// What the server answers.
pub(crate) enum Answer {
    /// This body, as it should be.
    Body(Vec<u8>),
    /// This body to the first who asks, and to nobody else.
    Once(Vec<u8>, AtomicBool),
    /// Another address.
    Redirect(String),
    /// There is no such thing.
    NotFound,
    /// A byte every now and then.
    Slow,
    /// Bytes without end, as fast as they are taken.
    Endless,
    /// Nothing at all.
    Silence,
}

impl Aia {
    /// Takes a free port.
    pub(crate) fn bind() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        Self { listener, address }
    }

    /// The URL of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Answers from now on; the thread ends with the process. A path that ends in `/` stands for all that begin so, as the requests of OCSP
    /// do (RFC 6960 §A.1).
    pub(crate) fn serve(self, answers: Vec<(&'static str, Answer)>) -> Requests {
        let answers = Arc::new(answers);
        let listener = self.listener;
        let requests = Requests::default();
        let count = requests.clone();
        thread::spawn(move || {
            listener.incoming().flatten().for_each(|stream| {
                count.0.fetch_add(1, Ordering::SeqCst);
                begin(stream, answers.clone());
            });
        });
        requests
    }
}

/// How often a server was asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Requests(Arc<AtomicUsize>);

impl Requests {
    /// So often, since it was last asked here.
    pub(crate) fn take(&self) -> usize {
        self.0.swap(0, Ordering::SeqCst)
    }
}

fn begin(stream: TcpStream, answers: Arc<Vec<(&'static str, Answer)>>) {
    // A client that leaves early is part of the game.
    thread::spawn(move || drop(respond(stream, &answers)));
}

fn respond(mut stream: TcpStream, answers: &[(&str, Answer)]) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines
        .next()
        .transpose()?
        .is_some_and(|line| !line.is_empty())
    {}
    let path = request.split(' ').nth(1).unwrap_or_default();
    let mut answers = answers.iter();
    let answer = answers
        .find(|(known, _)| *known == path || known.ends_with('/') && path.starts_with(*known));
    match answer.map_or(&Answer::NotFound, |(_, answer)| answer) {
        Answer::Once(_, asked) if asked.swap(true, Ordering::SeqCst) => Ok(()),
        Answer::Body(body) | Answer::Once(body, _) => {
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
                body.len()
            )?;
            stream.write_all(body)
        }
        Answer::Redirect(to) => write!(
            stream,
            "HTTP/1.1 302 Found\r\nConnection: close\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"
        ),
        Answer::NotFound => write!(
            stream,
            "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        ),
        Answer::Slow => pour(stream, &[0x30], Duration::from_millis(100)),
        Answer::Endless => pour(stream, &[0x30; 4096], Duration::ZERO),
        Answer::Silence => {
            thread::sleep(Duration::from_secs(120));
            Ok(())
        }
    }
}

/// A body without a length, until the client has gone.
fn pour(mut stream: TcpStream, drop: &[u8], pause: Duration) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
    loop {
        stream.write_all(drop)?;
        stream.flush()?;
        thread::sleep(pause);
    }
}
