//! The walk of RFC 5280 §6.1 from the anchor's first subject to the leaf, for policies alone: the
//! counters of §6.1.2 (d)–(f), what they allow the graph to do at each certificate, and what of it
//! is left for the caller.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::graph::{AnyPolicy, Authority, Graph, Mapping, sorted};
use super::{Cause, CertPolicies, ValidPolicies};
use crate::der::Oid;
use crate::policy::{Policy, Switch};

/// anyPolicy, as a caller writes it.
const ANY_POLICY: &str = "2.5.29.32.0";

/// What is wrong, and with which certificate of the path.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) index: usize,
    pub(super) cause: Cause,
}

/// What makes the path fail: every mapping of anyPolicy, or else the first step that fails.
pub(super) fn failures(path: &[CertPolicies<'_>], policy: &Policy) -> Vec<Failure> {
    let any_policy_mapped = any_policy_mapped(path);
    if any_policy_mapped.is_empty() && explicit_policy_is_reached(path, policy) {
        return walk(path, policy).err().into_iter().collect();
    }
    any_policy_mapped
}

/// `user_constrained_policy_set`; empty for a path that fails.
pub(super) fn valid_policies(path: &[CertPolicies<'_>], policy: &Policy) -> ValidPolicies {
    let none = ValidPolicies::Only(Vec::new());
    if !any_policy_mapped(path).is_empty() {
        return none;
    }
    walk(path, policy).unwrap_or(none)
}

/// §6.1.4 (a), of every certificate but the last.
fn any_policy_mapped(path: &[CertPolicies<'_>]) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (index, cert) in path.iter().enumerate() {
        if index.saturating_add(1) < path.len() && cert.policy_mappings.have_any_policy() {
            let cause = Cause::AnyPolicyMapped;
            failures.push(Failure { index, cause });
        }
    }
    failures
}

/// The counters of §6.1.2 (d)–(f): how many more certificates until it counts.
#[derive(Clone, Copy, Debug)]
struct Variables {
    explicit_policy: u32,
    inhibit_any_policy: u32,
    policy_mapping: u32,
}

impl Variables {
    fn new(n: usize, policy: &Policy) -> Self {
        let beyond = u32::try_from(n).unwrap_or(u32::MAX).saturating_add(1);
        let start = |switch: Switch| if switch.is_set() { 0 } else { beyond };
        Self {
            explicit_policy: start(policy.initial_explicit_policy),
            inhibit_any_policy: start(policy.initial_any_policy_inhibit),
            policy_mapping: start(policy.initial_policy_mapping_inhibit),
        }
    }

    const fn any_policy(&self) -> AnyPolicy {
        if self.inhibit_any_policy > 0 {
            AnyPolicy::Allowed
        } else {
            AnyPolicy::Inhibited
        }
    }

    const fn mapping(&self) -> Mapping {
        if self.policy_mapping > 0 {
            Mapping::Allowed
        } else {
            Mapping::Inhibited
        }
    }

    /// §6.1.4 (h), (i), (j)
    fn prepare(&mut self, cert: &CertPolicies<'_>) {
        if !cert.self_issued {
            self.explicit_policy = self.explicit_policy.saturating_sub(1);
            self.policy_mapping = self.policy_mapping.saturating_sub(1);
            self.inhibit_any_policy = self.inhibit_any_policy.saturating_sub(1);
        }
        let lower =
            |value: &mut u32, to: Option<u32>| *value = to.map_or(*value, |to| to.min(*value));
        lower(&mut self.explicit_policy, cert.require_explicit_policy);
        lower(&mut self.policy_mapping, cert.inhibit_policy_mapping);
        lower(&mut self.inhibit_any_policy, cert.inhibit_any_policy);
    }

    /// §6.1.5 (a), (b): self-issued or not.
    const fn wrap_up(&mut self, leaf: &CertPolicies<'_>) {
        self.explicit_policy = self.explicit_policy.saturating_sub(1);
        if matches!(leaf.require_explicit_policy, Some(0)) {
            self.explicit_policy = 0;
        }
    }
}

/// Whether `explicit_policy` is 0 anywhere; if not, no graph can make the path fail. It never
/// grows, so that its last value tells.
fn explicit_policy_is_reached(path: &[CertPolicies<'_>], policy: &Policy) -> bool {
    let mut variables = Variables::new(path.len(), policy);
    if let Some((leaf, issuers)) = path.split_last() {
        issuers.iter().for_each(|cert| variables.prepare(cert));
        variables.wrap_up(leaf);
    }
    variables.explicit_policy == 0
}

/// The walk of §6.1, for policies alone, on a path that does not map anyPolicy. Gives
/// `user_constrained_policy_set`.
fn walk(path: &[CertPolicies<'_>], policy: &Policy) -> Result<ValidPolicies, Failure> {
    let Some((leaf, issuers)) = path.split_last() else {
        return Ok(ValidPolicies::Only(Vec::new()));
    };
    let mut state = State {
        variables: Variables::new(path.len(), policy),
        valid_policy_graph: Graph::new(4_096),
    };
    for (index, cert) in issuers.iter().enumerate() {
        state
            .issuer(cert)
            .map_err(|cause| Failure { index, cause })?;
    }
    state
        .leaf(leaf, &policy.initial_policy_set)
        .map_err(|cause| Failure {
            index: issuers.len(),
            cause,
        })
}

/// The state of the walk (§6.1.2).
struct State<'a> {
    variables: Variables,
    valid_policy_graph: Graph<'a>,
}

impl<'a> State<'a> {
    fn issuer(&mut self, cert: &CertPolicies<'a>) -> Result<(), Cause> {
        // §6.1.3 (d) (2) (b): a self-issued certificate that is not the final one may use it.
        if cert.self_issued {
            self.policies(cert, AnyPolicy::Allowed)?;
        } else {
            self.policies(cert, self.variables.any_policy())?;
        }
        // §6.1.4 (b)
        self.valid_policy_graph
            .map(&cert.policy_mappings, self.variables.mapping())?;
        self.variables.prepare(cert);
        Ok(())
    }

    fn leaf(
        &mut self,
        leaf: &CertPolicies<'a>,
        initial: &[String],
    ) -> Result<ValidPolicies, Cause> {
        self.policies(leaf, self.variables.any_policy())?;
        self.variables.wrap_up(leaf);
        // §6.1.5 (g), and the last paragraph as RFC 9618 §5.5 has it
        let authority = self.valid_policy_graph.authority_constrained();
        let user_constrained = user_constrained_policy_set(&authority, initial);
        if self.variables.explicit_policy == 0 && user_constrained.is_empty() {
            return Err(Cause::Unsatisfied);
        }
        Ok(user_constrained)
    }

    fn policies(&mut self, cert: &CertPolicies<'a>, any_policy: AnyPolicy) -> Result<(), Cause> {
        // §6.1.3 (d), (e)
        self.valid_policy_graph
            .certificate(cert.certificate_policies.as_ref(), any_policy)?;
        // §6.1.3 (f)
        if self.variables.explicit_policy == 0 && self.valid_policy_graph.is_null() {
            return Err(Cause::Unsatisfied);
        }
        Ok(())
    }
}

/// §6.1.5 (g) (5), (6)
fn user_constrained_policy_set(authority: &Authority<'_>, initial: &[String]) -> ValidPolicies {
    let initial = sorted(initial.to_vec());
    let any_initial = initial.is_empty() || initial.iter().any(|policy| policy == ANY_POLICY);
    if authority.any_policy && any_initial {
        return ValidPolicies::Any;
    }
    if authority.any_policy {
        return ValidPolicies::Only(initial);
    }
    let mut policies: Vec<String> = authority.named.iter().map(Oid::to_string).collect();
    policies.retain(|policy| any_initial || initial.binary_search(policy).is_ok());
    ValidPolicies::Only(sorted(policies))
}

#[cfg(test)]
mod tests {
    use super::super::graph::{Mappings, Policies};
    use super::*;
    use crate::der::known::ANY_POLICY as ANY;

    const GOLD: &[u8] = &[0x2a, 1];
    const SILVER: &[u8] = &[0x2a, 2];
    const BRONZE: &[u8] = &[0x2a, 3];

    fn cert(policies: &[&'static [u8]]) -> CertPolicies<'static> {
        let oids = policies.iter().map(|oid| Oid::from_contents(oid));
        CertPolicies {
            certificate_policies: Some(Policies::new(oids)),
            ..CertPolicies::default()
        }
    }

    fn mapping(
        policies: &[&'static [u8]],
        pairs: &[(&'static [u8], &'static [u8])],
    ) -> CertPolicies<'static> {
        let oids = |(issuer, subject)| (Oid::from_contents(issuer), Oid::from_contents(subject));
        CertPolicies {
            policy_mappings: Mappings::new(pairs.iter().copied().map(oids)),
            ..cert(policies)
        }
    }

    fn explicit() -> Policy {
        Policy {
            initial_explicit_policy: Switch::Set,
            ..Policy::rfc5280()
        }
    }

    fn only(policies: &[&str]) -> ValidPolicies {
        ValidPolicies::Only(policies.iter().copied().map(String::from).collect())
    }

    fn unsatisfied(index: usize) -> Vec<Failure> {
        let cause = Cause::Unsatisfied;
        Vec::from([Failure { index, cause }])
    }

    #[test]
    fn a_path_without_policies_fails_where_one_is_first_required() {
        let none = CertPolicies::default;
        assert_eq!(failures(&[none(), none()], &Policy::rfc5280()), []);
        assert_eq!(failures(&[none(), none()], &explicit()), unsatisfied(0));
        assert_eq!(
            failures(&[cert(&[GOLD]), none()], &explicit()),
            unsatisfied(1)
        );
        assert_eq!(failures(&[], &explicit()), []);
        assert_eq!(valid_policies(&[none()], &Policy::rfc5280()), only(&[]));
        assert_eq!(valid_policies(&[], &Policy::rfc5280()), only(&[]));
    }

    #[test]
    fn require_explicit_policy_counts_certificates_that_are_not_self_issued() {
        let required = |require, self_issued| {
            let top = CertPolicies {
                require_explicit_policy: Some(require),
                ..CertPolicies::default()
            };
            let next = CertPolicies {
                self_issued,
                ..CertPolicies::default()
            };
            failures(&[top, next, CertPolicies::default()], &Policy::rfc5280())
        };
        assert_eq!(required(0, false), unsatisfied(1));
        assert_eq!(required(1, false), unsatisfied(2));
        assert_eq!(required(1, true), unsatisfied(2));
        // §6.1.5 (a): the leaf counts too.
        assert_eq!(required(2, false), unsatisfied(2));
        assert_eq!(required(2, true), []);
        assert_eq!(required(3, false), []);
    }

    #[test]
    fn the_leaf_itself_may_require_a_policy_with_the_value_zero_only() {
        let leaf = |require| {
            let leaf = CertPolicies {
                require_explicit_policy: Some(require),
                ..CertPolicies::default()
            };
            failures(&[leaf], &Policy::rfc5280())
        };
        assert_eq!(leaf(0), unsatisfied(0));
        assert_eq!(leaf(1), []);
    }

    #[test]
    fn a_policy_that_is_not_asked_for_fails_at_the_leaf() {
        let path = [cert(&[GOLD, SILVER]), cert(&[GOLD])];
        let mut policy = explicit();
        policy.initial_policy_set = Vec::from([String::from("1.2.2"), String::from("1.2.9")]);
        assert_eq!(failures(&path, &policy), unsatisfied(1));
        policy.initial_policy_set.push(String::from("1.2.1"));
        assert_eq!(failures(&path, &policy), []);
        assert_eq!(valid_policies(&path, &policy), only(&["1.2.1"]));
    }

    #[test]
    fn any_policy_makes_every_policy_that_is_asked_for_valid() {
        let path = [cert(&[ANY]), cert(&[ANY, GOLD])];
        let mut policy = explicit();
        assert_eq!(valid_policies(&path, &policy), ValidPolicies::Any);
        policy.initial_policy_set = Vec::from([String::from("1.2.9"), String::from("1.2.1")]);
        assert_eq!(valid_policies(&path, &policy), only(&["1.2.1", "1.2.9"]));
        policy.initial_policy_set.push(String::from(ANY_POLICY));
        assert_eq!(valid_policies(&path, &policy), ValidPolicies::Any);
    }

    #[test]
    fn inhibited_any_policy_still_counts_in_self_issued_certificates_but_the_last() {
        let mut policy = explicit();
        policy.initial_any_policy_inhibit = Switch::Set;
        let self_issued = || CertPolicies {
            self_issued: true,
            ..cert(&[ANY])
        };
        let path = [cert(&[GOLD]), self_issued(), cert(&[GOLD])];
        assert_eq!(failures(&path, &policy), []);
        assert_eq!(
            failures(&[cert(&[GOLD]), self_issued()], &policy),
            unsatisfied(1)
        );
        let skip = |certs| CertPolicies {
            inhibit_any_policy: Some(certs),
            ..cert(&[GOLD])
        };
        let path = |certs| [skip(certs), cert(&[ANY]), cert(&[ANY])];
        assert_eq!(failures(&path(0), &explicit()), unsatisfied(1));
        assert_eq!(failures(&path(1), &explicit()), unsatisfied(2));
        assert_eq!(failures(&path(2), &explicit()), []);
    }

    #[test]
    fn mapped_policies_are_given_in_the_words_of_the_anchor() {
        let path = [mapping(&[GOLD], &[(GOLD, SILVER)]), cert(&[SILVER])];
        assert_eq!(valid_policies(&path, &explicit()), only(&["1.2.1"]));
        let mut policy = explicit();
        policy.initial_policy_mapping_inhibit = Switch::Set;
        assert_eq!(failures(&path, &policy), unsatisfied(1));
        let unmapped = [
            mapping(&[GOLD, BRONZE], &[(GOLD, SILVER)]),
            cert(&[GOLD, BRONZE]),
        ];
        assert_eq!(valid_policies(&unmapped, &policy), only(&["1.2.3"]));
        let inhibits = CertPolicies {
            inhibit_policy_mapping: Some(0),
            ..cert(&[GOLD])
        };
        let [ca, leaf] = path;
        assert_eq!(failures(&[inhibits, ca, leaf], &explicit()), unsatisfied(2));
    }

    #[test]
    fn mapping_any_policy_is_an_error_of_each_issuer_that_does_it() {
        let maps = |pair| mapping(&[GOLD], &[pair]);
        let path = [maps((GOLD, ANY)), maps((ANY, GOLD)), maps((ANY, ANY))];
        let cause = || Cause::AnyPolicyMapped;
        let both = [0, 1].map(|index| Failure {
            index,
            cause: cause(),
        });
        assert_eq!(failures(&path, &Policy::rfc5280()), both);
        assert_eq!(valid_policies(&path, &Policy::rfc5280()), only(&[]));
    }

    #[test]
    fn a_graph_that_is_too_large_matters_only_where_a_policy_is_required() {
        let mut policy = explicit();
        policy.limits.policy_nodes = 3;
        let path = [cert(&[GOLD, SILVER]), cert(&[GOLD])];
        let cause = Cause::GraphTooLarge { limit: 3 };
        assert_eq!(failures(&path, &policy), [Failure { index: 0, cause }]);
        policy.initial_explicit_policy = Switch::NotSet;
        assert_eq!(failures(&path, &policy), []);
        assert_eq!(valid_policies(&path, &policy), only(&[]));
    }
}
