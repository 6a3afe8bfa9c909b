//! PKCS#12 files of `openssl pkcs12` and Java keystores, wherever certificates are read: passwords, whom a keystore trusts, and what is said.

use std::process::Command;

use chainverify_testdata::keystore::{
    ANY_USE, JavaEntry, certificate_bag, jks, key_bag, pkcs12, pkcs12_with_mac,
};

use crate::pki::{AT, Folder, Pki};
use crate::run::{Said, chainverify};

/// Leaf, intermediate and root in files, and the command about them.
struct Scene {
    pki: Pki,
    folder: Folder,
    root: String,
    leaf: String,
}

impl Scene {
    fn new() -> Self {
        let (pki, folder) = (Pki::new(), Folder::new());
        Self {
            root: folder.pem("root.pem", &[&pki.root]),
            leaf: folder.pem("leaf.pem", &[&pki.leaf]),
            pki,
            folder,
        }
    }

    /// Leaf and intermediate with the leaf's key, as `openssl pkcs12 -export` writes them.
    fn identity(&self, name: &str, password: &str, more: &[&str]) -> String {
        let key = self.folder.key("leaf.key", &self.pki.leaf);
        let others = self.folder.pem("ca.pem", &[&self.pki.ca]);
        let password = format!("pass:{password}");
        let args = ["-inkey", &key, "-in", &self.leaf, "-certfile", &others];
        self.export(name, &[&args[..], &["-passout", &password], more].concat())
    }

    fn export(&self, name: &str, args: &[&str]) -> String {
        let file = self.folder.file(name, "");
        let made = Command::new("openssl")
            .args(["pkcs12", "-export", "-out", &file])
            .args(args)
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        file
    }

    fn check(&self, more: &[&str]) -> Said {
        let args = ["--offline", "--at", AT];
        chainverify(args.iter().chain(more)).run()
    }
}

#[test]
fn pkcs12_of_openssl_is_read_with_its_password() {
    let scene = Scene::new();
    let password = scene.folder.file("password", "gr\u{fc}n\nsecond line\n");
    for (name, more) in [
        ("today.p12", &[][..]),
        (
            "aes128.pfx",
            &["-certpbe", "AES-128-CBC", "-macalg", "SHA512"],
        ),
        (
            "aes192.x",
            &["-certpbe", "AES-192-CBC", "-macalg", "SHA384"],
        ),
        (
            "des3.p12",
            &["-certpbe", "PBE-SHA1-3DES", "-macalg", "SHA1"],
        ),
        ("des3-pbes2.p12", &["-certpbe", "DES-EDE3-CBC"]),
        ("des2.p12", &["-certpbe", "PBE-SHA1-2DES"]),
        ("no-mac.p12", &["-nomac", "-certpbe", "AES-256-CBC"]),
    ] {
        let file = scene.identity(name, "gr\u{fc}n", more);
        let with = |password: &str| {
            scene.check(&["--roots", &scene.root, "--password-file", password, &file])
        };
        let said = with(&password).exits_with(0);
        said.reports(&format!("read from {file}: 2 certificates\n"));
        assert_eq!(said.err, "", "{said:#?}");
        let wrong = scene.folder.file("wrong", "grun");
        with(&wrong).exits_with(2).complains(&format!(
            "cannot use {file}: the PKCS#12 cannot be opened: the password is wrong"
        ));
        let said = scene.check(&["--roots", &scene.root, &file]).exits_with(2);
        assert!(said.err.contains("--password-file FILE"), "{said:#?}");
        said.complains("is PKCS#12 under a password, and none was given");
    }
    let absent = scene.check(&["--password-file", "absent", &scene.leaf]);
    absent
        .exits_with(2)
        .complains("cannot use absent: no such file");
}

#[test]
fn no_password_and_the_empty_one_are_tried_without_being_asked() {
    let scene = Scene::new();
    let none: &[&str] = &["-certpbe", "NONE", "-keypbe", "NONE", "-nomac"];
    for (name, more) in [("empty.p12", &[][..]), ("none.p12", none)] {
        let file = scene.identity(name, "", more);
        scene.check(&["--roots", &scene.root, &file]).exits_with(0);
    }
}

