//! The tables of rustls-webpki are the oracle of ours: the same names stand for the same
//! identifiers, and the vectors come out alike. What ring has is compared with them, and what aws-lc-rs
//! has beside it is known by the vectors alone.

#[cfg(feature = "aws-lc-rs")]
use chainverify::crypto::aws_lc_rs;
use chainverify::crypto::ring;
use pki_types::SignatureVerificationAlgorithm;
use webpki::ring as theirs;

type Pair = (
    &'static str,
    &'static dyn SignatureVerificationAlgorithm,
    &'static dyn SignatureVerificationAlgorithm,
);

/// Every algorithm of ring by its name: of our provider, then theirs.
macro_rules! pairs {
    ($ours:ident) => {
        pairs! {
            $ours:
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
        }
    };
    ($ours:ident: $($name:ident)*) => {
        [$((stringify!($name), $ours::$name, theirs::$name)),*]
    };
}

fn identifiers(algorithm: &dyn SignatureVerificationAlgorithm) -> (Vec<u8>, Vec<u8>) {
    let key = algorithm.public_key_alg_id();
    let signature = algorithm.signature_alg_id();
    (key.to_vec(), signature.to_vec())
}

fn check_names(pairs: &[Pair]) {
    for (name, ours, theirs) in pairs {
        assert_eq!(identifiers(*ours), identifiers(*theirs), "{name}");
        // A list of algorithms can be printed.
        let identifier = format!("{:?}", theirs.signature_alg_id());
        assert!(format!("{ours:?}").contains(&identifier), "{name}");
    }
}

#[test]
fn the_names_of_rustls_webpki_stand_for_the_same_identifiers_with_ring() {
    let pairs: &[Pair] = &pairs!(ring);
    check_names(pairs);
    assert!(ring::ALL.iter().all(|one| !one.fips()));
    let sorted = |mut list: Vec<_>| {
        list.sort();
        list
    };
    let all = sorted(ring::ALL.iter().map(|one| identifiers(*one)).collect());
    let named = sorted(pairs.iter().map(|pair| identifiers(pair.1)).collect());
    assert_eq!(all, named);
}

#[cfg(feature = "aws-lc-rs")]
#[test]
fn the_names_of_rustls_webpki_stand_for_the_same_identifiers_with_aws_lc_rs() {
    check_names(&pairs!(aws_lc_rs));
}

#[test]
fn every_vector_comes_out_right_with_the_tables_of_rustls_webpki() {
    let theirs = pairs!(ring).map(|(_, _, theirs)| theirs);
    super::check("rustls-webpki", &theirs.into_iter().collect(), &super::RING);
}
