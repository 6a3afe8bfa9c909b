//! reqwest, hyper and tokio-rustls as clients.

use std::error::Error;
use std::io;
use std::sync::Arc;

use chainverify::policy::Purpose;
use chainverify::rustls::Errors;
use chainverify_interop::pki::{Party, Pki, client_config, server_config};
use chainverify_interop::tls::{Server, alert};
use chainverify_testdata::CertBuilder;
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use rustls::pki_types::ServerName;
use rustls::{AlertDescription, CertificateError};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::{bounded, code, hyper_client, reqwest_client};

/// Servers for `localhost` that fail, each for one reason, and its code.
fn failing(pki: &Pki) -> [(Party, &'static str); 4] {
    let expired = pki.server_cert("localhost");
    let expired = expired.validity("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");
    let client = pki.client_cert("localhost");
    let other = Pki::new("Other");
    let of = |leaf: CertBuilder| Party::new([&leaf.sign(), &pki.ca]);
    [
        (of(expired), "expired"),
        (pki.server("example.com"), "name_mismatch"),
        (of(client), "purpose_not_allowed"),
        (other.server("localhost"), "issuer_not_found"),
    ]
}

fn serve(party: &Party) -> Server {
    let config = server_config(party, rustls::ALL_VERSIONS);
    Server::start(Arc::new(config), 1)
}

fn url(server: &Server) -> String {
    format!("https://localhost:{}/", server.address.port())
}

#[tokio::test(flavor = "multi_thread")]
async fn reqwest_gets_a_page_or_says_why_not() {
    let pki = Pki::new("Test");
    let client = reqwest_client::client(pki.verifier(&Purpose::Server)).unwrap();
    let good = serve(&pki.server("localhost"));
    let page = bounded(reqwest_client::get(&client, &url(&good))).await;
    assert_eq!(page.unwrap(), "ok");
    for (party, wanted) in failing(&pki) {
        let server = serve(&party);
        let error = bounded(reqwest_client::get(&client, &url(&server))).await;
        assert_eq!(code(&error.unwrap_err()), wanted);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hyper_gets_a_page_or_says_why_not() {
    let pki = Pki::new("Test");
    let client = hyper_client::client(pki.verifier(&Purpose::Server)).unwrap();
    let good = serve(&pki.server("localhost"));
    let page = bounded(hyper_client::get(&client, url(&good).parse().unwrap())).await;
    assert_eq!(page.unwrap(), "ok");
    for (party, wanted) in failing(&pki) {
        let server = serve(&party);
        let error = bounded(hyper_client::get(&client, url(&server).parse().unwrap())).await;
        assert_eq!(code(&*error.unwrap_err()), wanted);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tokio_rustls_connects_or_says_why_not() {
    let pki = Pki::new("Test");
    let config = client_config(pki.for_servers(), rustls::ALL_VERSIONS);
    let connector = TlsConnector::from(Arc::new(config));
    let connect = async |server: &Server| {
        let tcp = TcpStream::connect(server.address).await?;
        let name = ServerName::try_from("localhost").unwrap();
        bounded(connector.connect(name, tcp)).await.map(drop)
    };
    connect(&serve(&pki.server("localhost"))).await.unwrap();
    for (party, wanted) in failing(&pki) {
        let error = connect(&serve(&party)).await;
        assert_eq!(code(&error.unwrap_err()), wanted);
    }
}

/// The error of rustls somewhere in another one, as programs look for it.
fn rustls_error<'e>(error: &'e (dyn Error + 'static)) -> Option<&'e rustls::Error> {
    if let Some(found) = error.downcast_ref() {
        return Some(found);
    }
    match error.downcast_ref::<io::Error>() {
        Some(error) => rustls_error(error.get_ref()?),
        None => rustls_error(error.source()?),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn with_standard_errors_programs_match_on_the_variants_that_they_know() {
    let pki = Pki::new("Test");
    let for_servers = pki.for_servers().errors(Errors::Standard);
    let config = client_config(for_servers, rustls::ALL_VERSIONS);
    let connector = TlsConnector::from(Arc::new(config.clone()));
    let https = HttpsConnectorBuilder::new()
        .with_tls_config(config)
        .https_only()
        .enable_http1()
        .build();
    let hyper = Client::builder(TokioExecutor::new()).build(https);
    for (party, code) in failing(&pki) {
        let (by_tokio, by_hyper) = (serve(&party), serve(&party));
        let tcp = TcpStream::connect(by_tokio.address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let error = bounded(connector.connect(name, tcp)).await.unwrap_err();
        let other = hyper_client::get(&hyper, url(&by_hyper).parse().unwrap());
        let other = bounded(other).await.unwrap_err();
        let errors: [&(dyn Error + 'static); 2] = [&error, &*other];
        for error in errors {
            let Some(rustls::Error::InvalidCertificate(variant)) = rustls_error(error) else {
                panic!("{code}: {error:?}")
            };
            let found = match variant {
                CertificateError::ExpiredContext { .. } => "expired",
                CertificateError::NotValidForNameContext { .. } => "name_mismatch",
                CertificateError::InvalidPurposeContext { .. } => "purpose_not_allowed",
                CertificateError::UnknownIssuer => "issuer_not_found",
                other => panic!("{code}: {other:?}"),
            };
            assert_eq!(found, code);
        }
        let wanted = match code {
            "expired" => AlertDescription::CertificateExpired,
            "name_mismatch" => AlertDescription::BadCertificate,
            "purpose_not_allowed" => AlertDescription::UnsupportedCertificate,
            _ => AlertDescription::UnknownCA,
        };
        for server in [by_tokio, by_hyper] {
            assert_eq!(
                alert(&server.outcome().unwrap_err()),
                Some(wanted),
                "{code}"
            );
        }
    }
}
