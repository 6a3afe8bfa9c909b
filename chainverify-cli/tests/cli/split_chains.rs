//! A chain in several files: with `--chain`, and as targets of their own.

use chainverify_testdata::{CertBuilder, pem_chain};

use crate::pki::{AT, Folder, Pki};
use crate::run::chainverify;

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
fn where_an_issuer_can_be_given_is_said_at_the_end() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let leaf = folder.pem("leaf.pem", &[&pki.leaf]);
    let chain = folder.pem("chain.pem", &[&pki.leaf, &pki.ca]);
    let args = ["--offline", "--at", AT];
    let check = |more: &[&str]| chainverify(args.iter().chain(more)).run().exits_with(1);
    check(&["--roots", &root, &leaf])
        .reports("\n  fix (site operator): send the certificate of \"CLI Intermediate\"")
        .hints_at("--chain FILE");
    // Each of several files may have what another one lacks, and that is looked for.
    let said = check(&["--roots", &root, &leaf, &leaf]);
    assert!(!said.out.contains("hint"), "{said:#?}");
    check(&["--store", "mozilla", &chain]).hints_at("--add-roots FILE");
    check(&["--store", "none", &chain]).hints_at("--add-roots FILE");
    let stranger = CertBuilder::ca("Stranger").sign();
    let other = folder.pem("other.pem", &[&stranger]);
    check(&["--roots", &other, &chain]).hints_at("--roots FILE can be given");
    // What the options cannot help is left to those who can.
    let said = check(&["--roots", &root, "--name", "b.example", &chain]);
    assert!(!said.out.contains("hint"), "{said:#?}");
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
    // A root is no part of a chain.
    let mozilla = ["--offline", "--at", AT, "--store", "mozilla"];
    let said = chainverify(mozilla.iter().chain(&[&*chain, &root])).run();
    assert!(said.err.contains("--add-roots"), "{said:#?}");
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
