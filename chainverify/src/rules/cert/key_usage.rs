//! If an issuer has keyUsage, it has keyCertSign (RFC 5280 §4.2.1.3, §6.1.4 (n)); if a leaf has it,
//! it is consistent with the purpose (§4.2.1.12). Conformance: a CA has keyUsage, and only a CA has
//! keyCertSign.

use super::{CertCheck, CertContext, Role};
use crate::cert::Extension;
use crate::cert::ext::{KeyPurpose, KeyUsage};
use crate::finding::Code;
use crate::policy::Purpose;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "key_usage",
    reference: "RFC 5280 §4.2.1.3, §4.2.1.12, §6.1.4 (n)",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let extensions = context.cert.extensions();
    let extension = &extensions.key_usage;
    let is_ca = matches!(extensions.basic_constraints.value(), Some(value) if value.ca);
    match extension {
        Extension::Present { value, span, .. } => {
            let signs = value.contains(KeyUsage::KEY_CERT_SIGN);
            if value.is_empty() {
                findings.add(Code::KeyUsageEmpty, Some(*span));
            } else if !context.role.is_issuer() {
                // Lenient: a CA's own certificate may serve TLS whatever else its key is for, as in
                // Go and rustls-webpki; `rfc5280::ca-as-leaf` of x509-limbo holds it. The rule
                // `leaf` speaks of it.
                let is_exempt = is_ca && signs && context.purpose.is_tls();
                if !is_exempt && let Some(code) = inconsistency(*value, context.purpose) {
                    findings.add(code, Some(*span));
                }
            } else if !signs {
                let key_usage = *value;
                findings.add(Code::KeyCertSignMissing { key_usage }, Some(*span));
            }
            if signs && !is_ca {
                findings.add(Code::KeyUsageInconsistent, Some(*span));
            }
        }
        // An anchor without it is not limited by it: RFC 5280 §6.1.4 (n) and §6.3.3 (f) ask only where it
        // is there.
        Extension::Absent if context.role == Role::Intermediate => {
            findings.add(Code::KeyUsageMissing, None);
        }
        // The rule `critical` speaks of malformed ones.
        Extension::Absent | Extension::Malformed { .. } => {}
    }
}

/// Whether the key may be used for the purpose (RFC 5280 §4.2.1.12): keyUsage has a bit that is
/// consistent with it. A time stamping authority has no other bits, as OpenSSL wants it too: its key
/// is for time stamps alone (RFC 3161 §2.3).
fn inconsistency(key_usage: KeyUsage, purpose: &Purpose) -> Option<Code> {
    let wanted = purpose.oid()?;
    let purpose = KeyPurpose::from_oid(wanted)?;
    let consistent = consistent(purpose)?;
    let others = key_usage.without(consistent);
    let wanted = || wanted.into();
    if others == key_usage {
        Some(Code::KeyUsageNotForPurpose {
            wanted: wanted(),
            key_usage,
            consistent,
        })
    } else if purpose == KeyPurpose::TimeStamping && !others.is_empty() {
        Some(Code::KeyUsageBeyondPurpose {
            wanted: wanted(),
            others,
        })
    } else {
        None
    }
}

/// The bits that RFC 5280 §4.2.1.12 names for a purpose.
const fn consistent(purpose: KeyPurpose) -> Option<KeyUsage> {
    const SIGNATURE: KeyUsage = KeyUsage::DIGITAL_SIGNATURE;
    const COMMITMENT: KeyUsage = SIGNATURE.or(KeyUsage::NON_REPUDIATION);
    Some(match purpose {
        KeyPurpose::ServerAuth => SIGNATURE
            .or(KeyUsage::KEY_ENCIPHERMENT)
            .or(KeyUsage::KEY_AGREEMENT),
        KeyPurpose::ClientAuth => SIGNATURE.or(KeyUsage::KEY_AGREEMENT),
        KeyPurpose::CodeSigning => SIGNATURE,
        KeyPurpose::EmailProtection => COMMITMENT
            .or(KeyUsage::KEY_ENCIPHERMENT)
            .or(KeyUsage::KEY_AGREEMENT),
        KeyPurpose::TimeStamping | KeyPurpose::OcspSigning => COMMITMENT,
        KeyPurpose::Any => return None,
    })
}
