//! Verifiers with a memory of signatures, and many requests at once: what is remembered changes no
//! verdict.

use std::thread;

use chainverify::crypto::SignatureCache;
use chainverify::{Algorithms, Origin, Policy, Request, TrustStore, Verifier};
use chainverify_testdata::{CertBuilder, Flaw, Made};
use pki_types::UnixTime;

use crate::by_hand::{Der, Null, RING, code, der, ders, now, nulls, store, trio};

fn with_cache(root: &Made, algorithms: Algorithms, capacity: usize) -> Verifier {
    Verifier::builder()
        .roots(store(&[root]))
        .algorithms(algorithms)
        .cache(SignatureCache::new(capacity))
        .build()
}

fn verify(verifier: &Verifier, chain: &[Der]) -> &'static str {
    verify_at(verifier, chain, "example.com", now())
}

fn verify_at(verifier: &Verifier, chain: &[Der], name: &str, time: UnixTime) -> &'static str {
    code(&verifier.verify_request(Request::named(chain, name).at(time)))
}

#[test]
fn a_good_signature_is_checked_once_for_a_verifier_and_its_clones() {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let yes = Null::yes();
    let verifier = with_cache(&root, nulls([&yes]), 100);
    assert_eq!(verify(&verifier, &chain), "valid");
    assert_eq!(verify(&verifier, &chain), "valid");
    let clone = verifier.clone();
    assert_eq!(verify(&clone, &chain), "valid");
    assert_eq!(verify(&verifier, &chain), "valid");
    assert_eq!(yes.count(), 2);

    let other = with_cache(&root, nulls([&yes]), 100);
    assert_eq!(verify(&other, &chain), "valid");
    assert_eq!(yes.count(), 4, "another verifier knows nothing of it");
}

#[test]
fn a_memory_of_nothing_and_none_at_all_check_each_time() {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let yes = Null::yes();
    let nothing = with_cache(&root, nulls([&yes]), 0);
    let none = Verifier::builder()
        .roots(store(&[&root]))
        .algorithms(nulls([&yes]))
        .build();
    for (number, verifier) in [&nothing, &nothing, &none, &none].into_iter().enumerate() {
        assert_eq!(verify(verifier, &chain), "valid");
        assert_eq!(yes.count() as usize, 2 * (number + 1));
    }
}

#[test]
fn a_bad_signature_is_not_remembered() {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let no = Null::no();
    let verifier = with_cache(&root, nulls([&no]), 100);
    assert_eq!(verify(&verifier, &chain), "signature_invalid");
    let first = no.count();
    assert_eq!(verify(&verifier, &chain), "signature_invalid");
    assert_eq!(no.count(), 2 * first);
}

#[test]
fn what_differs_in_one_part_is_not_taken_for_what_is_known() {
    let [root, ca, leaf] = trio();
    let verifier = with_cache(&root, RING.clone(), 100);
    assert_eq!(verify(&verifier, &ders(&[&leaf, &ca])), "valid");
    // The same bytes with another signature; other bytes with the same signature; the same
    // certificate below a namesake with another key.
    let forged = CertBuilder::leaf("example.com")
        .issuer(&ca)
        .flaw(Flaw::FlippedSignature)
        .sign();
    assert_eq!(
        verify(&verifier, &ders(&[&forged, &ca])),
        "signature_invalid"
    );
    let mut altered = der(&leaf).to_vec();
    let place = altered.len() / 3;
    altered[place] ^= 1;
    let altered = [Der::from(altered), der(&ca)];
    assert_ne!(verify(&verifier, &altered), "valid");
    let namesake = CertBuilder::intermediate("CA")
        .key(chainverify_testdata::Key::p256("another"))
        .issuer(&root)
        .sign();
    assert_eq!(
        verify(&verifier, &ders(&[&leaf, &namesake])),
        "signature_invalid"
    );
}

#[test]
fn all_but_the_signature_is_checked_each_time() {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let verifier = with_cache(&root, RING.clone(), 100);
    assert_eq!(verify(&verifier, &chain), "valid");
    let late = UnixTime::since_unix_epoch(core::time::Duration::from_secs(4_000_000_000));
    assert_eq!(verify_at(&verifier, &chain, "example.com", late), "expired");
    let other = verify_at(&verifier, &chain, "example.org", now());
    assert_eq!(other, "name_mismatch");
    assert_eq!(verify(&verifier, &chain), "valid");
}

#[test]
fn threads_share_one_memory() {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let verifier = with_cache(&root, RING.clone(), 4);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..50 {
                    assert_eq!(verify(&verifier, &chain), "valid");
                }
            });
        }
    });
}

#[test]
fn workers_that_share_a_verifier_each_get_their_own_results() {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let verifier = Verifier::new(store(&[&root]));
    let (name, wanted) = (["example.com", "example.org"], ["valid", "name_mismatch"]);
    thread::scope(|scope| {
        for worker in 0..4 {
            let (verifier, chain) = (verifier.clone(), &chain);
            scope.spawn(move || {
                for number in 0..250 {
                    let which = (worker + number) % 2;
                    let found = verify_at(&verifier, chain, name[which], now());
                    assert_eq!(found, wanted[which]);
                }
            });
        }
    });
}

#[test]
fn a_builder_that_was_told_nothing_trusts_nothing() {
    let [_, ca, leaf] = trio();
    let verifier = Verifier::builder().policy(Policy::rfc5280()).build();
    assert_eq!(verify(&verifier, &ders(&[&leaf, &ca])), "empty_store");
    let mut roots = TrustStore::new();
    roots.add(der(&ca), Origin::Given).unwrap();
    let verifier = Verifier::builder().roots(roots).build();
    assert_eq!(verify(&verifier, &ders(&[&leaf])), "valid");
}
