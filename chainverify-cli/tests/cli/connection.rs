//! Facts of a connection that the user chooses or must know: the server name that is sent, the certificate with the other kind of key, the
//! addresses, and a proxy that is not used.

use chainverify_testdata::{CertBuilder, Key, RsaSize};

use crate::foreign::Foreign;
use crate::pki::{AT, Folder, Pki, identity};
use crate::raw::{closed, says};
use crate::run::{Said, chainverify, connecting};
use crate::tls::{TlsServer, Versions};

/// A server with a chain for each of two names, the first of which also answers where no name is sent; and the root of both.
fn two_names(folder: &Folder) -> (TlsServer, String) {
    let pki = Pki::new();
    let other = CertBuilder::leaf("b.example").issuer(&pki.ca).sign();
    let identities = vec![
        ("a.example", pki.identity()),
        ("b.example", identity(&other, &[&pki.ca])),
    ];
    let root = folder.pem("root.pem", &[&pki.root]);
    (TlsServer::start(identities, Versions::Both), root)
}

#[test]
fn an_address_is_greeted_by_the_dns_name_that_is_checked() {
    let folder = Folder::new();
    let (server, root) = two_names(&folder);
    let address = server.address();
    let args = ["--offline", "--at", AT, "--roots", &root];
    let check = |more: &[&str]| chainverify(args.iter().chain(more)).run();
    let said = check(&["--name", "b.example", &address]).exits_with(0);
    assert!(!said.out.contains("SNI"), "{said:#?}");
    let said = check(&["--explain", "--name", "b.example", &address]).exits_with(0);
    said.reports("\n  server name (SNI): b.example, by --name\n");
    let said = check(&["-v", "--name", "b.example", &address]).exits_with(0);
    assert!(
        said.err
            .contains("; server name (SNI): b.example, by --name\n"),
        "{said:#?}"
    );
    // None is known: that may be why it fails, and is said.
    let said = check(&[&address]).exits_with(1);
    said.reports(
        "\n  server name (SNI): none, as the target is an address and no DNS name is given\n",
    );
    said.hints_at("--name NAME sends it (SNI) and checks it");
    // What is said by the option comes first.
    let said = check(&["--name", "b.example", "--servername", "none", &address]).exits_with(1);
    said.reports("\n  server name (SNI): none, by --servername none\n");
    let said = check(&[
        "--servername",
        "b.example",
        "--connect",
        &address,
        "a.example",
    ]);
    said.exits_with(1)
        .reports("\n  server name (SNI): b.example, by --servername\n");
    for (more, name, why) in [
        (
            &["--name", "b.example", &address][..],
            Some("b.example"),
            "name",
        ),
        (&[&address], None, "address"),
        (
            &["--connect", &address, "a.example"],
            Some("a.example"),
            "target",
        ),
        (
            &["--servername", "A.example", &address],
            Some("a.example"),
            "servername",
        ),
        (
            &["--servername", "none", "--connect", &address, "a.example"],
            None,
            "none",
        ),
    ] {
        let sni = &check(&[&["--json"], more].concat()).json()["connection"]["sni"];
        assert_eq!(*sni, serde_json::json!({ "name": name, "why": why }));
    }
}

#[test]
fn that_no_name_was_sent_is_the_hint_where_a_server_refuses() {
    // A fatal handshake_failure.
    let address = says("\x15\x03\x03\0\x02\x02\x28").to_string();
    for (args, hint) in [
        (
            &[address.as_str()][..],
            "no server name (SNI) was sent, and many servers want one: --name NAME",
        ),
        (
            &["--servername", "none", "--connect", &address, "a.example"],
            "no server name (SNI)",
        ),
        (
            &["--servername", "a.example", &address],
            "only TLS 1.2 and 1.3",
        ),
    ] {
        let said = chainverify(args).run().exits_with(3);
        assert!(said.err.contains(&format!("\n  hint: {hint}")), "{said:#?}");
        said.complains("the alert handshake_failure");
    }
}

/// What stands at the beginning of each report.
fn starts(said: &Said) -> Vec<&str> {
    said.out
        .split("\n\n")
        .filter_map(|report| report.lines().nth(1))
        .collect()
}

/// A server with a certificate for each kind of key, and the root of both; the RSA one with these files after it.
fn two_keys(folder: &Folder, more: &[&str]) -> (Foreign, String) {
    let rsa = CertBuilder::leaf("a.example").key(Key::rsa(RsaSize::Bits4096));
    let (pki, rsa) = (Pki::new(), Pki::with_leaf(rsa).leaf);
    let [cert, rsa_cert] =
        [("curve.pem", &pki.leaf), ("rsa.pem", &rsa)].map(|(name, made)| folder.pem(name, &[made]));
    let [key, rsa_key] =
        [("curve.key", &pki.leaf), ("rsa.key", &rsa)].map(|(name, made)| folder.key(name, made));
    let others = folder.pem("others.pem", &[&pki.ca]);
    let with = [&["-dcert", &rsa_cert, "-dkey", &rsa_key], more].concat();
    let server = Foreign::start((&cert, &key), Some(&others), &with);
    (server, folder.pem("root.pem", &[&pki.root]))
}

