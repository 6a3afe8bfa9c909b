//! CRLs: good, revoked, and each reason for which a CRL says nothing.

use core::time::Duration;

use chainverify::Verifier;
use chainverify::crypto::SignatureCache;
use chainverify::der::Time;
use chainverify::policy::{RevocationMode, RevocationScope};
use chainverify::revocation::crl::Reason;
use chainverify_testdata::{CertBuilder, CrlEntry, Extension, KeyUsage, der};

use crate::by_hand::{Null, nulls, store};
use crate::world::{
    CRL, World, check, empty, full_name, leaf_revoked, outcome, parse, revoking, why_nothing, word,
};

/// 2026-02-01T00:00:00Z
const FEBRUARY: Time = Time::from_unix(1_769_904_000);
/// 2026-01-15T00:00:00Z
const JANUARY: Time = Time::from_unix(1_768_435_200);

#[test]
fn a_crl_without_the_certificate_says_good() {
    let world = World::new();
    let report = world.by_crls(&[empty(&world.ca).sign()]);
    assert_eq!(outcome(&report), ("valid", "good"));
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    // Nothing was said of the intermediate, and its CRL was not asked for.
    assert_eq!(word(check(&report, 1).status), "not asked");
}

#[test]
fn a_crl_with_the_certificate_says_when_and_why_it_was_revoked() {
    let world = World::new();
    let crl = empty(&world.ca).entry(
        &CrlEntry::new(&[5])
            .reason(1)
            .invalid_since("2026-01-15T00:00:00Z"),
    );
    let report = world.by_crls(&[crl.sign()]);
    assert_eq!(outcome(&report), ("revoked", "revoked"));
    let revoked = leaf_revoked(&report);
    assert_eq!(revoked.since, FEBRUARY);
    assert_eq!(revoked.reason, Reason::KeyCompromise);
    assert_eq!(revoked.invalid_since, Some(JANUARY));
    assert_eq!(
        report.to_string(),
        "\"example.com\" is not trusted: leaf \"example.com\" was revoked 2026-02-01, reason: keyCompromise (CRL)"
    );
}

#[test]
fn a_revoked_intermediate_is_told_from_a_revoked_leaf() {
    let world = World::new();
    let report = world.by_crls(&[revoking(&world.root, &[9]).sign()]);
    assert_eq!(outcome(&report), ("revoked", "not asked"));
    assert_eq!(word(check(&report, 1).status), "revoked");
    assert!(
        report
            .to_string()
            .contains(": intermediate 1 \"CA\" was revoked")
    );
    // The CRL of one CA says nothing of what the other one issued under the same number.
    let report = world.by_crls(&[revoking(&world.root, &[5]).sign(), empty(&world.ca).sign()]);
    assert_eq!(outcome(&report), ("valid", "good"));
    assert_eq!(word(check(&report, 1).status), "good");
}

#[test]
fn the_policy_may_look_at_the_leaf_alone() {
    let mut world = World::new().mode(RevocationMode::Hard);
    world.policy.revocation.scope = RevocationScope::Leaf;
    let crls = [revoking(&world.root, &[9]).sign(), empty(&world.ca).sign()];
    let report = world.by_crls(&crls);
    assert_eq!(outcome(&report), ("valid", "good"));
    assert_eq!(word(check(&report, 1).status), "not checked");
}

#[test]
fn off_looks_at_nothing() {
    let world = World::new().mode(RevocationMode::Off);
    let report = world.by_crls(&[revoking(&world.ca, &[5]).sign()]);
    assert_eq!(outcome(&report), ("valid", "off"));
}

#[test]
fn a_crl_that_does_not_count_makes_the_status_unknown() {
    let world = World::new();
    let stranger = CertBuilder::ca("CA").key(chainverify_testdata::Key::p256("other"));
    let stranger = stranger.sign();
    let unknown_critical = Extension::raw(
        "1.2.3.4",
        chainverify_testdata::Criticality::Critical,
        &[5, 0],
    );
    let scoped = |fields: &[Vec<u8>]| {
        empty(&world.ca).extension(Extension::issuing_distribution_point(fields))
    };
    let flag = |number: u8| der::tlv(0x80 | number, &[0xff]);
    for (crl, why) in [
        (
            empty(&world.ca).updates("2026-05-01T00:00:00Z", Some("2026-05-31T23:59:59Z")),
            "it is stale since 2026-05-31T23:59:59Z",
        ),
        (
            empty(&world.ca).updates("2026-06-02T00:00:00Z", Some("2026-07-01T00:00:00Z")),
            "it is not valid before 2026-06-02T00:00:00Z",
        ),
        (
            empty(&world.ca).updates("2026-05-01T00:00:00Z", None),
            "it does not say when the next one comes",
        ),
        (
            empty(&stranger),
            "its signature does not verify with the key of its issuer",
        ),
        (scoped(&[flag(2)]), "it lists CA certificates only"),
        (scoped(&[flag(5)]), "it lists attribute certificates only"),
        (
            scoped(&[full_name("http://ca.test/other.crl")]),
            "its distribution point is none of those in the certificate",
        ),
        (
            empty(&world.ca).extension(unknown_critical),
            "it has the critical extension 1.2.3.4, which is not processed",
        ),
    ] {
        let crl = crl.sign();
        let soft = world.by_crls(core::slice::from_ref(&crl));
        assert_eq!(outcome(&soft), ("valid", "unknown"), "{why}");
        assert_eq!(why_nothing(&soft), [why]);
        let codes: Vec<_> = soft.findings.iter().map(|one| one.code().id()).collect();
        assert_eq!(codes, ["revocation_unknown"], "{why}");
        let hard = World::new().mode(RevocationMode::Hard);
        // The intermediate's status is known, so that the leaf's alone decides.
        let report = hard.by_crls(&[crl, empty(&world.root).sign()]);
        assert_eq!(outcome(&report), ("revocation_unknown", "unknown"), "{why}");
    }
}

