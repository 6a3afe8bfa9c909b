//! The values of the extensions about names and keys (RFC 5280 §4.2.1): what is read, and what is
//! kept as malformed, with field, byte and problem. `policies` has the others.

use chainverify::cert::Extensions;
use chainverify::cert::ext::{GeneralName as Read, KeyPurpose, KeyUsage};
use chainverify::der::{Field, ParseError, Problem};
use chainverify_testdata::Criticality::NonCritical;
use chainverify_testdata::{Authority, Extension, GeneralName, Made, Name, der, oid};

use super::{bare, offset, parse, place};

const ISSUER_ALT_NAME: &str = "2.5.29.18";

/// How to get at the error of an extension.
pub(super) type Get = fn(&Extensions, &[u8]) -> Option<ParseError>;

pub(super) fn with(oid: &str, value: &[u8]) -> Made {
    let extension = Extension::raw(oid, NonCritical, value);
    bare().extension(extension).sign()
}

/// Each value must be malformed, with this problem at this byte of the value.
pub(super) fn all_malformed(
    oid: &str,
    field: Field,
    get: Get,
    values: &[(Vec<u8>, usize, Problem)],
) {
    for (value, at, problem) in values {
        let extension = Extension::raw(oid, NonCritical, value).der();
        let made = with(oid, value);
        let cert = parse(&made.der).unwrap();
        let error =
            get(cert.extensions(), &made.der).unwrap_or_else(|| panic!("{field}: {value:02x?}"));
        let start = place(&made.der, &extension) + extension.len() - value.len();
        let found = (error.field(), offset(error), error.problem());
        let problem = match *problem {
            Problem::DuplicatePolicy { first } => Problem::DuplicatePolicy {
                first: first + u32::try_from(start).unwrap(),
            },
            other => other,
        };
        let wanted = (field, start + at, problem);
        assert_eq!(found, wanted, "{field}: {value:02x?}");
    }
}

/// Values that no extension with a SEQUENCE can have.
pub(super) fn no_sequences(value: &[u8]) -> Vec<(Vec<u8>, usize, Problem)> {
    let (expected, found) = (0x30, 0x05);
    let longer = [value, &der::null()].concat();
    vec![
        (Vec::new(), 0, Problem::Truncated),
        (der::null(), 0, Problem::UnexpectedTag { expected, found }),
        (longer, value.len(), Problem::TrailingData),
        (der::sequence([]), 2, Problem::Empty),
    ]
}

pub(super) fn tag(expected: u8, found: u8) -> Problem {
    Problem::UnexpectedTag { expected, found }
}

#[test]
fn basic_constraints_are_a_flag_and_a_small_number() {
    for (authority, ca, length) in [
        (Authority::No, false, None),
        (Authority::Yes, true, None),
        (Authority::UpTo(3), true, Some(3)),
    ] {
        let made = bare()
            .extension(Extension::basic_constraints(authority))
            .sign();
        let cert = parse(&made.der).unwrap();
        let read = cert.extensions().basic_constraints.value().unwrap();
        assert_eq!((read.ca, read.path_len_constraint), (ca, length));
    }
    // RFC 5280 §4.2.1.9: INTEGER (0..MAX).
    let made = with(
        oid::BASIC_CONSTRAINTS,
        &der::sequence([der::integer_bytes(&[1, 0, 0, 0, 0])]),
    );
    let cert = parse(&made.der).unwrap();
    let read = cert.extensions().basic_constraints.value().unwrap();
    assert_eq!(read.path_len_constraint, Some(u32::MAX));
    let number = |octets: &[u8]| der::sequence([der::integer_bytes(octets)]);
    let mut values = no_sequences(&der::sequence([]));
    values.pop(); // an empty one is FALSE
    values.extend([
        (number(&[]), 4, Problem::BadInteger),
        (number(&[0x80]), 4, Problem::BadInteger),
        (number(&[0, 1]), 4, Problem::BadInteger),
        (der::sequence([der::tlv(1, &[1])]), 4, Problem::BadBoolean),
        (der::sequence([der::null()]), 2, Problem::TrailingData),
    ]);
    let get: Get = |all, der| all.basic_constraints.error(der);
    all_malformed(
        oid::BASIC_CONSTRAINTS,
        Field::BasicConstraints,
        get,
        &values,
    );
}

