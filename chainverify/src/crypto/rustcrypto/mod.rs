//! The algorithms of the RustCrypto crates, in Rust alone: what ring lacks (`ALL`), and what is too
//! old, too short or too foreign to trust, so that old material can be diagnosed (`DIAGNOSIS`).
//!
//! A list for all that this build can read: the provider's `ALL`, then these. The library's own
//! default holds none of them. The crates for curves, ML-DSA, SLH-DSA and DSA say of themselves that
//! nobody has audited them independently; what speaks for them here are the vectors of Wycheproof
//! and PKITS.

mod dsa;
mod ecdsa;
mod ml_dsa;
mod rsa;
mod slh_dsa;
mod sm2;
#[cfg(test)]
mod tests;

use pki_types::SignatureVerificationAlgorithm;

pub use dsa::{DSA_SHA1, DSA_SHA224, DSA_SHA256};
pub use ecdsa::{
    ECDSA_P256_SHA1, ECDSA_P256_SHA256, ECDSA_P256_SHA384, ECDSA_P256_SHA512, ECDSA_P384_SHA1,
    ECDSA_P384_SHA256, ECDSA_P384_SHA384, ECDSA_P384_SHA512, ECDSA_P521_SHA1, ECDSA_P521_SHA256,
    ECDSA_P521_SHA384, ECDSA_P521_SHA512,
};
pub use ml_dsa::{ML_DSA_44, ML_DSA_65, ML_DSA_87};
pub use rsa::{
    RSA_PKCS1_512_8192_SHA1, RSA_PKCS1_512_8192_SHA256, RSA_PKCS1_512_8192_SHA384,
    RSA_PKCS1_512_8192_SHA512,
};
pub use slh_dsa::{
    SLH_DSA_SHA2_128F, SLH_DSA_SHA2_128S, SLH_DSA_SHA2_192F, SLH_DSA_SHA2_192S, SLH_DSA_SHA2_256F,
    SLH_DSA_SHA2_256S, SLH_DSA_SHAKE_128F, SLH_DSA_SHAKE_128S, SLH_DSA_SHAKE_192F,
    SLH_DSA_SHAKE_192S, SLH_DSA_SHAKE_256F, SLH_DSA_SHAKE_256S,
};
pub use sm2::{SM2_SM3, SM2_SM3_NULL_PARAMS};

/// What ring lacks and is safe today: ECDSA on P-521, SHA-512 on the smaller curves, ML-DSA, SLH-DSA.
pub static ALL: &[&dyn SignatureVerificationAlgorithm] = &[
    ECDSA_P256_SHA512,
    ECDSA_P384_SHA512,
    ECDSA_P521_SHA512,
    ECDSA_P521_SHA256,
    ECDSA_P521_SHA384,
    ML_DSA_44,
    ML_DSA_65,
    ML_DSA_87,
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
