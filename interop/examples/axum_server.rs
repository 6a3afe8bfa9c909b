//! axum and axum-server with mutual TLS: the log says why a client was refused. Its three lines for chainverify end in
//! `// ours`. axum-server keeps the errors of handshakes to itself, so that an observer hears them.
//!
//! ```sh
//! cargo run --example axum_server -- 127.0.0.1:8443 server.pem server.key clients.pem
//! ```

use std::error::Error;
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsConfig, from_tcp_rustls};
use chainverify::rustls::ClientVerifier;
use chainverify::{Policy, Report, TrustStore, ValidPath, Verifier};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

pub(crate) type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let args: Vec<_> = std::env::args().skip(1).collect();
    let [address, chain, key, roots] = args.as_slice() else {
        return Err("usage: axum_server ADDRESS CHAIN.pem KEY.pem ROOTS.pem".into());
    };
    let mut trusted = TrustStore::new();
    trusted.add_path(Path::new(roots));
    let chain = CertificateDer::pem_file_iter(chain)?.collect::<Result<_, _>>()?;
    let key = PrivateKeyDer::from_pem_file(key)?;

    let policy = Policy::web_client(); // ours
    let clients = Verifier::builder().roots(trusted).policy(policy).build(); // ours
    let config = config(clients, print, (chain, key))?;
    serve(TcpListener::bind(address)?, config, Handle::new()).await
}

fn print(outcome: Result<&ValidPath<'_>, &Report>) {
    if let Err(report) = outcome {
        eprintln!("{}", report.text());
    }
}

pub(crate) fn config(
    clients: Verifier,
    log: impl Fn(Result<&ValidPath<'_>, &Report>) + Send + Sync + 'static,
    (chain, key): (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>),
) -> Result<ServerConfig, Failure> {
    let provider = Arc::new(ring::default_provider());
    let clients = ClientVerifier::new(clients, &provider)?.observe(log); // ours
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(Arc::new(clients))
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

pub(crate) async fn serve(
    listener: TcpListener,
    config: ServerConfig,
    handle: Handle<std::net::SocketAddr>,
) -> Result<(), Failure> {
    listener.set_nonblocking(true)?;
    let app = Router::new().route("/", get(|| async { "hello" }));
    let config = RustlsConfig::from_config(Arc::new(config));
    let server = from_tcp_rustls(listener, config)?.handle(handle);
    Ok(server.serve(app.into_make_service()).await?)
}
