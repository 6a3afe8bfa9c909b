//! The list of extensions (RFC 5280 §4.2): its frame, duplicates, criticality.

use chainverify::cert::Extension as Read;
use chainverify::der::{Field, Problem};
use chainverify_testdata::Criticality::{Critical, NonCritical};
use chainverify_testdata::{CertBuilder, Extension, Flaw, Made, der, oid};

use super::{bare, parse, place, places_of, refusal};

/// A certificate whose extension field has exactly these contents.
fn with_field(contents: &[u8]) -> Made {
    let field = der::context(3, contents);
    bare().flaw(Flaw::TrailingTbs(field)).sign()
}

/// A certificate whose list of extensions has exactly these members.
fn with_list(members: &[Vec<u8>]) -> Made {
    with_field(&der::sequence(members.to_vec()))
}

#[test]
fn a_duplicate_extension_is_refused_with_its_name_and_both_places() {
    for (oid, field) in [
        (oid::BASIC_CONSTRAINTS, Field::BasicConstraints),
        (oid::SUBJECT_ALT_NAME, Field::SubjectAltName),
        (oid::SCT_LIST, Field::SignedCertificateTimestamps),
        ("1.2.3.4", Field::Extensions),
    ] {
        let first = Extension::raw(oid, NonCritical, b"first");
        let second = Extension::raw(oid, NonCritical, b"second");
        let made = bare()
            .raw_extension(oid, NonCritical, b"first")
            .raw_extension("1.2.3.5", NonCritical, b"between")
            .raw_extension(oid, NonCritical, b"second")
            .sign();
        let first = u32::try_from(place(&made.der, &first.der())).unwrap();
        let at = place(&made.der, &second.der());
        let wanted = (field, at, Problem::Duplicate { first });
        assert_eq!(refusal(&made.der), wanted, "{oid}");
        let error = parse(&made.der).unwrap_err();
        assert_eq!(error.duplicate(&made.der).unwrap().to_string(), oid);
    }
}

#[test]
fn of_several_duplicate_extensions_the_first_in_the_list_is_named() {
    let list: [(&str, &[u8]); 5] = [
        ("1.2.9", b"a"),
        ("1.2.1", b"b"),
        ("1.2.9", b"c"),
        ("1.2.9", b"d"),
        ("1.2.1", b"e"),
    ];
    let made = list.iter().fold(bare(), |all, (oid, value)| {
        all.raw_extension(oid, NonCritical, value)
    });
    let made = made.sign();
    let at = |(oid, value)| place(&made.der, &Extension::raw(oid, NonCritical, value).der());
    let first = u32::try_from(at(list[0])).unwrap();
    let wanted = (Field::Extensions, at(list[2]), Problem::Duplicate { first });
    assert_eq!(refusal(&made.der), wanted);
}

#[test]
fn a_list_of_extensions_is_not_empty() {
    let made = with_field(&der::sequence([]));
    let at = *places_of(&made).fields.last().unwrap() + 4;
    let wanted = (Field::Extensions, at, Problem::Empty);
    assert_eq!(refusal(&made.der), wanted);
}

#[test]
fn data_behind_the_list_of_extensions_is_refused() {
    let list = der::sequence([Extension::raw("1.2.3", NonCritical, b"").der()]);
    let made = with_field(&[list, der::null()].concat());
    let at = place(&made.der, &der::null());
    let wanted = (Field::Extensions, at, Problem::TrailingData);
    assert_eq!(refusal(&made.der), wanted);
}

#[test]
fn there_may_be_any_number_of_extensions() {
    let numbered = (0..2_000).map(|n| Extension::raw(&format!("1.2.3.{n}"), NonCritical, b""));
    let made = numbered.fold(bare(), CertBuilder::extension).sign();
    assert!(parse(&made.der).is_ok());
}

