//! OCSP responses: good, revoked, and each reason for which one says nothing.

use chainverify::revocation::crl::Reason;
use chainverify_testdata::{
    CertBuilder, Criticality, Extension, Key, OcspBuilder, OcspStatus, der,
};

use crate::world::{LATER, World, check, leaf_revoked, outcome, response, revoked, why_nothing};

const NONCE: &str = "1.3.6.1.5.5.7.48.1.2";

#[test]
fn a_response_of_the_ca_itself_counts_by_name_and_by_key() {
    let world = World::new();
    for response in [
        response(&world, &OcspStatus::Good),
        response(&world, &OcspStatus::Good).by_key(),
    ] {
        let report = world.by_ocsp(&[response.sign()]);
        assert_eq!(outcome(&report), ("valid", "good"));
        assert!(report.findings.is_empty(), "{:?}", report.findings);
    }
    let report = world.by_ocsp(&[response(&world, &revoked()).sign()]);
    assert_eq!(outcome(&report), ("revoked", "revoked"));
    let revoked = leaf_revoked(&report);
    assert_eq!(revoked.reason, Reason::KeyCompromise);
    assert_eq!(revoked.since.to_string(), "2026-03-01T00:00:00Z");
}

#[test]
fn of_several_answers_the_newest_about_this_certificate_counts() {
    let world = World::new();
    let one = |serial: &[u8], status: &OcspStatus| {
        response(&world, &OcspStatus::Unknown).single(&world.ca, serial, status, LATER)
    };
    let other = one(&[6], &revoked()).sign();
    let why = "the responder does not know the certificate";
    let report = world.by_ocsp(&[other]);
    assert_eq!(outcome(&report), ("valid", "unknown"));
    assert_eq!(why_nothing(&report), [why]);
    // Neither a certificate of another CA under the same number.
    let elsewhere = OcspBuilder::new(&world.ca).single(&world.root, &[5], &revoked(), LATER);
    assert_eq!(
        outcome(&world.by_ocsp(&[elsewhere.sign()])),
        ("valid", "not asked")
    );
}

#[test]
fn a_response_that_does_not_count_makes_the_status_unknown() {
    let world = World::new();
    let single = |next: Option<&str>| {
        OcspBuilder::new(&world.ca).single(&world.ca, &[5], &OcspStatus::Good, next)
    };
    let stranger = CertBuilder::ca("CA").key(Key::p256("other")).sign();
    let forged = OcspBuilder::new(&stranger).single(&world.ca, &[5], &OcspStatus::Good, LATER);
    let critical = Extension::raw("1.2.3.4", Criticality::Critical, &[5, 0]);
    for (response, why) in [
        (
            single(Some("2026-05-31T23:54:59Z")),
            "it is stale since 2026-05-31T23:54:59Z",
        ),
        (single(None), "it does not say when the next one comes"),
        (
            forged,
            "its signature does not verify with the key of its issuer",
        ),
        (
            single(LATER).extension(critical),
            "it has the critical extension 1.2.3.4, which is not processed",
        ),
    ] {
        let report = world.by_ocsp(&[response.sign()]);
        assert_eq!(outcome(&report), ("valid", "unknown"), "{why}");
        assert_eq!(why_nothing(&report), [why]);
    }
    // Clocks may be five minutes apart.
    let report = world.by_ocsp(&[single(Some("2026-05-31T23:55:00Z")).sign()]);
    assert_eq!(outcome(&report), ("valid", "good"));
}

#[test]
fn a_wrong_nonce_does_not_count_and_a_missing_one_does() {
    let world = World::new();
    let with = |nonce: &[u8]| {
        let value = der::octet_string(nonce);
        let extension = Extension::raw(NONCE, Criticality::NonCritical, &value);
        response(&world, &OcspStatus::Good)
            .extension(extension)
            .sign()
    };
    let none = response(&world, &OcspStatus::Good).sign();
    for (response, expected) in [
        (with(&[7; 32]), "good"),
        (with(&[8; 32]), "unknown"),
        (none, "good"),
    ] {
        let responses = [response.as_slice()];
        let request = world
            .request()
            .ocsp_nonce([7; 32])
            .ocsp_responses(responses);
        let report = world.report(request);
        assert_eq!(outcome(&report), ("valid", expected));
        if expected == "unknown" {
            assert_eq!(
                why_nothing(&report),
                ["its nonce is not that of the request"]
            );
        }
    }
}

#[test]
fn of_two_answers_of_the_same_time_the_one_that_revokes_counts() {
    let world = World::new();
    for both in [[OcspStatus::Good, revoked()], [revoked(), OcspStatus::Good]] {
        let response = OcspBuilder::new(&world.ca);
        let response = both.iter().fold(response, |response, status| {
            response.single(&world.ca, &[5], status, LATER)
        });
        let report = world.by_ocsp(&[response.sign()]);
        assert_eq!(outcome(&report), ("revoked", "revoked"));
    }
}

#[test]
fn a_response_that_cannot_be_read_is_said_to_be_so() {
    let world = World::new();
    let report = world.by_ocsp(&[b"garbage".to_vec()]);
    assert_eq!(check(&report, 0).sources.len(), 1);
}
