//! What the builder writes, read back value by value.

use chainverify_testdata::der::{self, split};
use chainverify_testdata::{
    CertBuilder, Criticality, Extension, Flaw, Key, Made, Name, RsaSize, Version, oid, pkcs7,
};

/// The values inside of one constructed value.
fn inside(constructed: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let (_, mut content, _) = split(constructed).expect("one whole value");
    let mut values = Vec::new();
    while let Some((tag, value, rest)) = split(content) {
        values.push((tag, value.to_vec()));
        content = rest;
    }
    assert!(
        content.is_empty(),
        "what is inside is a list of whole values"
    );
    values
}

/// The fields of the signed part: version, serial, algorithm, issuer, validity, subject, key, extensions.
fn fields(made: &Made) -> Vec<(u8, Vec<u8>)> {
    let (_, certificate, _) = split(&made.der).expect("a certificate");
    let (tag, content, _) = split(certificate).expect("a signed part");
    inside(&der::tlv(tag, content))
}

/// OID and content of every extension, in order, and whether it is critical.
fn extensions(made: &Made) -> Vec<(Vec<u8>, Criticality)> {
    let all = fields(made).pop().expect("extensions come last").1;
    let each = |(_, extension): &(u8, Vec<u8>)| {
        let parts = inside(&der::tlv(der::SEQUENCE, extension));
        let critical = if parts.len() == 3 {
            Criticality::Critical
        } else {
            Criticality::NonCritical
        };
        (parts[0].1.clone(), critical)
    };
    inside(&all).iter().map(each).collect()
}

#[test]
fn a_certificate_has_its_eight_fields_and_three_parts() {
    let root = CertBuilder::ca("Root").sign();
    let leaf = CertBuilder::leaf("example.com")
        .issuer(&root)
        .serial(&[5])
        .sign();
    assert_eq!(inside(&leaf.der).len(), 3);
    let fields = fields(&leaf);
    assert_eq!(fields.len(), 8);
    assert_eq!(fields[0], (0xa0, der::integer(2)));
    assert_eq!(fields[1], (der::INTEGER, vec![5]));
    assert_eq!(der::tlv(der::SEQUENCE, &fields[3].1), root.subject.der());
    assert_eq!(der::tlv(der::SEQUENCE, &fields[6].1), leaf.key.spki());
}

#[test]
fn making_twice_gives_the_same_bytes_for_every_kind_of_key() {
    let keys = || {
        [
            Key::p256("k"),
            Key::p384("k"),
            Key::ed25519("k"),
            Key::rsa(RsaSize::Bits2048),
        ]
    };
    for (one, other) in keys().into_iter().zip(keys()) {
        let make = |key| CertBuilder::ca("Root").key(key).sign().der;
        assert_eq!(make(one), make(other));
    }
}

#[test]
fn alternative_names_are_critical_where_there_is_no_subject() {
    let id = der::oid_content(oid::SUBJECT_ALT_NAME);
    let criticality = |made: &Made| {
        extensions(made)
            .into_iter()
            .find(|(oid, _)| *oid == id)
            .map(|found| found.1)
    };
    let leaf = CertBuilder::leaf("example.com");
    assert_eq!(
        criticality(&leaf.clone().sign()),
        Some(Criticality::NonCritical)
    );
    assert_eq!(
        criticality(&leaf.clone().subject(Name::empty()).sign()),
        Some(Criticality::Critical)
    );
    assert_eq!(criticality(&leaf.no_names().sign()), None);
}

#[test]
fn an_extension_is_replaced_and_a_raw_one_is_added() {
    let policies = |builder: CertBuilder| {
        let id = der::oid_content(oid::CERTIFICATE_POLICIES);
        extensions(&builder.sign())
            .iter()
            .filter(|(oid, _)| *oid == id)
            .count()
    };
    let leaf = || CertBuilder::leaf("example.com");
    assert_eq!(
        policies(leaf().extension(Extension::certificate_policies(&["2.999"]))),
        1
    );
    assert_eq!(
        policies(leaf().raw_extension(oid::CERTIFICATE_POLICIES, Criticality::Critical, &[])),
        2
    );
    assert_eq!(policies(leaf().without(oid::CERTIFICATE_POLICIES)), 0);
}

#[test]
fn an_old_version_is_written_as_der_wants_it() {
    let v1 = CertBuilder::bare(Name::common("x"), Key::p256("x"))
        .version(Version::V1)
        .sign();
    assert_eq!(fields(&v1).len(), 6);
    let explicit = CertBuilder::bare(Name::common("x"), Key::p256("x"))
        .version(Version::Number(0))
        .sign();
    assert_eq!(fields(&explicit)[0], (0xa0, der::integer(0)));
}

#[test]
fn flaws_break_what_they_name_and_nothing_else() {
    let whole = CertBuilder::leaf("example.com").sign().der;
    let with = |flaw| CertBuilder::leaf("example.com").flaw(flaw).sign().der;
    assert_eq!(
        with(Flaw::TrailingData(vec![0])),
        [whole.as_slice(), &[0]].concat()
    );
    let differing = |other: &[u8]| {
        whole
            .iter()
            .zip(other)
            .filter(|(one, other)| one != other)
            .count()
    };
    assert_eq!(differing(&with(Flaw::FlippedSerial)), 1);
    assert_eq!(differing(&with(Flaw::FlippedSignature)), 1);
    let long = with(Flaw::LongLength);
    assert_eq!(
        (long[1], split(&long).map(|parts| parts.1)),
        (0x84, split(&whole).map(|parts| parts.1))
    );
}

#[test]
fn a_pkcs7_bag_holds_its_certificates() {
    let root = CertBuilder::ca("Root").sign();
    let bag = pkcs7::certs_only([&root, &root]);
    let signed_data = &inside(&bag)[1].1;
    let certificates = &inside(signed_data)[3];
    assert_eq!(
        *certificates,
        (0xa0, [root.der.as_slice(), &root.der].concat())
    );
}
