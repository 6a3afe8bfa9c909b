//! Revocation: a CRL that was given, and a hook that is asked for what was not.
//!
//! ```sh
//! cargo run --example revocation -- chain.pem root.pem ca.crl
//! ```

use core::error::Error;
use std::fs;

use chainverify::policy::{Fetching, RevocationMode};
use chainverify::revocation::crl::Crl;
use chainverify::search::{Answer, FetchProblem, Need};
use chainverify::{Origin, Policy, Request, TrustStore, Verifier};

fn main() -> Result<(), Box<dyn Error>> {
    let files: Vec<_> = std::env::args().skip(1).collect();
    let [chain, root, crl] = files.as_slice() else {
        return Err("usage: revocation CHAIN.pem ROOT.pem CRL.der".into());
    };
    println!(
        "{}",
        verify(&fs::read(chain)?, &fs::read(root)?, fs::read(crl)?)?
    );
    Ok(())
}

/// The explanation.
pub(crate) fn verify(chain: &[u8], root: &[u8], crl: Vec<u8>) -> Result<String, Box<dyn Error>> {
    let chain = chainverify::cert::from_pem(chain)?;
    let mut roots = TrustStore::new();
    roots.add_pem(root, &Origin::Given);

    let mut policy = Policy::web_server();
    policy.revocation.mode = RevocationMode::Hard; // what nobody says is an error
    policy.revocation.fetch = Fetching::On; // what was not given is asked for
    let crl = Crl::parse(crl.into())?; // read once, shared by all verifications
    let verifier = Verifier::builder()
        .roots(roots)
        .policy(policy)
        .crls([crl])
        .build();

    // A client of your own; `fetch::HttpFetch` is a guarded one for plain HTTP.
    let mut fetch = |need: &Need| {
        eprintln!("asked for {:?} at {:?}", need.wanted, need.urls);
        Answer::nothing(FetchProblem::NotTried)
    };
    let text = match verifier.verify_with(Request::unnamed(&chain), &mut fetch) {
        Ok(path) => path.report().text(),
        Err(report) => report.text(),
    };
    Ok(text.to_string())
}
