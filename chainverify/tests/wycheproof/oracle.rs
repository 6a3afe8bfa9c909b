//! The tables of rustls-webpki are the oracle of ours for ring: the same names stand for the same
//! identifiers, and the vectors come out alike.

use chainverify::Algorithms;
use chainverify::crypto::ring as ours;
use pki_types::SignatureVerificationAlgorithm;
use webpki::ring as theirs;

/// Every algorithm by its name, first ours, then theirs.
macro_rules! pairs {
    ($($name:ident)*) => {
        [$((stringify!($name), ours::$name, theirs::$name)),*]
    };
}

type Pair = (
    &'static str,
    &'static dyn SignatureVerificationAlgorithm,
    &'static dyn SignatureVerificationAlgorithm,
);

const PAIRS: [Pair; 14] = pairs! {
    ECDSA_P256_SHA256
    ECDSA_P256_SHA384
    ECDSA_P384_SHA256
    ECDSA_P384_SHA384
    ED25519
    RSA_PKCS1_2048_8192_SHA256
    RSA_PKCS1_2048_8192_SHA384
    RSA_PKCS1_2048_8192_SHA512
    RSA_PKCS1_2048_8192_SHA256_ABSENT_PARAMS
    RSA_PKCS1_2048_8192_SHA384_ABSENT_PARAMS
    RSA_PKCS1_2048_8192_SHA512_ABSENT_PARAMS
    RSA_PSS_2048_8192_SHA256_LEGACY_KEY
    RSA_PSS_2048_8192_SHA384_LEGACY_KEY
    RSA_PSS_2048_8192_SHA512_LEGACY_KEY
};

fn identifiers(algorithm: &dyn SignatureVerificationAlgorithm) -> (Vec<u8>, Vec<u8>) {
    let key = algorithm.public_key_alg_id();
    let signature = algorithm.signature_alg_id();
    (key.to_vec(), signature.to_vec())
}

#[test]
fn the_names_of_rustls_webpki_stand_for_the_same_identifiers() {
    for (name, ours, theirs) in PAIRS {
        assert_eq!(identifiers(ours), identifiers(theirs), "{name}");
        assert_eq!(ours.fips(), theirs.fips(), "{name}");
        // A list of algorithms can be printed.
        let identifier = format!("{:?}", theirs.signature_alg_id());
        assert!(format!("{ours:?}").contains(&identifier), "{name}");
    }
    let mut of_the_list: Vec<_> = ours::ALL.iter().map(|one| identifiers(*one)).collect();
    let mut of_the_pairs: Vec<_> = PAIRS
        .iter()
        .map(|(_, ours, _)| identifiers(*ours))
        .collect();
    of_the_list.sort();
    of_the_pairs.sort();
    assert_eq!(of_the_list, of_the_pairs);
}

#[test]
fn every_vector_comes_out_right_with_the_tables_of_rustls_webpki() {
    let theirs = PAIRS.map(|(_, _, theirs)| theirs);
    super::check("rustls-webpki", Algorithms::new(&theirs), &super::RING);
}
