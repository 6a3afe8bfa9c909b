//! CRLs from servers on 127.0.0.1: good ones, broken ones, huge ones and hostile ones.

use core::sync::atomic::Ordering;
use std::io::Write;
use std::thread;
use std::time::Instant;

use alloc::vec::Vec;

use chainverify_testdata::{CertBuilder, Criticality, CrlBuilder, CrlEntry, Extension, pem};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::super::client::after_redirect;
use super::super::loopback::{drip, ok, ok_with, redirect, sends, server, status};
use super::super::{HttpFetch, Reach};
use super::{LONG, SHORT};
use crate::finding::FetchProblem;

fn builder() -> CrlBuilder {
    CrlBuilder::new(&CertBuilder::ca("CA").sign()).entry(&CrlEntry::new(&[5]))
}

fn fetcher() -> HttpFetch {
    HttpFetch::new(Reach::Any).crl_timeout(LONG)
}

fn problem(url: &str) -> FetchProblem {
    fetcher().crl(url).unwrap_err()
}

/// The problem at `url` with the short time limit, found soon after it at the latest.
fn problem_in_time(url: &str) -> FetchProblem {
    let start = Instant::now();
    let answer = fetcher().crl_timeout(SHORT).crl(url);
    assert!(start.elapsed() < 4 * SHORT, "{:?}", start.elapsed());
    answer.unwrap_err()
}

/// Whether exactly this CRL comes from there.
fn gives(url: &str, der: &[u8]) {
    assert_eq!(fetcher().crl(url).unwrap().der(), der);
}

#[test]
fn a_crl_is_fetched_in_der_and_pem() {
    let der = builder().sign();
    gives(&sends(ok(&der)), &der);
    gives(&sends(ok(pem("X509 CRL", &der).as_bytes())), &der);
}

#[test]
fn a_crl_that_is_over_is_given_all_the_same() {
    for next in [None, Some("2026-01-08T00:00:00Z")] {
        let der = builder().updates("2026-01-01T00:00:00Z", next).sign();
        gives(&sends(ok(&der)), &der);
    }
}

#[test]
fn the_request_for_a_crl_is_plain() {
    let der = builder().sign();
    let answer = ok(&der);
    let (url, _) = server(move |mut stream, head| {
        let lower = head.to_ascii_lowercase();
        let odd = [
            "cookie",
            "accept-encoding",
            "authorization",
            "referer",
            "if-",
        ];
        let is_plain = head.starts_with("GET /a.crl?b HTTP/1.1\r\n")
            && !odd.iter().any(|name| lower.contains(name));
        let answer = if is_plain {
            answer.clone()
        } else {
            status(400)
        };
        drop(stream.write_all(&answer));
    });
    gives(&alloc::format!("{url}/a.crl?b"), &der);
}

#[test]
fn a_crl_of_30_megabytes_is_fetched() {
    // Entries of 2000 octets, so that it is made in no time.
    let long = Extension::raw("1.2.3.4", Criticality::NonCritical, &[0; 2000]);
    let entry = CrlEntry::new(&[5]).extension(long).der();
    let count = 30_000_000 / entry.len() + 1;
    let crl = (0..count).fold(builder(), |crl, _| crl.raw_entry(entry.clone()));
    let der = crl.sign();
    assert!((30_000_000..32 << 20).contains(&der.len()));
    let url = sends(ok(&der));
    gives(&url, &der);
    let limit = 30_000_000;
    let answer = fetcher().max_crl(limit).crl(&url);
    assert_eq!(answer, Err(FetchProblem::TooLarge { limit }));
}

#[test]
fn a_truncated_crl_is_a_problem() {
    let der = builder().sign();
    let half = &der[..der.len() / 2];
    let mut broken = ok(&der);
    broken.truncate(broken.len() - 1);
    assert_eq!(problem(&sends(broken)), FetchProblem::Interrupted);
    assert_eq!(problem(&sends(ok(half))), FetchProblem::NotCrl);
    let closed = [b"HTTP/1.0 200 OK\r\n\r\n", half].concat();
    assert_eq!(problem(&sends(closed)), FetchProblem::NotCrl);
}

#[test]
fn what_is_no_crl_is_told_apart_from_a_server_that_says_no() {
    let certificate = CertBuilder::ca("CA").sign().der;
    let text = pem("CERTIFICATE", &certificate);
    for body in [&b"<html>no</html>"[..], b"", &certificate, text.as_bytes()] {
        assert_eq!(problem(&sends(ok(body))), FetchProblem::NotCrl);
    }
    for code in [204, 304, 404, 500] {
        let expected = FetchProblem::HttpStatus { status: code };
        assert_eq!(problem(&sends(status(code))), expected);
    }
}

#[test]
fn a_compressed_body_is_no_crl() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&builder().sign()).unwrap();
    let answer = ok_with("Content-Encoding: gzip\r\n", &gzip.finish().unwrap());
    assert_eq!(problem(&sends(answer)), FetchProblem::NotCrl);
}

#[test]
fn an_endless_crl_is_cut() {
    let der = builder().sign();
    for head in [
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n",
    ] {
        let der = der.clone();
        let (url, _) = server(move |mut stream, _| {
            drop(stream.write_all(head.as_bytes()));
            while stream.write_all(&der).is_ok() {}
        });
        let limit = 10_000;
        let answer = fetcher().max_crl(limit).crl(&url);
        assert_eq!(answer, Err(FetchProblem::TooLarge { limit }));
    }
}

#[test]
fn crls_have_limits_of_their_own() {
    let der = builder().sign();
    let fetcher = fetcher().max_body(1).total_timeout(SHORT / 100);
    let url = sends(ok(&der));
    assert_eq!(fetcher.crl(&url).unwrap().der(), der);
    let limit = u64::try_from(der.len()).unwrap() - 1;
    let answer = fetcher.crl_cache(0, 0).max_crl(limit).crl(&url);
    assert_eq!(answer, Err(FetchProblem::TooLarge { limit }));
}

#[test]
fn redirects_to_a_crl_are_followed_and_its_place_is_named() {
    let der = builder().sign();
    gives(&sends(redirect(&sends(ok(&der)))), &der);
    let to = sends(ok(b"no"));
    let wrong = after_redirect(Some(to.clone()), FetchProblem::NotCrl);
    assert_eq!(problem(&sends(redirect(&to))), wrong);
    assert_eq!(
        problem(&sends(redirect("/"))),
        FetchProblem::TooManyRedirects
    );
}

#[test]
fn a_slow_server_ends_with_the_time() {
    let (silent, _) = server(|stream, _| {
        thread::sleep(4 * SHORT);
        drop(stream);
    });
    let (dripping, _) = server(|mut stream, _| {
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"));
        drip(&mut stream, b"0");
    });
    for url in [silent, dripping] {
        assert_eq!(problem_in_time(&url), FetchProblem::TimedOut);
    }
}

#[test]
fn the_address_and_the_scheme_of_a_crl_are_checked() {
    let (url, requests) = server(|_, _| {});
    let refused = HttpFetch::new(Reach::Public).crl(&url);
    assert!(matches!(refused, Err(FetchProblem::AddressRefused { .. })));
    assert_eq!(requests.load(Ordering::SeqCst), 0);
    for other in [
        "ldap:///CN=A?certificateRevocationList",
        "https://a.example/",
    ] {
        assert_eq!(problem(other), FetchProblem::SchemeNotAllowed);
    }
    assert_eq!(problem("a.crl"), FetchProblem::BadUrl);
}
