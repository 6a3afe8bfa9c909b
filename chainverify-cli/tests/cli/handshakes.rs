//! What the command records of a handshake, as the report tells it: versions, SNI, the number of certificates, whether the server proved that
//! it holds the leaf's key. Verdicts on chains are tested elsewhere: here nobody is trusted.

use std::net::TcpListener;
use std::process::Command;

use chainverify_testdata::{CertBuilder, Key, RsaSize};

use crate::foreign::Foreign;
use crate::pki::{Folder, Pki, identity};
use crate::run::{Said, chainverify};
use crate::tls::{TlsServer, Versions};

const PROVED: &str = "the server proved that it holds the leaf's key";

fn told(args: &[&str]) -> Said {
    let args = ["--offline", "--store", "none"].iter().chain(args);
    chainverify(args).run().exits_with(1)
}

/// In one of the first lines, as the verdict is the first.
#[track_caller]
fn tells(said: &Said, words: &str) {
    assert!(
        said.out.lines().take(3).any(|line| line.contains(words)),
        "{words:?} is missing in {said:#?}"
    );
}

#[test]
fn both_versions_and_the_whole_chain() {
    let pki = Pki::new();
    for (versions, spoken) in [(Versions::Both, "TLS 1.3"), (Versions::Only12, "TLS 1.2")] {
        let identity = identity(&pki.leaf, &[&pki.ca, &pki.root]);
        let server = TlsServer::start(vec![("a.example", identity)], versions);
        let said = told(&["--connect", &server.address(), "a.example"]);
        let address = server.address();
        tells(
            &said,
            &format!("  sent by a.example at {address} with {spoken}: 3 certificates; {PROVED}"),
        );
    }
}

#[test]
fn an_impostor_without_the_key_is_recorded_as_such() {
    let pki = Pki::new();
    let stolen = CertBuilder::leaf("b.example").sign();
    for versions in [Versions::Both, Versions::Only12] {
        let mut identity = pki.identity();
        identity.key = crate::pki::identity(&stolen, &[]).key;
        let server = TlsServer::start(vec![("a.example", identity)], versions);
        tells(
            &told(&["--connect", &server.address(), "a.example"]),
            "a.example is not trusted: the server does not hold the leaf's key",
        );
    }
}

#[test]
fn names_at_one_address_are_told_apart_and_an_address_names_none() {
    let pki = Pki::new();
    let other = CertBuilder::leaf("b.example").issuer(&pki.ca).sign();
    let identities = vec![
        ("a.example", pki.identity()),
        ("b.example", identity(&other, &[&pki.ca, &pki.root])),
    ];
    let server = TlsServer::start(identities, Versions::Both);
    tells(
        &told(&["--connect", &server.address(), "a.example"]),
        ": 2 certificates;",
    );
    tells(
        &told(&["--connect", &server.address(), "b.example"]),
        ": 3 certificates;",
    );
    tells(&told(&[&server.address()]), ": 2 certificates;");
    let unknown = chainverify(["--connect", &server.address(), "c.example"]).run();
    unknown.exits_with(3).complains("the alert");
}

#[test]
fn an_ipv6_address_is_reached() {
    let Ok(listener) = TcpListener::bind("[::1]:0") else {
        return; // a machine without IPv6
    };
    let identities = vec![("a.example", Pki::new().identity())];
    let server = TlsServer::listen(listener, identities, Versions::Both);
    let said = told(&[&server.address()]);
    tells(
        &said,
        &format!("  sent by {} with TLS 1.3: ", server.address()),
    );
}

#[test]
fn a_name_with_two_addresses_is_reached_by_the_one_that_answers() {
    // localhost is ::1 and 127.0.0.1, or only the latter; the server listens on the latter.
    let server = TlsServer::start(vec![("localhost", Pki::new().identity())], Versions::Both);
    let port = server
        .address()
        .rsplit_once(':')
        .map(|(_, port)| port.to_owned())
        .unwrap();
    tells(&told(&[&format!("localhost:{port}")]), "127.0.0.1");
}

