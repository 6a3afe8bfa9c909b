//! The frame and the fields of TBSCertificate (RFC 5280 §4.1), without extensions.

use chainverify::cert::Version as Read;
use chainverify::der::{Field, Problem};
use chainverify_testdata::{Algorithm, CertBuilder, Flaw, Key, Made, Name, Version, der, time};

use super::{bare, header, parse, place, places_of, refusal};

#[test]
fn data_behind_the_certificate_is_refused_where_it_begins() {
    let made = CertBuilder::ca("CA")
        .flaw(Flaw::TrailingData(vec![0, 0]))
        .sign();
    let at = made.der.len() - 2;
    let wanted = (Field::Certificate, at, Problem::TrailingData);
    assert_eq!(refusal(&made.der), wanted);
    assert!(parse(&made.der[..at]).is_ok());
}

#[test]
fn data_behind_the_extensions_is_refused_where_it_begins() {
    let made = CertBuilder::ca("CA")
        .flaw(Flaw::TrailingTbs(der::null()))
        .sign();
    let at = *places_of(&made).fields.last().unwrap();
    let wanted = (Field::TbsCertificate, at, Problem::TrailingData);
    assert_eq!(refusal(&made.der), wanted);
}

#[test]
fn data_behind_the_signature_is_refused_where_it_begins() {
    let made = bare().sign();
    let (_, content, _) = der::split(&made.der).unwrap();
    let longer = der::sequence([content.to_vec(), der::null()]);
    let wanted = (Field::Certificate, longer.len() - 2, Problem::TrailingData);
    assert_eq!(refusal(&longer), wanted);
}

#[test]
fn a_length_must_be_in_its_shortest_form() {
    let made = bare().flaw(Flaw::LongLength).sign();
    let wanted = (Field::Certificate, 0, Problem::NonMinimalLength);
    assert_eq!(refusal(&made.der), wanted);
}

#[test]
fn a_length_inside_must_be_in_its_shortest_form_too() {
    let long = der::tlv_long(der::SET, &[]);
    let spki = der::tlv_long(der::SEQUENCE, &long);
    let made = bare().raw_spki(&spki).sign();
    let at = place(&made.der, &spki);
    let wanted = (Field::SubjectPublicKeyInfo, at, Problem::NonMinimalLength);
    assert_eq!(refusal(&made.der), wanted);
}

#[test]
fn a_length_is_definite_and_below_five_octets() {
    let mut made = bare().sign().der;
    made[1] = 0x80;
    let wanted = (Field::Certificate, 0, Problem::IndefiniteLength);
    assert_eq!(refusal(&made), wanted);
    made[1] = 0x85;
    let wanted = (Field::Certificate, 0, Problem::LengthTooLarge);
    assert_eq!(refusal(&made), wanted);
}

#[test]
fn a_certificate_that_breaks_off_is_refused_wherever_that_is() {
    let made = CertBuilder::leaf("example.com").sign();
    for end in 0..made.der.len() {
        let (field, at, problem) = refusal(&made.der[..end]);
        assert_eq!((field, at), (Field::Certificate, 0), "cut at {end}");
        assert_eq!(problem, Problem::Truncated, "cut at {end}");
    }
}

#[test]
fn a_field_of_another_kind_is_refused_by_its_name() {
    let made = bare().sign();
    let found = places_of(&made);
    let [_, serial, signature, issuer, validity, subject, spki] = *found.fields else {
        panic!("seven fields: {:?}", found.fields);
    };
    let fields = [
        (0, Field::Certificate, 0x30),
        (found.tbs, Field::TbsCertificate, 0x30),
        (found.algorithm, Field::SignatureAlgorithm, 0x30),
        (found.signature, Field::SignatureValue, 0x03),
        (serial, Field::SerialNumber, 0x02),
        (signature, Field::Signature, 0x30),
        (issuer, Field::Issuer, 0x30),
        (validity, Field::Validity, 0x30),
        (subject, Field::Subject, 0x30),
        (spki, Field::SubjectPublicKeyInfo, 0x30),
    ];
    for (at, field, expected) in fields {
        let mut der = made.der.clone();
        assert_eq!(der[at], expected, "{field}");
        der[at] = 0x13;
        let found = 0x13;
        let wanted = (field, at, Problem::UnexpectedTag { expected, found });
        assert_eq!(refusal(&der), wanted);
        der[at] = 0xbf;
        let problem = refusal(&der).2;
        let is_tag = matches!(problem, Problem::UnexpectedTag { found: 0xbf, .. });
        assert!(is_tag, "{field}: {problem:?}");
    }
}

