//! reqwest: the error of a request says why the server is not trusted. Its three lines for chainverify end in `// ours`.
//!
//! ```sh
//! cargo run --example reqwest -- https://example.com
//! ```

use std::error::Error;
use std::sync::Arc;

use chainverify::rustls::WithChainverify;
use chainverify::{Report, Verifier};
use reqwest::Client;
use rustls::ClientConfig;
use rustls::crypto::ring;

type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let url = std::env::args().nth(1).ok_or("usage: reqwest URL")?;
    let client = client(Verifier::os()?)?; // ours
    match get(&client, &url).await {
        Ok(body) => println!("{body}"),
        Err(error) => {
            let why = Report::of(&error).map(|report| report.text().to_string()); // ours
            eprintln!("{}", why.unwrap_or_else(|| error.to_string()));
        }
    }
    Ok(())
}

pub(crate) fn client(verifier: Verifier) -> Result<Client, Failure> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_chainverify(verifier)? // ours
        .with_no_client_auth();
    Ok(Client::builder()
        .tls_backend_preconfigured(config)
        .build()?)
}

pub(crate) async fn get(client: &Client, url: &str) -> Result<String, reqwest::Error> {
    let response = client.get(url).send().await?;
    response.error_for_status()?.text().await
}
