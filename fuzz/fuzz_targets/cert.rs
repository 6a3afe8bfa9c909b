//! One certificate: no input panics, everything that is pointed at is inside, and what a strict
//! reader accepts is accepted and read in the same way.
#![no_main]

use chainverify::Cert;
use chainverify::cert::ext::Extensions;
use chainverify::cert::{Name, SubjectPublicKeyInfo};
use chainverify::der::{Field, ParseError, Problem, Span, Time};
use libfuzzer_sys::fuzz_target;
use pki_types::CertificateDer;
use x509_cert::Certificate;
use x509_cert::der::{Decode, Encode};

fuzz_target!(|data: &[u8]| {
    let strict = Certificate::from_der(data);
    match Cert::parse(CertificateDer::from_slice(data)) {
        Ok(cert) => {
            walk(&cert);
            if let Ok(strict) = strict {
                agree(&cert, &strict);
            }
        }
        Err(error) => {
            assert!(usize::try_from(error.offset()).expect("32 bits") <= data.len());
            assert!(!error.to_string().is_empty());
            if strict.is_ok() {
                assert!(is_known(&error), "refused: {error}");
            }
        }
    }
});

/// Why we may refuse what the other reader accepts: it reads fields one by one, and these are rules
/// between fields.
fn is_known(error: &ParseError) -> bool {
    match error.problem() {
        // RFC 5280 §4.1.1.2: both algorithm fields are the same.
        Problem::Mismatch
        // §4.1.2.1: identifiers from version 2 on, extensions in version 3.
        | Problem::NotAllowedInVersion
        // §4.2: no extension twice.
        | Problem::Duplicate { .. }
        // §4.1: SEQUENCE SIZE (1..MAX) OF Extension.
        | Problem::Empty => true,
        // X.690 §8.19.2: no arc is padded; the other reader takes any octets up to its length limit.
        Problem::BadOid
        // X.690 §11.5: version 1 is not spelled out.
        | Problem::DefaultEncoded => true,
        // Ours, and rustls-webpki's: a signature is whole octets.
        Problem::BadBitString => error.field() == Field::SignatureValue,
        _ => false,
    }
}

fn agree(cert: &Cert<'_>, strict: &Certificate) {
    let tbs = strict.tbs_certificate();
    assert_eq!(
        cert.serial_number(),
        tbs.serial_number().as_bytes(),
        "serial"
    );
    let name = |own: Name<'_>, other: &x509_cert::name::Name| {
        let der = other.to_der().expect("what was read can be written");
        assert!(der.ends_with(own.as_bytes()), "name");
    };
    name(cert.issuer(), tbs.issuer());
    name(cert.subject(), tbs.subject());
    let time = |own: Time, other: x509_cert::time::Time| {
        let other = other.to_unix_duration().as_secs();
        assert_eq!(
            own.as_unix(),
            i64::try_from(other).expect("a year of four digits")
        );
    };
    time(cert.validity().not_before, tbs.validity().not_before);
    time(cert.validity().not_after, tbs.validity().not_after);
    assert_eq!(cert.signed().signature, strict.signature().raw_bytes());
    let unknown = tbs
        .extensions()
        .map_or(0, |list| list.iter().filter(|one| one.critical).count());
    assert!(cert.extensions().unknown_critical.is_none() || unknown > 0);
}

/// Looks at everything there is.
fn walk(cert: &Cert<'_>) {
    for name in [cert.issuer(), cert.subject()] {
        let _ = (name.to_string(), name.common_name(), name.is_well_formed());
        assert_eq!(name, name);
        for attribute in name.attributes() {
            let _ = format!("{attribute:?}");
        }
    }
    let _ = (cert.version(), cert.is_self_issued(), format!("{cert:?}"));
    for time in [cert.validity().not_before, cert.validity().not_after] {
        assert!(!time.to_string().is_empty());
    }
    if let Ok(key) = SubjectPublicKeyInfo::parse(cert.subject_public_key_info()) {
        assert!(!key.kind.to_string().is_empty());
    }
    assert!(cert.der().len() > cert.signed().message.len());
    extensions(cert, cert.extensions());
    let owned = cert.clone().into_owned();
    assert_eq!(owned.serial_number(), cert.serial_number());
    assert_eq!(format!("{owned:?}"), format!("{cert:?}"));
}

fn extensions(cert: &Cert<'_>, all: &Extensions) {
    let der = cert.der();
    macro_rules! each {
        ($($field:ident),*) => { $(
            within(cert, all.$field.span());
            if let Some(error) = all.$field.error(der) {
                assert!(usize::try_from(error.offset()).expect("32 bits") <= der.len());
            }
            assert_eq!(all.$field.is_present(), all.$field.span().is_some());
        )* };
    }
    each!(
        authority_key_identifier,
        subject_key_identifier,
        key_usage,
        certificate_policies,
        policy_mappings,
        subject_alt_name,
        issuer_alt_name,
        basic_constraints,
        name_constraints,
        policy_constraints,
        extended_key_usage,
        crl_distribution_points,
        inhibit_any_policy,
        authority_info_access,
        signed_certificate_timestamps,
        tls_feature
    );
    within(cert, all.unknown_critical);
    if let Some(key) = all.authority_key_identifier.value() {
        within(cert, key.key_identifier);
        within(cert, key.authority_cert_issuer);
        within(cert, key.authority_cert_serial_number);
    }
    within(
        cert,
        all.subject_key_identifier.value().map(|value| value.span()),
    );
    lists(all, der);
}

/// Each list comes to an end.
fn lists(all: &Extensions, der: &[u8]) {
    let mut seen = 0;
    let names = all.subject_alt_name.value();
    seen += names.map_or(0, |names| names.names(der).count());
    let names = all.issuer_alt_name.value();
    seen += names.map_or(0, |names| names.names(der).count());
    if let Some(constraints) = all.name_constraints.value() {
        seen += constraints.permitted.bases(der).count() + constraints.excluded.bases(der).count();
    }
    seen += all
        .certificate_policies
        .value()
        .map_or(0, |list| list.oids(der).count());
    seen += all
        .policy_mappings
        .value()
        .map_or(0, |list| list.pairs(der).count());
    seen += all
        .extended_key_usage
        .value()
        .map_or(0, |list| list.oids(der).count());
    seen += all
        .authority_info_access
        .value()
        .map_or(0, |list| list.ca_issuers(der).count());
    seen += all
        .signed_certificate_timestamps
        .value()
        .map_or(0, |list| list.scts(der).count());
    assert!(seen <= der.len(), "more entries than bytes");
}

fn within(cert: &Cert<'_>, span: Option<Span>) {
    if let Some(span) = span {
        assert!(span.start() <= span.end());
        assert!(usize::try_from(span.end()).expect("32 bits") <= cert.der().len());
        let _ = cert.bytes(span);
    }
}
