//! RSA PKCS#1 v1.5 (RFC 8017 §8.2.2) and RSASSA-PSS (§8.1.2) with keys of 2048 to 8192 bits; and for
//! diagnosis only, SHA-1 and shorter keys.
//!
//! The encoding of PKCS#1 v1.5 is built and compared whole, so there is no padding to parse.

use alloc::vec::Vec;
use core::ops::RangeInclusive;

use pki_types::{AlgorithmIdentifier, alg_id};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::crypto::algorithm::{Function, absent, algorithm};
use crate::crypto::rsa_key::{RsaKey, bits, is_odd};

/// `sha1WithRSAEncryption` with NULL (RFC 3279 §2.2.1).
const RSA_SHA1: AlgorithmIdentifier =
    AlgorithmIdentifier::from_slice(&[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5, 5, 0]);

/// Bits of a modulus and of the longest public exponent, so that a hostile key does not cost time.
pub(in crate::crypto) struct KeyBits {
    pub(in crate::crypto) modulus: RangeInclusive<u32>,
    pub(in crate::crypto) exponent: u32,
}

/// As ring and aws-lc-rs take them.
pub(in crate::crypto) const KEY_BITS: KeyBits = KeyBits {
    modulus: 2048..=8192,
    exponent: 33,
};

/// For diagnosis; the exponent as OpenSSL's `OPENSSL_RSA_MAX_PUBEXP_BITS`.
pub(in crate::crypto) const OLD_KEY_BITS: KeyBits = KeyBits {
    modulus: 512..=8192,
    exponent: 64,
};

algorithm!(
    /// RSA PKCS#1 v1.5 with SHA-256, keys of 2048 to 8192 bits.
    RSA_PKCS1_2048_8192_SHA256,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PKCS1_SHA256,
    Function(pkcs1::<Sha256>)
);
algorithm!(
    /// RSA PKCS#1 v1.5 with SHA-384, keys of 2048 to 8192 bits.
    RSA_PKCS1_2048_8192_SHA384,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PKCS1_SHA384,
    Function(pkcs1::<Sha384>)
);
algorithm!(
    /// RSA PKCS#1 v1.5 with SHA-512, keys of 2048 to 8192 bits.
    RSA_PKCS1_2048_8192_SHA512,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PKCS1_SHA512,
    Function(pkcs1::<Sha512>)
);
algorithm!(
    /// [`RSA_PKCS1_2048_8192_SHA256`] named without parameters (RFC 4055 §5).
    RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS,
    alg_id::RSA_ENCRYPTION,
    absent::RSA_PKCS1_SHA256,
    Function(pkcs1::<Sha256>)
);
algorithm!(
    /// [`RSA_PKCS1_2048_8192_SHA384`] named without parameters (RFC 4055 §5).
    RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS,
    alg_id::RSA_ENCRYPTION,
    absent::RSA_PKCS1_SHA384,
    Function(pkcs1::<Sha384>)
);
algorithm!(
    /// [`RSA_PKCS1_2048_8192_SHA512`] named without parameters (RFC 4055 §5).
    RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS,
    alg_id::RSA_ENCRYPTION,
    absent::RSA_PKCS1_SHA512,
    Function(pkcs1::<Sha512>)
);
algorithm!(
    /// RSASSA-PSS with SHA-256, keys of `rsaEncryption` with 2048 to 8192 bits.
    RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PSS_SHA256,
    Function(pss::<Sha256>)
);
algorithm!(
    /// RSASSA-PSS with SHA-384, keys of `rsaEncryption` with 2048 to 8192 bits.
    RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PSS_SHA384,
    Function(pss::<Sha384>)
);
algorithm!(
    /// RSASSA-PSS with SHA-512, keys of `rsaEncryption` with 2048 to 8192 bits.
    RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PSS_SHA512,
    Function(pss::<Sha512>)
);
algorithm!(
    /// RSA PKCS#1 v1.5 with SHA-1, keys of 512 to 8192 bits, for diagnosis.
    RSA_PKCS1_512_8192_SHA1, alg_id::RSA_ENCRYPTION, RSA_SHA1, Function(old_pkcs1::<Sha1>)
);
algorithm!(
    /// RSA PKCS#1 v1.5 with SHA-256, keys of 512 to 8192 bits, for diagnosis.
    RSA_PKCS1_512_8192_SHA256,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PKCS1_SHA256,
    Function(old_pkcs1::<Sha256>)
);
algorithm!(
    /// RSA PKCS#1 v1.5 with SHA-384, keys of 512 to 8192 bits, for diagnosis.
    RSA_PKCS1_512_8192_SHA384,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PKCS1_SHA384,
    Function(old_pkcs1::<Sha384>)
);
algorithm!(
    /// RSA PKCS#1 v1.5 with SHA-512, keys of 512 to 8192 bits, for diagnosis.
    RSA_PKCS1_512_8192_SHA512,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PKCS1_SHA512,
    Function(old_pkcs1::<Sha512>)
);

/// A hash with what comes before it in `DigestInfo` (RFC 8017 §9.2, note 1).
trait Pkcs1Hash: Digest {
    const PREFIX: &[u8];
}

impl Pkcs1Hash for Sha1 {
    const PREFIX: &[u8] = &[
        0x30, 0x21, 0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0, 4, 0x14,
    ];
}

