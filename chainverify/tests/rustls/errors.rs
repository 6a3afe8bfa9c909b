//! What a failure is to rustls, by both styles.

use core::error::Error as StdError;
use std::io;
use std::sync::Arc;

use chainverify::finding::Rejection;
use chainverify::policy::RevocationMode;
use chainverify::revocation::crl::Crl;
use chainverify::rustls::{ClientVerifier, Errors, Explained, ServerVerifier};
use chainverify::{Policy, Report, Verifier};
use chainverify_testdata::{CertBuilder, Criticality, CrlBuilder, CrlEntry, Extension, Made, oid};
use rustls::client::danger::ServerCertVerifier;
use rustls::server::danger::ClientCertVerifier;
use rustls::{AlertDescription, CertificateError, Error, ExtendedKeyPurpose};

use crate::both_sides::{for_servers, of_clients, provider};
use crate::by_hand::{ders, now, store, trio};

/// One that expects a server's chain for `example.com`.
fn verify(verifier: &Verifier, errors: Errors, chain: &[&Made]) -> Error {
    let verifier = ServerVerifier::new(verifier.clone(), &provider()).unwrap();
    let [end_entity, intermediates @ ..] = &*ders(chain) else {
        panic!("a chain has a leaf")
    };
    let name = "example.com".try_into().unwrap();
    let verifier = verifier.errors(errors);
    let outcome = verifier.verify_server_cert(end_entity, intermediates, &name, &[], now());
    outcome.unwrap_err()
}

fn standard(verifier: &Verifier, chain: &[&Made]) -> CertificateError {
    match verify(verifier, Errors::Standard, chain) {
        Error::InvalidCertificate(error) => error,
        other => panic!("{other:?}"),
    }
}

fn alert(error: &CertificateError) -> AlertDescription {
    error.clone().into()
}

#[test]
fn a_standard_error_is_the_variant_that_fits_with_its_context() {
    let [root, ca, leaf] = trio();
    let verifier = for_servers(store(&[&root]));
    let of = |leaf: CertBuilder| standard(&verifier, &[&leaf.issuer(&ca).sign(), &ca]);
    let valid = |from, until| CertBuilder::leaf("example.com").validity(from, until);

    let late = of(valid("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"));
    let CertificateError::ExpiredContext { time, not_after } = late else {
        panic!("{late:?}")
    };
    assert_eq!((time, not_after.as_secs()), (now(), 1_767_225_600));
    assert_eq!(alert(&late), AlertDescription::CertificateExpired);

    let early = of(valid("2026-07-01T00:00:00Z", "2027-01-01T00:00:00Z"));
    let CertificateError::NotValidYetContext { not_before, .. } = early else {
        panic!("{early:?}")
    };
    assert_eq!(not_before.as_secs(), 1_782_864_000);

    let other = of(CertBuilder::leaf("example.org")
        .dns("*.example.org")
        .ip("192.0.2.1"));
    let expected = CertificateError::NotValidForNameContext {
        expected: "example.com".try_into().unwrap(),
        presented: ["example.org", "*.example.org", "192.0.2.1"]
            .map(Into::into)
            .into(),
    };
    assert_eq!(other, expected);
    assert_eq!(alert(&other), AlertDescription::BadCertificate);

    let purposes = Extension::extended_key_usage(&[oid::CLIENT_AUTH, "1.2.3"]);
    let for_clients = of(CertBuilder::leaf("example.com").extension(purposes));
    let expected = CertificateError::InvalidPurposeContext {
        required: ExtendedKeyPurpose::ServerAuth,
        presented: vec![
            ExtendedKeyPurpose::ClientAuth,
            ExtendedKeyPurpose::Other(vec![1, 2, 3]),
        ],
    };
    assert_eq!(for_clients, expected);
    assert_eq!(
        alert(&for_clients),
        AlertDescription::UnsupportedCertificate
    );

    let critical =
        CertBuilder::leaf("example.com").raw_extension("1.2.3.4", Criticality::Critical, &[5, 0]);
    assert_eq!(of(critical), CertificateError::UnhandledCriticalExtension);

    let alone = standard(&verifier, &[&leaf]);
    assert_eq!(alone, CertificateError::UnknownIssuer);
    assert_eq!(alert(&alone), AlertDescription::UnknownCA);

    let mut forged = leaf.clone();
    *forged.der.last_mut().unwrap() ^= 1;
    assert_eq!(
        standard(&verifier, &[&forged, &ca]),
        CertificateError::BadSignature
    );

    let mut broken = leaf;
    broken.der.truncate(100);
    assert_eq!(
        standard(&verifier, &[&broken, &ca]),
        CertificateError::BadEncoding
    );
}

