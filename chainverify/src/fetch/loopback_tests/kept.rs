//! What is kept of CRLs and OCSP responses, by the requests that are made for them: in memory, by threads, in a store.

use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::SystemTime;

use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use chainverify_testdata::{CertBuilder, CrlBuilder, OcspBuilder, OcspStatus};

use super::super::loopback::{body, ok, ok_with, server, status};
use super::super::{HttpFetch, Reach, Store};
use super::{LONG, SHORT, in_seconds};
use crate::finding::FetchProblem;

const HOUR: i64 = 3600;

fn fetcher() -> HttpFetch {
    let fetcher = HttpFetch::new(Reach::Any);
    fetcher.total_timeout(LONG).crl_timeout(LONG)
}

/// A CRL that is over in so many seconds, or never.
fn crl(over: Option<i64>) -> Vec<u8> {
    let ca = CertBuilder::ca("CA").sign();
    let next = over.map(in_seconds);
    let crl = CrlBuilder::new(&ca).updates(&in_seconds(-HOUR), next.as_deref());
    crl.sign()
}

/// A response with an answer for each of these, that is over in so many seconds, or at once.
fn response(over: &[Option<i64>]) -> Vec<u8> {
    let ca = CertBuilder::ca("CA").sign();
    let response = over.iter().fold(OcspBuilder::new(&ca), |response, over| {
        let next = over.map(in_seconds);
        response.single(&ca, &[1], &OcspStatus::Good, next.as_deref())
    });
    response.sign()
}

/// A server that always sends these fields and this body, and the count of its requests.
fn serves(fields: &str, der: &[u8]) -> (String, Arc<AtomicUsize>) {
    let answer = ok_with(fields, der);
    server(move |mut stream, head| {
        body(&mut stream, head);
        drop(stream.write_all(&answer));
    })
}

/// How many requests the same CRL takes, asked for twice.
fn requests_for_crl(fields: &str, over: Option<i64>) -> usize {
    let der = crl(over);
    let (url, requests) = serves(fields, &der);
    let fetcher = fetcher();
    for _ in 0..2 {
        assert_eq!(fetcher.crl(&url).unwrap().der(), der);
    }
    requests.load(Ordering::SeqCst)
}

fn requests_for_ocsp(fields: &str, der: &[u8]) -> usize {
    let (url, requests) = serves(fields, der);
    let fetcher = fetcher();
    for _ in 0..2 {
        assert_eq!(fetcher.ocsp(&url, &[7; 9]).unwrap(), der);
    }
    requests.load(Ordering::SeqCst)
}

#[test]
fn a_crl_is_kept_until_its_next_update_or_for_less_if_the_server_says_so() {
    for (fields, over, requests) in [
        ("", Some(HOUR), 1),
        ("", Some(-1), 2),
        ("", None, 2),
        ("Cache-Control: max-age=600\r\n", Some(HOUR), 1),
        ("Cache-Control: max-age=600\r\n", None, 1),
        ("Cache-Control: max-age=600\r\n", Some(-1), 2),
        ("Cache-Control: max-age=0\r\n", Some(HOUR), 2),
        ("Cache-Control: max-age=600\r\nAge: 600\r\n", Some(HOUR), 2),
        ("Cache-Control: public, no-store\r\n", Some(HOUR), 2),
    ] {
        assert_eq!(
            requests_for_crl(fields, over),
            requests,
            "{fields} {over:?}"
        );
    }
}

#[test]
fn an_ocsp_response_is_kept_until_its_first_end_or_for_less_if_the_server_says_so() {
    let hour = Some(HOUR);
    for (fields, over, requests) in [
        ("", &[hour][..], 1),
        ("", &[hour, Some(-1)], 2),
        ("", &[hour, None], 2),
        ("Cache-Control: max-age=600\r\n", &[hour], 1),
        ("Cache-Control: max-age=600\r\n", &[None], 2),
        ("Cache-Control: max-age=600\r\n", &[Some(-1)], 2),
        ("Cache-Control: no-cache\r\n", &[hour], 2),
    ] {
        let der = response(over);
        assert_eq!(
            requests_for_ocsp(fields, &der),
            requests,
            "{fields} {over:?}"
        );
    }
}

