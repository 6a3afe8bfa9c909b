//! The rules about one certificate, by the place it has on the path. What they find is computed
//! once per certificate.

pub(crate) mod basic_constraints;
pub(crate) mod critical;
pub(crate) mod criticality;
pub(crate) mod extended_key_usage;
pub(crate) mod key_identifiers;
pub(crate) mod key_usage;
pub(crate) mod leaf;
pub(crate) mod names;
pub(crate) mod public_suffix;
pub(crate) mod serial;
pub(crate) mod server_name;
pub(crate) mod signature_algorithm;
pub(crate) mod strength;
pub(crate) mod subject_alt_name;
pub(crate) mod validity;
pub(crate) mod version;

use alloc::vec::Vec;

use super::{Findings, Rule};
use crate::cert::Cert;
use crate::der::Time;
use crate::finding::{CertId, Class, Finding};
use crate::names::ReferenceName;
use crate::policy::{AnchorCertificate, Level, Policy};

/// What a rule about a certificate looks at.
#[derive(Clone, Copy)]
pub(crate) struct CertContext<'r> {
    pub(crate) cert: &'r Cert<'r>,
    pub(crate) role: Role,
    /// The names that the leaf must have.
    pub(crate) names: &'r [ReferenceName<'r>],
    pub(crate) policy: &'r Policy,
    pub(crate) time: Time,
}

/// The place of a certificate on a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Leaf,
    Intermediate,
    Anchor,
}

impl Role {
    /// Whether it issues another certificate of the path.
    pub(crate) const fn is_issuer(self) -> bool {
        matches!(self, Self::Intermediate | Self::Anchor)
    }
}

pub(crate) type CertCheck = fn(&CertContext<'_>, &mut Findings<'_>);

/// All rules about one certificate: path validation first, then rules of form.
pub(crate) const CERT: &[Rule<CertCheck>] = &[
    validity::RULE,
    server_name::RULE,
    version::RULE,
    names::RULE,
    basic_constraints::RULE,
    key_usage::RULE,
    critical::RULE,
    strength::RULE,
    signature_algorithm::RULE,
    serial::RULE,
    leaf::RULE,
    key_identifiers::RULE,
    criticality::RULE,
    extended_key_usage::RULE,
    subject_alt_name::RULE,
    public_suffix::RULE,
];

/// What is judged of an anchor as a name and a key.
const ANCHOR: &[Rule<CertCheck>] = &[validity::RULE, strength::RULE, critical::ANCHOR_RULE];

/// What is judged of an anchor as an issuer too.
const ANCHOR_AS_ISSUER: &[Rule<CertCheck>] = &[
    validity::RULE,
    strength::RULE,
    basic_constraints::RULE,
    key_usage::RULE,
    critical::RULE,
];

pub(crate) fn check(context: &CertContext<'_>, id: CertId) -> Vec<Finding> {
    let mut findings = Findings::new(context.policy, id);
    for rule in rules_for(context) {
        (rule.check)(context, &mut findings);
    }
    let mut list = findings.into_list();
    if context.role == Role::Anchor && context.policy.anchor_conformance == Level::Off {
        let is_form = |class| matches!(class, Class::Conformance | Class::ConformanceBr);
        list.retain(|finding| !is_form(finding.code().class()));
    }
    list
}

const fn rules_for(context: &CertContext<'_>) -> &'static [Rule<CertCheck>] {
    match (
        context.role,
        context.policy.anchor_conformance,
        context.policy.anchor,
    ) {
        (Role::Leaf | Role::Intermediate, _, _) => CERT,
        (Role::Anchor, Level::Off, AnchorCertificate::NameAndKey) => ANCHOR,
        (Role::Anchor, Level::Off, AnchorCertificate::AsIssuer) => ANCHOR_AS_ISSUER,
        (Role::Anchor, Level::Warning | Level::Error, _) => CERT,
    }
}
