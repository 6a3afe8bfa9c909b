//! Keys are of a kind and length that the policy allows (CA/Browser Forum BR §6.1.5). Checked
//! before any signature, so that a weak key is never explained as a forgery. The leaf's key verifies
//! nothing on the path: whether it is well-formed (RFC 5280 §4.1.2.7, BR §6.1.6) is seen here alone;
//! an issuer's is judged where it verifies, see `rules/link/signature`.

use super::{CertCheck, CertContext, Role};
use crate::cert::KeyKind;
use crate::crypto;
use crate::der::known;
use crate::finding::Code;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "strength",
    reference: "CA/B BR §6.1.5",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let span = Some(context.cert.spki_span());
    let least = context.policy.key_strength.min_rsa_bits;
    let key = context.cert.public_key();
    if context.role == Role::Leaf
        && let Ok(key) = &key
        && let Some(why) = crypto::malformed(key)
    {
        let (error, why) = (None, Some(why));
        findings.add(Code::MalformedKey { error, why }, span);
    }
    match key.map(|key| key.kind) {
        Err(error) => findings.add(
            Code::MalformedKey {
                error: Some(error),
                why: None,
            },
            span,
        ),
        Ok(KeyKind::Rsa { bits }) => {
            if bits < least {
                findings.add(Code::WeakRsaKey { bits, least }, span);
            }
            if bits % 8 != 0 {
                findings.add(Code::RsaModulusNotOctets { bits }, span);
            }
        }
        Ok(other) if !is_allowed(&other) => {
            let key = other.into();
            findings.add(Code::KeyNotAllowed { key }, span);
        }
        Ok(_) => {}
    }
}

/// RSA and the NIST curves by BR §6.1.5; Ed25519 and the post-quantum signatures are what those
/// rules will allow next, and a provider must have them anyway.
fn is_allowed(kind: &KeyKind<'_>) -> bool {
    match kind {
        KeyKind::Rsa { .. } => true,
        KeyKind::Curve(oid) => {
            matches!(oid.as_bytes(), known::P256 | known::P384 | known::P521)
        }
        KeyKind::Other(oid) => {
            let bytes = oid.as_bytes();
            bytes == known::ED25519
                || matches!(bytes.strip_prefix(known::NIST_SIGNATURES), Some([17..=31]))
        }
        KeyKind::ExplicitCurve => false,
    }
}
