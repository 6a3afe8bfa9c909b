//! Cases of the rule `criticality` (RFC 5280 §4.2.1.10, §4.2.1.11, §4.2.1.14).

use crate::cases::lapse::Lapse;
use crate::cases::{Case, Trio};
use crate::{Extension, GeneralName};

fn path(name: &str) -> String {
    format!("rules/criticality/{name}")
}

pub(super) fn cases() -> Vec<Case> {
    let names = Extension::name_constraints(&[GeneralName::dns("example.com")], &[]);
    let policies = Extension::policy_constraints(Some(5), None);
    let any_policy = Extension::inhibit_any_policy(5);
    let access = Extension::ocsp_responder("http://ocsp.test/");
    let all = [names.clone(), policies.clone(), any_policy.clone()];
    let in_order = Trio::new()
        .intermediate(|ca| all.into_iter().fold(ca, crate::CertBuilder::extension))
        .leaf(|leaf| leaf.extension(access));
    let mut cases = vec![
        Case::new(
            &path("in_order"),
            "The intermediate has three kinds of constraints, all critical.",
        )
        .strict()
        .trio(in_order),
    ];
    let intermediate = |code, extension: Extension| {
        Lapse::intermediate(code, |ca| ca.extension(extension.non_critical()))
    };
    // The Baseline Requirements allow what RFC 5280 §4.2.1.10 does not.
    let name_constraints = intermediate("name_constraints_not_critical", names).both(
        &path("name_constraints"),
        "The name constraints of the intermediate are not critical.",
    );
    cases.extend(name_constraints.map(|case| case.profile("rfc5280")));
    cases.extend(
        intermediate("policy_constraints_not_critical", policies).both(
            &path("policy_constraints"),
            "The policy constraints of the intermediate are not critical.",
        ),
    );
    cases.extend(
        intermediate("inhibit_any_policy_not_critical", any_policy).both(
            &path("inhibit_any_policy"),
            "That the intermediate inhibits any policy is not critical.",
        ),
    );
    cases
}
