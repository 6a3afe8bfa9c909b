//! Bad input: each is one clear line to standard error with file and reason, exit status 2, never a panic.

use std::process::{Command, Stdio};

use chainverify_testdata::{pem, pem_chain, pkcs7};

use crate::pki::{AT, Folder, Pki};
use crate::run::chainverify;

#[test]
fn bad_files_are_named_with_their_reason() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let whole = pem_chain([&pki.leaf.der]);
    let cut = whole.split_at(whole.len() / 2).0;
    for (name, bytes, reason) in [
        ("empty.pem", Vec::new(), "is empty"),
        (
            "cut.pem",
            cut.as_bytes().to_vec(),
            "the PEM text is broken: the file ends before the END line",
        ),
        ("cut.der", pki.leaf.der[..100].to_vec(), "is cut short: "),
        (
            "noise.pem",
            vec![0xa5; 10_000_000],
            "holds neither PEM nor DER",
        ),
        (
            "key.pem",
            pki.leaf.key.pkcs8_pem().into_bytes(),
            "holds a private key, not a certificate",
        ),
        (
            "key.der",
            pki.leaf.key.pkcs8(),
            "holds a private key in DER, not a certificate",
        ),
    ] {
        let path = folder.file(name, bytes);
        chainverify([&path])
            .run()
            .exits_with(2)
            .complains(&format!("{path}: {reason}"));
    }
    chainverify(["--leaf".as_ref(), folder.path(), "x.pem".as_ref()])
        .run()
        .exits_with(2)
        .complains("is a directory, not a file");
    chainverify(["no-such.pem"])
        .run()
        .exits_with(2)
        .complains("no-such.pem: no such file");
}

#[test]
fn text_and_bundles_that_hide_their_certificates_are_refused_by_name() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let whole = pem_chain([&pki.leaf.der]);
    for (name, bytes, reason) in [
        (
            "utf16.pem",
            whole
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<u8>>(),
            "is text in UTF-16, which is not PEM",
        ),
        (
            "marked_utf16.pem",
            [0xfeff]
                .into_iter()
                .chain(whole.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect(),
            "is text in UTF-16, which is not PEM",
        ),
        (
            "quoted.pem",
            format!("{whole}> {whole}").into_bytes(),
            "the PEM text is broken: something stands before the BEGIN in line",
        ),
        (
            "cut.p7c",
            pkcs7::certs_only([&pki.leaf.der])[..200].to_vec(),
            "is cut short: ",
        ),
        (
            "empty.p7b",
            pkcs7::certs_only([&[0u8; 0]; 0]),
            "the PKCS#7 holds no certificate",
        ),
    ] {
        let path = folder.file(name, bytes);
        chainverify([&path])
            .run()
            .exits_with(2)
            .complains(&format!("{path}: {reason}"));
    }
}

#[test]
fn other_labels_of_certificates_hide_no_leaf_no_intermediate_and_no_root() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let (leaf, ca) = (
        folder.pem("leaf.pem", &[&pki.leaf]),
        folder.pem("ca.pem", &[&pki.ca]),
    );
    const SERVER_AUTH: [u8; 14] = [0x30, 12, 0x30, 10, 6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1];
    let trusted: fn(&[u8]) -> String =
        |der| pem("TRUSTED CERTIFICATE", &[der, &SERVER_AUTH].concat());
    let args = ["--offline", "--at", AT];
    let check = |more: &[&str]| chainverify(args.iter().chain(more)).run();
    for label in [|der: &[u8]| pem("X509 CERTIFICATE", der), trusted] {
        let chain = [label(&pki.leaf.der), pem_chain([&pki.ca.der])].concat();
        let chain = folder.file("chain.pem", chain);
        check(&["--roots", &root, &chain])
            .exits_with(0)
            .reports("✓ \"a.example\" is trusted")
            .reports(": 2 certificates");
        let helper = folder.file("helper.pem", label(&pki.ca.der));
        check(&["--roots", &root, "--intermediates", &helper, &leaf]).exits_with(0);
    }
    let old = folder.file("old.pem", pem("X509 CERTIFICATE", &pki.root.der));
    check(&["--roots", &old, "--intermediates", &ca, &leaf]).exits_with(0);
    let both = folder.file(
        "both.pem",
        [pem_chain([&pki.leaf.der]), trusted(&pki.root.der)].concat(),
    );
    let line = pem_chain([&pki.leaf.der]).lines().count() + 1;
    check(&["--roots", &both, &leaf]).exits_with(2).complains(&format!(
        "cannot use {both}: the TRUSTED CERTIFICATE in line {line} is trusted for some uses only"
    ));
}

