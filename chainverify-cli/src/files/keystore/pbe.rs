//! What a password protects: ciphertext by PBES2 (RFC 8018 §6.2) and by the schemes of PKCS#12 (RFC 7292 appendix C), and the MAC of a
//! PKCS#12 file (§4). Ciphers, digests and PBKDF2 are those of others; the key derivation of PKCS#12 (appendix B.2) is here, as no crate has it
//! alone. The rounds of all derivations of a file are counted together: a file says how many, and could otherwise keep a machine busy for days.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit};
use core::num::NonZeroU32;
use der::asn1::{AnyRef, ObjectIdentifier, OctetStringRef};
use der::{Decode, Reader, SliceReader, Tag, Tagged};
use ring::{digest, hmac, pbkdf2};

use super::{Password, Problem, sequence};

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

const PBES2: ObjectIdentifier = oid("1.2.840.113549.1.5.13");
const PBMAC1: ObjectIdentifier = oid("1.2.840.113549.1.5.14");
const PBKDF2: ObjectIdentifier = oid("1.2.840.113549.1.5.12");

/// The digests of the MAC of PKCS#12.
static DIGESTS: [(ObjectIdentifier, &digest::Algorithm, hmac::Algorithm); 4] = [
    (
        oid("1.3.14.3.2.26"),
        &digest::SHA1_FOR_LEGACY_USE_ONLY,
        hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
    ),
    (
        oid("2.16.840.1.101.3.4.2.1"),
        &digest::SHA256,
        hmac::HMAC_SHA256,
    ),
    (
        oid("2.16.840.1.101.3.4.2.2"),
        &digest::SHA384,
        hmac::HMAC_SHA384,
    ),
    (
        oid("2.16.840.1.101.3.4.2.3"),
        &digest::SHA512,
        hmac::HMAC_SHA512,
    ),
];

/// The functions of PBKDF2 and of PBMAC1 (RFC 8018 appendix B.1); the first one is the default.
static FUNCTIONS: [(ObjectIdentifier, pbkdf2::Algorithm, hmac::Algorithm); 4] = [
    (
        oid("1.2.840.113549.2.7"),
        pbkdf2::PBKDF2_HMAC_SHA1,
        hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
    ),
    (
        oid("1.2.840.113549.2.9"),
        pbkdf2::PBKDF2_HMAC_SHA256,
        hmac::HMAC_SHA256,
    ),
    (
        oid("1.2.840.113549.2.10"),
        pbkdf2::PBKDF2_HMAC_SHA384,
        hmac::HMAC_SHA384,
    ),
    (
        oid("1.2.840.113549.2.11"),
        pbkdf2::PBKDF2_HMAC_SHA512,
        hmac::HMAC_SHA512,
    ),
];

/// A block cipher in CBC mode.
#[derive(Clone, Copy)]
enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    TripleDes,
    TwoKeyTripleDes,
    Rc2,
}

/// The ciphers of PBES2 (RFC 8018 appendix B.2), each with the length of its key.
const CIPHERS: [(ObjectIdentifier, Cipher, usize); 4] = [
    (oid("2.16.840.1.101.3.4.1.2"), Cipher::Aes128, 16),
    (oid("2.16.840.1.101.3.4.1.22"), Cipher::Aes192, 24),
    (oid("2.16.840.1.101.3.4.1.42"), Cipher::Aes256, 32),
    (oid("1.2.840.113549.3.7"), Cipher::TripleDes, 24),
];

/// The schemes of PKCS#12 (RFC 7292 appendix C), those with RC4 left out.
const SCHEMES: [(ObjectIdentifier, Cipher, usize); 4] = [
    (oid("1.2.840.113549.1.12.1.3"), Cipher::TripleDes, 24),
    (oid("1.2.840.113549.1.12.1.4"), Cipher::TwoKeyTripleDes, 16),
    (oid("1.2.840.113549.1.12.1.5"), Cipher::Rc2, 16),
    (oid("1.2.840.113549.1.12.1.6"), Cipher::Rc2, 5),
];

/// The rounds that are left for a file.
#[derive(Debug)]
pub(super) struct Rounds {
    most: u32,
    left: u32,
}

impl Rounds {
    pub(super) const fn at_most(most: u32) -> Self {
        Self { most, left: most }
    }