#[test]
fn version_1_is_not_spelled_out_and_there_are_only_three() {
    for (number, problem) in [
        (0, Problem::DefaultEncoded),
        (3, Problem::UnknownVersion),
        (0x80, Problem::UnknownVersion),
    ] {
        let made = bare().version(Version::Number(number)).sign();
        let at = places_of(&made).fields[0] + 4;
        assert_eq!(refusal(&made.der), (Field::Version, at, problem));
    }
}

#[test]
fn data_behind_the_version_is_refused() {
    let field = der::context(0, &[der::integer(2), der::null()].concat());
    let mut made = bare().version(Version::V1).sign();
    let (_, frame, _) = der::split(&made.der).unwrap();
    let (_, tbs, rest) = der::split(frame).unwrap();
    let tbs = der::sequence([field.clone(), tbs.to_vec()]);
    made.der = der::sequence([tbs, rest.to_vec()]);
    let at = place(&made.der, &field) + 5;
    let wanted = (Field::Version, at, Problem::TrailingData);
    assert_eq!(refusal(&made.der), wanted);
}

#[test]
fn versions_1_and_2_are_read_without_extensions_only() {
    for (version, read) in [(Version::V1, Read::V1), (Version::V2, Read::V2)] {
        let made = bare().version(version).sign();
        assert_eq!(parse(&made.der).unwrap().version(), read);
        let made = CertBuilder::ca("CA").version(version).sign();
        let at = *places_of(&made).fields.last().unwrap();
        let wanted = (Field::Extensions, at, Problem::NotAllowedInVersion);
        assert_eq!(refusal(&made.der), wanted);
    }
    assert_eq!(parse(&bare().sign().der).unwrap().version(), Read::V3);
}

#[test]
fn unique_identifiers_are_read_past_but_not_in_version_1() {
    for (tag, field) in [(1, Field::IssuerUniqueId), (2, Field::SubjectUniqueId)] {
        let id = der::context_primitive(tag, &[0, 0xaa]);
        let with = |version| {
            let flaw = Flaw::TrailingTbs(id.clone());
            bare().version(version).flaw(flaw).sign()
        };
        assert!(parse(&with(Version::V2).der).is_ok());
        assert!(parse(&with(Version::V3).der).is_ok());
        let made = with(Version::V1);
        let at = *places_of(&made).fields.last().unwrap();
        assert_eq!(
            refusal(&made.der),
            (field, at, Problem::NotAllowedInVersion)
        );
    }
}

#[test]
fn unique_identifiers_are_bit_strings() {
    for malformed in [&[][..], &[1], &[8, 0xaa]] {
        let id = der::context_primitive(1, malformed);
        let made = bare().flaw(Flaw::TrailingTbs(id)).sign();
        let at = *places_of(&made).fields.last().unwrap() + 2;
        assert_eq!(
            refusal(&made.der),
            (Field::IssuerUniqueId, at, Problem::BadBitString)
        );
    }
}

#[test]
fn the_algorithm_outside_must_be_the_one_that_is_signed() {
    let outer = Algorithm::EcdsaSha384.identifier();
    let made = bare().flaw(Flaw::OuterAlgorithm(outer)).sign();
    let inner = places_of(&made).fields[2];
    let wanted = (Field::Signature, inner + 2, Problem::Mismatch);
    assert_eq!(refusal(&made.der), wanted);
}