#[test]
fn refusals_and_problems_are_not_kept() {
    let try_later = [0x30, 3, 0x0a, 1, 3];
    let fields = "Cache-Control: max-age=600\r\n";
    assert_eq!(requests_for_ocsp(fields, &try_later), 2);
    let (url, requests) = serves(fields, b"no");
    let fetcher = fetcher();
    for _ in 0..2 {
        assert_eq!(fetcher.crl(&url), Err(FetchProblem::NotCrl));
    }
    assert_eq!(requests.load(Ordering::SeqCst), 2);
}

#[test]
fn what_is_kept_is_asked_for_again_when_it_is_over() {
    let der = crl(Some(HOUR));
    let (url, requests) = serves("Cache-Control: max-age=1\r\n", &der);
    let fetcher = fetcher();
    assert_eq!(fetcher.crl(&url).unwrap().der(), der);
    thread::sleep(Duration::from_millis(1100));
    assert_eq!(fetcher.crl(&url).unwrap().der(), der);
    assert_eq!(requests.load(Ordering::SeqCst), 2);
}

#[test]
fn ocsp_responses_are_kept_by_responder_and_request() {
    let der = response(&[Some(HOUR)]);
    let (url, requests) = serves("", &der);
    let fetcher = fetcher();
    let other = format!("{url}/other");
    for (url, request, wanted) in [
        (&url, [1; 9], 1),
        (&url, [2; 9], 2),
        (&other, [1; 9], 3),
        (&url, [2; 9], 3),
        (&url, [1; 9], 3),
    ] {
        assert_eq!(fetcher.ocsp(url, &request).unwrap(), der);
        assert_eq!(requests.load(Ordering::SeqCst), wanted);
    }
}

/// A request with a nonce is like no other, but for one who sends it twice.
#[test]
fn what_answers_a_request_with_a_nonce_is_not_kept() {
    let der = response(&[Some(HOUR)]);
    let (url, requests) = serves("", &der);
    let store = Arc::new(Map::default());
    let fetcher = fetcher().store(store.clone());
    let request = [&[0x30, 11, 6, 9], crate::der::known::OCSP_NONCE].concat();
    for _ in 0..2 {
        assert_eq!(fetcher.ocsp(&url, &request).unwrap(), der);
    }
    assert_eq!(requests.load(Ordering::SeqCst), 2);
    assert_eq!(store.keys(), [""; 0]);
}

#[test]
fn a_crl_that_is_kept_shares_its_octets() {
    let (url, _) = serves("", &crl(Some(HOUR)));
    let fetcher = fetcher();
    let [first, second] = [0, 1].map(|_| fetcher.clone().crl(&url).unwrap());
    assert!(core::ptr::eq(first.der(), second.der()));
}

#[test]
fn a_memory_that_is_off_or_too_small_keeps_nothing() {
    let der = crl(Some(HOUR));
    let answer = response(&[Some(HOUR)]);
    let small = der.len() - 1;
    for fetcher in [fetcher().crl_cache(0, 0), fetcher().crl_cache(9, small)] {
        let fetcher = fetcher.ocsp_cache(0, 0);
        let (url, requests) = serves("", &der);
        let (responder, asked) = serves("", &answer);
        for _ in 0..2 {
            assert_eq!(fetcher.crl(&url).unwrap().der(), der);
            assert_eq!(fetcher.ocsp(&responder, &[7]).unwrap(), answer);
        }
        assert_eq!(requests.load(Ordering::SeqCst), 2);
        assert_eq!(asked.load(Ordering::SeqCst), 2);
    }
}

#[test]
fn threads_that_ask_for_the_same_at_once_make_one_request() {
    let der = crl(Some(HOUR));
    for (answer, wanted) in [
        (ok(&der), Ok(der.clone())),
        (status(500), Err(FetchProblem::HttpStatus { status: 500 })),
    ] {
        let (url, requests) = server(move |mut stream, _| {
            thread::sleep(SHORT);
            drop(stream.write_all(&answer));
        });
        let (fetcher, start) = (fetcher(), Barrier::new(8));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let fetcher = fetcher.clone();
                    start.wait();
                    let found = fetcher.crl(&url).map(|crl| crl.der().to_vec());
                    assert_eq!(found, wanted);
                });
            }
        });
        assert_eq!(requests.load(Ordering::SeqCst), 1);
    }
}

/// A store in memory.
#[derive(Default)]
struct Map(Mutex<BTreeMap<String, Saved>>);

type Saved = (Vec<u8>, SystemTime);

