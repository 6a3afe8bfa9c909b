//! What is asked of a chain: names, purposes and rules.

use chainverify_testdata::CertBuilder;

use crate::pki::{AT, Folder, Pki};
use crate::run::chainverify;

#[test]
fn every_kind_of_name_is_checked() {
    let leaf = CertBuilder::leaf("a.example")
        .ip("192.0.2.7")
        .ip("2001:db8::7")
        .email("ann@a.example")
        .uri("spiffe://a.example/x");
    let (pki, folder) = (Pki::with_leaf(leaf), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    for (name, code) in [
        ("A.example.", 0),
        ("192.0.2.7", 0),
        ("192.0.2.8", 1),
        ("[2001:db8::7]", 0),
        ("ann@a.example", 0),
        ("bob@a.example", 1),
        ("spiffe://a.example/x", 0),
        ("spiffe://b.example/x", 1),
    ] {
        let args = [
            "--offline",
            "--at",
            AT,
            "--roots",
            &root,
            "--name",
            name,
            &chain,
        ];
        chainverify(args).run().exits_with(code);
    }
}

#[test]
fn of_several_names_each_must_be_there() {
    let leaf = CertBuilder::leaf("a.example").dns("b.example");
    let (pki, folder) = (Pki::with_leaf(leaf), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    let args = ["--offline", "--at", AT, "--roots", &root, &chain];
    let both = ["--name", "a.example", "--name", "b.example"];
    chainverify(args.iter().chain(&both))
        .run()
        .exits_with(0)
        .reports("✓ a.example and b.example are trusted");
    for order in [["a.example", "c.example"], ["c.example", "a.example"]] {
        let names = order.iter().flat_map(|name| ["--name", name]);
        let said = chainverify(args.into_iter().chain(names))
            .run()
            .exits_with(1);
        said.reports("\"c.example\"");
    }
    chainverify(args)
        .run()
        .exits_with(0)
        .reports("; no name was checked\n");
}

#[test]
fn a_purpose_can_be_any_extended_key_usage() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    let args = ["--offline", "--at", AT, "--roots", &root, &chain];
    for (purpose, code) in [
        ("server", 0),
        // serverAuth
        ("1.3.6.1.5.5.7.3.1", 0),
        // smart card logon, which is not in the leaf
        ("1.3.6.1.4.1.311.20.2.2", 1),
    ] {
        let said = chainverify(args.iter().chain(&["--purpose", purpose]));
        said.run().exits_with(code);
    }
}

#[test]
fn rules_are_chosen_by_options() {
    // A serial number of zero is a conformance warning; that a root expired matters to browsers only.
    let (pki, folder) = (
        Pki::with_leaf(CertBuilder::leaf("a.example").serial(&[0])),
        Folder::new(),
    );
    let root = folder.pem("root.pem", &[&pki.root]);
    let old = CertBuilder::ca("CLI Root")
        .validity("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z")
        .sign();
    let old = folder.pem("old.pem", &[&old]);
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    for (more, code) in [
        (&["--roots", &root][..], 0),
        (&["--roots", &root, "--fail-on", "warning"], 4),
        (&["--roots", &root, "--strict"], 1),
        (&["--roots", &old], 1),
        (&["--roots", &old, "--profile", "rfc5280"], 0),
        (
            &[
                "--roots",
                &root,
                "--explicit-policy",
                "--policy",
                "2.23.140.1.2.2",
            ],
            1,
        ),
        (&["--roots", &root, "--purpose", "any"], 0),
    ] {
        let args = ["--offline", "--at", AT, &chain];
        chainverify(args.iter().chain(more)).run().exits_with(code);
    }
}

#[test]
fn a_url_in_place_of_a_host_name_is_told() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    let check = |name: &str| {
        let args = ["--offline", "--at", AT, "--roots", &root, "--name", name];
        chainverify(args.iter().chain(&[chain.as_str()])).run()
    };
    let said = check("https://a.example").exits_with(1);
    said.hints_at("--name HOST checks its host name");
    let said = check("spiffe://a.example/x").exits_with(1);
    assert!(!said.out.contains("hint"), "{said:#?}");
    let said = check("a.example:443").exits_with(2);
    assert!(said.err.contains("without a port"), "{said:#?}");
}