impl Pkcs1Hash for Sha256 {
    const PREFIX: &[u8] = &[
        0x30, 0x31, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0, 4, 0x20,
    ];
}

impl Pkcs1Hash for Sha384 {
    const PREFIX: &[u8] = &[
        0x30, 0x41, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2, 5, 0, 4, 0x30,
    ];
}

impl Pkcs1Hash for Sha512 {
    const PREFIX: &[u8] = &[
        0x30, 0x51, 0x30, 0x0d, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3, 5, 0, 4, 0x40,
    ];
}

fn pkcs1<H: Pkcs1Hash>(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    verify_pkcs1::<H>(&read(key, &KEY_BITS)?, message, signature)
}

fn old_pkcs1<H: Pkcs1Hash>(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    verify_pkcs1::<H>(&read(key, &OLD_KEY_BITS)?, message, signature)
}

fn pss<H: Digest>(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    verify_pss::<H>(&read(key, &KEY_BITS)?, message, signature)
}

/// The key, if its numbers are within bounds.
fn read<'k>(key: &'k [u8], allowed: &KeyBits) -> Option<RsaKey<'k>> {
    let key = RsaKey::read(key)?;
    let exponent = bits(key.exponent);
    let is_exponent = is_odd(key.exponent) && (2..=allowed.exponent).contains(&exponent);
    (allowed.modulus.contains(&bits(key.modulus)) && is_exponent).then_some(key)
}

/// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.2).
fn verify_pkcs1<H: Pkcs1Hash>(key: &RsaKey<'_>, message: &[u8], signature: &[u8]) -> Option<()> {
    let expected = encode(&H::digest(message), H::PREFIX, key.modulus.len())?;
    (key.power(signature)? == expected).then_some(())
}

/// EMSA-PKCS1-v1_5 (RFC 8017 §9.2): `00 01 FF … FF 00 DigestInfo`.
fn encode(hash: &[u8], prefix: &[u8], length: usize) -> Option<Vec<u8>> {
    let filled = length.checked_sub(prefix.len() + hash.len() + 3)?;
    if filled < 8 {
        return None;
    }
    let mut encoded = Vec::with_capacity(length);
    encoded.extend([0, 1]);
    encoded.resize(filled + 2, 0xff);
    encoded.push(0);
    encoded.extend(prefix);
    encoded.extend(hash);
    Some(encoded)
}

/// RSASSA-PSS (RFC 8017 §8.1.2), with MGF1 over the same hash and a salt as long as the hash.
fn verify_pss<H: Digest>(key: &RsaKey<'_>, message: &[u8], signature: &[u8]) -> Option<()> {
    let message_representative = key.power(signature)?;
    // The encoded message has one bit less than the modulus, and so perhaps one octet less.
    let encoded_bits = bits(key.modulus).checked_sub(1)?;
    let length = usize::try_from(encoded_bits.div_ceil(8)).ok()?;
    let surplus = message_representative.len().checked_sub(length)?;
    let (above, encoded) = message_representative.split_at_checked(surplus)?;
    if above.iter().any(|octet| *octet != 0) {
        return None;
    }
    let unused_bits = (8 - encoded_bits % 8) % 8;
    check_pss::<H>(&H::digest(message), encoded, unused_bits)
}

/// EMSA-PSS-VERIFY (RFC 8017 §9.1.2), by its steps. `unused_bits` are the highest ones of the first
/// octet.
fn check_pss<H: Digest>(message_hash: &[u8], encoded: &[u8], unused_bits: u32) -> Option<()> {
    let hash_length = <H as Digest>::output_size();
    // 4: the trailer.
    let encoded = encoded.strip_suffix(&[0xbc])?;
    // 3 and 5: what is masked, and the hash over it all.
    let (masked, hash) = encoded.split_at_checked(encoded.len().checked_sub(hash_length)?)?;
    // 6.
    let used = 0xff_u8.checked_shr(unused_bits)?;
    if masked.first()? & !used != 0 {
        return None;
    }
    // 7 and 8.
    let mut block = mask::<H>(hash, masked.len());
    for (octet, masked) in block.iter_mut().zip(masked) {
        *octet ^= masked;
    }
    // 9.
    *block.first_mut()? &= used;
    // 10 and 11: zeros, 01, the salt.
    let (padding, salt) = block.split_at_checked(block.len().checked_sub(hash_length)?)?;
    let (one, zeros) = padding.split_last()?;
    if *one != 1 || zeros.iter().any(|octet| *octet != 0) {
        return None;
    }
    // 12 to 14.
    let salted = H::new()
        .chain_update([0; 8])
        .chain_update(message_hash)
        .chain_update(salt);
    (salted.finalize().as_slice() == hash).then_some(())
}

/// MGF1 (RFC 8017 §B.2.1).
fn mask<H: Digest>(seed: &[u8], length: usize) -> Vec<u8> {
    let mut mask = Vec::new();
    for counter in 0_u32.. {
        if mask.len() >= length {
            break;
        }
        let hash = H::new()
            .chain_update(seed)
            .chain_update(counter.to_be_bytes());
        mask.extend_from_slice(&hash.finalize());
    }
    mask.truncate(length);
    mask
}
