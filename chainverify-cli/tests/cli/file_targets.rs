//! Verdicts about files, standard input and several targets at once; JSON lines and silence.

use chainverify_testdata::{CertBuilder, Made, pem, pem_chain, pkcs7};

use crate::pki::{AT, Folder, Pki};
use crate::raw::closed;
use crate::run::chainverify;

#[test]
fn files_are_verified_with_and_without_a_name() {
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

#[test]
fn pkcs7_bundles_are_read_wherever_certificates_are() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let leaf = folder.pem("leaf.pem", &[&pki.leaf]);
    let args = ["--offline", "--at", AT, "--name", "a.example"];
    let check = |more: &[&str]| chainverify(args.iter().chain(more)).run();
    // What writes them does not keep the order.
    let bundle = pkcs7::certs_only([&pki.ca.der, &pki.leaf.der]);
    let (issuer, anchor) = (
        pkcs7::certs_only([&pki.ca.der]),
        pkcs7::certs_only([&pki.root.der]),
    );
    type Form = fn(&[u8]) -> Vec<u8>;
    let forms: [(&str, Form); 5] = [
        ("x.p7b", |der| der.to_vec()),
        ("x.pem", |der| pem("PKCS7", der).into_bytes()),
        ("x.crt", |der| {
            pem("CMS", der).replace('\n', "\r\n").into_bytes()
        }),
        ("x.p7c", |der| pem("PKCS #7 SIGNED DATA", der).into_bytes()),
        ("x.cer", |der| pem("CERTIFICATE", der).into_bytes()),
    ];
    for (name, form) in forms {
        let chain = folder.file(&format!("chain-{name}"), form(&bundle));
        let said = check(&["--roots", &root, &chain]).exits_with(0);
        said.reports(": 2 certificates\n")
            .reports("certificate 2, \"a.example\", is taken as the leaf");
        let issuer = folder.file(&format!("issuer-{name}"), form(&issuer));
        check(&["--roots", &root, "--intermediates", &issuer, &leaf]).exits_with(0);
        check(&["--roots", &root, "--chain", &issuer, &leaf]).exits_with(0);
        let anchor = folder.file(&format!("anchor-{name}"), form(&anchor));
        check(&["--roots", &anchor, "--chain", &issuer, &leaf]).exits_with(0);
        let said = chainverify(args.iter().chain(&["--roots", &root, "-"]));
        said.stdin(form(&bundle)).run().exits_with(0);
    }
    chainverify(["absent.p7b"])
        .run()
        .exits_with(2)
        .complains("absent.p7b: no such file");
}

#[test]
fn the_rest_of_a_chain_can_be_in_files_of_its_own() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let leaf = folder.pem("leaf.pem", &[&pki.leaf]);
    let ca = folder.pem("ca.pem", &[&pki.ca]);
    let key = folder.key("key.pem", &pki.leaf);
    let args = [
        "--offline",
        "--at",
        AT,
        "--roots",
        &root,
        "--fail-on",
        "warning",
    ];
    let check = |more: &[&str]| chainverify(args.iter().chain(more)).run();
    check(&["--intermediates", &ca, &leaf])
        .exits_with(4)
        .reports("was not sent");
    let said = check(&["--chain", &ca, &leaf]).exits_with(0);
    said.reports(&format!("read from {leaf} and {ca}: 2 certificates\n"));
    assert!(!said.out.contains("warning"), "{said:#?}");
    // Standard input is a file target too; and each of several files is read.
    let stdin = pem_chain([&pki.leaf.der]);
    chainverify(args.iter().chain(&["--chain", &ca, "-"]))
        .stdin(stdin)
        .run()
        .exits_with(0);
    // They count as sent, with all that is to be said of what is sent.
    check(&["--chain", &ca, "--chain", &root, &leaf])
        .exits_with(4)
        .reports("which clients do not need to be sent");
    check(&["--chain", &key, &leaf])
        .exits_with(2)
        .complains(&format!("{key}: holds a private key"));
    for (targets, words) in [
        (
            &[leaf.as_str(), &leaf][..],
            "--chain goes with exactly one target, a file",
        ),
        (
            &["a.example"],
            "--chain goes with exactly one target, a file",
        ),
    ] {
        let said = check(&[&["--chain", &ca], targets].concat());
        said.exits_with(2).complains(words);
    }
}

#[test]
fn the_files_of_one_chain_as_targets_of_their_own_are_told() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let (leaf, ca) = (
        folder.file("leaf.der", &pki.leaf.der),
        folder.file("ca.der", &pki.ca.der),
    );
    let args = ["--offline", "--at", AT, "--roots", &root];
    let told = format!(
        "chainverify: the issuer that {leaf} lacks is in {ca}, but each target is verified by itself\n  hint: "
    );
    for order in [[&leaf, &ca], [&ca, &leaf]] {
        let all = args.iter().copied().chain(order.map(String::as_str));
        let said = chainverify(all).run().exits_with(1);
        assert!(said.err.starts_with(&told), "{said:#?}");
        assert!(said.err.contains("--intermediates"), "{said:#?}");
    }
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    for (fine, code) in [
        (&["--intermediates", &ca, &leaf, &ca][..], 0),
        (&[&chain, &ca], 0),
        // Lacking the same issuer is no help.
        (&[&leaf, &leaf], 1),
    ] {
        let said = chainverify(args.iter().chain(fine)).run().exits_with(code);
        assert_eq!(said.err, "");
    }
}

#[test]
fn standard_input_is_verified_like_a_file() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let args = ["--offline", "--at", AT, "--roots", &root, "-"];
    let said = chainverify(args)
        .stdin(pem_chain([&pki.leaf.der, &pki.ca.der]))
        .run()
        .exits_with(0);
    said.reports("read from standard input: 2 certificates");
    let said = chainverify(args).stdin(pki.leaf.der).run().exits_with(1);
    said.reports("CLI Intermediate");
}

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
        // It was given on purpose: that Mozilla's set lacks it is no warning.
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
