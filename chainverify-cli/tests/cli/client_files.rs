//! The files of client certificates and their keys: every form, what is wrong with them, and a client's chain that is the target itself.

use std::fs;
use std::process::Command;

use chainverify_testdata::keystore::{JavaEntry, jks};
use chainverify_testdata::{CertBuilder, Extension, GeneralName, Key, Name, RsaSize, oid};

use crate::client_certificates::{Scene, client};
use crate::pki::{AT, Folder};
use crate::run::chainverify;

fn openssl(args: &[&str]) {
    let made = Command::new("openssl").args(args).output().unwrap();
    assert!(made.status.success(), "{made:?}");
}

/// The key in this file once more, encrypted under "open sesame".
fn sealed(scene: &Scene, key: &str) -> String {
    let sealed = scene.folder.file("sealed.key", "");
    let password = ["-passout", "pass:open sesame"];
    let args = ["pkcs8", "-topk8", "-in", key, "-out", &sealed];
    openssl(&[&args[..], &password].concat());
    sealed
}

/// Asserts that the files are refused, with these words about this one of them, before anything is connected to.
#[track_caller]
fn refused(args: &[&str], file: &str, words: &str) {
    // Nobody listens on port 1.
    let said = chainverify(args.iter().chain(&["https://127.0.0.1:1"])).run();
    let said = said.exits_with(2);
    // Nothing of a key is shown.
    for given in args.iter().filter_map(|file| fs::read_to_string(file).ok()) {
        let mut secrets = given.lines().filter(|line| line.len() > 40);
        assert!(!secrets.any(|line| said.err.contains(line)), "{said:#?}");
    }
    said.complains(&format!("cannot use {file}: "))
        .complains(words);
}

/// The contents of two files.
fn joined(first: &str, second: &str) -> Vec<u8> {
    [first, second].map(|file| fs::read(file).unwrap()).concat()
}

#[test]
fn certificate_and_key_come_in_every_form() {
    let Some(scene) = Scene::new() else { return };
    let (made, cert, key) = scene.alice();
    let both = scene.folder.file("both.pem", joined(&key, &cert));
    let p12 = scene.folder.file("alice.p12", "");
    let cas = [&scene.client_ca, &scene.client_root];
    let chain = scene.folder.pem("ca.pem", &cas);
    let args = ["pkcs12", "-export", "-inkey", &key, "-in", &cert];
    let more = ["-certfile", &chain, "-out", &p12];
    openssl(&[&args[..], &more, &["-passout", "pass:open sesame"]].concat());
    let chain = vec![&*made.der, &scene.client_ca.der];
    let java = [JavaEntry::Protected(&made.key.pkcs8(), chain)];
    let java = scene.folder.file("alice.jks", jks(&java, "open sesame"));
    let sealed = sealed(&scene, &key);
    let der = scene.folder.file("alice.der", &made.der);
    // So that a certificate without its issuer is enough.
    let with_ca = scene.folder.pem("with-ca.pem", &cas);
    let password = scene.folder.file("password", "open sesame\n");
    for args in [
        &["--cert", &both][..],
        &["--cert", &p12],
        &["--cert", &java],
        &["--cert", &cert, "--key", &sealed],
        &["--cert", &der, "--key", &key],
    ] {
        let more = ["-Verify", "3", "-verify_return_error", "-CAfile", &with_ca];
        let server = scene.starts(&more);
        let args = [args, &["--password-file", &password]].concat();
        let json = scene.json(&server, &args, 0);
        assert_eq!(json["outcome"], "accepted", "{args:?} {json:#}");
        assert_eq!(json["given"][0]["subject"], "CN=alice");
    }
}

