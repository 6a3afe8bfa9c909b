//! Sets of certificates byte by byte: the first byte chooses the policy, then each certificate has
//! a length of two bytes. The first is the leaf, the last one the root, those between are sent.
#![no_main]

use chainverify::{Origin, Policy, ReferenceName, TrustStore};
use chainverify_fuzz::invariants::Case;
use libfuzzer_sys::fuzz_target;
use pki_types::CertificateDer;

fuzz_target!(|data: &[u8]| {
    let Some((&choice, rest)) = data.split_first() else {
        return;
    };
    let ders = split(rest);
    let (chain, root) = match ders.as_slice() {
        [] => return,
        [leaf] => (std::slice::from_ref(leaf), None),
        [chain @ .., root] => (chain, Some(root)),
    };
    let mut roots = TrustStore::new();
    if let Some(root) = root {
        let _ = roots.add(root.clone().into_owned(), Origin::Given);
    }
    let policy = match choice & 3 {
        0 => Policy::web_server(),
        1 => Policy::web_client(),
        2 => Policy::rfc5280(),
        _ => Policy::web_server().strict(),
    };
    let names = match choice & 12 {
        0 => vec![],
        4 => vec![ReferenceName::parse("example.com").expect("a host name")],
        8 => vec![ReferenceName::parse("192.0.2.1").expect("an address")],
        _ => vec![ReferenceName::parse("a@example.com").expect("a mailbox")],
    };
    let case = Case {
        chain,
        roots,
        names,
        policy,
    };
    case.check();
});

/// At most 16 certificates; the last one may be cut short.
fn split(mut rest: &[u8]) -> Vec<CertificateDer<'_>> {
    let mut ders = Vec::new();
    while let ([high, low, after @ ..], 0..16) = (rest, ders.len()) {
        let length = usize::from(u16::from_be_bytes([*high, *low])).min(after.len());
        let (der, next) = after.split_at(length);
        ders.push(CertificateDer::from_slice(der));
        rest = next;
    }
    ders
}
