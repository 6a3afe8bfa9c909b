//! `--key`: whether a private key is the leaf's, in every form of a key; and that nothing else is taken for one.

use std::process::Command;

use chainverify_testdata::{CertBuilder, Key, RsaSize, pem, pkcs7};

use crate::pki::{AT, Folder, Pki};
use crate::run::{Said, chainverify};
use crate::tls::{TlsServer, Versions};

/// A chain whose leaf has an RSA key, so that there are all three forms.
struct Scene {
    pki: Pki,
    folder: Folder,
    root: String,
    chain: String,
    key: String,
}

impl Scene {
    fn new(key: Key) -> Self {
        let (pki, folder) = (
            Pki::with_leaf(CertBuilder::leaf("a.example").key(key)),
            Folder::new(),
        );
        Self {
            root: folder.pem("root.pem", &[&pki.root]),
            chain: folder.pem("chain.pem", &[&pki.leaf, &pki.ca]),
            key: folder.key("key.pem", &pki.leaf),
            pki,
            folder,
        }
    }

    /// The key as openssl writes it.
    fn written(&self, name: &str, args: &[&str]) -> String {
        let file = self.folder.file(name, "");
        let made = Command::new("openssl")
            .args(args)
            .args(["-in", &self.key, "-out", &file])
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        file
    }

    fn check(&self, more: &[&str]) -> Said {
        let args = ["--offline", "--at", AT, "--roots", &self.root, &self.chain];
        chainverify(args.iter().chain(more)).run()
    }
}

#[test]
fn a_key_in_any_form_is_compared_with_the_leafs() {
    let rsa = Scene::new(Key::rsa(RsaSize::Bits2048));
    let ec = Scene::new(Key::p256("leaf"));
    let der: &[&str] = &["pkey", "-outform", "DER"];
    for (scene, forms) in [
        (
            &rsa,
            [
                &["pkey"][..],
                der,
                &["rsa", "-traditional"],
                &["rsa", "-traditional", "-outform", "DER"],
            ],
        ),
        (&ec, [&["pkey"], der, &["ec"], &["ec", "-outform", "DER"]]),
    ] {
        for form in forms {
            let key = scene.written("written.key", form);
            let said = scene.check(&["--key", &key]).exits_with(0);
            said.reports(&format!("\n  key: {key} is the private key of the leaf\n"));
            let json = scene.check(&["--key", &key, "--json"]).exits_with(0).json();
            let wanted = serde_json::json!({ "file": key, "is_of_leaf": true });
            assert_eq!(json["key"], wanted);
        }
    }
    // Chain and key in one file, as many servers have them.
    let both = [
        pem("CERTIFICATE", &ec.pki.leaf.der),
        ec.pki.leaf.key.pkcs8_pem(),
    ]
    .concat();
    let both = ec.folder.file("both.pem", both);
    ec.check(&["--key", &both]).exits_with(0);
    assert!(ec.check(&["--json"]).json()["key"].is_null());
}

#[test]
fn another_key_is_never_overlooked() {
    let scene = Scene::new(Key::p256("leaf"));
    let other = scene.folder.key("other.pem", &scene.pki.ca);
    let said = scene.check(&["--key", &other]).exits_with(1);
    let first = format!(
        "\u{2717} {} is not valid for the given private key: {other} is the key of another certificate\n  fix (site operator): ",
        scene.chain
    );
    assert!(said.out.starts_with(&first), "{said:#?}");
    said.reports("\n  the chain by itself: \u{2713} \"a.example\" is trusted")
        .reports(&format!(
            "\n  key: {other} is not the private key of the leaf\n"
        ));
    scene.check(&["--key", &other, "-q"]).exits_with(1);
    let json = scene
        .check(&["--key", &other, "--json"])
        .exits_with(1)
        .json();
    assert_eq!(
        (&json["verdict"], &json["key"]["is_of_leaf"]),
        (&"not_valid".into(), &false.into())
    );
    assert_eq!(json["report"]["verdict"], "valid");
    let args = ["--key", &other, &scene.chain, &scene.chain];
    let said = chainverify(args).run().exits_with(2);
    said.complains("--key goes with exactly one target");
}

