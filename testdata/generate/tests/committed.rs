//! What is committed is what the generator makes, in every run, and every rule has a case of each kind.

use chainverify_testdata::cases;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A new folder of our own below the one for temporary files.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    folder
}

/// Every file below `folder` but the explanations, by its path.
fn read(folder: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for own in ["example", "revocation", "rules", "search"] {
        collect(&folder.join(own), own, &mut files)?;
    }
    Ok(files)
}

fn collect(folder: &Path, path: &str, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{path}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &path, files)?;
        } else if !path.ends_with("/expected.txt") {
            files.insert(path, fs::read(entry.path())?);
        }
    }
    Ok(())
}

#[test]
fn the_committed_files_are_made_again_byte_by_byte() {
    let folder = scratch("byte-by-byte");
    let files = cases::files();
    cases::write(&files, &folder).unwrap();
    assert_eq!(read(&folder).unwrap(), files);
    let committed = read(&testdata()).unwrap();
    let differing: Vec<_> = files
        .iter()
        .filter(|(path, content)| committed.get(*path) != Some(content))
        .map(|(path, _)| path)
        .collect();
    assert!(
        differing.is_empty(),
        "run `cargo run -p chainverify-testdata`; these differ: {differing:?}"
    );
    let stale: Vec<_> = committed
        .keys()
        .filter(|path| !files.contains_key(*path))
        .collect();
    assert!(
        stale.is_empty(),
        "run `cargo run -p chainverify-testdata`; these are stale: {stale:?}"
    );
}

#[test]
fn stale_files_go_and_explanations_of_living_cases_stay() {
    let folder = scratch("stale");
    let files: BTreeMap<_, _> = [
        ("example/root.pem".to_owned(), b"root".to_vec()),
        ("revocation/d/case.toml".to_owned(), b"case".to_vec()),
        ("rules/a/b/case.toml".to_owned(), b"case".to_vec()),
        ("search/c/case.toml".to_owned(), b"case".to_vec()),
    ]
    .into();
    cases::write(&files, &folder).unwrap();
    for path in [
        "rules/a/b/expected.txt",
        "rules/a/b/old.pem",
        "rules/a/dead/chain.pem",
        "rules/a/dead/expected.txt",
    ] {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "x").unwrap();
    }
    cases::write(&files, &folder).unwrap();
    assert!(folder.join("rules/a/b/expected.txt").exists());
    assert!(!folder.join("rules/a/dead").exists());
    assert_eq!(read(&folder).unwrap(), files);
}

#[test]
fn every_rule_has_a_passing_and_a_failing_case() {
    let mut verdicts: BTreeMap<String, BTreeSet<bool>> = BTreeMap::new();
    for (path, content) in read(&testdata()).unwrap() {
        let rule = path
            .strip_prefix("rules/")
            .and_then(|path| path.split('/').next());
        if let (Some(rule), true) = (rule, path.ends_with("/case.toml")) {
            let content = String::from_utf8(content).unwrap();
            let is_valid = content.contains("\nexpect = \"valid\"\n");
            verdicts
                .entry(rule.to_owned())
                .or_default()
                .insert(is_valid);
        }
    }
    assert!(verdicts.len() >= 20);
    for (rule, verdicts) in verdicts {
        assert_eq!(
            verdicts.len(),
            2,
            "{rule} lacks a passing or a failing case"
        );
    }
}
