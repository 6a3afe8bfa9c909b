//! Issuers from servers on 127.0.0.1: good ones, broken ones and hostile ones, each within its time limit.

use core::net::{IpAddr, Ipv4Addr};
use core::sync::atomic::Ordering;
use core::time::Duration;
use std::io::Write;
use std::net::TcpListener;
use std::thread;
use std::time::Instant;

use alloc::vec::Vec;

use super::super::body::tests::{PEM, certificate, message};
use super::super::client::after_redirect;
use super::super::loopback::{drip, ok, redirect, sends, server};
use super::super::{HttpFetch, MAX_TIMEOUT, Reach, address};
use super::{LONG, SHORT};
use crate::finding::FetchProblem;

fn fetcher() -> HttpFetch {
    HttpFetch::new(Reach::Any)
        .total_timeout(LONG)
        .max_body(1000)
}

fn problem(url: &str) -> FetchProblem {
    fetcher().certificates(url).unwrap_err()
}

/// The problem at `url` with the short time limit, found soon after it at the latest.
fn problem_in_time(url: &str) -> FetchProblem {
    let start = Instant::now();
    let answer = fetcher().total_timeout(SHORT).certificates(url);
    assert!(start.elapsed() < 4 * SHORT, "{:?}", start.elapsed());
    answer.unwrap_err()
}

fn times_out(url: &str) {
    assert_eq!(problem_in_time(url), FetchProblem::TimedOut);
}

/// How often the fetcher gets the one certificate from there.
fn count(fetcher: &HttpFetch, url: &str) -> usize {
    let certs = fetcher.certificates(url).unwrap();
    assert!(certs.iter().all(|der| der.as_ref() == certificate()));
    certs.len()
}

#[test]
fn der_pem_and_pkcs7_bodies_are_fetched() {
    for (body, wanted) in [
        (certificate(), 1),
        (PEM.into(), 1),
        (PEM.repeat(2).into(), 2),
        (message(), 1),
    ] {
        let url = sends(ok(&body));
        assert_eq!(count(&fetcher(), &url), wanted);
    }
}

#[test]
fn bodies_without_a_length_and_in_chunks_are_fetched() {
    let closed = [b"HTTP/1.0 200 OK\r\n\r\n", &certificate()[..]].concat();
    let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n";
    let (first, second) = (&certificate()[..100], &certificate()[100..]);
    let chunked = [head, first, b"\r\n5f\r\n", second, b"\r\n0\r\n\r\n"].concat();
    for answer in [closed, chunked] {
        assert_eq!(count(&fetcher(), &sends(answer)), 1);
    }
}

#[test]
fn the_request_is_plain() {
    let (url, _) = server(|mut stream, head| {
        let lower = head.to_ascii_lowercase();
        let good = head.starts_with("GET /a/i.crt?b HTTP/1.1\r\n")
            && lower.contains("\r\nhost: 127.0.0.1:");
        let odd = ["cookie", "accept-encoding", "authorization", "referer"];
        let plain = good && !odd.iter().any(|name| lower.contains(name));
        let answer = if plain {
            ok(&certificate())
        } else {
            ok(head.as_bytes())
        };
        drop(stream.write_all(&answer));
    });
    assert_eq!(count(&fetcher(), &alloc::format!("{url}/a/i.crt?b#c")), 1);
}

#[test]
fn a_second_request_is_answered_from_memory_and_problems_are_not_kept() {
    let (url, requests) = server(|mut stream, _| drop(stream.write_all(&ok(&certificate()))));
    let fetcher = fetcher();
    for _ in 0..3 {
        assert_eq!(count(&fetcher, &url), 1);
    }
    assert_eq!(requests.load(Ordering::SeqCst), 1);
    let (bad, requests) = server(|mut stream, _| drop(stream.write_all(&ok(b"no"))));
    for _ in 0..2 {
        assert_eq!(
            fetcher.certificates(&bad),
            Err(FetchProblem::NotCertificates)
        );
    }
    assert_eq!(requests.load(Ordering::SeqCst), 2);
}

