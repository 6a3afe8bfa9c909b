//! The default list: what the providers that are built in have together, each algorithm once, from
//! the first of ring, aws-lc-rs and `rustcrypto` that has it. A feature adds to it and takes nothing
//! away. What is for diagnosis is never in it.

use pki_types::SignatureVerificationAlgorithm;

use super::Algorithms;
#[cfg(all(feature = "aws-lc-rs", not(feature = "ring")))]
use super::aws_lc_rs as of_all;
#[cfg(feature = "aws-lc-rs")]
use super::aws_lc_rs as of_two;
#[cfg(feature = "ring")]
use super::ring as of_all;
#[cfg(feature = "rustcrypto")]
use super::rustcrypto;
#[cfg(all(
    feature = "rustcrypto",
    not(any(feature = "ring", feature = "aws-lc-rs"))
))]
use super::rustcrypto as of_all;
#[cfg(all(feature = "rustcrypto", not(feature = "aws-lc-rs")))]
use super::rustcrypto as of_two;

/// Every algorithm of the providers that are built in.
impl Default for Algorithms {
    fn default() -> Self {
        Self::new(BUILT_IN)
    }
}

macro_rules! built_in {
    (all: [$($all:ident)*], two: [$($two:ident)*], one: [$($one:ident)*]) => {
        static BUILT_IN: &[&dyn SignatureVerificationAlgorithm] = &[
            $(
                #[cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]
                of_all::$all,
            )*
            $(
                #[cfg(any(feature = "aws-lc-rs", feature = "rustcrypto"))]
                of_two::$two,
            )*
            $(
                #[cfg(feature = "rustcrypto")]
                rustcrypto::$one,
            )*
        ];
    };
}

built_in! {
    // What ring, aws-lc-rs and rustcrypto have.
    all: [
        ECDSA_P256_SHA256
        ECDSA_P384_SHA384
        RSA_PKCS1_2048_8192_SHA256
        RSA_PKCS1_2048_8192_SHA384
        RSA_PKCS1_2048_8192_SHA512
        ECDSA_P256_SHA384
        ECDSA_P384_SHA256
        ED25519
        RSA_PSS_2048_8192_SHA256_LEGACY_KEY
        RSA_PSS_2048_8192_SHA384_LEGACY_KEY
        RSA_PSS_2048_8192_SHA512_LEGACY_KEY
        RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS
        RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS
        RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS
    ],
    // What ring lacks.
    two: [
        ECDSA_P256_SHA512
        ECDSA_P384_SHA512
        ECDSA_P521_SHA256
        ECDSA_P521_SHA384
        ECDSA_P521_SHA512
        ML_DSA_44
        ML_DSA_65
        ML_DSA_87
    ],
    // What only rustcrypto has.
    one: [
        SLH_DSA_SHA2_128S
        SLH_DSA_SHA2_128F
        SLH_DSA_SHA2_192S
        SLH_DSA_SHA2_192F
        SLH_DSA_SHA2_256S
        SLH_DSA_SHA2_256F
        SLH_DSA_SHAKE_128S
        SLH_DSA_SHAKE_128F
        SLH_DSA_SHAKE_192S
        SLH_DSA_SHAKE_192F
        SLH_DSA_SHAKE_256S
        SLH_DSA_SHAKE_256F
    ]
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;
    use core::ptr;

    use super::*;

    type List = &'static [&'static dyn SignatureVerificationAlgorithm];

    /// The providers in the order in which they are preferred.
    fn providers() -> Vec<List> {
        [
            #[cfg(feature = "ring")]
            super::super::ring::ALL,
            #[cfg(feature = "aws-lc-rs")]
            super::super::aws_lc_rs::ALL,
            #[cfg(feature = "rustcrypto")]
            rustcrypto::ALL,
        ]
        .to_vec()
    }

    fn identifiers(one: &dyn SignatureVerificationAlgorithm) -> (Vec<u8>, Vec<u8>) {
        let (key, signature) = (one.public_key_alg_id(), one.signature_alg_id());
        (key.to_vec(), signature.to_vec())
    }

    #[test]
    fn the_default_is_what_the_providers_have_each_once_and_from_the_first() {
        let mut union: Vec<&dyn SignatureVerificationAlgorithm> = Vec::new();
        for one in providers().into_iter().flatten() {
            let is_new = |other: &&dyn SignatureVerificationAlgorithm| {
                identifiers(*other) != identifiers(*one)
            };
            if union.iter().all(is_new) {
                union.push(*one);
            }
        }
        assert_eq!(BUILT_IN.len(), union.len());
        for one in union {
            let count = BUILT_IN.iter().filter(|other| ptr::addr_eq(**other, one));
            assert_eq!(count.count(), 1, "{one:?}");
        }
    }

    #[test]
    #[cfg(feature = "rustcrypto")]
    fn nothing_for_diagnosis_is_in_the_default() {
        for old in rustcrypto::DIAGNOSIS {
            assert!(
                !BUILT_IN.iter().any(|one| ptr::addr_eq(*one, *old)),
                "{old:?}"
            );
        }
    }
}
