//! A private key, as `--key` gives it: PKCS#8, PKCS#1 or SEC 1, in PEM or DER, also encrypted by PKCS#8 with a password. Without
//! `--cert` only its public half is kept, to be compared with the leaf's.

use core::fmt;
use std::path::{Path, PathBuf};

use der::asn1::{AnyRef, BitStringRef};
use der::{Decode, Encode, Reader};
use pki_types::PrivateKeyDer;
use pki_types::pem::PemObject;
use rustls::crypto::ring::sign::any_supported_type;

use super::passwords::Unopened;
use super::{FileError, MOST_ROUNDS, Passwords, Problem, bytes, keystore, open, sniff, text};
use crate::plan::Source;

/// A private key's file and public half.
#[derive(Clone, Debug)]
pub(crate) struct KeyFile {
    /// The file.
    pub(crate) path: PathBuf,
    /// The public key as a certificate has it, in its BIT STRING.
    pub(super) public: Vec<u8>,
}

/// Why a file has no private key that can be used. Nothing of the key is in it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum KeyProblem {
    /// There is no private key in it.
    None,
    /// There is one in PEM, and it does not end, or is not base64.
    BrokenPem,
    /// There are so many, and one is wanted.
    Several(usize),
    /// It is encrypted in the way of OpenSSL before PKCS#8, with MD5.
    OldEncryption,
    /// It is in the form of OpenSSH.
    OpenSsh,
    /// It is encrypted, and no password was given.
    NeedsPassword,
    /// It is encrypted, and cannot be decrypted.
    Encrypted(keystore::Problem),
    /// It is PKCS#12.
    Keystore,
    /// Its public half cannot be derived: it is damaged, or of a kind that is not supported.
    Unusable,
    /// There is none in the file of a client certificate, and none is given for it.
    NoneForCertificate,
    /// It is in the file of a client certificate, and belongs to another one.
    OfOtherCertificate,
    /// It is given for a client certificate, and belongs to none.
    OfNoClient,
    /// It belongs to a client certificate, and its kind cannot sign a handshake here.
    CannotSign,
}

impl fmt::Display for KeyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("holds no private key"),
            Self::BrokenPem => f.write_str("the PEM text of the private key is broken"),
            Self::Several(count) => write!(f, "holds {count} private keys, not one"),
            Self::OldEncryption => f.write_str(
                "the private key is encrypted in the old way of OpenSSL, which is not supported",
            ),
            Self::OpenSsh => f.write_str("the private key is in the form of OpenSSH"),
            Self::NeedsPassword => {
                f.write_str("the private key is encrypted, and no password was given")
            }
            Self::Encrypted(problem) => write!(f, "the encrypted private key {problem}"),
            Self::Keystore => f.write_str("is a keystore, not a private key"),
            Self::Unusable => f.write_str(
                "the public key of this private key cannot be derived: it is damaged, unless its kind is not supported",
            ),
            Self::NoneForCertificate => f.write_str(
                "the private key of the client certificate is not in it, and --key gives none",
            ),
            Self::OfOtherCertificate => {
                f.write_str("the private key in it is that of no certificate in it")
            }
            Self::OfNoClient => {
                f.write_str("is the private key of no certificate that --cert gives")
            }
            Self::CannotSign => {
                f.write_str("the private key of the client certificate is of a kind that cannot sign here")
            }
        }
    }
}

impl From<KeyProblem> for Problem {
    fn from(problem: KeyProblem) -> Self {
        Self::Key(problem)
    }
}

/// Reads the one private key of a file.
pub(crate) fn read(path: &Path, passwords: &Passwords) -> Result<KeyFile, FileError> {
    let source = Source::File(path.to_owned());
    let key = open(path).and_then(bytes).and_then(|bytes| {
        let key = find(&bytes, &source, passwords)?;
        public(&key).ok_or(Problem::Key(KeyProblem::Unusable))
    });
    match key {
        Ok(public) => Ok(KeyFile {
            path: path.to_owned(),
            public,
        }),
        Err(problem) => Err(FileError { source, problem }),
    }
}

impl KeyFile {
    /// Whether it is the key of a certificate with this public key, in its BIT STRING.
    pub(crate) fn belongs_to(&self, public: &[u8]) -> bool {
        self.public == public || compressed(&self.public).is_some_and(|point| point == public)
    }
}

/// The same point with one coordinate and the sign of the other (SEC 1 §2.3.3), which a certificate may have.
fn compressed(point: &[u8]) -> Option<Vec<u8>> {
    let (4, coordinates) = point.split_first()? else {
        return None;
    };
    let (x, y) = coordinates.split_at_checked(coordinates.len() / 2)?;
    let sign = 2 | (y.last()? & 1);
    Some([&[sign], x].concat())
}

