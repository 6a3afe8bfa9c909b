//! RSA PKCS#1 v1.5 (RFC 8017 §8.2.2) with SHA-1, and with keys below 2048 bits, for diagnosis only.
//!
//! Written here, over the big numbers of crypto-bigint: ring does not read keys below 1024 bits, and
//! the crate `rsa` stands under an advisory without a fixed version (RUSTSEC-2023-0071, about
//! private keys), which would alarm every program that has this feature. The expected encoding is
//! built and compared whole, so there is no padding to parse. Only public values: nothing is secret.

use alloc::vec::Vec;
use core::ops::RangeInclusive;

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};
use pki_types::{AlgorithmIdentifier, alg_id};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::crypto::algorithm::algorithm;
use crate::der::{Field, Reader, tag};

/// `sha1WithRSAEncryption` with NULL (RFC 3279 §2.2.1).
const RSA_SHA1: AlgorithmIdentifier =
    AlgorithmIdentifier::from_slice(&[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5, 5, 0]);

/// Octets of a modulus: 512 to 8192 bits.
const OCTETS: RangeInclusive<usize> = 64..=1024;

/// The longest public exponent, in octets; so that a hostile key does not cost time.
const MAX_EXPONENT: usize = 8;

algorithm!(
    /// RSA PKCS#1 v1.5 with SHA-1, keys of 512 to 8192 bits.
    RSA_PKCS1_512_8192_SHA1, alg_id::RSA_ENCRYPTION, RSA_SHA1, verify::<Sha1>
);
algorithm!(
    /// RSA PKCS#1 v1.5 with SHA-256, keys of 512 to 8192 bits.
    RSA_PKCS1_512_8192_SHA256, alg_id::RSA_ENCRYPTION, alg_id::RSA_PKCS1_SHA256, verify::<Sha256>
);
algorithm!(
    /// RSA PKCS#1 v1.5 with SHA-384, keys of 512 to 8192 bits.
    RSA_PKCS1_512_8192_SHA384, alg_id::RSA_ENCRYPTION, alg_id::RSA_PKCS1_SHA384, verify::<Sha384>
);
algorithm!(
    /// RSA PKCS#1 v1.5 with SHA-512, keys of 512 to 8192 bits.
    RSA_PKCS1_512_8192_SHA512, alg_id::RSA_ENCRYPTION, alg_id::RSA_PKCS1_SHA512, verify::<Sha512>
);

/// A hash with what stands before it in `DigestInfo` (RFC 8017 §9.2, note 1).
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

fn verify<H: Pkcs1Hash>(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let (modulus, exponent) = rsa_public_key(key)?;
    if !OCTETS.contains(&modulus.len())
        || exponent.len() > MAX_EXPONENT
        || signature.len() != modulus.len()
    {
        return None;
    }
    let expected = encode(&H::digest(message), H::PREFIX, modulus.len())?;
    (power(signature, modulus, exponent)? == expected).then_some(())
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

/// RSAVP1 (RFC 8017 §5.2.2): `base ^ exponent mod modulus`, as long as the modulus. `base` is of the
/// same length. Modulus and exponent are odd, the exponent is at least 3.
fn power(base: &[u8], modulus: &[u8], exponent: &[u8]) -> Option<Vec<u8>> {
    let is_odd = exponent.last().is_some_and(|last| last & 1 == 1);
    // Of one length, so comparing octets compares numbers.
    if base >= modulus || !is_odd || exponent == [1] {
        return None;
    }
    let odd = Odd::new(BoxedUint::from_be_slice_vartime(modulus)).into_option()?;
    let parameters = BoxedMontyParams::new_vartime(odd);
    let base = BoxedMontyForm::new(BoxedUint::from_be_slice_vartime(base), &parameters);
    let exponent = BoxedUint::from_be_slice_vartime(exponent);
    let result = base.pow_bounded_exp(&exponent, exponent.bits_vartime());
    // As long as the limbs.
    let octets = result.retrieve().to_be_bytes();
    let surplus = octets.len().checked_sub(modulus.len())?;
    octets.get(surplus..).map(<[u8]>::to_vec)
}

/// Modulus and exponent of `RSAPublicKey` (RFC 8017 §A.1.1), without the octet of the sign.
fn rsa_public_key(key: &[u8]) -> Option<(&[u8], &[u8])> {
    const FIELD: Field = Field::SubjectPublicKeyInfo;
    let mut numbers = Reader::new(key).only(tag::SEQUENCE, FIELD).ok()?;
    let modulus = numbers.expect(tag::INTEGER, FIELD).ok()?;
    let exponent = numbers.expect(tag::INTEGER, FIELD).ok()?;
    numbers.finish(FIELD).ok()?;
    Some((positive(modulus.bytes())?, positive(exponent.bytes())?))
}

/// The digits of a positive INTEGER in minimal form (X.690 §8.3.2).
pub(super) fn positive(integer: &[u8]) -> Option<&[u8]> {
    match integer {
        [0, digits @ ..] if digits.first()? & 0x80 != 0 => Some(digits),
        [1..=0x7f, ..] => Some(integer),
        _ => None,
    }
}