#[test]
fn an_extension_is_an_identifier_a_flag_and_a_value() {
    let oid = || der::oid("1.2.3");
    let flag = |octet| der::tlv(der::BOOLEAN, &[octet]);
    let value = || der::octet_string(b"v");
    let tag = |expected, found| Problem::UnexpectedTag { expected, found };
    let broken = [
        (der::null(), 0, tag(0x30, 0x05)),
        (der::sequence([]), 2, Problem::Truncated),
        (der::sequence([value()]), 2, tag(0x06, 0x04)),
        (der::sequence([oid()]), 6, Problem::Truncated),
        (der::sequence([oid(), der::null()]), 6, tag(0x04, 0x05)),
        (
            der::sequence([oid(), flag(1), value()]),
            8,
            Problem::BadBoolean,
        ),
        (
            der::sequence([oid(), value(), value()]),
            9,
            Problem::TrailingData,
        ),
        (
            der::sequence([der::tlv(der::OID, &[]), value()]),
            4,
            Problem::BadOid,
        ),
        (
            der::sequence([der::tlv(der::OID, &[0x80, 1]), value()]),
            4,
            Problem::BadOid,
        ),
        (
            der::sequence([der::tlv(der::OID, &[0x2a, 0x83]), value()]),
            4,
            Problem::BadOid,
        ),
    ];
    for (extension, inside, problem) in broken {
        let made = with_list(core::slice::from_ref(&extension));
        let at = place(&made.der, &extension) + inside;
        let found = refusal(&made.der);
        assert_eq!(found, (Field::Extensions, at, problem), "{extension:02x?}");
    }
}

#[test]
fn a_flag_that_is_spelled_out_as_false_is_false() {
    let flag = der::tlv(der::BOOLEAN, &[0]);
    let value = der::octet_string(&der::octet_string(b"id"));
    let extension = der::sequence([der::oid(oid::SUBJECT_KEY_IDENTIFIER), flag, value]);
    let made = with_list(core::slice::from_ref(&extension));
    let cert = parse(&made.der).unwrap();
    let read = &cert.extensions().subject_key_identifier;
    assert_eq!((read.is_present(), read.is_critical()), (true, false));
    assert_eq!(cert.bytes(read.span().unwrap()), extension);
    assert_eq!(cert.bytes(read.value().unwrap().span()), b"id");
}

#[test]
fn the_first_unknown_critical_extension_is_remembered() {
    let made = bare()
        .raw_extension("1.2.1", NonCritical, b"")
        .raw_extension("1.2.2", Critical, b"")
        .raw_extension("2.5.29.99", Critical, b"")
        .sign();
    let cert = parse(&made.der).unwrap();
    let span = cert.extensions().unknown_critical.unwrap();
    assert_eq!(cert.bytes(span), der::oid_content("1.2.2"));

    let made = bare().raw_extension("2.5.29.99", Critical, b"").sign();
    let cert = parse(&made.der).unwrap();
    let span = cert.extensions().unknown_critical.unwrap();
    assert_eq!(cert.bytes(span), der::oid_content("2.5.29.99"));

    let made = bare().raw_extension("1.2.1", NonCritical, b"").sign();
    assert_eq!(
        parse(&made.der).unwrap().extensions().unknown_critical,
        None
    );
}

#[test]
fn an_extension_that_is_not_there_has_no_value_no_span_and_no_error() {
    let made = bare().sign();
    let cert = parse(&made.der).unwrap();
    let absent = &cert.extensions().key_usage;
    assert!(matches!(absent, Read::Absent));
    assert!(
        absent.value().is_none() && absent.span().is_none() && absent.error(&made.der).is_none()
    );
    assert!(!absent.is_present() && !absent.is_critical());
}

#[test]
fn an_extension_that_cannot_be_decoded_is_kept_with_its_flag_its_place_and_its_error() {
    let extension = Extension::raw(oid::KEY_USAGE, Critical, b"\x05\x00");
    let made = bare().extension(extension.clone()).sign();
    let cert = parse(&made.der).unwrap();
    let read = &cert.extensions().key_usage;
    assert!(read.is_present() && read.is_critical() && read.value().is_none());
    assert_eq!(cert.bytes(read.span().unwrap()), extension.der());
    let error = read.error(&made.der).unwrap();
    assert_eq!(error.field(), Field::KeyUsage);
    assert_eq!(super::offset(error), place(&made.der, b"\x05\x00"));
}