#[test]
fn clones_in_several_threads_share_one_memory() {
    let (url, requests) = server(|mut stream, _| drop(stream.write_all(&ok(&certificate()))));
    let fetcher = fetcher();
    assert_eq!(count(&fetcher, &url), 1);
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (fetcher, url) = (fetcher.clone(), url.clone());
            thread::spawn(move || count(&fetcher, &url))
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().unwrap(), 1);
    }
    // One value may be used by several threads as well.
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(count(&fetcher, &url), 1));
        }
    });
    assert_eq!(requests.load(Ordering::SeqCst), 1);
}

#[test]
fn a_clone_with_a_memory_of_its_own_leaves_the_others_theirs() {
    let (url, requests) = server(|mut stream, _| drop(stream.write_all(&ok(&certificate()))));
    let fetcher = fetcher();
    count(&fetcher, &url);
    count(&fetcher.clone().cache(1, 1000), &url);
    count(&fetcher, &url);
    assert_eq!(requests.load(Ordering::SeqCst), 2);
}

#[test]
fn the_scheme_is_taken_in_any_case() {
    let url = sends(ok(&certificate())).replace("http:", "HTTP:");
    assert_eq!(count(&fetcher(), &url), 1);
    let to = sends(ok(&certificate())).replace("http:", "Http:");
    assert_eq!(count(&fetcher(), &sends(redirect(&to))), 1);
    assert_eq!(problem("HTTPS://a/"), FetchProblem::SchemeNotAllowed);
}

#[test]
fn three_redirects_are_followed_and_a_fourth_is_not() {
    let (url, _) = server(|mut stream, head| {
        let answer = match head.split(' ').nth(1) {
            Some("/3") => redirect("2"),
            Some("/2") => redirect("/1?x"),
            Some("/1?x") => redirect(&alloc::format!("http://{}/0", stream.local_addr().unwrap())),
            Some("/4") => redirect("3"),
            _ => ok(&certificate()),
        };
        drop(stream.write_all(&answer));
    });
    assert_eq!(count(&fetcher(), &alloc::format!("{url}/3")), 1);
    assert_eq!(
        problem(&alloc::format!("{url}/4")),
        FetchProblem::TooManyRedirects
    );
}

#[test]
fn a_redirect_loop_ends() {
    let (url, requests) = server(|mut stream, _| drop(stream.write_all(&redirect("/"))));
    assert_eq!(problem(&url), FetchProblem::TooManyRedirects);
    assert_eq!(requests.load(Ordering::SeqCst), 4);
}

#[test]
fn a_redirect_to_another_scheme_or_nowhere_is_not_followed() {
    for (to, wrong) in [
        ("https://a.example/", FetchProblem::SchemeNotAllowed),
        ("file:///etc/passwd", FetchProblem::SchemeNotAllowed),
        ("http://u:p@a.example/", FetchProblem::BadUrl),
    ] {
        assert_eq!(
            problem(&sends(redirect(to))),
            after_redirect(Some(to.into()), wrong)
        );
    }
    assert_eq!(
        problem(&sends("HTTP/1.1 302 Found\r\n\r\n")),
        FetchProblem::HttpStatus { status: 302 }
    );
}

#[test]
fn the_address_is_checked_before_the_first_connection() {
    let (url, requests) = server(|_, _| {});
    let answer = HttpFetch::new(Reach::Public).certificates(&url);
    let refused = FetchProblem::AddressRefused {
        address: Ipv4Addr::LOCALHOST.into(),
    };
    assert_eq!(answer, Err(refused));
    assert_eq!(requests.load(Ordering::SeqCst), 0);
}

#[test]
fn the_address_is_checked_again_on_a_redirect() {
    fn public_and_one_more(ip: IpAddr) -> bool {
        ip == Ipv4Addr::LOCALHOST || address::is_public(ip)
    }
    let mut fetcher = fetcher();
    fetcher.client.permit = public_and_one_more;
    for target in [[127, 0, 0, 2], [169, 254, 169, 254]] {
        let ip = Ipv4Addr::from(target);
        let to = alloc::format!("http://{ip}/");
        let answer = fetcher.certificates(&sends(redirect(&to)));
        let refused = after_redirect(
            Some(to),
            FetchProblem::AddressRefused { address: ip.into() },
        );
        assert_eq!(answer, Err(refused));
    }
}