#[test]
fn a_certificate_without_its_own_key_is_not_presented() {
    let Some(scene) = Scene::new() else { return };
    let (made, cert, key) = scene.alice();
    let other = client("other", oid::CLIENT_AUTH).sign();
    let other = scene.folder.key("other.key", &other);
    let mixed = scene.folder.file("mixed.pem", joined(&cert, &other));
    let alone = scene.folder.pem("alone.pem", &[&made]);
    let of_none = "is the private key of no certificate that --cert gives";
    refused(
        &["--cert", &alone],
        &alone,
        "the private key of the client certificate is not in it, and --key gives none",
    );
    refused(&["--cert", &cert, "--key", &other], &other, of_none);
    let both = ["--cert", &cert, "--key", &key, "--key", &other];
    refused(&both, &other, of_none);
    let words = "the private key in it is that of no certificate in it";
    refused(&["--cert", &mixed], &mixed, words);
    let words = "holds a private key, not a certificate";
    refused(&["--cert", &key], &key, words);
    refused(&["--cert", "absent.pem"], "absent.pem", "no such file");
    let said = chainverify(["--cert", &cert, "--key", &key, &cert]).run();
    let said = said.exits_with(2);
    assert!(said.err.contains("--purpose client FILE"), "{said:#?}");
    said.complains("--cert goes with a host, and no target is one");
}

#[test]
fn a_key_that_cannot_sign_a_handshake_is_told() {
    let Some(scene) = Scene::new() else { return };
    let short = Key::rsa(RsaSize::Bits1024);
    let made = CertBuilder::bare(Name::common("short"), short).sign();
    let cert = scene.folder.pem("short.pem", &[&made]);
    let key = scene.folder.key("short.key", &made);
    let words = "the private key of the client certificate is of a kind that cannot sign here";
    refused(&["--cert", &cert, "--key", &key], &cert, words);
}

#[test]
fn an_encrypted_key_of_a_client_wants_its_password() {
    let Some(scene) = Scene::new() else { return };
    let (made, cert, key) = scene.alice();
    let sealed = sealed(&scene, &key);
    let java = [JavaEntry::Protected(&made.key.pkcs8(), vec![&made.der])];
    let java = scene.folder.file("alice.jks", jks(&java, "changeit"));
    let wrong = scene.folder.file("password", "open barley\n");
    let none = "the private key is encrypted, and no password was given";
    let args = ["--cert", &cert, "--key", &sealed];
    refused(&args, &sealed, none);
    let args = [&args[..], &["--password-file", &wrong]].concat();
    refused(&args, &sealed, "the password is wrong");
    refused(&["--cert", &java], &java, none);
}

#[test]
fn a_file_is_checked_as_a_client_as_a_server_checks_it() {
    let folder = Folder::new();
    let root = CertBuilder::ca("Clients Root").sign();
    let ca = CertBuilder::intermediate("Clients CA").issuer(&root).sign();
    let person = |usage| {
        CertBuilder::bare(Name::common("alice"), Key::p256("alice"))
            .name(GeneralName::email("alice@example.com"))
            .extension(Extension::extended_key_usage(&[usage]))
            .issuer(&ca)
            .sign()
    };
    let roots = folder.pem("root.pem", &[&root]);
    let check = |file: &str| {
        let args = [
            "--purpose",
            "client",
            "--offline",
            "--at",
            AT,
            "--roots",
            &roots,
        ];
        chainverify(args.iter().chain(&[file])).run()
    };
    let good = folder.pem("good.pem", &[&person(oid::CLIENT_AUTH), &ca]);
    // No name is demanded.
    let said = check(&good).exits_with(0);
    said.reports("\u{2713} \"alice\" is trusted until")
        .reports("; no name was checked\n")
        .reports("\n  client: a server that names CAs takes it if it names \"Clients CA\" or \"Clients Root\"     RFC 8446 §4.4.2.3\n");
    let server = folder.pem("server.pem", &[&person(oid::SERVER_AUTH), &ca]);
    let said = check(&server).exits_with(1);
    said.reports("has an extended key usage without clientAuth; it allows: serverAuth")
        .reports("\n  fix (certificate holder): get a certificate for \"alice\" whose extended key usage allows clientAuth\n");
    let alone = folder.pem("alone.pem", &[&person(oid::CLIENT_AUTH)]);
    let said = check(&alone).exits_with(1);
    said.reports(
        "\n  fix (certificate holder): send the certificate of \"Clients CA\" with the chain\n",
    )
    .hints_at("--chain FILE if the client sends it too");
    // Only of a client a server compares that.
    let args = [
        "--purpose",
        "any",
        "--offline",
        "--at",
        AT,
        "--roots",
        &roots,
        &good,
    ];
    let said = chainverify(args).run().exits_with(0);
    assert!(!said.out.contains("names CAs"), "{said:#?}");
}
