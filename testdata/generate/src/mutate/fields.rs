//! Fields of the certificate with other values than the base's: versions, algorithms, names, dates, keys, unique identifiers.
//! What a value's type allows is in `typed`.

use super::tree::Node;
use super::{Change, keys};
use crate::name::Name;
use crate::{Algorithm, der, oid, time};

/// All changes of fields.
pub(super) fn changes(tree: &Node) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut table = |field: &str, rows: Vec<(&str, Vec<u8>)>| {
        let Some((at, _)) = tree.find(field) else {
            return;
        };
        changes.extend(rows.into_iter().map(|(way, bytes)| Change {
            field: field.to_owned(),
            way: way.to_owned(),
            edits: vec![(at.clone(), bytes)],
        }));
    };
    table("version", versions());
    table("issuer", names());
    table("issuer", odd_names());
    table("subject", names());
    table("subject", odd_names());
    table("validity", validities());
    table("subjectPublicKeyInfo", keys::all(tree));
    table("signature", algorithms());
    table("signatureAlgorithm", algorithms());
    changes.extend(both_algorithms(tree));
    changes.extend(unique_identifiers(tree));
    changes.extend(signatures(tree));
    changes
}

fn versions() -> Vec<(&'static str, Vec<u8>)> {
    let number = |octets: &[u8]| der::context(0, &der::integer_bytes(octets));
    vec![
        ("1-spelled-out", number(&[0])),
        ("2", number(&[1])),
        ("4", number(&[3])),
        ("255", number(&[0, 0xff])),
    ]
}

/// Names whose RDNs are put together otherwise.
fn names() -> Vec<(&'static str, Vec<u8>)> {
    let organization = |rest: Vec<u8>| {
        let id = der::oid(oid::ORGANIZATION);
        der::sequence([id, rest])
    };
    let attribute = |text: &str| organization(der::tlv(der::UTF8_STRING, text.as_bytes()));
    let rdn = |content: &[u8]| der::tlv(der::SET, content);
    let of = |rdns: &[Vec<u8>]| der::sequence(rdns.iter().cloned());
    let one = |content: Vec<u8>| of(&[rdn(&content)]);
    let (a, b) = (attribute("A"), attribute("B"));
    let [sorted, unsorted] = [[a.clone(), b.clone()], [b, a.clone()]].map(|two| two.concat());
    vec![
        ("empty", of(&[])),
        ("empty-rdn", one(Vec::new())),
        ("two-attributes-in-an-rdn", one(sorted)),
        ("two-attributes-in-an-rdn-unsorted", one(unsorted)),
        ("an-attribute-twice-in-an-rdn", one(a.repeat(2))),
        ("an-rdn-twice", of(&[rdn(&a), rdn(&a)])),
        ("40-rdns", of(&vec![rdn(&a); 40])),
        ("attribute-without-value", one(organization(Vec::new()))),
        ("attribute-with-null", one(organization(der::null()))),
        (
            "attribute-with-sequence",
            one(organization(der::sequence([]))),
        ),
    ]
}

/// Names with attributes that CAs do not use, or not so.
fn odd_names() -> Vec<(&'static str, Vec<u8>)> {
    let common = |text: &str| Name::common(text).der();
    let of = |attribute, text: &str| Name::empty().and(attribute, text).der();
    let country = Name::empty().and_string(oid::COUNTRY, der::UTF8_STRING, b"XX");
    vec![
        ("unknown-attribute", of("1.3.6.1.4.1.32473.3", "A")),
        ("300-characters", common(&"a".repeat(300))),
        ("control-characters", common("a\u{7}\u{1b}[31m")),
        ("right-to-left", common("\u{202e}moc.elpmaxe")),
        ("not-normalised", common("Cafe\u{301}")),
        ("country-of-three-letters", of(oid::COUNTRY, "XXX")),
        ("country-in-utf8", country.der()),
        ("email", of(oid::EMAIL_ADDRESS, "a@example.com")),
    ]
}

