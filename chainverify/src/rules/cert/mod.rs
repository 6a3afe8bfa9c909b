//! The rules about one certificate, by the place it has on the path. What they find is computed
//! once per certificate.

pub(crate) mod algorithm_encoding;
mod basic_constraints;
pub(crate) mod critical;
pub(crate) mod criticality;
pub(crate) mod extended_key_usage;
pub(crate) mod key_identifiers;
pub(crate) mod key_usage;
pub(crate) mod leaf;
pub(crate) mod malformed;
pub(crate) mod names;
mod no_rev_avail;
pub(crate) mod public_suffix;
pub(crate) mod purpose;
pub(crate) mod serial;
pub(crate) mod server_name;
pub(crate) mod signature_algorithm;
pub(crate) mod strength;
pub(crate) mod subject_alt_name;
mod time_encoding;
mod unique_identifiers;
pub(crate) mod validity;
pub(crate) mod version;

use alloc::vec::Vec;

use super::{Findings, Rule};
use crate::cert::Cert;
use crate::der::Time;
pub(crate) use crate::finding::Role;
use crate::finding::{Category, CertRef, Class, Code, Finding};
use crate::names::ReferenceName;
use crate::policy::{AnchorCertificate, Level, Policy, Purpose};

/// What a rule about a certificate looks at.
#[derive(Clone, Copy)]
pub(crate) struct CertContext<'r> {
    pub(crate) cert: &'r Cert<'r>,
    pub(crate) role: Role,
    /// The names that the leaf must have.
    pub(crate) names: &'r [ReferenceName<'r>],
    /// What the leaf's key is to be used for.
    pub(crate) purpose: &'r Purpose,
    pub(crate) policy: &'r Policy,
    pub(crate) time: Time,
    /// Whether it is seen to that the server staples what the leaf demands (RFC 7633).
    pub(crate) sees_staples: bool,
    /// Whether issuer and subject are well-formed names, where that is known already.
    pub(crate) well_formed: Option<[bool; 2]>,
}

pub(crate) type CertCheck = fn(&CertContext<'_>, &mut Findings<'_>);

/// Path validation: what decides.
pub(crate) const VALIDATION: &[Rule<CertCheck>] = &[
    validity::RULE,
    server_name::RULE,
    version::RULE,
    names::RULE,
    basic_constraints::RULE,
    key_usage::RULE,
    critical::RULE,
    strength::RULE,
    signature_algorithm::RULE,
    purpose::RULE,
];

/// The form of the certificate, which decides only where the policy makes errors of it; else it is
/// looked at for a report.
pub(crate) const CONFORMANCE: &[Rule<CertCheck>] = &[
    malformed::RULE,
    serial::RULE,
    leaf::RULE,
    key_identifiers::RULE,
    criticality::RULE,
    extended_key_usage::RULE,
    subject_alt_name::RULE,
    public_suffix::RULE,
    algorithm_encoding::RULE,
    time_encoding::RULE,
    unique_identifiers::RULE,
    no_rev_avail::RULE,
];

/// What is checked of an anchor as a name and a key.
const ANCHOR: &[Rule<CertCheck>] = &[validity::RULE, strength::RULE, critical::ANCHOR_RULE];

/// What is checked of an anchor as an issuer too.
const ANCHOR_AS_ISSUER: &[Rule<CertCheck>] = &[
    validity::RULE,
    strength::RULE,
    basic_constraints::RULE,
    key_usage::RULE,
    critical::RULE,
];

/// What the rules found about one certificate in one role, and how bad it is.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    pub(crate) findings: Vec<Finding>,
    /// The category of the worst error; none if there is no error.
    pub(crate) worst: Option<Category>,
    /// How many errors.
    pub(crate) errors: u32,
}

impl Facts {
    /// Nothing was found.
    pub(crate) const NONE: &'static Self = &Self {
        findings: Vec::new(),
        worst: None,
        errors: 0,
    };

    /// Counts the errors anew.
    fn count(&mut self) {
        (self.worst, self.errors) = (None, 0);
        for finding in self.findings.iter().filter(|finding| finding.is_error()) {
            self.worst = self.worst.max(Some(finding.code().category()));
            self.errors = self.errors.saturating_add(finding.count());
        }
    }

    /// Takes back what was found about the signature, for a certificate on which nobody checks it.
    pub(crate) fn forgive_signature(&mut self) {
        self.findings
            .retain(|finding| !matches!(finding.code(), Code::SignatureAlgorithmNotAllowed { .. }));
        self.count();
    }
}

/// What decides about a certificate.
pub(crate) fn check(context: &CertContext<'_>, id: CertRef) -> Facts {
    let mut findings = Findings::new(context.policy, id);
    run(rules_for(context), context, &mut findings);
    if has_conformance(context) && conformance_decides(context.policy) {
        run(CONFORMANCE, context, &mut findings);
    }
    let mut facts = Facts {
        findings: findings.into_list(),
        ..Facts::default()
    };
    if context.role == Role::Anchor && context.policy.anchor_conformance == Level::Off {
        let is_form = |class| matches!(class, Class::Conformance | Class::ConformanceBr);
        facts
            .findings
            .retain(|finding| !is_form(finding.code().class()));
    }
    facts.count();
    facts
}

/// What [`Facts::forgive_signature`] takes back, for a path on which the signature counts.
pub(crate) fn check_signature_algorithm(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    (signature_algorithm::RULE.check)(context, findings);
}

/// What does not decide, and is only said.
pub(crate) fn check_conformance(context: &CertContext<'_>, id: CertRef) -> Vec<Finding> {
    let mut findings = Findings::new(context.policy, id);
    if has_conformance(context) && !conformance_decides(context.policy) {
        run(CONFORMANCE, context, &mut findings);
    }
    findings.into_list()
}

fn run(rules: &[Rule<CertCheck>], context: &CertContext<'_>, findings: &mut Findings<'_>) {
    for rule in rules {
        (rule.check)(context, findings);
    }
}

/// Whether the form of the certificate is looked at: that of an anchor on demand.
const fn has_conformance(context: &CertContext<'_>) -> bool {
    match (context.role, context.policy.anchor_conformance) {
        (Role::Anchor, Level::Off) => false,
        // What is off the path is not looked at for its form.
        (Role::CrlIssuer | Role::OcspResponder, _) => false,
        (Role::Anchor, Level::Warning | Level::Error) | (Role::Leaf | Role::Intermediate, _) => {
            true
        }
    }
}

/// Whether the policy makes errors of it.
fn conformance_decides(policy: &Policy) -> bool {
    let levels = [
        policy.conformance,
        policy.conformance_br,
        policy.common_name,
    ];
    levels.contains(&Level::Error)
}

const fn rules_for(context: &CertContext<'_>) -> &'static [Rule<CertCheck>] {
    match (
        context.role,
        context.policy.anchor_conformance,
        context.policy.anchor,
    ) {
        (Role::Leaf | Role::Intermediate | Role::CrlIssuer | Role::OcspResponder, _, _) => {
            VALIDATION
        }
        (Role::Anchor, Level::Off, AnchorCertificate::NameAndKey) => ANCHOR,
        (Role::Anchor, Level::Off, AnchorCertificate::AsIssuer) => ANCHOR_AS_ISSUER,
        (Role::Anchor, Level::Warning | Level::Error, _) => VALIDATION,
    }
}
