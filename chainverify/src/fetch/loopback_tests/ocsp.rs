//! OCSP responders on 127.0.0.1: by GET, by POST, and what they send instead of a response.

use core::sync::atomic::Ordering;
use std::io::Write;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Instant;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use chainverify_testdata::{CertBuilder, Made, OcspBuilder, OcspStatus};

use super::super::client::after_redirect;
use super::super::loopback::{body, ok, redirect, sends, server, status};
use super::super::{HttpFetch, Reach};
use super::{LONG, SHORT, in_seconds};
use crate::finding::FetchProblem;

fn ca() -> Made {
    CertBuilder::ca("CA").sign()
}

fn response() -> Vec<u8> {
    let ca = ca();
    let next = in_seconds(3600);
    let single = OcspBuilder::new(&ca).single(&ca, &[1], &OcspStatus::Good, Some(&next));
    single.sign()
}

fn fetcher() -> HttpFetch {
    HttpFetch::new(Reach::Any).total_timeout(LONG)
}

/// Some octets, all of them different in base64.
const SHORT_REQUEST: &[u8] = &[0x30, 0xff, 0xfb, 0xf0, 0];

/// The first line of a request, its media type, and its body.
type Asked = (String, String, Vec<u8>);

/// A responder that answers as `answer` says to a method and a path, and what it was asked.
fn responder(answer: impl Fn(&str, &str) -> Vec<u8> + Send + 'static) -> (String, Receiver<Asked>) {
    let (sender, receiver) = channel();
    let (url, _) = server(move |mut stream, head| {
        let body = body(&mut stream, head);
        let first = head.lines().next().unwrap();
        let kind = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("content-type").then_some(value)
        });
        // The receiver may be gone: not every test asks what was asked.
        drop(sender.send((first.into(), kind.unwrap_or("").into(), body)));
        let mut words = first.split(' ');
        let (method, path) = (words.next().unwrap(), words.next().unwrap());
        drop(stream.write_all(&answer(method, path)));
    });
    (url, receiver)
}

fn by_post(path: &str, request: &[u8]) -> Asked {
    (
        format!("POST {path} HTTP/1.1"),
        "application/ocsp-request".into(),
        request.into(),
    )
}

fn by_get(path: &str) -> Asked {
    (format!("GET {path} HTTP/1.1"), String::new(), Vec::new())
}

fn all(asked: &Receiver<Asked>) -> Vec<Asked> {
    asked.try_iter().collect()
}

#[test]
fn a_short_request_goes_by_get() {
    let der = response();
    let answer = ok(&der);
    let (url, asked) = responder(move |_, _| answer.clone());
    let found = fetcher().ocsp(&format!("{url}/a"), SHORT_REQUEST);
    assert_eq!(found, Ok(der));
    assert_eq!(all(&asked), [by_get("/a/MP%2F78AA%3D")]);
}

#[test]
fn a_long_request_goes_by_post() {
    let der = response();
    let answer = ok(&der);
    let (url, asked) = responder(move |_, _| answer.clone());
    let request: Vec<u8> = (0..=255).cycle().take(1000).collect();
    assert_eq!(fetcher().ocsp(&format!("{url}/a?b"), &request), Ok(der));
    assert_eq!(all(&asked), [by_post("/a?b", &request)]);
}

#[test]
fn a_responder_that_refuses_get_is_asked_by_post() {
    let der = response();
    for refusal in [400, 404, 405, 500] {
        let answer = ok(&der);
        let (url, asked) = responder(move |method, _| match method {
            "GET" => status(refusal),
            _ => answer.clone(),
        });
        assert_eq!(fetcher().ocsp(&url, SHORT_REQUEST), Ok(der.clone()));
        let both = [by_get("/MP%2F78AA%3D"), by_post("/", SHORT_REQUEST)];
        assert_eq!(all(&asked), both);
    }
    let (url, asked) = responder(|_, _| status(405));
    let refused = fetcher().ocsp(&url, SHORT_REQUEST);
    assert_eq!(refused, Err(FetchProblem::HttpStatus { status: 405 }));
    assert_eq!(all(&asked).len(), 2);
}

