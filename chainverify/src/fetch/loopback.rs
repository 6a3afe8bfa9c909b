//! Servers on 127.0.0.1 for tests.

use core::net::Ipv4Addr;
use core::sync::atomic::{AtomicUsize, Ordering};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// A server that treats each connection with `handle`, which gets the request's head; its URL without a path, and a count of requests.
pub(super) fn server(
    handle: impl Fn(TcpStream, &str) + Send + 'static,
) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = alloc::format!("http://{}", listener.local_addr().unwrap());
    let count = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&count);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let head = head(&mut stream);
            counter.fetch_add(1, Ordering::SeqCst);
            handle(stream, &head);
        }
    });
    (url, count)
}

fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|n| n == 1) {
        head.push(byte[0]);
    }
    String::from_utf8(head).unwrap()
}

/// A server that always sends these bytes and closes.
pub(super) fn sends(answer: impl Into<Vec<u8>>) -> String {
    let answer = answer.into();
    server(move |mut stream, _| drop(stream.write_all(&answer))).0
}

pub(super) fn ok(body: &[u8]) -> Vec<u8> {
    let head = alloc::format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

pub(super) fn redirect(location: &str) -> Vec<u8> {
    alloc::format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n").into()
}
