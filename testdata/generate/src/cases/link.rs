//! The cases of the rules that look at a certificate and its issuer.

use super::{Case, Trio};
use crate::{Algorithm, CertBuilder, Flaw, Key, Made, Name, RsaSize, der, oid};

pub(super) fn cases() -> Vec<Case> {
    [
        same_name(),
        other_name(),
        forged(),
        broken(),
        points(),
        parameters(),
        unsupported(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn name_match(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/name_match/{name}"), about)
}

/// The leaf calls its issuer by this name; the intermediate calls itself "Test Intermediate".
fn called(issuer: Name) -> Trio {
    Trio::new().leaf(|leaf| leaf.issuer_name(issuer))
}

fn printable(text: &str) -> Name {
    Name::empty().and_string(oid::COMMON_NAME, der::PRINTABLE_STRING, text.as_bytes())
}

fn same_name() -> Vec<Case> {
    vec![
        name_match("same", "The issuer's name is the same, octet by octet.")
            .strict()
            .trio(Trio::new()),
        name_match(
            "case_differs",
            "The issuer's name differs in upper and lower case (RFC 5280 §7.1).",
        )
        .trio(called(Name::common("TEST intermediate"))),
        name_match(
            "space_differs",
            "The issuer's name differs in white space (RFC 5280 §7.1).",
        )
        .trio(called(Name::common("  Test   Intermediate "))),
        name_match(
            "string_type_differs",
            "The issuer's name is a PrintableString in one place, a UTF8String in the other.",
        )
        .trio(called(printable("Test Intermediate"))),
        name_match(
            "all_differ",
            "The issuer's name differs in case, white space and type of string.",
        )
        .trio(called(printable("test  INTERMEDIATE"))),
    ]
}

fn other_name() -> Vec<Case> {
    let organized = |first, second| Name::empty().and(first, "Test").and(second, "Test");
    vec![
        name_match(
            "other_name",
            "Nobody has the name that the leaf gives to its issuer.",
        )
        .trio(called(Name::common("Other Intermediate")))
        .invalid("issuer_not_found")
        .at("leaf"),
        name_match(
            "longer_name",
            "The issuer's name has one attribute more in the leaf.",
        )
        .trio(called(
            Name::common("Test Intermediate").and(oid::ORGANIZATION, "Test"),
        ))
        .invalid("issuer_not_found")
        .at("leaf"),
        name_match(
            "namesake_sent",
            "The intermediate that was sent has the common name of the issuer, and another organization.",
        )
        .trio(
            called(Name::common("Test Intermediate").and(oid::ORGANIZATION, "One"))
                .intermediate(|ca| ca.subject(Name::common("Test Intermediate").and(oid::ORGANIZATION, "Two"))),
        )
        .invalid("issuer_not_found")
        .at("leaf"),
        name_match(
            "namesake_trusted",
            "A root that is trusted has the common name of the issuer, and another organization.",
        )
        .trio(called(Name::common("Test Root").and(oid::ORGANIZATION, "One")))
        .invalid("issuer_not_found")
        .at("leaf"),
        name_match(
            "order_differs",
            "The issuer's name has the same attributes in another order.",
        )
        .trio(
            called(organized(oid::COMMON_NAME, oid::ORGANIZATION))
                .intermediate(|ca| ca.subject(organized(oid::ORGANIZATION, oid::COMMON_NAME))),
        )
        .invalid("issuer_not_found")
        .at("leaf"),
    ]
}

fn signature(name: &str, about: &str) -> Case {
    Case::new(&format!("rules/signature/{name}"), about)
}

/// Somebody who has the name of the intermediate, but not its key, signs for `example.com`.
fn forged() -> Vec<Case> {
    let [root, intermediate, _] = Trio::new().sign();
    let namesake = |key: Key| Made {
        key,
        ..intermediate.clone()
    };
    let by_curve = CertBuilder::leaf("example.com")
        .issuer(&namesake(Key::p256("mallory")))
        .sign();
    let by_rsa = CertBuilder::leaf("example.com")
        .issuer(&namesake(Key::rsa(RsaSize::Bits4096)))
        .sign();
    let false_root = Made {
        key: Key::p256("mallory"),
        ..root.clone()
    };
    let forged = CertBuilder::intermediate("Test Intermediate")
        .issuer(&false_root)
        .sign();
    let under_forged = CertBuilder::leaf("example.com").issuer(&forged).sign();
    vec![
        signature("right", "Every signature was made with the issuer's key.")
            .strict()
            .trio(Trio::new()),
        signature(
            "forged_leaf",
            "The leaf was signed by a namesake of the intermediate.",
        )
        .descent(&[&root, &intermediate, &by_curve])
        .invalid("signature_invalid")
        .at("leaf"),
        signature(
            "forged_with_other_kind_of_key",
            "The leaf was signed with an RSA key; the intermediate's key is on P-256.",
        )
        .descent(&[&root, &intermediate, &by_rsa])
        .invalid("signature_invalid")
        .at("leaf"),
        signature(
            "forged_intermediate",
            "The intermediate was signed by a namesake of the root.",
        )
        .descent(&[&root, &forged, &under_forged])
        .invalid("signature_invalid")
        .at("intermediate 1"),
    ]
}

fn broken() -> Vec<Case> {
    let leaf = |flaw| Trio::new().leaf(|leaf| leaf.flaw(flaw));
    let bad = |name, about, trio| {
        signature(name, about)
            .trio(trio)
            .invalid("signature_invalid")
            .at("leaf")
    };
    let unknown = der::sequence([der::oid("2.999.8")]);
    let rsa = |trio: Trio| trio.intermediate(|ca| ca.key(Key::rsa(RsaSize::Bits4096)));
    vec![
        bad(
            "flipped_bit_in_certificate",
            "One bit of the leaf's serial number changed after signing.",
            leaf(Flaw::FlippedSerial),
        ),
        bad(
            "flipped_bit_in_signature",
            "One bit of the leaf's signature changed.",
            leaf(Flaw::FlippedSignature),
        ),
        bad(
            "flipped_bit_rsa",
            "One bit of the leaf's RSA signature changed.",
            rsa(leaf(Flaw::FlippedSignature)),
        ),
        bad(
            "not_der",
            "The leaf's ECDSA signature is not DER.",
            leaf(Flaw::Signature(vec![0xff; 64])),
        ),
        bad(
            "empty",
            "The leaf's signature is empty.",
            leaf(Flaw::Signature(Vec::new())),
        ),
        bad(
            "short_rsa",
            "The leaf's RSA signature is shorter than the key.",
            rsa(leaf(Flaw::Signature(vec![0x55; 511]))),
        ),
        signature(
            "unknown_algorithm",
            "The leaf is signed with an algorithm that nobody knows.",
        )
        .trio(Trio::new().leaf(|leaf| leaf.raw_algorithm(unknown)))
        .invalid("unsupported_signature_algorithm")
        .at("leaf"),
        signature(
            "flipped_bit_in_intermediate",
            "One bit of the intermediate's signature changed.",
        )
        .trio(Trio::new().intermediate(|ca| ca.flaw(Flaw::FlippedSignature)))
        .invalid("signature_invalid")
        .at("intermediate 1"),
    ]
}

/// Keys of an issuer that cannot be used.
fn points() -> Vec<Case> {
    vec![
        signature(
            "compressed_point",
            "The intermediate's key is a compressed point, which the provider does not take.",
        )
        .trio(Trio::new().intermediate(|ca| ca.raw_spki(&compressed("Test Intermediate"))))
        .invalid("unsupported_key")
        .at("intermediate 1"),
        signature(
            "hybrid_point",
            "The intermediate's key is a point in a form that certificates may not use.",
        )
        .trio(Trio::new().intermediate(|ca| ca.raw_spki(&hybrid("Test Intermediate"))))
        .invalid("malformed_key")
        .at("intermediate 1"),
    ]
}

/// The key of this label with its point compressed (SEC 1 §2.3.3): the first coordinate, and whether
/// the second one is odd.
fn compressed(label: &str) -> Vec<u8> {
    let point = Key::p256(label).public_bits();
    let sign = 2 + (point[64] & 1);
    on_p256(&[&[sign], &point[1..33]].concat())
}

/// The same with both coordinates and whether the second one is odd.
fn hybrid(label: &str) -> Vec<u8> {
    let mut point = Key::p256(label).public_bits();
    point[0] = 6 + (point[64] & 1);
    on_p256(&point)
}

fn on_p256(point: &[u8]) -> Vec<u8> {
    let algorithm = der::sequence([
        der::oid("1.2.840.10045.2.1"),
        der::oid("1.2.840.10045.3.1.7"),
    ]);
    der::sequence([algorithm, der::bit_string(point)])
}

/// What is well-formed, and what the provider of the tests, ring, has no algorithm for.
fn unsupported() -> Vec<Case> {
    let hash = der::sequence([der::oid(oid::SHA256), der::null()]);
    let short_salt = der::sequence([
        der::context(0, &hash),
        der::context(1, &der::sequence([der::oid(oid::MGF1), hash.clone()])),
        der::context(2, &der::integer(20)),
    ]);
    let pss = der::sequence([der::oid(oid::RSASSA_PSS), short_salt]);
    let p521 = der::sequence([
        der::sequence([der::oid("1.2.840.10045.2.1"), der::oid("1.3.132.0.35")]),
        der::bit_string(&[&[4][..], &[0x11; 132]].concat()),
    ]);
    vec![
        signature(
            "unsupported_salt",
            "The leaf is signed with RSA-PSS and a salt of 20 octets, as no list has it.",
        )
        .trio(
            Trio::new()
                .intermediate(|ca| ca.key(Key::rsa(RsaSize::Bits4096)))
                .leaf(|leaf| leaf.algorithm(Algorithm::PssSha256).raw_algorithm(pss)),
        )
        .invalid("unsupported_parameters")
        .at("leaf"),
        signature(
            "unsupported_curve",
            "The intermediate has a key on P-521, which ring does not support.",
        )
        .trio(Trio::new().intermediate(|ca| ca.raw_spki(&p521)))
        .invalid("unsupported_key_for_signature")
        .at("leaf"),
        signature(
            "unsupported_length",
            "The intermediate has an RSA key of 1024 bits, which RFC 5280 allows and ring does not support.",
        )
        .trio(Trio::new().intermediate(|ca| ca.key(Key::rsa(RsaSize::Bits1024))))
        .profile("rfc5280")
        .min_rsa_bits(1024)
        .invalid("unsupported_key")
        .at("intermediate 1"),
    ]
}

/// Parameters that the algorithm is not defined with (RFC 5758 §3.2, RFC 8410 §3).
fn parameters() -> Vec<Case> {
    let with_null = |dotted| der::sequence([der::oid(dotted), der::null()]);
    vec![
        signature(
            "ecdsa_with_null",
            "The leaf is signed with ECDSA, whose identifier has a NULL that it must not have.",
        )
        .trio(Trio::new().leaf(|leaf| leaf.raw_algorithm(with_null("1.2.840.10045.4.3.2"))))
        .invalid("wrong_parameters")
        .at("leaf"),
        signature(
            "ed25519_with_null",
            "The leaf is signed with Ed25519, whose identifier has a NULL that it must not have.",
        )
        .trio(
            Trio::new()
                .intermediate(|ca| ca.key(Key::ed25519("Test Intermediate")))
                .leaf(|leaf| leaf.raw_algorithm(with_null("1.3.101.112"))),
        )
        .profile("rfc5280")
        .invalid("wrong_parameters")
        .at("leaf"),
    ]
}
