//! The client certificates of `--cert`, each with its private key: from the same file (PEM with both, PKCS#12, a Java keystore), or from a
//! file of `--key` that has the private key of its public key. Private keys are read here and nowhere else, and never shown.

use core::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chainverify::Cert;
use chainverify::text::Text;
use pki_types::{CertificateDer, PrivateKeyDer};
use rustls::crypto::ring::sign::any_supported_type;
use rustls::sign::SigningKey;

use super::key::{self, KeyFile};
use super::keystore::{self, StoredKey};
use super::{
    FileError, KeyProblem, MOST_ROUNDS, Passwords, Problem, Reading, Role, Unopened, bytes, open,
    text,
};
use crate::plan::Source;

/// Private keys of one file: nobody has that many, and each may cost a key derivation.
const MOST_KEYS: usize = 16;

/// A certificate that can be presented.
#[derive(Clone, Debug)]
pub(crate) struct ClientFile {
    /// The file of `--cert`.
    pub(crate) path: PathBuf,
    /// The certificate, and then all others of its file in their order.
    pub(crate) chain: Vec<CertificateDer<'static>>,
    /// Its private key.
    pub(crate) key: Arc<dyn SigningKey>,
}

/// What the files gave.
#[derive(Debug, Default)]
pub(crate) struct FoundClients {
    /// In the order of the files.
    pub(crate) clients: Vec<ClientFile>,
    /// What whoever gave the files should know: one line each.
    pub(crate) notes: Vec<Text>,
}

/// A private key and the file that it is from.
struct PrivateKey {
    file: KeyFile,
    der: PrivateKeyDer<'static>,
    used: bool,
}

/// It is a secret.
impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.file.fmt(f)
    }
}

/// Reads the files of `--cert` and of `--key`. Each file of the former gives one certificate at least, and each key belongs to one.
pub(crate) fn read(
    certs: &[PathBuf],
    keys: &[PathBuf],
    passwords: &Passwords,
) -> Result<FoundClients, FileError> {
    let mut given = Vec::new();
    for path in keys {
        let source = Source::File(path.clone());
        let key = open(path).and_then(bytes).and_then(|bytes| {
            let der = key::find(&bytes, &source, passwords)?;
            PrivateKey::new(path, der)
        });
        given.push(key.map_err(|problem| FileError { source, problem })?);
    }
    let mut found = FoundClients::default();
    let mut lacking = None;
    for path in certs {
        let problem = match found.add(path, &mut given, passwords) {
            Ok(0) => KeyProblem::NoneForCertificate.into(),
            Ok(_) => continue,
            Err(problem) => problem,
        };
        let error = FileError {
            source: Source::File(path.clone()),
            problem,
        };
        match error.problem {
            // A key that was given for it and is another one is the better thing to say.
            Problem::Key(KeyProblem::NoneForCertificate) => lacking = lacking.or(Some(error)),
            _ => return Err(error),
        }
    }
    if let Some(unused) = given.into_iter().find(|key| !key.used) {
        return Err(FileError {
            source: Source::File(unused.file.path),
            problem: KeyProblem::OfNoClient.into(),
        });
    }
    match lacking {
        Some(error) => Err(error),
        None => Ok(found),
    }
}

impl FoundClients {
    /// Adds each certificate of a file whose private key is in it or was given; returns how many that are.
    fn add(
        &mut self,
        path: &Path,
        given: &mut [PrivateKey],
        passwords: &Passwords,
    ) -> Result<usize, Problem> {
        let source = Source::File(path.to_owned());
        let bytes = open(path).and_then(bytes)?;
        let mut own = own_keys(&bytes, &source, passwords)?
            .into_iter()
            .map(|der| PrivateKey::new(path, der))
            .collect::<Result<Vec<_>, _>>()?;
        let mut reading = Reading {
            source: &source,
            role: Role::Chain,
            passwords,
            notes: Vec::new(),
        };
        let certificates = reading.certificates(bytes)?;
        self.notes.extend(reading.notes);
        let before = self.clients.len();
        for (number, der) in certificates.iter().enumerate() {
            let Some(key) = own.iter_mut().chain(&mut *given).find(|key| key.is_of(der)) else {
                continue;
            };
            key.used = true;
            let key = any_supported_type(&key.der).map_err(|_| KeyProblem::CannotSign)?;
            let mut chain = certificates.clone();
            // So that the others stay in their order.
            let leaf = chain.remove(number);
            chain.insert(0, leaf);
            self.clients.push(ClientFile {
                path: path.to_owned(),
                chain,
                key,
            });
        }
        match own.iter().any(|key| !key.used) && self.clients.len() == before {
            true => Err(KeyProblem::OfOtherCertificate.into()),
            false => Ok(self.clients.len() - before),
        }
    }
}

impl PrivateKey {
    fn new(path: &Path, der: PrivateKeyDer<'static>) -> Result<Self, Problem> {
        let public = key::public(&der).ok_or(KeyProblem::Unusable)?;
        Ok(Self {
            file: KeyFile {
                path: path.to_owned(),
                public,
            },
            der,
            used: false,
        })
    }

    fn is_of(&self, certificate: &CertificateDer<'_>) -> bool {
        let Ok(cert) = Cert::parse(CertificateDer::from(certificate.as_ref())) else {
            return false;
        };
        let key = cert.public_key();
        key.is_ok_and(|key| self.file.belongs_to(key.key))
    }
}

/// The private keys beside the certificates of a file, if there are any.
fn own_keys(
    bytes: &[u8],
    source: &Source,
    passwords: &Passwords,
) -> Result<Vec<PrivateKeyDer<'static>>, Problem> {
    let decoded = text::from_base64(bytes);
    let bytes = decoded.as_deref().unwrap_or(bytes);
    let keystore = if keystore::is_jks(bytes) {
        keystore::read_jks(bytes)
    } else if keystore::is_pkcs12(bytes) {
        let opened = passwords.open(source, |password| {
            keystore::read_pkcs12(bytes, password, MOST_ROUNDS)
        });
        match opened {
            Ok(keystore) => Ok(keystore),
            Err(Unopened::NoPassword) => return Err(Problem::NeedsPassword),
            Err(Unopened::Problem(problem)) => Err(problem),
        }
    } else {
        return match key::find(bytes, source, passwords) {
            Ok(key) => Ok(Vec::from([key])),
            Err(Problem::Key(KeyProblem::None)) => Ok(Vec::new()),
            Err(problem) => Err(problem),
        };
    };
    let keystore = keystore.map_err(|problem| Problem::Keystore {
        kind: match keystore::is_jks(bytes) {
            true => "Java keystore",
            false => "PKCS#12",
        },
        problem,
    })?;
    let rounds = match u32::try_from(keystore.keys.len()) {
        Ok(0) => return Ok(Vec::new()),
        Ok(count) if keystore.keys.len() <= MOST_KEYS => MOST_ROUNDS / count,
        _ => return Err(KeyProblem::Several(keystore.keys.len()).into()),
    };
    let keys = keystore.keys.into_iter().map(|key| match key {
        StoredKey::Plain(der) => {
            PrivateKeyDer::try_from(der).map_err(|_| KeyProblem::Unusable.into())
        }
        StoredKey::Encrypted(der) => key::decrypt(&der, source, passwords, rounds),
    });
    keys.collect()
}
