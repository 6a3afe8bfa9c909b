//! The server to copy, `examples/mtls_server.rs`, as a program of its own: signals, its log and its descriptors are part
//! of it.

#![allow(dead_code, reason = "each suite uses its part")]

use std::io::{self, BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Instant;

use chainverify_interop::folder::Folder;
use chainverify_interop::pki::Pki;
use chainverify_interop::tls::{LONGEST_WAIT, connect};
use rustls::ClientConfig;

/// A running server; ended when dropped.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: SocketAddr,
    log: Receiver<String>,
}

impl Running {
    /// With the clients' CRL in this file.
    pub(crate) fn start(pki: &Pki, folder: &Folder, crl: &str) -> Self {
        // An address that no other test takes a port of.
        let free = TcpListener::bind((Ipv4Addr::new(127, 0, 0, 14), 0)).unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        Self::start_at(address, pki, folder, crl)
    }

    /// The same, there.
    pub(crate) fn start_at(address: SocketAddr, pki: &Pki, folder: &Folder, crl: &str) -> Self {
        let [chain, key] = pki.server("localhost").write(folder, "server");
        let roots = chainverify_testdata::pem_chain([&pki.root]);
        let roots = folder.write("roots.pem", roots);
        let mut child = Command::new(program())
            .args([&address.to_string(), &chain, &key, &roots, crl])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (lines, log) = channel();
        let said = BufReader::new(child.stderr.take().unwrap()).lines();
        thread::spawn(move || {
            said.map_while(Result::ok)
                .try_for_each(|line| lines.send(line))
        });
        Self {
            child,
            address,
            log,
        }
    }

    /// A line of the log that comes, with this in it.
    pub(crate) fn says(&self, wanted: &str) -> String {
        let until = Instant::now() + LONGEST_WAIT;
        let left = || until.saturating_duration_since(Instant::now());
        let mut others = Vec::new();
        while let Ok(line) = self.log.recv_timeout(left()) {
            if line.contains(wanted) {
                return line;
            }
            others.push(line);
        }
        panic!("no {wanted:?} in the log: {others:#?}")
    }

    /// Connects, also while the server starts.
    pub(crate) fn ask(&self, config: ClientConfig) -> io::Result<()> {
        let (config, started) = (Arc::new(config), Instant::now());
        loop {
            match connect(&config, self.address, "localhost") {
                Err(error)
                    if error.kind() == io::ErrorKind::ConnectionRefused
                        && started.elapsed() < LONGEST_WAIT =>
                {
                    thread::yield_now();
                }
                outcome => return outcome.map(drop),
            }
        }
    }

    /// How many descriptors it has.
    pub(crate) fn descriptors(&self) -> usize {
        let folder = format!("/proc/{}/fd", self.child.id());
        std::fs::read_dir(folder).unwrap().count()
    }

    /// Sends SIGHUP.
    pub(crate) fn hang_up(&self) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-HUP", &pid]).status();
        assert!(sent.unwrap().success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `cargo test` builds the examples together with the tests, in the folder beside theirs; `cargo test --test NAME` does not.
fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let built = test.ancestors().nth(2).unwrap();
    let program = built.join("examples").join("mtls_server");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/mtls_server.rs");
    let changed = |path: &Path| path.metadata().and_then(|file| file.modified()).ok();
    let is_built = changed(&program) >= changed(Path::new(source));
    assert!(
        is_built,
        "`cargo build --examples` first, in the same profile"
    );
    program
}
