//! CRLs that are read, and each field that is not as RFC 5280 §5 wants it; walk and index agree.

use alloc::string::ToString;
use alloc::vec::Vec;
use std::format;

use chainverify_testdata::{
    CertBuilder, Criticality, CrlBuilder, CrlEntry, Extension, GeneralName, Issuer, Key, Made,
    Name as MadeName, der, oid,
};

use super::index::Index;
use super::*;
use crate::cert::Cert;
use crate::cert::ext::ReasonFlags;

fn ca(name: &str) -> Made {
    CertBuilder::ca(name).sign()
}

fn read(crl: CrlBuilder) -> Result<Crl, ParseError> {
    Crl::parse(crl.sign().into())
}

fn problem(crl: CrlBuilder) -> (Field, Problem) {
    let error = read(crl).unwrap_err();
    (error.field(), error.problem())
}

fn cert(made: &Made) -> Cert<'static> {
    Cert::parse(made.der.clone().into()).unwrap()
}

fn uri_point(uri: &str) -> Vec<u8> {
    der::context(0, &der::context(0, &GeneralName::uri(uri).der()))
}

const TRUE: &[u8] = &[0xff];
const USER: u8 = 1;
const CA: u8 = 2;
const INDIRECT: u8 = 4;
const ATTRIBUTE: u8 = 5;

fn flag(number: u8) -> Vec<u8> {
    der::context_primitive(number, TRUE)
}

#[test]
fn a_list_is_read_with_all_its_fields() {
    let entry = CrlEntry::new(&[5])
        .reason(1)
        .invalid_since("2026-01-15T00:00:00Z");
    let crl = read(CrlBuilder::new(&ca("CA")).entry(&entry)).unwrap();
    assert_eq!(crl.issuer().to_string(), "CN=CA");
    assert_eq!(crl.this_update().to_string(), "2026-01-01T00:00:00Z");
    assert_eq!(
        crl.next_update().unwrap().to_string(),
        "2027-01-01T00:00:00Z"
    );
    assert_eq!(
        (crl.len(), crl.number(), crl.base_number()),
        (1, Some(&[1][..]), None)
    );
    let revoked = crl.entry(crl.issuer(), &[5]).unwrap();
    assert_eq!(revoked.since.to_string(), "2026-02-01T00:00:00Z");
    assert_eq!(revoked.reason, Reason::KeyCompromise);
    assert_eq!(
        revoked.invalid_since.unwrap().to_string(),
        "2026-01-15T00:00:00Z"
    );
    assert_eq!(crl.entry(crl.issuer(), &[6]), None);
    assert_eq!(crl.entry(Name::from_contents(&[]), &[5]), None);
    assert!(format!("{crl:?}").contains("CN=CA"));
}

#[test]
fn each_field_of_an_entry_is_held_to_its_form() {
    let with = |entry: &CrlEntry| problem(CrlBuilder::new(&ca("CA")).entry(entry));
    assert_eq!(
        with(&CrlEntry::new(&[0, 5])),
        (Field::SerialNumber, Problem::BadInteger)
    );
    assert_eq!(
        with(&CrlEntry::new(&[5]).reason(7)),
        (Field::ReasonCode, Problem::BadValue)
    );
    assert_eq!(
        with(&CrlEntry::new(&[5]).reason(11)),
        (Field::ReasonCode, Problem::BadValue)
    );
    let (field, twice) = with(&CrlEntry::new(&[5]).reason(1).reason(2));
    assert_eq!(field, Field::CrlEntryExtensions);
    assert!(matches!(twice, Problem::Duplicate { .. }));
    let date = der::tlv(der::UTC_TIME, b"2602300000Z");
    let bad_date = der::sequence([der::integer(5), date]);
    assert_eq!(
        problem(CrlBuilder::new(&ca("CA")).raw_entry(bad_date)),
        (Field::RevocationDate, Problem::BadTime)
    );
    // Not only the first.
    let late = CrlBuilder::new(&ca("CA"))
        .entry(&CrlEntry::new(&[1]))
        .entry(&CrlEntry::new(&[2]).reason(7));
    assert_eq!(problem(late).1, Problem::BadValue);
}

