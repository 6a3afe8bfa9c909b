//! A tonic client with a certificate of its own: the error of the channel says why the server is not trusted. Its three
//! lines for chainverify end in `// ours`. The TLS of tonic itself has no place for a verifier, so that hyper-rustls connects.
//!
//! ```sh
//! cargo run --example tonic_client -- https://localhost:50051 roots.pem client.pem client.key
//! ```

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chainverify::rustls::WithChainverify;
use chainverify::{Report, TrustStore, Verifier};
use hyper_rustls::HttpsConnectorBuilder;
use rustls::ClientConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_client::HealthClient;

pub(crate) type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let args: Vec<_> = std::env::args().skip(1).collect();
    let [url, roots, chain, key] = args.as_slice() else {
        return Err("usage: tonic_client URL ROOTS.pem CHAIN.pem KEY.pem".into());
    };
    let mut trusted = TrustStore::new();
    trusted.add_path(Path::new(roots));
    let chain = CertificateDer::pem_file_iter(chain)?.collect::<Result<_, _>>()?;
    let key = PrivateKeyDer::from_pem_file(key)?;

    let config = config(Verifier::new(trusted), chain, key)?; // ours
    match check(url, config).await {
        Ok(status) => println!("{status}"),
        Err(error) => {
            let why = Report::of(&*error).map(|report| report.text().to_string()); // ours
            eprintln!("{}", why.unwrap_or_else(|| error.to_string()));
        }
    }
    Ok(())
}

pub(crate) fn config(
    verifier: Verifier,
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<ClientConfig, Failure> {
    Ok(
        ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_chainverify(verifier)? // ours
            .with_client_auth_cert(chain, key)?,
    )
}

/// Asks the server how it is.
pub(crate) async fn check(url: &str, config: ClientConfig) -> Result<String, Failure> {
    let connector = HttpsConnectorBuilder::new()
        .with_tls_config(config)
        .https_only()
        .enable_http2()
        .build();
    let endpoint = Endpoint::from_shared(url.to_owned())?
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(10));
    let channel: Channel = endpoint.connect_with_connector(connector).await?;
    let request = HealthCheckRequest::default();
    let response = HealthClient::new(channel).check(request).await?;
    Ok(response.into_inner().status().as_str_name().to_owned())
}
