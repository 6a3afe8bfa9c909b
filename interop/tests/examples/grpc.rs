//! tonic on both ends, with mutual TLS.

use std::io;
use std::net::SocketAddr;

use chainverify::policy::Purpose;
use chainverify_interop::pki::{Party, Pki};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;

use crate::{bounded, code, tonic_client, tonic_server};

/// A running server, and the codes of what is in its log.
struct Grpc {
    address: SocketAddr,
    log: UnboundedReceiver<String>,
    task: JoinHandle<()>,
}

impl Grpc {
    /// For clients of this PKI.
    async fn start(clients: &Pki, server: &Party) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let clients = clients.verifier(&Purpose::Client);
        let config = tonic_server::config(clients, server.chain(), server.key()).unwrap();
        let (logs, log) = unbounded_channel();
        let heard = move |error: &io::Error| logs.send(code(error)).unwrap();
        let task = tokio::spawn(async move {
            tonic_server::serve(listener, config, heard).await.unwrap();
        });
        Self { address, log, task }
    }

    async fn check(&self, servers: &Pki, client: &Party) -> Result<String, tonic_client::Failure> {
        let servers = servers.verifier(&Purpose::Server);
        let config = tonic_client::config(servers, client.chain(), client.key())?;
        let url = format!("https://localhost:{}", self.address.port());
        bounded(tonic_client::check(&url, config)).await
    }
}

impl Drop for Grpc {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_succeeds_where_both_know_each_other() {
    let pki = Pki::new("Test");
    let server = Grpc::start(&pki, &pki.server("localhost")).await;
    let status = server.check(&pki, &pki.client("client")).await;
    assert_eq!(status.unwrap(), "SERVING");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_error_of_a_call_has_the_report_on_the_server() {
    let (pki, other) = (Pki::new("Test"), Pki::new("Other"));
    let client = pki.client("client");
    let server = Grpc::start(&pki, &pki.server("localhost")).await;
    let error = server.check(&other, &client).await.unwrap_err();
    assert_eq!(code(&*error), "issuer_not_found");
    let server = Grpc::start(&pki, &pki.server("example.com")).await;
    let error = server.check(&pki, &client).await.unwrap_err();
    assert_eq!(code(&*error), "name_mismatch");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_the_server_has_the_report_on_the_client() {
    let (pki, other) = (Pki::new("Test"), Pki::new("Other"));
    let mut server = Grpc::start(&pki, &pki.server("localhost")).await;
    let strange = [
        (other.client("client"), "issuer_not_found"),
        (pki.server("client"), "purpose_not_allowed"),
    ];
    for (client, wanted) in strange {
        let error = server.check(&pki, &client).await.unwrap_err();
        let found = code(&*error);
        assert!(
            found.starts_with("no report"),
            "the client verified: {found}"
        );
        // hyper tries again, on a connection of its own.
        assert_eq!(bounded(server.log.recv()).await.unwrap(), wanted);
        while let Ok(again) = server.log.try_recv() {
            assert_eq!(again, wanted);
        }
    }
    // Who was refused holds up nobody.
    let status = server.check(&pki, &pki.client("client")).await;
    assert_eq!(status.unwrap(), "SERVING");
}
