//! The examples do what they say: each file of `examples/` is compiled in here and run on the
//! testdata, the async one against a server on this machine.

#![cfg(all(
    feature = "std",
    feature = "ring",
    feature = "fetch",
    feature = "os-roots",
    feature = "serde"
))]
#![allow(dead_code, reason = "the main function of each example")]

use core::net::Ipv4Addr;
use core::time::Duration;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::Command;

use chainverify_testdata::{CertBuilder, CrlBuilder, CrlEntry, Extension, pem_chain};

use by_hand::{codes, ders, leaf_with_urls, now, store, trio};
use chainverify::fetch::is_public;
use chainverify::search::FetchProblem;
use chainverify::{Origin, Report, Request, TrustStore, Verifier};
use pki_types::UnixTime;
use serde_json::Value;

mod by_hand;

#[path = "../examples/async_fetch.rs"]
mod async_fetch;
#[path = "../examples/custom_root.rs"]
mod custom_root;
#[path = "../examples/json.rs"]
mod json;
#[path = "../examples/revocation.rs"]
mod revocation;
#[path = "../examples/steps.rs"]
mod steps;
#[path = "../examples/verdict.rs"]
mod verdict;

const ROOT: &[u8] = include_bytes!("../../testdata/example/root.pem");
const CHAIN: &[u8] = include_bytes!("../../testdata/example/chain.pem");
const ROOT_FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/example/root.pem");

fn in_the_year(year: u64) -> UnixTime {
    let seconds = (year - 1970) * 31_557_600;
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn roots() -> TrustStore {
    let mut roots = TrustStore::new();
    roots.add_pem(ROOT, &Origin::Given);
    roots
}

/// In a process of its own, because the store of the operating system is that of the environment.
#[test]
fn verdict_goes_by_the_store_of_the_operating_system() {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "verdict_in_an_environment", "--ignored"])
        .env("SSL_CERT_FILE", ROOT_FILE)
        .env_remove("SSL_CERT_DIR")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success(), "{said}");
    assert!(said.contains("1 passed"), "{said}");
}

#[test]
#[ignore = "is run by the test above, with SSL_CERT_FILE set"]
fn verdict_in_an_environment() {
    verdict::verdict(CHAIN, "www.example.com").unwrap();
    let error = verdict::verdict(CHAIN, "www.example.org").unwrap_err();
    let report = error.downcast::<Box<Report>>().unwrap();
    assert_eq!(codes(&report.findings), ["name_mismatch"]);
    assert!(verdict::verdict(b"no PEM", "www.example.com").is_err());
}

#[test]
fn custom_root_branches_on_what_failed() {
    let advice = |root: &[u8], chain: &[u8], name, year| {
        custom_root::advice(root, chain, name, in_the_year(year)).unwrap()
    };
    assert_eq!(advice(ROOT, CHAIN, "www.example.com", 2030), "trusted");
    let expired = advice(ROOT, CHAIN, "www.example.com", 2050);
    assert_eq!(expired, "renew it: it expired 2046-01-01T00:00:00Z");
    let other = advice(ROOT, CHAIN, "db.internal", 2030);
    assert_eq!(other, "use one of its names: www.example.com, example.com");
    let leaf = chainverify_testdata::pem("CERTIFICATE", &chain()[0]);
    let alone = advice(ROOT, leaf.as_bytes(), "www.example.com", 2030);
    assert!(alone.starts_with("install the intermediate "), "{alone}");
    assert!(alone.contains("CN=Example CA 1"), "{alone}");
    let none = advice(b"", CHAIN, "www.example.com", 2030);
    assert!(none.contains("the trust store is empty"), "{none}");
}

fn chain() -> Vec<by_hand::Der> {
    chainverify::cert::from_pem(CHAIN).unwrap()
}

