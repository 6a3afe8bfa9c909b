//! Whose roots are trusted: given files and folders, the operating system's store as the environment names it, Mozilla's set, nobody. The
//! report says where a root is from, and whether only the local store has it.

use std::fs;

use chainverify_testdata::{CertBuilder, Key, Made};

use crate::pki::{AT, Folder, Pki, identity};
use crate::run::{Chainverify, chainverify};
use crate::tls::{TlsServer, Versions};

/// Checks a chain file, with these options.
fn check(folder: &Folder, pki: &Pki, more: &[&str]) -> Chainverify {
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    let args = ["--offline", "--at", AT, &chain];
    chainverify(args.iter().chain(more))
}

#[test]
fn the_man_in_the_middle_is_trusted_once_his_root_is_in_the_store_and_that_is_told() {
    let rogue = CertBuilder::ca("Proxy Root").key(Key::p256("rogue")).sign();
    let forged = CertBuilder::leaf("a.example")
        .key(Key::p256("forged"))
        .issuer(&rogue)
        .sign();
    let folder = Folder::new();
    let with = |name: &str, roots: &[&Made]| folder.pem(name, roots);
    let before = with("before.pem", &[&Pki::new().root]);
    let after = with("after.pem", &[&Pki::new().root, &rogue]);
    let server = TlsServer::start(vec![("a.example", identity(&forged, &[]))], Versions::Both);
    let address = server.address();
    let args = ["--offline", "--at", AT, "--connect", &address, "a.example"];
    let in_store = |store: &str, more: &[&str]| {
        chainverify(args.iter().chain(more))
            .env("SSL_CERT_FILE", store)
            .run()
    };
    in_store(&before, &[]).exits_with(1).reports("Proxy Root");
    in_store(&after, &[])
        .exits_with(0)
        .reports(&format!("SSL_CERT_FILE={after}"))
        .reports(
            "warning: anchor \"Proxy Root\" is a root of this machine that no root programme has (as of 2026-10)",
        );
    in_store(&after, &["--fail-on", "warning"]).exits_with(4);
    let json = in_store(&after, &["--json"]).exits_with(0).json();
    assert_eq!(
        json["report"]["findings"][0]["code"], "only_in_local_store",
        "{json:#}"
    );
    assert_eq!(json["store"]["set"], "os");
    assert_eq!(json["report"]["store"]["provenance"]["kind"], "local");
    let origin =
        serde_json::json!({ "kind": "environment", "variable": "SSL_CERT_FILE", "path": after });
    assert_eq!(json["report"]["store"]["origin"], origin);
}

#[test]
fn an_intermediate_in_the_local_store_is_no_root_and_no_interception() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let check = |store: &[&Made], chain: &[&Made]| {
        let (store, chain) = (
            folder.pem("store.pem", store),
            folder.pem("chain.pem", chain),
        );
        let args = ["--offline", "--at", AT, &chain];
        chainverify(args)
            .env("SSL_CERT_FILE", &store)
            .run()
            .exits_with(0)
    };
    let said = check(&[&pki.ca], &[&pki.leaf, &pki.ca]);
    for word in ["interception", "root \"", "leave the root"] {
        assert!(!said.out.contains(word), "{said:#?}");
    }
    said.reports("is an intermediate of \"CLI Root\" that the local trust store trusts by itself");
    // With its root there, the path goes on to that.
    let said = check(&[&pki.ca, &pki.root], &[&pki.leaf]);
    assert!(!said.out.contains("by itself"), "{said:#?}");
    said.reports("intermediate 1")
        .reports("was not sent, but is in the trust store");
}

#[test]
fn roots_that_were_given_are_meant_and_no_warning() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    check(&folder, &pki, &["--roots", &root, "--fail-on", "warning"])
        // The store of the operating system is not looked at.
        .env("SSL_CERT_FILE", "no-such.pem")
        .run()
        .exits_with(0)
        .reports(&root);
}

#[test]
fn a_folder_of_roots_is_read_and_what_is_no_root_is_told() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let roots = folder.path().join("roots");
    fs::create_dir(&roots).unwrap();
    let roots = roots.to_str().unwrap();
    check(&folder, &pki, &["--roots", roots])
        .run()
        .exits_with(2)
        .complains(roots);
    fs::write(format!("{roots}/root.crt"), &pki.root.der).unwrap();
    fs::write(format!("{roots}/bad.pem"), "hello").unwrap();
    let said = check(&folder, &pki, &["--roots", roots])
        .run()
        .exits_with(0);
    assert!(said.err.starts_with("chainverify: warning: "), "{said:#?}");
    assert!(said.err.contains("bad.pem"), "{said:#?}");
    said.reports("root.crt");
}

#[test]
fn a_root_that_cannot_be_read_ends_the_run() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let broken = folder.file("broken.der", [0x30, 3, 0x30, 1, 0]);
    check(&folder, &pki, &["--roots", &broken])
        .run()
        .exits_with(2)
        .complains("broken.der, certificate 1: ");
}

