//! Verdicts about what servers send: good chains in every order, and each way to be wrong, with exit status, cause and certificate.

use chainverify_testdata::{CertBuilder, Flaw, Key, Made};
use serde_json::Value;

use crate::foreign::Foreign;
use crate::pki::{AT, Folder, Identity, Pki, identity};
use crate::run::{Said, chainverify, connecting};
use crate::tls::{TlsServer, Versions};

/// Serves the identity as a.example and checks it with this root as the only one.
fn checked(identity: Identity, root: &Made, more: &[&str]) -> Said {
    let folder = Folder::new();
    let root = folder.pem("root.pem", &[root]);
    let server = TlsServer::start(vec![("a.example", identity)], Versions::Both);
    let address = server.address();
    let args = connecting(&address, &root);
    chainverify(args.iter().chain(more).chain(&["a.example"])).run()
}

/// Both forms of the report must name the cause and the certificate.
#[track_caller]
fn fails(identity: &dyn Fn() -> Identity, root: &Made, (code, role): (&str, &str)) -> Said {
    let json = checked(identity(), root, &["--json"]).exits_with(1).json();
    assert_eq!(json["verdict"], "not_valid", "{json:#}");
    assert_eq!(json["report"]["findings"][0]["code"], code, "{json:#}");
    assert_eq!(json["report"]["findings"][0]["role"], role, "{json:#}");
    let said = checked(identity(), root, &[]).exits_with(1);
    let first = said.out.lines().next().unwrap_or_default();
    assert!(
        first.starts_with("✗ a.example is not trusted: "),
        "{said:#?}"
    );
    assert!(first.contains(role), "{said:#?}");
    said
}

/// The subjects of the path, leaf first.
fn subjects(json: &Value) -> Vec<&str> {
    let report = &json["report"];
    let path = report["path"].as_array().unwrap().iter();
    let subject = |step: &Value| {
        let number = usize::try_from(step["certificate"].as_u64().unwrap()).unwrap();
        report["certificates"][number]["subject"].as_str().unwrap()
    };
    path.map(subject).collect()
}

#[test]
fn a_complete_chain_is_valid() {
    let pki = Pki::new();
    let said = checked(pki.identity(), &pki.root, &[]).exits_with(0);
    assert!(
        said.out
            .starts_with("✓ a.example is trusted until 2027-01-01"),
        "{said:#?}"
    );
    said.reports("CLI Root").reports("root.pem");
    assert!(!said.out.contains("warning"), "{said:#?}");
    checked(
        pki.identity(),
        &pki.root,
        &["--strict", "--fail-on", "warning"],
    )
    .exits_with(0);
}

#[test]
fn a_shuffled_chain_with_an_unused_certificate_is_valid_and_what_is_odd_is_told() {
    let pki = Pki::new();
    let upper = CertBuilder::intermediate("Upper Intermediate")
        .issuer(&pki.root)
        .sign();
    let lower = CertBuilder::intermediate("Lower Intermediate")
        .issuer(&upper)
        .sign();
    let leaf = CertBuilder::leaf("a.example").issuer(&lower).sign();
    let unused = CertBuilder::ca("Unused").sign();
    let shuffled = || identity(&leaf, &[&unused, &pki.root, &upper, &lower]);
    let json = checked(shuffled(), &pki.root, &["--json"])
        .exits_with(0)
        .json();
    for code in ["wrong_order", "unused_certificate", "root_sent"] {
        assert!(json.to_string().contains(code), "{code}: {json:#}");
    }
    assert_eq!(
        subjects(&json),
        [
            "CN=a.example",
            "CN=Lower Intermediate",
            "CN=Upper Intermediate",
            "CN=CLI Root"
        ]
    );
    checked(shuffled(), &pki.root, &["--fail-on", "warning"])
        .exits_with(4)
        .reports("\"Unused\"");
}

#[test]
fn a_missing_intermediate_is_named() {
    let pki = Pki::new();
    fails(
        &|| identity(&pki.leaf, &[]),
        &pki.root,
        ("issuer_not_found", "leaf"),
    )
    .reports("CLI Intermediate");
}

#[test]
fn a_foreign_server_is_checked_alike() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let (leaf, key) = (
        folder.pem("leaf.pem", &[&pki.leaf]),
        folder.key("leaf.key", &pki.leaf),
    );
    let (others, root) = (
        folder.pem("others.pem", &[&pki.ca]),
        folder.pem("root.pem", &[&pki.root]),
    );
    let server = Foreign::start((&leaf, &key), Some(&others), &[]);
    let args = connecting(server.address(), &root);
    chainverify(args.iter().chain(&["a.example"]))
        .run()
        .exits_with(0);
    chainverify(args.iter().chain(&["b.example"]))
        .run()
        .exits_with(1)
        .reports("b.example");
}

#[test]
fn the_wrong_host_is_refused_with_the_names_that_there_are() {
    let pki = Pki::with_leaf(CertBuilder::leaf("b.example").dns("c.example"));
    let said = fails(&|| pki.identity(), &pki.root, ("name_mismatch", "leaf"));
    said.reports("b.example").reports("c.example");
    checked(pki.identity(), &pki.root, &["--name", "c.example"]).exits_with(0);
}

