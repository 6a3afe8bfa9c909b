//! Reports of several targets, as text and as JSON lines; silence, and everything.

use chainverify_testdata::CertBuilder;

use crate::pki::{AT, Folder, Pki};
use crate::raw::closed;
use crate::run::chainverify;

#[test]
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
fn reports_of_several_targets_are_apart_and_name_them() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let good = folder.pem("good.pem", &[&pki.leaf, &pki.ca]);
    let bad = folder.pem("bad.pem", &[&pki.leaf]);
    let args = ["--offline", "--at", AT, "--roots", &root, &good, &bad];
    let said = chainverify(args).run().exits_with(1);
    let reports = said.out.split("\n\n").collect::<Vec<_>>();
    assert_eq!(reports.len(), 2, "{said:#?}");
    for (report, (mark, file)) in reports.iter().zip([("✓", &good), ("✗", &bad)]) {
        assert!(
            report.starts_with(mark) && report.contains(file),
            "{said:#?}"
        );
    }
}

#[test]
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
    assert_eq!(said.jsons()[0]["target"], good);
    assert!(
        lines.iter().all(|line| line.starts_with("{\"schema\":")),
        "{said:#?}"
    );
    let said = chainverify(args.iter().chain(&["-q"])).run().exits_with(1);
    assert!(said.out.is_empty() && said.err.is_empty(), "{said:#?}");
}

#[test]
fn json_tells_of_targets_without_a_verdict_too() {
    let down = closed().to_string();
    let said = chainverify(["--json", "--store", "none", &down, "no-such.pem"])
        .run()
        .exits_with(2);
    let [refused, missing] = said.jsons().try_into().unwrap();
    assert_eq!(
        (&refused["verdict"], &refused["exit"]),
        (&"error".into(), &3.into())
    );
    assert!(refused["error"].to_string().contains("connection refused"));
    assert_eq!(
        (&missing["verdict"], &missing["exit"]),
        (&"error".into(), &2.into())
    );
    assert_eq!(missing["error"], "cannot use no-such.pem: no such file");
}

#[test]
fn explain_shows_hashes_and_other_paths() {
    // The upper CA is there with two keys; only one of them signed the leaf.
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let namesake = CertBuilder::intermediate("CLI Intermediate")
        .key(chainverify_testdata::Key::p256("namesake"))
        .issuer(&pki.root)
        .sign();
    let chain = folder.pem("chain.pem", &[&pki.leaf, &namesake]);
    let args = ["--offline", "--at", AT, "--roots", &root, &chain];
    let brief = chainverify(args).run().exits_with(1);
    assert!(!brief.out.contains("H1"), "{brief:#?}");
    let said = chainverify(args.iter().chain(&["--explain"]))
        .run()
        .exits_with(1);
    said.reports("H1");
}
