//! The real chain of baidu.com of 2020 through the command. It needs the data: `CHAINVERIFY_CONFORMANCE` names the folder that has
//! `baidu/` (leaf.der, intermediate.der, root.der); without it these tests say that they were skipped.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use chainverify_testdata::pem;
use serde_json::Value;

use crate::pki::Folder;
use crate::run::{Said, chainverify};

const ISSUER: &str = "GlobalSign Organization Validation CA - SHA256 - G2";
const ISSUER_URL: &str = "http://secure.globalsign.com/cacert/gsorganizationvalsha2g2r1.crt";
const AT: &str = "2020-12-01T00:00:00Z";

/// The files of the chain.
struct Chain(PathBuf);

impl Chain {
    /// None, with a word to the user, if there is no data.
    fn find() -> Option<Self> {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let Some(given) =
            std::env::var_os("CHAINVERIFY_CONFORMANCE").filter(|given| !given.is_empty())
        else {
            // Not through println, which the test runner swallows.
            let _ = writeln!(
                std::io::stdout().lock(),
                "\nbaidu through the command: SKIPPED, CHAINVERIFY_CONFORMANCE is not set"
            );
            return None;
        };
        let folder = repository.join(given).join("baidu");
        assert!(folder.is_dir(), "there is no folder {}", folder.display());
        Some(Self(folder))
    }

    fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// Checks the leaf for baidu.com at its time with the right root, and these options.
    fn check(&self, more: &[&str]) -> Said {
        let (root, leaf) = (self.file("root.der"), self.file("leaf.der"));
        self.ask(
            &[
                &["--roots", &root, "--at", AT, "--name", "baidu.com", &leaf],
                more,
            ]
            .concat(),
        )
    }

    fn ask(&self, args: &[&str]) -> Said {
        chainverify(["--offline"].iter().chain(args)).run()
    }
}

/// The primary finding, of a chain that is not valid.
fn primary(said: Said) -> Value {
    let json = said.exits_with(1).json();
    json["report"]["findings"][0].clone()
}

#[test]
fn with_its_intermediate_it_is_valid() {
    let Some(chain) = Chain::find() else { return };
    let given = chain.file("intermediate.der");
    chain
        .check(&["--intermediates", &given])
        .exits_with(0)
        .reports("GlobalSign Root CA")
        .reports("was not sent");
    let json = chain
        .check(&["--intermediates", &given, "--json"])
        .exits_with(0)
        .json();
    assert_eq!(
        json["report"]["certificates"][1]["source"]["kind"], "given",
        "{json:#}"
    );
    assert_eq!(
        json["report"]["findings"][0]["code"], "completed_by_candidate",
        "{json:#}"
    );
    chain
        .check(&["--intermediates", &given, "--explain"])
        .exits_with(0)
        .reports("8afeec4c6ac9dfb5c5c946fbd43adfa5d7af9d4f8152e18135e2f1d0f0bd8083");
}

#[test]
fn without_its_intermediate_the_report_says_which_and_where_it_may_be_had() {
    let Some(chain) = Chain::find() else { return };
    let said = chain.check(&[]).exits_with(1);
    said.reports(ISSUER).reports(ISSUER_URL);
    assert_eq!(
        primary(chain.check(&["--json"]))["code"],
        "issuer_not_found"
    );
}

#[test]
fn for_another_name_the_names_that_it_has_are_told() {
    let Some(chain) = Chain::find() else { return };
    let (root, leaf) = (chain.file("root.der"), chain.file("leaf.der"));
    let given = chain.file("intermediate.der");
    let args = [
        "--roots",
        &root,
        "--at",
        AT,
        "--name",
        "baidu.example",
        "--intermediates",
        &given,
        &leaf,
    ];
    let said = chain.ask(&args).exits_with(1);
    said.reports("baidu.example").reports("baifubao.com");
}

#[test]
fn today_it_is_expired() {
    let Some(chain) = Chain::find() else { return };
    let (root, leaf) = (chain.file("root.der"), chain.file("leaf.der"));
    let given = chain.file("intermediate.der");
    let args = [
        "--json",
        "--roots",
        &root,
        "--name",
        "baidu.com",
        "--intermediates",
        &given,
        &leaf,
    ];
    let finding = primary(chain.ask(&args));
    assert_eq!(
        (&finding["code"], &finding["role"]),
        (&"expired".into(), &"leaf".into())
    );
}

#[test]
fn altered_by_one_byte_both_hashes_are_shown() {
    let Some(chain) = Chain::find() else { return };
    let folder = Folder::new();
    let mut der = fs::read(chain.file("leaf.der")).unwrap();
    let at = der
        .windows(9)
        .position(|window| window == b"baidu.com")
        .unwrap();
    der[at + 4] = b'v';
    let altered = folder.file("altered.der", &der);
    let given = chain.file("intermediate.der");
    let root = chain.file("root.der");
    let args = [
        "--roots",
        &root,
        "--at",
        AT,
        "--intermediates",
        &given,
        &altered,
    ];
    chain
        .ask(&args)
        .exits_with(1)
        .reports("9f56ddd6b0b352c658e7aad60e846528a8da5d1326f58149d680163831d8c364")
        .reports("8afeec4c6ac9dfb5c5c946fbd43adfa5d7af9d4f8152e18135e2f1d0f0bd8083");
    let json = chain.ask(&[&args[..], &["--json"]].concat()).json();
    assert_eq!(
        json["report"]["findings"][0]["code"], "signature_invalid",
        "{json:#}"
    );
    let digest = &json["report"]["hashes"][0];
    assert_eq!(digest["comparison"], "differs", "{json:#}");
    assert_ne!(digest["h1"], digest["h2"], "{json:#}");
}

#[test]
fn under_another_root_it_is_untrusted() {
    let Some(chain) = Chain::find() else { return };
    let other = concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/example/root.pem");
    let (leaf, given, root) = (
        chain.file("leaf.der"),
        chain.file("intermediate.der"),
        chain.file("root.der"),
    );
    let args = [
        "--json",
        "--roots",
        other,
        "--at",
        AT,
        "--intermediates",
        &given,
        &leaf,
    ];
    let finding = primary(chain.ask(&args));
    assert_eq!(finding["category"], "untrusted", "{finding:#}");
    let finding = primary(chain.ask(&[&args[..], &["--intermediates", &root]].concat()));
    assert_eq!(finding["code"], "untrusted_root", "{finding:#}");
}

#[test]
fn with_its_root_in_the_store_of_the_environment_it_is_valid_and_that_is_told() {
    let Some(chain) = Chain::find() else { return };
    let folder = Folder::new();
    let root = fs::read(chain.file("root.der")).unwrap();
    let store = folder.file("store.pem", pem("CERTIFICATE", &root));
    let (leaf, given) = (chain.file("leaf.der"), chain.file("intermediate.der"));
    chainverify([
        "--offline",
        "--at",
        AT,
        "--name",
        "baidu.com",
        "--intermediates",
        &given,
        &leaf,
    ])
    .env("SSL_CERT_FILE", &store)
    .run()
    .exits_with(0)
    .reports(&format!("SSL_CERT_FILE={store}"));
}
