//! The certificates of a Java keystore of the kinds JKS and JCEKS, which Java wrote before version 9: big-endian, a magic number, a version,
//! entries, and a digest over all of it with a password. It is described nowhere but in the source of Java (`JavaKeyStore.engineLoad`), and in
//! the tools of many others. Certificates are not encrypted, so that they can be read without the password, and then nobody knows who wrote them.
//! Private keys are, by a scheme of Java's own (`KeyProtector`), and opened only on demand.

use der::Decode;
use der::asn1::{AnyRef, ObjectIdentifier};
use ring::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY};

use super::{Keystore, Password, Problem, Standing, StoredKey, sequence};

const JKS: [u8; 4] = [0xfe, 0xed, 0xfe, 0xed];
const JCEKS: [u8; 4] = [0xce, 0xce, 0xce, 0xce];

/// What is digested between the password and the entries.
const WHITENER: &[u8] = b"Mighty Aphrodite";
const DIGEST: usize = 20;

/// The algorithm of the private keys of JKS, in an arc of Sun. JCEKS has another one, with MD5, which is not supported.
const KEY_PROTECTOR: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.42.2.17.1.1");

/// What every certificate is; `X509` is what the first Java wrote.
const X509: [&[u8]; 2] = [b"X.509", b"X509"];

/// Whether it begins like a Java keystore.
pub(crate) fn is_jks(bytes: &[u8]) -> bool {
    bytes.starts_with(&JKS) || bytes.starts_with(&JCEKS)
}

/// Whether its digest is the one of this password: else the password is wrong, or the file was altered.
pub(crate) fn is_intact(file: &[u8], password: Password<'_>) -> bool {
    let Some((data, digest)) = file.split_last_chunk::<DIGEST>() else {
        return false;
    };
    let mut context = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
    for part in [&password.utf16(), WHITENER, data] {
        context.update(part);
    }
    context.finish().as_ref() == digest
}

/// All of its certificates and sealed keys. Whether it is intact is not looked at.
pub(crate) fn read(file: &[u8]) -> Result<Keystore, Problem> {
    let end = file.len().saturating_sub(DIGEST);
    let mut reader = Octets {
        all: file.get(..end).unwrap_or_default(),
        at: JKS.len(),
    };
    let version = reader.number()?;
    if !(1..=2).contains(&version) {
        return Err(Problem::BrokenAt(JKS.len()));
    }
    let mut found = Keystore::default();
    for _ in 0..reader.number()? {
        let kind = reader.number()?;
        // Alias, and date in milliseconds.
        reader.text()?;
        reader.take(8)?;
        let (count, standing) = match kind {
            1 => {
                let length = reader.number()?;
                let key = reader.take(length)?;
                found.keys.push(StoredKey::Encrypted(key.to_vec()));
                (reader.number()?, Standing::Other)
            }
            2 => (1, Standing::Trusted),
            // 3 is a secret key of JCEKS, as a serialized object without a length.
            _ => return Err(Problem::Entry(kind)),
        };
        for _ in 0..count {
            let is_x509 = version == 1 || X509.contains(&reader.text()?);
            let length = reader.number()?;
            let der = reader.take(length)?;
            if !is_x509 {
                return Err(Problem::OtherCertificate(found.certificates.len() + 1));
            }
            found.add(der, standing)?;
        }
    }
    if reader.at != reader.all.len() {
        return Err(Problem::BrokenAt(reader.at));
    }
    match found.certificates.is_empty() {
        true => Err(Problem::NoCertificate),
        false => Ok(found),
    }
}

/// Whether a private key is encrypted by `KeyProtector`.
pub(super) fn is_key_protection(algorithm: AnyRef<'_>) -> der::Result<bool> {
    let mut parts = sequence(algorithm)?;
    Ok(ObjectIdentifier::decode(&mut parts)? == KEY_PROTECTOR)
}

/// The private key, as PKCS#8: between a salt and a digest with the password, it is XORed with a chain of digests that begins with the salt.
pub(super) fn unprotected(data: &[u8], password: Password<'_>) -> Result<Vec<u8>, Problem> {
    let broken = Problem::Broken(der::ErrorKind::Failed);
    let (salt, rest) = data.split_first_chunk::<DIGEST>().ok_or(broken)?;
    let (hidden, check) = rest.split_last_chunk::<DIGEST>().ok_or(broken)?;
    let password = password.utf16();
    let with_password = |octets: &[u8]| {
        let mut context = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
        context.update(&password);
        context.update(octets);
        context.finish()
    };
    let mut stream = with_password(salt);
    let mut plain = Vec::with_capacity(hidden.len());
    for block in hidden.chunks(DIGEST) {
        let octets = block.iter().zip(stream.as_ref());
        plain.extend(octets.map(|(octet, mask)| octet ^ mask));
        stream = with_password(stream.as_ref());
    }
    match with_password(&plain).as_ref() == check {
        true => Ok(plain),
        false => Err(Problem::WrongPassword),
    }
}

/// What is not read yet. Each entry takes some octets, so that a count of 2³² ends with the file.
struct Octets<'a> {
    all: &'a [u8],
    at: usize,
}

impl<'a> Octets<'a> {
    fn take(&mut self, length: u32) -> Result<&'a [u8], Problem> {
        let broken = Problem::BrokenAt(self.at);
        let length = usize::try_from(length).map_err(|_| broken)?;
        let end = self.at.checked_add(length).ok_or(broken)?;
        let taken = self.all.get(self.at..end).ok_or(broken)?;
        self.at = end;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, Problem> {
        let octets = self.take(4)?;
        Ok(octets
            .iter()
            .fold(0, |value, octet| (value << 8) | u32::from(*octet)))
    }

    /// Modified UTF-8, after its length in two octets.
    fn text(&mut self) -> Result<&'a [u8], Problem> {
        let octets = self.take(2)?;
        let length = octets
            .iter()
            .fold(0, |value, octet| (value << 8) | u32::from(*octet));
        self.take(length)
    }
}