    /// Pays for a derivation of so many blocks, each with all the rounds, the first of which hashes the salt: a round for every 64 octets
    /// of it, the block of most digests.
    fn pay(&mut self, rounds: u32, salt: &[u8], blocks: usize) -> Result<NonZeroU32, Problem> {
        let too_many = Problem::Rounds(self.most);
        let of_salt = u32::try_from(salt.len() / 64).map_err(|_| too_many)?;
        let blocks = u32::try_from(blocks).map_err(|_| too_many)?;
        let each = rounds.checked_add(of_salt).ok_or(too_many)?;
        let cost = each.checked_mul(blocks).ok_or(too_many)?;
        self.left = self.left.checked_sub(cost).ok_or(too_many)?;
        NonZeroU32::new(rounds).ok_or(Problem::Broken(der::ErrorKind::Failed))
    }
}

/// Decrypts what an `AlgorithmIdentifier` says how. Padding that is not there is a wrong password.
pub(super) fn decrypt(
    algorithm: AnyRef<'_>,
    data: &[u8],
    password: Password<'_>,
    rounds: &mut Rounds,
) -> Result<Vec<u8>, Problem> {
    let (id, mut parameters) = identified(algorithm)?;
    if id == PBES2 {
        let mut parts = sequence(AnyRef::decode(&mut parameters)?)?;
        let (derivation, cipher) = (
            AnyRef::decode(&mut parts)?,
            identified(AnyRef::decode(&mut parts)?)?,
        );
        let (id, mut iv) = cipher;
        let (cipher, length) = find(&CIPHERS, id)?;
        let key = pbkdf2(derivation, password, Some(length), rounds)?;
        let iv = <&OctetStringRef>::decode(&mut iv)?;
        return cipher.decrypt(&key, iv.as_bytes(), data);
    }
    let (cipher, length) = find(&SCHEMES, id)?;
    let mut parts = sequence(AnyRef::decode(&mut parameters)?)?;
    let salt = <&OctetStringRef>::decode(&mut parts)?.as_bytes();
    let count = u32::decode(&mut parts)?;
    let sha1 = &digest::SHA1_FOR_LEGACY_USE_ONLY;
    let mut derive =
        |purpose, length| derive(sha1, purpose, (password, salt), (count, length), rounds);
    let (key, iv) = (derive(Purpose::Key, length)?, derive(Purpose::Iv, 8)?);
    cipher.decrypt(&key, &iv, data)
}

/// Whether a password fits the `MacData` over the data of a PKCS#12 file (RFC 7292 §4, RFC 9579 §4).
pub(super) fn fits(
    mac: AnyRef<'_>,
    data: &[u8],
    password: Password<'_>,
    rounds: &mut Rounds,
) -> Result<bool, Problem> {
    let mut parts = sequence(mac)?;
    let mut info = sequence(AnyRef::decode(&mut parts)?)?;
    let (id, mut parameters) = identified(AnyRef::decode(&mut info)?)?;
    let wanted = <&OctetStringRef>::decode(&mut info)?;
    let key = if id == PBMAC1 {
        let mut schemes = sequence(AnyRef::decode(&mut parameters)?)?;
        let derivation = AnyRef::decode(&mut schemes)?;
        let (id, _) = identified(AnyRef::decode(&mut schemes)?)?;
        let (.., hmac) = function(id)?;
        hmac::Key::new(*hmac, &pbkdf2(derivation, password, None, rounds)?)
    } else {
        let digest = DIGESTS.iter().find(|(known, ..)| *known == id);
        let (_, digest, hmac) = digest.ok_or(Problem::Unsupported(id))?;
        let salt = <&OctetStringRef>::decode(&mut parts)?.as_bytes();
        let count = match parts.is_finished() {
            true => 1,
            false => u32::decode(&mut parts)?,
        };
        let asked = (count, digest.output_len());
        let key = derive(digest, Purpose::Mac, (password, salt), asked, rounds)?;
        hmac::Key::new(*hmac, &key)
    };
    Ok(hmac::verify(&key, data, wanted.as_bytes()).is_ok())
}

/// The two parts of an `AlgorithmIdentifier`: what it is, and its parameters.
fn identified(algorithm: AnyRef<'_>) -> Result<(ObjectIdentifier, SliceReader<'_>), Problem> {
    let mut parts = sequence(algorithm)?;
    Ok((ObjectIdentifier::decode(&mut parts)?, parts))
}

fn find(
    table: &[(ObjectIdentifier, Cipher, usize)],
    id: ObjectIdentifier,
) -> Result<(Cipher, usize), Problem> {
    let row = table.iter().find(|(known, ..)| *known == id);
    let (_, cipher, length) = row.ok_or(Problem::Unsupported(id))?;
    Ok((*cipher, *length))
}

fn function(
    id: ObjectIdentifier,
) -> Result<&'static (ObjectIdentifier, pbkdf2::Algorithm, hmac::Algorithm), Problem> {
    let row = FUNCTIONS.iter().find(|(known, ..)| *known == id);
    row.ok_or(Problem::Unsupported(id))
}