#[test]
fn key_usage_is_one_or_two_octets_of_bits() {
    let made = with(oid::KEY_USAGE, &[3, 3, 7, 0x84, 0x80]);
    let cert = parse(&made.der).unwrap();
    let read = cert.extensions().key_usage.value().unwrap();
    assert!(read.contains(KeyUsage::DIGITAL_SIGNATURE));
    assert!(!read.contains(KeyUsage::CRL_SIGN));
    let debug = "KeyUsage(digitalSignature, keyCertSign, decipherOnly)";
    assert_eq!(format!("{read:?}"), debug);
    let get: Get = |all, der| all.key_usage.error(der);
    let values = [
        (der::null(), 0, tag(3, 5)),
        (vec![3, 0], 2, Problem::BadBitString),
        (vec![3, 1, 1], 2, Problem::BadBitString),
        (vec![3, 2, 1, 1], 2, Problem::BadBitString),
        (vec![3, 2, 0, 1, 5, 0], 4, Problem::TrailingData),
    ];
    all_malformed(oid::KEY_USAGE, Field::KeyUsage, get, &values);
}

#[test]
fn extended_key_usage_is_a_list_of_identifiers_known_or_not() {
    let purposes = [
        (
            oid::ANY_EXTENDED_KEY_USAGE,
            KeyPurpose::Any,
            "anyExtendedKeyUsage",
        ),
        (oid::SERVER_AUTH, KeyPurpose::ServerAuth, "serverAuth"),
        (oid::CLIENT_AUTH, KeyPurpose::ClientAuth, "clientAuth"),
        (oid::CODE_SIGNING, KeyPurpose::CodeSigning, "codeSigning"),
        (
            oid::EMAIL_PROTECTION,
            KeyPurpose::EmailProtection,
            "emailProtection",
        ),
        (oid::TIME_STAMPING, KeyPurpose::TimeStamping, "timeStamping"),
        (oid::OCSP_SIGNING, KeyPurpose::OcspSigning, "OCSPSigning"),
    ];
    for (dotted, purpose, name) in purposes {
        let list = [dotted, "1.3.6.1.5.5.7.3.77", "1.2.3"];
        let made = bare()
            .extension(Extension::extended_key_usage(&list))
            .sign();
        let cert = parse(&made.der).unwrap();
        let read = cert.extensions().extended_key_usage.value().unwrap();
        let contained = purposes.map(|(_, other, _)| read.contains(other));
        assert_eq!(contained, purposes.map(|(_, other, _)| other == purpose));
        let oids: Vec<String> = read.oids(&made.der).map(|oid| oid.to_string()).collect();
        assert_eq!(oids, list);
        let first = read.oids(&made.der).next().and_then(KeyPurpose::from_oid);
        assert_eq!(first.map(KeyPurpose::as_str), Some(name));
    }
    let mut values = no_sequences(&der::sequence([der::oid("1.2")]));
    values.extend([
        (der::sequence([der::null()]), 2, tag(6, 5)),
        (der::sequence([der::tlv(6, &[])]), 4, Problem::BadOid),
    ]);
    let get: Get = |all, der| all.extended_key_usage.error(der);
    all_malformed(
        oid::EXTENDED_KEY_USAGE,
        Field::ExtendedKeyUsage,
        get,
        &values,
    );
}

/// One name of each kind, and what it is read as.
fn kinds() -> [(GeneralName, &'static str); 10] {
    [
        (GeneralName::user_principal("u"), "Other"),
        (
            GeneralName::smtp_utf8_mailbox("\u{e9}@b"),
            "SmtpUtf8Mailbox",
        ),
        (GeneralName::email("a@b"), "Email"),
        (GeneralName::dns("a.b"), "Dns"),
        (GeneralName::Raw(der::context(3, b"")), "X400Address"),
        (GeneralName::Directory(Name::common("d")), "Directory"),
        (GeneralName::Raw(der::context(5, b"")), "EdiParty"),
        (GeneralName::uri("x://y"), "Uri"),
        (GeneralName::ip("192.0.2.1"), "Ip"),
        (GeneralName::RegisteredId("1.2.3".into()), "RegisteredId"),
    ]
}

#[test]
fn alternative_names_are_read_by_their_kind() {
    let names = kinds().map(|(name, _)| name);
    let subject = Extension::subject_alt_name(&names);
    let issuer = der::sequence(names.map(|name| name.der()));
    let made = bare()
        .extension(subject)
        .raw_extension(ISSUER_ALT_NAME, NonCritical, &issuer)
        .sign();
    let cert = parse(&made.der).unwrap();
    let kind = |name: Result<Read<'_>, ParseError>| {
        let debug = format!("{:?}", name.unwrap());
        debug.split('(').next().map(str::to_owned).unwrap()
    };
    let wanted = kinds().map(|(_, kind)| kind);
    let subject = cert.extensions().subject_alt_name.value().unwrap();
    let found: Vec<_> = subject.names(&made.der).map(kind).collect();
    assert_eq!(found, wanted);
    let issuer = cert.extensions().issuer_alt_name.value().unwrap();
    let found: Vec<_> = issuer.names(&made.der).map(kind).collect();
    assert_eq!(found, wanted);
}

