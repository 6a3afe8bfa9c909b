//! The values of the extensions about policies, places and hints (RFC 5280 §4.2.1, §4.2.2).

use chainverify::der::{Field, Problem};
use chainverify_testdata::{Extension, GeneralName, Name, der, oid};

use super::values::{Get, all_malformed, no_sequences, tag, with};
use super::{bare, parse};

const TLS_FEATURE: &str = "1.3.6.1.5.5.7.1.24";

#[test]
fn certificate_policies_are_a_list_without_doubles() {
    let list = ["1.2.3", oid::ANY_POLICY];
    let made = bare()
        .extension(Extension::certificate_policies(&list))
        .sign();
    let cert = parse(&made.der).unwrap();
    let read = cert.extensions().certificate_policies.value().unwrap();
    let oids: Vec<String> = read.oids(&made.der).map(|oid| oid.to_string()).collect();
    assert_eq!(oids, list);

    let policy = |dotted: &str| der::sequence([der::oid(dotted)]);
    let empty_qualifiers = der::sequence([der::oid("1.2.3"), der::sequence([])]);
    let many = (0..2_000).map(|n| policy(&format!("1.2.{n}")));
    let made = with(oid::CERTIFICATE_POLICIES, &der::sequence(many));
    let cert = parse(&made.der).unwrap();
    let many = &cert.extensions().certificate_policies;
    assert_eq!(many.error(&made.der), None);
    assert_eq!(many.value().unwrap().oids(&made.der).count(), 2_000);

    let mut values = no_sequences(&der::sequence([policy("1.2")]));
    values.extend([
        (
            der::sequence([policy("1.2"), policy("1.2")]),
            7,
            Problem::DuplicatePolicy { first: 2 },
        ),
        (der::sequence([empty_qualifiers]), 10, Problem::Empty),
        (der::sequence([der::sequence([der::null()])]), 4, tag(6, 5)),
        (
            der::sequence([der::sequence([der::oid("1.2"), der::null()])]),
            7,
            Problem::TrailingData,
        ),
    ]);
    let get: Get = |all, der| all.certificate_policies.error(der);
    let oid = oid::CERTIFICATE_POLICIES;
    all_malformed(oid, Field::CertificatePolicies, get, &values);
}

#[test]
fn policy_mappings_are_pairs() {
    let made = bare()
        .extension(Extension::policy_mappings(&[
            ("1.2", "1.3"),
            ("1.4", "1.5"),
        ]))
        .sign();
    let cert = parse(&made.der).unwrap();
    let read = cert.extensions().policy_mappings.value().unwrap();
    let text =
        |(from, to): (chainverify::der::Oid<'_>, chainverify::der::Oid<'_>)| format!("{from}>{to}");
    let pairs: Vec<_> = read.pairs(&made.der).map(text).collect();
    assert_eq!(pairs, ["1.2>1.3", "1.4>1.5"]);

    let pair = || der::sequence([der::oid("1.2"), der::oid("1.3")]);
    let many = core::iter::repeat_with(pair).take(2_000);
    let made = with(oid::POLICY_MAPPINGS, &der::sequence(many));
    let cert = parse(&made.der).unwrap();
    let many = &cert.extensions().policy_mappings;
    assert_eq!(many.error(&made.der), None);
    assert_eq!(many.value().unwrap().pairs(&made.der).count(), 2_000);

    let mut values = no_sequences(&der::sequence([pair()]));
    values.extend([
        (
            der::sequence([der::sequence([der::oid("1.2")])]),
            7,
            Problem::Truncated,
        ),
        (
            der::sequence([der::sequence([
                der::oid("1.2"),
                der::oid("1.2"),
                der::null(),
            ])]),
            10,
            Problem::TrailingData,
        ),
    ]);
    let get: Get = |all, der| all.policy_mappings.error(der);
    all_malformed(oid::POLICY_MAPPINGS, Field::PolicyMappings, get, &values);
}

#[test]
fn policy_constraints_and_inhibit_any_policy_are_small_numbers() {
    let made = bare()
        .extension(Extension::policy_constraints(Some(1), Some(127)))
        .extension(Extension::inhibit_any_policy(200))
        .sign();
    let cert = parse(&made.der).unwrap();
    let read = cert.extensions().policy_constraints.value().unwrap();
    assert_eq!(read.require_explicit_policy, Some(1));
    assert_eq!(read.inhibit_policy_mapping, Some(127));
    let read = cert.extensions().inhibit_any_policy.value().unwrap();
    assert_eq!(read.skip_certs, 200);

    let number = der::context_primitive(0, &[1]);
    let mut values = no_sequences(&der::sequence([number]));
    values.extend([
        (
            der::sequence([der::context_primitive(0, &[0x80])]),
            4,
            Problem::BadInteger,
        ),
        (
            der::sequence([der::context_primitive(1, &[])]),
            4,
            Problem::BadInteger,
        ),
        (
            der::sequence([der::context_primitive(2, &[1])]),
            2,
            Problem::TrailingData,
        ),
    ]);
    let get: Get = |all, der| all.policy_constraints.error(der);
    all_malformed(
        oid::POLICY_CONSTRAINTS,
        Field::PolicyConstraints,
        get,
        &values,
    );
    let values = [
        (der::null(), 0, tag(2, 5)),
        (der::integer_bytes(&[0xff]), 2, Problem::BadInteger),
        (
            [der::integer(1), der::null()].concat(),
            3,
            Problem::TrailingData,
        ),
    ];
    let get: Get = |all, der| all.inhibit_any_policy.error(der);
    all_malformed(
        oid::INHIBIT_ANY_POLICY,
        Field::InhibitAnyPolicy,
        get,
        &values,
    );
}

