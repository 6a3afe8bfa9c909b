//! If an issuer has keyUsage, it has keyCertSign (RFC 5280 §4.2.1.3, §6.1.4 (n)). Conformance: a CA
//! has keyUsage, and only a CA has keyCertSign.

use super::{CertCheck, CertContext};
use crate::cert::Extension;
use crate::cert::ext::KeyUsage;
use crate::finding::Code;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "key_usage",
    reference: "RFC 5280 §6.1.4 (n)",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let extensions = context.cert.extensions();
    let extension = &extensions.key_usage;
    let is_ca = matches!(extensions.basic_constraints.value(), Some(value) if value.ca);
    match extension {
        Extension::Present { value, span, .. } => {
            let signs = value.contains(KeyUsage::KEY_CERT_SIGN);
            if context.role.is_issuer() && !signs {
                let key_usage = *value;
                findings.add(Code::KeyCertSignMissing { key_usage }, Some(*span));
            }
            if signs && !is_ca {
                findings.add(Code::KeyUsageInconsistent, Some(*span));
            }
        }
        Extension::Absent if context.role.is_issuer() => {
            findings.add(Code::KeyUsageMissing, None);
        }
        // The rule `critical` speaks of malformed ones.
        Extension::Absent | Extension::Malformed { .. } => {}
    }
}
