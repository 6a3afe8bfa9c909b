//! The step machine: what a verification needs is put one after the other, all of it can be asked
//! for at once, and answers come in any order.
//!
//! `cargo run --example steps -- root.pem leaf.pem issuers.pem`

use core::error::Error;
use std::collections::VecDeque;

use chainverify::search::{Answer, Step};
use chainverify::{Request, TrustStore, Verifier};
use pki_types::{CertificateDer, UnixTime};

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [root, leaf, issuers] = args.as_slice() else {
        return Err("usage: steps ROOT LEAF ISSUERS".into());
    };
    let mut roots = TrustStore::new();
    roots.add_path(root.as_ref());
    let leaf = chainverify::cert::from_pem(&std::fs::read(leaf)?)?;
    let issuers = chainverify::cert::from_pem(&std::fs::read(issuers)?)?;
    println!("{}", verify(roots, &leaf, &issuers, UnixTime::now())?);
    Ok(())
}

/// Verifies a leaf without its chain: what it needs is looked for in `issuers`.
pub(crate) fn verify(
    roots: TrustStore,
    leaf: &[CertificateDer<'static>],
    issuers: &[CertificateDer<'static>],
    time: UnixTime,
) -> Result<String, Box<dyn Error>> {
    let verifier = Verifier::new(roots);
    let mut search = verifier.search(Request::unnamed(leaf).at(time));
    let mut out = VecDeque::new();
    loop {
        match search.step() {
            // A program would send a request here, and go on.
            Step::Need(need) => {
                println!("needs {:?} from {:?}", need.wanted, need.urls);
                out.push_back(need.id);
            }
            // All that can be asked for is out: take whatever answer comes first.
            Step::Waiting => {
                let id = out.pop_back().ok_or("nothing is out")?;
                search.answer(id, Answer::certs(issuers.to_vec()));
            }
            _ => break,
        }
    }
    let path = search.finish()?;
    let names = path.certs().map(|cert| cert.subject().to_string());
    Ok(names.collect::<Vec<_>>().join(" ← "))
}
