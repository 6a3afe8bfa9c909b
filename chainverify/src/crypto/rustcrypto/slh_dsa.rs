//! SLH-DSA (FIPS 205), pure and with an empty context, as RFC 9909 §3 wants it in certificates: all
//! twelve parameter sets.

use ::slh_dsa::{
    ParameterSet, Sha2_128f, Sha2_128s, Sha2_192f, Sha2_192s, Sha2_256f, Sha2_256s, Shake128f,
    Shake128s, Shake192f, Shake192s, Shake256f, Shake256s, Signature, VerifyingKey,
};
use pki_types::AlgorithmIdentifier;

use crate::crypto::algorithm::{Function, algorithm};

/// Key and signature are named alike, in the arc 2.16.840.1.101.3.4.3 (RFC 9909 §3).
macro_rules! slh_dsa {
    ($(#[$doc:meta])* $name:ident, $last:literal, $parameters:ty) => {
        algorithm!(
            $(#[$doc])*
            $name,
            id(&[6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, $last]),
            id(&[6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, $last]),
            Function(verify::<$parameters>)
        );
    };
}

slh_dsa!(
    /// SLH-DSA-SHA2-128s.
    SLH_DSA_SHA2_128S, 20, Sha2_128s
);
slh_dsa!(
    /// SLH-DSA-SHA2-128f.
    SLH_DSA_SHA2_128F, 21, Sha2_128f
);
slh_dsa!(
    /// SLH-DSA-SHA2-192s.
    SLH_DSA_SHA2_192S, 22, Sha2_192s
);
slh_dsa!(
    /// SLH-DSA-SHA2-192f.
    SLH_DSA_SHA2_192F, 23, Sha2_192f
);
slh_dsa!(
    /// SLH-DSA-SHA2-256s.
    SLH_DSA_SHA2_256S, 24, Sha2_256s
);
slh_dsa!(
    /// SLH-DSA-SHA2-256f.
    SLH_DSA_SHA2_256F, 25, Sha2_256f
);
slh_dsa!(
    /// SLH-DSA-SHAKE-128s.
    SLH_DSA_SHAKE_128S, 26, Shake128s
);
slh_dsa!(
    /// SLH-DSA-SHAKE-128f.
    SLH_DSA_SHAKE_128F, 27, Shake128f
);
slh_dsa!(
    /// SLH-DSA-SHAKE-192s.
    SLH_DSA_SHAKE_192S, 28, Shake192s
);
slh_dsa!(
    /// SLH-DSA-SHAKE-192f.
    SLH_DSA_SHAKE_192F, 29, Shake192f
);
slh_dsa!(
    /// SLH-DSA-SHAKE-256s.
    SLH_DSA_SHAKE_256S, 30, Shake256s
);
slh_dsa!(
    /// SLH-DSA-SHAKE-256f.
    SLH_DSA_SHAKE_256F, 31, Shake256f
);

const fn id(der: &'static [u8]) -> AlgorithmIdentifier {
    AlgorithmIdentifier::from_slice(der)
}

fn verify<P: ParameterSet>(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = VerifyingKey::<P>::try_from(key).ok()?;
    let signature = Signature::<P>::try_from(signature).ok()?;
    key.try_verify_with_context(message, &[], &signature).ok()
}