#[test]
fn both_certificates_of_a_server_are_asked_for() {
    for version in ["-tls1_3", "-tls1_2"] {
        let folder = Folder::new();
        let others = folder.path().join("others.pem").display().to_string();
        let (server, root) = two_keys(&folder, &["-dcert_chain", &others, version]);
        let args = connecting(server.address(), &root);
        let check = |more: &[&str]| chainverify(args.iter().chain(more)).run().exits_with(0);
        let said = check(&["--both", "a.example"]);
        assert_eq!(starts(&said).len(), 2, "{said:#?}");
        said.reports(": there is a certificate with an RSA key too, below\n")
            .reports("\n  asked for: a certificate with an RSA key\n")
            .reports(", RSA 4096, ");
        let said = check(&["--json", "--both", "a.example"]);
        let [first, other] = said.jsons().try_into().unwrap();
        assert!(first["connection"]["asked_for"].is_null());
        assert_eq!(first["connection"]["other_key"]["outcome"], "sent");
        assert_eq!(other["connection"]["asked_for"], "rsa");
        for json in [&first, &other] {
            assert_eq!(json["connection"]["key"], "proven", "{json:#}");
        }
        // It is not asked for otherwise.
        assert_eq!(starts(&check(&["a.example"])).len(), 1);
    }
}

#[test]
fn a_certificate_that_is_not_valid_is_not_hidden_by_the_other_one() {
    let folder = Folder::new();
    let (server, root) = two_keys(&folder, &[]);
    let args = connecting(server.address(), &root);
    let said = chainverify(args.iter().chain(&["--both", "a.example"])).run();
    let [good, bad] = said
        .out
        .split("\n\n")
        .collect::<Vec<_>>()
        .try_into()
        .unwrap();
    assert!(good.starts_with('✓') && bad.starts_with('✗'), "{said:#?}");
    said.exits_with(1);
}

#[test]
fn that_there_is_one_certificate_only_is_no_failure() {
    let folder = Folder::new();
    let rsa = CertBuilder::leaf("a.example").key(Key::rsa(RsaSize::Bits4096));
    for (pki, kind, other) in [
        (Pki::new(), "RSA", "rsa"),
        (Pki::with_leaf(rsa), "elliptic-curve", "elliptic_curve"),
    ] {
        let root = folder.pem("root.pem", &[&pki.root]);
        // One that refuses, and one that sends what it has whatever it is asked for.
        let (leaf, key) = (
            folder.pem("leaf.pem", &[&pki.leaf]),
            folder.key("leaf.key", &pki.leaf),
        );
        let others = folder.pem("others.pem", &[&pki.ca]);
        let strict = Foreign::start((&leaf, &key), Some(&others), &[]);
        let stubborn = TlsServer::start(vec![("a.example", pki.identity())], Versions::Both);
        for address in [strict.address(), &stubborn.address()] {
            let args = ["--offline", "--at", AT, "--roots", &root, "--both"];
            let target = ["--connect", address, "a.example"];
            let said = chainverify(args.iter().chain(&target)).run().exits_with(0);
            said.reports(&format!(
                "\n  other key: no certificate with an {kind} key; the "
            ));
            let json = chainverify(args.iter().chain(&["--json"]).chain(&target)).run();
            let found = &json.json()["connection"]["other_key"];
            assert_eq!(
                (&found["kind"], &found["outcome"]),
                (&other.into(), &"absent".into())
            );
        }
    }
}

#[test]
fn all_addresses_are_told_with_verbose() {
    let server = TlsServer::start(vec![("localhost", Pki::new().identity())], Versions::Both);
    let address = server.address();
    let (_, port) = address.rsplit_once(':').unwrap();
    let target = format!("localhost:{port}");
    let said = chainverify(["-v", "--offline", "--store", "none", &target]).run();
    assert!(said.err.contains(" address"), "{said:#?}");
    assert!(said.err.contains(&format!("127.0.0.1:{port}")), "{said:#?}");
    let json = chainverify(["--json", "--offline", "--store", "none", &target])
        .run()
        .json();
    let addresses = json["connection"]["addresses"].as_array().unwrap();
    assert!(addresses.contains(&"127.0.0.1".into()), "{json:#}");
    assert_eq!(json["connection"]["peer"], format!("127.0.0.1:{port}"));
}

#[test]
fn a_proxy_that_is_set_is_told_once_where_no_connection_comes_about() {
    let down = closed().to_string();
    let told = "chainverify: HTTPS_PROXY is set, but not used: connections are direct\n";
    let run = |args: &[&str], value: &str| chainverify(args).env("HTTPS_PROXY", value).run();
    let said = run(&[&down, &down], "http://user:secret@proxy.example:3128").exits_with(3);
    assert_eq!(said.err.matches(told).count(), 1, "{said:#?}");
    assert!(!said.err.contains("secret"), "{said:#?}");
    for (args, value) in [
        (&[down.as_str()][..], ""),
        (&["no-such.pem"], "http://proxy.example:3128"),
    ] {
        let said = run(args, value);
        assert!(!said.err.contains("PROXY"), "{said:#?}");
    }
    let server = TlsServer::start(vec![("a.example", Pki::new().identity())], Versions::Both);
    let address = server.address();
    let args = [
        "--offline",
        "--store",
        "none",
        "--connect",
        &address,
        "a.example",
    ];
    let said = run(&args, "http://proxy.example:3128").exits_with(1);
    assert_eq!(said.err, "");
    let said = run(&[&["-v"], &args[..]].concat(), "http://proxy.example:3128");
    assert!(said.err.contains(told), "{said:#?}");
}
