//! The command as a client with a certificate, against `openssl s_server` of TLS 1.2 and 1.3: which certificate fits, what the server says of
//! it, and whether it goes on without one. Where `openssl` is not installed, the tests say that they were skipped.

use std::process::Command;

use chainverify_testdata::keystore::{JavaEntry, jks};
use chainverify_testdata::{CertBuilder, Extension, GeneralName, Key, Made, Name, oid};
use serde_json::Value;

use crate::foreign::{Foreign, is_installed};
use crate::pki::{AT, Folder, Pki};
use crate::run::{Said, chainverify, connecting};

const VERSIONS: [(&str, &str); 2] = [("-tls1_2", "RFC 5246 §7.2.2"), ("-tls1_3", "RFC 8446 §6.2")];

/// `openssl` verifies clients by the clock of the machine, whatever the day is.
fn lasting(cert: CertBuilder) -> CertBuilder {
    cert.validity("2020-01-01T00:00:00Z", "2049-12-31T00:00:00Z")
}

/// Somebody's certificate, with a key of his own.
fn client(name: &str, usage: &str) -> CertBuilder {
    let bare = CertBuilder::bare(Name::common(name), Key::p256(name));
    lasting(bare).extension(Extension::extended_key_usage(&[usage]))
}

/// A server's certificates, and the CAs of its clients.
struct Scene {
    folder: Folder,
    root: String,
    server: (String, String),
    others: String,
    /// The CA that the server trusts for clients, and the one below it that issues them.
    client_root: Made,
    client_ca: Made,
    trusted: String,
}

impl Scene {
    /// None where there is no `openssl`.
    fn new() -> Option<Self> {
        if !is_installed() {
            return None;
        }
        let (pki, folder) = (Pki::new(), Folder::new());
        let client_root = lasting(CertBuilder::ca("Clients Root")).sign();
        let client_ca = lasting(CertBuilder::intermediate("Clients CA"));
        let client_ca = client_ca.issuer(&client_root).sign();
        Some(Self {
            root: folder.pem("root.pem", &[&pki.root]),
            server: (
                folder.pem("leaf.pem", &[&pki.leaf]),
                folder.key("leaf.key", &pki.leaf),
            ),
            others: folder.pem("others.pem", &[&pki.ca]),
            trusted: folder.pem("trusted.pem", &[&client_root]),
            folder,
            client_root,
            client_ca,
        })
    }

    fn starts(&self, more: &[&str]) -> Foreign {
        let (leaf, key) = &self.server;
        Foreign::start((leaf, key), Some(&self.others), more)
    }

    /// A server that demands a certificate under the client root.
    fn demanding(&self, version: &str) -> Foreign {
        self.starts(&[
            version,
            "-Verify",
            "3",
            "-verify_return_error",
            "-CAfile",
            &self.trusted,
        ])
    }

    /// Files with a certificate and those after it, and with its key.
    fn files(&self, name: &str, made: &Made, others: &[&Made]) -> (String, String) {
        let chain = [&[made], others].concat();
        (
            self.folder.pem(&format!("{name}.pem"), &chain),
            self.folder.key(&format!("{name}.key"), made),
        )
    }

    /// A certificate that the server takes, and its files.
    fn alice(&self) -> (Made, String, String) {
        let made = client("alice", oid::CLIENT_AUTH).issuer(&self.client_ca);
        let made = made.sign();
        let (cert, key) = self.files("alice", &made, &[&self.client_ca]);
        (made, cert, key)
    }

    fn ask(&self, server: &Foreign, more: &[&str]) -> Said {
        let args = connecting(server.address(), &self.root);
        chainverify(args.iter().chain(more).chain(&["a.example"])).run()
    }

    /// What is in JSON, once the exit status is right.
    fn json(&self, server: &Foreign, more: &[&str], code: i32) -> Value {
        let said = self.ask(server, &[&["--json"], more].concat());
        let json = said.exits_with(code).json();
        assert_eq!(
            json["verdict"],
            ["valid", "not_valid"][usize::from(code == 1)]
        );
        assert!(json["key"].is_null(), "{json:#}");
        json["connection"]["client_certificate"].clone()
    }
}

fn openssl(args: &[&str]) {
    let made = Command::new("openssl").args(args).output().unwrap();
    assert!(made.status.success(), "{made:?}");
}

#[test]
fn a_certificate_that_fits_is_presented_and_accepted() {
    let Some(scene) = Scene::new() else { return };
    let (_, cert, key) = scene.alice();
    for (version, _) in VERSIONS {
        let server = scene.demanding(version);
        let args = ["--cert", &cert, "--key", &key];
        let said = scene.ask(&server, &args).exits_with(0);
        said.reports("\u{2713} a.example is trusted until")
            .reports("; it asked for a client certificate\n  client certificate: the server names the CA \"Clients Root\"\n")
            .reports(&format!("\n  client certificate \"alice\" in {cert}: fits; presented\n"))
            .reports("\n  with the client certificate: the server accepted it\n");
        let json = scene.json(&server, &args, 0);
        let wanted = serde_json::json!({
            "issuers": ["CN=Clients Root"], "issuers_left_out": 0,
            "given": [{ "file": cert, "subject": "CN=alice", "fits": true, "misfits": [] }],
            "presented": 0, "outcome": "accepted", "alert": null, "text": null, "why": null,
        });
        assert_eq!(json, wanted);
    }
}

