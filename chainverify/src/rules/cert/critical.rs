//! Every critical extension is one that the library processes and can read (RFC 5280 §6.1.4 (o),
//! §6.1.5 (f)); so is every extension that decides, critical or not. To know an extension is not to
//! process it: what path validation does not act on must not be critical. The exception are CRL
//! distribution points, which ask nothing of who does not look for CRLs. Of an anchor that is name
//! and key, what constrains the path decides.

use super::{CertCheck, CertContext};
use crate::cert::ext::{CertificatePolicies, Decode, Extension};
use crate::der::Oid;
use crate::finding::{Code, Role};
use crate::revocation::must_staple;
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
    let (der, extensions) = (context.cert.der(), context.cert.extensions());
    decides(&extensions.basic_constraints, der, findings);
    decides(&extensions.name_constraints, der, findings);
}

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let (der, extensions) = (context.cert.der(), context.cert.extensions());
    if let Some(span) = extensions.unknown_critical {
        let oid = Oid::from_contents(context.cert.bytes(span)).into();
        findings.add(Code::UnknownCriticalExtension { oid }, Some(span));
    }
    decides(&extensions.basic_constraints, der, findings);
    decides(&extensions.key_usage, der, findings);
    decides(&extensions.extended_key_usage, der, findings);
    decides(&extensions.subject_alt_name, der, findings);
    decides(&extensions.name_constraints, der, findings);
    decides_policies(&extensions.certificate_policies, context, findings);
    qualifiers(&extensions.certificate_policies, der, findings);
    decides_policies(&extensions.policy_mappings, context, findings);
    decides_policies(&extensions.policy_constraints, context, findings);
    decides_policies(&extensions.inhibit_any_policy, context, findings);
    if extensions.crl_distribution_points.is_critical() {
        decides(&extensions.crl_distribution_points, der, findings);
    }
    is_not_processed(&extensions.authority_key_identifier, der, findings);
    is_not_processed(&extensions.subject_key_identifier, der, findings);
    is_not_processed(&extensions.issuer_alt_name, der, findings);
    is_not_processed(&extensions.authority_info_access, der, findings);
    is_not_processed(&extensions.signed_certificate_timestamps, der, findings);
    if !sees_to_tls_feature(context) {
        is_not_processed(&extensions.tls_feature, der, findings);
    }
}

/// A leaf's TLS feature is processed where all that it demands is a stapled response, and it is known
/// whether there was one.
fn sees_to_tls_feature(context: &CertContext<'_>) -> bool {
    context.sees_staples && context.role == Role::Leaf && must_staple::is_all(context.cert)
}

/// An extension that path validation uses.
fn decides<T: Decode>(extension: &Extension<T>, der: &[u8], findings: &mut Findings<'_>) {
    if let Some(error) = extension.error(der) {
        let code = if extension.is_critical() {
            Code::MalformedCriticalExtension { error }
        } else {
            Code::MalformedNeededExtension { error }
        };
        findings.add(code, extension.span());
    }
}

/// An extension about policies. Those of an anchor are not looked at (RFC 5280 §6.1.1 (d)), so that
/// they matter only if they are critical.
fn decides_policies<T: Decode>(
    extension: &Extension<T>,
    context: &CertContext<'_>,
    findings: &mut Findings<'_>,
) {
    if context.role != Role::Anchor || extension.is_critical() {
        decides(extension, context.cert.der(), findings);
    }
}

/// RFC 5280 §4.2.1.4: whoever cannot interpret critical policies, "including the optional
/// qualifier", must reject the certificate. What the two qualifiers that RFC 5280 defines say is for
/// people, and nothing has to follow from it.
fn qualifiers(extension: &Extension<CertificatePolicies>, der: &[u8], findings: &mut Findings<'_>) {
    let Some(policies) = extension.value().filter(|_| extension.is_critical()) else {
        return;
    };
    let code = match policies.unknown_qualifier(der) {
        Ok(None) => return,
        Ok(Some(oid)) => Code::UnknownPolicyQualifier { oid: oid.into() },
        Err(error) => Code::MalformedCriticalExtension { error },
    };
    findings.add(code, extension.span());
}

/// An extension that is read, but that path validation does not act on.
fn is_not_processed<T>(extension: &Extension<T>, der: &[u8], findings: &mut Findings<'_>) {
    if extension.is_critical()
        && let Some(oid) = extension.oid(der)
    {
        let oid = oid.into();
        findings.add(Code::UnknownCriticalExtension { oid }, extension.span());
    }
}
