//! An extension that path validation does not use is well-formed (RFC 5280 §4.2); of an anchor it
//! uses fewer. One that is critical is for the rule `critical`.

use super::{CertCheck, CertContext};
use crate::cert::ext::{Decode, Extension};
use crate::finding::{Code, Role};
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "malformed",
    reference: "RFC 5280 §4.2",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let (der, extensions) = (context.cert.der(), context.cert.extensions());
    informs(&extensions.authority_key_identifier, der, findings);
    informs(&extensions.subject_key_identifier, der, findings);
    informs(&extensions.issuer_alt_name, der, findings);
    informs(&extensions.authority_info_access, der, findings);
    informs(&extensions.crl_distribution_points, der, findings);
    informs(&extensions.signed_certificate_timestamps, der, findings);
    informs(&extensions.tls_feature, der, findings);
    // Nothing is taken from them (RFC 5280 §6.1.1 (d)).
    if context.role == Role::Anchor {
        informs(&extensions.certificate_policies, der, findings);
        informs(&extensions.policy_mappings, der, findings);
        informs(&extensions.policy_constraints, der, findings);
        informs(&extensions.inhibit_any_policy, der, findings);
    }
}

fn informs<T: Decode>(extension: &Extension<T>, der: &[u8], findings: &mut Findings<'_>) {
    if !extension.is_critical()
        && let Some(error) = extension.error(der)
    {
        findings.add(Code::MalformedExtension { error }, extension.span());
    }
}
