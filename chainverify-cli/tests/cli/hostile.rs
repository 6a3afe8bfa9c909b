//! Certificates that try to write on the terminal themselves: escape sequences, line ends and marks in names and addresses.

use chainverify_testdata::{CertBuilder, Extension, GeneralName, Name};

use crate::pki::{AT, Folder, Pki};
use crate::run::chainverify;

const EVIL: &str = "a\u{1b}[2J\u{1b}[1;32m\n✓ evil.example is trusted\r\u{202e}\u{9b}31m";

#[test]
fn nothing_from_a_certificate_reaches_the_terminal_raw() {
    let leaf = CertBuilder::leaf("a.example")
        .subject(Name::common(EVIL))
        .name(GeneralName::Dns(EVIL.into()))
        .name(GeneralName::Uri(EVIL.into()))
        .name(GeneralName::Email(EVIL.into()))
        .extension(Extension::ca_issuers(&format!("http://{EVIL}/")));
    let (pki, folder) = (Pki::with_leaf(leaf), Folder::new());
    let own = CertBuilder::ca(EVIL).sign();
    let roots = [
        folder.pem("root.pem", &[&pki.root]),
        folder.pem("own.pem", &[&own]),
    ];
    let chains = [
        folder.pem("chain.pem", &[&pki.leaf, &pki.ca, &own]),
        folder.pem("short.pem", &[&pki.leaf]),
        folder.pem("own-chain.pem", &[&own]),
    ];
    for (root, chain) in roots
        .iter()
        .flat_map(|root| chains.iter().map(move |chain| (root, chain)))
    {
        let args = [
            "--explain",
            "--at",
            AT,
            "--name",
            "b.example",
            "--roots",
            root,
            chain,
        ];
        let said = chainverify(args).run().exits_with(1);
        let raw = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!said.out.contains(raw), "{said:#?}");
        // No line is one that a certificate began: the mark of a row at fault is followed by its role.
        let ours = |line: &str| {
            let marked = |role| {
                line.strip_prefix("✗ ")
                    .is_some_and(|row| row.starts_with(role))
            };
            line.starts_with("  ")
                || ["leaf ", "intermediate ", "root ", "anchor "]
                    .into_iter()
                    .any(marked)
        };
        assert!(said.out.lines().skip(1).all(ours), "{said:#?}");
    }
}
