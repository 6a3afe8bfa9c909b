//! A server that leaves out its intermediate: the first connection fails and says where the intermediate is, the second
//! one succeeds.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread;

use chainverify::Report;
use chainverify::fetch::{HttpFetch, Reach};
use chainverify::rustls::IssuerMemory;
use chainverify::search::FetchProblem;
use chainverify_interop::pki::{Party, Pki, client_config, server_config};
use chainverify_interop::tls::{LONGEST_WAIT, Server, connect};
use chainverify_testdata::Extension;
use rustls::ALL_VERSIONS;

/// Answers one request over HTTP with these octets; gives the URL.
fn serve_once(body: Vec<u8>) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}/ca.der", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut tcp, _) = listener.accept().unwrap();
        tcp.set_read_timeout(Some(LONGEST_WAIT)).unwrap();
        let mut head = Vec::new();
        let mut octet = [0];
        while !head.ends_with(b"\r\n\r\n") && tcp.read(&mut octet).is_ok_and(|n| n == 1) {
            head.extend(octet);
        }
        let length = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        tcp.write_all(&[length.as_bytes(), &body].concat()).unwrap();
    });
    url
}

#[test]
fn what_a_server_leaves_out_is_learnt_for_the_next_connection() {
    let pki = Pki::new("Test");
    let url = serve_once(pki.ca.der.clone());
    let leaf = pki.server_cert("localhost");
    let leaf = leaf.extension(Extension::ca_issuers(&url)).sign();
    let server = server_config(&Party::new([&leaf]), ALL_VERSIONS);
    let server = Server::start(Arc::new(server), 2);
    let memory = Arc::new(IssuerMemory::new(16));
    let for_servers = pki.for_servers().issuers(memory.clone());
    let client = Arc::new(client_config(for_servers, ALL_VERSIONS));

    let error = connect(&client, server.address, "localhost").unwrap_err();
    let report = Report::of(&error).unwrap();
    assert_eq!(report.code().unwrap().id(), "issuer_not_found");
    let asked = report.requests.iter().flat_map(|request| &request.urls);
    let asked: Vec<_> = asked
        .map(|asked| (asked.url.as_deref(), asked.outcome.clone()))
        .collect();
    assert_eq!(asked, [(Some(&*url), Err(FetchProblem::NotTried))]);

    // In a thread of its own, beside the handshakes.
    let report = report.clone();
    let learning = thread::spawn({
        let memory = memory.clone();
        move || memory.learn(&report, &mut HttpFetch::new(Reach::Any))
    });
    assert_eq!(learning.join().unwrap(), 1);

    connect(&client, server.address, "localhost").unwrap();
    let [first, second] = <[_; 2]>::try_from(server.ended()).unwrap();
    assert!(first.is_err());
    second.unwrap();
}
