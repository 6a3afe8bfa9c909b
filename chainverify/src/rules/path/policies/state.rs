//! The state of RFC 5280 §6.1.2 (a), (d) to (f), for policies alone: the graph and the counters, and
//! the steps that the path check has it take at each certificate, from the anchor down.

use alloc::vec::Vec;

use super::graph::{AnyPolicy, Authority, Graph, Mapping, sorted};
use super::{CertPolicies, Counts, ValidPolicies};
use crate::budget::{Budget, Limit};
use crate::der::OidBuf;
use crate::der::known::ANY_POLICY;
use crate::policy::{Policy, Switch};
use crate::rules::path::Final;

/// The policies of a path, as far as it has been walked.
pub(crate) struct PolicyState<'r> {
    variables: Variables,
    valid_policy_graph: Graph<'r>,
    /// What the certificate says that is looked at now.
    current: CertPolicies<'r>,
    initial: &'r [OidBuf],
}

/// Why the walk ends.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// A valid policy is required, and none is left.
    Unsatisfied,
    Limit(Limit),
}

impl From<Limit> for Stop {
    fn from(limit: Limit) -> Self {
        Self::Limit(limit)
    }
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

    /// §6.1.4 (h), (i), (j)
    fn prepare(&mut self, cert: &Counts) {
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
    const fn wrap_up(&mut self, leaf: &Counts) {
        self.explicit_policy = self.explicit_policy.saturating_sub(1);
        if matches!(leaf.require_explicit_policy, Some(0)) {
            self.explicit_policy = 0;
        }
    }
}

/// Whether `explicit_policy` is 0 at the end of a path of `n` certificates, given from the top: if
/// not, no policy can make the path fail. It never grows, so that its last value tells.
pub(super) fn requires_a_policy(
    path: impl Iterator<Item = Counts>,
    n: usize,
    policy: &Policy,
) -> bool {
    let mut variables = Variables::new(n, policy);
    for (left, cert) in (0..n).rev().zip(path) {
        if left == 0 {
            variables.wrap_up(&cert);
        } else {
            variables.prepare(&cert);
        }
    }
    variables.explicit_policy == 0
}

impl<'r> PolicyState<'r> {
    /// §6.1.2 (a), (d) to (f), for a path of `n` certificates.
    pub(super) fn new(n: usize, policy: &'r Policy) -> Self {
        Self {
            variables: Variables::new(n, policy),
            valid_policy_graph: Graph::new(),
            current: CertPolicies::default(),
            initial: &policy.initial_policy_set,
        }
    }

    /// §6.1.3 (d) to (f): the next certificate.
    pub(crate) fn certificate(
        &mut self,
        cert: CertPolicies<'r>,
        place: Final,
        budget: &mut Budget,
    ) -> Result<(), Stop> {
        // (d) (2) (b): a self-issued certificate that is not the final one may use anyPolicy.
        let is_exempt = cert.counts.self_issued && place == Final::No;
        let any_policy = if is_exempt || self.variables.inhibit_any_policy > 0 {
            AnyPolicy::Allowed
        } else {
            AnyPolicy::Inhibited
        };
        self.current = cert;
        let policies = self.current.certificate_policies.as_ref();
        self.valid_policy_graph
            .certificate(policies, any_policy, budget)?;
        // (f)
        if self.variables.explicit_policy == 0 && self.valid_policy_graph.is_null() {
            return Err(Stop::Unsatisfied);
        }
        Ok(())
    }

    /// §6.1.4 (b), (h) to (j): what it says about those below it.
    pub(crate) fn prepare(&mut self, budget: &mut Budget) -> Result<(), Stop> {
        let mapping = if self.variables.policy_mapping > 0 {
            Mapping::Allowed
        } else {
            Mapping::Inhibited
        };
        self.valid_policy_graph
            .map(&self.current.policy_mappings, mapping, budget)?;
        self.variables.prepare(&self.current.counts);
        Ok(())
    }

    /// §6.1.5 (a), (b), (g), and the last paragraph as RFC 9618 §5.5 has it: after the leaf. Gives
    /// `user_constrained_policy_set`.
    pub(crate) fn wrap_up(&mut self) -> Result<ValidPolicies, Stop> {
        self.variables.wrap_up(&self.current.counts);
        let authority = self.valid_policy_graph.authority_constrained();
        let user_constrained = user_constrained_policy_set(&authority, self.initial);
        if self.variables.explicit_policy == 0 && user_constrained.is_empty() {
            return Err(Stop::Unsatisfied);
        }
        Ok(user_constrained)
    }
}

/// §6.1.5 (g) (5), (6)
fn user_constrained_policy_set(authority: &Authority<'_>, initial: &[OidBuf]) -> ValidPolicies {
    let initial = sorted(initial.to_vec());
    let is_any = |policy: &OidBuf| policy.as_oid().as_bytes() == ANY_POLICY;
    let any_initial = initial.is_empty() || initial.iter().any(is_any);
    if authority.any_policy && any_initial {
        return ValidPolicies::Any;
    }
    if authority.any_policy {
        return ValidPolicies::Only(initial);
    }
    let mut policies: Vec<_> = authority.named.iter().copied().map(OidBuf::from).collect();
    policies.retain(|policy| any_initial || initial.binary_search(policy).is_ok());
    ValidPolicies::Only(policies)
}

#[cfg(test)]
mod tests {
    use super::super::graph::{Mappings, Policies};
    use super::*;
    use crate::budget::Limits;
    use crate::der::Oid;
    use crate::der::known::ANY_POLICY as ANY;

