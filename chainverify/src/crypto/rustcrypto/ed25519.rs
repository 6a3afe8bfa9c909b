//! Ed25519 (RFC 8032 §5.1.7, RFC 8410), the equation without the cofactor, as ring and aws-lc-rs
//! check it.

use ::ed25519_dalek::{Signature, Verifier as _, VerifyingKey};
use pki_types::alg_id;

use crate::crypto::algorithm::{Function, algorithm};

algorithm!(
    /// Ed25519.
    ED25519, alg_id::ED25519, alg_id::ED25519, Function(verify)
);

fn verify(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = VerifyingKey::try_from(key).ok()?;
    let signature = Signature::try_from(signature).ok()?;
    key.verify(message, &signature).ok()
}
