//! A client verifies servers.

use std::sync::{Arc, Mutex};

use chainverify::crypto::ring;
use chainverify::rustls::{ServerVerifier, Staples, Unfit, WithChainverify};
use chainverify::{Algorithms, Policy, Purpose, Report, TrustStore, Verifier};
use chainverify_testdata::{CertBuilder, Criticality, OcspBuilder, OcspStatus};
use pki_types::SignatureVerificationAlgorithm;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::{AlertDescription, ClientConfig, Error};

use crate::both_sides::{
    Ended, Party, VERSIONS, client, for_servers, provider, server, shake, shake_for,
};
use crate::by_hand::{der, now, store, trio};

fn code(error: &Error) -> &'static str {
    let report = Report::of(error).unwrap_or_else(|| panic!("no report in {error:?}"));
    report.code().unwrap().id()
}

#[test]
fn a_server_is_taken_for_its_names_alone() {
    let [root, ca, leaf] = trio();
    for version in VERSIONS {
        let verifier = ServerVerifier::new(for_servers(store(&[&root])), &provider()).unwrap();
        let client = Arc::new(client(version, verifier, None));
        let server = Arc::new(server(version, Party::new(&[&leaf, &ca])));
        assert!(shake(&client, &server).is_good());
        let Ended { client, server, .. } = shake_for("example.org", &client, &server);
        assert_eq!(code(&client.unwrap_err()), "name_mismatch");
        let alert = Error::AlertReceived(AlertDescription::CertificateUnknown);
        assert_eq!(server, Err(alert));
    }
}

#[test]
fn one_line_puts_a_verifier_into_a_configuration() {
    let [root, ca, leaf] = trio();
    let config = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_chainverify(for_servers(store(&[&root])))
        .unwrap()
        .with_no_client_auth();
    let server = Arc::new(server(VERSIONS[1], Party::new(&[&leaf, &ca])));
    // At the time of this machine, which may be after that of the material.
    let ended = shake_for("example.org", &Arc::new(config), &server);
    assert!(["name_mismatch", "expired"].contains(&code(&ended.client.unwrap_err())));
}

#[test]
fn a_verifier_for_something_else_is_refused_when_it_is_built() {
    let [root, ..] = trio();
    let built = |policy| {
        let builder = Verifier::builder().roots(store(&[&root])).policy(policy);
        ServerVerifier::new(builder.build(), &provider()).map(drop)
    };
    for purpose in [
        Purpose::Client,
        Purpose::Email,
        Purpose::Code,
        Purpose::Timestamp,
        Purpose::Ocsp,
    ] {
        let Err(Unfit::Purpose { asked, needed, .. }) =
            built(Policy::web_server().purpose(purpose.clone()))
        else {
            panic!("{purpose:?}")
        };
        assert_eq!((asked, needed), (purpose, Purpose::Server));
    }
    let own = Purpose::Other("1.2.3".parse().unwrap());
    for purpose in [Purpose::Server, Purpose::Any, own] {
        assert_eq!(built(Policy::web_server().purpose(purpose)), Ok(()));
    }
    let none = ServerVerifier::new(Verifier::new(TrustStore::new()), &provider());
    assert_eq!(none.unwrap_err(), Unfit::NoRoots);
    let mut empty = rustls::crypto::ring::default_provider();
    empty.signature_verification_algorithms.all = &[];
    let none = ServerVerifier::new(for_servers(store(&[&root])), &empty);
    assert_eq!(none.unwrap_err(), Unfit::NoAlgorithms);
}

#[test]
fn the_provider_s_algorithms_are_those_of_the_chain_unless_the_verifier_has_its_own() {
    let [root, ca, leaf] = trio();
    let mut provider = rustls::crypto::ring::default_provider();
    let outcome = |verifier: Verifier, provider: &CryptoProvider| {
        let verifier = ServerVerifier::new(verifier, provider).unwrap();
        let leaf = der(&leaf);
        let outcome = verifier.verify_server_cert(
            &leaf,
            &[der(&ca)],
            &"example.com".try_into().unwrap(),
            &[],
            now(),
        );
        outcome.map(drop).map_err(|error| code(&error))
    };
    let plain = for_servers(store(&[&root]));
    let chosen = Verifier::builder()
        .roots(store(&[&root]))
        .algorithms(Algorithms::default())
        .build();
    assert_eq!(outcome(plain.clone(), &self::provider()), Ok(()));
    static ONLY_ED25519: &[&dyn SignatureVerificationAlgorithm] = &[ring::ED25519];
    provider.signature_verification_algorithms.all = ONLY_ED25519;
    assert_eq!(
        outcome(plain, &provider),
        Err("unsupported_signature_algorithm")
    );
    assert_eq!(outcome(chosen, &provider), Ok(()));
}

