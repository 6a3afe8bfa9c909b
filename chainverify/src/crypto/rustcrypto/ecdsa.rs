//! ECDSA (FIPS 186-5 §6.4.2) on the curves of NIST with every hash; signatures and keys as RFC 3279
//! §2.2.3 and RFC 5480 §2 write them: strict DER, points uncompressed or compressed.

use ::p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use pki_types::{AlgorithmIdentifier, alg_id};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::crypto::algorithm::{Function, algorithm};
use crate::crypto::ec;

/// `ecdsa-with-SHA1` (RFC 3279 §2.2.3), without parameters.
const ECDSA_SHA1: AlgorithmIdentifier =
    AlgorithmIdentifier::from_slice(&[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1]);

algorithm!(
    /// ECDSA on P-256 with SHA-256.
    ECDSA_P256_SHA256, alg_id::ECDSA_P256, alg_id::ECDSA_SHA256, Function(p256::<Sha256>)
);
algorithm!(
    /// ECDSA on P-256 with SHA-384.
    ECDSA_P256_SHA384, alg_id::ECDSA_P256, alg_id::ECDSA_SHA384, Function(p256::<Sha384>)
);
algorithm!(
    /// ECDSA on P-256 with SHA-512.
    ECDSA_P256_SHA512, alg_id::ECDSA_P256, alg_id::ECDSA_SHA512, Function(p256::<Sha512>)
);
algorithm!(
    /// ECDSA on P-256 with SHA-1, for diagnosis.
    ECDSA_P256_SHA1, alg_id::ECDSA_P256, ECDSA_SHA1, Function(p256::<Sha1>)
);
algorithm!(
    /// ECDSA on P-384 with SHA-256.
    ECDSA_P384_SHA256, alg_id::ECDSA_P384, alg_id::ECDSA_SHA256, Function(p384::<Sha256>)
);
algorithm!(
    /// ECDSA on P-384 with SHA-384.
    ECDSA_P384_SHA384, alg_id::ECDSA_P384, alg_id::ECDSA_SHA384, Function(p384::<Sha384>)
);
algorithm!(
    /// ECDSA on P-384 with SHA-512.
    ECDSA_P384_SHA512, alg_id::ECDSA_P384, alg_id::ECDSA_SHA512, Function(p384::<Sha512>)
);
algorithm!(
    /// ECDSA on P-384 with SHA-1, for diagnosis.
    ECDSA_P384_SHA1, alg_id::ECDSA_P384, ECDSA_SHA1, Function(p384::<Sha1>)
);
algorithm!(
    /// ECDSA on P-521 with SHA-256.
    ECDSA_P521_SHA256, alg_id::ECDSA_P521, alg_id::ECDSA_SHA256, Function(p521::<Sha256>)
);
algorithm!(
    /// ECDSA on P-521 with SHA-384.
    ECDSA_P521_SHA384, alg_id::ECDSA_P521, alg_id::ECDSA_SHA384, Function(p521::<Sha384>)
);
algorithm!(
    /// ECDSA on P-521 with SHA-512.
    ECDSA_P521_SHA512, alg_id::ECDSA_P521, alg_id::ECDSA_SHA512, Function(p521::<Sha512>)
);
algorithm!(
    /// ECDSA on P-521 with SHA-1, for diagnosis.
    ECDSA_P521_SHA1, alg_id::ECDSA_P521, ECDSA_SHA1, Function(p521::<Sha1>)
);

fn p256<H: Digest>(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = ::p256::ecdsa::VerifyingKey::from_sec1_bytes(ec::point(key)?).ok()?;
    let signature = ::p256::ecdsa::Signature::from_der(signature).ok()?;
    with_hash::<H, 32>(message, |hash| key.verify_prehash(hash, &signature).ok())
}

fn p384<H: Digest>(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = ::p384::ecdsa::VerifyingKey::from_sec1_bytes(ec::point(key)?).ok()?;
    let signature = ::p384::ecdsa::Signature::from_der(signature).ok()?;
    with_hash::<H, 48>(message, |hash| key.verify_prehash(hash, &signature).ok())
}

fn p521<H: Digest>(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = ::p521::ecdsa::VerifyingKey::from_sec1_bytes(ec::point(key)?).ok()?;
    let signature = ::p521::ecdsa::Signature::from_der(signature).ok()?;
    with_hash::<H, 66>(message, |hash| key.verify_prehash(hash, &signature).ok())
}

/// Hands on the hash of the message, a short one filled up with zeros on the left to the width of
/// the field: the same number (FIPS 186-5 §6.4.2), and `ecdsa` refuses hashes below half of it,
/// which SHA-256 is on P-521.
fn with_hash<H: Digest, const WIDTH: usize>(
    message: &[u8],
    verify: impl FnOnce(&[u8]) -> Option<()>,
) -> Option<()> {
    let hash = H::digest(message);
    let mut wide = [0; WIDTH];
    match WIDTH.checked_sub(hash.len()) {
        None => verify(&hash),
        Some(zeros) => {
            wide.get_mut(zeros..)?.copy_from_slice(&hash);
            verify(&wide)
        }
    }
}
