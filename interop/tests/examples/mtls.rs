//! The server to copy, as a program of its own: signals and its log are part of it.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;
use std::{io, thread};

use chainverify_interop::folder::Folder;
use chainverify_interop::pki::{Party, Pki, client_config, mutual_client_config};
use chainverify_interop::tls::{LONGEST_WAIT, alert, connect};
use rustls::{ALL_VERSIONS, AlertDescription, ClientConfig};

/// A running server; ended when dropped.
struct Running {
    child: Child,
    address: SocketAddr,
    log: Receiver<String>,
}

impl Running {
    /// With the client's CRL in this file.
    fn start(pki: &Pki, folder: &Folder, crl: &str) -> Self {
        // An address that no other test takes a port of.
        let address = Ipv4Addr::new(127, 0, 0, 14);
        let free = TcpListener::bind((address, 0)).unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
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
    fn says(&self, wanted: &str) -> String {
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
    fn ask(&self, config: ClientConfig) -> io::Result<()> {
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

    fn hang_up(&self) {
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

/// Cargo builds the examples together with the tests, in the folder beside theirs.
fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let built = test.ancestors().nth(2).unwrap();
    built.join("examples").join("mtls_server")
}

#[test]
fn it_refuses_explains_and_reads_its_crl_again() {
    let (pki, other) = (Pki::new("Test"), Pki::new("Other"));
    let with = |party: &Party| mutual_client_config(party, pki.for_servers(), ALL_VERSIONS);
    let folder = Folder::new();
    let crl = folder.write("clients.crl", pki.crl_der(&[&[9]]));
    let server = Running::start(&pki, &folder, &crl);
    let client = Party::new([&pki.client_cert("client").serial(&[5]).sign(), &pki.ca]);
    let refused = |config, wanted| {
        let error = server.ask(config).unwrap_err();
        assert_eq!(alert(&error), Some(wanted), "{error}");
    };

    server.ask(with(&client)).unwrap();

    refused(with(&other.client("client")), AlertDescription::UnknownCA);
    let line = server.says("refused: ");
    assert!(line.contains("Other CA"), "{line}");
    let line = server.says("127.0.0.1:");
    assert!(line.ends_with("UnknownIssuer"), "{line}");
    let without = client_config(pki.for_servers(), ALL_VERSIONS);
    refused(without, AlertDescription::CertificateRequired);
    let line = server.says("127.0.0.1:");
    assert!(line.ends_with("peer sent no certificates"), "{line}");

    // What cannot be read changes nothing.
    folder.write("clients.crl", b"no CRL");
    server.hang_up();
    let line = server.says("CRL: ");
    assert!(line.starts_with("CRL: Err("), "{line}");
    server.ask(with(&client)).unwrap();

    folder.write("clients.crl", pki.crl_der(&[&[9], &[5]]));
    server.hang_up();
    assert_eq!(server.says("CRL: "), "CRL: Ok(())");
    refused(with(&client), AlertDescription::CertificateRevoked);
    let line = server.says("refused: ");
    assert!(line.contains("was revoked 2026-02-01 (CRL)"), "{line}");
    server.ask(with(&pki.client("another"))).unwrap();
}
