//! Public keys and distinguished names as they are shown: the words that people know.

use chainverify::cert::{KeyKind, SubjectPublicKeyInfo};
use chainverify::der::{Field, Problem};
use chainverify::finding::Category;
use chainverify_testdata::{CertBuilder, Key, Name, RsaSize, der, oid, p192_spki};

use super::parse;

/// The contents of the SEQUENCE.
fn contents(sequence: &[u8]) -> &[u8] {
    der::split(sequence)
        .map(|(_, contents, _)| contents)
        .unwrap()
}

fn key(algorithm: Vec<u8>) -> String {
    let spki = der::sequence([algorithm, der::bit_string(b"key")]);
    let read = SubjectPublicKeyInfo::parse(contents(&spki)).unwrap();
    assert_eq!(read.key, b"key");
    read.kind.to_string()
}

#[test]
fn algorithms_go_by_the_names_that_people_know() {
    for (dotted, name) in [
        ("1.2.840.113549.1.1.2", "md2WithRSAEncryption"),
        ("1.2.840.113549.1.1.4", "md5WithRSAEncryption"),
        ("1.2.840.113549.1.1.5", "sha1WithRSAEncryption"),
        ("1.2.840.113549.1.1.10", "RSASSA-PSS"),
        ("1.2.840.113549.1.1.11", "sha256WithRSAEncryption"),
        ("1.2.840.113549.1.1.12", "sha384WithRSAEncryption"),
        ("1.2.840.113549.1.1.13", "sha512WithRSAEncryption"),
        ("1.2.840.113549.1.1.14", "sha224WithRSAEncryption"),
        ("1.2.840.113549.1.1.99", "1.2.840.113549.1.1.99"),
        ("1.2.840.10045.4.1", "ecdsa-with-SHA1"),
        ("1.2.840.10045.4.3.1", "ecdsa-with-SHA224"),
        ("1.2.840.10045.4.3.2", "ecdsa-with-SHA256"),
        ("1.2.840.10045.4.3.3", "ecdsa-with-SHA384"),
        ("1.2.840.10045.4.3.4", "ecdsa-with-SHA512"),
        ("1.2.840.10045.4.3.9", "1.2.840.10045.4.3.9"),
        ("2.16.840.1.101.3.4.3.1", "dsa-with-SHA224"),
        ("2.16.840.1.101.3.4.3.2", "dsa-with-SHA256"),
        ("2.16.840.1.101.3.4.3.17", "ML-DSA-44"),
        ("2.16.840.1.101.3.4.3.18", "ML-DSA-65"),
        ("2.16.840.1.101.3.4.3.19", "ML-DSA-87"),
        ("2.16.840.1.101.3.4.3.20", "SLH-DSA"),
        ("2.16.840.1.101.3.4.3.31", "SLH-DSA"),
        ("2.16.840.1.101.3.4.3.32", "2.16.840.1.101.3.4.3.32"),
        ("1.2.840.10040.4.1", "DSA"),
        ("1.2.840.10040.4.3", "dsa-with-SHA1"),
        ("1.3.101.112", "Ed25519"),
        ("1.3.101.113", "Ed448"),
        ("1.2.156.10197.1.501", "SM2-with-SM3"),
        ("1.2.3", "1.2.3"),
    ] {
        assert_eq!(key(der::sequence([der::oid(dotted)])), name);
    }
}

#[test]
fn curves_go_by_their_names_and_written_out_ones_are_said_to_be_that() {
    let on = |curve| key(der::sequence([der::oid("1.2.840.10045.2.1"), curve]));
    for (dotted, name) in [
        ("1.2.840.10045.3.1.7", "P-256"),
        ("1.3.132.0.34", "P-384"),
        ("1.3.132.0.35", "P-521"),
        ("1.2.840.10045.3.1.1", "P-192"),
        ("1.3.132.0.10", "curve 1.3.132.0.10"),
    ] {
        assert_eq!(on(der::oid(dotted)), name);
    }
    assert_eq!(on(der::sequence([])), "explicit elliptic curve");
    let p192 = p192_spki();
    let read = SubjectPublicKeyInfo::parse(contents(&p192)).unwrap();
    assert!(matches!(read.kind, KeyKind::Curve(_)));
}

#[test]
fn rsa_keys_go_by_the_length_of_their_modulus() {
    for (size, bits) in [(RsaSize::Bits1024, 1024), (RsaSize::Bits2052, 2052)] {
        let spki = Key::rsa(size).spki();
        let read = SubjectPublicKeyInfo::parse(contents(&spki)).unwrap();
        assert_eq!(read.kind, KeyKind::Rsa { bits });
        assert_eq!(read.kind.to_string(), format!("RSA {bits}"));
    }
}