/// The one private key of a file.
pub(super) fn find(
    bytes: &[u8],
    source: &Source,
    passwords: &Passwords,
) -> Result<PrivateKeyDer<'static>, Problem> {
    let wrong = |problem| Err(Problem::Key(problem));
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Err(Problem::Empty);
    }
    text::refuse(bytes)?;
    if keystore::is_pkcs12(bytes) || keystore::is_jks(bytes) {
        return wrong(KeyProblem::Keystore);
    }
    if sniff::first_label(bytes).is_none() {
        return match PrivateKeyDer::try_from(bytes.to_vec()) {
            Ok(key) => Ok(key),
            Err(_) if keystore::is_encrypted_key(bytes) => {
                decrypt(bytes, source, passwords, MOST_ROUNDS)
            }
            Err(_) => wrong(KeyProblem::None),
        };
    }
    if text::find(bytes, b"Proc-Type: 4,ENCRYPTED").is_some() {
        return wrong(KeyProblem::OldEncryption);
    }
    if text::find(bytes, b"-----BEGIN OPENSSH PRIVATE KEY-----").is_some() {
        return wrong(KeyProblem::OpenSsh);
    }
    let plain = PrivateKeyDer::pem_slice_iter(bytes);
    let plain: Vec<_> = plain.collect::<Result<_, _>>().unwrap_or_default();
    let sealed = text::sections(bytes, "ENCRYPTED PRIVATE KEY");
    match (<[_; 1]>::try_from(plain), sealed.as_slice()) {
        (Ok([key]), []) => Ok(key),
        (Err(none), [key]) if none.is_empty() => decrypt(key, source, passwords, MOST_ROUNDS),
        (Err(none), []) if none.is_empty() => wrong(match text::find(bytes, b"PRIVATE KEY-----") {
            Some(_) => KeyProblem::BrokenPem,
            None => KeyProblem::None,
        }),
        (Ok([_]), sealed) => wrong(KeyProblem::Several(1 + sealed.len())),
        (Err(plain), sealed) => wrong(KeyProblem::Several(plain.len() + sealed.len())),
    }
}

/// Decrypts a key with one of the passwords, each in at most so many rounds of key derivation.
pub(super) fn decrypt(
    key: &[u8],
    source: &Source,
    passwords: &Passwords,
    rounds: u32,
) -> Result<PrivateKeyDer<'static>, Problem> {
    let opened = passwords.open(source, |password| {
        keystore::decrypt_key(key, password, rounds)
    });
    let key = opened.map_err(|unopened| match unopened {
        Unopened::NoPassword => KeyProblem::NeedsPassword,
        Unopened::Problem(problem) => KeyProblem::Encrypted(problem),
    });
    let key = key.map_err(Problem::Key)?;
    PrivateKeyDer::try_from(key).map_err(|_| Problem::Key(KeyProblem::Unusable))
}

/// Derived by ring; of RSA keys that are too short or too long for it, what stands in the key.
pub(super) fn public(key: &PrivateKeyDer<'_>) -> Option<Vec<u8>> {
    let signing = any_supported_type(key).ok();
    let Some(info) = signing.and_then(|key| Some(key.public_key()?.to_vec())) else {
        return rsa(key).ok();
    };
    let mut parts = keystore::sequence(AnyRef::from_der(&info).ok()?).ok()?;
    AnyRef::decode(&mut parts).ok()?;
    Some(BitStringRef::decode(&mut parts).ok()?.raw_bytes().to_vec())
}

/// Modulus and public exponent of an `RSAPrivateKey` (RFC 8017 §A.1.1, §A.1.2), by itself or in PKCS#8.
fn rsa(key: &PrivateKeyDer<'_>) -> der::Result<Vec<u8>> {
    let mut parts = keystore::sequence(AnyRef::from_der(key.secret_der())?)?;
    AnyRef::decode(&mut parts)?;
    let mut second = AnyRef::decode(&mut parts)?;
    if der::Tagged::tag(&second) == der::Tag::Sequence {
        let inner = AnyRef::decode(&mut parts)?;
        parts = keystore::sequence(AnyRef::from_der(inner.value())?)?;
        AnyRef::decode(&mut parts)?;
        second = AnyRef::decode(&mut parts)?;
    }
    let numbers = [second, AnyRef::decode(&mut parts)?];
    for number in &numbers {
        der::Tagged::tag(number).assert_eq(der::Tag::Integer)?;
    }
    // Primes and more follow.
    if parts.is_finished() {
        return Err(der::ErrorKind::Failed.into());
    }
    numbers.to_vec().to_der()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use chainverify_testdata::{Key, RsaSize};
    use pki_types::PrivateKeyDer;

    use super::{KeyFile, public};

    fn derived(key: &Key) -> KeyFile {
        let key = PrivateKeyDer::try_from(key.pkcs8()).unwrap();
        KeyFile {
            path: PathBuf::new(),
            public: public(&key).unwrap(),
        }
    }

    #[test]
    fn the_public_half_is_that_of_the_certificate() {
        let keys = [
            Key::p256("one"),
            Key::p256("two"),
            Key::p384("one"),
            Key::ed25519("one"),
            Key::rsa(RsaSize::Bits2048),
            Key::rsa(RsaSize::Bits2048Other),
            // Too short for ring.
            Key::rsa(RsaSize::Bits1024),
        ];
        for (number, key) in keys.iter().enumerate() {
            for (other, certified) in keys.iter().enumerate() {
                let belongs = derived(key).belongs_to(&certified.public_bits());
                assert_eq!(belongs, number == other, "{number} {other}");
            }
        }
    }

    #[test]
    fn a_compressed_point_is_the_same_key() {
        let key = derived(&Key::p256("one"));
        let point = Key::p256("one").public_bits();
        let sign = 2 + (point[64] & 1);
        assert!(key.belongs_to(&[&[sign], &point[1..33]].concat()));
        assert!(!key.belongs_to(&[&[sign ^ 1], &point[1..33]].concat()));
    }
}
