//! Whole handshakes of rustls with rustls in memory, whose certificates are verified by this library and by rustls' own verifiers: TLS 1.3,
//! full ones, both sides in one thread. What is cold keeps nothing between handshakes; what is warm keeps signatures, issuers and keys.

use core::time::Duration;
use std::sync::Arc;

use ::chainverify::revocation::crl::Crl;
use ::chainverify::rustls::{ClientVerifier, Handle, ServerVerifier};
use ::chainverify::{Policy, Verifier};
use chainverify_testdata::{CertBuilder, CrlBuilder, CrlEntry, Extension, Key, Made, RsaSize, oid};
use pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::client::danger::ServerCertVerifier;
use rustls::client::{Resumption, WebPkiServerVerifier};
use rustls::crypto::CryptoProvider;
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::time_provider::TimeProvider;
use rustls::{
    ClientConfig, ClientConnection, NamedGroup, RootCertStore, ServerConfig, ServerConnection,
    version,
};

use crate::algorithms::List;
use crate::chains::QUESTION;
use crate::measure::{Effort, side_by_side};
use crate::peers::chainverify::{AWS_LC_RS_PREPARED, store, warm};
use crate::table::Row;

/// A handshake takes so long that a turn for figures has some 10 to 30 of them, and all turns of one task
/// at least 10 000 with keys on curves.
pub(crate) fn effort(asked: Effort) -> Effort {
    match asked.rounds < Effort::FULL.rounds {
        true => asked,
        false => Effort {
            rounds: 501,
            turn: Duration::from_millis(15),
        },
    }
}

/// The time of one kind of handshake beside that of another.
#[derive(Clone, Debug)]
pub(crate) struct Trial {
    provider: &'static str,
    pub(crate) keys: &'static str,
    direction: Direction,
    /// Microseconds with rustls' own verifier.
    webpki: f64,
    /// Cold, as a ratio to that.
    pub(crate) cold: f64,
    /// Warm, as a ratio to that.
    pub(crate) warm: f64,
}

/// Who is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// The server.
    Server,
    /// Both.
    Mutual,
}

impl Direction {
    const ALL: [Self; 2] = [Self::Server, Self::Mutual];

    /// As a row says it.
    const fn id(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Mutual => "server and client",
        }
    }
}

/// Measures all.
pub(crate) fn measure(effort: Effort) -> Vec<Trial> {
    let mut trials = Vec::new();
    for provider in [Provider::ring(), Provider::aws_lc_rs()] {
        for (keys, parties) in [("P-256", Parties::p256()), ("RSA 2048", Parties::rsa())] {
            for direction in Direction::ALL {
                let tasks = [Kept::Webpki, Kept::Nothing, Kept::All]
                    .map(|kept| Handshake::new(&parties, &provider, direction, kept));
                let tasks = tasks.each_ref().map(|task| move || task.shake());
                let tasks = tasks.each_ref().map(|task| task as &dyn Fn());
                let samples = side_by_side(&tasks, effort);
                let [webpki, cold, warm] = &*samples else {
                    continue;
                };
                trials.push(Trial {
                    provider: provider.name,
                    keys,
                    direction,
                    webpki: webpki.nanos() / 1e3,
                    cold: cold.ratio_to(webpki),
                    warm: warm.ratio_to(webpki),
                });
            }
        }
    }
    trials
}

/// As rows of a table.
pub(crate) fn rows(trials: &[Trial]) -> Vec<Row> {
    let head = [
        "handshake",
        "webpki, µs",
        "cold, × webpki",
        "warm, × webpki",
    ];
    let rows = trials.iter().map(|trial| {
        vec![
            trial.name(),
            format!("{:.0}", trial.webpki),
            format!("{:.3}", trial.cold),
            format!("{:.3}", trial.warm),
        ]
    });
    let head = head.map(str::to_string).to_vec();
    core::iter::once(head).chain(rows).collect()
}

impl Trial {
    /// What was measured.
    pub(crate) fn name(&self) -> String {
        let direction = self.direction.id();
        format!("{}, {}, {direction} verified", self.provider, self.keys)
    }
}

/// What does the arithmetic.
pub(crate) struct Provider {
    name: &'static str,
    /// With one key exchange, so that it is the same for all.
    rustls: Arc<CryptoProvider>,
    /// Algorithms that keep keys, if it has some.
    prepared: Option<List>,
}

impl Provider {
    pub(crate) fn ring() -> Self {
        Self::new("ring", rustls::crypto::ring::default_provider(), None)
    }

    fn aws_lc_rs() -> Self {
        let rustls = rustls::crypto::aws_lc_rs::default_provider();
        Self::new("aws-lc-rs", rustls, Some(AWS_LC_RS_PREPARED))
    }