#[test]
fn a_refused_certificate_makes_the_target_not_valid_and_the_alert_says_why() {
    let Some(scene) = Scene::new() else { return };
    let stranger = lasting(CertBuilder::ca("Stranger")).sign();
    let expired = client("expired", oid::CLIENT_AUTH)
        .validity("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z");
    let cases = [
        (
            client("unknown", oid::CLIENT_AUTH).issuer(&stranger),
            "unknown_ca, no path leads from it to a CA that the server trusts",
            "issuer_not_named",
            "its chain leads to \"Stranger\", which is none of the CAs that the server names",
            "use a certificate of a CA that the server names, or ",
        ),
        (
            expired.issuer(&scene.client_ca),
            "certificate_expired, it has expired, or is not valid yet",
            "expired",
            "it expired 2021-01-01, ",
            "renew the client certificate\n",
        ),
        (
            client("server", oid::SERVER_AUTH).issuer(&scene.client_ca),
            "unsupported_certificate, the server does not take its kind, or not for this use",
            "purpose_not_allowed",
            "it has an extended key usage without clientAuth; it allows: serverAuth",
            "get a certificate whose extended key usage allows clientAuth\n",
        ),
    ];
    for (builder, alert, id, misfit, fix) in cases {
        let (cert, key) = scene.files(id, &builder.sign(), &[&scene.client_ca]);
        for (version, reference) in VERSIONS {
            let server = scene.demanding(version);
            let args = ["--cert", &cert, "--key", &key];
            let said = scene.ask(&server, &args).exits_with(1);
            let first = format!(
                "\u{2717} a.example refused the client certificate in {cert}: {alert}     {reference}\n  the chain by itself: \u{2713} a.example is trusted until"
            );
            assert!(said.out.starts_with(&first), "{said:#?}");
            said.reports(&format!(" in {cert}: does not fit: {misfit}"))
                .reports("; presented all the same, as none fits\n")
                .reports(&format!("  fix (certificate holder): {fix}"));
            let json = scene.json(&server, &args, 1);
            let (name, words) = alert.split_once(", ").unwrap();
            for (key, wanted) in [("outcome", "refused"), ("alert", name), ("text", words)] {
                assert_eq!(json[key], wanted, "{json:#}");
            }
            assert_eq!(json["given"][0]["misfits"][0]["id"], id, "{json:#}");
            assert_eq!(json["presented"], 0);
            scene
                .ask(&server, &[&args[..], &["-q"]].concat())
                .exits_with(1);
        }
    }
}

#[test]
fn a_chain_that_is_not_valid_comes_before_a_refusal() {
    let Some(scene) = Scene::new() else { return };
    let made = client("selfmade", oid::CLIENT_AUTH).sign();
    let (cert, key) = scene.files("selfmade", &made, &[]);
    let server = scene.demanding("-tls1_3");
    let args = ["--offline", "--at", AT, "--store", "none", "--cert", &cert];
    let more = ["--key", &key, "--connect", server.address(), "a.example"];
    let said = chainverify(args.iter().chain(&more)).run().exits_with(1);
    assert!(
        said.out.starts_with("\u{2717} a.example is not trusted: "),
        "{said:#?}"
    );
    said.reports("\n  with the client certificate: the server refused it: unknown_ca, ");
}

#[test]
fn of_several_certificates_the_one_that_fits_is_presented() {
    let Some(scene) = Scene::new() else { return };
    let stranger = lasting(CertBuilder::ca("Stranger")).sign();
    let bob = client("bob", oid::CLIENT_AUTH).issuer(&stranger).sign();
    let (bob, bob_key) = scene.files("bob", &bob, &[]);
    let (_, alice, alice_key) = scene.alice();
    for (version, _) in VERSIONS {
        let server = scene.demanding(version);
        // Which key is whose, the keys say.
        let keys = ["--key", &alice_key, "--key", &bob_key];
        let args = [&["--cert", &bob, "--cert", &alice][..], &keys].concat();
        let said = scene.ask(&server, &args).exits_with(0);
        said.reports(&format!(
            "\n  client certificate \"bob\" in {bob}: does not fit: its chain leads to \"Stranger\", which is none of the CAs that the server names\n"
        ))
        .reports(&format!("\n  client certificate \"alice\" in {alice}: fits; presented\n"));
        let json = scene.json(&server, &args, 0);
        assert_eq!(
            (&json["presented"], &json["outcome"]),
            (&1.into(), &"accepted".into())
        );
    }
}