#[test]
fn a_foreign_server_is_understood_even_if_it_demands_a_client_certificate() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let (leaf, key) = (
        folder.pem("leaf.pem", &[&pki.leaf]),
        folder.key("leaf.key", &pki.leaf),
    );
    let others = folder.pem("others.pem", &[&pki.ca, &pki.root]);
    for (more, spoken, asked) in [
        (&[][..], "TLS 1.3", false),
        (&["-tls1_2"], "TLS 1.2", false),
        (&["-Verify", "1"], "TLS 1.3", true),
        (&["-Verify", "1", "-tls1_2"], "TLS 1.2", true),
    ] {
        let server = Foreign::start((&leaf, &key), Some(&others), more);
        let said = told(&["--connect", server.address(), "a.example"]);
        let end = match asked {
            true => "; it asked for a client certificate\n",
            false => "\n",
        };
        said.reports(&format!(" with {spoken}: 3 certificates; {PROVED}{end}"));
        let json = told(&["--json", "--connect", server.address(), "a.example"]).json();
        let connection = &json["connection"];
        assert_eq!(connection["client_certificate_requested"], asked);
    }
}

#[test]
fn keys_that_ring_does_not_take_are_recorded_too_and_make_nobody_an_impostor() {
    // Not P-521 by TLS 1.2: there OpenSSL asks for the curve among the key exchange groups, which ring has not.
    for (algorithm, versions) in [
        ("EC -pkeyopt ec_paramgen_curve:P-521", &["-tls1_3"][..]),
        ("ED448", &["-tls1_3", "-tls1_2"]),
        ("RSA -pkeyopt rsa_keygen_bits:1024", &["-tls1_3", "-tls1_2"]),
    ] {
        let folder = Folder::new();
        let made = Command::new("openssl")
            .args(
                "req -x509 -nodes -keyout leaf.key -out leaf.pem -subj /CN=a.example -newkey"
                    .split(' '),
            )
            .args(algorithm.split(' '))
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        let [leaf, key] =
            ["leaf.pem", "leaf.key"].map(|name| folder.path().join(name).display().to_string());
        for version in versions {
            let weak = ["-cipher", "DEFAULT:@SECLEVEL=0", version];
            let server = Foreign::start((&leaf, &key), None, &weak);
            let said = told(&["--connect", server.address(), "a.example"]);
            tells(
                &said,
                ": 1 certificate; whether the server holds the leaf's key could not be checked",
            );
        }
    }
}

#[test]
fn rsa_works() {
    let (pki, folder) = (
        Pki::with_leaf(CertBuilder::leaf("a.example").key(Key::rsa(RsaSize::Bits4096))),
        Folder::new(),
    );
    let (leaf, key) = (
        folder.pem("leaf.pem", &[&pki.leaf]),
        folder.key("leaf.key", &pki.leaf),
    );
    for version in ["-tls1_3", "-tls1_2"] {
        let server = Foreign::start((&leaf, &key), None, &[version]);
        tells(&told(&["--connect", server.address(), "a.example"]), PROVED);
    }
}

#[test]
fn too_many_certificates_are_refused() {
    let pki = Pki::new();
    let server = TlsServer::start(
        vec![("a.example", identity(&pki.leaf, &[&pki.ca; 70]))],
        Versions::Both,
    );
    let said = chainverify(["--connect", &server.address(), "a.example"]).run();
    said.exits_with(3)
        .complains("the server sent 71 certificates, more than the 64 that are read");
}

#[test]
fn a_certificate_message_over_64_kib_is_refused() {
    let pki = Pki::new();
    let server = TlsServer::start(
        vec![("a.example", identity(&pki.leaf, &[&pki.ca; 200]))],
        Versions::Both,
    );
    let said = chainverify(["--connect", &server.address(), "a.example"]).run();
    said.exits_with(3)
        .complains("the server's certificate message is over 64 KiB");
}
