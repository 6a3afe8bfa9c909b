//! Verifiers with a memory of signatures, and many requests at once: what is remembered changes no
//! verdict.

use core::cell::Cell;
use std::thread;

use chainverify::{
    Algorithms, Origin, Policy, ReferenceName, Request, SignatureCache, TrustStore, Verifier,
};
use chainverify_testdata::{CertBuilder, Flaw, Made};
use pki_types::{SignatureVerificationAlgorithm, UnixTime};

use crate::by_hand::{Der, Null, RING, der, ders, now, store, trio, word};

/// A list that lives as long as a verifier wants.
fn list(algorithm: &'static Null) -> Algorithms<'static> {
    let list: &'static [&'static dyn SignatureVerificationAlgorithm] =
        Box::leak(Box::new([algorithm as &dyn SignatureVerificationAlgorithm]));
    Algorithms::new(list)
}

fn with_cache(root: &Made, algorithms: Algorithms<'static>, capacity: usize) -> Verifier {
    Verifier::builder()
        .roots(store(&[root]))
        .algorithms(algorithms)
        .cache(SignatureCache::new(capacity))
        .build()
}

fn verify(verifier: &Verifier, chain: &[Der]) -> &'static str {
    word(&verifier.verify_at(chain, "example.com", now()))
}

#[test]
fn a_good_signature_is_checked_once_for_a_verifier_and_its_clones() {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let yes: &'static Null = Box::leak(Box::new(Null::yes()));
    let verifier = with_cache(&root, list(yes), 100);
    assert_eq!(verify(&verifier, &chain), "valid");
    assert_eq!(verify(&verifier, &chain), "valid");
    let clone = verifier.clone();
    assert_eq!(verify(&clone, &chain), "valid");
    assert_eq!(verify(&verifier, &chain), "valid");
    assert_eq!(yes.count(), 2);

    let other = with_cache(&root, list(yes), 100);
    assert_eq!(verify(&other, &chain), "valid");
    assert_eq!(yes.count(), 4, "another verifier knows nothing of it");
}

#[test]
fn a_memory_of_nothing_and_none_at_all_check_each_time() {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let yes: &'static Null = Box::leak(Box::new(Null::yes()));
    let nothing = with_cache(&root, list(yes), 0);
    let none = Verifier::builder()
        .roots(store(&[&root]))
        .algorithms(list(yes))
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
    let no: &'static Null = Box::leak(Box::new(Null::no()));
    let verifier = with_cache(&root, list(no), 100);
    assert_eq!(verify(&verifier, &chain), "signature_invalid");
    let first = no.count();
    assert_eq!(verify(&verifier, &chain), "signature_invalid");
    assert_eq!(no.count(), 2 * first);
}

#[test]
fn what_differs_in_one_part_is_not_taken_for_what_is_known() {
    let [root, ca, leaf] = trio();
    let verifier = with_cache(&root, RING, 100);
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
fn all_but_the_signature_is_judged_each_time() {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let verifier = with_cache(&root, RING, 100);
    assert_eq!(verify(&verifier, &chain), "valid");
    let late = UnixTime::since_unix_epoch(core::time::Duration::from_secs(4_000_000_000));
    let verdict = verifier.verify_at(&chain, "example.com", late);
    assert_eq!(word(&verdict), "expired");
    let verdict = verifier.verify_at(&chain, "example.org", now());
    assert_eq!(word(&verdict), "name_mismatch");
    assert_eq!(verify(&verifier, &chain), "valid");
}

#[test]
fn threads_share_one_memory() {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let verifier = with_cache(&root, RING, 4);
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
fn a_batch_has_the_results_in_the_order_of_its_requests() {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let verifier = Verifier::new(store(&[&root]));
    let name = |number: usize| match number % 3 {
        0 => "example.com",
        _ => "example.org",
    };
    let request = |number| {
        Request::new(&chain[0], now())
            .intermediates(&chain[1..])
            .name(ReferenceName::parse(name(number)).unwrap())
    };
    let results: Vec<&str> = verifier
        .verify_batch((0..1000).map(request))
        .map(|verdict| word(&verdict))
        .collect();
    let expected: Vec<&str> = (0..1000)
        .map(|number| match number % 3 {
            0 => "valid",
            _ => "name_mismatch",
        })
        .collect();
    assert_eq!(results, expected);
    assert_eq!(verifier.verify_batch([]).count(), 0);
}

#[test]
fn a_batch_takes_no_more_requests_than_it_has_room_for() {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let verifier = Verifier::new(store(&[&root]));
    let taken = Cell::new(0);
    let endless = core::iter::repeat_with(|| {
        taken.set(taken.get() + 1);
        Request::new(&chain[0], now()).intermediates(&chain[1..])
    });
    let mut batch = verifier.verify_batch(endless);
    assert_eq!(taken.get(), 0, "nothing before a result is asked for");
    assert!(batch.next().is_some_and(|verdict| verdict.is_ok()));
    assert_eq!(taken.get(), 256);
    assert_eq!(batch.by_ref().take(255).filter(Result::is_ok).count(), 255);
    assert_eq!(taken.get(), 256);
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
