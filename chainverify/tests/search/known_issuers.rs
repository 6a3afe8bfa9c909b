//! Verifiers with a memory of intermediates: one that is known costs no signature, and is trusted no more
//! than before.

use std::thread;

use chainverify::search::ParsedIssuers;
use chainverify::{Policy, Request, Verifier, VerifierBuilder};
use chainverify_testdata::{CertBuilder, Extension, Flaw, Key, Made, oid};
use pki_types::UnixTime;

use crate::by_hand::{Der, Null, RING, code, der, ders, now, nulls, store, trio};

fn knowing(root: &Made, capacity: usize) -> VerifierBuilder {
    Verifier::builder()
        .roots(store(&[root]))
        .algorithms(RING.clone())
        .parsed_issuers(ParsedIssuers::new(capacity))
}

fn verify(verifier: &Verifier, chain: &[Der]) -> &'static str {
    let request = Request::server(chain, "example.com");
    code(&verifier.verify_request(request.at(now())))
}

fn leaves(count: u8, ca: &Made) -> Vec<Made> {
    let leaf = |number| {
        CertBuilder::leaf("example.com")
            .serial(&[1, number])
            .issuer(ca)
            .sign()
    };
    (0..count).map(leaf).collect()
}

#[test]
fn below_a_known_intermediate_only_the_leaf_costs_a_signature() {
    let [root, ca, _] = trio();
    let yes = Null::yes();
    let verifier = knowing(&root, 10).algorithms(nulls([&yes])).build();
    let clone = verifier.clone();
    for (number, leaf) in leaves(10, &ca).iter().enumerate() {
        let verifier = if number % 2 == 0 { &verifier } else { &clone };
        assert_eq!(verify(verifier, &ders(&[leaf, &ca])), "valid");
        assert_eq!(yes.count() as usize, 2 + number);
    }
    let other = knowing(&root, 10).algorithms(nulls([&yes])).build();
    assert_eq!(verify(&other, &ders(&[&leaves(1, &ca)[0], &ca])), "valid");
    assert_eq!(yes.count(), 13, "another verifier knows nothing of it");
}

#[test]
fn a_signature_that_is_not_checked_again_counts_against_the_limit() {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let mut policy = Policy::web_server();
    policy.limits.signatures = 2;
    let verifier = knowing(&root, 10).policy(policy.clone()).build();
    assert_eq!(verify(&verifier, &chain), "valid");
    assert_eq!(verify(&verifier, &chain), "valid");
    let middle = CertBuilder::intermediate("Middle").issuer(&ca).sign();
    let below = leaves(1, &middle);
    let longer = ders(&[&below[0], &middle, &ca]);
    let cold = knowing(&root, 10).policy(policy).build();
    assert_eq!(verify(&cold, &longer), verify(&verifier, &longer));
    assert_ne!(verify(&verifier, &longer), "valid");
}

#[test]
fn a_memory_of_nothing_checks_each_time() {
    let [root, ca, leaf] = trio();
    let chain = ders(&[&leaf, &ca]);
    let yes = Null::yes();
    let verifier = knowing(&root, 0).algorithms(nulls([&yes])).build();
    for number in 1..4 {
        assert_eq!(verify(&verifier, &chain), "valid");
        assert_eq!(yes.count(), 2 * number);
    }
}

#[test]
fn intermediates_of_paths_that_are_not_valid_are_not_remembered() {
    let [root, ca, _] = trio();
    let yes = Null::yes();
    let verifier = knowing(&root, 10).algorithms(nulls([&yes])).build();
    let other = CertBuilder::leaf("example.org").issuer(&ca).sign();
    assert_eq!(verify(&verifier, &ders(&[&other, &ca])), "name_mismatch");
    let before = yes.count();
    let leaf = leaves(1, &ca);
    assert_eq!(verify(&verifier, &ders(&[&leaf[0], &ca])), "valid");
    assert_eq!(yes.count(), before + 2);
}

