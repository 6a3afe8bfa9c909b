//! What a certificate is made of beside its fields: who issues, what comes out, and what may be broken.

use crate::key::Key;
use crate::name::Name;

/// Whose name and key sign a certificate. Made from a [`Made`] by `into()`.
#[derive(Clone, Debug)]
pub struct Issuer {
    /// The name that goes into the issuer field.
    pub name: Name,
    /// The key that signs.
    pub key: Key,
}

/// A finished certificate and the private key that belongs to it.
#[derive(Clone, Debug)]
pub struct Made {
    /// The certificate.
    pub der: Vec<u8>,
    /// Its key.
    pub key: Key,
    /// Its subject.
    pub subject: Name,
}

/// The version field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// Left out, as DER wants it for v1.
    V1,
    /// v2
    V2,
    /// v3
    V3,
    /// Exactly this number, also the forbidden explicit 0.
    Number(u8),
}

/// What is broken after (or while) all else was done right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// These bytes follow the certificate.
    TrailingData(Vec<u8>),
    /// These bytes stand at the end of the signed part.
    TrailingTbs(Vec<u8>),
    /// These bytes stand behind the key, before the extensions.
    AfterKey(Vec<u8>),
    /// The outermost length takes four octets where fewer would do.
    LongLength,
    /// The algorithm outside the signed part is this one.
    OuterAlgorithm(Vec<u8>),
    /// One bit of the serial number changed after signing.
    FlippedSerial,
    /// One bit of the signature changed.
    FlippedSignature,
    /// These bytes stand in place of the signature.
    Signature(Vec<u8>),
}

impl From<&Made> for Issuer {
    fn from(made: &Made) -> Self {
        Self {
            name: made.subject.clone(),
            key: made.key.clone(),
        }
    }
}

impl AsRef<[u8]> for Made {
    fn as_ref(&self) -> &[u8] {
        &self.der
    }
}
