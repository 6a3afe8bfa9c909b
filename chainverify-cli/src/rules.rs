//! The rules that were asked for, as the library's `Policy`: a preset and what the options change in it. What the rules are is the library's
//! business.

use chainverify::policy::{Switch, TransparencyMode};
use chainverify::{Policy, Purpose};

use crate::args::ProfileArg;
use crate::plan::{Plan, Strictness};

/// The policy of the run. Whether revocation data are fetched, each target says.
pub(crate) fn policy(plan: &Plan) -> Policy {
    let rules = &plan.rules;
    // The Baseline Requirements speak of servers; `web_client` leaves them out.
    let mut policy = match (rules.profile, &rules.purpose) {
        (ProfileArg::Web, Purpose::Server) => Policy::web_server(),
        (ProfileArg::Web, _) => Policy::web_client(),
        (ProfileArg::Rfc5280, _) => Policy::rfc5280(),
    }
    .purpose(rules.purpose.clone());
    if rules.strictness == Strictness::Strict {
        policy = policy.strict();
    }
    let switch = |set| match set {
        true => Switch::Set,
        false => Switch::NotSet,
    };
    policy.initial_policy_set.clone_from(&rules.policies);
    policy.initial_explicit_policy = switch(rules.explicit_policy);
    policy.initial_policy_mapping_inhibit = switch(rules.inhibit_policy_mapping);
    policy.initial_any_policy_inhibit = switch(rules.inhibit_any_policy);
    policy.max_depth = rules.max_depth.map(u32::from);
    policy.revocation.mode = plan.revocation.mode;
    policy.revocation.scope = plan.revocation.scope;
    // Who names the logs wants to hear of them; `--fail-on` can act on a warning.
    policy.transparency = match plan.ct_logs {
        Some(_) => TransparencyMode::Warning,
        None => TransparencyMode::ReportOnly,
    };
    // Who asks for a deep path shall have one.
    if let Some(depth) = policy.max_depth {
        policy.limits.depth = policy.limits.depth.max(depth);
    }
    policy
}

#[cfg(test)]
mod tests {
    use chainverify::policy::{Level, RevocationMode, RevocationScope, Switch, TransparencyMode};
    use chainverify::{Policy, Purpose};
    use clap::Parser;

    use super::policy;
    use crate::args::Args;
    use crate::plan::Plan;

    fn asked(words: &[&str]) -> Policy {
        let words = ["chainverify", "a.example"].iter().chain(words);
        let plan = Plan::new(Args::try_parse_from(words).unwrap()).unwrap();
        policy(&plan)
    }

    #[test]
    fn without_options_it_is_the_preset_for_web_servers() {
        assert_eq!(asked(&[]), Policy::web_server());
    }

    #[test]
    fn with_a_list_of_logs_what_browsers_miss_is_a_warning() {
        let policy = asked(&["--ct-logs", "log_list.json"]);
        assert_eq!(policy.transparency, TransparencyMode::Warning);
    }

    #[test]
    fn profiles_and_purposes_choose_the_preset() {
        let client = Policy::web_client();
        assert_eq!(asked(&["--purpose", "client"]), client);
        assert_eq!(
            asked(&["--purpose", "email"]),
            client.purpose(Purpose::Email)
        );
        assert_eq!(
            asked(&["--profile", "rfc5280", "--purpose", "any"]),
            Policy::rfc5280()
        );
        assert_eq!(asked(&["--strict"]).conformance, Level::Error);
    }

    #[test]
    fn revocation_is_looked_at_as_asked_for_in_each_profile() {
        for profile in ["web", "rfc5280"] {
            let with = |words: &[&str]| {
                let policy = asked(&[&["--profile", profile], words].concat());
                (policy.revocation.mode, policy.revocation.scope)
            };
            assert_eq!(with(&[]), (RevocationMode::Soft, RevocationScope::Chain));
            assert_eq!(
                with(&["--revocation", "hard", "--revocation-scope", "leaf"]),
                (RevocationMode::Hard, RevocationScope::Leaf)
            );
            assert_eq!(with(&["--revocation", "off"]).0, RevocationMode::Off);
        }
    }

    #[test]
    fn the_inputs_of_rfc_5280_are_passed_on() {
        let policy = asked(&[
            "--policy",
            "2.23.140.1.2.2",
            "--explicit-policy",
            "--inhibit-policy-mapping",
            "--inhibit-any-policy",
            "--max-depth",
            "12",
        ]);
        assert_eq!(
            policy.initial_policy_set,
            ["2.23.140.1.2.2".parse().unwrap()]
        );
        assert_eq!(policy.initial_explicit_policy, Switch::Set);
        assert_eq!(policy.initial_policy_mapping_inhibit, Switch::Set);
        assert_eq!(policy.initial_any_policy_inhibit, Switch::Set);
        assert_eq!((policy.max_depth, policy.limits.depth), (Some(12), 12));
    }
}
