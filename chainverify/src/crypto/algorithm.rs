//! One signature algorithm of a provider in the form of `rustls-pki-types`: a row of its table.
//!
//! The rows are ours, so that no other verifier has to be built below this one; their names are
//! those of rustls-webpki, whose rows are the oracle in `tests/wycheproof/oracle.rs`.

use core::fmt;

use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm};

/// What a table says of an algorithm: its identifiers, and how the provider checks.
pub(super) struct Algorithm<C> {
    pub(super) key: AlgorithmIdentifier,
    pub(super) signature: AlgorithmIdentifier,
    pub(super) check: C,
    /// Whether a module validated by FIPS 140 checks.
    pub(super) is_fips: fn() -> bool,
}

/// How a provider checks a signature.
pub(super) trait Check: Send + Sync {
    /// `None` if the signature does not verify.
    fn check(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Option<()>;
}

/// By a function of key, message and signature.
#[cfg(feature = "rustcrypto")]
pub(super) struct Function(pub(super) OfThree);

#[cfg(feature = "rustcrypto")]
type OfThree = fn(&[u8], &[u8], &[u8]) -> Option<()>;

#[cfg(feature = "rustcrypto")]
impl Check for Function {
    fn check(&self, key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
        (self.0)(key, message, signature)
    }
}

impl<C: Check> SignatureVerificationAlgorithm for Algorithm<C> {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let is_good = self.check.check(public_key, message, signature);
        is_good.ok_or(InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }

    fn fips(&self) -> bool {
        (self.is_fips)()
    }
}

impl<C> fmt::Debug for Algorithm<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Algorithm")
            .field("key", &self.key)
            .field("signature", &self.signature)
            .finish_non_exhaustive()
    }
}

/// An algorithm as a `pub static` of the trait's type: identifier of the key, identifier of the
/// signature, check. The row below it is a static of its own, so that it has one address.
macro_rules! algorithm {
    ($(#[$doc:meta])* $name:ident, $key:expr, $signature:expr, $check:ident($by:expr)) => {
        $crate::crypto::algorithm::algorithm!(
            $(#[$doc])* $name, $key, $signature, $check($by), || false
        );
    };
    ($(#[$doc:meta])* $name:ident, $key:expr, $signature:expr, $check:ident($by:expr), $is_fips:expr) => {
        $(#[$doc])*
        pub static $name: &dyn ::pki_types::SignatureVerificationAlgorithm = {
            static ROW: $crate::crypto::algorithm::Algorithm<$check> =
                $crate::crypto::algorithm::Algorithm {
                    key: $key,
                    signature: $signature,
                    check: $check($by),
                    is_fips: $is_fips,
                };
            &ROW
        };
    };
}
pub(super) use algorithm;

/// The identifiers of RSA PKCS#1 v1.5 without the NULL that should follow: who signs must write it,
/// and who reads must do without (RFC 4055 §5).
pub(super) mod absent {
    use pki_types::AlgorithmIdentifier;

    pub(in crate::crypto) const RSA_PKCS1_SHA256: AlgorithmIdentifier =
        AlgorithmIdentifier::from_slice(&[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11]);
    pub(in crate::crypto) const RSA_PKCS1_SHA384: AlgorithmIdentifier =
        AlgorithmIdentifier::from_slice(&[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 12]);
    pub(in crate::crypto) const RSA_PKCS1_SHA512: AlgorithmIdentifier =
        AlgorithmIdentifier::from_slice(&[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 13]);
}
