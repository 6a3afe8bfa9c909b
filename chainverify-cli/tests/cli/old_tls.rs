//! Servers that are too old for a handshake, of OpenSSL's make: their certificates are read in the clear, and the report says that the key was
//! not proven.

use core::net::SocketAddr;
use core::time::Duration;
use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use chainverify_testdata::{CertBuilder, Key, RsaSize};

use crate::foreign::Foreign;
use crate::pki::{AT, Folder, Pki};
use crate::run::{chainverify, connecting};

/// A server of these options with a chain of RSA keys, and the root.
fn old_server(folder: &Folder, more: &[&str]) -> (Foreign, String) {
    let leaf = CertBuilder::leaf("a.example").key(Key::rsa(RsaSize::Bits4096));
    let pki = Pki::with_leaf(leaf);
    let root = folder.pem("root.pem", &[&pki.root]);
    let (leaf, key) = (
        folder.pem("leaf.pem", &[&pki.leaf]),
        folder.key("leaf.key", &pki.leaf),
    );
    let others = folder.pem("others.pem", &[&pki.ca]);
    let server = Foreign::start((&leaf, &key), Some(&others), more);
    (server, root)
}

const ANY: &str = "DEFAULT:@SECLEVEL=0";

/// Options of a server, the version that it chooses, what is said of it, and the reference.
type Old = (
    &'static [&'static str],
    &'static str,
    &'static str,
    &'static str,
);

const OLD: [Old; 5] = [
    (
        &["-tls1", "-cipher", ANY],
        "TLS 1.0",
        "its newest version is TLS 1.0",
        "RFC 8996",
    ),
    (
        &["-tls1_1", "-cipher", ANY],
        "TLS 1.1",
        "its newest version is TLS 1.1",
        "RFC 8996",
    ),
    (
        &["-tls1_2", "-cipher", "AES128-SHA"],
        "TLS 1.2",
        "it chose TLS_RSA_WITH_AES_128_CBC_SHA: key exchange by RSA, without forward secrecy",
        "RFC 9325 §4.1",
    ),
    (
        &["-tls1_2", "-cipher", "DHE-RSA-AES256-GCM-SHA384"],
        "TLS 1.2",
        "it chose TLS_DHE_RSA_WITH_AES_256_GCM_SHA384: key exchange by DHE",
        "RFC 9325 §4.1",
    ),
    (
        &["-tls1_2", "-cipher", "ECDHE-RSA-AES128-SHA"],
        "TLS 1.2",
        "it chose TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, and the server ended the handshake with the alert handshake_failure",
        "RFC 9325 §4.2",
    ),
];

#[test]
fn a_good_chain_of_an_old_server_is_read_and_is_no_success() {
    for (more, spoken, words, reference) in OLD {
        let folder = Folder::new();
        let (server, root) = old_server(&folder, more);
        let address = server.address();
        let args = connecting(address, &root);
        let said = chainverify(args.iter().chain(&["a.example"]))
            .run()
            .exits_with(3);
        let lines = said.out.lines().collect::<Vec<_>>();
        assert_eq!(
            lines[0],
            format!(
                "✗ a.example is not verified: that the server holds the leaf's key is not proven, as {words}     {reference}"
            )
        );
        assert!(
            lines[1].starts_with("  the chain by itself: ✓ a.example is trusted"),
            "{said:#?}"
        );
        assert_eq!(
            lines[2],
            format!(
                "  sent by a.example at {address} with {spoken}: 2 certificates, read in the clear; the server did not prove that it holds the leaf's key"
            )
        );
        said.reports("fix (site operator): enable TLS 1.3");
        assert_eq!(said.err, "");
    }
}

#[test]
fn json_of_an_old_server_has_the_chain_and_is_an_error() {
    for (more, spoken, _, _) in OLD {
        let folder = Folder::new();
        let (server, root) = old_server(&folder, more);
        let args = connecting(server.address(), &root);
        let said = chainverify(args.iter().chain(&["--json", "a.example"]))
            .run()
            .exits_with(3);
        let json = said.json();
        assert_eq!(
            (&json["verdict"], &json["exit"]),
            (&"error".into(), &3.into())
        );
        assert!(json["error"].to_string().contains("the alert "), "{json:#}");
        let connection = &json["connection"];
        assert_eq!(connection["key"], "unknown");
        assert!(connection["client_certificate_requested"].is_null());
        assert!(spoken.ends_with(connection["tls"].as_str().unwrap()));
        let suite = connection["unfinished"]["cipher_suite"].as_str().unwrap();
        assert!(suite.starts_with("TLS_"));
        assert_eq!(json["report"]["verdict"], "valid");
    }
}

