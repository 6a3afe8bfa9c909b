//! The README of the package does not rot: its example is the tested one of the library, and the
//! report that it shows is what comes out.

#![cfg(all(feature = "std", feature = "ring"))]

use core::time::Duration;

use chainverify::{Origin, Request, TrustStore, Verifier};
use pki_types::UnixTime;

const README: &str = include_str!("../README.md");
const LIBRARY: &str = include_str!("../src/lib.rs");
const ROOT: &[u8] = include_bytes!("../../testdata/example/root.pem");
const CHAIN: &[u8] = include_bytes!("../../testdata/example/chain.pem");

/// What stands between the first fences of a kind.
fn block<'t>(text: &'t str, fence: &str) -> Vec<&'t str> {
    let lines = text.lines().skip_while(|line| *line != fence).skip(1);
    lines.take_while(|line| *line != "```").collect()
}

#[test]
fn the_example_is_the_one_of_the_library() {
    let head = LIBRARY.lines().map_while(|line| line.strip_prefix("//!"));
    let head = head.map(|line| line.strip_prefix(' ').unwrap_or(line));
    let head = head.collect::<Vec<_>>().join("\n");
    let example = block(README, "```rust,no_run");
    assert!(!example.is_empty());
    assert_eq!(example, block(&head, "```no_run"));
}

#[test]
fn the_report_is_what_the_library_says() {
    let mut roots = TrustStore::new();
    roots.add_pem(ROOT, &Origin::File("root.pem".into()));
    let verifier = Verifier::new(roots);
    let chain = chainverify::cert::from_pem(CHAIN).unwrap();
    // The day on which it was written; on a later one, fewer years are left.
    let time = UnixTime::since_unix_epoch(Duration::from_secs(1_795_348_800));
    let request = Request::server(&chain, "example.org").at(time);
    let text = verifier.verify_request(request).unwrap_err().text();
    let shown = block(README, "```text").join("\n");
    assert_eq!(shown, text.to_string());
}
