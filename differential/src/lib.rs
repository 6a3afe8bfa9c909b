//! Asks chainverify and its peers about the same mutated chains, and says where we stand alone.
//!
//! The mutants are made by `chainverify_testdata::mutate`; `testdata/MUTATIONS.md` has the results, and
//! `testdata/mutations/alone.toml` the reasons.

pub mod alone;
pub mod page;
pub mod peers;
pub mod survey;

use std::fs;
use std::io;
use std::path::PathBuf;

/// The page with the results.
pub const PAGE: &str = "MUTATIONS.md";
/// The list of the reasons.
pub const REASONS: &str = "mutations/alone.toml";

/// A file below `testdata/`.
#[must_use]
pub fn testdata(file: &str) -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.join("../testdata").join(file)
}

/// What stands in a file below `testdata/`.
///
/// # Errors
///
/// It cannot be read.
pub fn read(file: &str) -> io::Result<String> {
    let path = testdata(file);
    fs::read_to_string(&path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}
