//! Which error a program sees, and which alert its peer, in either style of errors and either direction.

use std::io;
use std::sync::Arc;

use chainverify::Report;
use chainverify::policy::Purpose;
use chainverify::rustls::{ClientVerifier, Errors, ServerVerifier};
use chainverify_interop::pki::{
    Party, Pki, client_config, mutual_client_config, mutual_server_config, provider, server_config,
};
use chainverify_interop::tls::{Done, Server, alert, connect, rustls_error};
use chainverify_testdata::{CertBuilder, Criticality, Flaw};
use rustls::ALL_VERSIONS;
use rustls::{AlertDescription, CertificateError, Error};

/// What is wrong with a certificate, and what comes of it.
struct Case {
    name: &'static str,
    party: Party,
    code: &'static str,
    /// Whether this is the variant of [`Errors::Standard`].
    is_variant: fn(&CertificateError) -> bool,
    /// With [`Errors::Standard`].
    alert: AlertDescription,
}

const REVOKED: &[u8] = &[5];

/// Failures that both directions have, of a certificate of this builder.
fn cases(pki: &Pki, cert: fn(&Pki, &str) -> CertBuilder) -> Vec<Case> {
    use AlertDescription as Alert;
    let good = || cert(pki, "localhost");
    let of = |leaf: CertBuilder| Party::new([&leaf.sign(), &pki.ca]);
    let case = |name, party, code, is_variant, alert| Case {
        name,
        party,
        code,
        is_variant,
        alert,
    };
    let expired = good().validity("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");
    let early = good().validity("2045-01-01T00:00:00Z", "2046-01-01T00:00:00Z");
    let strange = good().raw_extension("1.2.3.4", Criticality::Critical, b"\x05\x00");
    let other = cert(&Pki::new("Other"), "localhost").sign();
    vec![
        case(
            "expired",
            of(expired),
            "expired",
            |error| matches!(error, CertificateError::ExpiredContext { .. }),
            Alert::CertificateExpired,
        ),
        case(
            "not yet valid",
            of(early),
            "not_yet_valid",
            |error| matches!(error, CertificateError::NotValidYetContext { .. }),
            Alert::CertificateExpired,
        ),
        case(
            "unknown issuer",
            Party::new([&other]),
            "issuer_not_found",
            |error| matches!(error, CertificateError::UnknownIssuer),
            Alert::UnknownCA,
        ),
        case(
            "revoked",
            of(good().serial(REVOKED)),
            "revoked",
            |error| matches!(error, CertificateError::Revoked),
            Alert::CertificateRevoked,
        ),
        case(
            "bad signature",
            of(good().flaw(Flaw::FlippedSignature)),
            "signature_invalid",
            |error| matches!(error, CertificateError::BadSignature),
            Alert::DecryptError,
        ),
        case(
            "critical extension",
            of(strange),
            "unknown_critical_extension",
            |error| matches!(error, CertificateError::UnhandledCriticalExtension),
            Alert::BadCertificate,
        ),
    ]
}

fn server_cases(pki: &Pki) -> Vec<Case> {
    let mut cases = cases(pki, Pki::server_cert);
    cases.push(Case {
        name: "wrong name",
        party: pki.server("example.com"),
        code: "name_mismatch",
        is_variant: |error| matches!(error, CertificateError::NotValidForNameContext { .. }),
        alert: AlertDescription::BadCertificate,
    });
    cases.push(Case {
        name: "wrong purpose",
        party: pki.client("localhost"),
        code: "purpose_not_allowed",
        is_variant: |error| matches!(error, CertificateError::InvalidPurposeContext { .. }),
        alert: AlertDescription::UnsupportedCertificate,
    });
    cases
}

fn client_cases(pki: &Pki) -> Vec<Case> {
    let mut cases = cases(pki, Pki::client_cert);
    cases.push(Case {
        name: "wrong purpose",
        party: pki.server("client"),
        code: "purpose_not_allowed",
        is_variant: |error| matches!(error, CertificateError::InvalidPurposeContext { .. }),
        alert: AlertDescription::UnsupportedCertificate,
    });
    cases
}

/// What both ends of a refused connection say, in both styles.
fn check(case: &Case, errors: Errors, refuses: io::Result<Done>, peer: io::Result<Done>) {
    let name = case.name;
    let error = refuses.expect_err(name);
    let found = Report::of(&error)
        .and_then(Report::code)
        .map(|code| code.id());
    let Some(Error::InvalidCertificate(variant)) = rustls_error(&error) else {
        panic!("{name}: {error}")
    };
    let heard = alert(&peer.expect_err(name));
    match errors {
        Errors::Standard => {
            assert!((case.is_variant)(variant), "{name}: {variant:?}");
            assert_eq!(heard, Some(case.alert), "{name}");
        }
        _ => {
            assert_eq!(found, Some(case.code), "{name}");
            assert!(matches!(variant, CertificateError::Other(_)), "{name}");
            let wanted = Some(AlertDescription::CertificateUnknown);
            assert_eq!(heard, wanted, "{name}");
        }
    }
}

#[test]
fn a_client_says_what_is_wrong_with_a_server() {
    let pki = Pki::new("Test");
    for case in server_cases(&pki) {
        for errors in [Errors::Explained, Errors::Standard] {
            let verifier = pki
                .verifier(&Purpose::Server)
                .with_crls([pki.crl(&[REVOKED])]);
            let for_servers = ServerVerifier::new(verifier, &provider()).unwrap();
            let client = client_config(for_servers.errors(errors), ALL_VERSIONS);
            let server = server_config(&case.party, ALL_VERSIONS);
            let server = Server::start(Arc::new(server), 1);
            let refuses = connect(&Arc::new(client), server.address, "localhost");
            check(&case, errors, refuses, server.outcome());
        }
    }
}

#[test]
fn a_server_says_what_is_wrong_with_a_client() {
    let pki = Pki::new("Test");
    for case in client_cases(&pki) {
        for errors in [Errors::Explained, Errors::Standard] {
            let verifier = pki
                .verifier(&Purpose::Client)
                .with_crls([pki.crl(&[REVOKED])]);
            let clients = ClientVerifier::new(verifier, &provider()).unwrap();
            let clients = clients.errors(errors);
            let server = mutual_server_config(&pki.server("localhost"), clients, ALL_VERSIONS);
            let server = Server::start(Arc::new(server), 1);
            let client = mutual_client_config(&case.party, pki.for_servers(), ALL_VERSIONS);
            let peer = connect(&Arc::new(client), server.address, "localhost");
            check(&case, errors, server.outcome(), peer);
        }
    }
}
