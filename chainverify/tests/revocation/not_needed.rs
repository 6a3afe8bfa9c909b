//! Certificates whose status need not be known.

use chainverify::policy::RevocationMode;
use chainverify::report::Status;
use chainverify::revocation::status::NotNeeded;
use chainverify::{Policy, Report};
use chainverify_testdata::{CertBuilder, Criticality, Extension};

use crate::world::{CRL, World, check, outcome, revoking};

const NO_REV_AVAIL: &str = "2.5.29.56";

fn with_no_rev_avail(leaf: CertBuilder) -> CertBuilder {
    leaf.raw_extension(NO_REV_AVAIL, Criticality::NonCritical, &[5, 0])
}

/// The verdict at a time in the leaf's validity; hard, with the leaf's status alone.
fn hard(world: &mut World, at: u64) -> Report {
    world.policy = Policy::web_server();
    world.policy.revocation.mode = RevocationMode::Hard;
    world.policy.revocation.scope = chainverify::policy::RevocationScope::Leaf;
    let at = core::time::Duration::from_secs(at);
    let time = pki_types::UnixTime::since_unix_epoch(at);
    world.report(world.request().at(time))
}

/// CA/B BR §1.6.1: at most 7 days for those issued from 2026-03-15 on, 10 before; the first and the
/// last second both count.
#[test]
fn short_lived_certificates_need_none_to_the_second() {
    let no_rev_avail = |leaf: CertBuilder| with_no_rev_avail(leaf);
    let plain = |leaf: CertBuilder| leaf;
    /// 2026-03-15T12:00:00Z
    const MARCH_15: u64 = 1_773_576_000;
    type Change = fn(CertBuilder) -> CertBuilder;
    let rows: [(&str, &str, Change, Option<NotNeeded>); 8] = [
        // Issued on 2026-03-14: 864 000 seconds, and one more.
        (
            "2026-03-14T00:00:00Z",
            "2026-03-23T23:59:59Z",
            plain,
            Some(NotNeeded::ShortLived),
        ),
        ("2026-03-14T00:00:00Z", "2026-03-24T00:00:00Z", plain, None),
        // Issued on 2026-03-15: 604 800 seconds, and one more.
        (
            "2026-03-15T00:00:00Z",
            "2026-03-21T23:59:59Z",
            plain,
            Some(NotNeeded::ShortLived),
        ),
        ("2026-03-15T00:00:00Z", "2026-03-22T00:00:00Z", plain, None),
        // With noRevAvail (RFC 9608) how long does not matter.
        (
            "2026-03-14T00:00:00Z",
            "2026-03-23T23:59:59Z",
            no_rev_avail,
            Some(NotNeeded::NoRevAvail),
        ),
        (
            "2026-03-14T00:00:00Z",
            "2026-03-24T00:00:00Z",
            no_rev_avail,
            Some(NotNeeded::NoRevAvail),
        ),
        (
            "2026-03-15T00:00:00Z",
            "2026-03-21T23:59:59Z",
            no_rev_avail,
            Some(NotNeeded::NoRevAvail),
        ),
        (
            "2026-03-15T00:00:00Z",
            "2026-03-22T00:00:00Z",
            no_rev_avail,
            Some(NotNeeded::NoRevAvail),
        ),
    ];
    for (from, until, change, expected) in rows {
        let mut world = World::of(|leaf| change(leaf.validity(from, until)));
        let report = hard(&mut world, MARCH_15);
        let row = format!("{from} to {until}");
        match expected {
            Some(why) => {
                assert!(report.is_valid(), "{row}: {report}");
                assert_eq!(check(&report, 0).status, Status::NotNeeded { why }, "{row}");
            }
            None => assert_eq!(
                outcome(&report),
                ("revocation_not_checked", "no source"),
                "{row}"
            ),
        }
    }
}

#[test]
fn what_is_said_of_one_that_needs_none_still_counts() {
    let world = World::of(|leaf| leaf.validity("2026-05-30T00:00:00Z", "2026-06-03T00:00:00Z"));
    let report = world.by_crls(&[revoking(&world.ca, &[5]).sign()]);
    assert_eq!(outcome(&report), ("revoked", "revoked"));
    assert_eq!(
        outcome(&world.report(world.request())),
        ("valid", "not needed")
    );
}

#[test]
fn no_rev_avail_beside_what_says_where_to_look_is_a_finding_and_says_nothing() {
    for place in [
        Extension::crl_distribution_point(CRL),
        Extension::ocsp_responder("http://ca.test/ocsp"),
    ] {
        let world = World::of(|leaf| with_no_rev_avail(leaf).extension(place));
        let report = world.report(world.request());
        assert_eq!(outcome(&report), ("valid", "not asked"));
        let codes: Vec<_> = report.findings.iter().map(|one| one.code().id()).collect();
        assert_eq!(codes, ["no_rev_avail_contradicted"]);
    }
    let plain = World::of(with_no_rev_avail);
    assert!(plain.report(plain.request()).findings.is_empty());
}

#[test]
fn a_responder_with_nocheck_needs_none() {
    let mut world = World::of(|leaf| {
        leaf.no_names()
            .extension(Extension::extended_key_usage(&["1.3.6.1.5.5.7.3.9"]))
            .raw_extension("1.3.6.1.5.5.7.48.1.5", Criticality::NonCritical, &[5, 0])
    });
    world.policy.purpose = chainverify::Purpose::Ocsp;
    let report = world.report(world.request());
    let why = NotNeeded::OcspNoCheck;
    assert_eq!(
        check(&report, 0).status,
        Status::NotNeeded { why },
        "{report}"
    );
}
