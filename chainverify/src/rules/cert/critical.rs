//! Every critical extension is one that the library processes and can read (RFC 5280 §6.1.4 (o),
//! §6.1.5 (f)); so is every extension that decides, critical or not. Others that cannot be read
//! are a matter of form. Of an anchor that is name and key, what constrains the path decides.

use alloc::string::ToString;

use super::{CertCheck, CertContext};
use crate::cert::Extension;
use crate::der::Oid;
use crate::finding::Code;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "critical",
    reference: "RFC 5280 §6.1.4 (o), §6.1.5 (f)",
    check,
};

/// The part for anchors that are name and key: their path length and name constraints count, so
/// that none of them may be passed over because it cannot be read.
pub(crate) const ANCHOR_RULE: Rule<CertCheck> = Rule {
    check: constraints,
    ..RULE
};

fn constraints(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let extensions = context.cert.extensions();
    decides(&extensions.basic_constraints, findings);
    decides(&extensions.name_constraints, findings);
}

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let extensions = context.cert.extensions();
    if let Some(span) = extensions.unknown_critical {
        let oid = Oid::from_contents(context.cert.bytes(span)).to_string();
        findings.add(Code::UnknownCriticalExtension { oid }, Some(span));
    }
    decides(&extensions.basic_constraints, findings);
    decides(&extensions.key_usage, findings);
    decides(&extensions.extended_key_usage, findings);
    decides(&extensions.subject_alt_name, findings);
    decides(&extensions.name_constraints, findings);
    decides(&extensions.certificate_policies, findings);
    decides(&extensions.policy_mappings, findings);
    decides(&extensions.policy_constraints, findings);
    decides(&extensions.inhibit_any_policy, findings);
    informs(&extensions.authority_key_identifier, findings);
    informs(&extensions.subject_key_identifier, findings);
    informs(&extensions.issuer_alt_name, findings);
    informs(&extensions.authority_info_access, findings);
    informs(&extensions.crl_distribution_points, findings);
    informs(&extensions.signed_certificate_timestamps, findings);
    informs(&extensions.tls_feature, findings);
}

/// An extension that path validation uses.
fn decides<T>(extension: &Extension<T>, findings: &mut Findings<'_>) {
    if let Some(error) = extension.error() {
        let code = if extension.is_critical() {
            Code::MalformedCriticalExtension { error }
        } else {
            Code::MalformedNeededExtension { error }
        };
        findings.add(code, extension.span());
    }
}

/// An extension that path validation does not use.
fn informs<T>(extension: &Extension<T>, findings: &mut Findings<'_>) {
    if let Some(error) = extension.error() {
        let code = if extension.is_critical() {
            Code::MalformedCriticalExtension { error }
        } else {
            Code::MalformedExtension { error }
        };
        findings.add(code, extension.span());
    }
}
