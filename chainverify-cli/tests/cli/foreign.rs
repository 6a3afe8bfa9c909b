//! `openssl s_server` as a TLS server of other make, and `openssl ocsp` as a responder; both are killed when dropped.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A running `openssl s_server`.
pub(crate) struct Foreign {
    child: Child,
    address: String,
}

impl Foreign {
    /// Starts it with a leaf, its key and perhaps certificates to send after the leaf (PEM files); `more` are further options.
    pub(crate) fn start((leaf, key): (&str, &str), others: Option<&str>, more: &[&str]) -> Self {
        let others = others.map(|file| ["-cert_chain", file]);
        let mut child = Command::new("openssl")
            .args(["s_server", "-accept", "127.0.0.1:0", "-naccept", "8"])
            .args(["-cert", leaf, "-key", key])
            .args(others.iter().flatten())
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let mut lines = said.lines();
        // With port 0 it says which one it was given: "ACCEPT 127.0.0.1:40961".
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("ACCEPT ").map(str::to_owned))
            .expect("openssl s_server says where it listens");
        // Its pipe must not fill up.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Self { child, address }
    }

    /// Where it listens, for `--connect`.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether there is an `openssl`; if not, that is said.
pub(crate) fn is_installed() -> bool {
    let version = Command::new("openssl").arg("version").output();
    if version.is_err() {
        eprintln!("skipped: openssl is not installed");
    }
    version.is_ok()
}

/// A running `openssl ocsp`.
pub(crate) struct Responder {
    child: Child,
    port: String,
}

impl Responder {
    /// Starts it on a free port, with these options and their values.
    pub(crate) fn start(options: &[[&str; 2]]) -> Self {
        let mut child = Command::new("openssl")
            .args(["ocsp", "-port", "0"])
            .args(options.iter().flatten())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        // "ACCEPT [::]:42703 PID=3929", by another version without the last word.
        let port = said
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| Some(line.strip_prefix("ACCEPT ")?.to_owned()))
            .expect("openssl ocsp says where it listens");
        let port = port.split(' ').next().unwrap();
        let (_, port) = port.rsplit_once(':').unwrap();
        // Its pipe must not fill up.
        std::thread::spawn(move || said.map_while(Result::ok).for_each(drop));
        Self {
            child,
            port: port.to_owned(),
        }
    }

    /// Where it is asked. It takes all of a path for the request.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
