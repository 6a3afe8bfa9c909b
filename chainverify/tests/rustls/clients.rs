//! A server verifies clients.

use std::sync::Arc;

use chainverify::cert::ext::GeneralName;
use chainverify::rustls::{Anonymous, ClientVerifier, RootHints, ServerVerifier, Unfit};
use chainverify::{Policy, Purpose, Report, Verifier};
use chainverify_testdata::{CertBuilder, Extension, Made, oid};
use rustls::server::danger::ClientCertVerifier;
use rustls::{AlertDescription, DistinguishedName, Error};

use crate::both_sides::{
    Party, VERSIONS, client, for_servers, mutual, of_clients, provider, shake,
};
use crate::by_hand::{ders, store, trio};

/// A root of clients and a client under it.
fn clients() -> [Made; 2] {
    let root = CertBuilder::ca("Clients").sign();
    let leaf = CertBuilder::leaf("device-7.example")
        .uri("spiffe://example.org/device/7")
        .extension(Extension::extended_key_usage(&[oid::CLIENT_AUTH]))
        .issuer(&root)
        .sign();
    [root, leaf]
}

#[test]
fn mutual_tls_is_good_where_both_sides_know_each_other() {
    let [root, ca, leaf] = trio();
    let [clients, device] = clients();
    for version in VERSIONS {
        let of = ClientVerifier::new(of_clients(store(&[&clients])), &provider()).unwrap();
        let server = Arc::new(mutual(version, of, Party::new(&[&leaf, &ca])));
        let verifier = ServerVerifier::new(for_servers(store(&[&root])), &provider()).unwrap();
        let client = client(version, verifier, Some(Party::new(&[&device])));
        let ended = shake(&Arc::new(client), &server);
        assert!(ended.is_good());
        let certificates = ended.connection.peer_certificates().unwrap();
        assert_eq!(certificates, ders(&[&device]));
    }
}

#[test]
fn a_client_without_a_certificate_is_refused_unless_it_is_allowed() {
    let [root, ca, leaf] = trio();
    let [clients, _] = clients();
    let ended = |version, anonymous| {
        let of = ClientVerifier::new(of_clients(store(&[&clients])), &provider()).unwrap();
        let server = mutual(version, of.anonymous(anonymous), Party::new(&[&leaf, &ca]));
        let verifier = ServerVerifier::new(for_servers(store(&[&root])), &provider()).unwrap();
        shake(
            &Arc::new(client(version, verifier, None)),
            &Arc::new(server),
        )
    };
    for version in VERSIONS {
        assert!(ended(version, Anonymous::Allowed).is_good());
        let refused = ended(version, Anonymous::Refused);
        assert_eq!(refused.server, Err(Error::NoCertificatesPresented));
        let alert = Error::AlertReceived(AlertDescription::CertificateRequired);
        assert_eq!(refused.client, Err(alert));
    }
}

#[test]
fn a_client_of_another_root_is_refused_with_a_report() {
    let [root, ca, leaf] = trio();
    let [clients, _] = clients();
    let stranger = CertBuilder::leaf("stranger.example").issuer(&ca).sign();
    for version in VERSIONS {
        let of = ClientVerifier::new(of_clients(store(&[&clients])), &provider()).unwrap();
        let server = mutual(version, of, Party::new(&[&leaf, &ca]));
        let verifier = ServerVerifier::new(for_servers(store(&[&root])), &provider()).unwrap();
        let client = client(version, verifier, Some(Party::new(&[&stranger, &ca])));
        let ended = shake(&Arc::new(client), &Arc::new(server));
        let error = ended.server.unwrap_err();
        let report = Report::of(&error).unwrap();
        // The intermediate was sent, and "Root" is not the root of clients.
        assert_eq!(report.code().unwrap().id(), "issuer_not_found");
        assert!(report.names.is_empty());
        assert_eq!(report.purpose, Purpose::Client);
    }
}

#[test]
fn a_policy_for_servers_is_refused_when_the_verifier_is_built() {
    let [clients, _] = clients();
    let error = ClientVerifier::new(for_servers(store(&[&clients])), &provider()).unwrap_err();
    assert!(matches!(
        &error,
        Unfit::Purpose {
            asked: Purpose::Server,
            ..
        }
    ));
    assert_eq!(
        error.to_string(),
        "the policy asks for serverAuth, but certificates of clients are for clientAuth; build the \
         verifier with Policy::web_client()"
    );
    let any = Verifier::builder()
        .roots(store(&[&clients]))
        .policy(Policy::rfc5280());
    assert!(ClientVerifier::new(any.build(), &provider()).is_ok());
}

