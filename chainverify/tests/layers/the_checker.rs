//! The checker of the layers itself: what it lets pass, and what it refuses in which words.

use super::{Source, check};

/// Every source gets its `//!` head, so that only the imports can be wrong.
fn complaints(sources: &[(&str, &str)]) -> String {
    let sources: Vec<Source> = sources
        .iter()
        .map(|(path, text)| Source {
            path: (*path).to_string(),
            text: format!("//! Head.\n{text}"),
        })
        .collect();
    check(&sources).join("\n")
}

#[test]
fn lets_imports_go_down_and_stay_on_a_layer() {
    let said = complaints(&[
        (
            "lib.rs",
            "mod der; pub use der::Reader; pub use crate::verifier::Verifier;",
        ),
        ("der/mod.rs", ""),
        (
            "trust/mod.rs",
            "use crate::{der::Reader, cert::{self, Cert}};",
        ),
        ("cert/mod.rs", "use crate::der;"),
        (
            "crypto/mod.rs",
            "use crate::trust::Anchor; use std::fmt; use ring::digest;",
        ),
        ("verifier.rs", "fn f() { crate::crypto::verify() }"),
    ]);
    assert_eq!(said, "");
}

#[test]
fn refuses_an_upward_arrow() {
    let said = complaints(&[
        (
            "rules/link.rs",
            "use crate::{der::X, search::{Search, Step as S}};",
        ),
        ("der/tests.rs", "use crate::search::Search;"),
        ("search/mod.rs", ""),
    ]);
    assert_eq!(
        said,
        "rules/link.rs:2: `rules` (layer 6) imports `search` (layer 8); imports only go down"
    );
}

#[test]
fn refuses_a_circle_between_modules_of_one_layer() {
    let said = complaints(&[
        ("trust/mod.rs", "use crate::crypto::Algorithms;"),
        ("crypto/mod.rs", "\nuse crate::trust::Anchor;"),
    ]);
    assert_eq!(
        said,
        "import circle: crypto → trust (crypto/mod.rs:3) → crypto (trust/mod.rs:2)"
    );
}

#[test]
fn refuses_a_circle_between_files_of_a_folder_also_through_a_reexport() {
    let cert = |module| {
        complaints(&[
            ("cert/mod.rs", module),
            ("cert/parse.rs", "use super::Name;"),
            ("cert/name.rs", "use crate::cert::ext::San;"),
            ("cert/ext/mod.rs", ""),
            ("cert/ext/san.rs", "use crate::cert::parse;"),
        ])
    };
    assert_eq!(cert("pub struct Name;"), "");
    assert_eq!(
        cert("mod name; pub use name::Name;"),
        "cert: import circle: ext → parse (cert/ext/san.rs:2) → name (cert/parse.rs:2) → ext (cert/name.rs:2)"
    );
}

#[test]
fn lets_a_folder_and_its_files_know_each_other() {
    let said = complaints(&[
        (
            "cert/mod.rs",
            "mod parse; use parse::walk; pub struct Cert;",
        ),
        ("cert/parse.rs", "use super::Cert; use crate::cert;"),
    ]);
    assert_eq!(said, "");
}

#[test]
fn refuses_a_detour_through_lib_and_a_module_on_no_layer() {
    let said = complaints(&[
        ("other.rs", ""),
        ("drive.rs", "use crate::Cert;"),
        ("fetch/mod.rs", "use super::*;"),
    ]);
    assert_eq!(
        said,
        "other.rs: module `other` is on no layer; give it one in tests/layers.rs\n\
         drive.rs:2: `crate::Cert` goes through lib.rs; name the module it lives in\n\
         fetch/mod.rs:2: `crate::*` goes through lib.rs; name the module it lives in"
    );
}

#[test]
fn refuses_a_type_in_three_files() {
    let said = complaints(&[
        ("cert/mod.rs", "impl<'a> Cert<'a> {"),
        ("cert/a.rs", "impl Cert<'_> {\nimpl Clone for Cert<'_> {"),
        ("der/mod.rs", "impl<T: Into<u8>> Cert<'_> {"),
        ("der/b.rs", "#[cfg(test)]\nmod tests {\nimpl Other {"),
    ]);
    assert_eq!(
        said,
        "`Cert` has inherent impls in 3 files: cert/a.rs, cert/mod.rs, der/mod.rs"
    );
}

#[test]
fn refuses_a_long_file_and_a_missing_head() {
    let long = Source {
        path: "der/mod.rs".to_string(),
        text: "//!\n".to_string() + &"\n".repeat(600),
    };
    let headless = Source {
        path: "der/oid.rs".to_string(),
        text: "use core::fmt;".to_string(),
    };
    assert_eq!(
        check(&[long, headless]).join("\n"),
        "der/mod.rs: 601 lines, 600 are allowed; is it two concepts?\n\
         der/oid.rs: does not start with a `//!` head that says what it is"
    );
}