#[test]
fn a_ca_without_crl_sign_signs_no_crl_that_counts() {
    let root = CertBuilder::ca("Root").sign();
    let ca = CertBuilder::intermediate("CA")
        .extension(Extension::key_usage(&[KeyUsage::KeyCertSign]))
        .issuer(&root)
        .sign();
    let mut world = World::new();
    let leaf = CertBuilder::leaf("example.com")
        .serial(&[5])
        .issuer(&ca)
        .sign();
    world = world.with_chain(&leaf, &ca);
    let report = world.by_crls(&[revoking(&ca, &[5]).sign()]);
    assert_eq!(outcome(&report), ("valid", "unknown"));
    assert_eq!(
        why_nothing(&report),
        ["the key usage of its issuer has no cRLSign"]
    );
}

#[test]
fn a_maximal_age_counts_instead_of_a_missing_next_update() {
    let mut world = World::new();
    let crl = || {
        empty(&world.ca)
            .updates("2026-05-31T00:00:00Z", None)
            .sign()
    };
    let crl = crl();
    for (seconds, expected) in [(86_400, "good"), (86_399, "unknown")] {
        world.policy.revocation.max_age = Some(Duration::from_secs(seconds));
        let report = world.by_crls(core::slice::from_ref(&crl));
        assert_eq!(outcome(&report), ("valid", expected), "{seconds}");
        let why = why_nothing(&report);
        match expected {
            "good" => assert!(why.is_empty(), "{why:?}"),
            _ => assert_eq!(
                why,
                ["it is of 2026-05-31T00:00:00Z, older than the policy allows"]
            ),
        }
    }
}

/// BR §7.2.2.1: the part of a partitioned CRL is told by its URI, octet for octet.
#[test]
fn of_128_parts_of_a_crl_only_the_certificates_own_says_anything() {
    let of = |uri: &str| World::of(|leaf| leaf.extension(Extension::crl_distribution_point(uri)));
    let uri = |part: usize| format!("http://ca.test/crl/{part}%2f.crl");
    let world = of(&uri(77));
    let part = |uri: &str| {
        let point = Extension::issuing_distribution_point(&[full_name(uri)]).critical();
        empty(&world.ca).extension(point)
    };
    let parts: Vec<_> = (0..128).map(|number| part(&uri(number)).sign()).collect();
    let report = world.by_crls(&parts);
    assert_eq!(outcome(&report), ("valid", "good"));
    let others: Vec<_> = (0..128).filter(|number| *number != 77).collect();
    let others: Vec<_> = others.iter().map(|number| parts[*number].clone()).collect();
    let report = world.by_crls(&others);
    assert_eq!(outcome(&report), ("valid", "unknown"));
    for (other, expected) in [
        (uri(77), "good"),
        (uri(78), "unknown"),
        (uri(77).replace("crl/", "Crl/"), "unknown"),
        (uri(77).replace("%2f", "%2F"), "unknown"),
        (uri(77).replace("%2f", "/"), "unknown"),
        (uri(77).replace("http:", "HTTP:"), "unknown"),
        (format!("{}#", uri(77)), "unknown"),
    ] {
        let report = world.by_crls(&[part(&other).sign()]);
        assert_eq!(outcome(&report), ("valid", expected), "{other}");
    }
    // A part that says "revoked" counts for its own certificates alone, too.
    let revoking = part(&uri(78)).entry(&CrlEntry::new(&[5])).sign();
    assert_eq!(outcome(&world.by_crls(&[revoking])), ("valid", "unknown"));
    assert_ne!(CRL, uri(77));
}

/// The signature of a CRL costs a hash over all of it: with a memory, once for all verifications.
#[test]
fn a_verifier_with_a_memory_checks_the_signature_of_a_crl_once() {
    let world = World::new();
    let yes = Null::yes();
    let crls = [parse(&revoking(&world.ca, &[7]).sign())];
    let verifier = Verifier::builder()
        .roots(store(&[&world.root]))
        .algorithms(nulls([&yes]))
        .cache(SignatureCache::new(100))
        .crls(crls)
        .build();
    let verify = || {
        let path = verifier
            .verify_request(world.request())
            .expect("it is valid");
        word(path.statuses().next().expect("a leaf").status)
    };
    assert_eq!((verify(), yes.count()), ("good", 3));
    assert_eq!((verify(), yes.count()), ("good", 3));
    // Another CRL is another message, also one that differs in one entry.
    let other = [parse(&revoking(&world.ca, &[8]).sign())];
    let path = verifier.verify_request(world.request().crls(&other));
    assert!(path.is_ok());
    assert_eq!(yes.count(), 4);
    // A bad signature is not remembered.
    let no = Null::no();
    let strict = Verifier::builder()
        .roots(store(&[&world.root]))
        .algorithms(nulls([&no]))
        .cache(SignatureCache::new(100))
        .build();
    assert!(strict.verify_request(world.request().crls(&other)).is_err());
}