#[test]
fn an_intermediate_that_differs_in_one_octet_is_another() {
    let [root, ca, leaf] = trio();
    let verifier = knowing(&root, 10).build();
    assert_eq!(verify(&verifier, &ders(&[&leaf, &ca])), "valid");
    let length = der(&ca).len();
    for place in (0..length).step_by(7) {
        let mut altered = der(&ca).to_vec();
        altered[place] ^= 1;
        let chain = [der(&leaf), Der::from(altered)];
        let without = Verifier::builder().roots(store(&[&root])).build();
        assert_eq!(verify(&verifier, &chain), verify(&without, &chain));
        assert_ne!(verify(&verifier, &chain), "valid", "octet {place}");
    }
    assert_eq!(verify(&verifier, &ders(&[&leaf, &ca])), "valid");
}

#[test]
fn a_forged_leaf_below_a_known_intermediate_is_refused() {
    let [root, ca, leaf] = trio();
    let verifier = knowing(&root, 10).build();
    assert_eq!(verify(&verifier, &ders(&[&leaf, &ca])), "valid");
    let forged = CertBuilder::leaf("example.com")
        .issuer(&ca)
        .flaw(Flaw::FlippedSignature)
        .sign();
    let found = verify(&verifier, &ders(&[&forged, &ca]));
    assert_eq!(found, "signature_invalid");
    let namesake = CertBuilder::intermediate("CA")
        .key(Key::p256("another"))
        .issuer(&root)
        .sign();
    let found = verify(&verifier, &ders(&[&leaf, &namesake]));
    assert_eq!(found, "signature_invalid");
}

#[test]
fn the_dates_and_the_purpose_of_a_known_intermediate_are_checked_each_time() {
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA")
        .validity("2026-05-01T00:00:00Z", "2026-07-01T00:00:00Z")
        .extension(Extension::extended_key_usage(&[oid::SERVER_AUTH]))
        .issuer(&root)
        .sign();
    let both = Extension::extended_key_usage(&[oid::SERVER_AUTH, oid::CLIENT_AUTH]);
    let leaf = CertBuilder::leaf("example.com").extension(both);
    let chain = ders(&[&leaf.issuer(&ca).sign(), &ca]);
    let verifier = knowing(&root, 10).build();
    let at = |seconds| UnixTime::since_unix_epoch(core::time::Duration::from_secs(seconds));
    let (begins, ends) = (1_777_593_600, 1_782_864_000);
    for _ in 0..2 {
        for (time, wanted) in [
            (begins - 1, "not_yet_valid"),
            (begins, "valid"),
            (ends, "valid"),
            (ends + 1, "expired"),
        ] {
            let request = Request::server(&chain, "example.com").at(at(time));
            assert_eq!(code(&verifier.verify_request(request)), wanted);
        }
        let request = Request::client(&chain).at(now());
        let found = code(&verifier.verify_request(request));
        assert_eq!(found, "purpose_not_allowed");
    }
}

#[test]
fn a_known_intermediate_is_a_leaf_like_any_other() {
    let [root, ca, leaf] = trio();
    let verifier = knowing(&root, 10).build();
    let without = Verifier::builder().roots(store(&[&root])).build();
    assert_eq!(verify(&verifier, &ders(&[&leaf, &ca])), "valid");
    let chain = ders(&[&ca, &leaf]);
    let found = verify(&verifier, &chain);
    assert_eq!(found, verify(&without, &chain));
    assert_ne!(found, "valid");
}

#[test]
fn a_memory_says_how_many_it_holds() {
    let memory = ParsedIssuers::new(100);
    assert_eq!((memory.len(), memory.is_empty()), (0, true));
    assert_eq!(format!("{memory:?}"), "ParsedIssuers(0)");
}

#[test]
fn threads_share_one_memory_of_few_places() {
    let root = CertBuilder::ca("Root").sign();
    let ca = |number: u8| {
        CertBuilder::intermediate(&format!("CA {number}"))
            .issuer(&root)
            .sign()
    };
    let chains: Vec<_> = (0..6)
        .map(ca)
        .map(|ca| ders(&[&leaves(1, &ca)[0], &ca]))
        .collect();
    let verifier = knowing(&root, 4).build();
    thread::scope(|scope| {
        for worker in 0..8 {
            let (verifier, chains) = (&verifier, &chains);
            scope.spawn(move || {
                for turn in 0..60 {
                    let chain = &chains[(worker + turn) % chains.len()];
                    assert_eq!(verify(verifier, chain), "valid");
                }
            });
        }
    });
}
