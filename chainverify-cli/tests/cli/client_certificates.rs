//! The command as a client with a certificate, against `openssl s_server` of TLS 1.2 and 1.3: which certificate fits, what the server says of
//! it, and whether it goes on without one. Where `openssl` is not installed, the tests say that they were skipped.

use chainverify_testdata::{CertBuilder, Extension, Key, Made, Name, oid};
use rustls::version::{TLS12, TLS13};
use serde_json::Value;

use crate::foreign::{Foreign, is_installed};
use crate::hangs_up;
use crate::pki::{AT, Folder, Pki};
use crate::run::{Said, chainverify, connecting};

const VERSIONS: [(&str, &str); 2] = [("-tls1_2", "RFC 5246 §7.2.2"), ("-tls1_3", "RFC 8446 §6.2")];

/// `openssl` verifies clients by the clock of the machine, whatever the day is.
pub(crate) fn lasting(cert: CertBuilder) -> CertBuilder {
    cert.validity("2020-01-01T00:00:00Z", "2049-12-31T00:00:00Z")
}

/// Somebody's certificate, with a key of his own.
pub(crate) fn client(name: &str, usage: &str) -> CertBuilder {
    let bare = CertBuilder::bare(Name::common(name), Key::p256(name));
    lasting(bare).extension(Extension::extended_key_usage(&[usage]))
}

/// A server's certificates, and the CAs of its clients.
pub(crate) struct Scene {
    /// All files of the scene.
    pub(crate) folder: Folder,
    root: String,
    server: (String, String),
    others: String,
    /// The CA that the server trusts for clients.
    pub(crate) client_root: Made,
    /// The one below it, which issues their certificates.
    pub(crate) client_ca: Made,
    trusted: String,
}

impl Scene {
    /// None where there is no `openssl`.
    pub(crate) fn new() -> Option<Self> {
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

    /// A server with these options.
    pub(crate) fn starts(&self, more: &[&str]) -> Foreign {
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
    pub(crate) fn alice(&self) -> (Made, String, String) {
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
    pub(crate) fn json(&self, server: &Foreign, more: &[&str], code: i32) -> Value {
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
fn a_server_that_hangs_up_refuses_in_tls_1_2_and_tells_nothing_in_tls_1_3() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let alice = client("alice", oid::CLIENT_AUTH).issuer(&pki.ca).sign();
    let (cert, key) = (
        folder.pem("alice.pem", &[&alice]),
        folder.key("alice.key", &alice),
    );
    for (version, code, words, outcome) in [
        (
            &TLS12,
            1,
            format!(
                "\u{2717} a.example refused the client certificate in {cert}: it ended the handshake without an alert     RFC 5246 §7.2.2\n"
            ),
            serde_json::json!(["refused", null, null]),
        ),
        (
            &TLS13,
            0,
            "\n  with the client certificate: whether the server goes on is not known: it closed the connection without an alert\n".to_owned(),
            serde_json::json!(["unknown", null, "closed"]),
        ),
    ] {
        let address = hangs_up::start(pki.identity(), version).to_string();
        let args = connecting(&address, &root);
        let more = ["--cert", &cert, "--key", &key, "a.example"];
        let ask = |json: &[&str]| chainverify(args.iter().chain(json).chain(&more)).run();
        ask(&[]).exits_with(code).reports(&words);
        let json = ask(&["--json"]).exits_with(code).json();
        let found = &json["connection"]["client_certificate"];
        let found = ["outcome", "alert", "why"].map(|key| found[key].clone());
        assert_eq!(Value::from(found.to_vec()), outcome);
    }
}
