//! Cases of the rule `algorithm_encoding` (BR §7.1.3.2.1): what RFC 4055 has accepted, and the
//! Baseline Requirements not.

use crate::cases::lapse::Lapse;
use crate::cases::{Case, Trio};
use crate::{Algorithm, CertBuilder, Key, RsaSize, der, oid};

fn path(name: &str) -> String {
    format!("rules/algorithm_encoding/{name}")
}

fn key() -> Key {
    Key::rsa(RsaSize::Bits4096)
}

/// The identifier of RSA-PSS with SHA-256; `null` stands behind the hash, `trailer` at the end.
fn pss(null: &[u8], trailer: &[u8]) -> Vec<u8> {
    let hash = der::sequence([der::oid(oid::SHA256), null.to_vec()]);
    let mask = der::sequence([der::oid(oid::MGF1), hash.clone()]);
    let parameters = der::sequence([
        der::context(0, &hash),
        der::context(1, &mask),
        der::context(2, &der::integer(32)),
        trailer.to_vec(),
    ]);
    der::sequence([der::oid(oid::RSASSA_PSS), parameters])
}

fn by_pss(trio: Trio, identifier: Option<Vec<u8>>) -> Trio {
    let signed = |leaf: CertBuilder| leaf.algorithm(Algorithm::PssSha256);
    trio.intermediate(|ca| ca.key(key()))
        .leaf(|leaf| match identifier {
            Some(identifier) => signed(leaf).raw_algorithm(identifier),
            None => signed(leaf),
        })
}

fn odd(name: &str, about: &str, identifier: Vec<u8>) -> [Case; 2] {
    let lapse = Lapse::of("signature_algorithm_encoding", "leaf", |trio| {
        by_pss(trio, Some(identifier))
    });
    lapse.both(&path(name), about)
}

pub(super) fn cases() -> Vec<Case> {
    let usual = Case::new(
        &path("usual"),
        "The leaf is signed with RSA-PSS, encoded as usual.",
    );
    let mut cases = vec![usual.strict().trio(by_pss(Trio::new(), None))];
    cases.extend(
        Lapse::of("signature_algorithm_encoding", "leaf", |trio| {
            let identifier = der::sequence([der::oid("1.2.840.113549.1.1.11")]);
            trio.intermediate(|ca| ca.key(key())).leaf(|leaf| {
                leaf.algorithm(Algorithm::RsaSha256)
                    .raw_algorithm(identifier)
            })
        })
        .both(
            &path("pkcs1_without_null"),
            "The leaf is signed with RSA PKCS#1 v1.5, and no NULL stands behind the algorithm.",
        ),
    );
    cases.extend(odd(
        "pss_without_null",
        "The leaf is signed with RSA-PSS, and no NULL stands behind the hash.",
        pss(&[], &[]),
    ));
    cases.extend(odd(
        "pss_trailer",
        "The leaf is signed with RSA-PSS, and the default of the trailer field is spelled out.",
        pss(&der::null(), &der::context(3, &der::integer(1))),
    ));
    cases
}
