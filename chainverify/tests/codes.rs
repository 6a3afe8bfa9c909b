//! Explanations are right, not only verdicts: for cases of x509-limbo and PKITS the code of the
//! primary finding and the certificate that it is about, spread over all rules.
//!
//! Needs the data, see `common/conformance.rs`.

#![cfg(all(feature = "std", feature = "ring"))]

use std::collections::BTreeSet;

use chainverify::Algorithms;
use common::Outcome;
use common::conformance::say;
use limbo::Profile;
use pkits::{Suite, Way};

#[path = "common/case_folder.rs"]
mod case_folder;
mod common;
#[path = "common/exceptions.rs"]
mod exceptions;
#[path = "common/limbo.rs"]
mod limbo;
#[path = "common/pkits.rs"]
mod pkits;

/// The rule, the suite, the case, the code of its primary finding, and the certificate.
type Expectation = (
    &'static str,
    Source,
    &'static str,
    &'static str,
    &'static str,
);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// x509-limbo under the strict profile.
    Strict,
    /// x509-limbo under the web profile.
    Web,
    Pkits,
}
use Source::{Pkits, Strict, Web};

/// Findings of the search and of the reader, which are no rules.
const SEARCH: &str = "search";

#[rustfmt::skip]
const EXPECTED: &[Expectation] = &[
    ("basic_constraints", Strict, "rfc5280::intermediate-ca-without-ca-bit", "not_a_ca", "intermediate 1"),
    ("basic_constraints", Strict, "rfc5280::root-missing-basic-constraints", "not_a_ca", "anchor"),
    ("basic_constraints", Strict, "rfc5280::root-non-critical-basic-constraints", "basic_constraints_not_critical", "anchor"),
    ("basic_constraints", Pkits, "4.6.1", "not_a_ca", "intermediate 1"),
    ("critical", Web, "rfc5280::unknown-critical-extension-intermediate", "unknown_critical_extension", "intermediate 1"),
    ("critical", Pkits, "4.16.2", "unknown_critical_extension", "leaf"),
    ("critical", Web, "webpki::nc::intermediate-permitted-excluded-subtrees-both-null", "malformed_critical_extension", "intermediate 1"),
    ("malformed", Strict, "webpki::malformed-aia", "malformed_extension", "leaf"),
    ("key_usage", Web, "rfc5280::root-inconsistent-ca-extensions", "key_usage_empty", "anchor"),
    ("criticality", Strict, "rfc5280::nc::permitted-dns-match-noncritical", "name_constraints_not_critical", "anchor"),
    ("criticality", Strict, "rfc5280::pc::ica-noncritical-pc", "policy_constraints_not_critical", "intermediate 1"),
    ("critical", Web, "rfc5280::ee-critical-aia-invalid", "unknown_critical_extension", "leaf"),
    ("extended_key_usage", Strict, "webpki::eku::root-has-eku", "extended_key_usage_in_root", "anchor"),
    ("extended_key_usage", Strict, "webpki::eku::ee-without-eku", "extended_key_usage_missing", "leaf"),
    ("extended_key_usage", Strict, "webpki::eku::ee-anyeku", "any_extended_key_usage", "leaf"),
    ("key_identifiers", Strict, "rfc5280::aki::intermediate-missing-aki", "authority_key_identifier_missing", "intermediate 1"),
    ("key_identifiers", Strict, "webpki::aki::root-with-aki-ski-mismatch", "authority_key_identifier_form", "anchor"),
    ("critical", Web, "rfc5280::ski::critical-ski", "unknown_critical_extension", "anchor"),
    ("key_usage", Pkits, "4.7.1", "key_cert_sign_missing", "intermediate 1"),
    ("key_usage", Strict, "rfc5280::leaf-ku-keycertsign", "key_usage_inconsistent", "leaf"),
    ("leaf", Strict, "webpki::ca-as-leaf", "leaf_is_ca", "leaf"),
    ("leaf", Strict, "rfc5280::nc::not-allowed-in-ee-critical", "name_constraints_in_leaf", "leaf"),
    ("name_constraints", Web, "rfc5280::nc::excluded-dns-match", "name_excluded", "leaf"),
    ("name_constraints", Pkits, "4.13.2", "name_not_permitted", "leaf"),
    ("name_constraints", Web, "rfc5280::nc::nc-forbids-othername", "unsupported_name_constraint", "leaf"),
    ("name_constraints", Web, "rfc5280::nc::invalid-ipv4-address", "malformed_name_constraint", "anchor"),
    ("name_match", Web, "webpki::cryptographydotio-chain-missing-intermediate", "issuer_not_found", "leaf"),
    ("name_match", Pkits, "4.3.1", "issuer_not_found", "leaf"),
    ("names", Web, "rfc5280::ca-empty-subject", "empty_issuer", "leaf"),
    ("path_len", Web, "pathlen::intermediate-violates-pathlen-0", "path_too_long", "intermediate 2"),
    ("path_len", Web, "pathlen::max-chain-depth-0-exhausted", "path_too_deep", ""),
    ("policies", Pkits, "4.8.1/3", "explicit_policy_unsatisfied", "leaf"),
    ("policies", Pkits, "4.10.7", "any_policy_mapped", "intermediate 1"),
    ("public_suffix", Strict, "webpki::san::public-suffix-private-namespace-wildcard-san", "wildcard_on_public_suffix", "leaf"),
    ("purpose", Web, "rfc5280::eku::ee-wrong-eku", "purpose_not_allowed", "leaf"),
    ("serial", Strict, "rfc5280::serial::zero", "serial_not_positive", "leaf"),
    ("serial", Strict, "rfc5280::serial::too-long", "serial_too_long", "leaf"),
    ("server_name", Web, "webpki::san::wildcard-match-across-labels-san", "name_mismatch", "leaf"),
    ("signature", Pkits, "4.1.3", "signature_invalid", "leaf"),
    ("signature", Pkits, "4.1.4", "unsupported_signature_algorithm", "leaf"),
    ("signature_algorithm", Web, "bettertls::pathbuilding::tc8", "signature_algorithm_not_allowed", "intermediate 1"),
    ("strength", Web, "webpki::forbidden-weak-rsa-in-leaf", "weak_rsa_key", "leaf"),
    ("strength", Web, "webpki::forbidden-rsa-not-divisible-by-8-in-root", "rsa_modulus_not_octets", "anchor"),
    ("strength", Web, "webpki::forbidden-p192-leaf", "key_not_allowed", "leaf"),
    ("strength", Web, "invalid::invalid-issuer-key", "malformed_key", "intermediate 1"),
    ("server_name", Strict, "webpki::san::no-san", "name_mismatch", "leaf"),
    ("subject_alt_name", Strict, "rfc5280::san::underscore-dns", "subject_alt_name_malformed", "leaf"),
    ("subject_alt_name", Strict, "rfc5280::san::noncritical-with-empty-subject", "subject_alt_name_not_critical", "leaf"),
    ("subject_alt_name", Strict, "webpki::cn::ipv4-hex-mismatch", "common_name_not_in_subject_alt_name", "leaf"),
    ("validity", Web, "rfc5280::validity::expired-intermediate", "expired", "intermediate 1"),
    ("validity", Strict, "rfc5280::validity::expired-root", "anchor_expired", "anchor"),
    ("validity", Pkits, "4.2.2", "not_yet_valid", "leaf"),
    ("server_name", Strict, "webpki::v1-cert", "name_mismatch", "leaf"),
    ("search", Web, "rfc5280::chain-untrusted-root", "untrusted_root", "intermediate 2"),
    ("search", Web, "pathological::intermediate-cycle-distinct-cas", "issuer_loop", "intermediate 2"),
    ("search", Web, "rfc5280::duplicate-extensions", "unreadable_leaf", "leaf"),
];