fn validities() -> Vec<(&'static str, Vec<u8>)> {
    let from = |not_before: &str, not_after: &str| {
        der::sequence([time::time(not_before), time::time(not_after)])
    };
    vec![
        (
            "expired",
            from("2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
        ),
        (
            "not-yet",
            from("2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"),
        ),
        (
            "swapped",
            from("2027-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ),
        (
            "one-second",
            from("2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z"),
        ),
        (
            "to-2049",
            from("2026-01-01T00:00:00Z", "2049-12-31T23:59:59Z"),
        ),
        (
            "to-2050",
            from("2026-01-01T00:00:00Z", "2050-01-01T00:00:00Z"),
        ),
        (
            "to-9999",
            from("2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
        ),
        (
            "from-1950",
            from("1950-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ),
        (
            "from-1900",
            from("1900-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ),
    ]
}

fn algorithms() -> Vec<(&'static str, Vec<u8>)> {
    let plain = |dotted| der::sequence([der::oid(dotted)]);
    let with = |dotted, parameters| der::sequence([der::oid(dotted), parameters]);
    let of = |algorithm: Algorithm| algorithm.identifier();
    const ECDSA_SHA256: &str = "1.2.840.10045.4.3.2";
    vec![
        ("ecdsa-sha256-with-null", with(ECDSA_SHA256, der::null())),
        (
            "ecdsa-sha256-with-sequence",
            with(ECDSA_SHA256, der::sequence([])),
        ),
        (
            "ecdsa-sha256-with-curve",
            with(ECDSA_SHA256, der::oid("1.2.840.10045.3.1.7")),
        ),
        (
            "ecdsa-sha256-with-octets",
            with(ECDSA_SHA256, der::octet_string(&[0; 8])),
        ),
        ("ecdsa-sha1", plain("1.2.840.10045.4.1")),
        ("ecdsa-sha224", plain("1.2.840.10045.4.3.1")),
        ("ecdsa-sha384", of(Algorithm::EcdsaSha384)),
        ("ecdsa-sha3-256", plain("2.16.840.1.101.3.4.3.10")),
        ("ecdsa-recommended", plain("1.2.840.10045.4.2")),
        (
            "ecdsa-specified",
            with("1.2.840.10045.4.3", plain(oid::SHA256)),
        ),
        ("ed25519", of(Algorithm::Ed25519)),
        ("rsa-sha256", of(Algorithm::RsaSha256)),
        ("rsa-pss-sha256", of(Algorithm::PssSha256)),
        ("rsa-md5", with("1.2.840.113549.1.1.4", der::null())),
        ("unknown", plain("1.3.6.1.4.1.32473.6")),
    ]
}

fn both_algorithms(tree: &Node) -> Vec<Change> {
    let places =
        ["signature", "signatureAlgorithm"].map(|field| tree.find(field).map(|(at, _)| at));
    let both = |(way, bytes): (&str, Vec<u8>)| Change {
        field: "bothAlgorithms".to_owned(),
        way: way.to_owned(),
        edits: places
            .iter()
            .flatten()
            .map(|at| (at.clone(), bytes.clone()))
            .collect(),
    };
    algorithms().into_iter().map(both).collect()
}

/// Behind the key, where `issuerUniqueID` and `subjectUniqueID` belong (RFC 5280 §4.1.2.8), and what else might stand there.
fn unique_identifiers(tree: &Node) -> Vec<Change> {
    let (Some((key, node)), Some((version, _))) =
        (tree.find("subjectPublicKeyInfo"), tree.find("version"))
    else {
        return Vec::new();
    };
    let after_key = |bytes: &[u8]| (key.clone(), [node.der().as_slice(), bytes].concat());
    let bits = |number: u8| der::context_primitive(number, &[0, 1, 2, 3]);
    let change = |way: &str, edits| Change {
        field: "uniqueIdentifiers".to_owned(),
        way: way.to_owned(),
        edits,
    };
    let constructed = |number| der::context(number, &der::bit_string(&[1, 2, 3]));
    let in_version = |octets: &[u8]| (version.clone(), octets.to_vec());
    let two = der::context(0, &der::integer(1));
    vec![
        change("of-the-issuer", vec![after_key(&bits(1))]),
        change("of-the-subject", vec![after_key(&bits(2))]),
        change("both", vec![after_key(&[bits(1), bits(2)].concat())]),
        change(
            "both-in-the-wrong-order",
            vec![after_key(&[bits(2), bits(1)].concat())],
        ),
        change("twice", vec![after_key(&[bits(1), bits(1)].concat())]),
        change("constructed", vec![after_key(&constructed(1))]),
        change("empty", vec![after_key(&der::context_primitive(1, &[]))]),
        change(
            "eight-unused-bits",
            vec![after_key(&der::context_primitive(1, &[8, 1]))],
        ),
        change("an-unknown-field", vec![after_key(&bits(4))]),
        change("in-version-1", vec![in_version(&[]), after_key(&bits(1))]),
        change("in-version-2", vec![in_version(&two), after_key(&bits(1))]),
    ]
}

/// Signatures that are not what the signer wrote.
fn signatures(tree: &Node) -> Vec<Change> {
    let Some((at, _)) = tree.find("signatureValue") else {
        return Vec::new();
    };
    let mut rows = vec![
        ("empty", der::bit_string(&[])),
        ("an-octet", der::bit_string(&[0])),
        ("ones", der::bit_string(&[0xff; 64])),
    ];
    if let (Some((_, r)), Some((_, s))) = (
        tree.find("signatureValue.ecdsa.r"),
        tree.find("signatureValue.ecdsa.s"),
    ) {
        let order =
            num_bigint::BigUint::parse_bytes(ORDER_OF_P256, 16).expect("hexadecimal digits");
        let other = order - num_bigint::BigUint::from_bytes_be(&s.inside());
        let negated = der::sequence([r.der(), der::unsigned(&other.to_bytes_be())]);
        rows.push(("s-negated", der::bit_string(&negated)));
        let fixed = |node: &Node| {
            let octets = node.inside();
            let digits = octets.strip_prefix(&[0]).unwrap_or(&octets).to_vec();
            [vec![0; 32 - digits.len()], digits].concat()
        };
        rows.push((
            "r-and-s-side-by-side",
            der::bit_string(&[fixed(r), fixed(s)].concat()),
        ));
    }
    rows.into_iter()
        .map(|(way, bytes)| Change {
            field: "signatureValue".to_owned(),
            way: way.to_owned(),
            edits: vec![(at.clone(), bytes)],
        })
        .collect()
}

const ORDER_OF_P256: &[u8] = b"ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
