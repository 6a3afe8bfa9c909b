//! DSA (FIPS 186-4 §4.7) with SHA-1, SHA-224 and SHA-256, for diagnosis only.
//!
//! The one key of X.509 whose AlgorithmIdentifier holds numbers of its own, `Dss-Parms`, and may leave
//! them to be inherited from the issuer's key (RFC 3279 §2.3.2). So these algorithms name the key by
//! its object identifier alone, and take for a public key `Dss-Parms` and `DSAPublicKey` one after
//! the other; `provider_key` puts them together.

use ::dsa::signature::hazmat::PrehashVerifier as _;
use ::dsa::{Components, Signature, VerifyingKey};
use crypto_bigint::BoxedUint;
use pki_types::AlgorithmIdentifier;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256};

use crate::crypto::algorithm::{Function, algorithm};
use crate::crypto::provider_key;
use crate::crypto::rsa_key::positive;
use crate::der::{Field, Reader, tag};

/// The key's, parameters apart.
const ID_DSA: AlgorithmIdentifier = AlgorithmIdentifier::from_slice(provider_key::ID_DSA);

algorithm!(
    /// DSA with SHA-1 (RFC 3279 §2.2.2).
    DSA_SHA1,
    ID_DSA,
    AlgorithmIdentifier::from_slice(&[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x38, 4, 3]),
    Function(verify::<Sha1>)
);
algorithm!(
    /// DSA with SHA-224 (RFC 5758 §3.1).
    DSA_SHA224,
    ID_DSA,
    AlgorithmIdentifier::from_slice(&[6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 1]),
    Function(verify::<Sha224>)
);
algorithm!(
    /// DSA with SHA-256 (RFC 5758 §3.1).
    DSA_SHA256,
    ID_DSA,
    AlgorithmIdentifier::from_slice(&[6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 2]),
    Function(verify::<Sha256>)
);

fn verify<H: Digest>(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = verifying_key(key)?;
    let signature = Signature::try_from(signature).ok()?;
    key.verify_prehash(&H::digest(message), &signature).ok()
}

/// Whether a key can be read; it is given as these algorithms take it.
pub(in crate::crypto) fn reads_dsa(key: &[u8]) -> bool {
    verifying_key(key).is_some()
}

/// Reads `Dss-Parms ::= SEQUENCE { p, q, g }` and `DSAPublicKey ::= INTEGER`. The crate takes 1024,
/// 2048 and 3072 bits, and wants numbers below p at its width.
fn verifying_key(key: &[u8]) -> Option<VerifyingKey> {
    const FIELD: Field = Field::SubjectPublicKeyInfo;
    let mut parts = Reader::new(key);
    let mut parameters = parts.expect(tag::SEQUENCE, FIELD).ok()?;
    let y = number(&mut parts)?;
    let [p, q, g] = [
        number(&mut parameters)?,
        number(&mut parameters)?,
        number(&mut parameters)?,
    ];
    parts.finish(FIELD).ok()?;
    parameters.finish(FIELD).ok()?;
    let is_below_p = |digits: &[u8]| (digits.len(), digits) < (p.len(), p);
    if ![q, g, y].into_iter().all(is_below_p) {
        return None;
    }
    let p = BoxedUint::from_be_slice_vartime(p);
    let width = p.bits_precision();
    let g = BoxedUint::from_be_slice(g, width).ok()?;
    let y = BoxedUint::from_be_slice(y, width).ok()?;
    let q = BoxedUint::from_be_slice_vartime(q);
    let components = Components::from_components(p, q, g).ok()?;
    VerifyingKey::from_components(components, y).ok()
}

/// The digits of the next INTEGER, which must be positive.
fn number<'a>(numbers: &mut Reader<'a>) -> Option<&'a [u8]> {
    let integer = numbers
        .expect(tag::INTEGER, Field::SubjectPublicKeyInfo)
        .ok()?;
    positive(integer.bytes())
}
