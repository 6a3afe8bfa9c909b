//! Sets of certificates that link by name and key in every way, built by a grammar.
#![no_main]

use chainverify_fuzz::grammar::{self, CertSet, IssuerUrls};
use chainverify_fuzz::invariants::Case;
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let _ = run(&mut Unstructured::new(data));
});

fn run(u: &mut Unstructured<'_>) -> Result<()> {
    let set = CertSet::arbitrary(u, IssuerUrls::Few)?;
    let case = Case {
        chain: &set.chain,
        roots: set.roots,
        names: grammar::reference_names(u)?,
        policy: grammar::policy(u)?,
    };
    case.check();
    Ok(())
}