#[test]
fn keys_that_cannot_be_read_are_refused_with_their_place() {
    let algorithm = || der::sequence([der::oid("1.3.101.112")]);
    let rsa = || der::sequence([der::oid("1.2.840.113549.1.1.1"), der::null()]);
    let bits = |key: Vec<u8>| der::bit_string(&key);
    let numbers = |parts: Vec<Vec<u8>>| bits(der::sequence(parts));
    let start = rsa().len() + 3;
    for (parts, at, problem) in [
        (
            [algorithm(), der::tlv(3, &[1, 0])].concat(),
            9,
            Problem::BadBitString,
        ),
        (
            [algorithm(), bits(vec![1]), der::null()].concat(),
            11,
            Problem::TrailingData,
        ),
        (
            [der::sequence([der::tlv(6, &[])]), bits(vec![])].concat(),
            4,
            Problem::BadOid,
        ),
        ([rsa(), bits(vec![])].concat(), start, Problem::Truncated),
        (
            [
                rsa(),
                numbers(vec![der::integer_bytes(&[0x80]), der::integer(3)]),
            ]
            .concat(),
            start + 4,
            Problem::BadInteger,
        ),
        (
            [
                rsa(),
                numbers(vec![der::integer(9), der::integer(3), der::null()]),
            ]
            .concat(),
            start + 8,
            Problem::TrailingData,
        ),
    ] {
        let error = SubjectPublicKeyInfo::parse(&parts).unwrap_err();
        assert_eq!(error.field(), Field::SubjectPublicKeyInfo);
        assert_eq!(
            (super::offset(error), error.problem()),
            (at, problem),
            "{parts:02x?}"
        );
    }
}

#[test]
fn attributes_of_a_name_go_by_their_short_names() {
    let attributes = [
        ("2.5.4.3", "CN"),
        ("2.5.4.4", "SN"),
        ("2.5.4.5", "serialNumber"),
        ("2.5.4.6", "C"),
        ("2.5.4.7", "L"),
        ("2.5.4.8", "ST"),
        ("2.5.4.9", "street"),
        ("2.5.4.10", "O"),
        ("2.5.4.11", "OU"),
        ("2.5.4.12", "title"),
        ("2.5.4.15", "businessCategory"),
        ("2.5.4.17", "postalCode"),
        ("2.5.4.42", "GN"),
        ("2.5.4.97", "organizationIdentifier"),
        ("0.9.2342.19200300.100.1.25", "DC"),
        ("0.9.2342.19200300.100.1.1", "UID"),
        (oid::EMAIL_ADDRESS, "emailAddress"),
        ("1.2.3", "1.2.3"),
    ];
    let name = attributes.iter().fold(Name::empty(), |name, (dotted, _)| {
        name.and_string(dotted, der::UTF8_STRING, b"x")
    });
    let made = CertBuilder::bare(name, Key::p256("names")).sign();
    let shown = attributes.map(|(_, short)| format!("{short}=x")).join(", ");
    assert_eq!(parse(&made.der).unwrap().subject().to_string(), shown);
}

#[test]
fn a_value_of_a_name_that_is_no_text_is_shown_as_its_bytes() {
    let name = Name::empty().and_string(oid::COMMON_NAME, der::OCTET_STRING, &[0x0a, 0xff]);
    let made = CertBuilder::bare(name, Key::p256("bytes")).sign();
    let cert = parse(&made.der).unwrap();
    assert_eq!(cert.subject().to_string(), "CN=#0aff");
    assert_eq!(cert.subject().display_name(), "CN=#0aff");
}

#[test]
fn gravities_have_words_and_an_order() {
    let all = [
        (Category::Time, "time"),
        (Category::Name, "name"),
        (Category::Purpose, "purpose"),
        (Category::Revocation, "revocation"),
        (Category::Constraint, "constraint"),
        (Category::Strength, "strength"),
        (Category::Role, "role"),
        (Category::Unsupported, "unsupported"),
        (Category::Untrusted, "untrusted"),
        (Category::Signature, "signature"),
        (Category::Malformed, "malformed"),
    ];
    assert!(all.is_sorted_by(|one, next| one.0 < next.0));
    for (category, word) in all {
        assert_eq!(category.to_string(), word);
    }
}