impl Map {
    fn keys(&self) -> Vec<String> {
        self.0.lock().unwrap().keys().cloned().collect()
    }

    /// Changes what is there, whatever it is.
    fn change(&self, change: impl Fn(&mut Saved)) {
        self.0.lock().unwrap().values_mut().for_each(change);
    }

    fn seconds_left(&self) -> u64 {
        let map = self.0.lock().unwrap();
        let (_, until) = map.values().next().unwrap();
        until.duration_since(SystemTime::now()).unwrap().as_secs()
    }
}

impl Store for Map {
    fn load(&self, key: &str) -> Option<Saved> {
        self.0.lock().unwrap().get(key).cloned()
    }

    fn save(&self, key: &str, bytes: &[u8], until: SystemTime) {
        let mut map = self.0.lock().unwrap();
        map.insert(key.into(), (bytes.into(), until));
    }
}

/// A store with a CRL that is over in an hour, its URL, the CRL, and the count of requests so far.
fn stored(fields: &str) -> (Arc<Map>, String, Vec<u8>, Arc<AtomicUsize>) {
    let der = crl(Some(HOUR));
    let (url, requests) = serves(fields, &der);
    let store = Arc::new(Map::default());
    let fetcher = fetcher().store(store.clone());
    assert_eq!(fetcher.crl(&url).unwrap().der(), der);
    (store, url, der, requests)
}

#[test]
fn the_next_process_finds_in_the_store_what_this_one_fetched() {
    let (store, url, der, requests) = stored("");
    let answer = response(&[Some(HOUR)]);
    let (responder, asked) = serves("", &answer);
    for _ in 0..3 {
        let next = fetcher().store(store.clone());
        assert_eq!(next.crl(&format!("{url}#part")).unwrap().der(), der);
        assert_eq!(next.ocsp(&responder, &[0x30, 0xab]).unwrap(), answer);
    }
    assert_eq!(requests.load(Ordering::SeqCst), 1);
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    let keys = [format!("crl {url}/"), format!("ocsp {responder}/ 30ab")];
    assert_eq!(store.keys(), keys);
}

#[test]
fn the_store_is_told_until_when() {
    assert!((3590..=3600).contains(&stored("").0.seconds_left()));
    let (shorter, ..) = stored("Cache-Control: max-age=60\r\n");
    assert!((50..=60).contains(&shorter.seconds_left()));
    let (longer, ..) = stored("Cache-Control: max-age=9999\r\n");
    assert!((3590..=3600).contains(&longer.seconds_left()));
    let never = Arc::new(Map::default());
    let (url, _) = serves("Cache-Control: no-store\r\n", &crl(Some(HOUR)));
    fetcher().store(never.clone()).crl(&url).unwrap();
    assert_eq!(never.keys(), [""; 0]);
}

#[test]
fn what_the_store_has_is_judged_and_fetched_anew() {
    let hour = Duration::from_secs(3600);
    let now = SystemTime::now();
    let over = crl(Some(-1));
    let changes: [&dyn Fn(&mut Saved); 5] = [
        &|(bytes, _)| bytes.truncate(50),
        &|(bytes, _)| bytes.clear(),
        &|(_, until)| *until = now,
        // Over by itself, whatever the store says.
        &|(bytes, until)| (*bytes, *until) = (over.clone(), now + hour),
        &|(bytes, _)| *bytes = b"<html>".to_vec(),
    ];
    for change in changes {
        let (store, url, der, requests) = stored("");
        store.change(change);
        let next = fetcher().store(store.clone());
        assert_eq!(next.crl(&url).unwrap().der(), der);
        assert_eq!(requests.load(Ordering::SeqCst), 2);
        let saved = store.load(&format!("crl {url}/")).unwrap();
        assert_eq!(saved.0, der);
    }
}

#[test]
fn the_store_cannot_make_a_crl_last_longer() {
    let (store, url, _, requests) = stored("");
    let over = crl(Some(2));
    let far = SystemTime::now() + Duration::from_secs(9999);
    store.change(|(bytes, until)| (*bytes, *until) = (over.clone(), far));
    let next = fetcher().store(store);
    let first = next.crl(&url).unwrap();
    thread::sleep(Duration::from_millis(2100));
    assert_ne!(next.crl(&url).unwrap(), first);
    assert_eq!(requests.load(Ordering::SeqCst), 2);
}
