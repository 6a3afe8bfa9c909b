//! Cases of the rule `strength`: sizes of keys (CA/Browser Forum Baseline Requirements §6.1.5).

use crate::cases::{Case, Trio};
use crate::{Key, RsaSize, der, p192_spki};

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/strength/{name}"), about)
}

pub(super) fn cases() -> Vec<Case> {
    let leaf = |key| Trio::new().leaf(|leaf| leaf.key(key));
    let leaf_rsa = |size| leaf(Key::rsa(size));
    vec![
        case(
            "rsa_2048",
            "The leaf has an RSA key of exactly the 2048 bits that are required.",
        )
        .strict()
        .min_rsa_bits(2048)
        .trio(leaf_rsa(RsaSize::Bits2048)),
        case("rsa_4096", "The leaf has an RSA key of 4096 bits.")
            .strict()
            .trio(leaf_rsa(RsaSize::Bits4096)),
        case("p256", "All keys are on the curve P-256.")
            .strict()
            .trio(Trio::new()),
        case("p384", "The leaf has a key on the curve P-384.")
            .strict()
            .trio(leaf(Key::p384("example.com"))),
        case("rsa_1024_leaf", "The leaf has an RSA key of 1024 bits.")
            .trio(leaf_rsa(RsaSize::Bits1024))
            .invalid("weak_rsa_key")
            .at("leaf"),
        case(
            "rsa_1024_intermediate",
            "The intermediate has an RSA key of 1024 bits.",
        )
        .trio(Trio::new().intermediate(|ca| ca.key(Key::rsa(RsaSize::Bits1024))))
        .invalid("weak_rsa_key")
        .at("intermediate 1"),
        case(
            "rsa_2052",
            "The leaf has an RSA key of 2052 bits, which is not a whole number of octets.",
        )
        .trio(leaf_rsa(RsaSize::Bits2052))
        .min_rsa_bits(2048)
        .invalid("rsa_modulus_not_octets")
        .at("leaf"),
        case("p192", "The leaf has a key on the curve P-192.")
            .trio(Trio::new().leaf(|leaf| leaf.raw_spki(&p192_spki())))
            .invalid("key_not_allowed")
            .at("leaf"),
        case(
            "explicit_curve",
            "The leaf has a key on a curve that is written out (RFC 5480 §2.1.1 forbids it).",
        )
        .trio(Trio::new().leaf(|leaf| leaf.raw_spki(&explicit_curve())))
        .invalid("key_not_allowed")
        .at("leaf"),
        case(
            "malformed",
            "The leaf's RSA key is one octet that means nothing.",
        )
        .trio(Trio::new().leaf(|leaf| leaf.raw_spki(&malformed())))
        .invalid("malformed_key")
        .at("leaf"),
    ]
}

/// A SubjectPublicKeyInfo for RSA without an RSAPublicKey.
fn malformed() -> Vec<u8> {
    let algorithm = der::sequence([der::oid("1.2.840.113549.1.1.1"), der::null()]);
    der::sequence([algorithm, der::bit_string(&[4])])
}

/// Only as much of the curve as tells it from a named one.
fn explicit_curve() -> Vec<u8> {
    let parameters = der::sequence([der::integer(1)]);
    let algorithm = der::sequence([der::oid("1.2.840.10045.2.1"), parameters]);
    der::sequence([algorithm, der::bit_string(&[4; 65])])
}
