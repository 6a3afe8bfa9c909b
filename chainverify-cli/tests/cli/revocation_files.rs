//! What is given of revocation: CRLs, OCSP responses, blocklists and CRLite's filters, from files; and files that are something else.

use std::fs;

use chainverify_testdata::algorithm::Hash;
use chainverify_testdata::{
    CertBuilder, Criticality, CrlBuilder, CrlEntry, Extension, Made, OcspBuilder, OcspStatus, der,
    oid, pem,
};

use crate::pki::{AT, Folder, Pki};
use crate::run::{Said, chainverify};

const SERIAL: [u8; 1] = [5];

/// When the leaf was logged, in milliseconds; and where.
const LOGGED: u64 = 1_779_700_000_000;
const LOG: [u8; 32] = [1; 32];

struct Scene {
    folder: Folder,
    pki: Pki,
    root: String,
    chain: String,
}

impl Scene {
    fn new() -> Self {
        let leaf = CertBuilder::leaf("a.example").serial(&SERIAL);
        let pki = Pki::with_leaf(leaf.extension(timestamp()));
        let folder = Folder::new();
        Self {
            root: folder.pem("root.pem", &[&pki.root]),
            chain: folder.pem("chain.pem", &[&pki.leaf, &pki.ca]),
            folder,
            pki,
        }
    }

    fn check(&self, more: &[&str]) -> Said {
        let args = ["--at", AT, "--roots", &self.root, &self.chain];
        chainverify(args.iter().chain(more)).run()
    }

    fn crl(&self, name: &str, serial: &[u8]) -> String {
        let crl = CrlBuilder::new(&self.pki.ca).entry(&CrlEntry::new(serial));
        self.folder.file(name, crl.sign())
    }
}

fn opaque(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    [&length.to_be_bytes()[..], content].concat()
}

/// One timestamp of a log (RFC 6962 §3.3), with a signature that nobody looks at.
fn timestamp() -> Extension {
    let time = LOGGED.to_be_bytes();
    let sct = [&[0][..], &LOG, &time, &[0, 0, 4, 3, 0, 2, 9, 9]].concat();
    let value = der::octet_string(&opaque(&opaque(&sct)));
    Extension::raw(oid::SCT_LIST, Criticality::NonCritical, &value)
}

/// A folder of filters (C2SP `upki-revocation`): one filter that covers the log for that time, of which a block without rows says of all
/// certificates of the issuer that they were revoked, or that they were not.
fn filters(folder: &Folder, issuer: &Made, all_revoked: u8, until: u64) -> String {
    let times = [0_u64.to_be_bytes(), until.to_be_bytes()].concat();
    let mut filter = vec![4, 0, 0, 1];
    filter.extend([&LOG[..], &times].concat());
    filter.extend([0, 0, 0, 1]);
    filter.extend(Hash::Sha256.of(&issuer.key.spki()));
    // No rows, rank 0.
    filter.extend([0; 17]);
    filter.extend([all_revoked, 0, 0]);
    // No approximate columns, and one exact column of a word.
    filter.extend([0, 0, 0, 0, 1]);
    filter.extend([0; 8]);
    let mut index = b"upkiidx1\0\x01\0\0\0\x01".to_vec();
    let mut name = [0; 32];
    name[..6].copy_from_slice(b"1.filt");
    index.extend(name);
    let offset = u64::try_from(index.len() + 42).unwrap();
    index.extend([&LOG[..], &offset.to_be_bytes(), &[0, 1]].concat());
    index.extend([&[0, 0][..], &times].concat());
    let place = folder.path().join(format!("filters-{all_revoked}-{until}"));
    fs::create_dir(&place).unwrap();
    fs::write(place.join("index.bin"), index).unwrap();
    fs::write(place.join("1.filt"), filter).unwrap();
    place.into_os_string().into_string().unwrap()
}

/// In one line.
fn base64(octets: &[u8]) -> String {
    let text = pem("X", octets);
    text.lines().filter(|line| !line.starts_with('-')).collect()
}

#[test]
fn a_crl_beside_certificates_is_told_and_counts_where_it_is_named() {
    let scene = Scene::new();
    let crl = pem(
        "X509 CRL",
        &fs::read(scene.crl("bad.crl", &SERIAL)).unwrap(),
    );
    let chain = fs::read_to_string(&scene.chain).unwrap();
    let both = scene.folder.file("both.pem", [chain, crl].concat());
    let args = ["--at", AT, "--roots", &scene.root, &both];
    let told = "the CRL in it is looked at only where --crl names the file\n";
    let said = chainverify(args.iter()).run().exits_with(0);
    assert!(said.err.ends_with(told), "{said:#?}");
    chainverify(args.iter().chain(&["--crl", &both]))
        .run()
        .exits_with(1);
}