#[test]
fn keystores_are_read_wherever_certificates_are_and_by_content() {
    let scene = Scene::new();
    let pki = &scene.pki;
    let password = scene.folder.file("password", "changeit");
    let named = |der: &[u8]| pkcs12([certificate_bag(der, Some(ANY_USE))]);
    let java = |der: &[u8]| jks(&[JavaEntry::Trusted(der)], "changeit");
    // keytool writes PKCS#12 under the name of a Java keystore.
    type Form<'a> = &'a dyn Fn(&[u8]) -> Vec<u8>;
    let forms: [(&str, Form<'_>); 3] = [("a.p12", &named), ("b.jks", &named), ("c.jks", &java)];
    for (name, form) in forms {
        let anchor = scene
            .folder
            .file(&format!("root-{name}"), form(&pki.root.der));
        let issuer = scene.folder.file(&format!("ca-{name}"), form(&pki.ca.der));
        for option in ["--intermediates", "--chain"] {
            let args = [
                "--password-file",
                &password,
                "--roots",
                &anchor,
                option,
                &issuer,
            ];
            scene
                .check(&[&args[..], &[&scene.leaf]].concat())
                .exits_with(0);
        }
    }
    scene
        .check(&["absent.jks"])
        .exits_with(2)
        .complains("absent.jks: no such file");
}

#[test]
fn a_java_keystore_is_read_without_its_password_and_that_is_said() {
    let scene = Scene::new();
    let pki = &scene.pki;
    let chain = vec![&pki.leaf.der[..], &pki.ca.der];
    let file = scene
        .folder
        .file("id.jks", jks(&[JavaEntry::Key(chain)], "changeit"));
    let said = scene.check(&["--roots", &scene.root, &file]).exits_with(0);
    said.reports(": 2 certificates\n");
    let warning = format!(
        "chainverify: warning: in {file}: whether the Java keystore was altered is not checked without its password (--password-file)\n"
    );
    assert_eq!(said.err, warning);
    let silent = scene
        .check(&["-q", "--roots", &scene.root, &file])
        .exits_with(0);
    assert_eq!(silent.err, "");
    for (password, code) in [("changeit", 0), ("changed", 2)] {
        let given = scene.folder.file("password", password);
        let said = scene.check(&["--roots", &scene.root, "--password-file", &given, &file]);
        let said = said.exits_with(code);
        assert_eq!(
            said.err.contains("has another digest"),
            code == 2,
            "{said:#?}"
        );
        assert!(!said.err.contains(password), "{said:#?}");
    }
}

#[test]
fn of_a_keystore_only_what_it_trusts_is_a_root() {
    let scene = Scene::new();
    let pki = &scene.pki;
    let key = key_bag(&pki.leaf.key.pkcs8());
    let bag = |der: &[u8], used| certificate_bag(der, used);
    let (leaf, ca, root) = (&pki.leaf.der, &pki.ca.der, &pki.root.der);
    let own = pkcs12([bag(leaf, None), bag(ca, None), bag(root, None), key.clone()]);
    let own_java = jks(&[JavaEntry::Key(vec![leaf, ca, root])], "");
    for file in [own, own_java] {
        let file = scene.folder.file("own.p12", file);
        let said = scene.check(&["--roots", &file, &scene.leaf]).exits_with(2);
        said.complains("has the certificates of a private key only, none that it trusts");
    }
    let some = pkcs12([bag(root, Some("1.3.6.1.5.5.7.3.4"))]);
    let some = scene.folder.file("some.p12", some);
    let said = scene.check(&["--roots", &some, &scene.leaf]).exits_with(2);
    said.complains("trusts certificate 1 for some uses only");
    // As a file of PEM: nothing says that one is more trusted than the other.
    let plain = scene
        .folder
        .file("plain.p12", pkcs12([bag(ca, None), bag(root, None)]));
    scene.check(&["--roots", &plain, &scene.leaf]).exits_with(0);
    let both = [
        pkcs12([
            bag(leaf, None),
            bag(ca, None),
            key,
            bag(root, Some(ANY_USE)),
        ]),
        jks(
            &[JavaEntry::Key(vec![leaf, ca]), JavaEntry::Trusted(root)],
            "",
        ),
    ];
    for both in both {
        let both = scene.folder.file("both.jks", both);
        let said = scene.check(&["--roots", &both, &both]).exits_with(0);
        said.reports(": 2 certificates\n")
            .reports("intermediate 1  CLI Intermediate");
        for words in [
            "passed over 2 of 3 certificates, which it has but does not trust",
            "passed over 1 of 3 certificates, which it trusts, but which are not of the chain of its key",
        ] {
            assert!(said.err.contains(words), "{said:#?}");
        }
    }
}

#[test]
fn a_keystore_that_wants_to_keep_the_machine_busy_is_refused() {
    let scene = Scene::new();
    let bag = certificate_bag(&scene.pki.leaf.der, None);
    let file = scene
        .folder
        .file("slow.p12", pkcs12_with_mac([bag], (1 << 31) - 1));
    let said = scene.check(&["--roots", &scene.root, &file]).exits_with(2);
    assert!(said.took.as_secs() < 10, "{said:#?}");
    said.complains("the PKCS#12 wants more than 5000000 rounds of key derivation");
}
