//! An issuer must be of version 3, because only basicConstraints says that it is a CA (RFC 5280
//! §6.1.4 (k)). The Baseline Requirements want version 3 everywhere.

use super::{CertCheck, CertContext, Role};
use crate::cert::Version;
use crate::finding::Code;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "version",
    reference: "RFC 5280 §6.1.4 (k)",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    if context.cert.version() == Version::V3 {
        return;
    }
    if context.role == Role::Intermediate {
        findings.add(Code::VersionNotThreeCa, None);
    } else {
        findings.add(Code::VersionNotThree, None);
    }
}