#[test]
fn the_primary_finding_is_the_right_one_about_the_right_certificate() {
    let (Some(limbo), Some(pkits)) = (limbo::load(), Suite::original()) else {
        return;
    };
    let run = |source, id: &str| -> Outcome {
        let testcase = || limbo.iter().find(|case| case.id == id);
        let missing = || panic!("{source:?} has no {id}");
        match source {
            Strict => testcase().unwrap_or_else(missing).run(Profile::Strict),
            Web => testcase().unwrap_or_else(missing).run(Profile::Web),
            Pkits => {
                let case = pkits.cases.iter().find(|case| case.number() == id);
                let case = case.unwrap_or_else(|| panic!("PKITS has no {id}"));
                let ring = Algorithms::new(chainverify::crypto::ring::ALL);
                pkits.run(case, Way::PathOrder, &ring)
            }
        }
    };
    let complaint = |&(_, source, id, code, certificate): &Expectation| {
        let outcome = run(source, id);
        let primary = outcome.findings.first();
        let place = primary.map_or("no certificate", |said| said.certificate.as_str());
        let is_right = (outcome.code(), place) == (code, certificate);
        (!is_right).then(|| {
            let (word, line) = (outcome.code(), outcome.first_line());
            format!("{id}: expected {code} at {certificate}, got {word} at {place}: {line}")
        })
    };
    let complaints: Vec<_> = EXPECTED.iter().filter_map(complaint).collect();
    assert!(EXPECTED.len() >= 40);
    say(&format!(
        "codes: {} cases, {} with the right primary finding",
        EXPECTED.len(),
        EXPECTED.len() - complaints.len()
    ));
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// The rule of a line above is the one that makes the finding: the rule's own cases have it too.
#[test]
fn every_finding_is_one_of_its_rule() {
    let (cases, complaints) = case_folder::cases("rules", 2);
    assert_eq!(complaints, [""; 0]);
    for &(rule, _, id, code, _) in EXPECTED.iter().filter(|(rule, ..)| *rule != SEARCH) {
        let prefix = format!("rules/{rule}/");
        let has_it = |case: &case_folder::CaseFolder| {
            case.name.starts_with(&prefix) && case.sheet.code.as_deref() == Some(code)
        };
        assert!(cases.iter().any(has_it), "{id}: {code} is none of {rule}");
    }
}

/// A rule without an entry here has its cases in `testdata/rules`.
#[test]
fn every_rule_named_here_is_one() {
    let known: BTreeSet<_> = chainverify::rules().iter().map(|(rule, _)| *rule).collect();
    let here = EXPECTED.iter().map(|&(rule, ..)| rule);
    let unknown: Vec<_> = here
        .filter(|&rule| rule != SEARCH && !known.contains(rule))
        .collect();
    assert_eq!(unknown, [""; 0]);
}
