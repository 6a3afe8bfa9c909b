//! No certificate of the path is signed with MD2, MD5 or SHA-1 (CA/Browser Forum BR §7.1.3.2):
//! whoever makes collisions can make a second certificate of the same signature. That the caller's
//! algorithms include one of these does not lift the rule in the web profiles; `Policy::rfc5280`
//! leaves it to the list of algorithms.

use super::{CertCheck, CertContext, Role};
use crate::finding::Code;
use crate::policy::Level;
use crate::rules::{self, Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "signature_algorithm",
    reference: "CA/B BR §7.1.3.2",
    check,
};

/// The contents of the OBJECT IDENTIFIERs, tag and length included, as they begin
/// an AlgorithmIdentifier.
const BROKEN: &[&[u8]] = &[
    // md2WithRSAEncryption, md5WithRSAEncryption, sha1WithRSAEncryption
    &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 2],
    &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 4],
    &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5],
    // ecdsa-with-SHA1, dsa-with-SHA1
    &[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1],
    &[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x38, 4, 3],
];

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    // Nobody checks the signature on an anchor.
    if context.role == Role::Anchor || context.policy.key_strength.kinds == Level::Off {
        return;
    }
    let algorithm = context.cert.signed().algorithm;
    if is_broken(algorithm) {
        let algorithm = rules::algorithm(algorithm);
        let span = Some(context.cert.signature_algorithm_span());
        findings.add(Code::SignatureAlgorithmNotAllowed { algorithm }, span);
    }
}

/// Whether the contents of an AlgorithmIdentifier name one of these.
pub(crate) fn is_broken(algorithm: &[u8]) -> bool {
    BROKEN.iter().any(|broken| algorithm.starts_with(broken))
}
