//! Our end of a connection: rustls with chainverify, with standard errors, so that alerts say what they can, and with an
//! observer, so that the report is heard.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use chainverify::policy::Purpose;
use chainverify::revocation::crl::Crl;
use chainverify::rustls::{ClientVerifier, Errors, ServerVerifier};
use chainverify::{Origin, Policy, Report, TrustStore, ValidPath, Verifier};
use chainverify_interop::pki::{
    Pki, Versions, client_config, mutual_client_config, mutual_server_config, provider,
    server_config,
};
use chainverify_interop::tls::{Server, alert, connect};
use rustls::version::{TLS12, TLS13};

use crate::cases::{Case, OK, Side};
use crate::foreign::{self, ForeignServer, Seen};
use crate::{openssl, python};

/// The other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Peer {
    Rustls,
    OpenSsl,
    Python,
    Tlslite,
    /// tlslite-ng in a manner of its own; see its script.
    Odd(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V1_2,
    V1_3,
}

impl Peer {
    pub(crate) const ALL: [Self; 4] = [Self::Rustls, Self::OpenSsl, Self::Python, Self::Tlslite];

    /// The manner of its script.
    const fn manner(self) -> &'static str {
        match self {
            Self::Odd(manner) => manner,
            _ => "plain",
        }
    }

    /// Whether it can be run here; if not, that is said.
    pub(crate) fn is_there(self) -> bool {
        match self {
            Self::Rustls => true,
            Self::OpenSsl => openssl::is_installed(),
            Self::Python | Self::Tlslite | Self::Odd(_) => python::environment().is_some(),
        }
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rustls => "rustls",
            Self::OpenSsl => "OpenSSL",
            Self::Python => "Python",
            Self::Tlslite | Self::Odd(_) => "tlslite-ng",
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.digits())
    }
}

impl Version {
    pub(crate) const fn digits(self) -> &'static str {
        match self {
            Self::V1_2 => "1.2",
            Self::V1_3 => "1.3",
        }
    }

    pub(crate) const fn of_rustls(self) -> &'static Versions {
        const BOTH: [&Versions; 2] = [&[&TLS12], &[&TLS13]];
        let [v1_2, v1_3] = BOTH;
        match self {
            Self::V1_2 => v1_2,
            Self::V1_3 => v1_3,
        }
    }
}

/// What comes of a case with this peer.
pub(crate) fn run(case: &Case, peer: Peer, version: Version) -> Seen {
    match case.side {
        Side::Server => verify_server(case, peer, version),
        Side::Client => verify_client(case, peer, version),
    }
}

/// Codes of reports as they are heard.
pub(crate) fn observer() -> (
    impl Fn(Result<&ValidPath<'_>, &Report>) + Send + Sync + 'static,
    Receiver<String>,
) {
    let (codes, heard) = channel();
    let observer = move |outcome: Result<&ValidPath<'_>, &Report>| {
        if let Err(report) = outcome {
            let code = report.code().map_or("none", |code| code.id());
            let _ = codes.send(code.to_owned());
        }
    };
    (observer, heard)
}

fn verifier(case: &Case, purpose: &Purpose) -> Verifier {
    let mut roots = TrustStore::new();
    roots.add(case.root.clone(), Origin::Given).unwrap();
    let policy = match purpose {
        Purpose::Client => Policy::web_client(),
        _ => Policy::web_server(),
    };
    let crl = Crl::parse(case.crl.clone().into()).unwrap();
    let verifier = Verifier::builder().roots(roots).policy(policy);
    verifier.crls([crl]).build()
}

/// Our client connects to a server of other make.
fn verify_server(case: &Case, peer: Peer, version: Version) -> Seen {
    let (observer, heard) = observer();
    let verifier = verifier(case, &Purpose::Server);
    let for_servers = ServerVerifier::new(verifier, &provider()).unwrap();
    let for_servers = for_servers.errors(Errors::Standard).observe(observer);
    let client = Arc::new(client_config(for_servers, version.of_rustls()));
    let party = case.party.as_ref().expect("a server has a certificate");
    let connect = |to| connect(&client, to, "localhost");
    let with = |server: ForeignServer| (connect(server.address()), server.saw());
    let (ours, peer) = match peer {
        Peer::Rustls => {
            let server = server_config(party, version.of_rustls());
            let server = Server::start(Arc::new(server), 1);
            (connect(server.address), word(server.outcome()))
        }
        Peer::OpenSsl => with(openssl::serve(party, version)),
        Peer::Python => {
            let words = ["ssl_peer.py", "server", version.digits()];
            with(python::serve(party, &words))
        }
        Peer::Tlslite | Peer::Odd(_) => {
            let words = ["tlslite_peer.py", "server", version.digits(), peer.manner()];
            with(python::serve(party, &words))
        }
    };
    let code = heard.try_recv().ok();
    // Who refuses says so, and who does not has a connection.
    assert_eq!(ours.is_ok(), code.is_none(), "{ours:?}");
    Seen { code, peer }
}

/// A client of other make connects to our server.
fn verify_client(case: &Case, peer: Peer, version: Version) -> Seen {
    let (observer, heard) = observer();
    let verifier = verifier(case, &Purpose::Client);
    let clients = ClientVerifier::new(verifier, &provider()).unwrap();
    let clients = clients.errors(Errors::Standard).observe(observer);
    let servers = Pki::new("Servers");
    let own = servers.server("localhost");
    let config = mutual_server_config(&own, clients, version.of_rustls());
    let server = Server::start(Arc::new(config), 1);
    let party = case.party.as_ref();
    let port = server.address.port().to_string();
    let peer = match peer {
        Peer::Rustls => {
            let servers = servers.for_servers();
            let config = match party {
                Some(party) => mutual_client_config(party, servers, version.of_rustls()),
                None => client_config(servers, version.of_rustls()),
            };
            word(connect(&Arc::new(config), server.address, "localhost"))
        }
        Peer::OpenSsl => openssl::connect(party, version, &port),
        Peer::Python => python::connect(party, &["ssl_peer.py", "client", version.digits(), &port]),
        Peer::Tlslite | Peer::Odd(_) => {
            let words = [
                "tlslite_peer.py",
                "client",
                version.digits(),
                peer.manner(),
                &port,
            ];
            python::connect(party, &words)
        }
    };
    let ours = server.outcome();
    let code = heard.try_recv().ok();
    assert_eq!(ours.is_ok(), peer == OK, "{ours:?}, {peer}");
    Seen { code, peer }
}

/// What rustls saw of a connection.
fn word<T>(outcome: std::io::Result<T>) -> String {
    match outcome {
        Ok(_) => OK.to_owned(),
        Err(error) => match alert(&error) {
            Some(alert) => foreign::alert_name(u8::from(alert)),
            None => format!("error {error}"),
        },
    }
}
