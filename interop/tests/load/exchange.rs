//! The CRL is exchanged every 50 ms while clients connect as fast as they can: no good handshake is lost, and a client is
//! refused from the first handshake after the exchange on that revokes it.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chainverify_interop::folder::Folder;
use chainverify_interop::pki::{Party, Pki};
use chainverify_interop::tls::alert;
use rustls::AlertDescription;
use tokio::net::TcpListener;
use tokio::time::{MissedTickBehavior, interval};
use tokio_rustls::TlsConnector;

use crate::{ALONE, client, connect, is_full, mtls_server};

/// Clients that connect again and again.
const CLIENTS: usize = 8;
const BETWEEN: Duration = Duration::from_millis(50);
const SUSPECT: &[u8] = &[5];

/// Connects until told to stop; how often.
async fn hammer(client: TlsConnector, to: SocketAddr, stop: Arc<AtomicBool>) -> io::Result<u64> {
    let mut count = 0;
    while !stop.load(Ordering::Relaxed) {
        connect(&client, to).await?;
        count += 1;
    }
    Ok(count)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exchange_loses_no_handshake_and_holds_from_the_next_one_on() {
    let exchanges = if is_full() { 1200 } else { 60 };
    let _alone = ALONE.lock().await;
    let (pki, folder) = (Pki::new("Test"), Folder::new());
    // Others are on the list too, as on a real one.
    let others: Vec<_> = (1000_u16..2000).map(u16::to_be_bytes).collect();
    let others: Vec<&[u8]> = others.iter().map(<[u8; 2]>::as_slice).collect();
    let lists = [
        pki.crl_der(&others),
        pki.crl_der(&[&[SUSPECT], &*others].concat()),
    ];
    let crl = folder.write("clients.crl", &lists[0]);
    let roots = folder.write("roots.pem", chainverify_testdata::pem_chain([&pki.root]));
    let clients = mtls_server::clients(&roots, &crl).unwrap();
    let [chain, key] = pki.server("localhost").write(&folder, "server");
    let acceptor = mtls_server::acceptor(&clients, &chain, &key).unwrap();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = tokio::spawn(mtls_server::serve(listener, acceptor));

    let stop = Arc::new(AtomicBool::new(false));
    let good = client(&pki, &pki.client("client"));
    let hammers = [(); CLIENTS].map(|()| tokio::spawn(hammer(good.clone(), address, stop.clone())));
    let suspect = pki.client_cert("suspect").serial(SUSPECT).sign();
    let suspect = client(&pki, &Party::new([&suspect, &pki.ca]));
    let mut tick = interval(BETWEEN);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let started = Instant::now();
    for number in 0..exchanges {
        tick.tick().await;
        let is_revoked = number % 2 == 1;
        folder.write("clients.crl", &lists[number % 2]);
        mtls_server::reload(&clients, &crl).unwrap();
        match connect(&suspect, address).await {
            Ok(()) => assert!(!is_revoked, "exchange {number}: let in"),
            Err(error) => {
                assert!(is_revoked, "exchange {number}: {error}");
                assert_eq!(alert(&error), Some(AlertDescription::CertificateRevoked));
            }
        }
    }
    let took = started.elapsed();
    stop.store(true, Ordering::Relaxed);
    let mut count = 0;
    for hammer in hammers {
        count += hammer.await.unwrap().expect("no good handshake is lost");
    }
    println!("{count} handshakes and {exchanges} exchanges in {took:?}");
    assert!(count > exchanges as u64, "hardly any load: {count}");
    serving.abort();
}