#[test]
fn dates_count() {
    let dated = |from: &str, until: &str| {
        Pki::with_leaf(CertBuilder::leaf("a.example").validity(from, until))
    };
    let past = dated("2026-01-01T00:00:00Z", "2026-05-01T00:00:00Z");
    fails(&|| past.identity(), &past.root, ("expired", "leaf")).reports("expired 2026-05-01");
    let future = dated("2026-07-01T00:00:00Z", "2026-12-01T00:00:00Z");
    fails(
        &|| future.identity(),
        &future.root,
        ("not_yet_valid", "leaf"),
    )
    .reports("not valid before 2026-07-01");
}

#[test]
fn a_changed_byte_is_a_wrong_signature() {
    let pki = Pki::with_leaf(CertBuilder::leaf("a.example").flaw(Flaw::FlippedSerial));
    fails(&|| pki.identity(), &pki.root, ("signature_invalid", "leaf")).reports("CLI Intermediate");
}

#[test]
fn a_self_signed_certificate_is_valid_only_as_a_root() {
    let own = CertBuilder::leaf("a.example").sign();
    let stranger = Pki::new().root;
    fails(
        &|| identity(&own, &[]),
        &stranger,
        ("self_signed_leaf", "leaf"),
    );
    checked(identity(&own, &[]), &own, &[]).exits_with(0);
}

#[test]
fn the_man_in_the_middle_is_found_whatever_he_calls_his_root() {
    for (name, code) in [
        ("CLI Root", "signature_invalid"),
        ("Proxy Root", "untrusted_root"),
    ] {
        let rogue = CertBuilder::ca(name).key(Key::p256("rogue")).sign();
        let forged = CertBuilder::leaf("a.example").issuer(&rogue).sign();
        let sent = || identity(&forged, &[&rogue]);
        let json = checked(sent(), &Pki::new().root, &["--json"])
            .exits_with(1)
            .json();
        let codes =
            json["report"]["findings"].to_string() + &json["report"]["attempts"].to_string();
        assert!(codes.contains(code), "{name}: {json:#}");
        checked(sent(), &Pki::new().root, &[])
            .exits_with(1)
            .reports(name);
    }
}

#[test]
fn an_impostor_with_the_right_chain_but_not_its_key_is_not_valid() {
    let pki = Pki::new();
    let stolen = || {
        let other = CertBuilder::leaf("b.example").sign();
        let key = identity(&other, &[]).key;
        Identity {
            key,
            ..pki.identity()
        }
    };
    checked(stolen(), &pki.root, &[])
        .exits_with(1)
        .reports("✗ a.example is not trusted: the server does not hold the leaf's key")
        .reports("the chain by itself: ✓");
    let json = checked(stolen(), &pki.root, &["--json"])
        .exits_with(1)
        .json();
    assert_eq!(json["verdict"], "not_valid");
    assert_eq!(json["connection"]["key"], "refuted");
}

#[test]
fn two_names_at_one_address_are_told_apart_also_by_tls_12_only() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let other = CertBuilder::leaf("b.example").issuer(&pki.ca).sign();
    let identities = || {
        vec![
            ("a.example", pki.identity()),
            ("b.example", identity(&other, &[&pki.ca])),
        ]
    };
    for (versions, spoken) in [(Versions::Both, "1.3"), (Versions::Only12, "1.2")] {
        let server = TlsServer::start(identities(), versions);
        let address = server.address();
        let always = ["--json", "--offline", "--at", AT, "--roots", &root];
        let both = ["--connect", &address, "a.example", "b.example"];
        let said = chainverify(always.iter().chain(&both)).run().exits_with(0);
        for (json, name) in said.jsons().iter().zip(["a.example", "b.example"]) {
            assert_eq!(json["target"], name);
            assert_eq!(subjects(json)[0], format!("CN={name}"), "{json:#}");
            assert_eq!(json["connection"]["tls"], spoken, "{json:#}");
            assert_eq!(json["connection"]["peer"], address.as_str());
        }
        // An address names nobody: the first certificate comes, and it has no such name.
        let said = chainverify(always.iter().chain(&[address.as_str()])).run();
        let json = said.exits_with(1).json();
        assert_eq!(
            json["report"]["findings"][0]["code"], "name_mismatch",
            "{json:#}"
        );
    }
}

#[test]
fn an_internationalized_name_is_asked_for_and_checked_by_its_a_labels() {
    let pki = Pki::with_leaf(CertBuilder::leaf("xn--bcher-kva.example"));
    let folder = Folder::new();
    let root = folder.pem("root.pem", &[&pki.root]);
    // The server answers to that name only.
    let identities = vec![("xn--bcher-kva.example", pki.identity())];
    let server = TlsServer::start(identities, Versions::Both);
    let address = server.address();
    let args = connecting(&address, &root);
    for target in ["bücher.example", "https://BÜCHER.example/x"] {
        let said = chainverify(args.iter().chain(&[target]))
            .run()
            .exits_with(0);
        said.reports("✓ xn--bcher-kva.example is trusted");
    }
    let said = chainverify(args.iter().chain(&["bucher.example"])).run();
    said.exits_with(3).complains("the alert");
}

#[test]
fn progress_is_told_on_standard_error_only() {
    let pki = Pki::new();
    let said = checked(pki.identity(), &pki.root, &["-v"]).exits_with(0);
    assert!(
        said.err
            .contains("checking a.example: connecting to 127.0.0.1:"),
        "{said:#?}"
    );
    assert!(
        said.err.contains("a.example: 2 certificates\n"),
        "{said:#?}"
    );
    assert!(!said.out.contains("connecting"), "{said:#?}");
}