#[test]
fn the_hints_are_the_names_of_the_roots_each_once_unless_others_are_given() {
    let one = CertBuilder::ca("One").sign();
    let again = CertBuilder::ca("One").serial(&[9]).sign();
    let two = CertBuilder::ca("Two").sign();
    let verifier = of_clients(store(&[&one, &again, &two]));
    let verifier = ClientVerifier::new(verifier, &provider()).unwrap();
    let subjects =
        |made: &[&Made]| -> Vec<_> { made.iter().map(|made| made.subject.der()).collect() };
    let hints = |verifier: &ClientVerifier| -> Vec<_> {
        let hints = verifier.root_hint_subjects().iter();
        hints.map(|name| name.as_ref().to_vec()).collect()
    };
    assert_eq!(hints(&verifier), subjects(&[&one, &two]));
    let these = RootHints::These(vec![DistinguishedName::in_sequence(
        &two.subject.der()[2..],
    )]);
    let verifier = verifier.root_hints(these);
    assert_eq!(hints(&verifier), subjects(&[&two]));
    let verifier = verifier.root_hints(RootHints::None);
    assert!(hints(&verifier).is_empty());
    let verifier = verifier.root_hints(RootHints::FromRoots);
    assert_eq!(hints(&verifier), subjects(&[&one, &two]));
}

#[test]
fn hints_that_no_message_can_hold_are_left_out() {
    let many: Vec<_> = (0..1200)
        .map(|number| CertBuilder::ca(&format!("{number:060}")).sign())
        .collect();
    let many: Vec<_> = many.iter().collect();
    let verifier = |count: usize| {
        let verifier = of_clients(store(&many[..count]));
        ClientVerifier::new(verifier, &provider()).unwrap()
    };
    assert_eq!(verifier(500).root_hint_subjects().len(), 500);
    assert_eq!(verifier(1200).root_hint_subjects().len(), 0);
    let [root, ca, leaf] = trio();
    let server = mutual(VERSIONS[1], verifier(1200), Party::new(&[&leaf, &ca]));
    let trusting = ServerVerifier::new(for_servers(store(&[&root])), &provider()).unwrap();
    let client = client(VERSIONS[1], trusting, None);
    let ended = shake(&Arc::new(client), &Arc::new(server));
    assert_eq!(ended.server, Err(Error::NoCertificatesPresented));
}

#[test]
fn an_identity_has_the_names_and_the_anchor_of_a_path_that_is_valid_now() {
    let root = CertBuilder::ca("Clients")
        .validity("2026-01-01T00:00:00Z", "2046-01-01T00:00:00Z")
        .sign();
    let made = |leaf: CertBuilder| {
        let leaf = leaf.validity("2026-01-01T00:00:00Z", "2046-01-01T00:00:00Z");
        let purposes = Extension::extended_key_usage(&[oid::CLIENT_AUTH]);
        leaf.extension(purposes).issuer(&root).sign()
    };
    let device = made(
        CertBuilder::leaf("device-7.example")
            .uri("spiffe://example.org/device/7")
            .email("device@example.org"),
    );
    let verifier = ClientVerifier::new(of_clients(store(&[&root])), &provider()).unwrap();
    let identity = verifier.identity(&ders(&[&device])).unwrap();
    assert_eq!(identity.subject().display_name(), "device-7.example");
    assert_eq!(identity.spiffe_id(), Some("spiffe://example.org/device/7"));
    assert_eq!(identity.anchor().display_name(), "Clients");
    assert_eq!(identity.origin(), &chainverify::Origin::Given);
    assert_eq!(**identity.certificate().der(), *device.der);
    let emails = identity.names().filter(|name| match name {
        GeneralName::Email(mailbox) => *mailbox == b"device@example.org",
        _ => false,
    });
    assert_eq!((identity.names().count(), emails.count()), (3, 1));
    // With two URIs nobody knows which one is meant.
    let two = made(
        CertBuilder::leaf("device-8.example")
            .uri("spiffe://example.org/device/8")
            .uri("https://example.org/"),
    );
    let identity = verifier.identity(&ders(&[&two])).unwrap();
    assert_eq!(identity.spiffe_id(), None);
    let code = |certificates| {
        let report = verifier.identity(certificates).unwrap_err();
        report.code().unwrap().id()
    };
    assert_eq!(code(&[]), "no_certificates");
    let [_, ca, _] = trio();
    let stranger = CertBuilder::leaf("a.example").issuer(&ca).sign();
    assert_eq!(code(&ders(&[&stranger])), "issuer_not_found");
}
