//! Many connections of mutual TLS to one server, one after the other and 500 at once, and what is left of them.

use std::fs;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chainverify_interop::folder::Folder;
use chainverify_interop::pki::{Pki, client_config};
use chainverify_interop::tls::{LONGEST_WAIT, alert};
use rustls::{ALL_VERSIONS, AlertDescription};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_rustls::TlsConnector;

use crate::running::Running;
use crate::{ALONE, client, connect, is_full};

/// Together.
const AT_ONCE: usize = 500;

/// States of a connection in /proc/net/tcp.
const TIME_WAIT: &str = "06";
const LISTEN: &str = "0A";

/// The states of the sockets whose local or remote port is that of the server, but for those that rest.
fn states(server: SocketAddr) -> Vec<String> {
    let port = format!(":{:04X}", server.port());
    let states = sockets().into_iter().filter_map(|[local, remote, state]| {
        let is_of_server = local.ends_with(&port) || remote.ends_with(&port);
        let rests = state == TIME_WAIT || state == LISTEN;
        (is_of_server && !rests).then_some(state)
    });
    states.collect()
}

/// The server's own sockets in TIME_WAIT, which keep a port busy without SO_REUSEADDR.
fn waiting(server: SocketAddr) -> usize {
    let port = format!(":{:04X}", server.port());
    let sockets = sockets().into_iter();
    let of_server =
        sockets.filter(|[local, _, state]| local.ends_with(&port) && state == TIME_WAIT);
    of_server.count()
}

/// Local address, remote address and state of each.
fn sockets() -> Vec<[String; 3]> {
    let table = fs::read_to_string("/proc/net/tcp").unwrap();
    let lines = table.lines().skip(1).map(|line| {
        let mut words = line.split_whitespace().skip(1).map(str::to_owned);
        [(); 3].map(|()| words.next().unwrap())
    });
    lines.collect()
}

async fn one_after_the_other(client: &TlsConnector, server: SocketAddr, count: usize) {
    for number in 0..count {
        let outcome = connect(client, server).await;
        outcome.unwrap_or_else(|error| panic!("connection {number}: {error}"));
    }
}

async fn many_at_once(client: &TlsConnector, server: SocketAddr, count: usize) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut running = JoinSet::new();
    for _ in 0..count {
        let place = room.clone().acquire_owned().await.unwrap();
        let client = client.clone();
        running.spawn(async move {
            let outcome = connect(&client, server).await;
            drop(place);
            outcome
        });
    }
    for outcome in running.join_all().await {
        outcome.unwrap();
    }
}

/// Waits until the server has as many descriptors as before, and no connection.
async fn nothing_is_left(server: &Running, before: usize) {
    let until = Instant::now() + LONGEST_WAIT;
    loop {
        let (descriptors, states) = (server.descriptors(), states(server.address));
        if descriptors == before && states.is_empty() {
            return;
        }
        assert!(
            Instant::now() < until,
            "{descriptors} descriptors, {before} before; {states:?}"
        );
        sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_leave_nothing_behind_and_the_server_restarts_at_once() {
    let count = if is_full() { 50_000 } else { 1_000 };
    let _alone = ALONE.lock().await;
    let (pki, folder) = (Pki::new("Test"), Folder::new());
    let crl = folder.write("clients.crl", pki.crl_der(&[]));
    let server = Running::start(&pki, &folder, &crl);
    let without = || client_config(pki.for_servers(), ALL_VERSIONS);
    let is_refused = |server: &Running| {
        let error = server.ask(without()).unwrap_err();
        assert_eq!(alert(&error), Some(AlertDescription::CertificateRequired));
    };
    // Until it has what it keeps open.
    is_refused(&server);
    let client = client(&pki, &pki.client("client"));
    one_after_the_other(&client, server.address, 10).await;
    sleep(Duration::from_millis(200)).await;
    let (before, ours) = (
        server.descriptors(),
        fs::read_dir("/proc/self/fd").unwrap().count(),
    );

    let started = Instant::now();
    one_after_the_other(&client, server.address, count).await;
    println!("{count} one after the other in {:?}", started.elapsed());
    nothing_is_left(&server, before).await;
    let started = Instant::now();
    many_at_once(&client, server.address, count).await;
    println!("{count}, {AT_ONCE} at once, in {:?}", started.elapsed());
    nothing_is_left(&server, before).await;
    let left = fs::read_dir("/proc/self/fd").unwrap().count();
    assert_eq!(left, ours, "our own descriptors");

    // Whom it refuses it closes itself, so that the rest of that connection is the server's.
    is_refused(&server);
    nothing_is_left(&server, before).await;
    let address = server.address;
    drop(server);
    assert!(waiting(address) > 0, "nothing that would be in its way");
    let server = Running::start_at(address, &pki, &folder, &crl);
    is_refused(&server);
    one_after_the_other(&client, address, 1).await;
}
