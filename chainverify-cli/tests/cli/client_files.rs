//! The files of client certificates and their keys: every form, what is wrong with them, and a client's chain that is the target itself.

use std::process::Command;

use chainverify_testdata::keystore::{JavaEntry, jks};
use chainverify_testdata::{CertBuilder, Extension, GeneralName, Key, Name, oid};

use crate::client_certificates::{Scene, client};
use crate::pki::{AT, Folder};
use crate::run::chainverify;

fn openssl(args: &[&str]) {
    let made = Command::new("openssl").args(args).output().unwrap();
    assert!(made.status.success(), "{made:?}");
}

#[test]
fn certificate_and_key_come_in_every_form() {
    let Some(scene) = Scene::new() else { return };
    let (made, cert, key) = scene.alice();
    let file = |name: &str| scene.folder.file(name, "");
    let both = scene.folder.file(
        "both.pem",
        [std::fs::read(&key).unwrap(), std::fs::read(&cert).unwrap()].concat(),
    );
    let p12 = file("alice.p12");
    let chain = scene
        .folder
        .pem("ca.pem", &[&scene.client_ca, &scene.client_root]);
    openssl(&[
        "pkcs12",
        "-export",
        "-inkey",
        &key,
        "-in",
        &cert,
        "-certfile",
        &chain,
        "-out",
        &p12,
        "-passout",
        "pass:open sesame",
    ]);
    let java = jks(
        &[JavaEntry::Protected(
            &made.key.pkcs8(),
            vec![&made.der, &scene.client_ca.der],
        )],
        "open sesame",
    );
    let java = scene.folder.file("alice.jks", java);
    let sealed = file("sealed.key");
    openssl(&[
        "pkcs8",
        "-topk8",
        "-in",
        &key,
        "-out",
        &sealed,
        "-passout",
        "pass:open sesame",
    ]);
    // The server has the intermediate itself.
    let der = scene.folder.file("alice.der", &made.der);
    let with_ca = scene
        .folder
        .pem("with-ca.pem", &[&scene.client_root, &scene.client_ca]);
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
fn a_certificate_without_its_key_is_refused_before_anything_is_connected_to() {
    let Some(scene) = Scene::new() else { return };
    let (made, cert, key) = scene.alice();
    let stray = client("stray", oid::CLIENT_AUTH).sign();
    let stray = scene.folder.key("stray.key", &stray);
    let mixed = [
        std::fs::read(&cert).unwrap(),
        std::fs::read(&stray).unwrap(),
    ];
    let mixed = scene.folder.file("mixed.pem", mixed.concat());
    let sealed = scene.folder.file("sealed.key", "");
    openssl(&[
        "pkcs8",
        "-topk8",
        "-in",
        &key,
        "-out",
        &sealed,
        "-passout",
        "pass:open sesame",
    ]);
    let java = jks(
        &[JavaEntry::Protected(&made.key.pkcs8(), vec![&made.der])],
        "changeit",
    );
    let java = scene.folder.file("alice.jks", java);
    let wrong = scene.folder.file("password", "open barley\n");
    let alone = scene.folder.pem("alone.pem", &[&made]);
    for (args, file, words) in [
        (
            &["--cert", &alone][..],
            &alone,
            "the private key of the client certificate is not in it, and --key gives none",
        ),
        (
            &["--cert", &cert, "--key", &stray],
            &stray,
            "is the private key of no certificate that --cert gives",
        ),
        (
            &["--cert", &cert, "--key", &key, "--key", &stray],
            &stray,
            "is the private key of no certificate",
        ),
        (
            &["--cert", &mixed],
            &mixed,
            "the private key in it is that of no certificate in it",
        ),
        (
            &["--cert", &cert, "--key", &sealed],
            &sealed,
            "the private key is encrypted, and no password was given",
        ),
        (
            &["--cert", &cert, "--key", &sealed, "--password-file", &wrong],
            &sealed,
            "the password is wrong",
        ),
        (
            &["--cert", &java],
            &java,
            "the private key is encrypted, and no password was given",
        ),
        (
            &["--cert", &key],
            &key,
            "holds a private key, not a certificate",
        ),
        (
            &["--cert", "absent.pem"],
            &"absent.pem".to_owned(),
            "no such file",
        ),
    ] {
        // Nobody listens on port 1.
        let target = ["https://127.0.0.1:1"];
        let said = chainverify(args.iter().chain(&target)).run().exits_with(2);
        let secret = made.key.pkcs8_pem();
        let secret = secret.lines().nth(1).unwrap();
        assert!(!said.err.contains(secret), "{said:#?}");
        said.complains(&format!("cannot use {file}: "))
            .complains(words);
    }
    let said = chainverify(["--cert", &cert, "--key", &key, &cert]).run();
    let said = said.exits_with(2);
    assert!(said.err.contains("--purpose client FILE"), "{said:#?}");
    said.complains("--cert goes with a host, and no target is one");
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