#[test]
fn without_a_certificate_it_is_told_whether_the_server_goes_on() {
    let Some(scene) = Scene::new() else { return };
    let demanded = [
        "handshake_failure, which in TLS 1.2 mostly means that a client certificate is demanded",
        "certificate_required, a client certificate is demanded",
    ];
    for ((version, reference), alert) in VERSIONS.into_iter().zip(demanded) {
        let server = scene.demanding(version);
        let said = scene.ask(&server, &[]).exits_with(0);
        said.reports(&format!(
            "\n  without a client certificate: the server does not go on: {alert}; --cert FILE presents one     {reference}\n"
        ));
        let json = scene.json(&server, &[], 0);
        let (name, _) = alert.split_once(", ").unwrap();
        assert_eq!(
            (&json["outcome"], &json["alert"]),
            (&"refused".into(), &name.into())
        );
        assert!(json["presented"].is_null() && json["given"] == serde_json::json!([]));
        let server = scene.starts(&[version, "-verify", "3", "-CAfile", &scene.trusted]);
        let said = scene.ask(&server, &[]).exits_with(0);
        said.reports("\n  without a client certificate: the server goes on\n");
        assert_eq!(scene.json(&server, &[], 0)["outcome"], "accepted");
    }
}

#[test]
fn a_server_that_does_not_ask_is_shown_nothing() {
    let Some(scene) = Scene::new() else { return };
    let (_, cert, key) = scene.alice();
    for (version, _) in VERSIONS {
        let server = scene.starts(&[version]);
        let args = ["--cert", &cert, "--key", &key];
        let said = scene.ask(&server, &args).exits_with(0);
        said.reports(
            "\n  client certificate: not presented, as the server did not ask for one; some ask ",
        );
        assert!(scene.json(&server, &args, 0).is_null());
        assert!(!scene.ask(&server, &[]).out.contains("client certificate"));
    }
}

#[test]
fn the_cas_that_a_server_names_are_told_in_a_short_line() {
    let Some(scene) = Scene::new() else { return };
    let cas: Vec<_> = (1..=6)
        .map(|number| lasting(CertBuilder::ca(&format!("CA {number}"))).sign())
        .collect();
    let trusted = scene.folder.pem("six.pem", &cas.iter().collect::<Vec<_>>());
    let server = scene.starts(&["-verify", "3", "-CAfile", &trusted]);
    let said = scene.ask(&server, &[]).exits_with(0);
    said.reports(", ").reports("\" and 2 more\n");
    let json = scene.json(&server, &[], 0);
    let mut named: Vec<_> = json["issuers"].as_array().unwrap().iter().collect();
    named.sort_by_key(|name| name.to_string());
    let wanted: Vec<_> = (1..=6)
        .map(|number| Value::from(format!("CN=CA {number}")))
        .collect();
    assert_eq!(named, wanted.iter().collect::<Vec<_>>());
    let server = scene.starts(&["-verify", "3", "-CAfile", &trusted, "-no_ca_names"]);
    let said = scene.ask(&server, &[]).exits_with(0);
    said.reports(
        "\n  client certificate: the server names no CAs, and takes one of any that it trusts\n",
    );
    assert_eq!(
        scene.json(&server, &[], 0)["issuers"],
        serde_json::json!([])
    );
}

#[test]
fn a_key_whose_signatures_the_server_does_not_take_is_not_used() {
    let Some(scene) = Scene::new() else { return };
    let (_, cert, key) = scene.alice();
    for (version, _) in VERSIONS {
        let more = ["-verify", "3", "-CAfile", &scene.trusted];
        let server =
            scene.starts(&[&[version, "-client_sigalgs", "RSA-PSS+SHA256"], &more[..]].concat());
        let args = ["--cert", &cert, "--key", &key];
        let said = scene.ask(&server, &args).exits_with(0);
        said.reports(": does not fit: the server takes no signature by a key of the kind P-256\n")
            .reports("\n  without a client certificate: the server goes on\n");
        let json = scene.json(&server, &args, 0);
        assert!(json["presented"].is_null(), "{json:#}");
        assert_eq!(json["given"][0]["misfits"][0]["id"], "no_signature_scheme");
    }
}

#[test]
fn a_server_that_says_nothing_is_not_taken_to_agree() {
    let Some(scene) = Scene::new() else { return };
    let (_, cert, key) = scene.alice();
    let more = ["-Verify", "3", "-CAfile", &scene.trusted];
    let server = scene.starts(&[&["-tls1_3", "-num_tickets", "0"], &more[..]].concat());
    let args = ["--cert", &cert, "--key", &key];
    let said = scene.ask(&server, &args).exits_with(0);
    said.reports("\n  with the client certificate: whether the server goes on is not known: after the handshake it sent neither an alert nor anything else for 2 s\n");
    let json = scene.json(&server, &args, 0);
    assert_eq!(
        (&json["outcome"], &json["why"]),
        (&"unknown".into(), &"silent".into())
    );
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
