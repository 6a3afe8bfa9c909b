//! Certificates from files: targets, `--leaf`, `--chain`, `--intermediates` and `--roots`, PEM with any number of certificates, DER with one, and
//! PKCS#7 bundles in both, up to 16 MiB. The bytes are handed on as they are; parsing a certificate is the library's work, so is reading a folder of roots.

mod error;
mod pkcs7;
mod sniff;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use chainverify::cert::pem::{self, PemCertificate, PemError, TrustSettings};
use pki_types::CertificateDer;

use crate::plan::Source;

pub(crate) use error::{FileError, Problem};
pub(crate) use pkcs7::Pkcs7Problem;

/// The largest file that is read: the roots of all stores together are 0.5 MB as PEM.
const LIMIT: u64 = 16 << 20;

/// What certificates are read for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Role {
    /// To be verified, or to help with it.
    Chain,
    /// To be trusted, for everything: those that OpenSSL trusts for some uses only are refused.
    Roots,
}

/// All certificates of a file or of standard input, at least one.
pub(crate) fn read(source: &Source, role: Role) -> Result<Vec<CertificateDer<'static>>, FileError> {
    let result = match source {
        Source::File(path) => open(path).and_then(bytes),
        Source::Stdin => bytes(io::stdin().lock()),
    };
    let result = result.and_then(|bytes| certificates(bytes, role));
    result.map_err(|problem| FileError {
        source: source.clone(),
        problem,
    })
}

/// All certificates of several files, in order.
pub(crate) fn read_all(paths: &[PathBuf]) -> Result<Vec<CertificateDer<'static>>, FileError> {
    let mut found = Vec::new();
    for path in paths {
        found.extend(read(&Source::File(path.clone()), Role::Chain)?);
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
    // Room for a whole chain as most are, which else takes eight reads that double.
    let mut bytes = Vec::with_capacity(8 * 1024);
    let read = reader
        .take(LIMIT + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Problem::Io(error.kind()))?;
    match u64::try_from(read) {
        Ok(read) if read <= LIMIT => Ok(bytes),
        _ => Err(Problem::TooLarge(LIMIT)),
    }
}

fn certificates(bytes: Vec<u8>, role: Role) -> Result<Vec<CertificateDer<'static>>, Problem> {
    // A byte order mark before the first line would hide it from a reader of PEM.
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    if text.trim_ascii().is_empty() {
        return Err(Problem::Empty);
    }
    sniff::text(text)?;
    let relabelled = sniff::bundles_as_certificates(text);
    let found = pem::read(&relabelled);
    if !found.is_empty() || sniff::first_label(text).is_some() {
        return from_pem(text, found, role);
    }
    if pkcs7::is_pkcs7(&bytes) {
        return pkcs7::certificates(&bytes).map_err(|problem| Problem::Pkcs7 { line: 0, problem });
    }
    sniff::der(&bytes)?;
    Ok(vec![CertificateDer::from(bytes)])
}

/// Keys and the like are passed over if there is a certificate too: many servers keep chain and key in one file. Some programs write a
/// PKCS#7 bundle under the label of a certificate.
fn from_pem(
    text: &[u8],
    found: Vec<Result<PemCertificate, PemError>>,
    role: Role,
) -> Result<Vec<CertificateDer<'static>>, Problem> {
    let first = sniff::first_label(text).and_then(sniff::other_label);
    if let ([] | [Err(_)], Some(what)) = (found.as_slice(), first) {
        return Err(Problem::Holds(what));
    }
    let mut certificates = Vec::new();
    for found in found {
        let PemCertificate {
            der, line, trust, ..
        } = found.map_err(Problem::Pem)?;
        if pkcs7::is_pkcs7(&der) {
            let bundle = pkcs7::certificates(&der);
            certificates.extend(bundle.map_err(|problem| Problem::Pkcs7 { line, problem })?);
        } else if role == Role::Roots && trust == TrustSettings::Limited {
            return Err(Problem::TrustSettings(line));
        } else {
            certificates.push(der);
        }
    }
    match certificates.is_empty() {
        true => Err(Problem::Holds("a PEM block of another kind")),
        false => Ok(certificates),
    }
}

#[cfg(test)]
mod tests;
