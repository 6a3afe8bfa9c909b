//! Programs of other make: started, heard and ended, with a bound on every wait.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Instant;

use chainverify_interop::folder::Folder;
use chainverify_interop::tls::LONGEST_WAIT;
use rustls::AlertDescription;

/// What both ends say of a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The code of our report.
    pub(crate) code: Option<String>,
    /// `ok`, the name of an alert, or what else the peer said.
    pub(crate) peer: String,
}

/// The name of an alert in RFC 8446 §6.
pub(crate) fn alert_name(number: u8) -> String {
    let known = format!("{:?}", AlertDescription::from(number));
    let mut name = String::new();
    let mut before = 'A';
    for letter in known.chars() {
        if letter.is_uppercase() && before.is_lowercase() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
        before = letter;
    }
    name
}

/// A running program whose lines, of both streams, are heard. Ended when dropped.
pub(crate) struct Program {
    child: Child,
    lines: Receiver<String>,
    /// Its files.
    _folder: Folder,
}

impl Program {
    /// Starts it, and gives it this to read.
    pub(crate) fn start(command: &mut Command, input: &[u8], folder: Folder) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(input);
        let (sender, lines) = channel();
        let streams: [Box<dyn Read + Send>; 2] = [
            Box::new(child.stdout.take().unwrap()),
            Box::new(child.stderr.take().unwrap()),
        ];
        for stream in streams {
            let (sender, stream) = (sender.clone(), BufReader::new(stream));
            thread::spawn(move || {
                let mut lines = stream.split(b'\n').map_while(Result::ok);
                let said = |line: Vec<u8>| String::from_utf8_lossy(&line).into_owned();
                lines.try_for_each(|line| sender.send(said(line)))
            });
        }
        Self {
            child,
            lines,
            _folder: folder,
        }
    }

    /// What is made of the first line that something can be made of.
    pub(crate) fn find<T>(&self, of: impl Fn(&str) -> Option<T>) -> Result<T, Vec<String>> {
        let until = Instant::now() + LONGEST_WAIT;
        let left = || until.saturating_duration_since(Instant::now());
        let mut others = Vec::new();
        // The channel is closed when the program has ended.
        while let Ok(line) = self.lines.recv_timeout(left()) {
            match of(&line) {
                Some(found) => return Ok(found),
                None => others.push(line),
            }
        }
        Err(others)
    }

    /// The port in a line that says where it listens.
    pub(crate) fn address(&self, of: impl Fn(&str) -> Option<&str>) -> SocketAddr {
        let port = self.find(|line| of(line)?.trim().parse::<u16>().ok());
        let port = port.unwrap_or_else(|said| panic!("it says no port: {said:#?}"));
        (Ipv4Addr::LOCALHOST, port).into()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server of other make, for one connection.
pub(crate) struct ForeignServer {
    program: Program,
    address: SocketAddr,
    saw: fn(&Program) -> String,
}

impl ForeignServer {
    pub(crate) fn new(program: Program, address: SocketAddr, saw: fn(&Program) -> String) -> Self {
        Self {
            program,
            address,
            saw,
        }
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What it saw of its connection.
    pub(crate) fn saw(self) -> String {
        (self.saw)(&self.program)
    }
}
