//! Certificates from files: targets, `--leaf`, `--intermediates` and `--roots`, PEM with any number of certificates or DER with one, up to
//! 16 MiB. The bytes are handed on as they are; parsing a certificate is the library's work, so is reading a folder of roots.

mod error;
mod sniff;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use pki_types::CertificateDer;
use pki_types::pem::PemObject;

use crate::plan::Source;

pub(crate) use error::{FileError, Problem};

/// The largest file that is read: the roots of all stores together are 0.5 MB as PEM.
const LIMIT: u64 = 16 << 20;

/// All certificates of a file or of standard input, at least one.
pub(crate) fn read(source: &Source) -> Result<Vec<CertificateDer<'static>>, FileError> {
    let result = match source {
        Source::File(path) => open(path).and_then(bytes),
        Source::Stdin => bytes(io::stdin().lock()),
    };
    result.and_then(certificates).map_err(|problem| FileError {
        source: source.clone(),
        problem,
    })
}

/// All certificates of several files, in order.
pub(crate) fn read_all(paths: &[PathBuf]) -> Result<Vec<CertificateDer<'static>>, FileError> {
    let mut found = Vec::new();
    for path in paths {
        found.extend(read(&Source::File(path.clone()))?);
    }
    Ok(found)
}

fn open(path: &Path) -> Result<File, Problem> {
    if path.is_dir() {
        return Err(Problem::IsFolder);
    }
    File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Problem::Missing,
        kind => Problem::Io(kind),
    })
}

fn bytes(reader: impl Read) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let read = reader
        .take(LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Problem::Io(error.kind()))?;
    match u64::try_from(read) {
        Ok(read) if read <= LIMIT => Ok(bytes),
        _ => Err(Problem::TooLarge(LIMIT)),
    }
}

fn certificates(bytes: Vec<u8>) -> Result<Vec<CertificateDer<'static>>, Problem> {
    // A byte order mark before the first line would hide it from a reader of PEM.
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    if text.trim_ascii().is_empty() {
        return Err(Problem::Empty);
    }
    sniff::text(text)?;
    if let Some(label) = sniff::first_label(text) {
        return from_pem(text, label);
    }
    sniff::der(&bytes)?;
    Ok(vec![CertificateDer::from(bytes)])
}

/// Blocks of another kind are skipped if there is a certificate too: many servers keep chain and key in one file.
fn from_pem(bytes: &[u8], first_label: &[u8]) -> Result<Vec<CertificateDer<'static>>, Problem> {
    let mut found = Vec::new();
    for der in CertificateDer::pem_slice_iter(bytes) {
        let after = found.len();
        found.push(der.map_err(|error| Problem::Pem { after, error })?);
    }
    match found.is_empty() {
        true => Err(Problem::Holds(sniff::other_label(first_label))),
        false => Ok(found),
    }
}

#[cfg(test)]
mod tests;
