//! The list of extensions (RFC 5280 §4.2): its frame, duplicates, criticality.

use chainverify::cert::Extension as Read;
use chainverify::{Field, Problem};
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
fn an_extension_that_stands_there_twice_is_refused_at_the_second() {
    for oid in [
        oid::BASIC_CONSTRAINTS,
        oid::SUBJECT_ALT_NAME,
        oid::SCT_LIST,
        "1.2.3.4",
    ] {
        let second = Extension::raw(oid, NonCritical, b"second");
        let made = bare()
            .raw_extension(oid, NonCritical, b"first")
            .raw_extension("1.2.3.5", NonCritical, b"between")
            .raw_extension(oid, NonCritical, b"second")
            .sign();
        let at = place(&made.der, &second.der());
        let wanted = (Field::Extensions, at, Problem::Duplicate);
        assert_eq!(refusal(&made.der), wanted, "{oid}");
    }
}

#[test]
fn extensions_that_only_resemble_each_other_are_read() {
    // The filter of identifiers cannot tell these two apart, the list behind it can.
    let made = bare()
        .raw_extension("1.2.1.33", NonCritical, b"")
        .raw_extension("1.2.2.2", NonCritical, b"")
        .sign();
    assert!(parse(&made.der).is_ok());
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
fn there_are_at_most_128_extensions() {
    let numbered = |count: u8| {
        let all = (0..count).map(|n| Extension::raw(&format!("1.2.3.{n}"), NonCritical, b""));
        all.fold(bare(), CertBuilder::extension).sign()
    };
    assert!(parse(&numbered(128).der).is_ok());
    let made = numbered(129);
    let last = Extension::raw("1.2.3.128", NonCritical, b"");
    let at = place(&made.der, &last.der());
    let wanted = (Field::Extensions, at, Problem::TooMany);
    assert_eq!(refusal(&made.der), wanted);
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
    assert!(absent.value().is_none() && absent.span().is_none() && absent.error().is_none());
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
    let error = read.error().unwrap();
    assert_eq!(error.field(), Field::KeyUsage);
    assert_eq!(super::offset(error), place(&made.der, b"\x05\x00"));
}
