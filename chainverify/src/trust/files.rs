//! Anchors from files, in PEM or DER, and from folders of such files. Bounded in octets, because a
//! path may lead to anything.

use alloc::string::ToString;
use alloc::vec::Vec;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use pki_types::CertificateDer;

use super::load::{Entry, LoadReason, Place, or_empty, pem};
use super::origin::Origin;

/// All public roots together have a quarter of a megabyte.
pub(super) const MOST_BYTES: u64 = 16 << 20;

/// A file, or the files of a folder in the order of their names.
pub(super) fn places(path: &Path) -> Vec<Place> {
    if !path.is_dir() {
        return [given(path, entries(path))].into();
    }
    match files_of(path) {
        Ok(files) if !files.is_empty() => files
            .iter()
            .map(|file| given(file, entries(file)))
            .collect(),
        Ok(_) => [given(path, or_empty(Vec::new()))].into(),
        Err(reason) => [given(path, [(0, Err(reason))].into())].into(),
    }
}

fn given(path: &Path, entries: Vec<Entry>) -> Place {
    let name = path.display().to_string();
    Place {
        origin: Origin::File(name.clone()),
        name,
        entries,
    }
}

/// What a file holds: a certificate in DER, or a PEM text.
pub(super) fn entries(path: &Path) -> Vec<Entry> {
    match read(path) {
        Err(reason) => [(0, Err(reason))].into(),
        Ok(bytes) if bytes.first() == Some(&0x30) => [(1, Ok(CertificateDer::from(bytes)))].into(),
        Ok(bytes) => pem(&bytes),
    }
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>, LoadReason> {
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    match u64::try_from(bytes.len()) {
        Ok(length) if length <= MOST_BYTES => Ok(bytes),
        _ => Err(LoadReason::TooLarge),
    }
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>, LoadReason> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if is_certificate_file(&path) {
            files.push(path);
        }
    }
    files.sort_unstable();
    Ok(files)
}

fn is_certificate_file(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    let is_named_so = match extension {
        Some("pem" | "crt" | "cer" | "der") => true,
        Some(number) => number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()),
        None => false,
    };
    is_named_so && path.is_file()
}
