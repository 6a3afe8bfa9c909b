//! The mutants: many, always the same, each with a name of its own, and changed where the name says.

use chainverify_testdata::der;
use chainverify_testdata::mutate::{Base, Mutant, bases};

use std::sync::LazyLock;

/// Made once: to sign them takes seconds.
static ALL: LazyLock<Vec<Mutant>> =
    LazyLock::new(|| bases().iter().flat_map(Base::mutants).collect());

#[test]
fn there_are_thousands_and_each_has_a_name_of_its_own() {
    let mut names: Vec<_> = ALL.iter().map(Mutant::name).collect();
    assert!(names.len() > 10_000, "{}", names.len());
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn they_are_the_same_in_every_run() {
    let bytes = |mutant: &Mutant| (mutant.name(), mutant.root.clone(), mutant.sent.clone());
    for base in bases() {
        if !["rsa", "ed25519", "policies"].contains(&base.name) {
            continue;
        }
        let before = ALL.iter().filter(|mutant| mutant.base == base.name);
        assert!(base.mutants().iter().map(bytes).eq(before.map(bytes)));
    }
}

#[test]
fn every_base_has_mutants_of_what_it_is_there_for() {
    for name in [
        "p256.leaf.extensions.keyUsage.value.emptied",
        "p256.leaf.validity.notAfter.generalized",
        "p256.intermediate.extensions.basicConstraints.value.BasicConstraints.cA.true-as-01",
        "p256.leaf.bothAlgorithms.ecdsa-sha256-with-null",
        "p256.root.subject.2.0.value.as-printable",
        "p256.leaf.signatureValue.ecdsa.s.padded-by-00",
        "p256.chain.no-intermediate",
        "rsa.intermediate.subjectPublicKeyInfo.subjectPublicKey.rsa.modulus.padded-by-00",
        "pss.leaf.bothAlgorithms.parameters.removed",
        "ed25519.leaf.subjectPublicKeyInfo.algorithm.doubled",
        "v1-root.root.serialNumber.zero",
        "hosts.intermediate.extensions.nameConstraints.value.NameConstraints.permitted.0.dNSName.dot-before",
        "hosts.leaf.extensions.subjectAltName.value.GeneralNames.1-iPAddress.all-zero",
        "mail.leaf.subject.3.0.value.utf8-at-before",
        "directory.leaf.extensions.subjectAltName.value.GeneralNames.2-registeredID.emptied",
        "policies.intermediate.extensions.policyMappings.value.PolicyMappings.0.order-reversed",
    ] {
        assert!(ALL.iter().any(|mutant| mutant.name() == name), "{name}");
    }
}

#[test]
fn who_names_the_changed_certificate_names_it_anew() {
    let base = &bases()[0];
    let named = |name: &str| {
        let found = ALL.iter().find(|mutant| mutant.name() == name);
        found.expect("a mutant of this name")
    };
    let renamed = named("p256.intermediate.subject.2.0.value.in-two-pieces");
    assert_ne!(renamed.sent[0], base.unchanged().sent[0]);
    assert_eq!(renamed.root, base.unchanged().root);
    let of_serial = named("p256.intermediate.serialNumber.zero");
    assert_eq!(of_serial.sent[0], base.unchanged().sent[0]);
    let signature = |certificate: &[u8]| {
        let (_, inside, _) = der::split(certificate).expect("a certificate");
        inside[inside.len() - 20..].to_vec()
    };
    assert_ne!(
        signature(&of_serial.sent[1]),
        signature(&base.unchanged().sent[1])
    );
}