#[test]
fn a_place_in_the_environment_without_roots_is_an_error_and_no_wider_trust() {
    let (pki, folder) = (Pki::new(), Folder::new());
    for store in ["no-such.pem".to_owned(), folder.file("empty.pem", "")] {
        let said = check(&folder, &pki, &[])
            .env("SSL_CERT_FILE", &store)
            .run()
            .exits_with(2);
        assert!(said.err.contains("SSL_CERT_FILE"), "{said:#?}");
    }
}

#[test]
fn each_place_in_the_environment_is_named_with_what_was_in_it() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let other = CertBuilder::ca("Other Root").sign();
    let file = folder.pem("file.pem", &[&other]);
    for (name, roots) in [("first", &[&other][..]), ("second", &[&pki.root, &other])] {
        fs::create_dir(folder.path().join(name)).unwrap();
        folder.pem(&format!("{name}/roots.pem"), roots);
    }
    let [first, second] = ["first", "second"].map(|name| folder.path().join(name));
    let both = std::env::join_paths([&first, &second]).unwrap();
    let (first, second) = (first.display().to_string(), second.display().to_string());
    let with = |file: &str, folders: &std::ffi::OsStr, more: &[&str]| {
        let check = check(&folder, &pki, more).env("SSL_CERT_FILE", file);
        check.env("SSL_CERT_DIR", folders).run()
    };
    let json = with("", &both, &["--json"]).exits_with(0).json();
    let wanted = serde_json::json!([
        { "variable": "SSL_CERT_DIR", "path": first, "anchors": 1 },
        { "variable": "SSL_CERT_DIR", "path": second, "anchors": 1 },
    ]);
    assert_eq!(json["store"]["places"], wanted);
    assert_eq!(json["report"]["store"]["origin"]["path"], second);
    with(&file, first.as_ref(), &[])
        .exits_with(1)
        .reports(&format!(
            "\n  roots: 1 from SSL_CERT_FILE={file}, none from SSL_CERT_DIR={first}\n"
        ));
    let json = with("", "".as_ref(), &["--json"]).json();
    assert_eq!(json["store"]["places"], serde_json::json!([]));
}

#[test]
fn a_bad_entry_of_the_store_is_a_warning() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let broken = chainverify_testdata::pem("CERTIFICATE", &[0x30, 3, 0x30, 1, 0]);
    let good = chainverify_testdata::pem("CERTIFICATE", &pki.root.der);
    let store = folder.file("store.pem", format!("{broken}{good}"));
    let said = check(&folder, &pki, &[])
        .env("SSL_CERT_FILE", &store)
        .run()
        .exits_with(0);
    assert_eq!(said.err.lines().count(), 1, "{said:#?}");
    assert!(said.err.contains("certificate 1"), "{said:#?}");
}

#[test]
fn mozillas_set_and_an_empty_one_do_not_have_a_private_root() {
    let (pki, folder) = (Pki::new(), Folder::new());
    for (store, anchors) in [("mozilla", 100..1000), ("none", 0..1)] {
        let json = check(&folder, &pki, &["--store", store, "--json"])
            .run()
            .exits_with(1)
            .json();
        assert_eq!(json["store"]["set"], store, "{json:#}");
        assert!(
            anchors.contains(&json["report"]["store"]["anchors"].as_u64().unwrap()),
            "{json:#}"
        );
        assert!(json["store"]["instead_of"].is_null());
    }
    check(&folder, &pki, &["--store", "none"])
        .run()
        .exits_with(1)
        .reports("the trust store is empty");
}

#[test]
fn added_roots_are_trusted_beside_a_store() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    let args = ["--offline", "--at", AT, &chain];
    let check = |more: &[&str]| chainverify(args.iter().chain(more)).run();
    for store in ["os", "mozilla", "none"] {
        check(&["--store", store]).exits_with(1);
        let said = check(&["--store", store, "--add-roots", &root]).exits_with(0);
        // It was given on purpose: that no root programme has it is no warning.
        assert!(!said.out.contains("warning"), "{said:#?}");
    }
    let folder = folder.path().display().to_string();
    check(&["--add-roots", &folder]).exits_with(0);
    check(&["--roots", &root, "--add-roots", &root])
        .exits_with(2)
        .complains("cannot be used with");
    check(&["--add-roots", "no-such.pem"])
        .exits_with(2)
        .complains("no-such.pem: no such file");
}

#[test]
fn json_says_what_was_added_to_the_store() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let store = |more: &[&str]| {
        let said = check(&folder, &pki, &[more, &["--json"]].concat()).run();
        said.exits_with(0).json()["store"].clone()
    };
    let added = store(&["--store", "mozilla", "--add-roots", &root]);
    assert_eq!(added["set"], "mozilla");
    let expected = serde_json::json!([{ "path": root, "anchors": 1 }]);
    assert_eq!(added["added"], expected);
    let given = store(&["--roots", &root]);
    assert_eq!(
        (&given["set"], &given["added"]),
        (&"files".into(), &serde_json::json!([]))
    );
}
