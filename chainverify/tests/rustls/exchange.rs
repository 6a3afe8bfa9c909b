//! What changes while handshakes go on: the verifier behind a handle, and the sessions that end with it.

use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use core::time::Duration;
use std::sync::Arc;
use std::thread;

use chainverify::revocation::crl::Crl;
use chainverify::rustls::{ClientVerifier, Handle, ServerVerifier, Unfit};
use chainverify::{Report, Verifier};
use chainverify_testdata::{CertBuilder, CrlBuilder, CrlEntry, Extension, Made, oid};
use rustls::client::{ClientSessionMemoryCache, Resumption};
use rustls::crypto::ring::Ticketer;
use rustls::server::ServerSessionMemoryCache;
use rustls::{ClientConfig, HandshakeKind, ServerConfig, SupportedProtocolVersion};

use crate::both_sides::{
    Party, VERSIONS, client, for_servers, mutual, of_clients, provider, server, shake,
};
use crate::by_hand::{store, trio};

fn crl(ca: &Made, serials: &[u8]) -> Crl {
    let entries = serials.iter().map(|serial| CrlEntry::new(&[*serial]));
    let crl = entries.fold(CrlBuilder::new(ca), |crl, entry| crl.entry(&entry));
    Crl::parse(crl.sign().into()).unwrap()
}

/// A root with a server and a client under it, whose serial number is 7.
fn parties() -> [Made; 3] {
    let root = CertBuilder::ca("Root").sign();
    let leaf = CertBuilder::leaf("example.com").issuer(&root).sign();
    let device = device(&root, 7);
    [root, leaf, device]
}

fn device(root: &Made, serial: u8) -> Made {
    CertBuilder::leaf("device.example")
        .serial(&[serial])
        .extension(Extension::extended_key_usage(&[oid::CLIENT_AUTH]))
        .issuer(root)
        .sign()
}

#[test]
fn a_verifier_that_does_not_fit_is_not_put_in_place_of_one_that_does() {
    let [root, other, _] = trio();
    let verifier = ServerVerifier::new(for_servers(store(&[&root])), &provider()).unwrap();
    let handle = verifier.handle();
    let error = handle.replace(&of_clients(store(&[&root]))).unwrap_err();
    assert!(matches!(error, Unfit::Purpose { .. }), "{error}");
    let none = handle.replace(&Verifier::new(store(&[])));
    assert_eq!(none, Err(Unfit::NoRoots));
    assert_eq!(handle.verifier().roots().len(), 1);
    let two = handle.verifier().with_roots(store(&[&root, &other]));
    handle.replace(&two).unwrap();
    assert_eq!(verifier.handle().verifier().roots().len(), 2);
}

#[test]
fn a_crl_revokes_from_the_next_handshake_on_and_good_ones_go_on_meanwhile() {
    let [root, leaf, device] = parties();
    let other = self::device(&root, 8);
    let of = of_clients(store(&[&root])).with_crls([crl(&root, &[])]);
    let of = ClientVerifier::new(of, &provider()).unwrap();
    let handle = of.handle();
    let server = Arc::new(mutual(VERSIONS[1], of, Party::new(&[&leaf])));
    let client = |party| {
        let verifier = ServerVerifier::new(for_servers(store(&[&root])), &provider()).unwrap();
        Arc::new(client(VERSIONS[1], verifier, Some(Party::new(&[party]))))
    };
    let (good, bad) = (client(&other), client(&device));
    let (is_over, shaken) = (AtomicBool::new(false), AtomicUsize::new(0));
    let lists = [crl(&root, &[]), crl(&root, &[7])];
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::SeqCst) {
                assert!(shake(&good, &server).is_good());
                shaken.fetch_add(1, Ordering::SeqCst);
            }
        });
        for round in 0..20 {
            let list = &lists[round % 2];
            let verifier = handle.verifier().with_crls([list.clone()]);
            handle.replace(&verifier).unwrap();
            let ended = shake(&bad, &server);
            assert_eq!(ended.is_good(), round % 2 == 0, "{round}");
            if let Err(error) = ended.server {
                let code = Report::of(&error).unwrap().code().unwrap();
                assert_eq!(code.id(), "revoked");
            }
            thread::sleep(Duration::from_millis(2));
        }
        is_over.store(true, Ordering::SeqCst);
    });
    assert!(shaken.load(Ordering::SeqCst) > 0);
}

/// What a server keeps for resumption.
#[derive(Clone, Copy, Debug)]
enum Kept {
    Stored,
    Tickets,
}

