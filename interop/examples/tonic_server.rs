//! A tonic server with mutual TLS: the log says why a client was refused. Its three lines for chainverify end in `// ours`.
//! The TLS of tonic itself has no place for a verifier, so that tokio-rustls accepts the connections.
//!
//! ```sh
//! cargo run --example tonic_server -- 127.0.0.1:50051 server.pem server.key clients.pem
//! ```

use std::error::Error;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chainverify::rustls::WithChainverify;
use chainverify::{Policy, TrustStore, Verifier};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::transport::Server;

pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// Connections that wait for tonic to take them.
const MOST_WAITING: usize = 64;
const LONGEST_HANDSHAKE: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let args: Vec<_> = std::env::args().skip(1).collect();
    let [address, chain, key, roots] = args.as_slice() else {
        return Err("usage: tonic_server ADDRESS CHAIN.pem KEY.pem ROOTS.pem".into());
    };
    let mut trusted = TrustStore::new();
    trusted.add_path(Path::new(roots));
    let chain = CertificateDer::pem_file_iter(chain)?.collect::<Result<_, _>>()?;
    let key = PrivateKeyDer::from_pem_file(key)?;

    let policy = Policy::web_client(); // ours
    let clients = Verifier::builder().roots(trusted).policy(policy).build(); // ours
    let config = config(clients, chain, key)?;
    let listener = TcpListener::bind(address).await?;
    // Where chainverify refused, the error is its report; `Report::of` would give all of it.
    serve(listener, config, |error| eprintln!("{error}")).await
}

pub(crate) fn config(
    clients: Verifier,
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<ServerConfig, Failure> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_chainverify(clients)? // ours
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    Ok(config)
}

pub(crate) async fn serve(
    listener: TcpListener,
    config: ServerConfig,
    log: impl Fn(&io::Error) + Clone + Send + 'static,
) -> Result<(), Failure> {
    let (accepted, incoming) = mpsc::channel(MOST_WAITING);
    let accepting = tokio::spawn(accept(listener, Arc::new(config), accepted, log));
    let (_, health) = tonic_health::server::health_reporter();
    let server = Server::builder().add_service(health);
    let served = server.serve_with_incoming(ReceiverStream::new(incoming));
    let served = served.await;
    accepting.abort();
    Ok(served?)
}

/// Each handshake in a task of its own: a slow client holds up nobody.
async fn accept(
    listener: TcpListener,
    config: Arc<ServerConfig>,
    accepted: mpsc::Sender<io::Result<TlsStream<TcpStream>>>,
    log: impl Fn(&io::Error) + Clone + Send + 'static,
) {
    let acceptor = TlsAcceptor::from(config);
    while let Ok(room) = accepted.clone().reserve_owned().await {
        let Ok((tcp, _)) = listener.accept().await else {
            sleep(Duration::from_millis(50)).await; // no descriptor left, perhaps
            continue;
        };
        let (acceptor, log) = (acceptor.clone(), log.clone());
        tokio::spawn(async move {
            match timeout(LONGEST_HANDSHAKE, acceptor.accept(tcp)).await {
                Ok(Ok(tls)) => drop(room.send(Ok(tls))),
                Ok(Err(error)) => log(&error),
                Err(error) => log(&error.into()),
            }
        });
    }
}
