//! Async, with an HTTP client of one's own: a missing intermediate is fetched where the certificate
//! says, from public addresses only (feature `fetch` for `parse_body` and `is_public`).
//!
//! `cargo run --example async_fetch --features fetch -- leaf.pem example.com`

use core::error::Error;
use core::net::SocketAddr;
use core::time::Duration;

use chainverify::search::{Answer, FetchProblem, Need};
use chainverify::{Request, Verifier, fetch};
use pki_types::CertificateDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let pem = std::fs::read(args.next().ok_or("which PEM file?")?)?;
    let name = args.next().ok_or("for which name?")?;
    let chain = chainverify::cert::from_pem(&pem)?;
    let verifier = Verifier::os()?;
    let is_allowed = |address: &SocketAddr| fetch::is_public(address.ip());
    let request = Request::server(&chain, name.as_str());
    let path = verifier
        .verify_async(request, |need| issuers(need, is_allowed))
        .await?;
    println!("trusted until {}", path.validity().1);
    Ok(())
}

/// Asks one URL after the other until one brings certificates.
pub(crate) async fn issuers(need: Need, is_allowed: impl Fn(&SocketAddr) -> bool) -> Answer {
    let mut answer = Answer::default();
    for url in need.urls {
        let got = tokio::time::timeout(Duration::from_secs(10), get(&url, &is_allowed)).await;
        let got = got.unwrap_or(Err(FetchProblem::TimedOut));
        let is_enough = got.is_ok();
        answer = answer.and_url(url, got.map(Into::into));
        if is_enough {
            break;
        }
    }
    answer
}

/// One GET of HTTP/1.0, of at most 64 KiB. A real client follows redirects too.
async fn get(
    url: &str,
    is_allowed: impl Fn(&SocketAddr) -> bool,
) -> Result<Vec<CertificateDer<'static>>, FetchProblem> {
    let rest = url
        .strip_prefix("http://")
        .ok_or(FetchProblem::SchemeNotAllowed)?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let authority = if host.contains(':') {
        host.into()
    } else {
        format!("{host}:80")
    };
    let addresses = tokio::net::lookup_host(authority).await;
    let mut addresses = addresses.map_err(|_| FetchProblem::NameNotResolved)?;
    let address = addresses
        .find(is_allowed)
        .ok_or(FetchProblem::Unreachable)?;
    let mut stream = TcpStream::connect(address)
        .await
        .map_err(|_| FetchProblem::Unreachable)?;
    let head = format!("GET /{path} HTTP/1.0\r\nHost: {host}\r\n\r\n");
    let broken = |_| FetchProblem::Interrupted;
    stream.write_all(head.as_bytes()).await.map_err(broken)?;
    let mut reply = Vec::new();
    stream
        .take(64 << 10)
        .read_to_end(&mut reply)
        .await
        .map_err(broken)?;
    let end = reply.windows(4).position(|four| four == b"\r\n\r\n");
    let body = end
        .and_then(|end| reply.get(end + 4..))
        .ok_or(FetchProblem::Interrupted)?;
    fetch::parse_body(body).ok_or(FetchProblem::NotCertificates)
}