#[test]
fn a_bad_chain_of_an_old_server_is_what_decides() {
    let folder = Folder::new();
    let (server, root) = old_server(&folder, &["-tls1_2", "-cipher", "AES128-SHA"]);
    let args = connecting(server.address(), &root);
    let said = chainverify(args.iter().chain(&["b.example"]))
        .run()
        .exits_with(1);
    assert!(
        said.out
            .starts_with("✗ b.example is not trusted: leaf \"a.example\" is not valid for"),
        "{said:#?}"
    );
    said.reports("\n  handshake: not finished, as it chose TLS_RSA_WITH_AES_128_CBC_SHA");
    // To trust it would not make it valid.
    let nobody = ["--offline", "--at", AT, "--store", "none", "a.example"];
    let said = chainverify(nobody.iter().chain(&["--connect", server.address()])).run();
    said.reports("the trust store is empty");
    assert!(!said.out.contains("hint"), "{said:#?}");
    let json = chainverify(args.iter().chain(&["--json", "b.example"]))
        .run()
        .exits_with(1)
        .json();
    assert_eq!(json["verdict"], "not_valid");
}

/// A server that answers the first call with `first`, and each later one with what `next` writes. Its thread ends with the process.
fn answers(first: &'static [u8], next: fn(&mut TcpStream) -> io::Result<()>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for (number, mut stream) in listener.incoming().flatten().enumerate() {
            // The greeting must be read, or closing would reset the connection.
            let mut greeting = [0; 4096];
            let _ = stream.read(&mut greeting);
            // The client may be gone already.
            let _ = match number {
                0 => stream.write_all(first),
                _ => next(&mut stream),
            };
        }
    });
    address
}

/// A fatal handshake_failure.
const REFUSED: &[u8] = &[21, 3, 3, 0, 2, 2, 40];

#[test]
fn a_server_that_goes_on_and_on_is_left_in_bounds() {
    for (next, words) in [
        // Warnings without end.
        (
            (|stream| loop {
                stream.write_all(&[21, 3, 1, 0, 2, 1, 112])?;
            }) as fn(&mut TcpStream) -> _,
            "the server's certificate message is over 64 KiB",
        ),
        // A ServerHello, and a Certificate that claims 16 MiB.
        (
            |stream| {
                let hello = [&[2, 0, 0, 38, 3, 1], &[0; 33][..], &[0, 0x2f, 0]].concat();
                let claim = [11, 0xff, 0xff, 0xff];
                let length = u8::try_from(hello.len() + claim.len()).unwrap();
                stream.write_all(&[22, 3, 1, 0, length])?;
                stream.write_all(&[&hello[..], &claim].concat())?;
                loop {
                    stream.write_all(&[22, 3, 1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0])?;
                }
            },
            "the server's certificate message is over 64 KiB",
        ),
        // One octet, and then nothing: the first failure is told.
        (
            |stream| {
                stream.write_all(&[22])?;
                thread::sleep(Duration::from_secs(30));
                Ok(())
            },
            "the alert handshake_failure",
        ),
    ] {
        let address = answers(REFUSED, next).to_string();
        let args = ["--timeout", "1", "--connect", &address, "a.example"];
        let said = chainverify(args).run().exits_with(3);
        assert!(said.took < Duration::from_secs(10), "{said:#?}");
        said.complains(words);
    }
}

#[test]
fn what_an_old_server_sends_reaches_the_terminal_escaped() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    // Not a certificate at all.
    let address = answers(REFUSED, |stream| {
        let hello = [&[2, 0, 0, 38, 3, 3], &[0; 33][..], &[0, 0x2f, 0]].concat();
        let certificate = b"\x0b\0\0\x0e\0\0\x0b\0\0\x08\x1b[2J\x1b[1m";
        let length = u8::try_from(hello.len() + certificate.len()).unwrap();
        stream.write_all(&[22, 3, 1, 0, length])?;
        stream.write_all(&hello)?;
        stream.write_all(certificate)
    });
    let address = address.to_string();
    let args = [
        "--offline",
        "--roots",
        &root,
        "--connect",
        &address,
        "a.example",
    ];
    let said = chainverify(args).run().exits_with(1);
    assert!(!said.out.contains('\u{1b}'), "{said:#?}");
    said.reports(": 1 certificate, read in the clear");
}

#[test]
fn a_server_that_refuses_old_greetings_too_is_told_as_before() {
    // It has a certificate for an elliptic-curve key, and ciphers for RSA keys only.
    let (pki, folder) = (Pki::new(), Folder::new());
    let (leaf, key) = (
        folder.pem("leaf.pem", &[&pki.leaf]),
        folder.key("leaf.key", &pki.leaf),
    );
    let server = Foreign::start((&leaf, &key), None, &["-tls1_2", "-cipher", "AES128-SHA"]);
    let said = chainverify(["--connect", server.address(), "a.example"]).run();
    said.exits_with(3).complains("the alert handshake_failure");
}
