//! The algorithms of aws-lc-rs: those of ring, ECDSA with every pair of P-256, P-384, P-521 and
//! SHA-2, and ML-DSA-44, -65, -87.

#[cfg(feature = "std")]
mod prepared;

use ::aws_lc_rs::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use pki_types::{SignatureVerificationAlgorithm, alg_id};
#[cfg(feature = "std")]
pub use prepared::PREPARED;

use super::algorithm::{Check, absent, algorithm};
use super::ec;

/// All of them, the frequent ones first.
pub static ALL: &[&dyn SignatureVerificationAlgorithm] = &[
    ECDSA_P256_SHA256,
    ECDSA_P384_SHA384,
    RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512,
    ECDSA_P256_SHA384,
    ECDSA_P256_SHA512,
    ECDSA_P384_SHA256,
    ECDSA_P384_SHA512,
    ECDSA_P521_SHA256,
    ECDSA_P521_SHA384,
    ECDSA_P521_SHA512,
    ED25519,
    ML_DSA_44,
    ML_DSA_65,
    ML_DSA_87,
    RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
    RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS,
    RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS,
    RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS,
];

/// A row, with what aws-lc-rs says of its module.
macro_rules! row {
    ($($algorithm:tt)*) => {
        algorithm!($($algorithm)*, || ::aws_lc_rs::try_fips_mode().is_ok());
    };
}

row!(
    /// ECDSA on P-256 with SHA-256.
    ECDSA_P256_SHA256,
    alg_id::ECDSA_P256,
    alg_id::ECDSA_SHA256,
    ByPoint(&signature::ECDSA_P256_SHA256_ASN1)
);
row!(
    /// ECDSA on P-256 with SHA-384.
    ECDSA_P256_SHA384,
    alg_id::ECDSA_P256,
    alg_id::ECDSA_SHA384,
    ByPoint(&signature::ECDSA_P256_SHA384_ASN1)
);
row!(
    /// ECDSA on P-256 with SHA-512.
    ECDSA_P256_SHA512,
    alg_id::ECDSA_P256,
    alg_id::ECDSA_SHA512,
    ByPoint(&signature::ECDSA_P256_SHA512_ASN1)
);
row!(
    /// ECDSA on P-384 with SHA-256.
    ECDSA_P384_SHA256,
    alg_id::ECDSA_P384,
    alg_id::ECDSA_SHA256,
    ByPoint(&signature::ECDSA_P384_SHA256_ASN1)
);
row!(
    /// ECDSA on P-384 with SHA-384.
    ECDSA_P384_SHA384,
    alg_id::ECDSA_P384,
    alg_id::ECDSA_SHA384,
    ByPoint(&signature::ECDSA_P384_SHA384_ASN1)
);
row!(
    /// ECDSA on P-384 with SHA-512.
    ECDSA_P384_SHA512,
    alg_id::ECDSA_P384,
    alg_id::ECDSA_SHA512,
    ByPoint(&signature::ECDSA_P384_SHA512_ASN1)
);
row!(
    /// ECDSA on P-521 with SHA-256.
    ECDSA_P521_SHA256,
    alg_id::ECDSA_P521,
    alg_id::ECDSA_SHA256,
    ByPoint(&signature::ECDSA_P521_SHA256_ASN1)
);
row!(
    /// ECDSA on P-521 with SHA-384.
    ECDSA_P521_SHA384,
    alg_id::ECDSA_P521,
    alg_id::ECDSA_SHA384,
    ByPoint(&signature::ECDSA_P521_SHA384_ASN1)
);
row!(
    /// ECDSA on P-521 with SHA-512.
    ECDSA_P521_SHA512,
    alg_id::ECDSA_P521,
    alg_id::ECDSA_SHA512,
    ByPoint(&signature::ECDSA_P521_SHA512_ASN1)
);
row!(
    /// RSA PKCS#1 v1.5 with SHA-256, keys of 2048 to 8192 bits.
    RSA_PKCS1_2048_8192_SHA256,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PKCS1_SHA256,
    By(&signature::RSA_PKCS1_2048_8192_SHA256)
);
row!(
    /// RSA PKCS#1 v1.5 with SHA-384, keys of 2048 to 8192 bits.
    RSA_PKCS1_2048_8192_SHA384,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PKCS1_SHA384,
    By(&signature::RSA_PKCS1_2048_8192_SHA384)
);
row!(
    /// RSA PKCS#1 v1.5 with SHA-512, keys of 2048 to 8192 bits.
    RSA_PKCS1_2048_8192_SHA512,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PKCS1_SHA512,
    By(&signature::RSA_PKCS1_2048_8192_SHA512)
);
row!(
    /// [`RSA_PKCS1_2048_8192_SHA256`] named without parameters (RFC 4055 §5).
    RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS,
    alg_id::RSA_ENCRYPTION,
    absent::RSA_PKCS1_SHA256,
    By(&signature::RSA_PKCS1_2048_8192_SHA256)
);
row!(
    /// [`RSA_PKCS1_2048_8192_SHA384`] named without parameters (RFC 4055 §5).
    RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS,
    alg_id::RSA_ENCRYPTION,
    absent::RSA_PKCS1_SHA384,
    By(&signature::RSA_PKCS1_2048_8192_SHA384)
);
row!(
    /// [`RSA_PKCS1_2048_8192_SHA512`] named without parameters (RFC 4055 §5).
    RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS,
    alg_id::RSA_ENCRYPTION,
    absent::RSA_PKCS1_SHA512,
    By(&signature::RSA_PKCS1_2048_8192_SHA512)
);
row!(
    /// RSASSA-PSS with SHA-256, keys of `rsaEncryption` with 2048 to 8192 bits.
    RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PSS_SHA256,
    By(&signature::RSA_PSS_2048_8192_SHA256)
);
row!(
    /// RSASSA-PSS with SHA-384, keys of `rsaEncryption` with 2048 to 8192 bits.
    RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PSS_SHA384,
    By(&signature::RSA_PSS_2048_8192_SHA384)
);
row!(
    /// RSASSA-PSS with SHA-512, keys of `rsaEncryption` with 2048 to 8192 bits.
    RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PSS_SHA512,
    By(&signature::RSA_PSS_2048_8192_SHA512)
);
row!(
    /// Ed25519.
    ED25519, alg_id::ED25519, alg_id::ED25519, By(&signature::ED25519)
);
row!(
    /// ML-DSA-44.
    ML_DSA_44, alg_id::ML_DSA_44, alg_id::ML_DSA_44, By(&signature::ML_DSA_44)
);
row!(
    /// ML-DSA-65.
    ML_DSA_65, alg_id::ML_DSA_65, alg_id::ML_DSA_65, By(&signature::ML_DSA_65)
);
row!(
    /// ML-DSA-87.
    ML_DSA_87, alg_id::ML_DSA_87, alg_id::ML_DSA_87, By(&signature::ML_DSA_87)
);

/// Has aws-lc-rs check.
struct By(&'static dyn VerificationAlgorithm);

impl Check for By {
    fn check(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
        let key = UnparsedPublicKey::new(self.0, key);
        key.verify(message, signature).ok()
    }
}

/// The same with a key that is a point; aws-lc-rs reads other encodings too.
struct ByPoint(&'static dyn VerificationAlgorithm);

impl Check for ByPoint {
    fn check(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
        By(self.0).check(ec::point(key)?, message, signature)
    }
}