/// A key by PBKDF2 (RFC 8018 §5.2, appendix A.2), of this length, or of the one that is in its parameters.
fn pbkdf2(
    algorithm: AnyRef<'_>,
    password: Password<'_>,
    length: Option<usize>,
    rounds: &mut Rounds,
) -> Result<Vec<u8>, Problem> {
    let (id, mut parameters) = identified(algorithm)?;
    if id != PBKDF2 {
        return Err(Problem::Unsupported(id));
    }
    let mut parts = sequence(AnyRef::decode(&mut parameters)?)?;
    let salt = <&OctetStringRef>::decode(&mut parts)?.as_bytes();
    let count = u32::decode(&mut parts)?;
    let mut said = None;
    let mut function = FUNCTIONS.first();
    while !parts.is_finished() {
        let part = AnyRef::decode(&mut parts)?;
        if part.tag() == Tag::Integer {
            said = Some(usize::from(part.decode_as::<u16>()?));
        } else {
            function = Some(self::function(identified(part)?.0)?);
        }
    }
    let length = length.or(said);
    let length = length.ok_or(Problem::Broken(der::ErrorKind::Failed))?;
    let (_, function, _) = function.ok_or(Problem::Unsupported(id))?;
    // The shortest block is that of SHA-1.
    let count = rounds.pay(count, salt, length.div_ceil(20))?;
    let mut key = vec![0; length];
    pbkdf2::derive(*function, count, salt, password.octets(), &mut key);
    Ok(key)
}

/// What a derivation of PKCS#12 is for (RFC 7292 appendix B.3).
#[derive(Clone, Copy)]
enum Purpose {
    Key,
    Iv,
    Mac,
}

/// The key derivation of PKCS#12 (RFC 7292 appendix B.2), with its names: so many octets of a password and a salt, in so many rounds.
fn derive(
    hash: &'static digest::Algorithm,
    purpose: Purpose,
    (password, salt): (Password<'_>, &[u8]),
    (count, length): (u32, usize),
    rounds: &mut Rounds,
) -> Result<Vec<u8>, Problem> {
    let count = rounds.pay(count, salt, length.div_ceil(hash.output_len()))?;
    let v = hash.block_len();
    let filled = |octets: &[u8]| -> Vec<u8> {
        let length = octets.len().next_multiple_of(v);
        octets.iter().copied().cycle().take(length).collect()
    };
    let id = match purpose {
        Purpose::Key => 1,
        Purpose::Iv => 2,
        Purpose::Mac => 3,
    };
    let d = vec![id; v];
    let mut i = [filled(salt), filled(&password.utf16_with_end())].concat();
    let mut derived = Vec::new();
    while derived.len() < length {
        let mut a = digest::digest(hash, &[&d[..], &i].concat());
        for _ in 1..count.get() {
            a = digest::digest(hash, a.as_ref());
        }
        derived.extend_from_slice(a.as_ref());
        let b = a.as_ref().iter().copied().cycle().take(v);
        let b: Vec<u8> = b.collect();
        i.chunks_mut(v).for_each(|block| add_with_one(block, &b));
    }
    derived.truncate(length);
    Ok(derived)
}

/// `block + b + 1`, as numbers of so many octets.
fn add_with_one(block: &mut [u8], b: &[u8]) {
    let mut carry = 1_u16;
    for (octet, b) in block.iter_mut().zip(b).rev() {
        let [high, low] = (u16::from(*octet) + u16::from(*b) + carry).to_be_bytes();
        *octet = low;
        carry = u16::from(high);
    }
}

impl Cipher {
    fn decrypt(self, key: &[u8], iv: &[u8], data: &[u8]) -> Result<Vec<u8>, Problem> {
        match self {
            Self::Aes128 => cbc::<aes::Aes128>(key, iv, data),
            Self::Aes192 => cbc::<aes::Aes192>(key, iv, data),
            Self::Aes256 => cbc::<aes::Aes256>(key, iv, data),
            Self::TripleDes => cbc::<des::TdesEde3>(key, iv, data),
            Self::TwoKeyTripleDes => cbc::<des::TdesEde2>(key, iv, data),
            Self::Rc2 => cbc::<rc2::Rc2>(key, iv, data),
        }
    }
}

fn cbc<C: BlockCipherDecrypt + KeyInit>(
    key: &[u8],
    iv: &[u8],
    data: &[u8],
) -> Result<Vec<u8>, Problem> {
    let cipher = cbc::Decryptor::<C>::new_from_slices(key, iv)
        .map_err(|_| Problem::Broken(der::ErrorKind::Failed))?;
    let plain = cipher.decrypt_padded_vec::<Pkcs7>(data);
    plain.map_err(|_| Problem::WrongPassword)
}
