//! What people give in place of certificates: each is told by its content, with what to do; what is certain to be meant is read.

use chainverify_testdata::{Made, der, pem, pem_chain, pkcs7};

use crate::pki::{AT, Folder, Pki};
use crate::run::{Said, chainverify};

fn check(file: &str, more: &[&str]) -> Said {
    let args = ["--offline", "--at", AT, file];
    chainverify(args.iter().chain(more)).run()
}

/// In one line.
fn base64(octets: &[u8]) -> String {
    pem("X", octets)
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect()
}

/// A file of each thing, with part of what is said and part of what is to do.
fn each_is_named(folder: &Folder, things: &[(&str, Vec<u8>, &str, &str)]) {
    for (name, bytes, words, hint) in things {
        let file = folder.file(name, bytes);
        let said = check(&file, &[]).exits_with(2);
        let hinted = said.err.lines().nth(1).unwrap_or_default();
        assert!(
            hinted.starts_with("  hint: ") && hinted.contains(hint),
            "{said:#?}"
        );
        said.complains(&format!("cannot use {file}: "))
            .complains(words);
    }
}

#[test]
fn text_that_is_not_pem_is_named_with_what_to_do() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let text = pem_chain([&pki.leaf.der]);
    let quoted = text.replace('\n', "\\n");
    let indented: String = text.lines().map(|line| format!("  {line}\n")).collect();
    let json = format!("{{\"pem\":\"{quoted}\"}}").into_bytes();
    let string = format!("pem: \"{quoted}\"\n").into_bytes();
    let block = format!("pem: |\n{indented}").into_bytes();
    let secret = format!("data:\n  tls.crt: {}\n", base64(text.as_bytes())).into_bytes();
    let ssh = b"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA me".to_vec();
    let page = b"<html><p>Not found".to_vec();
    each_is_named(
        &folder,
        &[
            ("a.json", json, "holds PEM inside a string", "jq -r"),
            ("a.yaml", string, "holds PEM inside a string", "yq -r"),
            ("b.yaml", block, "before the BEGIN in line 2", "yq -r"),
            ("c.yaml", secret, "holds PEM in base64", "base64 -d"),
            ("a.html", page, "holds an HTML page, not a cert", "web page"),
            ("id.pub", ssh, "holds a key of OpenSSH, not a cert", "X.509"),
            ("a.gz", vec![0x1f, 0x8b, 8, 0], "gzip data", "gzip -dc"),
            ("a.zip", b"PK\x03\x04".to_vec(), "a zip archive", "unzip"),
        ],
    );
    let file = folder.file("a.txt", "hello, world");
    let said = check(&file, &[]).exits_with(2);
    said.complains("holds neither PEM nor DER (it begins with \"hello, w\")");
}

#[test]
fn what_stands_beside_certificates_is_named_with_what_to_do() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let spki = pki.leaf.key.spki();
    let algorithm = der::sequence([der::oid("1.2.840.113549.1.5.13")]);
    let sealed = der::sequence([algorithm, der::octet_string(&[7; 99])]);
    let response = der::sequence([der::tlv(0x0a, &[0]), der::context(0, &[0x30, 0])]);
    let pem = |label: &str, der: &[u8]| pem(label, der).into_bytes();
    let request = pem("CERTIFICATE REQUEST", &[0x30, 0]);
    let (issued, key) = ("issued for it", "--key FILE");
    let certificate = "give the certificate";
    each_is_named(
        &folder,
        &[
            (
                "a.pem",
                pem("PUBLIC KEY", &spki),
                "a public key, not",
                issued,
            ),
            ("a.der", spki, "a public key in DER, not", issued),
            (
                "b.pem",
                pem("ENCRYPTED PRIVATE KEY", &sealed),
                "a private key, not",
                key,
            ),
            ("b.der", sealed, "an encrypted private key in DER, not", key),
            ("a.csr", request, "a certificate request, not", "a CA makes"),
            (
                "a.crl",
                pem("X509 CRL", &[0x30, 0]),
                "list (CRL), not",
                certificate,
            ),
            (
                "ocsp.der",
                response,
                "an OCSP response in DER, not",
                certificate,
            ),
        ],
    );
}

#[test]
fn a_file_that_is_base64_and_nothing_else_is_read_and_that_is_said() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let root = folder.pem("root.pem", &[&pki.root]);
    let chain = pem_chain([&pki.leaf.der, &pki.ca.der]);
    let lines = pem_chain([&pki.leaf.der]);
    let lines = lines
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect::<Vec<_>>();
    for (text, certificates) in [
        (base64(&pki.leaf.der), 1),
        (lines.join("\r\n"), 1),
        (base64(chain.as_bytes()), 2),
    ] {
        let file = folder.file("a.b64", text);
        let more = ["--roots", &root, "--json"];
        let said = check(&file, &more);
        let warning = format!(
            "chainverify: warning: in {file}: all of it is base64 without BEGIN and END lines, and was decoded\n"
        );
        assert_eq!(said.err, warning);
        let json = said.json();
        let note =
            format!("in {file}: all of it is base64 without BEGIN and END lines, and was decoded");
        assert_eq!(json["notes"], serde_json::json!([note]));
        let found = json["report"]["certificates"].as_array().unwrap().iter();
        let sent = found.filter(|one| one["source"]["kind"] == "sent");
        assert_eq!(sent.count(), certificates, "{said:#?}");
    }
}

#[test]
fn der_that_is_cut_or_too_long_says_by_how_much() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let whole = &pki.leaf.der;
    let size = whole.len();
    let cut = format!("is cut short: {size} bytes announced, the file ends at byte 100");
    let bundle = pkcs7::certs_only([whole]);
    let cut_bundle = format!("is cut short: {} bytes announced", bundle.len());
    let two = [whole.as_slice(), whole].concat();
    let more = format!("ends at byte {size}, but {size} more follow");
    let again = "copy the file again";
    each_is_named(
        &folder,
        &[
            ("a.der", whole[..100].to_vec(), &cut, again),
            ("a.p7b", bundle[..100].to_vec(), &cut_bundle, again),
            ("b.der", two, &more, "PEM or PKCS#7"),
        ],
    );
}

#[test]
fn a_key_among_the_roots_is_not_said_to_be_the_target() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let key = folder.key("a.key", &pki.leaf);
    let said = check("a.pem", &["--roots", &key]).exits_with(2);
    let hint = "\n  hint: give the certificate; --key FILE says";
    assert!(said.err.contains(hint), "{said:#?}");
}

/// What `openssl s_client` prints about a server that sent these, without `-showcerts`.
fn s_client(sent: &[&Made]) -> String {
    let listed = sent.iter().enumerate();
    let listed: String = listed
        .map(|(number, _)| format!(" {number} s:CN = x\n   i:CN = y\n"))
        .collect();
    let leaf = pem_chain([&sent[0].der]);
    format!(
        "CONNECTED(00000003)\n---\nCertificate chain\n{listed}---\nServer certificate\n{leaf}subject=CN = x\n---\n"
    )
}

#[test]
fn the_output_of_s_client_without_showcerts_is_recognised() {
    let (pki, folder) = (Pki::new(), Folder::new());
    let both = folder.file("both.txt", s_client(&[&pki.leaf, &pki.ca]));
    let said = check(&both, &[]);
    let words = "only the leaf of the 2 certificates that the server sent is in it; run openssl s_client with -showcerts\n";
    assert!(said.err.contains(words), "{said:#?}");
    let one = folder.file("one.txt", s_client(&[&pki.leaf]));
    assert_eq!(check(&one, &[]).err, "");
}
