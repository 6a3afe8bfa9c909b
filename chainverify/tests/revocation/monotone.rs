//! A status never turns from revoked to good by more data, and does not hang on the order of the data:
//! every choice of sources from a pool, in several orders.

use chainverify::policy::RevocationMode;
use chainverify_testdata::{CrlEntry, Extension, OcspBuilder, OcspStatus};

use crate::world::{LATER, World, empty, full_name, outcome, parse, response, revoked, revoking};

/// CRLs and OCSP responses about the leaf, each in its own way, none of which takes back a revocation.
fn pool(world: &World) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let stale = |crl: chainverify_testdata::CrlBuilder| {
        crl.updates("2026-01-01T00:00:00Z", Some("2026-02-01T00:00:00Z"))
    };
    let other_part = [full_name("http://ca.test/other.crl")];
    let delta = revoking(&world.ca, &[5])
        .extension(Extension::crl_number(2))
        .extension(Extension::delta_crl_indicator(1));
    let crls = vec![
        empty(&world.ca).sign(),
        revoking(&world.ca, &[5]).sign(),
        stale(revoking(&world.ca, &[5])).sign(),
        empty(&world.ca)
            .extension(Extension::issuing_distribution_point(&other_part))
            .entry(&CrlEntry::new(&[5]))
            .sign(),
        delta.sign(),
        empty(&world.root).sign(),
    ];
    let stranger = OcspBuilder::new(&world.root).single(&world.ca, &[5], &OcspStatus::Good, LATER);
    let responses = vec![
        response(world, &OcspStatus::Good).sign(),
        response(world, &revoked()).sign(),
        response(world, &OcspStatus::Unknown).sign(),
        stranger.sign(),
    ];
    (crls, responses)
}

/// Those of a list whose bit is set; turned by so many places.
fn chosen<T: Clone>(list: &[T], bits: usize, turn: usize) -> Vec<T> {
    let set = list.iter().enumerate();
    let set = set.filter(|(place, _)| bits >> place & 1 == 1);
    let mut chosen: Vec<_> = set.map(|(_, one)| one.clone()).collect();
    let middle = turn.checked_rem(chosen.len()).unwrap_or(0);
    chosen.rotate_left(middle);
    chosen
}

#[test]
fn more_data_never_makes_good_of_revoked_and_their_order_does_not_matter() {
    let world = World::new();
    let hard = World::new().mode(RevocationMode::Hard);
    let (crls, responses) = pool(&world);
    let all = 1_usize << (crls.len() + responses.len());
    let crls: Vec<_> = crls.iter().map(|crl| parse(crl)).collect();
    let ask = |world: &World, bits: usize, turn: usize| {
        let crls_here = chosen(&crls, bits, turn);
        let responses = chosen(&responses, bits >> crls.len(), turn);
        let responses = responses.iter().map(Vec::as_slice);
        let request = world.request().crls(&crls_here).ocsp_responses(responses);
        outcome(&world.report(request))
    };
    let soft: Vec<_> = (0..all).map(|bits| ask(&world, bits, 0)).collect();
    for bits in 0..all {
        for turn in 1..3 {
            assert_eq!(ask(&world, bits, turn), soft[bits], "{bits:b} turned");
        }
        let strict = ask(&hard, bits, 0);
        assert_eq!(strict.1, soft[bits].1, "{bits:b}");
        assert!(strict.0 != "valid" || soft[bits].0 == "valid", "{bits:b}");
        for more in 0..crls.len() + responses.len() {
            let after = soft[bits | 1 << more];
            assert!(
                soft[bits].1 != "revoked" || after == ("revoked", "revoked"),
                "{bits:b} and {more}: {after:?}"
            );
        }
    }
    let revoked = soft.iter().filter(|outcome| outcome.1 == "revoked");
    let good = soft.iter().filter(|outcome| outcome.1 == "good");
    assert!(revoked.count() > all / 2 && good.count() > 0);
}