#[test]
fn json_writes_the_report_whether_the_chain_is_valid_or_not() {
    let report = |name| -> Value {
        let text = json::report(roots(), CHAIN, name, in_the_year(2030)).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    assert_eq!(report("www.example.com")["verdict"], "valid");
    let failed = report("www.example.org");
    assert_eq!(failed["verdict"], "not_valid");
    assert_eq!(failed["findings"][0]["code"], "name_mismatch");
}

#[test]
fn steps_finds_the_issuers_of_a_leaf_that_was_sent_alone() {
    let chain = chain();
    let path = steps::verify(roots(), &chain[..1], &chain[1..], in_the_year(2030)).unwrap();
    let names: Vec<_> = path.split(" ← ").collect();
    assert_eq!(names.len(), 2);
    assert_eq!(names[0], "CN=www.example.com");
    assert!(names[1].ends_with("CN=Example CA 1"), "{path}");
    let error = steps::verify(roots(), &chain[..1], &[], in_the_year(2030)).unwrap_err();
    let report = error.downcast::<Box<Report>>().unwrap();
    assert_eq!(codes(&report.findings), ["issuer_not_found"]);
}

/// A server on this machine that answers each request with these octets; its URL.
fn serve(reply: Vec<u8>) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}/ca.der", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = Vec::new();
            let mut octet = [0];
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut octet).is_ok_and(|n| n == 1) {
                head.extend(octet);
            }
            assert!(head.starts_with(b"GET /ca.der HTTP/1.0\r\nHost: 127.0.0.1:"));
            let _ = stream.write_all(&reply);
        }
    });
    url
}

fn run<F: Future>(future: F) -> F::Output {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(future)
}

#[test]
fn async_fetch_brings_the_issuer_from_the_url_of_the_leaf() {
    let [root, ca, _] = trio();
    let mut reply = b"HTTP/1.0 200 OK\r\n\r\n".to_vec();
    reply.extend(&ca.der);
    let (dead, garbage, good) = (
        "ldap://ca.test/".to_owned(),
        serve(b"HTTP/1.0 404 Not Found\r\n\r\nno".to_vec()),
        serve(reply),
    );
    let leaf = leaf_with_urls(&ca, &[&dead, &garbage, &good]);
    let verifier = Verifier::new(store(&[&root]));
    let chain = ders(&[&leaf]);
    let request = || Request::server(&chain, "example.com").at(now());
    let path = run(verifier.verify_async(request(), |need| async_fetch::issuers(need, |_| true)));
    let report = path.unwrap().report();
    assert_eq!(codes(&report.findings), ["completed_by_fetch"]);
    let outcomes: Vec<_> = report.requests[0]
        .urls
        .iter()
        .map(|url| (url.url.clone().unwrap(), url.outcome.clone()))
        .collect();
    let wanted = [
        (dead, Err(FetchProblem::SchemeNotAllowed)),
        (garbage, Err(FetchProblem::NotCertificates)),
        (good, Ok(1)),
    ];
    assert_eq!(outcomes, wanted);
}

#[test]
fn async_fetch_asks_nobody_on_this_machine_by_itself() {
    let [root, ca, _] = trio();
    let url = serve(b"HTTP/1.0 200 OK\r\n\r\n".to_vec());
    let leaf = leaf_with_urls(&ca, &[&url]);
    let verifier = Verifier::new(store(&[&root]));
    let chain = ders(&[&leaf]);
    let request = Request::server(&chain, "example.com").at(now());
    let issuers = |need| async_fetch::issuers(need, |address| is_public(address.ip()));
    let report = run(verifier.verify_async(request, issuers)).unwrap_err();
    assert_eq!(codes(&report.findings), ["issuer_not_found"]);
    let outcome = &report.requests[0].urls[0].outcome;
    assert_eq!(*outcome, Err(FetchProblem::Unreachable));
}

#[test]
fn revocation_goes_by_the_crl_and_asks_for_the_other() {
    let long = |cert: CertBuilder| cert.validity("2026-01-01T00:00:00Z", "2046-01-01T00:00:00Z");
    let root = long(CertBuilder::ca("Root")).sign();
    let ca = CertBuilder::intermediate("CA")
        .extension(Extension::crl_distribution_point("http://ca.test/root.crl"))
        .issuer(&root);
    let ca = long(ca).sign();
    let leaf = CertBuilder::leaf("example.com").serial(&[5]).issuer(&ca);
    let leaf = long(leaf).sign();
    let crl = |entry: &CrlEntry| {
        let crl = CrlBuilder::new(&ca).entry(entry);
        crl.updates("2026-01-01T00:00:00Z", Some("2046-01-01T00:00:00Z"))
            .sign()
    };
    let chain = pem_chain([&leaf, &ca]);
    let verify = |crl: Vec<u8>| {
        revocation::verify(chain.as_bytes(), pem_chain([&root]).as_bytes(), crl).unwrap()
    };
    let revoked = verify(crl(&CrlEntry::new(&[5])));
    assert!(
        revoked.contains("leaf \"example.com\" was revoked 2026-02-01 (CRL)"),
        "{revoked}"
    );
    let other = verify(crl(&CrlEntry::new(&[6])));
    let asked = "(CRL at \"http://ca.test/root.crl\": not tried)";
    assert!(other.contains(asked), "{other}");
}
