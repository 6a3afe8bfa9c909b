//! Servers on 127.0.0.1 for tests.

use core::net::Ipv4Addr;
use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;
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
    ok_with("", body)
}

/// With these fields, each with its line end.
pub(super) fn ok_with(fields: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = alloc::format!("HTTP/1.1 200 OK\r\n{fields}Content-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

pub(super) fn status(status: u16) -> Vec<u8> {
    alloc::format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n").into()
}

/// The body that follows a head, by its Content-Length.
pub(super) fn body(stream: &mut TcpStream, head: &str) -> Vec<u8> {
    let lower = head.to_ascii_lowercase();
    let after = lower.split("\r\ncontent-length:").nth(1).unwrap_or("0");
    let length = after.lines().next().unwrap().trim().parse().unwrap();
    let mut body = alloc::vec![0; length];
    stream.read_exact(&mut body).unwrap();
    body
}

pub(super) fn redirect(location: &str) -> Vec<u8> {
    alloc::format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n").into()
}

/// Sends one byte at a time with a pause, for ever.
pub(super) fn drip(stream: &mut TcpStream, bytes: &[u8]) {
    for byte in bytes.iter().cycle() {
        if stream.write_all(&[*byte]).is_err() {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
}