#[test]
fn version_1_has_no_extensions() {
    let v1 = || CrlBuilder::new(&ca("CA")).v1();
    let crl = read(v1().entry(&CrlEntry::new(&[5]))).unwrap();
    assert!(crl.number().is_none() && crl.entry(crl.issuer(), &[5]).is_some());
    let not_allowed = Problem::NotAllowedInVersion;
    assert_eq!(
        problem(v1().again(Extension::crl_number(1))),
        (Field::CrlExtensions, not_allowed)
    );
    assert_eq!(
        problem(v1().entry(&CrlEntry::new(&[5]).reason(1))),
        (Field::CrlEntryExtensions, not_allowed)
    );
}

#[test]
fn what_is_not_known_and_critical_is_named() {
    let unknown = |criticality| Extension::raw("1.3.9.9", criticality, &der::null());
    let (yes, no) = (Criticality::Critical, Criticality::NonCritical);
    let of = |crl: CrlBuilder| {
        read(crl)
            .unwrap()
            .unknown_critical()
            .map(|oid| oid.to_string())
    };
    let new = || CrlBuilder::new(&ca("CA"));
    assert_eq!(of(new().extension(unknown(no))), None);
    assert_eq!(
        of(new().extension(unknown(yes))).as_deref(),
        Some("1.3.9.9")
    );
    let entry = |criticality| CrlEntry::new(&[5]).extension(unknown(criticality));
    assert_eq!(of(new().entry(&entry(no))), None);
    assert_eq!(
        of(new().entry(&CrlEntry::new(&[1])).entry(&entry(yes))).as_deref(),
        Some("1.3.9.9")
    );
}

#[test]
fn extensions_of_the_list_are_held_to_their_form() {
    let with = |extension| problem(CrlBuilder::new(&ca("CA")).again(extension));
    assert!(matches!(
        with(Extension::crl_number(2)).1,
        Problem::Duplicate { .. }
    ));
    let point = |fields: &[Vec<u8>]| with(Extension::issuing_distribution_point(fields)).1;
    assert_eq!(point(&[]), Problem::Empty);
    assert_eq!(point(&[flag(USER), flag(CA)]), Problem::BadValue);
    assert_eq!(
        point(&[der::context_primitive(USER, &[1])]),
        Problem::BadBoolean
    );
    let negative = |oid| Extension::raw(oid, Criticality::Critical, &der::integer_bytes(&[0x80]));
    assert_eq!(
        with(negative(oid::DELTA_CRL_INDICATOR)).1,
        Problem::BadInteger
    );
    let no_point = Extension::raw(oid::FRESHEST_CRL, Criticality::NonCritical, &[0x30, 0]);
    assert_eq!(with(no_point), (Field::FreshestCrl, Problem::Empty));
}

/// A list of many entries, some of them with serial numbers that end alike.
fn serials() -> impl Iterator<Item = Vec<u8>> {
    (0..400_u32).map(|number| {
        let mut serial = Vec::from([0x41, u8::try_from(number % 7).unwrap()]);
        serial.extend((number / 5).to_be_bytes());
        serial
    })
}

#[test]
fn the_index_answers_as_a_walk_does() {
    let other = GeneralName::Directory(MadeName::common("Other"));
    let indirect = Extension::issuing_distribution_point(&[flag(INDIRECT)]);
    for is_indirect in [false, true] {
        let mut crl = CrlBuilder::new(&ca("CA"));
        for (number, serial) in serials().enumerate() {
            let reason = u8::try_from(number % 6).unwrap();
            let mut entry = CrlEntry::new(&serial).reason(reason);
            if is_indirect && number == 200 {
                entry = entry.certificate_issuer(core::slice::from_ref(&other));
            }
            crl = crl.entry(&entry);
        }
        if is_indirect {
            crl = crl.extension(indirect.clone());
        }
        let crl = read(crl).unwrap();
        let name = MadeName::common("Other").der();
        let names = [crl.issuer(), Name::from_contents(&name[2..])];
        let asked: Vec<_> = serials()
            .chain([Vec::new(), Vec::from([0x41]), Vec::from([0, 0, 0, 7])])
            .collect();
        let index = Index::of(&crl);
        let mut found = [0; 2];
        for (name, found) in names.into_iter().zip(&mut found) {
            for serial in &asked {
                let by_walk = walk::walk(&crl, name, serial);
                assert_eq!(index.find(&crl, name, serial), by_walk, "{serial:?}");
                assert_eq!(crl.entry(name, serial), by_walk);
                *found += usize::from(by_walk.is_some());
            }
        }
        assert_eq!(found, if is_indirect { [200, 200] } else { [400, 0] });
    }
}