    fn new(name: &'static str, mut rustls: CryptoProvider, prepared: Option<List>) -> Self {
        let groups = &mut rustls.kx_groups;
        groups.retain(|group| group.name() == NamedGroup::X25519);
        Self {
            name,
            rustls: Arc::new(rustls),
            prepared,
        }
    }
}

/// A root with an intermediate, and a server and two clients under that.
pub(crate) struct Parties {
    root: Made,
    ca: Made,
    server: Made,
    client: Made,
    /// Its serial number is [`SUSPECT`].
    suspect: Made,
}

const SUSPECT: &[u8] = &[66];

impl Parties {
    pub(crate) fn p256() -> Self {
        Self::with(Key::p256)
    }

    fn rsa() -> Self {
        Self::with(|_| Key::rsa(RsaSize::Bits2048))
    }

    fn with(key: impl Fn(&str) -> Key) -> Self {
        let root = CertBuilder::ca("Root").key(key("root")).sign();
        let ca = CertBuilder::intermediate("CA").key(key("ca"));
        let ca = ca.issuer(&root).sign();
        let leaf = |name: &str, purpose, serial: &[u8]| {
            let purposes = Extension::extended_key_usage(&[purpose]);
            let leaf = CertBuilder::leaf(name).key(key(name)).extension(purposes);
            leaf.serial(serial).issuer(&ca).sign()
        };
        Self {
            server: leaf(QUESTION.host, oid::SERVER_AUTH, &[64]),
            client: leaf("device.example", oid::CLIENT_AUTH, &[65]),
            suspect: leaf("suspect.example", oid::CLIENT_AUTH, SUSPECT),
            ca,
            root,
        }
    }

    fn chain(&self, leaf: &Made) -> Identity {
        let chain = [leaf, &self.ca].map(|made| made.der.clone().into());
        let key = PrivatePkcs8KeyDer::from(leaf.key.pkcs8());
        (chain.to_vec(), key.into())
    }
}

/// What is kept between handshakes, and by whom.
#[derive(Clone, Copy)]
enum Kept {
    /// rustls' own verifiers, which keep nothing.
    Webpki,
    Nothing,
    All,
}

struct Handshake {
    client: Arc<ClientConfig>,
    server: Arc<ServerConfig>,
    name: ServerName<'static>,
}

/// When all that is made here is valid.
#[derive(Debug)]
struct Then;

impl TimeProvider for Then {
    fn current_time(&self) -> Option<UnixTime> {
        Some(QUESTION.time)
    }
}

impl Handshake {
    fn new(parties: &Parties, provider: &Provider, direction: Direction, kept: Kept) -> Self {
        let of_server = for_servers(parties, provider, kept);
        let (client, of_client) = match direction {
            Direction::Server => (None, None),
            Direction::Mutual => {
                let of_client = of_clients(parties, provider, kept);
                (Some(parties.chain(&parties.client)), Some(of_client))
            }
        };
        Self {
            client: client_config(provider, of_server, client),
            server: server_config(provider, of_client, parties),
            name: ServerName::try_from(QUESTION.host).expect("a name"),
        }
    }

    fn shake(&self) {
        assert!(self.is_good(), "both sides are good");
    }

    fn is_good(&self) -> bool {
        let client = ClientConnection::new(self.client.clone(), self.name.clone());
        let mut client = client.expect("a client");
        let mut server = ServerConnection::new(self.server.clone()).expect("a server");
        let mut octets = Vec::new();
        while client.wants_write() || server.wants_write() {
            octets.clear();
            client.write_tls(&mut octets).expect("room");
            server.read_tls(&mut &*octets).expect("room");
            if server.process_new_packets().is_err() {
                return false;
            }
            octets.clear();
            server.write_tls(&mut octets).expect("room");
            client.read_tls(&mut &*octets).expect("room");
            if client.process_new_packets().is_err() {
                return false;
            }
        }
        !client.is_handshaking() && !server.is_handshaking()
    }
}

type Identity = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

fn client_config(
    provider: &Provider,
    verifier: Arc<dyn ServerCertVerifier>,
    identity: Option<Identity>,
) -> Arc<ClientConfig> {
    let config = ClientConfig::builder_with_details(provider.rustls.clone(), Arc::new(Then))
        .with_protocol_versions(&[&version::TLS13])
        .expect("TLS 1.3")
        .dangerous()
        .with_custom_certificate_verifier(verifier);
    let mut config = match identity {
        None => config.with_no_client_auth(),
        Some((chain, key)) => config.with_client_auth_cert(chain, key).expect("a key"),
    };
    config.resumption = Resumption::disabled();
    Arc::new(config)
}

