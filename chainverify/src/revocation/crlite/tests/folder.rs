//! The index of the filters, and the folder that it is read from.

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use std::fs;
use std::path::PathBuf;

use super::super::{Answer, BadFile, Filters, Index, LogId, Problem, ReadProblem};
use super::{Block, ISSUER, LOG, at, plain};

/// A log with its entries: file, earliest and latest time.
type OfLog<'a> = (LogId, &'a [(u16, u64, u64)]);

/// An index of these files.
fn index(names: &[&str], logs: &[OfLog<'_>]) -> Vec<u8> {
    let mut file = b"upkiidx1".to_vec();
    file.extend(u16::try_from(names.len()).unwrap().to_be_bytes());
    file.extend(u32::try_from(logs.len()).unwrap().to_be_bytes());
    for name in names {
        let mut slot = [0; 32];
        slot[..name.len()].copy_from_slice(name.as_bytes());
        file.extend(slot);
    }
    let mut offset = file.len() + logs.len() * 42;
    let mut sections = Vec::new();
    for (log, entries) in logs {
        file.extend(log);
        file.extend(u64::try_from(offset).unwrap().to_be_bytes());
        file.extend(u16::try_from(entries.len()).unwrap().to_be_bytes());
        for (number, from, until) in *entries {
            sections.extend(number.to_be_bytes());
            sections.extend([from.to_be_bytes(), until.to_be_bytes()].concat());
        }
        offset += entries.len() * 18;
    }
    [file, sections].concat()
}

#[test]
fn an_index_names_all_files_that_cover_a_time() {
    let file = index(
        &["full", "delta-1", "delta-2"],
        &[
            ([1; 32], &[(0, 0, 100), (1, 90, 110), (2, 111, 120)]),
            ([2; 32], &[(1, 5, 5)]),
        ],
    );
    let index = Index::open(&file).unwrap();
    assert_eq!(index.files(), ["full", "delta-1", "delta-2"]);
    assert_eq!(index.covering(&[at([1; 32], 95)]), ["full", "delta-1"]);
    assert_eq!(index.covering(&[at([1; 32], 120)]), ["delta-2"]);
    let both = [at([2; 32], 5), at([1; 32], 100)];
    assert_eq!(index.covering(&both), ["full", "delta-1"]);
    assert!(index.covering(&[at([2; 32], 6), at([3; 32], 5)]).is_empty());
    for length in 0..file.len() {
        assert!(Index::open(&file[..length]).is_err(), "{length}");
    }
}

#[test]
fn an_index_is_held_to_its_format() {
    let problem = |file: Vec<u8>| Index::open(&file).unwrap_err().problem;
    for name in ["../up", ".hidden", "a/b", "a\\b", "", "nul\0l", "é"] {
        assert_eq!(
            problem(index(&["plain", name], &[])),
            Problem::FileName,
            "{name}"
        );
    }
    let twice: [OfLog<'_>; 2] = [(LOG, &[(0, 1, 2)]), (LOG, &[(0, 1, 2)])];
    assert_eq!(problem(index(&["a"], &twice)), Problem::NotSorted);
    assert_eq!(
        problem(index(&["a"], &[(LOG, &[(1, 1, 2)])])),
        Problem::FileNumber
    );
    let good = index(&["a"], &[(LOG, &[(0, 1, 2)])]);
    assert!(Index::open(&good).is_ok());
    let mut version = good.clone();
    version[7] = b'2';
    assert_eq!(problem(version), Problem::Version);
    // Into the tables, and behind the end.
    for offset in [0_u64, 87, 89, u64::MAX] {
        let mut moved = good.clone();
        moved[78..86].copy_from_slice(&offset.to_be_bytes());
        assert_eq!(problem(moved), Problem::Offset, "{offset}");
    }
}

/// A folder of its own for a test, removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str, files: &[(&str, &[u8])]) -> Self {
        let name = std::format!("chainverify-filters-{}-{test}", std::process::id());
        let folder = Self(std::env::temp_dir().join(name));
        fs::create_dir_all(&folder.0).unwrap();
        for (name, octets) in files {
            fs::write(folder.0.join(name), octets).unwrap();
        }
        folder
    }

    /// The file's name and what is wrong with it.
    fn problem(&self) -> (String, ReadProblem) {
        let error = Filters::read_dir(&self.0).unwrap_err();
        let name = PathBuf::from(&error.file);
        assert_eq!(name.parent(), Some(&*self.0));
        assert!(error.to_string().ends_with(&error.problem.to_string()));
        let name = name.file_name().unwrap().to_str().unwrap();
        (name.into(), error.problem)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_folder_is_read_by_its_index() {
    let mut revoked = plain();
    revoked.issuers = vec![Block::new(ISSUER, 1)];
    let (revoked, plain) = (revoked.bytes(), plain().bytes());
    let index = index(&["full", "delta"], &[]);
    let files: [(&str, &[u8]); 4] = [
        ("index.bin", &index),
        ("full", &plain),
        ("delta", &revoked),
        ("not-named", b"not read"),
    ];
    let folder = Folder::new("whole", &files);
    let filters = Filters::read_dir(&folder.0).unwrap();
    assert_eq!((filters.len(), filters.covers_until()), (2, Some(200)));
    let said = filters.query(&ISSUER, &[5], &[at(LOG, 150)]);
    assert_eq!(said, Answer::Revoked);
}

#[test]
fn each_file_of_a_folder_that_cannot_be_read_is_named() {
    let good = plain().bytes();
    let one = index(&["full", "delta"], &[]);

    let folder = Folder::new("none", &[("full", &good)]);
    assert_eq!(folder.problem(), ("index.bin".into(), ReadProblem::NoIndex));

    let folder = Folder::new("missing", &[("index.bin", &one), ("full", &good)]);
    let (name, problem) = folder.problem();
    let is_missing = |kind| kind == std::io::ErrorKind::NotFound;
    assert!(matches!(problem, ReadProblem::Io { kind, .. } if is_missing(kind)));
    assert_eq!(name, "delta");

    fs::create_dir(folder.0.join("delta")).unwrap();
    assert_eq!(folder.problem(), ("delta".into(), ReadProblem::NoFile));

    let files: [(&str, &[u8]); 3] = [("index.bin", &one), ("full", &good), ("delta", &good[1..])];
    let bad = BadFile {
        offset: 0,
        problem: Problem::Version,
    };
    let folder = Folder::new("bad", &files);
    assert_eq!(folder.problem(), ("delta".into(), ReadProblem::Bad(bad)));

    let folder = Folder::new("bad-index", &[("index.bin", &good)]);
    assert_eq!(
        folder.problem(),
        ("index.bin".into(), ReadProblem::Bad(bad))
    );
}

#[test]
fn what_is_read_of_a_folder_is_bounded() {
    let folder = Folder::new(
        "large",
        &[("index.bin", &index(&["full"], &[])), ("full", b"")],
    );
    for (name, most) in [
        ("full", Filters::MOST_FILTER_BYTES),
        ("index.bin", Filters::MOST_INDEX_BYTES),
    ] {
        // Nothing but holes.
        let file = fs::File::options()
            .write(true)
            .open(folder.0.join(name))
            .unwrap();
        file.set_len(most + 1).unwrap();
        assert_eq!(folder.problem(), (name.into(), ReadProblem::TooLarge));
    }
    let many = vec!["full"; Filters::MOST_FILES + 1];
    fs::write(folder.0.join("index.bin"), index(&many, &[])).unwrap();
    assert_eq!(
        folder.problem(),
        ("index.bin".into(), ReadProblem::TooManyFiles)
    );
}
