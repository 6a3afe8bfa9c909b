//! SM2 with SM3 (GB/T 32918.2, GB/T 35276): the signatures of the Chinese national PKI. The signer
//! is distinguished by the fixed identifier that certificates use (RFC 8998 §3.2.1).

use ::sm2::dsa::signature::Verifier as _;
use ::sm2::dsa::{Signature, VerifyingKey};
use pki_types::AlgorithmIdentifier;

use crate::crypto::algorithm::{Function, algorithm};
use crate::crypto::ec;

/// `id-ecPublicKey` with the curve 1.2.156.10197.1.301.
const KEY: AlgorithmIdentifier = AlgorithmIdentifier::from_slice(&[
    6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1, 6, 8, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x82, 0x2d,
]);

/// The default of GB/T 35276.
const DISTINGUISHING_IDENTIFIER: &str = "1234567812345678";

algorithm!(
    /// SM2 with SM3: 1.2.156.10197.1.501 without parameters.
    SM2_SM3,
    KEY,
    AlgorithmIdentifier::from_slice(&[6, 8, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x83, 0x75]),
    Function(verify)
);
algorithm!(
    /// SM2 with SM3: 1.2.156.10197.1.501 with NULL for parameters, as many Chinese CAs write it.
    SM2_SM3_NULL_PARAMS,
    KEY,
    AlgorithmIdentifier::from_slice(&[6, 8, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x83, 0x75, 5, 0]),
    Function(verify)
);

fn verify(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = VerifyingKey::from_sec1_bytes(DISTINGUISHING_IDENTIFIER, ec::point(key)?).ok()?;
    let signature = Signature::from_der(signature).ok()?;
    key.verify(message, &signature).ok()
}
