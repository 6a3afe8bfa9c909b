//! A directory: as a target its files, as roots those that are named like certificates.

use std::fs;

use chainverify_testdata::pkcs7;

use crate::pki::{AT, Folder, Pki};
use crate::run::{Said, chainverify};

fn check(more: &[&str]) -> Said {
    let args = ["--offline", "--at", AT];
    chainverify(args.iter().chain(more)).run()
}

/// A new folder in a folder.
fn inner(folder: &Folder, name: &str) -> String {
    let path = folder.path().join(name);
    fs::create_dir(&path).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn each_file_of_a_directory_is_a_target_and_what_has_no_certificate_is_told() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let live = inner(&folder, "live");
    let inside = |name: &str| format!("{live}/{name}");
    folder.pem("live/fullchain.pem", &[&pki.leaf, &pki.ca]);
    folder.pem("live/cert.pem", &[&pki.leaf]);
    folder.key("live/privkey.pem", &pki.leaf);
    folder.file("live/README", "see the manual");
    folder.file("live/.hidden.pem", "nothing");
    inner(&folder, "live/deeper");
    let said = check(&["--roots", &root, "--json", &live]).exits_with(1);
    let targets: Vec<_> = said
        .jsons()
        .iter()
        .map(|json| json["target"].clone())
        .collect();
    assert_eq!(targets, [inside("cert.pem"), inside("fullchain.pem")]);
    let warning = format!(
        "chainverify: warning: in {live}: passed over what holds no certificate: README, privkey.pem\n"
    );
    assert_eq!(said.err, warning);
    fs::remove_file(inside("cert.pem")).unwrap();
    check(&["--roots", &root, &live]).exits_with(0);
    assert_eq!(
        check(&["-q", "--roots", &root, &live]).exits_with(0).err,
        ""
    );
    // What is named like a certificate and is none is no README.
    folder.file("live/broken.crt", "see the manual");
    let said = check(&["--roots", &root, &live]).exits_with(2);
    assert!(
        said.err.contains("broken.crt: holds neither PEM nor DER"),
        "{said:#?}"
    );
    for option in ["--leaf", "--key", "--chain"] {
        let said = check(&[option, &inside("privkey.pem"), &live]).exits_with(2);
        said.complains(&format!(
            "{option} goes with one file, not with a directory of them"
        ));
    }
}

#[test]
fn a_directory_without_a_certificate_is_an_error() {
    let folder = Folder::new();
    let (empty, other) = (inner(&folder, "empty"), inner(&folder, "other"));
    folder.file("other/README", "see the manual");
    for path in [&empty, &other] {
        let said = check(&["--json", path, "absent.pem"]).exits_with(2);
        let targets: Vec<_> = said
            .jsons()
            .iter()
            .map(|json| json["target"].clone())
            .collect();
        assert!(
            targets.contains(&path.as_str().into()) && targets.len() == 2,
            "{said:#?}"
        );
        let said = check(&[path]).exits_with(2);
        assert!(said.err.contains("not looked into"), "{said:#?}");
        said.complains(&format!(
            "cannot use {path}: no file in it holds a certificate"
        ));
    }
    let said = check(&["--intermediates", &empty, &other]).exits_with(2);
    said.complains(&format!("cannot use {empty}: is a directory, not a file"));
}

#[test]
fn a_directory_of_roots_may_have_bundles_and_keystores() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    for (number, name) in ["a.p7b", "a.jks", "0a1b2c3d.0"].iter().enumerate() {
        let roots = inner(&folder, &number.to_string());
        let root = match number {
            0 => pkcs7::certs_only([&pki.root.der]),
            1 => chainverify_testdata::keystore::jks(
                &[chainverify_testdata::keystore::JavaEntry::Trusted(
                    &pki.root.der,
                )],
                "",
            ),
            _ => pki.root.der.clone(),
        };
        folder.file(&format!("{number}/{name}"), root);
        folder.file(&format!("{number}/README"), "not read");
        folder.key(&format!("{number}/ca.key"), &pki.root);
        let said = check(&["--roots", &roots, &chain]).exits_with(0);
        said.reports(name);
        assert_eq!(said.err, "");
        folder.key(&format!("{number}/ca-key.pem"), &pki.root);
        let said = check(&["--roots", &roots, &chain]).exits_with(0);
        let warning = format!(
            "chainverify: warning: cannot use {roots}/ca-key.pem: holds a private key, not a certificate\n"
        );
        assert_eq!(said.err, warning);
    }
}
