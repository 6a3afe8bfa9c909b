//! The algorithms of ring: RSA PKCS#1 v1.5 and PSS with SHA-2 and keys of 2048 to 8192 bits, ECDSA
//! on P-256 and P-384, Ed25519.

use pki_types::{SignatureVerificationAlgorithm, alg_id};
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};

use super::algorithm::{Check, absent, algorithm};

/// All of them, the frequent ones first.
pub static ALL: &[&dyn SignatureVerificationAlgorithm] = &[
    ECDSA_P256_SHA256,
    ECDSA_P384_SHA384,
    RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512,
    ECDSA_P256_SHA384,
    ECDSA_P384_SHA256,
    ED25519,
    RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
    RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS,
    RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS,
    RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS,
];

algorithm!(
    /// ECDSA on P-256 with SHA-256.
    ECDSA_P256_SHA256,
    alg_id::ECDSA_P256,
    alg_id::ECDSA_SHA256,
    By(&signature::ECDSA_P256_SHA256_ASN1)
);
algorithm!(
    /// ECDSA on P-256 with SHA-384.
    ECDSA_P256_SHA384,
    alg_id::ECDSA_P256,
    alg_id::ECDSA_SHA384,
    By(&signature::ECDSA_P256_SHA384_ASN1)
);
algorithm!(
    /// ECDSA on P-384 with SHA-256.
    ECDSA_P384_SHA256,
    alg_id::ECDSA_P384,
    alg_id::ECDSA_SHA256,
    By(&signature::ECDSA_P384_SHA256_ASN1)
);
algorithm!(
    /// ECDSA on P-384 with SHA-384.
    ECDSA_P384_SHA384,
    alg_id::ECDSA_P384,
    alg_id::ECDSA_SHA384,
    By(&signature::ECDSA_P384_SHA384_ASN1)
);
algorithm!(
    /// RSA PKCS#1 v1.5 with SHA-256, keys of 2048 to 8192 bits.
    RSA_PKCS1_2048_8192_SHA256,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PKCS1_SHA256,
    By(&signature::RSA_PKCS1_2048_8192_SHA256)
);
algorithm!(
    /// RSA PKCS#1 v1.5 with SHA-384, keys of 2048 to 8192 bits.
    RSA_PKCS1_2048_8192_SHA384,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PKCS1_SHA384,
    By(&signature::RSA_PKCS1_2048_8192_SHA384)
);
algorithm!(
    /// RSA PKCS#1 v1.5 with SHA-512, keys of 2048 to 8192 bits.
    RSA_PKCS1_2048_8192_SHA512,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PKCS1_SHA512,
    By(&signature::RSA_PKCS1_2048_8192_SHA512)
);
algorithm!(
    /// [`RSA_PKCS1_2048_8192_SHA256`] named without parameters (RFC 4055 §5).
    RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS,
    alg_id::RSA_ENCRYPTION,
    absent::RSA_PKCS1_SHA256,
    By(&signature::RSA_PKCS1_2048_8192_SHA256)
);
algorithm!(
    /// [`RSA_PKCS1_2048_8192_SHA384`] named without parameters (RFC 4055 §5).
    RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS,
    alg_id::RSA_ENCRYPTION,
    absent::RSA_PKCS1_SHA384,
    By(&signature::RSA_PKCS1_2048_8192_SHA384)
);
algorithm!(
    /// [`RSA_PKCS1_2048_8192_SHA512`] named without parameters (RFC 4055 §5).
    RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS,
    alg_id::RSA_ENCRYPTION,
    absent::RSA_PKCS1_SHA512,
    By(&signature::RSA_PKCS1_2048_8192_SHA512)
);
algorithm!(
    /// RSASSA-PSS with SHA-256, keys of `rsaEncryption` with 2048 to 8192 bits.
    RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PSS_SHA256,
    By(&signature::RSA_PSS_2048_8192_SHA256)
);
algorithm!(
    /// RSASSA-PSS with SHA-384, keys of `rsaEncryption` with 2048 to 8192 bits.
    RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PSS_SHA384,
    By(&signature::RSA_PSS_2048_8192_SHA384)
);
algorithm!(
    /// RSASSA-PSS with SHA-512, keys of `rsaEncryption` with 2048 to 8192 bits.
    RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
    alg_id::RSA_ENCRYPTION,
    alg_id::RSA_PSS_SHA512,
    By(&signature::RSA_PSS_2048_8192_SHA512)
);
algorithm!(
    /// Ed25519.
    ED25519, alg_id::ED25519, alg_id::ED25519, By(&signature::ED25519)
);

/// Has ring check.
struct By(&'static dyn VerificationAlgorithm);

impl Check for By {
    fn check(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
        let key = UnparsedPublicKey::new(self.0, key);
        key.verify(message, signature).ok()
    }
}
