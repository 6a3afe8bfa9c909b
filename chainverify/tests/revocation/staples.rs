//! Stapled responses, and leaves that demand one (RFC 7633).

use chainverify::Report;
use chainverify::policy::RevocationSource;
use chainverify_testdata::{Criticality, Extension, OcspBuilder, OcspStatus, der};

use crate::world::{World, outcome, response, revoked, why_nothing};

const TLS_FEATURE: &str = "1.3.6.1.5.5.7.1.24";

/// A leaf that demands these TLS extensions of its server.
fn demanding(features: &[u64], criticality: Criticality) -> World {
    let value = der::sequence(features.iter().map(|feature| der::integer(*feature)));
    World::of(|leaf| leaf.raw_extension(TLS_FEATURE, criticality, &value))
}

fn with_staple(world: &World, staple: Option<&OcspBuilder>) -> Report {
    let der = staple.map(|staple| staple.clone().sign());
    world.report(world.request().staple(der.as_deref()))
}

#[test]
fn a_stapled_response_counts_as_one_that_was_given() {
    let world = World::new();
    let good = response(&world, &OcspStatus::Good);
    assert_eq!(
        outcome(&with_staple(&world, Some(&good))),
        ("valid", "good")
    );
    let bad = response(&world, &revoked());
    assert_eq!(
        outcome(&with_staple(&world, Some(&bad))),
        ("revoked", "revoked")
    );
    // None is demanded, and none was sent.
    assert_eq!(outcome(&with_staple(&world, None)), ("valid", "not asked"));
}

#[test]
fn a_staple_about_another_certificate_is_said_to_be_that() {
    let world = World::new();
    let next = Some("2026-06-07T00:00:00Z");
    let other = OcspBuilder::new(&world.ca).single(&world.ca, &[6], &OcspStatus::Good, next);
    let report = with_staple(&world, Some(&other));
    assert_eq!(outcome(&report), ("valid", "unknown"));
    assert_eq!(
        why_nothing(&report),
        ["it has no answer about this certificate"]
    );
    let garbage = world.report(world.request().staple(Some(b"garbage")));
    assert_eq!(why_nothing(&garbage), ["it cannot be read"]);
}

#[test]
fn a_leaf_that_demands_a_staple_is_not_valid_without_a_good_one() {
    for criticality in [Criticality::NonCritical, Criticality::Critical] {
        let world = demanding(&[5], criticality);
        let good = response(&world, &OcspStatus::Good);
        assert_eq!(
            outcome(&with_staple(&world, Some(&good))),
            ("valid", "good")
        );
        let missing = with_staple(&world, None);
        assert_eq!(outcome(&missing).0, "staple_missing");
        assert_eq!(
            missing.to_string(),
            "\"example.com\" is not trusted: leaf \"example.com\" demands a stapled OCSP response (TLS feature status_request), \
             and the server sent none"
        );
        let stale = OcspBuilder::new(&world.ca);
        let next = Some("2026-05-31T00:00:00Z");
        let stale = stale.single(&world.ca, &[5], &OcspStatus::Good, next);
        let report = with_staple(&world, Some(&stale));
        assert_eq!(outcome(&report).0, "staple_missing");
        assert!(
            report
                .to_string()
                .ends_with("none that counts: it is stale since 2026-05-31T00:00:00Z")
        );
        // A response that was given is no staple.
        let given = good.sign();
        let request = world
            .request()
            .staple(None)
            .ocsp_responses([given.as_slice()]);
        assert_eq!(outcome(&world.report(request)).0, "staple_missing");
        // One that says "revoked" is one.
        let bad = response(&world, &revoked());
        assert_eq!(outcome(&with_staple(&world, Some(&bad))).0, "revoked");
    }
}

#[test]
fn where_nobody_knows_of_a_staple_a_critical_demand_is_not_processed() {
    let optional = demanding(&[5], Criticality::NonCritical);
    assert_eq!(outcome(&optional.report(optional.request())).0, "valid");
    let critical = demanding(&[5], Criticality::Critical);
    let unknown = "unknown_critical_extension";
    assert_eq!(outcome(&critical.report(critical.request())).0, unknown);
    // Nor is one for an extension that is not looked at, whatever was stapled.
    let other = demanding(&[5, 17], Criticality::Critical);
    let good = response(&other, &OcspStatus::Good);
    assert_eq!(outcome(&with_staple(&other, Some(&good))).0, unknown);
}

#[test]
fn a_demanded_staple_is_seen_where_ocsp_does_not_count_otherwise() {
    let mut world = demanding(&[5], Criticality::NonCritical);
    world.policy.revocation.sources = &[RevocationSource::Crl];
    let staple = response(&world, &OcspStatus::Good).sign();
    let report = world.report(world.request().staple(Some(&staple)));
    assert_eq!(outcome(&report).0, "valid");
}

#[test]
fn a_staple_with_a_nonce_of_its_own_counts() {
    let world = World::new();
    let nonce = der::octet_string(&[8; 32]);
    let nonce = Extension::raw("1.3.6.1.5.5.7.48.1.2", Criticality::NonCritical, &nonce);
    let staple = response(&world, &OcspStatus::Good).extension(nonce).sign();
    let request = world.request().ocsp_nonce([7; 32]).staple(Some(&staple));
    assert_eq!(outcome(&world.report(request)), ("valid", "good"));
}
