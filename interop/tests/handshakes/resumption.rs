//! Resumption skips verification: whoever was revoked since resumes, unless the sessions are tied to the verifier. In both
//! directions, for TLS 1.2 and 1.3, with sessions that the server stores and with tickets that it does not.

use std::io;
use std::sync::Arc;

use chainverify::Report;
use chainverify::rustls::Handle;
use chainverify_interop::pki::{
    Party, Pki, client_config, mutual_client_config, mutual_server_config, server_config,
};
use chainverify_interop::tls::{Done, Server, alert, connect};
use rustls::client::{ClientSessionMemoryCache, Resumption};
use rustls::crypto::ring::Ticketer;
use rustls::server::ServerSessionMemoryCache;
use rustls::version::{TLS12, TLS13};
use rustls::{
    AlertDescription, ClientConfig, HandshakeKind, ServerConfig, SupportedProtocolVersion,
};

/// Where the server keeps sessions.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kept {
    InMemory,
    InTickets,
}

/// Whether sessions are those of a verifier.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Tied {
    Yes,
    No,
}

const REVOKED: &[u8] = &[5];

fn each(test: impl Fn(&'static SupportedProtocolVersion, Kept, Tied)) {
    for version in [&TLS12, &TLS13] {
        for kept in [Kept::InMemory, Kept::InTickets] {
            for tied in [Tied::Yes, Tied::No] {
                test(version, kept, tied);
            }
        }
    }
}

/// Connects three times, with an exchange of the verifier before the third.
fn three(client: ClientConfig, server: ServerConfig, exchange: impl Fn()) -> [Ends; 3] {
    let server = Server::start(Arc::new(server), 3);
    let client = Arc::new(client);
    let connect = || connect(&client, server.address, "localhost");
    let first = connect();
    let second = connect();
    exchange();
    let third = connect();
    let mut ended = server.ended().into_iter();
    [first, second, third].map(|client| Ends {
        client,
        server: ended.next().unwrap(),
    })
}

/// How one connection ended.
struct Ends {
    client: io::Result<Done>,
    server: io::Result<Done>,
}

impl Ends {
    /// What the handshake was, for both.
    fn kind(&self) -> HandshakeKind {
        let [client, server] = [&self.client, &self.server].map(|end| end.as_ref().unwrap().kind);
        assert_eq!(client, server);
        client
    }
}

fn code(outcome: &io::Result<Done>) -> &'static str {
    let report = Report::of(outcome.as_ref().unwrap_err()).unwrap();
    report.code().unwrap().id()
}

/// Puts a CRL that revokes into the verifier.
fn revoke(handle: &Handle, pki: &Pki) {
    let revoked = handle.verifier().with_crls([pki.crl(&[REVOKED])]);
    handle.replace(&revoked).unwrap();
}

fn keep(config: &mut ServerConfig, kept: Kept) {
    match kept {
        Kept::InMemory => config.session_storage = ServerSessionMemoryCache::new(64),
        Kept::InTickets => config.ticketer = Ticketer::new().unwrap(),
    }
}

fn keep_tied(config: &mut ServerConfig, kept: Kept, handle: &Handle) {
    match kept {
        Kept::InMemory => {
            let sessions = handle.sessions(|| ServerSessionMemoryCache::new(64));
            config.session_storage = Arc::new(sessions);
        }
        Kept::InTickets => {
            let tickets = handle.sessions(|| Ticketer::new().expect("random octets"));
            config.ticketer = Arc::new(tickets);
        }
    }
}

#[test]
fn a_revoked_client_resumes_unless_the_server_ties_its_sessions_to_the_verifier() {
    let pki = Pki::new("Test");
    let client = pki.client_cert("client").serial(REVOKED).sign();
    let client = Party::new([&client, &pki.ca]);
    each(|version, kept, tied| {
        let clients = pki.of_clients();
        let handle = clients.handle();
        let mut server = mutual_server_config(&pki.server("localhost"), clients, &[version]);
        match tied {
            Tied::Yes => keep_tied(&mut server, kept, &handle),
            Tied::No => keep(&mut server, kept),
        }
        let client = mutual_client_config(&client, pki.for_servers(), &[version]);
        let [first, second, third] = three(client, server, || revoke(&handle, &pki));
        let case = format!("{version:?}, {kept:?}, tied: {tied:?}");
        assert_eq!(first.kind(), HandshakeKind::Full, "{case}");
        assert_eq!(second.kind(), HandshakeKind::Resumed, "{case}");
        match tied {
            Tied::No => assert_eq!(third.kind(), HandshakeKind::Resumed, "{case}"),
            Tied::Yes => {
                assert_eq!(code(&third.server), "revoked", "{case}");
                let heard = alert(&third.client.unwrap_err());
                assert_eq!(heard, Some(AlertDescription::CertificateUnknown), "{case}");
            }
        }
    });
}

#[test]
fn a_revoked_server_is_resumed_unless_the_client_ties_its_sessions_to_the_verifier() {
    let pki = Pki::new("Test");
    let party = pki.server_cert("localhost").serial(REVOKED).sign();
    let party = Party::new([&party, &pki.ca]);
    each(|version, kept, tied| {
        let for_servers = pki.for_servers();
        let handle = for_servers.handle();
        let mut server = server_config(&party, &[version]);
        keep(&mut server, kept);
        let mut client = client_config(for_servers, &[version]);
        client.resumption = match tied {
            Tied::Yes => {
                let sessions = handle.sessions(|| Arc::new(ClientSessionMemoryCache::new(64)));
                Resumption::store(Arc::new(sessions))
            }
            Tied::No => Resumption::in_memory_sessions(64),
        };
        let [first, second, third] = three(client, server, || revoke(&handle, &pki));
        let case = format!("{version:?}, {kept:?}, tied: {tied:?}");
        assert_eq!(first.kind(), HandshakeKind::Full, "{case}");
        assert_eq!(second.kind(), HandshakeKind::Resumed, "{case}");
        match tied {
            Tied::No => assert_eq!(third.kind(), HandshakeKind::Resumed, "{case}"),
            Tied::Yes => {
                assert_eq!(code(&third.client), "revoked", "{case}");
                let heard = alert(&third.server.unwrap_err());
                assert_eq!(heard, Some(AlertDescription::CertificateUnknown), "{case}");
            }
        }
    });
}

#[test]
fn good_peers_have_a_full_handshake_after_an_exchange() {
    let pki = Pki::new("Test");
    each(|version, kept, _| {
        let clients = pki.of_clients();
        let handle = clients.handle();
        let mut server = mutual_server_config(&pki.server("localhost"), clients, &[version]);
        keep_tied(&mut server, kept, &handle);
        let client = mutual_client_config(&pki.client("client"), pki.for_servers(), &[version]);
        let ends = three(client, server, || revoke(&handle, &pki));
        let wanted = [
            HandshakeKind::Full,
            HandshakeKind::Resumed,
            HandshakeKind::Full,
        ];
        assert_eq!(
            ends.map(|ends| ends.kind()),
            wanted,
            "{version:?}, {kept:?}"
        );
    });
}
