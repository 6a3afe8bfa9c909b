//! The rules about one certificate, by the place it has on the path. What they find is computed
//! once per certificate.

pub(crate) mod authority;
pub(crate) mod critical;
pub(crate) mod criticality;
pub(crate) mod extended_key_usage;
pub(crate) mod key_identifiers;
pub(crate) mod key_usage;
pub(crate) mod leaf;
pub(crate) mod names;
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
use crate::finding::{CertId, Finding};
use crate::names::ReferenceName;
use crate::policy::{Level, Policy};

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
    authority::RULE,
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
];

/// An anchor is trusted by its name and key (RFC 5280 §6.1.1 (d)): of its certificate only the
/// dates and the key are judged, and its form where the policy asks for it.
const ANCHOR: &[Rule<CertCheck>] = &[validity::RULE, strength::RULE];

pub(crate) fn check(context: &CertContext<'_>, id: CertId) -> Vec<Finding> {
    let mut findings = Findings::new(context.policy, id);
    let looks_at_form = context.policy.anchor_form != Level::Off;
    let rules = if context.role == Role::Anchor && !looks_at_form {
        ANCHOR
    } else {
        CERT
    };
    for rule in rules {
        (rule.check)(context, &mut findings);
    }
    findings.into_list()
}
