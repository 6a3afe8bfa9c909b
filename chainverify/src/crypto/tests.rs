//! Lists of algorithms, and why a signature could not be checked.

use alloc::format;
use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec::Vec;

use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};

use super::provider_key::ID_DSA;
use super::{Algorithms, SignatureProblem, identifier};
use crate::cert::{Signed, SubjectPublicKeyInfo};
use crate::der::OidBuf;

/// Takes a signature that is as long as its number, and the key that ends in it.
#[derive(Debug)]
struct Length {
    number: u8,
    key: AlgorithmIdentifier,
    signature: AlgorithmIdentifier,
}

impl Length {
    const fn ed25519(number: u8) -> Self {
        Self {
            number,
            key: alg_id::ED25519,
            signature: alg_id::ED25519,
        }
    }
}

impl SignatureVerificationAlgorithm for Length {
    fn verify_signature(
        &self,
        key: &[u8],
        _: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let is_good = signature.len() == usize::from(self.number)
            && key.last().is_some_and(|last| *last == self.number);
        is_good.then_some(()).ok_or(InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }
}

fn owned(one: Length) -> Algorithms {
    let one = Arc::new(one) as Arc<dyn SignatureVerificationAlgorithm>;
    [one].into_iter().collect()
}

/// The contents of SubjectPublicKeyInfo.
fn spki(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
    let length = |octets: &[u8]| u8::try_from(octets.len()).unwrap();
    let bits = [3, length(key) + 1, 0];
    [&[0x30, length(algorithm)], algorithm, &bits, key].concat()
}

fn signed<'a>(algorithm: &'a [u8], signature: &'a [u8]) -> Signed<'a> {
    Signed {
        message: &[],
        algorithm,
        signature,
    }
}

fn verify(
    algorithms: &Algorithms,
    algorithm: &[u8],
    signature: &[u8],
    spki: &[u8],
) -> Result<(), SignatureProblem> {
    let key = SubjectPublicKeyInfo::parse(spki).unwrap();
    algorithms.verify(&signed(algorithm, signature), &key)
}

#[test]
fn a_list_is_static_or_made_while_the_program_runs() {
    static ONE: &dyn SignatureVerificationAlgorithm = &Length::ed25519(1);
    static LIST: Algorithms = Algorithms::new(&[ONE]);
    let borrowed: Algorithms = [ONE].into_iter().collect();
    let made = owned(Length::ed25519(1));
    let key = spki(&alg_id::ED25519, &[1; 32]);
    for list in [&LIST, &borrowed, &made, &made.clone()] {
        assert_eq!(format!("{list:?}"), "Algorithms(1)");
        assert!(!list.is_empty());
        assert_eq!(verify(list, &alg_id::ED25519, &[0], &key), Ok(()));
        let outcome = verify(list, &alg_id::ED25519, &[0, 0], &key);
        assert_eq!(outcome, Err(SignatureProblem::Invalid));
    }
    let none: [&'static dyn SignatureVerificationAlgorithm; 0] = [];
    assert!(Algorithms::from_iter(none).is_empty());
    assert!(Algorithms::new(&[]).is_empty());
}

#[test]
fn what_keeps_a_signature_from_being_checked_is_told_apart() {
    let list = owned(Length::ed25519(1));
    let key = |algorithm: &[u8]| spki(algorithm, &[1; 32]);
    let problem = |algorithm: &[u8], key: &[u8]| {
        let problem = verify(&list, algorithm, &[0], key).unwrap_err();
        problem.to_string()
    };
    let ed25519 = key(&alg_id::ED25519);
    assert_eq!(
        problem(&[], &ed25519),
        "the signature algorithm (unreadable) is not supported"
    );
    assert_eq!(
        problem(&alg_id::ECDSA_SHA256, &ed25519),
        "the signature algorithm ecdsa-with-SHA256 is not supported"
    );
    assert_eq!(
        problem(&[6, 2, 0x2a, 3], &ed25519),
        "the signature algorithm 1.2.3 is not supported"
    );
    let with_null = [&alg_id::ED25519[..], &[5, 0]].concat();
    assert_eq!(
        problem(&with_null, &ed25519),
        "the identifier of the signature algorithm Ed25519 has parameters that the algorithm is not \
         defined with"
    );
    assert_eq!(
        problem(&alg_id::ED25519, &key(&alg_id::ECDSA_P256)),
        "the signature algorithm Ed25519 does not fit the kind of key (P-256)"
    );
    assert_eq!(
        problem(&alg_id::ED25519, &key(&[6, 2, 0x2a, 3])),
        "the signature algorithm Ed25519 is not supported with a key of this kind (1.2.3)"
    );
    assert_eq!(
        problem(&alg_id::ED25519, &key(&with_null)),
        "the key (Ed25519) cannot be used: the parameters of its algorithm identifier are not \
         those of its algorithm"
    );
    assert_eq!(
        problem(&alg_id::ED25519, &spki(&alg_id::ED25519, &[2; 31])),
        "the key (Ed25519) cannot be used: it has 31 octets instead of 32"
    );
    assert_eq!(
        problem(&alg_id::ED25519, &spki(&alg_id::ED25519, &[2; 32])),
        "the signature does not verify with the key"
    );
}

#[test]
fn a_key_that_inherits_is_used_with_the_parameters_above_it() {
    let list = owned(Length {
        number: 5,
        key: AlgorithmIdentifier::from_slice(ID_DSA),
        signature: alg_id::ED25519,
    });
    let key = spki(ID_DSA, &[2, 1, 5]);
    let key = SubjectPublicKeyInfo::parse(&key).unwrap();
    let one = signed(&alg_id::ED25519, &[0; 5]);
    assert_eq!(
        list.verify(&one, &key),
        Err(SignatureProblem::ParametersMissing)
    );
    assert_eq!(list.verify_inheriting(&one, &key, &[0x30, 0]), Ok(()));
    // What the list lacks is lacking with and without parameters.
    let other = signed(&alg_id::ECDSA_SHA256, &[0; 5]);
    let algorithm = identifier::algorithm(&alg_id::ECDSA_SHA256).map(OidBuf::from);
    let unsupported = Err(SignatureProblem::Unsupported { algorithm });
    assert_eq!(list.verify(&other, &key), unsupported);
    assert_eq!(
        list.verify_inheriting(&other, &key, &[0x30, 0]),
        unsupported
    );
}