#[test]
fn crls_that_are_given_are_looked_at_in_each_form() {
    let scene = Scene::new();
    let (good, bad) = (scene.crl("good.crl", &[6]), scene.crl("bad.crl", &SERIAL));
    let said = scene.check(&["--crl", &good]).exits_with(0);
    said.reports("revocation of leaf: not revoked, says the CRL of \"CLI Intermediate\", 2026-01-01 to 2027-01-01 (given)\n");
    let der = fs::read(&bad).unwrap();
    let text = scene.folder.file("bad.pem", pem("X509 CRL", &der));
    let both = [
        pem("X509 CRL", &fs::read(&good).unwrap()),
        pem("X509 CRL", &der),
    ]
    .concat();
    let both = scene.folder.file("both.pem", both);
    for more in [
        &["--crl", &bad][..],
        &["--crl", &text],
        &["--crl", &both],
        &["--crl", &good, "--crl", &bad],
        &["--offline", "--crl", &bad],
    ] {
        let said = scene.check(more).exits_with(1);
        let first = said.out.lines().next().unwrap();
        assert!(first.contains("was revoked 2026-02-01"), "{said:#?}");
    }
}

#[test]
fn ocsp_responses_that_are_given_are_looked_at() {
    let scene = Scene::new();
    let ca = &scene.pki.ca;
    let until = Some("2026-06-08T00:00:00Z");
    let response = |status: &OcspStatus| {
        let response = OcspBuilder::new(ca);
        response.single(ca, &SERIAL, status, until).sign()
    };
    let good = scene.folder.file("good.ocsp", response(&OcspStatus::Good));
    let revoked = OcspStatus::Revoked("2026-02-01T00:00:00Z".to_owned(), None);
    let bad = base64(&response(&revoked));
    let bad = scene.folder.file("bad.b64", bad);
    let said = scene.check(&["--ocsp", &good]).exits_with(0);
    said.reports("revocation of leaf: not revoked, says the OCSP response of 2026-06-01 (given)\n");
    scene
        .check(&["--ocsp", &bad])
        .exits_with(1)
        .reports("was revoked 2026-02-01");
    // Two that disagree: revoked wins, and both are told.
    let crl = scene.crl("good.crl", &[6]);
    let said = scene
        .check(&["--ocsp", &bad, "--crl", &crl, "--json"])
        .exits_with(1);
    let codes = said.json()["report"]["findings"].to_string();
    assert!(codes.contains("revocation_contradiction"), "{said:#?}");
}

