//! `chainverify store`, on file systems made here: a planted root is found with the file that planted it, and what is odd about the others is
//! told.

use std::fs;
use std::path::Path;

use chainverify_testdata::keystore::{JavaEntry, jks};
use chainverify_testdata::{CertBuilder, Key, Made, RsaSize, pem, pem_chain};
use serde_json::Value;

use crate::pki::{AT, Folder};
use crate::run::{Said, chainverify};

fn root(name: &str) -> Made {
    CertBuilder::ca(name).key(Key::p256(name)).sign()
}

/// Writes a file below the root of a file system.
fn put(folder: &Folder, path: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, content).unwrap();
    path.display().to_string()
}

const BUNDLE: &str = "etc/ssl/certs/ca-certificates.crt";

fn below(folder: &Folder, args: &[&str]) -> Said {
    let sysroot = folder.path().display().to_string();
    let fixed = ["store", "--at", AT, "--sysroot", &sysroot];
    chainverify(fixed.iter().chain(args)).run()
}

fn json(said: &Said) -> Value {
    serde_json::from_str(&said.out).unwrap()
}

/// The roots of the first store that have a finding of a code.
fn with_code<'j>(json: &'j Value, code: &str) -> Vec<&'j Value> {
    let roots = json["stores"][0]["roots"].as_array().unwrap().iter();
    let has = |root: &&Value| {
        let findings = root["findings"].as_array().unwrap();
        findings.iter().any(|finding| finding["code"] == code)
    };
    roots.filter(has).collect()
}

#[test]
fn of_debians_roots_none_is_local_and_a_planted_one_is_found_with_its_file() {
    let Ok(entries) = fs::read_dir("/usr/share/ca-certificates/mozilla") else {
        eprintln!("skipped: this is no Debian with ca-certificates");
        return;
    };
    let texts = entries.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    let debian: String = texts.collect();
    let folder = Folder::new();
    put(&folder, BUNDLE, &debian);
    let clean = json(&below(&folder, &["audit", "--json"]).exits_with(0));
    let roots = clean["stores"][0]["roots"].as_array().unwrap();
    assert!(roots.len() > 100, "{}", roots.len());
    for root in roots {
        let kind = root["provenance"]["kind"].as_str().unwrap();
        assert!(["public", "was_public"].contains(&kind), "{root:#}");
    }
    let planted = root("Corp Root");
    let text = pem("CERTIFICATE", &planted.der);
    put(&folder, BUNDLE, debian + &text);
    let file = put(&folder, "usr/local/share/ca-certificates/corp.crt", text);
    let said = below(&folder, &["audit", "--json", "--fail-on", "warning"]).exits_with(4);
    let found = json(&said);
    let [local] = with_code(&found, "only_in_local_store")[..] else {
        panic!("{found:#}");
    };
    assert_eq!(local["name"], "Corp Root");
    let place = serde_json::json!({ "path": file, "by": "administrator" });
    assert_eq!(local["provenance"]["place"], place);
    let said = below(&folder, &["audit"]).exits_with(0);
    // In the first line after the heading.
    let first = said.out.lines().nth(1).unwrap();
    assert!(
        first.contains("\"Corp Root\" is a root of this machine") && first.contains(&file),
        "{said:#?}"
    );
    below(&folder, &["show", "corp root"])
        .exits_with(0)
        .reports(&format!(
            "only on this machine, put there by an administrator ({file})"
        ));
}

#[test]
fn a_root_in_the_bundle_that_no_file_explains_is_told() {
    let folder = Folder::new();
    put(&folder, BUNDLE, pem_chain([&root("Planted")]));
    below(&folder, &["audit"])
        .exits_with(0)
        .reports(", in no file that an administrator or a package put there");
}

