//! Cases of the rule `signature_algorithm` (RFC 5280 §4.1.1.2, §4.1.2.3).

use crate::cases::{Case, Trio};
use crate::{Algorithm, Flaw, Key, RsaSize};

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/signature_algorithm/{name}"), about)
}

/// The leaf is signed by an intermediate with this key, and with this algorithm.
fn signed(key: Key, algorithm: Algorithm) -> Trio {
    Trio::new()
        .intermediate(|ca| ca.key(key))
        .leaf(|leaf| leaf.algorithm(algorithm))
}

pub(super) fn cases() -> Vec<Case> {
    [elliptic(), rsa(), refused()]
        .into_iter()
        .flatten()
        .collect()
}

/// One case in good order for each algorithm: name, text, key of the intermediate, algorithm.
fn good(ways: impl IntoIterator<Item = (&'static str, &'static str, Key, Algorithm)>) -> Vec<Case> {
    let good = |(name, text, key, algorithm)| {
        case(name, &format!("The leaf is signed with {text}."))
            .profile("rfc5280")
            .trio(signed(key, algorithm))
    };
    ways.into_iter().map(good).collect()
}

fn elliptic() -> Vec<Case> {
    use Algorithm::{EcdsaSha256, EcdsaSha384, Ed25519};
    let p256 = || Key::p256("Test Intermediate");
    let p384 = || Key::p384("Test Intermediate");
    good([
        (
            "ecdsa_p256_sha256",
            "ECDSA P-256 with SHA-256",
            p256(),
            EcdsaSha256,
        ),
        (
            "ecdsa_p256_sha384",
            "ECDSA P-256 with SHA-384",
            p256(),
            EcdsaSha384,
        ),
        (
            "ecdsa_p384_sha256",
            "ECDSA P-384 with SHA-256",
            p384(),
            EcdsaSha256,
        ),
        (
            "ecdsa_p384_sha384",
            "ECDSA P-384 with SHA-384",
            p384(),
            EcdsaSha384,
        ),
        (
            "ed25519",
            "Ed25519",
            Key::ed25519("Test Intermediate"),
            Ed25519,
        ),
    ])
}

fn rsa() -> Vec<Case> {
    use Algorithm::{PssSha256, PssSha384, PssSha512, RsaSha256, RsaSha384, RsaSha512};
    let key = || Key::rsa(RsaSize::Bits4096);
    good([
        (
            "rsa_sha256",
            "RSA PKCS#1 v1.5 with SHA-256",
            key(),
            RsaSha256,
        ),
        (
            "rsa_sha384",
            "RSA PKCS#1 v1.5 with SHA-384",
            key(),
            RsaSha384,
        ),
        (
            "rsa_sha512",
            "RSA PKCS#1 v1.5 with SHA-512",
            key(),
            RsaSha512,
        ),
        ("rsa_pss_sha256", "RSA-PSS with SHA-256", key(), PssSha256),
        ("rsa_pss_sha384", "RSA-PSS with SHA-384", key(), PssSha384),
        ("rsa_pss_sha512", "RSA-PSS with SHA-512", key(), PssSha512),
    ])
}

fn refused() -> Vec<Case> {
    let rsa = || Key::rsa(RsaSize::Bits4096);
    vec![
        case("sha1_leaf", "The leaf is signed with RSA and SHA-1.")
            .trio(signed(rsa(), Algorithm::RsaSha1))
            .invalid("signature_algorithm_not_allowed")
            .at("leaf"),
        case(
            "sha1_intermediate",
            "The intermediate is signed with RSA and SHA-1.",
        )
        .trio(
            Trio::new()
                .root(|root| root.key(rsa()))
                .intermediate(|ca| ca.algorithm(Algorithm::RsaSha1)),
        )
        .invalid("signature_algorithm_not_allowed")
        .at("intermediate 1"),
        case(
            "sha1_anchor",
            "The anchor signed itself with RSA and SHA-1, which nobody checks.",
        )
        .trio(Trio::new().root(|root| root.key(rsa()).algorithm(Algorithm::RsaSha1))),
        case(
            "sha1_anchor_strict",
            "The anchor signed itself with RSA and SHA-1, which nobody checks.",
        )
        .strict()
        .trio(Trio::new().root(|root| root.key(rsa()).algorithm(Algorithm::RsaSha1))),
        case(
            "sha1_leaf_rfc5280",
            "The leaf is signed with RSA and SHA-1, about which RFC 5280 says nothing, and which nothing here verifies.",
        )
        .profile("rfc5280")
        .trio(signed(rsa(), Algorithm::RsaSha1))
        .invalid("unsupported_signature_algorithm")
        .at("leaf"),
        case(
            "inner_and_outer_differ",
            "The leaf names one algorithm inside the signed part, and another one outside.",
        )
        .trio(
            Trio::new()
                .leaf(|leaf| leaf.flaw(Flaw::OuterAlgorithm(Algorithm::EcdsaSha384.identifier()))),
        )
        .refused(),
    ]
}