#[test]
fn a_blocklist_blocks_by_issuer_and_serial_number_and_by_subject_and_key() {
    let scene = Scene::new();
    let Pki { root, ca, leaf } = &scene.pki;
    let name = |made: &Made| base64(&made.subject.der());
    let certificate = |issuer: &Made, serial: &[u8]| {
        let serial = base64(serial);
        format!(
            r#"{{"issuerName":"{}","serialNumber":"{serial}"}}"#,
            name(issuer)
        )
    };
    let key = |made: &Made| {
        let hash = base64(&Hash::Sha256.of(&made.key.spki()));
        format!(r#"{{"subject":"{}","pubKeyHash":"{hash}"}}"#, name(made))
    };
    for (entry, who) in [
        (certificate(ca, &SERIAL), "leaf \"a.example\""),
        (key(ca), "intermediate 1 \"CLI Intermediate\""),
    ] {
        for json in [
            format!("[{entry}]"),
            format!(r#"{{"data":[{entry}],"timestamp":1}}"#),
        ] {
            let list = scene.folder.file("list.json", json);
            let said = scene.check(&["--blocklist", &list]).exits_with(1);
            let first = said.out.lines().next().unwrap();
            let expected = format!("{who} is on the given blocklist");
            assert!(first.contains(&expected), "{said:#?}");
        }
    }
    let others = format!(
        "[{},{},{}]",
        certificate(ca, &[6]),
        certificate(root, &SERIAL),
        key(leaf)
    );
    let others = others.replace(&name(leaf), &name(root));
    let list = scene.folder.file("others.json", others);
    scene.check(&["--blocklist", &list]).exits_with(0);
}

#[test]
fn filters_are_asked_and_found_where_upki_keeps_them() {
    let scene = Scene::new();
    let ca = &scene.pki.ca;
    let revoked = filters(&scene.folder, ca, 1, LOGGED);
    let good = filters(&scene.folder, ca, 0, LOGGED);
    let old = filters(&scene.folder, ca, 1, LOGGED - 1);
    let said = scene.check(&["--crlite", &revoked]).exits_with(1);
    let first = said.out.lines().next().unwrap();
    assert!(first.contains("was revoked"), "{said:#?}");
    said.reports("the CRLite filters, which cover until 2026-05-25");
    let said = scene.check(&["--crlite", &good]).exits_with(0);
    said.reports("revocation of leaf: not revoked, says the CRLite filters");
    scene
        .check(&["--crlite", &old])
        .exits_with(0)
        .reports("\n  revocation: not checked, ");
    if cfg!(target_os = "linux") {
        let caches = scene.folder.path().join("caches");
        fs::create_dir_all(caches.join("upki")).unwrap();
        let usual = caches.join("upki").join("revocation");
        fs::rename(&revoked, &usual).unwrap();
        let run = |more: &[&str]| {
            let args = ["--at", AT, "--roots", &scene.root, &scene.chain];
            chainverify(args.iter().chain(more))
                .env("XDG_CACHE_HOME", &caches)
                .run()
        };
        run(&[]).exits_with(1).reports("was revoked");
        run(&["--crlite", &good])
            .exits_with(0)
            .reports("not revoked, says the CRLite filters");
        // A month later they are old, and nobody has named them.
        let late = [
            "--roots",
            &scene.root,
            "--at",
            "2026-07-01T00:00:00Z",
            &scene.chain,
        ];
        let late = chainverify(late).env("XDG_CACHE_HOME", &caches).run();
        let late = late.exits_with(0);
        assert!(
            late.err.contains(" are 36 days old and were left out"),
            "{late:#?}"
        );
        let at = ["--at", "2026-07-01T00:00:00Z", "--crlite", &good];
        let args = ["--roots", &scene.root, &scene.chain];
        let said = chainverify(args.iter().chain(&at)).run().exits_with(0);
        said.reports("not revoked, says the CRLite filters");
        run(&["--crlite", "off"])
            .exits_with(0)
            .reports("not checked");
        // What nobody named and cannot be used is a warning.
        fs::write(usual.join("1.filt"), "torn").unwrap();
        let said = run(&[]).exits_with(0);
        let warning = "chainverify: warning: cannot use CRLite's filters: ";
        assert!(
            said.err.starts_with(warning) && said.err.contains("1.filt"),
            "{said:#?}"
        );
    }
}

#[test]
fn files_that_are_something_else_are_named_with_what_to_do() {
    let scene = Scene::new();
    let crl = scene.crl("a.crl", &[6]);
    let der = fs::read(&crl).unwrap();
    let cut = scene.folder.file("cut.crl", &der[..60]);
    let mut broken = der.clone();
    let last = broken.len() - 80;
    broken.truncate(last);
    let two = scene.folder.file(
        "two.pem",
        [pem("X509 CRL", &der), pem("X509 CRL", &broken)].concat(),
    );
    let json = scene.folder.file("a.json", "[{}]");
    let empty = scene.folder.path().join("nothing");
    fs::create_dir(&empty).unwrap();
    let empty = empty.display().to_string();
    for (option, file, words, hint) in [
        (
            "--crl",
            &scene.chain,
            "holds a certificate, not a CRL",
            "a certificate is a target",
        ),
        (
            "--ocsp",
            &crl,
            "holds a revocation list (CRL) in DER, not an OCSP response",
            "--crl FILE",
        ),
        ("--crl", &cut, "is cut short: ", "copy the file again"),
        ("--crl", &two, "the CRL in line ", "copy the file again"),
        ("--crl", &"no-such.crl".to_owned(), "no such file", ""),
        (
            "--blocklist",
            &json,
            "entry 1 has neither issuerName",
            "OneCRL",
        ),
        ("--blocklist", &crl, "is no blocklist: ", "OneCRL"),
        (
            "--crlite",
            &empty,
            "there is no index of filters",
            "upki fetch",
        ),
    ] {
        let said = scene.check(&[option, file]).exits_with(2);
        assert!(said.err.contains(hint), "{said:#?}");
        assert!(said.err.contains(file.as_str()), "{said:#?}");
        said.complains(words);
    }
    // In the place of a certificate.
    for args in [&[crl.as_str()][..], &["--chain", &crl, &scene.chain]] {
        let said = chainverify(args).run().exits_with(2);
        assert!(
            said.err.contains("--crl FILE gives a revocation list"),
            "{said:#?}"
        );
        said.complains("holds a revocation list (CRL) in DER, not a certificate");
    }
}

#[test]
fn a_text_that_is_neither_says_what_is_read() {
    let scene = Scene::new();
    let text = scene.folder.file("notes.txt", "# Notes\n");
    for (option, hint) in [
        ("--crl", "a revocation list is in DER, or PEM"),
        ("--ocsp", "an OCSP response is in DER"),
    ] {
        let said = scene.check(&[option, &text]).exits_with(2);
        assert!(said.err.contains(hint), "{said:#?}");
        said.complains("holds neither PEM nor DER");
    }
}
