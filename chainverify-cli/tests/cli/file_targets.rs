//! Files and standard input as targets, in the formats of certificates; keystores have a file of their own.

use chainverify_testdata::{pem, pem_chain, pkcs7};

use crate::pki::{AT, Folder, Pki};
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