#[test]
fn a_get_that_leads_to_a_refusal_is_repeated_as_a_post() {
    let der = response();
    let answer = ok(&der);
    let (url, _) = responder(move |method, path| match (method, path) {
        ("POST", "/") => answer.clone(),
        (_, "/gone") => status(404),
        _ => redirect("/gone"),
    });
    assert_eq!(fetcher().ocsp(&url, SHORT_REQUEST), Ok(der));
}

#[test]
fn a_get_is_not_repeated_for_what_is_no_refusal() {
    let (url, asked) = responder(|_, _| ok(b"<html>"));
    let found = fetcher().ocsp(&url, SHORT_REQUEST);
    assert_eq!(found, Err(FetchProblem::NotOcspResponse));
    assert_eq!(all(&asked).len(), 1);
}

#[test]
fn a_post_is_redirected_only_where_its_method_is_kept() {
    let der = response();
    let request = [7; 300];
    for code in [307, 308] {
        let answer = ok(&der);
        let (url, asked) = responder(move |_, path| match path {
            "/" => {
                let head = format!("HTTP/1.1 {code} X\r\nLocation: /b\r\n");
                [head.as_bytes(), b"Content-Length: 0\r\n\r\n"].concat()
            }
            _ => answer.clone(),
        });
        assert_eq!(fetcher().ocsp(&url, &request), Ok(der.clone()));
        let both = [by_post("/", &request), by_post("/b", &request)];
        assert_eq!(all(&asked), both);
    }
    for code in [301, 302, 303] {
        let answer = format!("HTTP/1.1 {code} X\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
        let (url, asked) = responder(move |_, _| answer.clone().into());
        let found = fetcher().ocsp(&url, &request);
        assert_eq!(found, Err(FetchProblem::HttpStatus { status: code }));
        assert_eq!(all(&asked).len(), 1);
    }
}

#[test]
fn a_refusal_of_the_responder_is_given() {
    let try_later = [0x30, 3, 0x0a, 1, 3];
    let url = sends(ok(&try_later));
    assert_eq!(fetcher().ocsp(&url, SHORT_REQUEST), Ok(try_later.into()));
}

#[test]
fn what_is_no_response_is_told_apart_from_a_server_that_says_no() {
    let mut cut = response();
    cut.pop();
    for wrong in [&b"<html>no</html>"[..], b"", &ca().der, &cut] {
        let found = fetcher().ocsp(&sends(ok(wrong)), SHORT_REQUEST);
        assert_eq!(found, Err(FetchProblem::NotOcspResponse));
    }
    let to = sends(ok(b"no"));
    let found = fetcher().ocsp(&sends(redirect(&to)), SHORT_REQUEST);
    let problem = after_redirect(Some(to), FetchProblem::NotOcspResponse);
    assert_eq!(found, Err(problem));
}

#[test]
fn a_response_of_more_than_64_kib_is_refused() {
    let ca = ca();
    let large = OcspBuilder::new(&ca).cert(&chainverify_testdata::der::octet_string(&[0; 66_000]));
    let answer = ok(&large.sign());
    let found = fetcher().ocsp(&sends(answer), SHORT_REQUEST);
    let limit = 64 * 1024;
    assert_eq!(found, Err(FetchProblem::TooLarge { limit }));
}

#[test]
fn get_and_post_share_one_time_limit() {
    let (url, _) = server(|mut stream, _| {
        thread::sleep(SHORT * 2 / 3);
        drop(stream.write_all(&status(405)));
    });
    let start = Instant::now();
    let found = fetcher().total_timeout(SHORT).ocsp(&url, SHORT_REQUEST);
    assert!(start.elapsed() < 4 * SHORT, "{:?}", start.elapsed());
    assert_eq!(found, Err(FetchProblem::TimedOut));
}

#[test]
fn the_address_of_a_responder_is_checked() {
    let (url, requests) = server(|_, _| {});
    let refused = HttpFetch::new(Reach::Public).ocsp(&url, SHORT_REQUEST);
    assert!(matches!(refused, Err(FetchProblem::AddressRefused { .. })));
    assert_eq!(requests.load(Ordering::SeqCst), 0);
    let other = fetcher().ocsp("https://a.example/", SHORT_REQUEST);
    assert_eq!(other, Err(FetchProblem::SchemeNotAllowed));
}