#[test]
fn a_deselected_root_and_one_that_the_bundle_lacks_are_told() {
    let folder = Folder::new();
    let [on, off, late] = ["On", "Off", "Late"].map(root);
    let text = |made: &Made| pem("CERTIFICATE", &made.der);
    put(
        &folder,
        "usr/share/ca-certificates/mozilla/On.crt",
        text(&on),
    );
    let deselected = put(
        &folder,
        "usr/share/ca-certificates/mozilla/Off.crt",
        text(&off),
    );
    let list = put(
        &folder,
        "etc/ca-certificates.conf",
        "mozilla/On.crt\n!mozilla/Off.crt\n",
    );
    put(&folder, BUNDLE, text(&on));
    let words = format!("deselected by ! in {list} ({deselected})");
    let said = below(&folder, &["audit"]).exits_with(0);
    assert!(
        said.out
            .contains(&format!("  \"Off\" is not trusted: {words}")),
        "{said:#?}"
    );
    put(&folder, BUNDLE, text(&on) + &text(&off));
    let said = below(&folder, &["audit"]).exits_with(0);
    assert!(
        said.out.contains(&format!(
            "warning: \"Off\" is in the store, though it is {words}"
        )),
        "{said:#?}"
    );
    let path = put(
        &folder,
        "usr/local/share/ca-certificates/late.crt",
        text(&late),
    );
    let said = below(&folder, &["audit"]).exits_with(0);
    let words = format!(
        "warning: \"Late\", which an administrator put there ({path}), the store has not got"
    );
    assert!(said.out.contains(&words), "{said:#?}");
}

#[test]
fn what_is_wrong_with_a_root_is_told_and_counts_for_fail_on() {
    let folder = Folder::new();
    let past = |ca: CertBuilder| ca.validity("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z");
    let expired = past(CertBuilder::ca("Expired").key(Key::p256("e"))).sign();
    let weak = CertBuilder::ca("Weak")
        .key(Key::rsa(RsaSize::Bits1024))
        .sign();
    let leaf = CertBuilder::leaf("no.example").key(Key::p256("l")).sign();
    let again = CertBuilder::ca("Twice").key(Key::p256("t"));
    let twice = [again.clone().sign(), past(again).sign()];
    let broken = pem("CERTIFICATE", &[0x30, 3, 0x30, 1, 0]);
    let all = [&expired, &weak, &leaf, &twice[0], &twice[1]];
    put(&folder, BUNDLE, broken + &pem_chain(all));
    let said = below(&folder, &["audit", "--fail-on", "warning"]).exits_with(4);
    for words in [
        "\"Expired\" expired 2021-01-01",
        "\"Weak\" has an RSA key of 1024 bits",
        "\"no.example\" is not a CA, and can issue nothing",
        "\"Twice\" is there twice",
        "certificate 1",
    ] {
        assert!(said.out.contains(words), "{words}: {said:#?}");
    }
    let found = json(&below(&folder, &["audit", "--json"]));
    for (code, name) in [
        ("anchor_expired", "Expired"),
        ("weak_rsa_key", "Weak"),
        ("not_a_ca", "no.example"),
    ] {
        let named: Vec<_> = with_code(&found, code)
            .iter()
            .map(|root| root["name"].clone())
            .collect();
        assert!(named.contains(&name.into()), "{code}: {found:#}");
    }
    assert_eq!(
        found["stores"][0]["unreadable"].as_array().unwrap().len(),
        1
    );
}

#[test]
fn stores_are_compared_by_certificate() {
    let folder = Folder::new();
    let [a, b, c] = ["A", "B", "C"].map(root);
    let one = folder.pem("one.pem", &[&a, &b]);
    let other = folder.pem("other.pem", &[&b, &c]);
    let diff = |args: &[&str], code| {
        let args = ["store", "diff"].iter().chain(args);
        chainverify(args).run().exits_with(code)
    };
    let said = diff(&[&one, &other], 0);
    let lines: Vec<_> = said.out.lines().collect();
    assert_eq!(lines.len(), 5, "{said:#?}");
    assert_eq!(lines[0], "1 roots in both");
    assert!(lines[1].starts_with("1 only in ") && lines[2].starts_with("  \"A\", SHA-256 "));
    assert!(lines[3].starts_with("1 only in ") && lines[4].starts_with("  \"C\", SHA-256 "));
    diff(&[&one, &other, "--fail-on", "warning"], 4);
    diff(&[&one, &one, "--fail-on", "warning"], 0);
    let found = json(&diff(&["mozilla", "chrome", "--json"], 0));
    for side in ["only_a", "only_b"] {
        let has = if side == "only_a" {
            "mozilla"
        } else {
            "chrome"
        };
        for root in found[side].as_array().unwrap() {
            let programmes = root["programmes"].as_array().cloned().unwrap_or_default();
            let both = ["mozilla", "chrome"].map(|name| programmes.contains(&name.into()));
            assert!(both != [true, true], "{has}: {root:#}");
        }
    }
}

