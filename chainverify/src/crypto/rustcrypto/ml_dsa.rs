//! ML-DSA (FIPS 204), pure and with an empty context, as RFC 9881 §3 wants it in certificates.

use ::ml_dsa::{
    EncodedVerifyingKey, MlDsa44, MlDsa65, MlDsa87, MlDsaParams, Signature, VerifyingKey,
};
use pki_types::alg_id;

use crate::crypto::algorithm::{Function, algorithm};

algorithm!(
    /// ML-DSA-44.
    ML_DSA_44, alg_id::ML_DSA_44, alg_id::ML_DSA_44, Function(verify::<MlDsa44>)
);
algorithm!(
    /// ML-DSA-65.
    ML_DSA_65, alg_id::ML_DSA_65, alg_id::ML_DSA_65, Function(verify::<MlDsa65>)
);
algorithm!(
    /// ML-DSA-87.
    ML_DSA_87, alg_id::ML_DSA_87, alg_id::ML_DSA_87, Function(verify::<MlDsa87>)
);

fn verify<P: MlDsaParams>(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = EncodedVerifyingKey::<P>::try_from(key).ok()?;
    let signature = Signature::<P>::try_from(signature).ok()?;
    VerifyingKey::<P>::decode(&key)
        .verify_with_context(message, &[], &signature)
        .then_some(())
}