    /// Where a path fails, and why.
    fn failures(path: &[CertPolicies<'static>], policy: &Policy) -> Vec<(usize, Stop)> {
        let is_required =
            requires_a_policy(path.iter().map(|cert| cert.counts), path.len(), policy);
        let walked = walk(path, policy);
        walked.err().filter(|_| is_required).into_iter().collect()
    }

    fn valid_policies(path: &[CertPolicies<'static>], policy: &Policy) -> ValidPolicies {
        walk(path, policy).unwrap_or(ValidPolicies::Only(Vec::new()))
    }

    fn walk(
        path: &[CertPolicies<'static>],
        policy: &Policy,
    ) -> Result<ValidPolicies, (usize, Stop)> {
        let mut budget = Budget::new(policy.limits);
        let mut state = PolicyState::new(path.len(), policy);
        for (index, cert) in path.iter().enumerate() {
            let is_last = index + 1 == path.len();
            let place = if is_last { Final::Yes } else { Final::No };
            let at = |stop| (index, stop);
            state
                .certificate(cert.clone(), place, &mut budget)
                .map_err(at)?;
            if is_last {
                return state.wrap_up().map_err(at);
            }
            state.prepare(&mut budget).map_err(at)?;
        }
        Ok(ValidPolicies::Only(Vec::new()))
    }

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

    fn counting(counts: Counts) -> CertPolicies<'static> {
        CertPolicies {
            counts,
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
        ValidPolicies::Only(policies.iter().map(|oid| oid.parse().unwrap()).collect())
    }

    fn unsatisfied(index: usize) -> Vec<(usize, Stop)> {
        Vec::from([(index, Stop::Unsatisfied)])
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
            let top = counting(Counts {
                require_explicit_policy: Some(require),
                ..Counts::default()
            });
            let next = counting(Counts {
                self_issued,
                ..Counts::default()
            });
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
            let leaf = counting(Counts {
                require_explicit_policy: Some(require),
                ..Counts::default()
            });
            failures(&[leaf], &Policy::rfc5280())
        };
        assert_eq!(leaf(0), unsatisfied(0));
        assert_eq!(leaf(1), []);
    }

    #[test]
    fn a_policy_that_is_not_asked_for_fails_at_the_leaf() {
        let path = [cert(&[GOLD, SILVER]), cert(&[GOLD])];
        let mut policy = explicit();
        policy.initial_policy_set = Vec::from(["1.2.2".parse().unwrap(), "1.2.9".parse().unwrap()]);
        assert_eq!(failures(&path, &policy), unsatisfied(1));
        policy.initial_policy_set.push("1.2.1".parse().unwrap());
        assert_eq!(failures(&path, &policy), []);
        assert_eq!(valid_policies(&path, &policy), only(&["1.2.1"]));
    }

    #[test]
    fn any_policy_makes_every_policy_that_is_asked_for_valid() {
        let path = [cert(&[ANY]), cert(&[ANY, GOLD])];
        let mut policy = explicit();
        assert_eq!(valid_policies(&path, &policy), ValidPolicies::Any);
        policy.initial_policy_set = Vec::from(["1.2.9".parse().unwrap(), "1.2.1".parse().unwrap()]);
        assert_eq!(valid_policies(&path, &policy), only(&["1.2.1", "1.2.9"]));
        policy
            .initial_policy_set
            .push("2.5.29.32.0".parse().unwrap());
        assert_eq!(valid_policies(&path, &policy), ValidPolicies::Any);
    }

    #[test]
    fn inhibited_any_policy_still_counts_in_self_issued_certificates_but_the_last() {
        let mut policy = explicit();
        policy.initial_any_policy_inhibit = Switch::Set;
        let counts = Counts {
            self_issued: true,
            ..Counts::default()
        };
        let self_issued = || CertPolicies {
            counts,
            ..cert(&[ANY])
        };
        let path = [cert(&[GOLD]), self_issued(), cert(&[GOLD])];
        assert_eq!(failures(&path, &policy), []);
        assert_eq!(
            failures(&[cert(&[GOLD]), self_issued()], &policy),
            unsatisfied(1)
        );
        let skip = |certs| CertPolicies {
            counts: Counts {
                inhibit_any_policy: Some(certs),
                ..Counts::default()
            },
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
            counts: Counts {
                inhibit_policy_mapping: Some(0),
                ..Counts::default()
            },
            ..cert(&[GOLD])
        };
        let [ca, leaf] = path;
        assert_eq!(failures(&[inhibits, ca, leaf], &explicit()), unsatisfied(2));
    }

    #[test]
    fn a_graph_that_is_too_large_matters_only_where_a_policy_is_required() {
        let mut policy = explicit();
        policy.limits.work = 150;
        let path = [cert(&[GOLD, SILVER]), cert(&[GOLD])];
        let stop = Stop::Limit(Limit::Work);
        assert_eq!(failures(&path, &policy), [(0, stop)]);
        policy.initial_explicit_policy = Switch::NotSet;
        assert_eq!(failures(&path, &policy), []);
        policy.limits = Limits::DEFAULT;
        assert_eq!(valid_policies(&path, &policy), only(&["1.2.1"]));
    }
}
