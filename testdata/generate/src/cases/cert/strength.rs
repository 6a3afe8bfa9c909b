//! Cases of the rule `strength`: sizes of keys (CA/Browser Forum Baseline Requirements §6.1.5).

use crate::cases::{Case, Trio};
use crate::{Key, RsaSize, der, p192_spki};

fn case(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/strength/{name}"), about)
}

pub(super) fn cases() -> Vec<Case> {
    let leaf = |key| Trio::new().leaf(|leaf| leaf.key(key));
    let leaf_rsa = |size| leaf(Key::rsa(size));
    let mut cases = vec![
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
    ];
    cases.extend(malformed_leaves());
    cases
}

/// Keys whose algorithm is right and whose octets are not.
fn malformed_leaves() -> impl Iterator<Item = Case> {
    let all = malformed_rsa().into_iter().chain(malformed_points());
    all.map(|(name, what, spki)| {
        case(name, &format!("The leaf's {what}."))
            .min_rsa_bits(2048)
            .trio(Trio::new().leaf(|leaf| leaf.raw_spki(&spki)))
            .invalid("malformed_key")
            .at("leaf")
    })
}

/// The name of the case, what is wrong, and the SubjectPublicKeyInfo.
type MalformedKey = (&'static str, &'static str, Vec<u8>);

fn malformed_rsa() -> Vec<MalformedKey> {
    let number = |octets: &[u8]| der::tlv(2, octets);
    let rsa = |modulus: &[u8], exponent: &[u8]| {
        let key = der::sequence([number(modulus), number(exponent)]);
        spki(&[der::oid(RSA), der::null()], &key)
    };
    let modulus = [&[0][..], &[0xc5; 256]].concat();
    let even = [&[0][..], &[0xc4; 256]].concat();
    let padded = [&[0; 193][..], &[0xc5; 64]].concat();
    let without_null = spki(&[der::oid(RSA)], &Key::rsa(RsaSize::Bits4096).public_bits());
    let of_exponent = |exponent| rsa(&modulus, exponent);
    vec![
        (
            "rsa_512_padded",
            "RSA modulus has 512 bits behind zeros",
            rsa(&padded, &[3]),
        ),
        ("rsa_even_modulus", "RSA modulus is even", rsa(&even, &[3])),
        ("rsa_exponent_0", "RSA exponent is 0", of_exponent(&[0])),
        ("rsa_exponent_1", "RSA exponent is 1", of_exponent(&[1])),
        ("rsa_exponent_2", "RSA exponent is 2", of_exponent(&[2])),
        (
            "rsa_exponent_even",
            "RSA exponent is 65536",
            of_exponent(&[1, 0, 0]),
        ),
        (
            "rsa_without_null",
            "algorithm identifier lacks the NULL of RSA",
            without_null,
        ),
    ]
}

fn malformed_points() -> Vec<MalformedKey> {
    let curve = [
        der::oid("1.2.840.10045.2.1"),
        der::oid("1.2.840.10045.3.1.7"),
    ];
    let point = Key::p256("example.com").public_bits();
    let surplus = [&curve[..], &[der::null()]].concat();
    let hybrid = [&[6], &point[1..]].concat();
    let mut beside = point.clone();
    beside[64] ^= 1;
    vec![
        ("point_empty", "point has no octets", spki(&curve, &[])),
        (
            "point_short",
            "point lacks its last octet",
            spki(&curve, &point[..64]),
        ),
        (
            "point_not_on_curve",
            "point is not on the curve",
            spki(&curve, &beside),
        ),
        (
            "point_hybrid",
            "point is in the hybrid form, which RFC 5480 §2.2 does not allow",
            spki(&curve, &hybrid),
        ),
        (
            "curve_and_null",
            "algorithm identifier has NULL behind the curve",
            spki(&surplus, &point),
        ),
        (
            "ed25519_short",
            "Ed25519 key has 31 octets",
            spki(&[der::oid("1.3.101.112")], &[7; 31]),
        ),
    ]
}

const RSA: &str = "1.2.840.113549.1.1.1";

fn spki(algorithm: &[Vec<u8>], key: &[u8]) -> Vec<u8> {
    let algorithm = der::sequence(algorithm.iter().cloned());
    der::sequence([algorithm, der::bit_string(key)])
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