#[test]
fn a_staple_says_that_a_server_was_revoked_and_a_leaf_may_demand_one() {
    let [root, ca, _] = trio();
    // id-pe-tlsfeature with status_request (RFC 7633 §4).
    let feature = [0x30, 3, 2, 1, 5];
    let demanding = CertBuilder::leaf("example.com")
        .serial(&[8])
        .raw_extension("1.3.6.1.5.5.7.1.24", Criticality::NonCritical, &feature)
        .issuer(&ca)
        .sign();
    let status = |serial: &[u8], status| {
        let next = Some("2026-06-30T00:00:00Z");
        let response = OcspBuilder::new(&ca).single(&ca, serial, &status, next);
        Some(response.sign())
    };
    let leaf = CertBuilder::leaf("example.com")
        .serial(&[7])
        .issuer(&ca)
        .sign();
    let outcome = |party: Party, staples| {
        let verifier = ServerVerifier::new(for_servers(store(&[&root])), &provider()).unwrap();
        let client = client(VERSIONS[1], verifier.staples(staples), None);
        let ended = shake(&Arc::new(client), &Arc::new(server(VERSIONS[1], party)));
        ended.client.map_err(|error| code(&error))
    };
    let stapled = |status| Party::stapling(&[&leaf, &ca], status);
    let is_good = |serial| status(serial, OcspStatus::Good);
    assert_eq!(outcome(stapled(is_good(&[7])), Staples::Counted), Ok(()));
    let revoked = || {
        status(
            &[7],
            OcspStatus::Revoked("2026-05-01T00:00:00Z".into(), Some(1)),
        )
    };
    assert_eq!(
        outcome(stapled(revoked()), Staples::Counted),
        Err("revoked")
    );
    assert_eq!(outcome(stapled(revoked()), Staples::Ignored), Ok(()));
    let demands = |status| Party::stapling(&[&demanding, &ca], status);
    assert_eq!(
        outcome(demands(None), Staples::Counted),
        Err("staple_missing")
    );
    assert_eq!(outcome(demands(is_good(&[8])), Staples::Counted), Ok(()));
    assert_eq!(outcome(demands(None), Staples::Ignored), Ok(()));
}

#[test]
fn the_observer_hears_of_each_verification_and_how_it_ended() {
    let [root, ca, leaf] = trio();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let verifier = ServerVerifier::new(for_servers(store(&[&root])), &provider()).unwrap();
    let said = heard.clone();
    let verifier = verifier.observe(move |outcome| {
        let what = match outcome {
            Ok(path) => path.anchor().name().display_name(),
            Err(report) => report.to_string(),
        };
        said.lock().unwrap().push(what);
    });
    let client = Arc::new(client(VERSIONS[0], verifier, None));
    let server = Arc::new(server(VERSIONS[0], Party::new(&[&leaf, &ca])));
    shake(&client, &server);
    let ended = shake_for("example.org", &client, &server);
    let error = ended.client.unwrap_err();
    let heard = heard.lock().unwrap();
    assert_eq!(heard.len(), 2);
    assert_eq!(heard[0], "Root");
    assert_eq!(heard[1], Report::of(&error).unwrap().to_string());
}

#[test]
fn a_name_that_failed_does_not_count_for_another_one() {
    // As with encrypted client hello: rustls asks for the outer name after the inner one was rejected.
    let [root, ca, leaf] = trio();
    let verifier = ServerVerifier::new(for_servers(store(&[&root])), &provider()).unwrap();
    let ask = |name: &'static str| {
        let name = name.try_into().unwrap();
        let outcome = verifier.verify_server_cert(&der(&leaf), &[der(&ca)], &name, &[], now());
        outcome.is_ok()
    };
    for _ in 0..2 {
        assert!(!ask("inner.example"));
        assert!(ask("example.com"));
    }
}

#[test]
fn a_raw_public_key_is_refused_and_called_one() {
    let [root, _, leaf] = trio();
    let verifier = ServerVerifier::new(for_servers(store(&[&root])), &provider()).unwrap();
    assert!(!verifier.requires_raw_public_keys());
    let key = leaf.key.spki().into();
    let name = "example.com".try_into().unwrap();
    let error = verifier
        .verify_server_cert(&key, &[], &name, &[], now())
        .unwrap_err();
    assert!(
        error.to_string().contains("raw public key (RFC 7250)"),
        "{error}"
    );
}