#[test]
fn garbage_and_errors_are_told_apart() {
    assert_eq!(
        problem(&sends(ok(b"<html>no</html>"))),
        FetchProblem::NotCertificates
    );
    assert_eq!(problem(&sends(ok(b""))), FetchProblem::NotCertificates);
    for status in [204, 304, 404, 500] {
        let answer = alloc::format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n");
        assert_eq!(problem(&sends(answer)), FetchProblem::HttpStatus { status });
    }
    for answer in [
        &b"SSH-2.0-x\r\n\r\n"[..],
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab",
    ] {
        assert_eq!(
            problem(&sends(answer)),
            FetchProblem::Interrupted,
            "{answer:?}"
        );
    }
}

#[test]
fn bodies_that_say_or_turn_out_to_be_too_large_are_cut() {
    let too_large = FetchProblem::TooLarge { limit: 1000 };
    assert_eq!(
        problem(&sends("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")),
        too_large
    );
    for head in [
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n",
    ] {
        let (url, _) = server(move |mut stream, _| {
            drop(stream.write_all(head.as_bytes()));
            while stream.write_all(&[0x30; 100]).is_ok() {}
        });
        assert_eq!(problem(&url), too_large);
    }
}

#[test]
fn an_endless_head_is_cut() {
    let (url, _) = server(|mut stream, _| {
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\n"));
        while stream.write_all(b"X-Padding: 0123456789\r\n").is_ok() {}
    });
    let found = problem(&url);
    assert!(
        matches!(
            found,
            FetchProblem::TooLarge { .. } | FetchProblem::Interrupted
        ),
        "{found:?}"
    );
}

#[test]
fn a_dripping_head_or_body_ends_with_the_time() {
    let (url, _) = server(|mut stream, _| drip(&mut stream, b"HTTP/1.1 200 OK\r\nX: "));
    times_out(&url);
    let (url, _) = server(|mut stream, _| {
        drop(stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"));
        drip(&mut stream, b"0");
    });
    times_out(&url);
}

#[test]
fn a_flood_that_never_becomes_an_answer_ends_in_time() {
    let chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=";
    for (head, flood) in [
        ("", "HTTP/1.1 100 Continue\r\n\r\n"),
        ("", "HTTP/1.1 103 Early Hints\r\n\r\n"),
        (chunk, "0123456789"),
    ] {
        let (url, _) = server(move |mut stream, _| {
            drop(stream.write_all(head.as_bytes()));
            while stream.write_all(flood.as_bytes()).is_ok() {}
        });
        problem_in_time(&url);
    }
}

#[test]
fn slow_redirects_share_one_time_limit() {
    let (url, _) = server(|mut stream, _| {
        thread::sleep(SHORT / 2);
        drop(stream.write_all(&redirect("/")));
    });
    times_out(&url);
}

#[test]
fn a_server_that_says_nothing_ends_with_the_time() {
    let (url, _) = server(|stream, _| {
        thread::sleep(10 * SHORT);
        drop(stream);
    });
    times_out(&url);
}

#[test]
fn a_closed_port_is_unreachable() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = alloc::format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(problem(&url), FetchProblem::Unreachable);
}

#[test]
fn the_next_address_of_a_host_is_tried() {
    // `localhost` often has ::1 first, where nobody listens.
    let url = sends(ok(&certificate())).replace("127.0.0.1", "localhost");
    assert_eq!(count(&fetcher(), &url), 1);
}

#[test]
fn setters_set_what_they_name_and_time_limits_have_a_ceiling() {
    let set = HttpFetch::new(Reach::Any)
        .connect_timeout(Duration::MAX)
        .total_timeout(Duration::MAX)
        .crl_timeout(Duration::MAX);
    let set = set.max_redirects(0).cache(0, 0);
    assert_eq!(
        [
            set.client.connect_timeout,
            set.total_timeout,
            set.crl_timeout
        ],
        [MAX_TIMEOUT; 3]
    );
    let (url, requests) = server(|mut stream, _| drop(stream.write_all(&ok(&certificate()))));
    let fetcher = set;
    for _ in 0..2 {
        assert_eq!(count(&fetcher, &url), 1);
    }
    assert_eq!(requests.load(Ordering::SeqCst), 2);
    let answer = fetcher.certificates(&sends(redirect("/")));
    assert_eq!(answer, Err(FetchProblem::TooManyRedirects));
}