#[test]
fn of_the_information_access_the_addresses_of_issuers_are_given() {
    let access = |method: &str, name: GeneralName| der::sequence([der::oid(method), name.der()]);
    let (issuers, ocsp) = ("1.3.6.1.5.5.7.48.2", "1.3.6.1.5.5.7.48.1");
    let made = with(
        oid::AUTHORITY_INFO_ACCESS,
        &der::sequence([
            access(ocsp, GeneralName::uri("http://ocsp")),
            access(issuers, GeneralName::dns("no.uri")),
            access(issuers, GeneralName::uri("http://ümlaut")),
            access(issuers, GeneralName::uri("http://a")),
            access(issuers, GeneralName::uri("ldap://b")),
        ]),
    );
    let cert = parse(&made.der).unwrap();
    let read = cert.extensions().authority_info_access.value().unwrap();
    let urls: Vec<_> = read.ca_issuers(&made.der).collect();
    assert_eq!(urls, ["http://ümlaut", "http://a", "ldap://b"]);

    let name = || GeneralName::uri("u").der();
    let mut values = no_sequences(&der::sequence([access(ocsp, GeneralName::uri("u"))]));
    values.extend([
        (der::sequence([der::sequence([name()])]), 4, tag(6, 0x86)),
        (
            der::sequence([der::sequence([der::oid("1.2"), name(), name()])]),
            10,
            Problem::TrailingData,
        ),
    ]);
    let get: Get = |all, der| all.authority_info_access.error(der);
    let oid = oid::AUTHORITY_INFO_ACCESS;
    all_malformed(oid, Field::AuthorityInfoAccess, get, &values);
}

#[test]
fn issuer_and_serial_number_of_an_authority_key_identifier_go_together() {
    let issuer = GeneralName::Directory(Name::common("i"));
    let made = bare()
        .extension(Extension::authority_issuer_and_serial(&issuer, &[9]))
        .sign();
    let cert = parse(&made.der).unwrap();
    let read = cert.extensions().authority_key_identifier.value().unwrap();
    assert_eq!(read.key_identifier, None);
    let serial = read.authority_cert_serial_number.unwrap();
    assert_eq!(cert.bytes(serial), [9]);
    let names = read.authority_cert_issuer.unwrap();
    assert_eq!(cert.bytes(names), issuer.der());

    let alone = der::sequence([der::context_primitive(2, &[9])]);
    let mut values = no_sequences(&der::sequence([]));
    values.pop(); // an empty one says nothing
    values.extend([
        (alone.clone(), alone.len(), Problem::BadValue),
        (der::sequence([der::null()]), 2, Problem::TrailingData),
    ]);
    let get: Get = |all, der| all.authority_key_identifier.error(der);
    let oid = oid::AUTHORITY_KEY_IDENTIFIER;
    all_malformed(oid, Field::AuthorityKeyIdentifier, get, &values);
}

#[test]
fn crl_distribution_points_are_a_list_of_sequences() {
    let uri = der::context_primitive(6, b"http://ca.test/crl");
    let point = der::sequence([der::context(0, &der::context(0, &uri))]);
    let good = der::sequence([point.clone(), point.clone()]);
    let get: Get = |all, der| all.crl_distribution_points.error(der);
    let made = with(oid::CRL_DISTRIBUTION_POINTS, &good);
    let cert = parse(&made.der).unwrap();
    assert_eq!(get(cert.extensions(), &made.der), None);
    let values = [
        (der::null(), 0, tag(0x30, 5)),
        (der::sequence([]), 2, Problem::Empty),
        (
            [good.clone(), der::null()].concat(),
            good.len(),
            Problem::TrailingData,
        ),
        (
            der::sequence([point.clone(), der::null()]),
            2 + point.len(),
            tag(0x30, 5),
        ),
    ];
    let oid = oid::CRL_DISTRIBUTION_POINTS;
    all_malformed(oid, Field::CrlDistributionPoints, get, &values);
}

#[test]
fn extensions_kept_as_they_are_have_contents() {
    let opaque: [(&str, Field, u8, Get); 3] = [
        (
            oid::SUBJECT_KEY_IDENTIFIER,
            Field::SubjectKeyIdentifier,
            4,
            |all, der| all.subject_key_identifier.error(der),
        ),
        (
            oid::SCT_LIST,
            Field::SignedCertificateTimestamps,
            4,
            |all, der| all.signed_certificate_timestamps.error(der),
        ),
        (TLS_FEATURE, Field::TlsFeature, 0x30, |all, der| {
            all.tls_feature.error(der)
        }),
    ];
    for (oid, field, wanted, get) in opaque {
        let good = der::tlv(wanted, &der::integer(5));
        let made = with(oid, &good);
        let cert = parse(&made.der).unwrap();
        assert_eq!(get(cert.extensions(), &made.der), None, "{field}");
        let values = [
            (der::null(), 0, tag(wanted, 5)),
            (der::tlv(wanted, &[]), 2, Problem::Empty),
            (
                [good.clone(), der::null()].concat(),
                good.len(),
                Problem::TrailingData,
            ),
        ];
        all_malformed(oid, field, get, &values);
    }
}
