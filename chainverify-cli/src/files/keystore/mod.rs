//! Certificates from the keystores of programs: PKCS#12 (`.p12`, `.pfx`; what keytool writes today, as `.jks` too) and the older Java
//! keystores. The bytes of a certificate are handed on as they are. Private keys are handed on sealed, and opened only for a client certificate.

mod jks;
mod pbe;
mod pkcs12;

use core::fmt;

use der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef};
use der::{Decode, SliceReader, Tag, Tagged};
use pki_types::CertificateDer;

use super::ber::definite;
use super::pkcs7::MOST_CERTIFICATES;

pub(crate) use jks::{is_intact, is_jks, read as read_jks};
pub(crate) use pkcs12::{is_pkcs12, read as read_pkcs12};

/// What a keystore has.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Keystore {
    /// In their order.
    pub(crate) certificates: Vec<(CertificateDer<'static>, Standing)>,
    /// Its private keys, in their order.
    pub(crate) keys: Vec<StoredKey>,
}

/// A private key as it is in a keystore.
#[derive(Clone, Eq, PartialEq)]
pub(crate) enum StoredKey {
    /// A `PrivateKeyInfo` (RFC 5958 §2): only the file around it may be encrypted.
    Plain(Vec<u8>),
    /// An `EncryptedPrivateKeyInfo` (RFC 5958 §3), for [`decrypt_key`].
    Encrypted(Vec<u8>),
}

/// It is a secret.
impl fmt::Debug for StoredKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StoredKey")
    }
}

impl Keystore {
    fn add(&mut self, der: &[u8], standing: Standing) -> Result<(), Problem> {
        if self.certificates.len() == MOST_CERTIFICATES {
            return Err(Problem::TooMany);
        }
        let der = CertificateDer::from(der.to_vec());
        self.certificates.push((der, standing));
        Ok(())
    }
}

/// What a keystore says of a certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Standing {
    /// It is trusted.
    Trusted,
    /// It is trusted for some uses only.
    TrustedForSome,
    /// It belongs to a private key, or nothing is said of it.
    Other,
}

/// Something to open a keystore with.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Password<'a> {
    /// Nothing: not even the empty password, which is another one in PKCS#12.
    None,
    /// A text.
    Text(&'a str),
}

/// It is a secret.
impl fmt::Debug for Password<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

impl Password<'_> {
    /// As UTF-8, for PBKDF2.
    fn octets(&self) -> &[u8] {
        match self {
            Password::None => &[],
            Password::Text(text) => text.as_bytes(),
        }
    }

    /// As UTF-16 in big-endian order.
    fn utf16(&self) -> Vec<u8> {
        let Password::Text(text) = self else {
            return Vec::new();
        };
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    }

    /// The same with two zero octets (RFC 7292 appendix B.1), which no password at all does not have.
    fn utf16_with_end(&self) -> Vec<u8> {
        let mut octets = self.utf16();
        if *self != Password::None {
            octets.extend([0, 0]);
        }
        octets
    }
}

/// Why a keystore cannot be used.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Problem {
    /// The password does not fit.
    WrongPassword,
    /// It wants more rounds of key derivation than this.
    Rounds(u32),
    /// An algorithm, or a kind of content.
    Unsupported(ObjectIdentifier),
    /// It has no certificate.
    NoCertificate,
    /// It has more than [`MOST_CERTIFICATES`].
    TooMany,
    /// One of its certificates, counted from 1, is not X.509.
    OtherCertificate(usize),
    /// It has an entry of this kind, after which nothing can be read.
    Entry(u32),
    /// It is in BER with an indefinite length, and cannot be read as such.
    IndefiniteLength,
    /// It is not DER as it must be.
    Broken(der::ErrorKind),
    /// It ends too early, goes on too long, or is no text where there must be one.
    BrokenAt(usize),
}

impl From<der::Error> for Problem {
    fn from(error: der::Error) -> Self {
        match error.kind() {
            der::ErrorKind::IndefiniteLength => Self::IndefiniteLength,
            kind => Self::Broken(kind),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongPassword => f.write_str("cannot be opened: the password is wrong"),
            Self::Rounds(most) => write!(
                f,
                "wants more than {most} rounds of key derivation, the most that are done"
            ),
            Self::Unsupported(id) => write!(f, "uses {id}, which is not supported"),
            Self::NoCertificate => f.write_str("holds no certificate"),
            Self::TooMany => write!(f, "holds more than {MOST_CERTIFICATES} certificates"),
            Self::OtherCertificate(number) => write!(
                f,
                "holds something else than an X.509 certificate as certificate {number}"
            ),
            Self::Entry(kind) => write!(
                f,
                "has an entry of kind {kind}, and cannot be read beyond it"
            ),
            Self::IndefiniteLength => {
                f.write_str("is broken: it is in BER, and one of its lengths is never ended")
            }
            Self::Broken(kind) => write!(f, "is broken: {kind}"),
            Self::BrokenAt(offset) => write!(f, "is broken at byte {offset}"),
        }
    }
}

/// Whether this is an `EncryptedPrivateKeyInfo` (RFC 5958 §3) from outside: an algorithm and octets.
pub(crate) fn is_encrypted_key(bytes: &[u8]) -> bool {
    encrypted_key(bytes).is_ok()
}

/// The private key in an `EncryptedPrivateKeyInfo`, as PKCS#8, with at most so many rounds of key derivation.
pub(crate) fn decrypt_key(
    bytes: &[u8],
    password: Password<'_>,
    rounds: u32,
) -> Result<Vec<u8>, Problem> {
    let (algorithm, data) = encrypted_key(bytes)?;
    if jks::is_key_protection(algorithm)? {
        return jks::unprotected(data, password);
    }
    let plain = pbe::decrypt(algorithm, data, password, &mut pbe::Rounds::at_most(rounds))?;
    // There is no MAC: a wrong password may show only in what comes out.
    match AnyRef::from_der(&plain).and_then(sequence) {
        Ok(_) => Ok(plain),
        Err(_) => Err(Problem::WrongPassword),
    }
}

fn encrypted_key(bytes: &[u8]) -> der::Result<(AnyRef<'_>, &[u8])> {
    let mut parts = sequence(AnyRef::from_der(bytes)?)?;
    let algorithm = AnyRef::decode(&mut parts)?;
    algorithm.tag().assert_eq(Tag::Sequence)?;
    let data = <&OctetStringRef>::decode(&mut parts)?;
    der::Reader::finish(parts)?;
    Ok((algorithm, data.as_bytes()))
}

/// A reader of the contents of a SEQUENCE.
pub(super) fn sequence(element: AnyRef<'_>) -> der::Result<SliceReader<'_>> {
    element.tag().assert_eq(Tag::Sequence)?;
    SliceReader::new(element.value())
}

#[cfg(test)]
mod tests;
