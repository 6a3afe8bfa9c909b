//! What other verifiers say beside the verdict, and `--as`, which makes one of them the verdict.

use chainverify_testdata::CertBuilder;

use crate::pki::{AT, Folder, Pki};
use crate::run::{Said, chainverify};

/// A leaf whose intermediate is not sent, but known from elsewhere: valid here, and not for rustls.
fn incomplete(more: &[&str]) -> Said {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let (leaf, ca) = (
        folder.pem("leaf.pem", &[&pki.leaf]),
        folder.pem("ca.pem", &[&pki.ca]),
    );
    let words = [
        "--offline",
        "--at",
        AT,
        "--roots",
        &root,
        "--name",
        "a.example",
    ];
    let files = ["--intermediates", &ca, &leaf];
    chainverify(words.iter().chain(more).chain(&files)).run()
}

/// A chain as it should be, for a name.
fn complete(name: &str, more: &[&str]) -> Said {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    let words = ["--offline", "--at", AT, "--roots", &root, "--name", name];
    chainverify(words.iter().chain(more).chain(&[chain.as_str()])).run()
}

const REFUSES: &str = "rustls 0.23 would refuse: UnknownIssuer: the intermediate that completes the path was not sent";

#[test]
fn an_opinion_that_differs_has_a_line_and_changes_no_verdict() {
    let said = incomplete(&[]).exits_with(0);
    said.reports(&format!("\n  second opinion: {REFUSES}\n"));
    let json = incomplete(&["--json"]).exits_with(0).json();
    assert_eq!(json["verdict"], "valid");
    assert_eq!(json["verdict_of"], serde_json::Value::Null);
    let opinion = &json["opinions"][0];
    assert_eq!(opinion["of"], "rustls");
    assert_eq!(opinion["basis"], "run");
    assert_eq!(opinion["verdict"], "refuses");
    assert_eq!(opinion["variant"], "UnknownIssuer");
}

#[test]
fn of_several_targets_nobody_else_is_asked_unless_everything_is_to_be_said() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let ca = folder.pem("ca.pem", &[&pki.ca]);
    let [one, other] = ["one.pem", "other.pem"].map(|name| folder.pem(name, &[&pki.leaf]));
    let said = |more: &[&str]| {
        let words = [
            "--offline",
            "--at",
            AT,
            "--roots",
            &root,
            "--name",
            "a.example",
        ];
        let files = ["--intermediates", &ca, &one, &other];
        let said = chainverify(words.iter().chain(more).chain(&files)).run();
        said.exits_with(0).out.matches(REFUSES).count()
    };
    assert_eq!(said(&[]), 0);
    assert_eq!(said(&["--explain"]), 2);
}

#[test]
fn where_all_agree_one_line_says_so_if_everything_is_to_be_said() {
    for (name, code) in [("a.example", 0), ("b.example", 1)] {
        let said = complete(name, &[]).exits_with(code);
        assert!(!said.out.contains("rustls"), "{said:#?}");
        let said = complete(name, &["--explain"]).exits_with(code);
        let lines = said.out.lines();
        let lines: Vec<_> = lines.filter(|line| line.contains("rustls")).collect();
        assert!(
            matches!(lines.as_slice(), [line] if line.starts_with("  second opinion: rustls 0.23")),
            "{said:#?}"
        );
        said.reports(" agree");
    }
}

#[test]
fn as_rustls_the_verdict_and_the_exit_status_are_those_of_rustls() {
    let said = incomplete(&["--as", "rustls"]).exits_with(1);
    let mut lines = said.out.lines();
    let first = lines.next().unwrap();
    assert!(
        first.starts_with("✗ ") && first.ends_with(&format!("leaf.pem: {REFUSES}")),
        "{said:#?}"
    );
    let second = lines.next().unwrap();
    assert!(
        second.starts_with("  our own verdict: ✓ a.example is trusted until "),
        "{said:#?}"
    );
    assert_eq!(said.out.matches(REFUSES).count(), 1, "{said:#?}");
    incomplete(&["-q", "--as", "rustls"]).exits_with(1);
    let json = incomplete(&["--json", "--as", "rustls"])
        .exits_with(1)
        .json();
    assert_eq!(json["verdict"], "not_valid");
    assert_eq!(json["verdict_of"], "rustls");
    assert_eq!(json["report"]["verdict"], "valid");
    let said = complete("a.example", &["--as", "rustls"]).exits_with(0);
    let first = said.out.lines().next().unwrap();
    assert!(
        first.starts_with("✓ ") && first.ends_with(": rustls 0.23 would accept"),
        "{said:#?}"
    );
}

#[test]
fn who_cannot_be_asked_does_not_accept() {
    let (pki, folder) = (
        Pki::with_leaf(CertBuilder::leaf("a.example")),
        Folder::new(),
    );
    let root = folder.pem("root.pem", &[&pki.root]);
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    let words = [
        "--offline",
        "--at",
        AT,
        "--roots",
        &root,
        "--purpose",
        "any",
    ];
    let with = |more: &[&str]| {
        let files = [chain.as_str()];
        chainverify(words.iter().chain(more).chain(&files)).run()
    };
    with(&[]).exits_with(0);
    with(&["--as", "rustls"])
        .exits_with(1)
        .reports("rustls 0.23 was not asked: it verifies servers and clients of TLS only");
}

#[test]
fn as_a_model_the_first_line_says_that_it_is_one() {
    let leaf = CertBuilder::leaf("a.example").no_names();
    let (pki, folder) = (Pki::with_leaf(leaf), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    let words = [
        "--offline",
        "--at",
        AT,
        "--roots",
        &root,
        "--name",
        "a.example",
    ];
    let with = |more: &[&str]| {
        let files = [chain.as_str()];
        chainverify(words.iter().chain(more).chain(&files)).run()
    };
    // The common name counts for OpenSSL alone.
    with(&[])
        .exits_with(1)
        .reports("\n  second opinion: OpenSSL 3 (a model) would accept\n");
    let said = with(&["--as", "openssl"]).exits_with(0);
    let first = said.out.lines().next().unwrap();
    assert!(
        first.starts_with("✓ ") && first.ends_with("chain.pem: OpenSSL 3 (a model) would accept"),
        "{said:#?}"
    );
    let said = with(&["--as", "go"]).exits_with(1);
    said.reports(
        "chain.pem: Go (a model) would refuse: no alternative name of the leaf is that name",
    );
    let json = with(&["--json", "--as", "openssl"]).exits_with(0).json();
    assert_eq!(json["verdict"], "valid");
    assert_eq!(json["verdict_of"], "openssl");
    assert_eq!(json["report"]["verdict"], "not_valid");
    let opinions = json["opinions"].as_array().unwrap().iter();
    let bases: Vec<_> = opinions
        .map(|one| (one["of"].as_str(), one["basis"].as_str()))
        .collect();
    assert_eq!(
        bases,
        [
            (Some("rustls"), Some("run")),
            (Some("openssl"), Some("model")),
            (Some("go"), Some("model"))
        ]
    );
}