#[test]
fn revocation_has_its_variants_too() {
    let [root, ca, _] = trio();
    let leaf = CertBuilder::leaf("example.com")
        .serial(&[7])
        .issuer(&ca)
        .sign();
    let of = |crl: CrlBuilder, mode| {
        let mut policy = Policy::web_server();
        policy.revocation.mode = mode;
        let verifier = Verifier::builder().roots(store(&[&root])).policy(policy);
        let top = CrlBuilder::new(&root).sign();
        let crls = [crl.sign(), top].map(|der| Crl::parse(der.into()).unwrap());
        standard(&verifier.crls(crls).build(), &[&leaf, &ca])
    };
    let revoked = of(
        CrlBuilder::new(&ca).entry(&CrlEntry::new(&[7])),
        RevocationMode::Soft,
    );
    assert_eq!(revoked, CertificateError::Revoked);
    assert_eq!(alert(&revoked), AlertDescription::CertificateRevoked);
    let stale = CrlBuilder::new(&ca).updates("2026-04-01T00:00:00Z", Some("2026-05-01T00:00:00Z"));
    let stale = of(stale, RevocationMode::Hard);
    let CertificateError::ExpiredRevocationListContext { next_update, .. } = stale else {
        panic!("{stale:?}")
    };
    assert_eq!(next_update.as_secs(), 1_777_593_600);
    // That of another CA.
    let other = of(CrlBuilder::new(&root), RevocationMode::Hard);
    assert_eq!(other, CertificateError::UnknownRevocationStatus);
    assert_eq!(alert(&other), AlertDescription::UnknownCA);
}

#[test]
fn what_the_caller_rejects_and_what_has_no_variant() {
    let [root, ca, leaf] = trio();
    let rejecting = Verifier::builder()
        .roots(store(&[&root]))
        .check(Arc::new(
            |_: &[&chainverify::Cert<'_>], _: &chainverify::trust::Anchor| {
                Err(Rejection::new("own", "is not wanted"))
            },
        ))
        .build();
    let rejected = standard(&rejecting, &[&leaf, &ca]);
    assert_eq!(rejected, CertificateError::ApplicationVerificationFailure);
    assert_eq!(alert(&rejected), AlertDescription::AccessDenied);
    // A path that is too long has no variant: it is explained.
    let bounded = CertBuilder::intermediate("Bounded")
        .extension(Extension::basic_constraints(
            chainverify_testdata::Authority::UpTo(0),
        ))
        .issuer(&root)
        .sign();
    let below = CertBuilder::intermediate("Below").issuer(&bounded).sign();
    let deep = CertBuilder::leaf("example.com").issuer(&below).sign();
    let verifier = for_servers(store(&[&root]));
    let error = verify(&verifier, Errors::Standard, &[&deep, &below, &bounded]);
    let report = Report::of(&error).unwrap();
    assert_eq!(report.code().unwrap().id(), "path_too_long");
}

#[test]
fn an_explained_error_is_one_line_and_carries_the_report_through_io() {
    let [root, _, leaf] = trio();
    let error = verify(&for_servers(store(&[&root])), Errors::Explained, &[&leaf]);
    let line = error.to_string();
    // rustls shows what it does not know for debugging.
    let said = "invalid peer certificate: Other(OtherError(\"example.com\" is not trusted: leaf \"example.com\" was issued by \"CA\"";
    assert!(line.starts_with(said), "{line}");
    for shown in [line, format!("{error:?}"), format!("{error:#?}")] {
        assert!(!shown.contains("certificates_left_out"), "{shown}");
        assert!(shown.len() < 600, "{shown}");
    }
    let Error::InvalidCertificate(inner) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(alert(inner), AlertDescription::CertificateUnknown);
    let once = io::Error::new(io::ErrorKind::InvalidData, error);
    let twice: Box<dyn StdError + Send + Sync> = io::Error::other(once).into();
    let report = Report::of(&*twice).unwrap();
    assert_eq!(report.code().unwrap().id(), "issuer_not_found");
    let explained = Explained::from(report.clone());
    assert_eq!(format!("{explained:?}"), report.to_string());
    assert!(
        explained
            .source()
            .unwrap()
            .downcast_ref::<Report>()
            .is_some()
    );
}

#[test]
fn an_error_about_something_else_has_no_report() {
    for error in [
        Error::DecryptError,
        Error::InvalidCertificate(CertificateError::UnknownIssuer),
        Error::General("no".into()),
    ] {
        assert!(Report::of(&error).is_none());
        assert!(Report::of(&io::Error::other(error)).is_none());
    }
    assert!(Report::of(&io::Error::from(io::ErrorKind::TimedOut)).is_none());
}

#[test]
fn errors_inside_of_each_other_without_an_end_are_given_up() {
    #[derive(Debug)]
    struct Endless;
    impl core::fmt::Display for Endless {
        fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
            f.write_str("endless")
        }
    }
    impl StdError for Endless {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            Some(self)
        }
    }
    assert!(Report::of(&Endless).is_none());
}

#[test]
fn clients_are_refused_in_both_styles_too() {
    let [root, ca, _] = trio();
    let clients = CertBuilder::ca("Clients").sign();
    let stranger = CertBuilder::leaf("stranger.example").issuer(&ca).sign();
    let refused = |errors| {
        let of = ClientVerifier::new(of_clients(store(&[&clients])), &provider()).unwrap();
        let [end_entity, intermediates @ ..] = &*ders(&[&stranger, &ca, &root]) else {
            panic!("a chain has a leaf")
        };
        of.errors(errors)
            .verify_client_cert(end_entity, intermediates, now())
            .unwrap_err()
    };
    let standard = refused(Errors::Standard);
    assert_eq!(standard, CertificateError::UnknownIssuer.into());
    let explained = refused(Errors::Explained);
    assert_eq!(
        Report::of(&explained).unwrap().code().unwrap().id(),
        "untrusted_root"
    );
}
