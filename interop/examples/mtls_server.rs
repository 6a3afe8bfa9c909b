//! A server with mutual TLS, to copy: its log says why it refuses a client, and on SIGHUP it reads the CRL again.
//! `cargo run --example mtls_server -- 127.0.0.1:8443 chain.pem key.pem client-roots.pem clients.crl`

use std::{error::Error, fs, io, path::Path, sync::Arc, time::Duration};

use chainverify::policy::{RevocationMode, RevocationScope};
use chainverify::rustls::{ClientVerifier, Errors};
use chainverify::{Policy, TrustStore, Verifier, revocation::crl::Crl};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use rustls::{ServerConfig, crypto::ring, server::ServerSessionMemoryCache};
use tokio::io::{AsyncWriteExt, copy, sink};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::{sync::Semaphore, time::sleep, time::timeout};
use tokio_rustls::TlsAcceptor;

type Or<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Or<()> {
    let args: Vec<_> = std::env::args().skip(1).collect();
    let [address, chain, key, roots, crl] = args.as_slice() else {
        return Err("usage: mtls_server ADDRESS CHAIN.pem KEY.pem ROOTS.pem CRL".into());
    };
    let clients = clients(roots, crl)?;
    let listener = TcpListener::bind(address).await?; // sets SO_REUSEADDR: it can restart at once
    tokio::spawn(serve(listener, acceptor(&clients, chain, key)?));
    let mut hangups = signal(SignalKind::hangup())?;
    while hangups.recv().await.is_some() {
        eprintln!("CRL: {:?}", reload(&clients, crl)); // where that fails, the one before stays
    }
    Ok(())
}

pub(crate) fn clients(roots: &str, crl: &str) -> Or<Arc<ClientVerifier>> {
    let mut trusted = TrustStore::new();
    trusted.add_path(Path::new(roots));
    let mut policy = Policy::web_client();
    policy.revocation.mode = RevocationMode::Hard; // whom the CRL does not cover is refused
    policy.revocation.scope = RevocationScope::Leaf;
    let verifier = Verifier::builder().roots(trusted).policy(policy).build();
    let verifier = verifier.with_crls([Crl::parse(fs::read(crl)?.into())?]);
    let clients = ClientVerifier::new(verifier, &ring::default_provider())?
        .errors(Errors::Standard) // so that the alert says what kind of failure it is
        .observe(|outcome| outcome.map_or_else(|report| eprintln!("refused: {report}"), |_| ()));
    Ok(Arc::new(clients))
}

pub(crate) fn reload(clients: &Arc<ClientVerifier>, crl: &str) -> Or<()> {
    let (handle, crl) = (clients.handle(), Crl::parse(fs::read(crl)?.into())?);
    Ok(handle.replace(&handle.verifier().with_crls([crl]))?)
}

pub(crate) fn acceptor(clients: &Arc<ClientVerifier>, chain: &str, key: &str) -> Or<TlsAcceptor> {
    let chain = CertificateDer::pem_file_iter(chain)?.collect::<Result<_, _>>()?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(clients.clone())
        .with_single_cert(chain, PrivateKeyDer::from_pem_file(key)?)?;
    let handle = clients.handle(); // nobody resumes what was agreed on before a reload
    config.session_storage = Arc::new(handle.sessions(|| ServerSessionMemoryCache::new(4096)));
    Ok(Arc::new(config).into())
}

pub(crate) async fn serve(listener: TcpListener, acceptor: TlsAcceptor) {
    let room = Arc::new(Semaphore::new(1024)); // connections at once
    while let Ok(place) = room.clone().acquire_owned().await {
        let Ok((tcp, _)) = listener.accept().await else {
            sleep(Duration::from_millis(50)).await; // no descriptor left, perhaps
            continue;
        };
        let answer = timeout(Duration::from_secs(10), answer(acceptor.clone(), tcp));
        tokio::spawn(async move { answer.await.map(|_| drop(place)) });
    }
}

/// Reads until the client has closed, and closes.
async fn answer(acceptor: TlsAcceptor, tcp: TcpStream) -> io::Result<()> {
    tcp.set_nodelay(true)?; // Nagle's algorithm would hold back what is written behind the handshake
    match acceptor.accept(tcp).into_fallible().await {
        Ok(mut tls) => {
            tls.write_all(b"hello\n").await?;
            copy(&mut tls, &mut sink()).await?;
            tls.shutdown().await
        }
        Err((error, mut tcp)) => {
            eprintln!("{}: {error}", tcp.peer_addr()?);
            tcp.shutdown().await?; // and no reset, so that the client can read the alert
            copy(&mut tcp, &mut sink()).await.map(drop)
        }
    }
}