#[test]
fn a_root_is_shown_by_name_and_by_fingerprint() {
    let show = |which: &str| chainverify(["store", "show", "--from", "mozilla", which]).run();
    let said = show("hipki").exits_with(0);
    let words = "Chrome accepts certificates whose first SCT is not after 2025-07-31T23:59:59Z";
    assert!(
        said.out.starts_with("\"HiPKI Root CA - G1\"\n") && said.out.contains(words),
        "{said:#?}"
    );
    for digits in ["f015ce3c", "F0:15:CE:3C:C2:39:BF:EF"] {
        assert_eq!(show(digits).exits_with(0).out, said.out);
    }
    show("no such root")
        .exits_with(2)
        .complains("there is no root \"no such root\"");
}

#[test]
fn every_store_can_be_listed() {
    for store in [
        "mozilla",
        "apple",
        "microsoft",
        "chrome",
        "android",
        "open_jdk",
        "debian",
    ] {
        let said = chainverify(["store", "list", "--json", "--from", store])
            .run()
            .exits_with(0);
        let roots = json(&said)["roots"].as_array().unwrap().len();
        assert!((80..400).contains(&roots), "{store}: {roots}");
        let said = chainverify(["store", "list", "--from", store])
            .run()
            .exits_with(0);
        assert_eq!(said.out.lines().count(), roots + 1);
    }
    chainverify(["store", "audit", "--from", "chrome"])
        .run()
        .exits_with(2)
        .complains("fingerprints");
}

#[test]
fn what_other_programs_trust_by_the_environment_is_audited_too() {
    let folder = Folder::new();
    let [common, own] = ["Common", "Own"].map(root);
    let os = folder.pem("os.pem", &[&common]);
    let extra = folder.pem("extra.pem", &[&own]);
    let cacerts = jks(&[JavaEntry::Trusted(&common.der)], "changeit");
    let java = put(&folder, "jdk/lib/security/cacerts", cacerts);
    let said = chainverify(["store", "audit", "--at", AT])
        .env("SSL_CERT_FILE", &os)
        .env("NODE_EXTRA_CA_CERTS", &extra)
        .env("REQUESTS_CA_BUNDLE", "no-such.pem")
        .env("JAVA_HOME", folder.path().join("jdk"))
        .run()
        .exits_with(0);
    let words = [
        format!(
            "NODE_EXTRA_CA_CERTS={extra}: 1 root\n  warning: \"Own\" is a root of this machine"
        ),
        "REQUESTS_CA_BUNDLE=no-such.pem: 0 roots\n  warning: ".to_owned(),
        format!("JAVA_HOME={java}: 1 root, all of them in your OS store"),
        format!("your OS store (SSL_CERT_FILE={os}): 1 root\n"),
    ];
    for words in words {
        assert!(said.out.contains(&words), "{words}: {said:#?}");
    }
    // What this machine has in its own folders has nothing to do with that store.
    assert!(!said.out.contains("put there"), "{said:#?}");
}

#[test]
fn the_word_is_a_target_where_it_is_written_as_one() {
    let folder = Folder::new();
    let chain = folder.pem("store", &[&root("Root")]);
    let parent = Path::new(&chain).parent().unwrap();
    let path = parent.join("./store").display().to_string();
    let said = chainverify(["--offline", "--store", "none", &path])
        .run()
        .exits_with(1);
    assert!(said.out.starts_with("✗ "), "{said:#?}");
    chainverify(["store"])
        .run()
        .exits_with(2)
        .complains("nothing to do with a store is given");
    chainverify(["store", "frobnicate"]).run().exits_with(2);
    chainverify(["store", "audit", "--fail-on", "x"])
        .run()
        .exits_with(2)
        .complains("is not a level");
    chainverify(["store", "--help"])
        .run()
        .exits_with(0)
        .reports("chainverify store");
}
