//! axum-server with mutual TLS.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, mpsc};

use ::axum_server::Handle;
use chainverify::policy::Purpose;
use chainverify::{Report, ValidPath};
use chainverify_interop::pki::{Party, Pki, client_config, mutual_client_config};
use chainverify_interop::tls::{LONGEST_WAIT, alert, connect};
use rustls::{ALL_VERSIONS, AlertDescription, ClientConfig};

use crate::axum_example;

#[tokio::test(flavor = "multi_thread")]
async fn axum_serves_clients_that_it_knows_and_its_log_says_why_not_others() {
    let (pki, other) = (Pki::new("Test"), Pki::new("Other"));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let (logs, log) = mpsc::channel();
    let heard = move |outcome: Result<&ValidPath<'_>, &Report>| {
        let code = outcome.map_or_else(|report| report.code().unwrap().id(), |_| "valid");
        logs.send(code).unwrap();
    };
    let server = pki.server("localhost");
    let clients = pki.verifier(&Purpose::Client);
    let config = axum_example::config(clients, heard, (server.chain(), server.key())).unwrap();
    let handle = Handle::new();
    let serving = tokio::spawn(axum_example::serve(listener, config, handle.clone()));

    let with = |party: &Party| mutual_client_config(party, pki.for_servers(), ALL_VERSIONS);
    let ask = async |config: ClientConfig| {
        let ask = move || connect(&Arc::new(config), address, "localhost");
        tokio::task::spawn_blocking(ask).await.unwrap()
    };
    let logged = || log.recv_timeout(LONGEST_WAIT).unwrap();
    ask(with(&pki.client("client"))).await.unwrap();
    assert_eq!(logged(), "valid");
    let strange = [
        (other.client("client"), "issuer_not_found"),
        (pki.server("client"), "purpose_not_allowed"),
    ];
    for (client, wanted) in strange {
        let error = ask(with(&client)).await.unwrap_err();
        assert_eq!(alert(&error), Some(AlertDescription::CertificateUnknown));
        assert_eq!(logged(), wanted);
    }
    let error = ask(client_config(pki.for_servers(), ALL_VERSIONS)).await;
    let wanted = Some(AlertDescription::CertificateRequired);
    assert_eq!(alert(&error.unwrap_err()), wanted);

    handle.shutdown();
    serving.await.unwrap().unwrap();
}
