//! Sets with one path and very much on it: names, subtrees, policies, octets.

use chainverify_testdata::{CertBuilder, Criticality, Extension, GeneralName, Issuer};

use super::{Bound, Scale, Set};
use crate::algorithms::Signatures;
use crate::chains::{self, Chain, HOST};

pub(super) fn all(scale: Scale) -> Vec<Set> {
    vec![
        names(scale.of(10_000)),
        large(scale.of(1_000_000)),
        subtrees(
            "350 names, 350 permitted and 350 excluded subtrees",
            scale.of(350),
        ),
        subtrees(
            "1 000 names, 1 000 permitted and 1 000 excluded subtrees",
            scale.of(1_000),
        ),
        mappings(scale.of(16), 6),
        malformed(scale.of(350_000)),
    ]
}

/// A leaf with very many names, the one that is asked for last.
fn names(count: usize) -> Set {
    let leaf = chains::with_names(count);
    valid(
        "10 000 alternative names",
        chains::chain("", (leaf, as_is, as_is)),
    )
}

/// A leaf with an extension that nobody knows, as large as it can be.
fn large(bytes: usize) -> Set {
    let leaf = move |leaf: CertBuilder| {
        leaf.extension(Extension::raw(
            "1.3.6.1.4.1.11129.9",
            Criticality::NonCritical,
            &vec![0; bytes],
        ))
    };
    valid(
        "a certificate of 1 MB",
        chains::chain("", (leaf, as_is, as_is)),
    )
}

/// A leaf with very many DNS names that are none, after the right one. Each takes three octets.
fn malformed(count: usize) -> Set {
    let leaf = move |leaf: CertBuilder| (0..count).fold(leaf, |leaf, _| leaf.dns("."));
    valid(
        "350 000 names \".\"",
        chains::chain("", (leaf, as_is, as_is)),
    )
}

/// As many names as permitted and as excluded subtrees, where only the last permitted ones fit.
fn subtrees(name: &str, count: usize) -> Set {
    let bases = |kind: &str| -> Vec<GeneralName> {
        let base = |number| GeneralName::dns(&format!("{kind}-{number}.example.org"));
        (0..count).map(base).collect()
    };
    let mut permitted = bases("permitted");
    permitted.extend(["example.net", "example.com"].map(GeneralName::dns));
    let constraints = Extension::name_constraints(&permitted, &bases("excluded"));
    let intermediate = move |cert: CertBuilder| cert.extension(constraints);
    let leaf = chains::with_names(count);
    valid(name, chains::chain("", (leaf, intermediate, as_is)))
}

/// CAs that map each policy to each: the tree of RFC 5280 §6.1.2 (a) grows by the power of
/// the depth; its graph (RFC 9618) does not.
fn mappings(policies: usize, depth: usize) -> Set {
    let oids: Vec<String> = (0..policies)
        .map(|number| format!("1.3.6.1.4.1.11129.8.{number}"))
        .collect();
    let oids: Vec<&str> = oids.iter().map(String::as_str).collect();
    let pairs = oids
        .iter()
        .flat_map(|from| oids.iter().map(move |to| (*from, *to)));
    let pairs: Vec<(&str, &str)> = pairs.collect();
    let root = CertBuilder::ca("Bench Root").sign();
    let mut above = Issuer::from(&root);
    let mut certs = Vec::new();
    for number in 0..depth {
        let ca = CertBuilder::intermediate(&format!("Mapper {number}"))
            .extension(Extension::certificate_policies(&oids))
            // Not critical, so that a verifier that does not process policies ignores it.
            .extension(Extension::policy_mappings(&pairs).non_critical())
            .issuer(above)
            .sign();
        above = Issuer::from(&ca);
        certs.push(ca.der.into());
    }
    let leaf = CertBuilder::leaf(HOST).extension(Extension::certificate_policies(&oids));
    certs.push(leaf.issuer(above).sign().der.into());
    certs.reverse();
    Set {
        name: "six CAs that map 16 policies to 16".to_owned(),
        certs,
        root: root.der.into(),
        signatures: Signatures::Checked,
        bound: Bound::Genuine,
        is_valid: true,
    }
}

fn as_is(cert: CertBuilder) -> CertBuilder {
    cert
}

fn valid(name: &str, chain: Chain) -> Set {
    Set {
        name: name.to_owned(),
        certs: chain.certs,
        root: chain.root,
        signatures: Signatures::Checked,
        bound: Bound::Genuine,
        is_valid: true,
    }
}