fn server_config(
    provider: &Provider,
    verifier: Option<Arc<dyn ClientCertVerifier>>,
    parties: &Parties,
) -> Arc<ServerConfig> {
    let config = ServerConfig::builder_with_details(provider.rustls.clone(), Arc::new(Then))
        .with_protocol_versions(&[&version::TLS13])
        .expect("TLS 1.3");
    let config = match verifier {
        None => config.with_no_client_auth(),
        Some(verifier) => config.with_client_cert_verifier(verifier),
    };
    let (chain, key) = parties.chain(&parties.server);
    let mut config = config.with_single_cert(chain, key).expect("a key");
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Arc::new(config)
}

/// A server whose CRL is exchanged, and two clients of it.
pub(crate) struct Exchange {
    good: Handshake,
    suspect: Handshake,
    handle: Handle,
    /// Without the suspect, and with it; each with that of the root.
    crls: [[Crl; 2]; 2],
}

/// What a CRL says of the suspect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suspect {
    Good,
    Revoked,
}

impl Exchange {
    pub(crate) fn new(parties: &Parties, provider: &Provider) -> Self {
        let own = own(parties, Policy::web_client(), provider, Kept::All).expect("one of ours");
        let verifier = ClientVerifier::new(own, &provider.rustls).expect("one for clients");
        let handle = verifier.handle();
        let server = server_config(provider, Some(Arc::new(verifier)), parties);
        let handshake = |client| Handshake {
            client: client_config(
                provider,
                for_servers(parties, provider, Kept::All),
                Some(parties.chain(client)),
            ),
            server: server.clone(),
            name: ServerName::try_from(QUESTION.host).expect("a name"),
        };
        let crl = |crl: CrlBuilder| Crl::parse(crl.sign().into()).expect("a CRL");
        let of_root = crl(CrlBuilder::new(&parties.root));
        let suspect = CrlEntry::new(SUSPECT);
        let lists = [
            CrlBuilder::new(&parties.ca),
            CrlBuilder::new(&parties.ca).entry(&suspect),
        ];
        Self {
            good: handshake(&parties.client),
            suspect: handshake(&parties.suspect),
            crls: lists.map(|list| [crl(list), of_root.clone()]),
            handle,
        }
    }

    /// Whether the good client gets through.
    pub(crate) fn good(&self) -> bool {
        self.good.is_good()
    }

    /// Whether the suspect gets through.
    pub(crate) fn suspect(&self) -> bool {
        self.suspect.is_good()
    }

    /// Puts another CRL in place, which has the suspect or has it not.
    pub(crate) fn exchange(&self, suspect: Suspect) {
        let [without, with] = &self.crls;
        let crls = match suspect {
            Suspect::Good => without,
            Suspect::Revoked => with,
        };
        let verifier = self.handle.verifier().with_crls(crls.iter().cloned());
        self.handle.replace(&verifier).expect("one for clients");
    }
}

fn for_servers(parties: &Parties, provider: &Provider, kept: Kept) -> Arc<dyn ServerCertVerifier> {
    let Some(own) = own(parties, Policy::web_server(), provider, kept) else {
        let roots = Arc::new(roots(parties));
        let builder = WebPkiServerVerifier::builder_with_provider(roots, provider.rustls.clone());
        return builder.build().expect("roots");
    };
    Arc::new(ServerVerifier::new(own, &provider.rustls).expect("a verifier for servers"))
}

fn of_clients(parties: &Parties, provider: &Provider, kept: Kept) -> Arc<dyn ClientCertVerifier> {
    let Some(own) = own(parties, Policy::web_client(), provider, kept) else {
        let roots = Arc::new(roots(parties));
        let builder = WebPkiClientVerifier::builder_with_provider(roots, provider.rustls.clone());
        return builder.build().expect("roots");
    };
    Arc::new(ClientVerifier::new(own, &provider.rustls).expect("a verifier of clients"))
}

/// None where rustls' own is asked for.
fn own(parties: &Parties, policy: Policy, provider: &Provider, kept: Kept) -> Option<Verifier> {
    let roots = store(vec![parties.root.der.clone().into()]);
    let builder = Verifier::builder().roots(roots).policy(policy);
    match kept {
        Kept::Webpki => None,
        Kept::Nothing => Some(builder.build()),
        Kept::All => Some(warm(builder, provider.prepared)),
    }
}

fn roots(parties: &Parties) -> RootCertStore {
    let mut roots = RootCertStore::empty();
    let root = CertificateDer::from_slice(&parties.root.der);
    roots.add(root).expect("a root");
    roots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_handshake_is_measured_once() {
        let trials = measure(Effort::ONCE);
        assert_eq!(trials.len(), 8);
        for trial in &trials {
            let all = [trial.webpki, trial.cold, trial.warm];
            assert!(all.iter().all(|figure| figure.is_finite() && *figure > 0.0));
        }
        assert_eq!(rows(&trials).len(), 9);
    }
}
