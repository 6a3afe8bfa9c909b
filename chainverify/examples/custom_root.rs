//! A root of one's own, and a branch on what failed.
//!
//! `cargo run --example custom_root -- root.pem chain.pem db.internal`

use core::error::Error;

use chainverify::{Code, Origin, Request, TrustStore, Verifier};
use pki_types::UnixTime;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [root, chain, name] = args.as_slice() else {
        return Err("usage: custom_root ROOT CHAIN NAME".into());
    };
    let (root, chain) = (std::fs::read(root)?, std::fs::read(chain)?);
    println!("{}", advice(&root, &chain, name, UnixTime::now())?);
    Ok(())
}

/// What to tell the user.
pub(crate) fn advice(
    root: &[u8],
    chain: &[u8],
    name: &str,
    time: UnixTime,
) -> Result<String, Box<dyn Error>> {
    let mut roots = TrustStore::new();
    roots.add_pem(root, &Origin::Given);
    let chain = chainverify::cert::from_pem(chain)?;
    let verifier = Verifier::new(roots);
    let request = Request::server(&chain, name).at(time);
    let Err(report) = verifier.verify_request(request) else {
        return Ok("trusted".into());
    };
    Ok(match report.code() {
        Some(Code::Expired { not_after, .. }) => format!("renew it: it expired {not_after}"),
        Some(Code::NameMismatch { presented, .. }) => {
            let names: Vec<_> = presented
                .items()
                .iter()
                .map(|name| name.text.as_str())
                .collect();
            format!("use one of its names: {}", names.join(", "))
        }
        Some(Code::IssuerNotFound { issuer, .. }) => format!("install the intermediate {issuer}"),
        _ => report.text().to_string(),
    })
}
