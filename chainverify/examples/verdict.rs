//! Two lines to a verdict: the roots of the operating system, a chain as a server sent it.
//!
//! `cargo run --example verdict -- chain.pem example.com`

use core::error::Error;

use chainverify::Verifier;

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut args = std::env::args().skip(1);
    let pem = std::fs::read(args.next().ok_or("which PEM file?")?)?;
    verdict(&pem, &args.next().ok_or("for which name?")?)
}

/// The error of a chain that is not valid is a report: `?` takes it wherever errors go.
pub(crate) fn verdict(pem: &[u8], name: &str) -> Result<(), Box<dyn Error + Send + Sync>> {
    let chain = chainverify::cert::from_pem(pem)?;
    let verifier = Verifier::os()?;
    let path = verifier.verify(&chain, name)?;
    println!("trusted until {}", path.validity().1);
    Ok(())
}