#[test]
fn the_first_name_that_cannot_be_read_ends_the_walk() {
    let good = GeneralName::dns("a").der();
    let mailbox = |value: Vec<u8>| GeneralName::Other(oid::SMTP_UTF8_MAILBOX.into(), value).der();
    for (bad, inside, problem) in [
        // 2 octets of the name, 10 of its type, and 2 of the value's tag.
        (mailbox(der::null()), 14, tag(0x0c, 5)),
        (
            mailbox(der::tlv(der::UTF8_STRING, b"\xe9@b")),
            16,
            Problem::BadValue,
        ),
        (der::null(), 0, Problem::BadValue),
        (vec![0x82, 0x7f], 0, Problem::Truncated),
        (der::context(4, &der::null()), 2, tag(0x30, 5)),
        (
            der::context(4, &[der::sequence([]), der::null()].concat()),
            4,
            Problem::TrailingData,
        ),
    ] {
        let made = with(
            oid::SUBJECT_ALT_NAME,
            &der::sequence([good.clone(), bad.clone(), good.clone()]),
        );
        let cert = parse(&made.der).unwrap();
        let names = cert.extensions().subject_alt_name.value().unwrap();
        let found: Vec<_> = names.names(&made.der).collect();
        assert_eq!(found.len(), 2, "{bad:02x?}");
        assert!(found[0].is_ok());
        let error = found[1].unwrap_err();
        let wanted = place(&made.der, &[bad, good.clone()].concat()) + inside;
        assert_eq!((error.field(), offset(error)), (Field::GeneralName, wanted));
        assert_eq!(error.problem(), problem);
    }
}

#[test]
fn alternative_names_are_a_list_that_is_not_empty() {
    let values = no_sequences(&der::sequence([GeneralName::dns("a").der()]));
    let get: Get = |all, der| all.subject_alt_name.error(der);
    all_malformed(oid::SUBJECT_ALT_NAME, Field::SubjectAltName, get, &values);
    let get: Get = |all, der| all.issuer_alt_name.error(der);
    all_malformed(ISSUER_ALT_NAME, Field::IssuerAltName, get, &values);
}

#[test]
fn name_constraints_are_permitted_and_excluded_subtrees() {
    let permitted = [GeneralName::dns("a"), GeneralName::email("b")];
    let excluded = [GeneralName::dns("c.a")];
    let made = bare()
        .extension(Extension::name_constraints(&permitted, &excluded))
        .sign();
    let cert = parse(&made.der).unwrap();
    let read = cert.extensions().name_constraints.value().unwrap();
    let text = |name: Read<'_>| match name {
        Read::Dns(bytes) | Read::Email(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        other => panic!("{other:?}"),
    };
    let bases: Vec<_> = read.permitted.bases(&made.der).map(text).collect();
    assert_eq!(bases, ["a", "b"]);
    let bases: Vec<_> = read.excluded.bases(&made.der).map(text).collect();
    assert_eq!(bases, ["c.a"]);
}

#[test]
fn a_subtree_has_a_base_and_neither_minimum_nor_maximum() {
    let base = || GeneralName::dns("a").der();
    let subtrees = |list: Vec<u8>| der::sequence([der::context(0, &list)]);
    let mut values = no_sequences(&subtrees(der::sequence([base()])));
    let minimum = der::context_primitive(0, &[0]);
    values.extend([
        (subtrees(Vec::new()), 4, Problem::Empty),
        (
            subtrees(der::sequence([base(), minimum])),
            9,
            Problem::TrailingData,
        ),
        (subtrees(der::null()), 4, tag(0x30, 5)),
        (der::sequence([der::null()]), 2, Problem::TrailingData),
    ]);
    let get: Get = |all, der| all.name_constraints.error(der);
    all_malformed(
        oid::NAME_CONSTRAINTS,
        Field::NameConstraints,
        get,
        &values[..5],
    );
    all_malformed(
        oid::NAME_CONSTRAINTS,
        Field::NameConstraints,
        get,
        &values[6..],
    );
}
