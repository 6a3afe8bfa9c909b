//! Which certificate of a file is the leaf, wherever it stands.

use chainverify_testdata::{CertBuilder, Made};

use crate::pki::{AT, Folder, Pki};
use crate::run::chainverify;

#[test]
fn the_leaf_is_recognised_wherever_it_stands_and_that_is_told() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let other_ca = CertBuilder::ca("Other Root").sign();
    let (leaf, ca, top) = (&pki.leaf, &pki.ca, &pki.root);
    let args = ["--offline", "--at", AT, "--roots", &root];
    let check = |made: &[&Made], more: &[&str]| {
        let chain = folder.pem("chain.pem", made);
        let all = args.iter().chain(more).copied().chain([chain.as_str()]);
        chainverify(all).run()
    };
    for (made, number, why, words) in [
        (&[leaf, ca][..], 0, "first", None),
        (&[leaf, top, ca], 0, "first", None),
        (
            &[top, ca, leaf],
            2,
            "first_is_issuer",
            Some("which issued another one"),
        ),
        (
            &[ca, leaf, top],
            1,
            "first_is_issuer",
            Some("which issued another one"),
        ),
        (
            &[&other_ca, leaf, ca],
            1,
            "first_is_ca",
            Some("which is a CA that issued none of them"),
        ),
    ] {
        check(made, &["--name", "a.example"]).exits_with(0);
        check(made, &["--name", "b.example"]).exits_with(1);
        let said = check(made, &[]).exits_with(0);
        said.reports("✓ \"a.example\" is trusted")
            .reports("; no name was checked\n");
        if let Some(words) = words {
            let taken = number + 1;
            said.reports(&format!(
                "  warning: certificate {taken}, \"a.example\", is taken as the leaf, in the place of certificate 1, {words}"
            ));
            said.reports("  fix (site operator): put the leaf first\n");
            check(made, &["--fail-on", "warning"]).exits_with(4);
        }
        let json = check(made, &["--json"]).exits_with(0).json();
        let wanted = serde_json::json!({ "number": number, "subject": "CN=a.example", "why": why });
        assert_eq!(json["leaf"], wanted);
    }
}

#[test]
fn where_the_leaf_cannot_be_told_the_first_certificate_is_taken_and_that_is_said() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let second = CertBuilder::leaf("b.example").issuer(&pki.ca).sign();
    let (leaf, ca, top) = (&pki.leaf, &pki.ca, &pki.root);
    let args = ["--offline", "--at", AT, "--roots", &root];
    let check = |made: &[&Made], more: &[&str]| {
        let chain = folder.pem("chain.pem", made);
        let all = args.iter().chain(more).copied().chain([chain.as_str()]);
        chainverify(all).run()
    };
    let said = check(&[ca, leaf, &second], &[]);
    said.reports(
        "certificate 1, \"CLI Intermediate\", is taken as the leaf, though it issued another one",
    )
    .reports("name it with --leaf");
    let json = check(&[ca, leaf, &second], &["--json"]).json();
    assert_eq!(json["leaf"]["why"], "undecided");
    check(&[ca, leaf, &second], &["--fail-on", "warning"]).exits_with(4);
    // There is no leaf but a CA.
    let json = check(&[top, ca], &["--json"]).json();
    assert_eq!(
        (&json["leaf"]["number"], &json["leaf"]["why"]),
        (&1.into(), &"first_is_issuer".into())
    );
    // What is said with --leaf counts.
    let given = folder.pem("leaf.pem", &[&second]);
    let json = check(&[ca, leaf], &["--leaf", &given, "--json"]).json();
    assert_eq!(
        (&json["leaf"]["subject"], &json["leaf"]["why"]),
        (&"CN=b.example".into(), &"given".into())
    );
}