#[test]
fn the_algorithm_outside_must_have_the_same_parameters_too() {
    let outer = der::sequence([der::oid("1.2.840.10045.4.3.2"), der::null()]);
    let made = bare().flaw(Flaw::OuterAlgorithm(outer)).sign();
    let inner = places_of(&made).fields[2];
    let wanted = (Field::Signature, inner + 2, Problem::Mismatch);
    assert_eq!(refusal(&made.der), wanted);
}

#[test]
fn a_serial_number_is_in_its_shortest_form() {
    for octets in [&[][..], &[0, 1], &[0, 0x7f, 0xff], &[0xff, 0x80]] {
        let made = bare().serial(octets).sign();
        let at = places_of(&made).fields[1] + 2;
        let wanted = (Field::SerialNumber, at, Problem::BadInteger);
        assert_eq!(refusal(&made.der), wanted, "{octets:?}");
    }
}

#[test]
fn odd_serial_numbers_are_read_as_they_stand() {
    for octets in [&[0][..], &[0x80], &[0xff, 0x7f], &[0, 0x80], &[1; 40]] {
        let made = bare().serial(octets).sign();
        assert_eq!(parse(&made.der).unwrap().serial_number(), octets);
    }
}

#[test]
fn times_have_one_form_for_each_kind() {
    let good = || time::time("2026-01-01T00:00:00Z");
    for bad in [
        "2601010000Z",
        "260101000000+0100",
        "260101000000",
        "26010100000aZ",
        "261301000000Z",
        "260230000000Z",
        "260101240000Z",
        "260101006000Z",
        "260101000060Z",
        "",
    ] {
        let made = bare().raw_validity(good(), time::utc_time(bad)).sign();
        let at = places_of(&made).fields[4] + 2 + good().len() + 2;
        let wanted = (Field::NotAfter, at, Problem::BadTime);
        assert_eq!(refusal(&made.der), wanted, "{bad}");
    }
    for bad in ["", "2", "xx260101000000Z", "20260101000000.5Z"] {
        let made = bare()
            .raw_validity(time::generalized_time(bad), good())
            .sign();
        let at = places_of(&made).fields[4] + 4;
        let wanted = (Field::NotBefore, at, Problem::BadTime);
        assert_eq!(refusal(&made.der), wanted, "{bad}");
    }
}

#[test]
fn a_time_is_a_utc_time_or_a_generalized_time() {
    let text = der::tlv(der::UTF8_STRING, b"260101000000Z");
    let made = bare().raw_validity(text, der::null()).sign();
    let at = places_of(&made).fields[4] + 4;
    let (expected, found) = (der::UTC_TIME, der::UTF8_STRING);
    let problem = Problem::UnexpectedTag { expected, found };
    assert_eq!(refusal(&made.der), (Field::NotBefore, at, problem));
}

#[test]
fn data_behind_the_dates_is_refused() {
    let until = time::time("2027-01-01T00:00:00Z");
    let two = [until.clone(), until.clone()].concat();
    let made = bare().raw_validity(until.clone(), two).sign();
    let at = places_of(&made).fields[4] + 2 + 2 * until.len();
    let wanted = (Field::Validity, at, Problem::TrailingData);
    assert_eq!(refusal(&made.der), wanted);
}

#[test]
fn dates_are_read_to_the_second_and_across_centuries() {
    for (from, until) in [
        ("1950-01-01T00:00:00Z", "2049-12-31T23:59:59Z"),
        ("1949-12-31T23:59:59Z", "2050-01-01T00:00:00Z"),
        ("2000-02-29T12:34:56Z", "9999-12-31T23:59:59Z"),
    ] {
        let made = bare().validity(from, until).sign();
        let validity = parse(&made.der).unwrap().validity();
        assert_eq!(validity.not_before.to_string(), from);
        assert_eq!(validity.not_after.to_string(), until);
    }
}

