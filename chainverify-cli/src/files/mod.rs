//! Certificates from files: targets, `--leaf`, `--intermediates` and `--roots`, PEM with any number of certificates or DER with one, up to
//! 16 MiB. The bytes are handed on as they are; parsing a certificate is the library's work, so is reading a folder of roots.

mod error;
mod pem;
mod sniff;

use core::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use pki_types::CertificateDer;

use crate::plan::Source;

pub(crate) use error::{FileError, Problem};

/// The largest file that is read: the roots of all stores together are 0.5 MB as PEM.
const LIMIT: u64 = 16 << 20;

/// A certificate and where it stood.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Its bytes.
    pub(crate) der: CertificateDer<'static>,
    /// Where it stood.
    pub(crate) place: Place,
}

/// Where a certificate stood.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Place {
    /// In which file.
    pub(crate) source: Source,
    /// Its number among the certificates of the file, from 1.
    pub(crate) number: usize,
    /// In PEM: the line of its `BEGIN`, from 1.
    pub(crate) line: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)?;
        match self.line {
            Some(line) => write!(f, ", certificate {} (line {line})", self.number),
            None => Ok(()),
        }
    }
}

/// All certificates of a file or of standard input, at least one.
pub(crate) fn read(source: &Source) -> Result<Vec<Found>, FileError> {
    let result = match source {
        Source::File(path) => open(path).and_then(bytes),
        Source::Stdin => bytes(io::stdin().lock()),
    };
    result
        .and_then(|bytes| certificates(source, &bytes))
        .map_err(|problem| FileError {
            source: source.clone(),
            problem,
        })
}

/// All certificates of several files, in order.
pub(crate) fn read_all(paths: &[PathBuf]) -> Result<Vec<Found>, FileError> {
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

fn certificates(source: &Source, bytes: &[u8]) -> Result<Vec<Found>, Problem> {
    if bytes.trim_ascii().is_empty() {
        return Err(Problem::Empty);
    }
    if pem::is_pem(bytes) {
        return from_pem(source, bytes);
    }
    sniff::der(bytes)?;
    Ok(vec![Found {
        der: CertificateDer::from(bytes.to_vec()),
        place: Place {
            source: source.clone(),
            number: 1,
            line: None,
        },
    }])
}

/// Blocks of another kind are skipped if there is a certificate too: many servers keep chain and key in one file.
fn from_pem(source: &Source, bytes: &[u8]) -> Result<Vec<Found>, Problem> {
    let blocks = pem::blocks(bytes).map_err(Problem::Pem)?;
    let (certificates, others) = blocks
        .into_iter()
        .partition::<Vec<_>, _>(|block| sniff::is_certificate_label(&block.label));
    if let ([], Some(other)) = (certificates.as_slice(), others.first()) {
        return Err(Problem::Holds(sniff::other_label(&other.label)));
    }
    let found = certificates
        .into_iter()
        .zip(1..)
        .map(|(block, number)| Found {
            der: CertificateDer::from(block.bytes),
            place: Place {
                source: source.clone(),
                number,
                line: Some(block.line),
            },
        });
    Ok(found.collect())
}

#[cfg(test)]
mod tests;
