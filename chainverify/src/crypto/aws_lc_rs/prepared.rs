//! Keys that stay parsed: reading a key (the point of a curve, the constants of a modulus) is a
//! part of each check, and the same few CAs sign nearly everything.

use alloc::boxed::Box;
use alloc::sync::Arc;
use std::sync::LazyLock;

use aws_lc_rs::signature::{self, ParsedPublicKey, VerificationAlgorithm};
use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

use super as plain;
use crate::recent::Recent;

/// The algorithms of [`ALL`](super::ALL), which remember the keys that they have used: for
/// programs that verify many chains. The same signatures are good.
///
/// Each algorithm keeps at most 512 keys for the whole program, each of some kilobytes; those not
/// used lately make room. ML-DSA, whose keys take 10 KB and more, and the algorithms of odd pairs
/// are those of `ALL`.
pub static PREPARED: &[&dyn SignatureVerificationAlgorithm] = &[
    &P256_SHA256,
    &P384_SHA384,
    &RSA_SHA256,
    &RSA_SHA384,
    &RSA_SHA512,
    &ED25519,
    plain::ECDSA_P256_SHA384,
    plain::ECDSA_P256_SHA512,
    plain::ECDSA_P384_SHA256,
    plain::ECDSA_P384_SHA512,
    plain::ECDSA_P521_SHA256,
    plain::ECDSA_P521_SHA384,
    plain::ECDSA_P521_SHA512,
    plain::ML_DSA_44,
    plain::ML_DSA_65,
    plain::ML_DSA_87,
    plain::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    plain::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    plain::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
    plain::RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS,
    plain::RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS,
    plain::RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS,
];

static P256_SHA256: Prepared =
    Prepared::new(plain::ECDSA_P256_SHA256, &signature::ECDSA_P256_SHA256_ASN1);
static P384_SHA384: Prepared =
    Prepared::new(plain::ECDSA_P384_SHA384, &signature::ECDSA_P384_SHA384_ASN1);
static RSA_SHA256: Prepared = Prepared::new(
    plain::RSA_PKCS1_2048_8192_SHA256,
    &signature::RSA_PKCS1_2048_8192_SHA256,
);
static RSA_SHA384: Prepared = Prepared::new(
    plain::RSA_PKCS1_2048_8192_SHA384,
    &signature::RSA_PKCS1_2048_8192_SHA384,
);
static RSA_SHA512: Prepared = Prepared::new(
    plain::RSA_PKCS1_2048_8192_SHA512,
    &signature::RSA_PKCS1_2048_8192_SHA512,
);
static ED25519: Prepared = Prepared::new(plain::ED25519, &signature::ED25519);

/// The most keys of one algorithm.
const MOST_KEYS: usize = 512;

type Keys = Recent<Box<[u8]>, Arc<ParsedPublicKey>>;

/// One algorithm with the keys that it has used.
#[derive(Debug)]
struct Prepared {
    plain: &'static dyn SignatureVerificationAlgorithm,
    /// The same one, for parsed keys.
    parsed: &'static dyn VerificationAlgorithm,
    keys: LazyLock<Keys>,
}

impl Prepared {
    const fn new(
        plain: &'static dyn SignatureVerificationAlgorithm,
        parsed: &'static dyn VerificationAlgorithm,
    ) -> Self {
        Self {
            plain,
            parsed,
            keys: LazyLock::new(|| Recent::new(MOST_KEYS)),
        }
    }
}

impl SignatureVerificationAlgorithm for Prepared {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        if let Some(key) = self.keys.get(public_key) {
            return key
                .verify_sig(message, signature)
                .map_err(|_| InvalidSignature);
        }
        self.plain
            .verify_signature(public_key, message, signature)?;
        // Only a key that the table has accepted is kept: what it refuses stays refused, and a key
        // that signed nothing takes no place.
        if let Ok(key) = ParsedPublicKey::new(self.parsed, public_key) {
            self.keys.insert(public_key.into(), Arc::new(key));
        }
        Ok(())
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.plain.public_key_alg_id()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.plain.signature_alg_id()
    }

    fn fips(&self) -> bool {
        self.plain.fips()
    }
}
