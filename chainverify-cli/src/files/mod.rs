//! Certificates from files: targets, `--leaf`, `--chain`, `--intermediates`, `--roots` and `--cert`; PEM with any number of certificates, DER with one,
//! PKCS#7 bundles in both, PKCS#12 and Java keystores, up to 16 MiB. What a file is, its content says and not its name. The bytes of the
//! certificates are handed on as they are; parsing one is the library's work.

mod ber;
mod blocklist;
mod client;
mod error;
mod folder;
mod hint;
mod key;
mod keystore;
mod log_list;
mod other;
mod passwords;
mod pkcs7;
mod sniff;
mod status;
mod text;

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use chainverify::cert::pem::{self, PemCertificate, PemError, TrustSettings};
use chainverify::text::Text;
use pki_types::CertificateDer;

use crate::plan::Source;
use keystore::{Keystore, Standing};
use passwords::Unopened;

pub(crate) use blocklist::read_blocklist;
pub(crate) use client::{ClientFile, read as read_clients};
pub(crate) use error::{FileError, Problem};
pub(crate) use folder::{Which, files_of};
pub(crate) use key::{KeyFile, KeyProblem, read as read_key};
pub(crate) use log_list::read_log_list;
pub(crate) use passwords::Passwords;
pub(crate) use pkcs7::Pkcs7Problem;
pub(crate) use status::{read_crls, read_ocsp};

/// The largest file that is read: the roots of all stores together are 0.5 MB as PEM.
const LIMIT: u64 = 16 << 20;

/// Rounds of key derivation for a whole file: some seconds. Files in use have 2 048 or 10 000 for each of three, careful ones 600 000.
const MOST_ROUNDS: u32 = 5_000_000;

/// What certificates are read for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Role {
    /// To be verified: of a keystore with a private key, the chain of the key.
    Chain,
    /// To help with it: all.
    Candidates,
    /// To be trusted, for everything: those that are trusted for some uses only are refused.
    Roots,
}

/// What a file gave.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// At least one.
    pub(crate) certificates: Vec<CertificateDer<'static>>,
    /// What whoever gave the file should know: one line each.
    pub(crate) notes: Vec<Text>,
}

impl Found {
    /// Adds what another file gave.
    pub(crate) fn append(&mut self, other: Self) {
        self.certificates.extend(other.certificates);
        self.notes.extend(other.notes);
    }
}

/// All certificates of a file or of standard input, at least one.
pub(crate) fn read(source: &Source, role: Role, passwords: &Passwords) -> Result<Found, FileError> {
    let result = match source {
        Source::File(path) => open(path).and_then(bytes),
        Source::Stdin => bytes(io::stdin().lock()),
    };
    let mut reading = Reading {
        source,
        role,
        passwords,
        notes: Vec::new(),
    };
    let certificates = result.and_then(|bytes| reading.certificates(bytes));
    certificates
        .map(|certificates| Found {
            certificates,
            notes: reading.notes,
        })
        .map_err(|problem| FileError {
            source: source.clone(),
            problem,
        })
}

/// All certificates of several files, in order.
pub(crate) fn read_all(
    paths: &[PathBuf],
    role: Role,
    passwords: &Passwords,
) -> Result<Found, FileError> {
    let mut found = Found::default();
    for path in paths {
        found.append(read(&Source::File(path.clone()), role, passwords)?);
    }
    Ok(found)
}

/// A folder fails here on Windows, and where it is read on Unix.
fn open(path: &Path) -> Result<File, Problem> {
    File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Problem::Missing,
        _ if path.is_dir() => Problem::IsFolder,
        kind => Problem::Io(kind),
    })
}

fn bytes(reader: impl Read) -> Result<Vec<u8>, Problem> {
    bytes_up_to(reader, LIMIT)
}

fn bytes_up_to(reader: impl Read, limit: u64) -> Result<Vec<u8>, Problem> {
    // Room for a whole chain as most are, which else takes eight reads that double.
    let mut bytes = Vec::with_capacity(8 * 1024);
    let read = reader
        .take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| match error.kind() {
            io::ErrorKind::IsADirectory => Problem::IsFolder,
            kind => Problem::Io(kind),
        })?;
    match u64::try_from(read) {
        Ok(read) if read <= limit => Ok(bytes),
        _ => Err(Problem::TooLarge(limit)),
    }
}

/// A file that is being read.
struct Reading<'a> {
    source: &'a Source,
    role: Role,
    passwords: &'a Passwords,
    notes: Vec<Text>,
}

