//! The server to copy under load: no descriptor is left behind, and an exchange of the CRL loses no handshake.
//!
//! `CHAINVERIFY_LOAD=full` makes 50 000 connections each way and exchanges CRLs for a minute, best with `--release`.

#![allow(dead_code, reason = "the main function of the example")]

mod descriptors;
mod exchange;

#[path = "../../examples/mtls_server.rs"]
mod mtls_server;
#[path = "../common/running.rs"]
mod running;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use chainverify_interop::pki::{Party, Pki, mutual_client_config};
use rustls::ALL_VERSIONS;
use rustls::client::Resumption;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio_rustls::TlsConnector;

/// Whether all of it was asked for.
fn is_full() -> bool {
    std::env::var_os("CHAINVERIFY_LOAD").is_some_and(|load| load == "full")
}

/// Descriptors and time are those of one test alone.
static ALONE: Mutex<()> = Mutex::const_new(());

/// A client that never resumes.
fn client(pki: &Pki, party: &Party) -> TlsConnector {
    let mut config = mutual_client_config(party, pki.for_servers(), ALL_VERSIONS);
    config.resumption = Resumption::disabled();
    Arc::new(config).into()
}

/// One connection from its beginning to its end.
async fn connect(client: &TlsConnector, to: SocketAddr) -> io::Result<()> {
    let tcp = TcpStream::connect(to).await?;
    tcp.set_nodelay(true)?;
    let name = ServerName::try_from("localhost").expect("a name");
    let mut tls = client.connect(name, tcp).await?;
    let mut hello = [0; 6];
    tls.read_exact(&mut hello).await?;
    assert_eq!(&hello, b"hello\n");
    tls.shutdown().await?;
    match tls.read(&mut hello).await? {
        0 => Ok(()),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}