fn resuming(
    version: &'static SupportedProtocolVersion,
    of: ClientVerifier,
    leaf: &Made,
    kept: Kept,
) -> (Handle, ServerConfig) {
    let handle = of.handle();
    let mut config = mutual(version, of, Party::new(&[leaf]));
    match kept {
        Kept::Stored => {
            let make = || ServerSessionMemoryCache::new(64);
            config.session_storage = Arc::new(handle.sessions(make));
        }
        Kept::Tickets => {
            let make = || Ticketer::new().unwrap();
            config.ticketer = Arc::new(handle.sessions(make));
        }
    }
    (handle, config)
}

#[test]
fn a_server_resumes_what_the_verifier_in_use_has_verified_and_nothing_else() {
    let [root, leaf, device] = parties();
    for (version, kept) in VERSIONS
        .into_iter()
        .zip([Kept::Stored, Kept::Tickets])
        .chain(VERSIONS.into_iter().zip([Kept::Tickets, Kept::Stored]))
    {
        let of = of_clients(store(&[&root]));
        let of = ClientVerifier::new(of, &provider()).unwrap();
        let (handle, server) = resuming(version, of, &leaf, kept);
        let server = Arc::new(server);
        let client = resuming_client(version, &root, &device);
        let kind = || shake(&client, &server).kind;
        assert_eq!(kind(), Some(HandshakeKind::Full), "{kept:?}");
        assert_eq!(kind(), Some(HandshakeKind::Resumed), "{kept:?}");
        let revoking = handle.verifier().with_crls([crl(&root, &[7])]);
        handle.replace(&revoking).unwrap();
        let refused = shake(&client, &server);
        assert_eq!(refused.kind, Some(HandshakeKind::Full), "{kept:?}");
        assert!(refused.server.is_err(), "{kept:?}");
        let forgiving = handle.verifier().with_crls([]);
        handle.replace(&forgiving).unwrap();
        // Its handshake may have begun before the exchange: nothing is kept for a while.
        for _ in 0..2 {
            let ended = shake(&client, &server);
            assert!(ended.is_good(), "{kept:?}");
            assert_eq!(ended.kind, Some(HandshakeKind::Full), "{kept:?}");
        }
    }
}

#[test]
fn without_that_a_revoked_client_goes_on_by_resumption() {
    let [root, leaf, device] = parties();
    let of = ClientVerifier::new(of_clients(store(&[&root])), &provider()).unwrap();
    let handle = of.handle();
    let server = Arc::new(mutual(VERSIONS[1], of, Party::new(&[&leaf])));
    let client = resuming_client(VERSIONS[1], &root, &device);
    assert!(shake(&client, &server).is_good());
    let revoking = handle.verifier().with_crls([crl(&root, &[7])]);
    handle.replace(&revoking).unwrap();
    let ended = shake(&client, &server);
    assert_eq!(ended.kind, Some(HandshakeKind::Resumed));
    assert!(ended.is_good());
}

/// A client that resumes where it can.
fn resuming_client(
    version: &'static SupportedProtocolVersion,
    root: &Made,
    device: &Made,
) -> Arc<ClientConfig> {
    let verifier = ServerVerifier::new(for_servers(store(&[root])), &provider()).unwrap();
    let mut client = client(version, verifier, Some(Party::new(&[device])));
    client.resumption = Resumption::in_memory_sessions(64);
    Arc::new(client)
}

#[test]
fn a_client_resumes_what_the_verifier_in_use_has_verified_and_nothing_else() {
    let [root, leaf, _] = parties();
    for version in VERSIONS {
        let verifier = ServerVerifier::new(for_servers(store(&[&root])), &provider()).unwrap();
        let handle = verifier.handle();
        let mut client = client(version, verifier, None);
        let sessions = handle.sessions(|| Arc::new(ClientSessionMemoryCache::new(64)));
        client.resumption = Resumption::store(Arc::new(sessions));
        let client = Arc::new(client);
        let server = Arc::new(server(version, Party::new(&[&leaf])));
        assert_eq!(shake(&client, &server).kind, Some(HandshakeKind::Full));
        assert_eq!(shake(&client, &server).kind, Some(HandshakeKind::Resumed));
        let other = CertBuilder::ca("Other Root").sign();
        let elsewhere = handle.verifier().with_roots(store(&[&other]));
        handle.replace(&elsewhere).unwrap();
        let refused = shake(&client, &server);
        assert_eq!(refused.kind, Some(HandshakeKind::Full));
        let code = Report::of(&refused.client.unwrap_err())
            .unwrap()
            .code()
            .unwrap()
            .id();
        assert_eq!(code, "issuer_not_found");
    }
}