#[test]
fn a_key_is_compared_with_the_leaf_of_a_server_too() {
    let scene = Scene::new(Key::p256("leaf"));
    let other = scene.folder.key("other.pem", &scene.pki.ca);
    let server = TlsServer::start(vec![("a.example", scene.pki.identity())], Versions::Both);
    let address = server.address();
    for (key, code) in [(&scene.key, 0), (&other, 1)] {
        let args = [
            "--offline",
            "--at",
            AT,
            "--roots",
            &scene.root,
            "--key",
            key,
        ];
        let host = ["--connect", &address, "a.example"];
        chainverify(args.iter().chain(&host)).run().exits_with(code);
    }
}

#[test]
fn an_encrypted_key_wants_its_password() {
    let scene = Scene::new(Key::p256("leaf"));
    let sealed: &[&str] = &["pkcs8", "-topk8", "-passout", "pass:open sesame"];
    let der = [sealed, &["-outform", "DER"]].concat();
    let old = [sealed, &["-v1", "PBE-SHA1-3DES"]].concat();
    let with = |cipher, prf| [sealed, &["-v2", cipher, "-v2prf", prf]].concat();
    let (sha1, sha384) = (
        with("aes128", "hmacWithSHA1"),
        with("aes192", "hmacWithSHA384"),
    );
    let sha512 = with("des3", "hmacWithSHA512");
    for form in [sealed, &der, &old, &sha1, &sha384, &sha512] {
        let key = scene.written("sealed.key", form);
        let said = scene.check(&["--key", &key]).exits_with(2);
        assert!(said.err.contains("--password-file FILE"), "{said:#?}");
        said.complains("the private key is encrypted, and no password was given");
        for (password, code) in [("open sesame\n", 0), ("open barley\n", 2)] {
            let given = scene.folder.file("password", password);
            let said = scene.check(&["--key", &key, "--password-file", &given]);
            let said = said.exits_with(code);
            assert_eq!(
                said.err.contains("the password is wrong"),
                code == 2,
                "{said:#?}"
            );
            assert!(!said.err.contains(password.trim()), "{said:#?}");
        }
    }
    let scrypt = scene.written("scrypt.key", &[sealed, &["-scrypt"]].concat());
    let said = scene.check(&["--key", &scrypt]).exits_with(2);
    assert!(
        said.err.contains("\n  hint: openssl pkcs8 -topk8"),
        "{said:#?}"
    );
    said.complains("the encrypted private key uses 1.3.6.1.4.1.11591.4.11, which is not supported");
    let older = ["ec", "-aes128", "-passout", "pass:open sesame"];
    let older = scene.written("older.key", &older);
    let said = scene.check(&["--key", &older]).exits_with(2);
    said.complains("encrypted in the old way of OpenSSL");
}

#[test]
fn what_is_no_private_key_is_told() {
    let scene = Scene::new(Key::p256("leaf"));
    let key = scene.pki.leaf.key.pkcs8_pem();
    let ed448 = "302e020100300506032b6571042204200000000000000000000000000000000000000000000000000000000000000000";
    let octets = ed448.as_bytes().chunks(2);
    let octets =
        octets.map(|pair| u8::from_str_radix(core::str::from_utf8(pair).unwrap(), 16).unwrap());
    for (bytes, words) in [
        (Vec::new(), "is empty"),
        (key.repeat(2).into_bytes(), "holds 2 private keys, not one"),
        (
            pem("CERTIFICATE", &scene.pki.leaf.der).into_bytes(),
            "holds no private key",
        ),
        (scene.pki.leaf.der.clone(), "holds no private key"),
        (
            pkcs7::certs_only([&scene.pki.leaf.der]),
            "holds no private key",
        ),
        (b"hello".to_vec(), "holds no private key"),
        (
            pem("OPENSSH PRIVATE KEY", b"openssh-key-v1").into_bytes(),
            "the private key is in the form of OpenSSH",
        ),
        (
            key.as_bytes()[..100].to_vec(),
            "the PEM text of the private key is broken",
        ),
        (octets.collect(), "cannot be derived"),
    ] {
        let file = scene.folder.file("bad.key", bytes);
        let said = scene.check(&["--key", &file]).exits_with(2);
        said.complains(&format!("cannot use {file}: "))
            .complains(words);
    }
    let said = scene.check(&["--key", "absent.key"]).exits_with(2);
    said.complains("absent.key: no such file");
}
