//! Sources that stand beside each other: contradictions, blocklists, filters; and the text that says it.

use chainverify::policy::{RevocationMode, RevocationScope};
use chainverify::report::Detail;
use chainverify::revocation::blocklist::{Blocked, Blocklist};
use chainverify::revocation::crl::Crl;
use chainverify_testdata::{CertBuilder, OcspStatus};

use crate::by_hand::codes;
use crate::world::{World, check, empty, outcome, parse, response, revoked, revoking, word};

fn both(world: &World, crl: Vec<u8>, status: &OcspStatus) -> chainverify::Report {
    let crls: [Crl; 1] = [parse(&crl)];
    let response = response(world, status).sign();
    let responses = [response.as_slice()];
    world.report(world.request().crls(&crls).ocsp_responses(responses))
}

#[test]
fn revoked_wins_over_good_and_the_contradiction_is_said() {
    let world = World::new();
    for (crl, status) in [
        (revoking(&world.ca, &[5]).sign(), OcspStatus::Good),
        (empty(&world.ca).sign(), revoked()),
    ] {
        let report = both(&world, crl, &status);
        assert_eq!(outcome(&report), ("revoked", "revoked"));
        assert_eq!(
            codes(&report.findings)[..2],
            ["revoked", "revocation_contradiction"]
        );
        assert_eq!(check(&report, 0).sources.len(), 2);
    }
    let agree = both(&world, revoking(&world.ca, &[5]).sign(), &revoked());
    assert!(!codes(&agree.findings).contains(&"revocation_contradiction"));
}

#[test]
fn a_certificate_on_a_blocklist_is_not_valid_and_named() {
    let world = World::new();
    let ca = world.root.subject.der();
    let list: Blocklist = [Blocked::certificate(&ca, &[9]).expect("a name")]
        .into_iter()
        .collect();
    let report = world.report(world.request().blocklist(&list));
    assert_eq!(outcome(&report).0, "blocklisted");
    assert_eq!(word(check(&report, 1).status), "blocked");
    assert_eq!(
        report.to_string(),
        "\"example.com\" is not trusted: intermediate 1 \"CA\" is on the given blocklist"
    );
    let cert = chainverify::Cert::parse(world.ca.der.clone().into()).expect("a certificate");
    let hash = chainverify::revocation::spki_hash(&cert);
    let by_key = Blocked::key(&world.ca.subject.der(), hash).expect("a name");
    let list: Blocklist = [by_key].into_iter().collect();
    assert_eq!(
        outcome(&world.report(world.request().blocklist(&list))).0,
        "blocklisted"
    );
    let none = Blocklist::default();
    assert_eq!(
        outcome(&world.report(world.request().blocklist(&none))).0,
        "valid"
    );
}

/// The lines about revocation.
fn lines(report: &chainverify::Report, detail: Detail) -> Vec<String> {
    let text = report.text_with(detail).to_string();
    let lines = text.lines().skip_while(|line| !line.contains("revocation"));
    let is_ours = |line: &&str| line.starts_with("  revocation") || line.starts_with("    ");
    lines.take_while(is_ours).map(str::to_owned).collect()
}

#[test]
fn the_text_says_the_status_of_each_certificate_and_who_said_it() {
    let world = World::new();
    assert_eq!(
        lines(&world.report(world.request()), Detail::Path),
        ["  revocation: not checked, nothing given covers it, and its CA was not asked"]
    );
    let report = both(&world, revoking(&world.ca, &[5]).sign(), &OcspStatus::Good);
    assert_eq!(
        lines(&report, Detail::Path),
        [
            "  revocation of leaf: revoked 2026-02-01, keyCompromise, says the CRL of \"CA\", 2026-01-01 to 2027-01-01 (given)",
            "  revocation of intermediate 1: not checked, nothing given covers it, and its CA was not asked",
        ]
    );
    assert_eq!(
        lines(&report, Detail::Everything)[1..3],
        [
            "    the CRL of \"CA\", 2026-01-01 to 2027-01-01 (given): revoked",
            "    the OCSP response of 2026-06-01 (given): not revoked",
        ]
    );
}

#[test]
fn the_json_says_the_same() {
    let world = World::new();
    let report = both(&world, empty(&world.ca).sign(), &OcspStatus::Good);
    let json = serde_json::to_value(&report).expect("JSON");
    let leaf = &json["path"][0]["revocation"];
    assert_eq!(leaf["status"], "good");
    assert_eq!(leaf["sources"][0]["source"]["kind"], "crl");
    assert_eq!(leaf["sources"][0]["said"]["answer"], "not_revoked");
    assert_eq!(leaf["sources"][1]["source"]["kind"], "ocsp");
    let ca = &json["path"][1]["revocation"];
    assert_eq!(
        (&ca["status"], &ca["why"]),
        (&"not_checked".into(), &"not_asked".into())
    );
}

#[test]
fn a_blocklist_counts_for_intermediates_whatever_the_scope_of_revocation() {
    let issuer = CertBuilder::ca("Root").sign().subject.der();
    let list: Blocklist = [Blocked::certificate(&issuer, &[9]).expect("a name")]
        .into_iter()
        .collect();
    let mut world = World::new();
    world.policy.revocation.scope = RevocationScope::Leaf;
    let report = world.report(world.request().blocklist(&list));
    assert_eq!(outcome(&report).0, "blocklisted");
    let world = World::new().mode(RevocationMode::Off);
    let report = world.report(world.request().blocklist(&list));
    assert_eq!(outcome(&report).0, "blocklisted");
}
