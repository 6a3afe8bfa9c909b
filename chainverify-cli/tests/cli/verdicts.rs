//! Verdicts about what servers and files give: good chains in every order, and each way to be wrong, with their exit statuses.

use chainverify_testdata::{CertBuilder, Flaw, Key, Made};

use crate::foreign::Foreign;
use crate::pki::{AT, Folder, Identity, Pki, identity};
use crate::raw::closed;
use crate::run::{Said, chainverify};
use crate::tls::{TlsServer, Versions};

/// Serves the identity as a.example and checks it with this root as the only one.
fn checked(identity: Identity, root: &Made, more: &[&str]) -> Said {
    let folder = Folder::new();
    let root = folder.pem("root.pem", &[root]);
    let server = TlsServer::start(vec![("a.example", identity)], Versions::Both);
    let address = server.address();
    let args = [
        "--offline",
        "--at",
        AT,
        "--roots",
        &root,
        "--connect",
        &address,
    ];
    chainverify(args.iter().chain(more).chain(&["a.example"])).run()
}

/// The same for a chain whose leaf is changed.
fn checked_leaf(change: impl FnOnce(CertBuilder) -> CertBuilder) -> Said {
    let pki = Pki::with_leaf(change(CertBuilder::leaf("a.example")));
    checked(pki.identity(), &pki.root, &[])
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn a_complete_chain_is_valid() {
    let pki = Pki::new();
    checked(pki.identity(), &pki.root, &[])
        .exits_with(0)
        .reports("a.example");
    checked(pki.identity(), &pki.root, &["--strict"]).exits_with(0);
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn a_shuffled_chain_with_a_stray_certificate_is_valid() {
    let pki = Pki::new();
    let other = CertBuilder::intermediate("Upper Intermediate")
        .issuer(&pki.root)
        .sign();
    let stray = CertBuilder::ca("Stray").sign();
    checked(
        identity(&pki.leaf, &[&stray, &pki.root, &other, &pki.ca]),
        &pki.root,
        &[],
    )
    .exits_with(0);
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn a_foreign_server_is_judged_alike() {
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
    let args = [
        "--offline",
        "--at",
        AT,
        "--roots",
        &root,
        "--connect",
        server.address(),
    ];
    chainverify(args.iter().chain(&["a.example"]))
        .run()
        .exits_with(0);
    chainverify(args.iter().chain(&["b.example"]))
        .run()
        .exits_with(1)
        .reports("b.example");
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn the_wrong_host_is_refused_with_the_names_that_there_are() {
    let pki = Pki::new();
    let said = checked(pki.identity(), &pki.root, &["--name", "b.example"]).exits_with(1);
    said.reports("b.example").reports("a.example");
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn dates_count() {
    checked_leaf(|leaf| leaf.validity("2026-01-01T00:00:00Z", "2026-05-01T00:00:00Z"))
        .exits_with(1)
        .reports("expired");
    checked_leaf(|leaf| leaf.validity("2026-07-01T00:00:00Z", "2026-12-01T00:00:00Z"))
        .exits_with(1)
        .reports("not yet valid");
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn a_changed_byte_is_a_wrong_signature() {
    checked_leaf(|leaf| leaf.flaw(Flaw::FlippedSerial))
        .exits_with(1)
        .reports("signature");
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn a_self_signed_certificate_is_valid_only_as_a_root() {
    let own = CertBuilder::leaf("a.example").sign();
    checked(identity(&own, &[]), &Pki::new().root, &[]).exits_with(1);
    checked(identity(&own, &[]), &own, &[]).exits_with(0);
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn the_man_in_the_middle_is_found_until_his_root_is_in_the_store() {
    let rogue = CertBuilder::ca("CLI Root").key(Key::p256("rogue")).sign();
    let forged = CertBuilder::leaf("a.example")
        .key(Key::p256("forged"))
        .issuer(&rogue)
        .sign();
    checked(identity(&forged, &[]), &Pki::new().root, &[]).exits_with(1);

    let folder = Folder::new();
    let store = folder.pem("store.pem", &[&rogue]);
    let server = TlsServer::start(vec![("a.example", identity(&forged, &[]))], Versions::Both);
    let address = server.address();
    let args = ["--offline", "--at", AT, "--connect", &address, "a.example"];
    let in_store = |more: &[&str]| {
        chainverify(args.iter().chain(more))
            .env("SSL_CERT_FILE", &store)
            .run()
    };
    in_store(&[]).exits_with(0).reports("SSL_CERT_FILE");
    in_store(&["--fail-on", "warning"]).exits_with(4);
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn two_names_behind_one_address_and_tls_12_only() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let other = CertBuilder::leaf("b.example").issuer(&pki.ca).sign();
    let identities = vec![
        ("a.example", pki.identity()),
        ("b.example", identity(&other, &[&pki.ca])),
    ];
    let server = TlsServer::start(identities, Versions::Only12);
    let address = server.address();
    let args = [
        "--offline",
        "--at",
        AT,
        "--roots",
        &root,
        "--connect",
        &address,
        "a.example",
        "b.example",
    ];
    chainverify(args).run().exits_with(0);
    // An address names nobody: the first certificate comes, and it has no such name.
    chainverify(["--offline", "--at", AT, "--roots", &root, &address])
        .run()
        .exits_with(1);
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn files_are_judged_with_and_without_a_name() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    let (leaf, ca) = (
        folder.file("leaf.der", &pki.leaf.der),
        folder.pem("ca.pem", &[&pki.ca]),
    );
    let args = ["--offline", "--at", AT, "--roots", &root];
    for (more, code) in [
        (&[chain.as_str()][..], 0),
        (&["--name", "a.example", &chain], 0),
        (&["--name", "b.example", &chain], 1),
        (&[&leaf], 1),
        (&["--intermediates", &ca, &leaf], 0),
        (&["--leaf", &leaf, &ca], 0),
        (&["--purpose", "email", &chain], 1),
        (&["--max-depth", "0", &chain], 1),
    ] {
        chainverify(args.iter().chain(more)).run().exits_with(code);
    }
    let nothing_trusted = ["--offline", "--at", AT, "--store", "none", &chain];
    chainverify(nothing_trusted).run().exits_with(1);
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn of_several_targets_not_valid_is_never_hidden() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let (good, bad) = (
        folder.pem("good.pem", &[&pki.leaf, &pki.ca]),
        folder.pem("bad.pem", &[&pki.leaf]),
    );
    let down = closed().to_string();
    let args = ["--offline", "--at", AT, "--roots", &root];
    for (targets, code) in [
        (&[&good, &down][..], 3),
        (&[&good, &down, &bad], 1),
        (&[&good, &good], 0),
    ] {
        chainverify(
            args.iter()
                .copied()
                .chain(targets.iter().map(|target| target.as_str())),
        )
        .run()
        .exits_with(code);
    }
}

#[test]
#[ignore = "the verdict is not wired yet"]
fn json_is_one_object_a_line_and_quiet_is_silence() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let (good, bad) = (
        folder.pem("good.pem", &[&pki.leaf, &pki.ca]),
        folder.pem("bad.pem", &[&pki.leaf]),
    );
    let args = ["--offline", "--at", AT, "--roots", &root, &good, &bad];
    let said = chainverify(args.iter().chain(&["--json"]))
        .run()
        .exits_with(1);
    let lines = said.out.lines().collect::<Vec<_>>();
    assert_eq!(lines.len(), 2, "{said:#?}");
    assert!(
        lines.iter().all(|line| line.starts_with("{\"schema\":")),
        "{said:#?}"
    );
    let said = chainverify(args.iter().chain(&["-q"])).run().exits_with(1);
    assert!(said.out.is_empty() && said.err.is_empty(), "{said:#?}");
}
