//! `openssl s_server` as a TLS server of other make; it is killed when dropped.

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
