//! Reports of several targets, as text and as JSON lines; silence, and everything.

use chainverify_testdata::{CertBuilder, pem_chain};

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
        let start = format!("{mark} {file}: \"a.example\" is ");
        assert!(report.starts_with(&start), "{said:#?}");
    }
    // One target needs no name before its verdict.
    let said = chainverify(&args[..args.len() - 1]).run().exits_with(0);
    assert!(
        said.out.starts_with("✓ \"a.example\" is trusted"),
        "{said:#?}"
    );
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

/// On a terminal both are one stream.
#[cfg(unix)]
#[test]
fn reports_failures_and_advice_come_in_their_order_on_a_terminal() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let (leaf, ca) = (
        folder.pem("leaf.pem", &[&pki.leaf]),
        folder.pem("ca.pem", &[&pki.ca]),
    );
    let path = folder.file("said", "");
    let said = std::fs::File::create(&path).unwrap();
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_chainverify"))
        .args([
            "--offline",
            "--at",
            AT,
            "--roots",
            &root,
            &leaf,
            "no-such.pem",
            &ca,
        ])
        .stdout(said.try_clone().unwrap())
        .stderr(said)
        .status()
        .unwrap();
    assert_eq!(done.code(), Some(1));
    let said = std::fs::read_to_string(path).unwrap();
    let places = [
        format!("✗ {leaf}: "),
        "cannot use no-such.pem".to_owned(),
        format!("✓ {ca}: "),
        format!("the issuer that {leaf} lacks is in {ca}"),
    ]
    .map(|words| {
        said.find(&words)
            .unwrap_or_else(|| panic!("{words:?} is missing in {said}"))
    });
    assert!(places.is_sorted(), "{said}");
}

#[test]
fn many_targets_are_told_in_their_order() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let files: Vec<_> = (0..150)
        .map(|number| match number % 7 {
            0 => format!("missing-{number}.pem"),
            // Those after a large file are ready before it.
            1 => {
                let name = format!("{number}-large.pem");
                let chain = pem_chain([&pki.leaf.der, &pki.ca.der]);
                folder.file(&name, format!("{}{chain}", "x\n".repeat(200_000)))
            }
            2 => folder.pem(&format!("{number}-bad.pem"), &[&pki.leaf]),
            _ => folder.pem(&format!("{number}.pem"), &[&pki.leaf, &pki.ca]),
        })
        .collect();
    let args = ["--offline", "--json", "--at", AT, "--roots", &root];
    let all = args.into_iter().chain(files.iter().map(String::as_str));
    let said = chainverify(all).run().exits_with(1);
    let targets = said.jsons().into_iter().map(|json| json["target"].clone());
    assert_eq!(targets.collect::<Vec<_>>(), files);
    let missing = said.err.lines().filter(|line| line.contains("missing-"));
    let expected = files.iter().filter(|file| file.starts_with("missing-"));
    assert!(
        missing
            .zip(expected)
            .all(|(line, file)| line.contains(file)),
        "{}",
        said.err
    );
}
