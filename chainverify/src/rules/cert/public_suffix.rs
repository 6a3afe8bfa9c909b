//! No wildcard of a leaf is right below a public suffix (CA/Browser Forum BR §3.2.2.6), by the list
//! that the policy has. Conformance.

use super::{CertCheck, CertContext, Role};
use crate::cert::ext::GeneralName;
use crate::finding::Code;
use crate::names::PresentedName;
use crate::rules::{Findings, Rule};

pub(crate) const RULE: Rule<CertCheck> = Rule {
    id: "public_suffix",
    reference: "CA/B BR §3.2.2.6",
    check,
};

fn check(context: &CertContext<'_>, findings: &mut Findings<'_>) {
    let Some(suffixes) = &context.policy.public_suffixes else {
        return;
    };
    if context.role != Role::Leaf {
        return;
    }
    for name in context.cert.alternative_names() {
        if let GeneralName::Dns(octets) = name
            && octets
                .strip_prefix(b"*.")
                .is_some_and(|domain| suffixes.contain(domain))
        {
            let name = PresentedName::of(&name);
            let span = context.cert.extensions().subject_alt_name.span();
            findings.add(Code::WildcardOnPublicSuffix { name }, span);
        }
    }
}