#[test]
fn what_may_hold_a_certificate_is_refused_by_its_line_wherever_it_is_given() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let leaf = folder.pem("leaf.pem", &[&pki.leaf]);
    let args = ["--offline", "--at", AT];
    let check = |more: &[&str]| chainverify(args.iter().chain(more)).run();
    let good = pem_chain([&pki.leaf.der]);
    for (from, to, part) in [
        (
            " CERTIFICATE",
            " CERTIFCATE",
            "the section CERTIFCATE in line 1",
        ),
        (
            "-----BEGIN CERT",
            "----BEGIN CERT",
            "a BEGIN line is incomplete (line 1)",
        ),
        (
            "-----BEGIN CERTIFICATE-----",
            "",
            "no BEGIN line before it (line 2)",
        ),
        ("-----END CERT", "----END CERT", "does not fit a BEGIN line"),
    ] {
        let bad = format!("{}{}", good.replace(from, to), pem_chain([&pki.ca.der]));
        let bad = folder.file("bad.pem", bad);
        for words in [
            &["--roots", &root, &bad][..],
            &["--roots", &bad, &leaf],
            &["--roots", &root, "--intermediates", &bad, &leaf],
        ] {
            let said = check(words).exits_with(2).complains(part);
            assert!(
                said.err.contains(&bad) && said.err.contains("  hint: "),
                "{said:#?}"
            );
        }
    }
}

#[test]
fn a_byte_order_mark_hides_no_leaf() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let chain = pem_chain([&pki.leaf.der, &pki.ca.der]);
    let chain = folder.file("chain.pem", format!("\u{feff}{chain}"));
    let args = ["--offline", "--at", AT, "--roots", &root, &chain];
    let said = chainverify(args).run().exits_with(0);
    said.reports("✓ \"a.example\" is trusted");
}

#[cfg(unix)]
#[test]
fn a_file_name_does_not_write_on_the_terminal_itself() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let file = folder.pem("a\u{1b}[2J\u{202e}.pem", &[&pki.leaf]);
    let missing = file.replace(".pem", ".der");
    let args = ["--offline", "--at", AT, "--roots", &file, &file, &missing];
    let said = chainverify(args).run().exits_with(2);
    let raw = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(
        !said.out.contains(raw) && !said.err.contains(raw),
        "{said:#?}"
    );
    said.reports("a\\u{1b}[2J\\u{202e}.pem");
}

#[test]
fn bad_files_of_options_are_named_too() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let (leaf, key) = (
        folder.pem("leaf.pem", &[&pki.leaf]),
        folder.key("leaf.key", &pki.leaf),
    );
    let empty = folder.file("empty.pem", "");
    for (option, file, reason) in [
        ("--roots", key.as_str(), "holds a private key"),
        ("--roots", "no-such.pem", "no such file"),
        ("--intermediates", &empty, "is empty"),
        ("--leaf", &key, "holds a private key"),
    ] {
        chainverify([option, file, &leaf])
            .run()
            .exits_with(2)
            .complains(&format!("{file}: {reason}"));
    }
}

#[test]
fn bad_standard_input_is_named_too() {
    chainverify(["-"])
        .run()
        .exits_with(2)
        .complains("standard input: is empty");
    chainverify(["-"])
        .stdin("hello")
        .run()
        .exits_with(2)
        .complains("standard input: holds neither PEM nor DER");
}

