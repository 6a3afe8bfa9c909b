//! Every certificate and every finding, as JSON (feature `serde`).
//!
//! `cargo run --example json --features serde -- chain.pem example.com`

use core::error::Error;

use chainverify::{Request, TrustStore, Verifier};
use pki_types::UnixTime;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let pem = std::fs::read(args.next().ok_or("which PEM file?")?)?;
    let name = args.next().ok_or("for which name?")?;
    let roots = TrustStore::os()?;
    println!("{}", report(roots, &pem, &name, UnixTime::now())?);
    Ok(())
}

/// The report, whether the chain is valid or not.
pub(crate) fn report(
    roots: TrustStore,
    pem: &[u8],
    name: &str,
    time: UnixTime,
) -> Result<String, Box<dyn Error>> {
    let chain = chainverify::cert::from_pem(pem)?;
    let verifier = Verifier::new(roots);
    let report = match verifier.verify_request(Request::server(&chain, name).at(time)) {
        Ok(path) => path.report(),
        Err(report) => *report,
    };
    Ok(serde_json::to_string_pretty(&report)?)
}
