//! The algorithms in Rust alone, by the crates of RustCrypto and dalek: those of the web and the
//! post-quantum ones (`ALL`), and what is too old, too short or too foreign to trust, so that old
//! material can be diagnosed (`DIAGNOSIS`), which no default holds.
//!
//! `ALL` is enough where no other provider can be built. The crates for curves, ML-DSA, SLH-DSA
//! and DSA say of themselves that nobody has audited them independently; what speaks for them here
//! are the vectors of Wycheproof and PKITS.

mod dsa;
mod ecdsa;
mod ed25519;
mod ml_dsa;
mod rsa;
mod slh_dsa;
mod sm2;
#[cfg(test)]
mod tests;

use pki_types::SignatureVerificationAlgorithm;

pub(super) use dsa::reads_dsa;
pub use dsa::{DSA_SHA1, DSA_SHA224, DSA_SHA256};
pub use ecdsa::{
    ECDSA_P256_SHA1, ECDSA_P256_SHA256, ECDSA_P256_SHA384, ECDSA_P256_SHA512, ECDSA_P384_SHA1,
    ECDSA_P384_SHA256, ECDSA_P384_SHA384, ECDSA_P384_SHA512, ECDSA_P521_SHA1, ECDSA_P521_SHA256,
    ECDSA_P521_SHA384, ECDSA_P521_SHA512,
};
pub use ed25519::ED25519;
pub use ml_dsa::{ML_DSA_44, ML_DSA_65, ML_DSA_87};
pub(super) use rsa::{KEY_BITS, KeyBits, OLD_KEY_BITS};
pub use rsa::{
    RSA_PKCS1_512_8192_SHA1, RSA_PKCS1_512_8192_SHA256, RSA_PKCS1_512_8192_SHA384,
    RSA_PKCS1_512_8192_SHA512, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS, RSA_PKCS1_2048_8192_SHA512,
    RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS, RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    RSA_PSS_2048_8192_SHA384_LEGACY_KEY, RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
};
pub use slh_dsa::{
    SLH_DSA_SHA2_128F, SLH_DSA_SHA2_128S, SLH_DSA_SHA2_192F, SLH_DSA_SHA2_192S, SLH_DSA_SHA2_256F,
    SLH_DSA_SHA2_256S, SLH_DSA_SHAKE_128F, SLH_DSA_SHAKE_128S, SLH_DSA_SHAKE_192F,
    SLH_DSA_SHAKE_192S, SLH_DSA_SHAKE_256F, SLH_DSA_SHAKE_256S,
};
pub use sm2::{SM2_SM3, SM2_SM3_NULL_PARAMS};

/// What is safe today, the frequent ones first: RSA, ECDSA with every pair of P-256, P-384, P-521 and
/// SHA-2, Ed25519, ML-DSA, SLH-DSA.
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
    SLH_DSA_SHA2_128S,
    SLH_DSA_SHA2_128F,
    SLH_DSA_SHA2_192S,
    SLH_DSA_SHA2_192F,
    SLH_DSA_SHA2_256S,
    SLH_DSA_SHA2_256F,
    SLH_DSA_SHAKE_128S,
    SLH_DSA_SHAKE_128F,
    SLH_DSA_SHAKE_192S,
    SLH_DSA_SHAKE_192F,
    SLH_DSA_SHAKE_256S,
    SLH_DSA_SHAKE_256F,
];

/// For the diagnosis of old material, never to decide whom to trust: SHA-1, RSA below 2048 bits,
/// DSA; and SM2 with SM3 for the Chinese national PKI.
pub static DIAGNOSIS: &[&dyn SignatureVerificationAlgorithm] = &[
    RSA_PKCS1_512_8192_SHA1,
    RSA_PKCS1_512_8192_SHA256,
    RSA_PKCS1_512_8192_SHA384,
    RSA_PKCS1_512_8192_SHA512,
    ECDSA_P256_SHA1,
    ECDSA_P384_SHA1,
    ECDSA_P521_SHA1,
    DSA_SHA1,
    DSA_SHA224,
    DSA_SHA256,
    SM2_SM3,
    SM2_SM3_NULL_PARAMS,
];
