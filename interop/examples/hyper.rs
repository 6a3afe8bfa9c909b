//! hyper and hyper-rustls: the error of a request says why the server is not trusted. Its three lines for chainverify
//! end in `// ours`.
//!
//! ```sh
//! cargo run --example hyper -- https://example.com
//! ```

use std::error::Error;
use std::sync::Arc;

use chainverify::rustls::WithChainverify;
use chainverify::{Report, Verifier};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::Uri;
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::ClientConfig;
use rustls::crypto::ring;

type Failure = Box<dyn Error + Send + Sync>;
type HttpsClient = Client<HttpsConnector<HttpConnector>, Empty<Bytes>>;

const LONGEST_BODY: usize = 1 << 20;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let url = std::env::args().nth(1).ok_or("usage: hyper URL")?;
    let client = client(Verifier::os()?)?; // ours
    match get(&client, url.parse()?).await {
        Ok(body) => println!("{body}"),
        Err(error) => {
            let why = Report::of(&*error).map(|report| report.text().to_string()); // ours
            eprintln!("{}", why.unwrap_or_else(|| error.to_string()));
        }
    }
    Ok(())
}

pub(crate) fn client(verifier: Verifier) -> Result<HttpsClient, Failure> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_chainverify(verifier)? // ours
        .with_no_client_auth();
    let connector = HttpsConnectorBuilder::new()
        .with_tls_config(config)
        .https_only()
        .enable_http1()
        .build();
    Ok(Client::builder(TokioExecutor::new()).build(connector))
}

pub(crate) async fn get(client: &HttpsClient, url: Uri) -> Result<String, Failure> {
    let body = client.get(url).await?.into_body();
    let body = Limited::new(body, LONGEST_BODY).collect().await?;
    Ok(String::from_utf8(body.to_bytes().to_vec())?)
}