#[test]
fn an_entry_that_revokes_counts_before_one_that_takes_from_the_list() {
    for reasons in [[1, 8], [8, 1]] {
        let mut crl = CrlBuilder::new(&ca("CA"));
        for reason in reasons {
            crl = crl.entry(&CrlEntry::new(&[5]).reason(reason));
        }
        let crl = read(crl).unwrap();
        let index = Index::of(&crl);
        for found in [
            walk::walk(&crl, crl.issuer(), &[5]),
            index.find(&crl, crl.issuer(), &[5]),
        ] {
            assert_eq!(found.unwrap().reason, Reason::KeyCompromise);
        }
    }
}

#[test]
fn only_an_indirect_list_names_other_issuers() {
    let other = [GeneralName::Directory(MadeName::common("Other"))];
    let crl = CrlBuilder::new(&ca("CA")).entry(&CrlEntry::new(&[5]).certificate_issuer(&other));
    assert_eq!(problem(crl), (Field::CertificateIssuer, Problem::BadValue));
}

/// The scope of a list for a certificate, at its first distribution point or at none.
fn scope(crl: CrlBuilder, cert: &Cert<'_>) -> Result<ReasonFlags, OutOfScope> {
    let points = cert.extensions().crl_distribution_points.value();
    let point = points.and_then(|points| points.points(cert.der()).next());
    reasons(
        &read(crl).unwrap(),
        cert,
        point.transpose().unwrap().as_ref(),
    )
}

fn point(fields: &[Vec<u8>]) -> Extension {
    let value = der::sequence([der::sequence(fields.to_vec())]);
    Extension::raw(
        oid::CRL_DISTRIBUTION_POINTS,
        Criticality::NonCritical,
        &value,
    )
}

#[test]
fn a_list_without_a_scope_speaks_for_all_certificates_of_its_issuer() {
    let issuer = ca("CA");
    let leaf = cert(&CertBuilder::leaf("a.example").issuer(&issuer).sign());
    assert_eq!(scope(CrlBuilder::new(&issuer), &leaf), Ok(ReasonFlags::ALL));
    assert_eq!(
        scope(CrlBuilder::new(&ca("Another")), &leaf),
        Err(OutOfScope::AnotherIssuer)
    );
    // Whoever has the key: that is for the signature.
    let same_name = Issuer {
        name: MadeName::common("CA"),
        key: Key::p256("another key"),
    };
    assert_eq!(
        scope(CrlBuilder::new(same_name), &leaf),
        Ok(ReasonFlags::ALL)
    );
}

#[test]
fn kinds_of_certificates() {
    let issuer = ca("CA");
    let leaf = cert(&CertBuilder::leaf("a.example").issuer(&issuer).sign());
    let below = cert(&CertBuilder::intermediate("Below").issuer(&issuer).sign());
    let with = |number, cert| {
        let point = Extension::issuing_distribution_point(&[flag(number)]);
        scope(CrlBuilder::new(&issuer).extension(point), cert)
    };
    let all = Ok(ReasonFlags::ALL);
    assert_eq!((with(USER, &leaf), with(CA, &below)), (all, all));
    assert_eq!(with(USER, &below), Err(OutOfScope::OnlyUserCertificates));
    assert_eq!(with(CA, &leaf), Err(OutOfScope::OnlyCaCertificates));
    assert_eq!(
        with(ATTRIBUTE, &leaf),
        Err(OutOfScope::OnlyAttributeCertificates)
    );
}

