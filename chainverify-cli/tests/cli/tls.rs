//! A TLS server of rustls in a thread: several identities told apart by SNI, one for callers that name none, TLS 1.2 only if asked for.
//! It does not check that key and certificate belong together, so that it can also play the impostor.

use core::net::SocketAddr;
use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;
use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use rustls::crypto::ring::{default_provider, sign::any_supported_type};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, ServerConnection, StreamOwned, SupportedProtocolVersion};

use crate::pki::Identity;

/// A running server; it stops when dropped.
pub(crate) struct TlsServer {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// Which versions the server speaks.
pub(crate) enum Versions {
    /// 1.2 and 1.3.
    Both,
    /// 1.2 only.
    Only12,
}

/// Names and who answers to them; the first identity also answers to a caller that names none.
#[derive(Debug)]
struct ByName(Vec<(&'static str, Arc<CertifiedKey>)>);

impl ResolvesServerCert for ByName {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let Some(name) = hello.server_name() else {
            return self.0.first().map(|(_, key)| key.clone());
        };
        let mut all = self.0.iter();
        all.find(|(known, _)| *known == name)
            .map(|(_, key)| key.clone())
    }
}

impl TlsServer {
    /// Starts a server on a free port of 127.0.0.1.
    pub(crate) fn start(identities: Vec<(&'static str, Identity)>, versions: Versions) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Self::listen(listener, identities, versions)
    }

    /// Starts a server that listens there.
    pub(crate) fn listen(
        listener: TcpListener,
        identities: Vec<(&'static str, Identity)>,
        versions: Versions,
    ) -> Self {
        let named = identities.into_iter().map(|(name, identity)| {
            let key = any_supported_type(&identity.key).unwrap();
            let mut certified = CertifiedKey::new(identity.chain, key);
            certified.ocsp = identity.ocsp;
            (name, Arc::new(certified))
        });
        let versions: &[&SupportedProtocolVersion] = match versions {
            Versions::Both => &[&TLS12, &TLS13],
            Versions::Only12 => &[&TLS12],
        };
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(versions)
            .unwrap()
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(ByName(named.collect())));
        let address = listener.local_addr().unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread = thread::spawn(move || serve(&listener, &Arc::new(config), &stopped));
        Self {
            address,
            stop,
            thread: Some(thread),
        }
    }

    /// Where it listens, for `--connect`.
    pub(crate) fn address(&self) -> String {
        self.address.to_string()
    }
}

impl Drop for TlsServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the accept call.
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(listener: &TcpListener, config: &Arc<ServerConfig>, stopped: &AtomicBool) {
    for stream in listener.incoming().flatten() {
        if stopped.load(Ordering::SeqCst) {
            return;
        }
        let config = config.clone();
        thread::spawn(move || {
            stream
                .set_read_timeout(Some(Duration::from_secs(10)))
                .unwrap();
            let connection = ServerConnection::new(config).unwrap();
            let mut rest = Vec::new();
            // How the client ends the connection is its business.
            let _ = StreamOwned::new(connection, stream).read_to_end(&mut rest);
        });
    }
}