#[test]
fn bad_usage_is_one_line() {
    for (args, words) in [
        (&[][..], "no target is given"),
        (
            &["--frobnicate", "a.example"],
            "unexpected argument '--frobnicate'",
        ),
        (
            &["--at", "yesterday", "a.example"],
            "--at \"yesterday\" is not a time",
        ),
        (
            &["--at", "2016-12-31T23:59:60Z", "a.example"],
            "leap second",
        ),
        (&["--store", "mine", "a.example"], "invalid value 'mine'"),
        (&["--timeout", "soon", "a.example"], "--timeout \"soon\""),
        (&["a b"], "\"a b\" is not a host name"),
        (&["http://a.example"], "\"http\" is not a scheme"),
        (
            &["a.example:99999"],
            "the port of \"a.example:99999\" is not a number from 1 to 65535",
        ),
        (
            &["--purpose", "tls", "a.example"],
            "--purpose \"tls\" is not a purpose",
        ),
        (
            &["--policy", "x", "a.example"],
            "--policy \"x\" is not an object identifier",
        ),
    ] {
        chainverify(args).run().exits_with(2).complains(words);
    }
}

#[track_caller]
fn hints(args: &str, words: &str, hint: &str) {
    let said = chainverify(args.split(' ')).run().exits_with(2);
    let (_, told) = said.err.split_once("\n  hint: ").unwrap();
    assert!(told.contains(hint), "{hint:?} is missing in {said:#?}");
    said.complains(words);
}

#[test]
fn options_of_other_tools_lead_to_the_right_one() {
    for (args, option, hint) in [
        ("--cafile ca.pem a.example", "--cafile", "--add-roots FILE"),
        ("-CAfile ca.pem a.example", "-CAfile", "--roots FILE"),
        ("--ca=ca.pem a.example", "--ca", "--roots FILE"),
        (
            "-connect a.example:443",
            "-connect",
            "chainverify HOST:PORT",
        ),
        ("-showcerts a.example", "-showcerts", "--explain"),
        (
            "-servername a.example ::1",
            "-servername",
            "--servername NAME",
        ),
        (
            "-verify_hostname a.example x.pem",
            "-verify_hostname",
            "--name",
        ),
        (
            "--add-root ca.pem a.example",
            "--add-root",
            "--add-roots FILE",
        ),
        (
            "--intermediate ca.pem x.pem",
            "--intermediate",
            "--intermediates FILE",
        ),
    ] {
        hints(args, &format!("there is no option \"{option}\""), hint);
    }
}

#[test]
fn what_cannot_be_meant_says_what_can() {
    hints(
        "verify x.pem",
        "\"verify\" is not needed",
        "chainverify TARGET",
    );
    hints(
        "--fail-on error x.pem",
        "--fail-on \"error\" is not a level",
        "it is warning: exit status 4",
    );
    hints(
        "--store os --roots ca.pem x.pem",
        "--roots takes the place of a store",
        "--add-roots FILE",
    );
    hints(
        "--connect https://b.example:8443 a.example",
        "\"https://b.example:8443\" is not a host name",
        "--connect takes ADDR",
    );
    let wildcard = "\"*.a.example\" is not a host name";
    hints("*.a.example", wildcard, "in place of the *");
    hints("--name *.a.example a.pem", wildcard, "in place of the *");
}

#[test]
fn help_and_version_go_to_standard_output() {
    let help = chainverify(["--help"]).run().exits_with(0);
    assert!(
        help.out.contains("Exit status") && help.err.is_empty(),
        "{help:?}"
    );
    let version = chainverify(["--version"]).run().exits_with(0);
    assert!(version.out.starts_with("chainverify "), "{version:?}");
}

#[test]
fn a_reader_that_has_gone_is_no_error_and_the_verdict_stays() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let leaf = folder.pem("leaf.pem", &[&pki.leaf]);
    for (args, code) in [
        (&["--help"][..], 0),
        (&["--offline", "--store", "none", &leaf], 1),
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_chainverify"))
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let done = child.wait_with_output().unwrap();
        assert_eq!(done.status.code(), Some(code));
        assert!(done.stderr.is_empty(), "{done:?}");
    }
}

#[test]
fn what_goes_into_a_pipe_has_no_colour() {
    for (name, value) in [("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")] {
        let said = chainverify(["--help"]).env(name, value).run();
        assert!(!said.out.contains('\u{1b}'), "{said:?}");
    }
}