#[test]
fn a_uri_of_a_distribution_point_is_the_same_octet_for_octet() {
    const URI: &str = "http://crl.example/shard/7.crl";
    let issuer = ca("CA");
    let leaf = CertBuilder::leaf("a.example").extension(Extension::crl_distribution_point(URI));
    let leaf = cert(&leaf.issuer(&issuer).sign());
    let with = |uri: &str| {
        let point = Extension::issuing_distribution_point(&[uri_point(uri)]);
        scope(CrlBuilder::new(&issuer).extension(point), &leaf)
    };
    assert_eq!(with(URI), Ok(ReasonFlags::ALL));
    for other in [
        "http://crl.example/shard/8.crl",
        "http://CRL.example/shard/7.crl",
        "http://crl.example/shard/%37.crl",
        "http://crl.example/shard/7.crl/",
        "",
    ] {
        assert_eq!(
            with(other),
            Err(OutOfScope::AnotherDistributionPoint),
            "{other}"
        );
    }
    // A list of the issuer without a distribution point speaks for all.
    assert_eq!(scope(CrlBuilder::new(&issuer), &leaf), Ok(ReasonFlags::ALL));
    // A part of a list does not speak for a certificate that names no part.
    let plain = cert(&CertBuilder::leaf("a.example").issuer(&issuer).sign());
    let part = Extension::issuing_distribution_point(&[uri_point(URI)]);
    assert_eq!(
        scope(CrlBuilder::new(&issuer).extension(part), &plain),
        Err(OutOfScope::AnotherDistributionPoint)
    );
}

#[test]
fn a_name_relative_to_the_issuer_is_a_name_under_it() {
    let issuer = ca("CA");
    let rdn = |text: &str| {
        let value = der::tlv(der::UTF8_STRING, text.as_bytes());
        let attribute = der::sequence([der::oid(oid::COMMON_NAME), value]);
        der::context(0, &der::context(1, &attribute))
    };
    let leaf = CertBuilder::leaf("a.example").extension(point(&[rdn("CRL 1")]));
    let leaf = cert(&leaf.issuer(&issuer).sign());
    let with = |fields: &[Vec<u8>]| {
        let point = Extension::issuing_distribution_point(fields);
        scope(CrlBuilder::new(&issuer).extension(point), &leaf)
    };
    let all = Ok(ReasonFlags::ALL);
    assert_eq!(with(&[rdn("crl  1")]), all); // by RFC 5280 §7.1
    assert_eq!(
        with(&[rdn("CRL 2")]),
        Err(OutOfScope::AnotherDistributionPoint)
    );
    let full = MadeName::common("CA").and(oid::COMMON_NAME, "CRL 1");
    let full = GeneralName::Directory(full).der();
    assert_eq!(with(&[der::context(0, &der::context(0, &full))]), all);
}

#[test]
fn an_indirect_list_is_named_by_the_certificate() {
    let (issuer, lists) = (ca("CA"), ca("Lists"));
    let of = |name: &str| der::context(2, &GeneralName::Directory(MadeName::common(name)).der());
    let leaf =
        CertBuilder::leaf("a.example").extension(point(&[uri_point("http://l/"), of("Lists")]));
    let leaf = cert(&leaf.issuer(&issuer).sign());
    let indirect = Extension::issuing_distribution_point(&[uri_point("http://l/"), flag(INDIRECT)]);
    let all = Ok(ReasonFlags::ALL);
    assert_eq!(
        scope(CrlBuilder::new(&lists).extension(indirect.clone()), &leaf),
        all
    );
    assert_eq!(
        scope(CrlBuilder::new(&lists), &leaf),
        Err(OutOfScope::NotIndirect)
    );
    assert_eq!(
        scope(CrlBuilder::new(&issuer).extension(indirect), &leaf),
        Err(OutOfScope::AnotherIssuer)
    );
}

#[test]
fn reasons_are_those_of_both_sides() {
    let issuer = ca("CA");
    let bits = |number, set: &[u8]| {
        let der = der::named_bits(set);
        der::context_primitive(number, &der[2..])
    };
    let leaf = CertBuilder::leaf("a.example")
        .extension(point(&[uri_point("http://l/"), bits(1, &[1, 2])]));
    let leaf = cert(&leaf.issuer(&issuer).sign());
    let with = |set: &[u8]| {
        let point = Extension::issuing_distribution_point(&[bits(3, set)]);
        scope(CrlBuilder::new(&issuer).extension(point), &leaf)
    };
    let both = with(&[2, 3]).unwrap();
    assert!(with(&[1, 2]).unwrap().contains(both) && !both.contains(with(&[1, 2]).unwrap()));
    assert_eq!(with(&[3, 4]), Err(OutOfScope::NoReason));
}
