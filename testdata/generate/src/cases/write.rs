//! Writing what was made: the same bytes in every run, nothing stale left, nobody else's file touched.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

/// The folders of which every file is ours, but for the `expected.txt` of a living case.
const OWN: [&str; 4] = ["example", "revocation", "rules", "search"];
/// The explanation that the library's tests compare with; they write it, not we.
const EXPLANATION: &str = "expected.txt";

/// Every file: its path below `testdata/`, with `/` between the parts, and its content.
///
/// # Panics
/// When two cases want the same folder.
#[must_use]
pub fn files() -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<_, _> = super::example().into_iter().collect();
    for (path, content) in super::all().iter().flat_map(super::Case::files) {
        assert!(
            files.insert(path.clone(), content).is_none(),
            "two cases want {path}"
        );
    }
    files
}

/// Writes these [`files`] below the folder `testdata`, and removes what an older version wrote.
///
/// # Errors
/// When a file cannot be written, read or removed.
pub fn write(files: &BTreeMap<String, Vec<u8>>, testdata: &Path) -> io::Result<()> {
    for (path, content) in files {
        let path = testdata.join(path);
        if std::fs::read(&path).is_ok_and(|old| old == *content) {
            continue;
        }
        path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(path, content)?;
    }
    let folders = files
        .keys()
        .filter_map(|path| path.strip_suffix("/case.toml"));
    let mut living: BTreeSet<String> = folders
        .map(|folder| format!("{folder}/{EXPLANATION}"))
        .collect();
    living.extend(files.keys().cloned());
    for own in OWN {
        sweep(&testdata.join(own), own, &living)?;
    }
    Ok(())
}

/// Removes what does not live below `folder`, whose path below `testdata/` is `path`.
fn sweep(folder: &Path, path: &str, living: &BTreeSet<String>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{path}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            sweep(&entry.path(), &path, living)?;
        } else if !living.contains(&path) {
            std::fs::remove_file(entry.path())?;
        }
    }
    if std::fs::read_dir(folder)?.next().is_none() {
        std::fs::remove_dir(folder)?;
    }
    Ok(())
}