impl Reading<'_> {
    fn certificates(&mut self, bytes: Vec<u8>) -> Result<Vec<CertificateDer<'static>>, Problem> {
        // A byte order mark before the first line would hide it from a reader of PEM.
        let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
        if text.trim_ascii().is_empty() {
            return Err(Problem::Empty);
        }
        if keystore::is_jks(&bytes) {
            return self.jks(&bytes);
        }
        text::refuse(text)?;
        if let Some(decoded) = text::from_base64(text) {
            self.note("all of it is base64 without BEGIN and END lines, and was decoded");
            return self.plain(&decoded);
        }
        self.plain(text)
    }

    /// PEM or DER.
    fn plain(&mut self, bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>, Problem> {
        let relabelled = sniff::bundles_as_certificates(bytes);
        let found = pem::read(&relabelled);
        let has_section = sniff::first_label(bytes).is_some();
        if !has_section && text::has_pem_in_base64(bytes) {
            return Err(Problem::Wraps(other::PEM_IN_BASE64));
        }
        if !found.is_empty() || has_section {
            let certificates = from_pem(bytes, found, self.role)?;
            if let Some(sent) = text::left_out_by_s_client(bytes, certificates.len()) {
                self.note(format!(
                    "only the leaf of the {sent} certificates that the server sent is in it; run openssl s_client with -showcerts"
                ));
            }
            if status::has_crl(bytes) {
                self.note("the CRL in it is looked at only where --crl names the file");
            }
            return Ok(certificates);
        }
        if pkcs7::is_pkcs7(bytes) {
            sniff::whole(bytes)?;
            return pkcs7::certificates(bytes)
                .map_err(|problem| Problem::Pkcs7 { line: 0, problem });
        }
        if keystore::is_pkcs12(bytes) {
            sniff::whole(bytes)?;
            return self.pkcs12(bytes);
        }
        sniff::der(bytes)?;
        Ok(vec![CertificateDer::from(bytes.to_vec())])
    }

    fn pkcs12(&mut self, bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>, Problem> {
        let opened = self.passwords.open(self.source, |password| {
            keystore::read_pkcs12(bytes, password, MOST_ROUNDS)
        });
        let keystore = opened.map_err(|unopened| match unopened {
            Unopened::NoPassword => Problem::NeedsPassword,
            Unopened::Problem(problem) => Problem::Keystore {
                kind: "PKCS#12",
                problem,
            },
        })?;
        // Without a mark of Java, they are trusted as those of a PEM file are, unless they are somebody's own.
        let is_marked = |(_, standing): &(_, Standing)| *standing != Standing::Other;
        let is_plain = keystore.keys.is_empty() && !keystore.certificates.iter().any(is_marked);
        match is_plain {
            true => Ok(keystore
                .certificates
                .into_iter()
                .map(|(der, _)| der)
                .collect()),
            false => self.of_role(keystore),
        }
    }

    fn jks(&mut self, bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>, Problem> {
        let keystore = keystore::read_jks(bytes).map_err(|problem| Problem::Keystore {
            kind: "Java keystore",
            problem,
        })?;
        match self.passwords.any(|password| keystore::is_intact(bytes, password)) {
            true => {}
            false if self.passwords.none_given() => self.note(
                "whether the Java keystore was altered is not checked without its password (--password-file)",
            ),
            false => return Err(Problem::Altered),
        }
        self.of_role(keystore)
    }

    /// What of a keystore is for the role.
    fn of_role(&mut self, keystore: Keystore) -> Result<Vec<CertificateDer<'static>>, Problem> {
        let all = keystore.certificates.len();
        let has_chain = keystore
            .certificates
            .iter()
            .any(|(_, standing)| *standing == Standing::Other);
        let mut taken = Vec::new();
        for (number, (der, standing)) in (1..).zip(keystore.certificates) {
            match (self.role, standing) {
                (Role::Roots, Standing::TrustedForSome) => {
                    return Err(Problem::TrustedForSome(number));
                }
                (Role::Roots, Standing::Other) => {}
                (Role::Chain, Standing::Trusted | Standing::TrustedForSome) if has_chain => {}
                _ => taken.push(der),
            }
        }
        if taken.is_empty() {
            return Err(Problem::NothingTrusted);
        }
        let passed_over = all - taken.len();
        match self.role {
            _ if passed_over == 0 => {}
            Role::Roots => self.note(format!(
                "passed over {passed_over} of {all} certificates, which it has but does not trust"
            )),
            _ => self.note(format!(
                "passed over {passed_over} of {all} certificates, which it trusts, but which are not of the chain of its key"
            )),
        }
        Ok(taken)
    }

    /// Something to be said of the file.
    fn note(&mut self, words: impl Into<Cow<'static, str>>) {
        let mut note = Text::new();
        note.ours("in ");
        self.source.say(&mut note);
        note.ours(": ").ours(words);
        self.notes.push(note);
    }
}

/// Keys and the like are passed over if there is a certificate too: many servers keep chain and key in one file. Some programs write a
/// PKCS#7 bundle under the label of a certificate.
fn from_pem(
    text: &[u8],
    found: Vec<Result<PemCertificate, PemError>>,
    role: Role,
) -> Result<Vec<CertificateDer<'static>>, Problem> {
    let first = sniff::first_label(text).and_then(other::by_label);
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
        true => Err(Problem::Holds(other::OTHER_SECTION)),
        false => Ok(certificates),
    }
}

#[cfg(test)]
mod tests;
