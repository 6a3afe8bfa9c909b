//! Ports that speak no TLS: one that greets in plain text, one that says nothing, one where nobody listens.

use core::net::SocketAddr;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

/// A server that says `greeting` and then nothing more. Its thread ends with the process.
pub(crate) fn says(greeting: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            thread::spawn(move || {
                let _ = stream.write_all(greeting.as_bytes());
                let mut rest = Vec::new();
                let _ = stream.read_to_end(&mut rest);
            });
        }
    });
    address
}

/// A port where nobody listens.
pub(crate) fn closed() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}