#[test]
fn a_signature_fills_whole_octets() {
    let mut made = bare().sign();
    let at = places_of(&made).signature;
    let at = at + header(&made.der[at..]);
    made.der[at] = 1;
    let wanted = (Field::SignatureValue, at, Problem::BadBitString);
    assert_eq!(refusal(&made.der), wanted);
}

#[test]
fn a_certificate_gives_back_what_was_put_in() {
    let issuer = CertBuilder::ca("The Issuer").sign();
    let made = CertBuilder::leaf("example.com")
        .serial(&[1, 2, 3])
        .issuer(&issuer)
        .sign();
    let cert = parse(&made.der).unwrap();
    assert_eq!(cert.subject().to_string(), "CN=example.com");
    assert_eq!(cert.issuer().to_string(), "CN=The Issuer");
    assert_eq!(cert.serial_number(), [1, 2, 3]);
    let (_, spki, _) = der::split(&made.key.spki()).map(owned).unwrap();
    assert_eq!(cert.subject_public_key_info(), spki);
    assert!(!cert.is_self_issued());
    let signed = cert.signed();
    let message = issuer.key.sign(Algorithm::EcdsaSha256, signed.message);
    assert_eq!(signed.signature, message);
    let debug = format!("{cert:?}");
    assert!(debug.contains("CN=example.com") && debug.contains("CN=The Issuer"));
}

fn owned((tag, content, rest): (u8, &[u8], &[u8])) -> (u8, Vec<u8>, Vec<u8>) {
    (tag, content.to_vec(), rest.to_vec())
}

#[test]
fn certificates_are_the_same_if_their_bytes_are() {
    let made = |serial: &[u8]| bare().serial(serial).sign();
    let (one, same, other): (Made, Made, Made) = (made(&[1]), made(&[1]), made(&[2]));
    let cert = parse(&one.der).unwrap();
    assert_eq!(cert, parse(&same.der).unwrap());
    assert_ne!(cert, parse(&other.der).unwrap());
    assert_eq!(cert.clone().into_owned(), cert);
}

#[test]
fn a_name_of_any_shape_is_no_parse_error() {
    let made = CertBuilder::bare(Name::raw(&der::sequence([der::null()])), Key::p256("x"));
    let made = made.sign();
    let cert = parse(&made.der).unwrap();
    assert_eq!(
        (cert.subject().is_empty(), cert.is_self_issued()),
        (false, true)
    );
}

#[test]
fn an_error_says_field_byte_and_problem() {
    let made = bare().flaw(Flaw::TrailingData(vec![0])).sign();
    let at = made.der.len() - 1;
    let text = parse(&made.der).unwrap_err().to_string();
    assert_eq!(text, format!("Certificate at byte {at}: trailing data"));
}

#[test]
fn every_problem_has_its_own_words() {
    let (expected, found) = (0x30, 0x05);
    let problems = [
        Problem::Truncated,
        Problem::UnexpectedTag { expected, found },
        Problem::HighTagNumber,
        Problem::NonMinimalLength,
        Problem::IndefiniteLength,
        Problem::LengthTooLarge,
        Problem::TrailingData,
        Problem::BadBoolean,
        Problem::DefaultEncoded,
        Problem::BadInteger,
        Problem::BadBitString,
        Problem::BadOid,
        Problem::BadTime,
        Problem::UnknownVersion,
        Problem::NotAllowedInVersion,
        Problem::Duplicate { first: 7 },
        Problem::DuplicatePolicy { first: 7 },
        Problem::Mismatch,
        Problem::Empty,
        Problem::BadValue,
    ];
    let mut texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let expected = "expected SEQUENCE (0x30), found NULL (0x05)";
    assert!(texts.contains(&expected.to_owned()));
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), problems.len());
}
