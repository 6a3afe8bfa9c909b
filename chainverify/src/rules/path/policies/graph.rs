//! The `valid_policy_graph` of RFC 9618 §5, in place of RFC 5280's tree: one node per policy and
//! depth, however many ways lead to it; a level for each certificate. The counters of §6.1.2, which
//! say what a step may do, are in `state`. Nothing is pruned on the way (§6.1.3 (d) (3), §6.1.4 (b)
//! (2) (ii)): the nodes of the deepest level have all their ancestors, so that the graph is NULL
//! exactly if that level is empty, and what leads nowhere is left out when the graph is read.

use alloc::vec::Vec;

use crate::budget::{Budget, Limit};
use crate::der::Oid;
use crate::der::known::ANY_POLICY;

/// `valid_policy_graph`.
#[derive(Debug)]
pub(super) struct Graph<'a> {
    levels: Vec<Level<'a>>,
}

/// What a node or an edge costs in octets compared and moved: it is sorted, looked up a few times,
/// and read again at the end. Measured: 50 to 110 ns each.
const COST: usize = 64;

/// Policies without anyPolicy, sorted, each once.
type Set<'a> = Vec<Oid<'a>>;

/// Pairs of policies, sorted, each once.
type Pairs<'a> = Vec<(Oid<'a>, Oid<'a>)>;

/// The nodes of one depth, by their `valid_policy`. The one for anyPolicy is a flag: its
/// `expected_policy_set` is always {anyPolicy}, and its parent is always the anyPolicy of the level
/// above (RFC 9618 §5.2).
#[derive(Debug, Default)]
struct Level<'a> {
    any_policy: bool,
    /// The nodes whose only parent is the anyPolicy of the level above.
    below_any: Set<'a>,
    /// The nodes that the level above expects: their parents are those with an edge to them.
    below_named: Set<'a>,
    /// A policy in the `expected_policy_set` of a node, and that node.
    edges: Pairs<'a>,
}

/// The policies of one certificate.
#[derive(Clone, Debug, Default)]
pub(super) struct Policies<'a> {
    any_policy: bool,
    named: Set<'a>,
}

/// Pairs of `issuerDomainPolicy` and `subjectDomainPolicy`.
#[derive(Clone, Debug, Default)]
pub(super) struct Mappings<'a>(Pairs<'a>);

/// Whether anyPolicy in a certificate counts (§6.1.3 (d) (2)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AnyPolicy {
    Allowed,
    Inhibited,
}

/// Whether policies may be mapped (§6.1.4 (b)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mapping {
    Allowed,
    Inhibited,
}

/// `authority_constrained_policy_set`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Authority<'a> {
    pub(super) any_policy: bool,
    pub(super) named: Set<'a>,
}

impl<'a> Policies<'a> {
    pub(super) fn new(oids: impl Iterator<Item = Oid<'a>>) -> Self {
        let mut named: Vec<_> = oids.collect();
        let all = named.len();
        named.retain(|oid| !is_any_policy(*oid));
        Self {
            any_policy: named.len() < all,
            named: sorted(named),
        }
    }
}

impl<'a> Mappings<'a> {
    pub(super) fn new(pairs: impl Iterator<Item = (Oid<'a>, Oid<'a>)>) -> Self {
        Self(sorted(pairs.collect()))
    }

    /// The pairs that map `policy`.
    fn of(&self, policy: Oid<'a>) -> &[(Oid<'a>, Oid<'a>)] {
        let start = self.0.partition_point(|(issuer, _)| *issuer < policy);
        let from = self.0.get(start..).unwrap_or_default();
        let count = from.partition_point(|(issuer, _)| *issuer == policy);
        from.get(..count).unwrap_or_default()
    }
}

/// Each once, in order.
pub(super) fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort_unstable();
    list.dedup();
    list
}

fn contains(set: &Set<'_>, policy: Oid<'_>) -> bool {
    set.binary_search(&policy).is_ok()
}

pub(super) fn is_any_policy(oid: Oid<'_>) -> bool {
    oid.as_bytes() == ANY_POLICY
}

impl<'a> Graph<'a> {
    /// §6.1.2 (a): a single node of depth 0, anyPolicy.
    pub(super) fn new() -> Self {
        let root = Level {
            any_policy: true,
            ..Level::default()
        };
        let levels = Vec::from([root]);
        Self { levels }
    }

    pub(super) fn is_null(&self) -> bool {
        self.levels
            .last()
            .is_none_or(|level| !level.any_policy && level.len() == 0)
    }

    /// §6.1.3 (d), (e): the level of the next certificate. None: it has no policies.
    pub(super) fn certificate(
        &mut self,
        policies: Option<&Policies<'a>>,
        any_policy: AnyPolicy,
        budget: &mut Budget,
    ) -> Result<(), Limit> {
        let level = match (self.levels.last(), policies) {
            (Some(above), Some(policies)) => above.below(policies, any_policy),
            _ => Level::default(),
        };
        spend(level.len(), budget)?;
        self.levels.push(level);
        Ok(())
    }

    /// §6.1.4 (b): what the deepest level expects of the next certificate.
    pub(super) fn map(
        &mut self,
        mappings: &Mappings<'a>,
        mapping: Mapping,
        budget: &mut Budget,
    ) -> Result<(), Limit> {
        let Some(mut level) = self.levels.pop() else {
            return Ok(());
        };
        match mapping {
            Mapping::Allowed => {
                spend(mappings.0.len(), budget)?;
                level.add_mapped(mappings);
                level.expect(mappings, budget)?;
            }
            Mapping::Inhibited => {
                // (2) (i)
                let is_kept = |node: &Oid<'a>| mappings.of(*node).is_empty();
                level.below_any.retain(is_kept);
                level.below_named.retain(is_kept);
                level.expect(&Mappings::default(), budget)?;
            }
        }
        self.levels.push(level);
        Ok(())
    }

    /// §6.1.5 (g) (1)–(4): the policies, in the words of the anchor, under which the path is valid:
    /// nodes below anyPolicy from which a way leads to the deepest level.
    pub(super) fn authority_constrained(&self) -> Authority<'a> {
        let mut authority = Authority {
            any_policy: self.levels.last().is_some_and(|level| level.any_policy),
            named: Set::new(),
        };
        let mut alive: Option<Set<'a>> = None;
        for level in self.levels.iter().rev() {
            let nodes = alive.map_or_else(
                || sorted(level.nodes().collect()),
                |children| level.with_child_in(&children),
            );
            let mut roots = level.below_any.clone();
            roots.retain(|node| contains(&nodes, *node));
            authority.named.extend(roots);
            alive = Some(nodes);
        }
        authority.named = sorted(authority.named);
        authority
    }
}

/// Pays for nodes or edges.
fn spend(count: usize, budget: &mut Budget) -> Result<(), Limit> {
    budget.work(count.saturating_mul(COST))
}

impl<'a> Level<'a> {
    /// §6.1.3 (d): the level below this one.
    fn below(&self, policies: &Policies<'a>, any_policy: AnyPolicy) -> Self {
        let mut level = Self::default();
        // (1): (i) where the policy is expected, (ii) below anyPolicy where it is not.
        for policy in &policies.named {
            if self.expects(*policy) {
                level.below_named.push(*policy);
            } else if self.any_policy {
                level.below_any.push(*policy);
            }
        }
        // (2): anyPolicy stands for everything that is expected.
        if policies.any_policy && any_policy == AnyPolicy::Allowed {
            level.any_policy = self.any_policy;
            level.below_named = self.edges.iter().map(|(policy, _)| *policy).collect();
            level.below_named.dedup();
        }
        level
    }

    /// §6.1.4 (b) (1), second paragraph: mapped policies that are valid only because anyPolicy is
    /// get nodes of their own.
    fn add_mapped(&mut self, mappings: &Mappings<'a>) {
        if !self.any_policy {
            return;
        }
        let issuers = mappings.0.iter().map(|(issuer, _)| *issuer);
        let is_new = |issuer: &Oid<'a>| !contains(&self.below_named, *issuer);
        let new = issuers.filter(is_new).chain(self.below_any.iter().copied());
        self.below_any = sorted(new.collect());
    }

    /// The `expected_policy_set` of each node: the policies that it is mapped to, or itself.
    fn expect(&mut self, mappings: &Mappings<'a>, budget: &mut Budget) -> Result<(), Limit> {
        let mut edges = Vec::new();
        for node in self.nodes() {
            let mapped = mappings.of(node);
            spend(mapped.len().max(1), budget)?;
            if mapped.is_empty() {
                edges.push((node, node));
            }
            edges.extend(mapped.iter().map(|(_, policy)| (*policy, node)));
        }
        self.edges = sorted(edges);
        Ok(())
    }

    fn nodes(&self) -> impl Iterator<Item = Oid<'a>> {
        self.below_any.iter().chain(&self.below_named).copied()
    }

    fn len(&self) -> usize {
        self.below_any.len().saturating_add(self.below_named.len())
    }

    fn expects(&self, policy: Oid<'_>) -> bool {
        self.edges
            .binary_search_by_key(&policy, |(expected, _)| *expected)
            .is_ok()
    }

    /// The nodes of this level that have a child among `children`.
    fn with_child_in(&self, children: &Set<'a>) -> Set<'a> {
        let edges = self.edges.iter();
        let leads_on = edges.filter(|(policy, _)| contains(children, *policy));
        sorted(leads_on.map(|(_, node)| *node).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Limits;

    const RED: &[u8] = &[0x2a, 1];
    const BLUE: &[u8] = &[0x2a, 2];
    const GOLD: &[u8] = &[0x2a, 3];
    const WHITE: &[u8] = &[0x2a, 4];

    /// A budget for so many nodes and edges.
    fn units(count: u32) -> Budget {
        let cost = u32::try_from(COST).unwrap();
        Budget::new(Limits {
            work: count * cost,
            ..Limits::DEFAULT
        })
    }

    type Step<'t> = (&'t [&'static [u8]], &'t [(&'static [u8], &'static [u8])]);

    /// The graph after some certificates, everything allowed.
    fn graph(steps: &[Step<'_>]) -> Graph<'static> {
        let mut graph = Graph::new();
        let budget = &mut units(100);
        for (policies, mappings) in steps {
            let policies = Policies::new(policies.iter().map(|oid| Oid::from_contents(oid)));
            graph
                .certificate(Some(&policies), AnyPolicy::Allowed, budget)
                .unwrap();
            let pairs = mappings.iter();
            let pairs = pairs.map(|(from, to)| (Oid::from_contents(from), Oid::from_contents(to)));
            graph
                .map(&Mappings::new(pairs), Mapping::Allowed, budget)
                .unwrap();
        }
        graph
    }

    fn named(graph: &Graph<'static>) -> Vec<&'static [u8]> {
        let authority = graph.authority_constrained();
        assert!(!authority.any_policy);
        authority.named.iter().map(Oid::as_bytes).collect()
    }

    #[test]
    fn a_policy_that_two_expect_is_one_node_below_both() {
        let top: Step<'_> = (&[RED, BLUE], &[(RED, GOLD), (RED, WHITE), (BLUE, GOLD)]);
        assert_eq!(named(&graph(&[top, (&[GOLD], &[])])), [RED, BLUE]);
        assert_eq!(named(&graph(&[top, (&[WHITE], &[])])), [RED]);
        assert!(graph(&[top, (&[RED, BLUE], &[])]).is_null());
        // §6.1.3 (d) (2)
        let any = graph(&[top, (&[ANY_POLICY], &[])]);
        assert_eq!(named(&any), [RED, BLUE]);
        assert_eq!(any.levels.last().unwrap().len(), 2);
    }

    #[test]
    fn what_is_below_any_policy_and_leads_nowhere_is_not_valid() {
        let any: Step<'_> = (&[ANY_POLICY, RED], &[]);
        assert_eq!(named(&graph(&[any, (&[BLUE], &[])])), [BLUE]);
        assert_eq!(named(&graph(&[any, any, (&[RED, BLUE], &[])])), [RED, BLUE]);
    }

    #[test]
    fn a_policy_that_is_valid_through_any_policy_alone_can_be_mapped() {
        let maps: Step<'_> = (&[ANY_POLICY], &[(RED, GOLD)]);
        assert_eq!(named(&graph(&[maps, (&[GOLD], &[])])), [RED]);
        let authority = graph(&[maps, (&[ANY_POLICY], &[])]).authority_constrained();
        assert!(authority.any_policy);
        assert_eq!(authority.named, Vec::from([Oid::from_contents(RED)]));
    }

    #[test]
    fn a_certificate_without_policies_makes_the_graph_null_for_good() {
        let mut graph = graph(&[(&[RED], &[])]);
        let budget = &mut units(100);
        graph.certificate(None, AnyPolicy::Allowed, budget).unwrap();
        assert!(graph.is_null());
        let policies = Policies::new([RED, ANY_POLICY].into_iter().map(Oid::from_contents));
        graph
            .map(&Mappings::default(), Mapping::Allowed, budget)
            .unwrap();
        graph
            .certificate(Some(&policies), AnyPolicy::Allowed, budget)
            .unwrap();
        assert!(graph.is_null());
        assert_eq!(named(&graph), [] as [&[u8]; 0]);
    }

    #[test]
    fn what_a_certificate_says_twice_counts_once() {
        let [red, gold, any] = [RED, GOLD, ANY_POLICY].map(Oid::from_contents);
        let grow = |policy, limit| {
            let (mut graph, budget) = (Graph::new(), &mut units(limit));
            let policies = Policies::new([policy, policy].into_iter());
            graph.certificate(Some(&policies), AnyPolicy::Allowed, budget)?;
            let mappings = Mappings::new([(red, gold), (red, gold), (red, red)].into_iter());
            graph.map(&mappings, Mapping::Allowed, budget)
        };
        // Two pairs, two edges, and the node where it was named.
        for (policy, cost) in [(red, 5), (any, 4)] {
            assert_eq!(grow(policy, cost), Ok(()));
            assert_eq!(grow(policy, cost - 1), Err(Limit::Work));
        }
    }

    #[test]
    fn mappings_of_all_to_all_stop_at_the_limit() {
        let oids: Vec<[u8; 2]> = (0..250_u8).map(|last| [last / 100, last % 100]).collect();
        let oids = || oids.iter().map(|bytes| Oid::from_contents(bytes));
        let mappings = Mappings::new(oids().flat_map(|from| oids().map(move |to| (from, to))));
        let policies = Policies::new(oids());
        let grow = |levels, limit| {
            let (mut graph, budget) = (Graph::new(), &mut units(limit));
            for _ in 0..levels {
                graph.certificate(Some(&policies), AnyPolicy::Allowed, budget)?;
                graph.map(&mappings, Mapping::Allowed, budget)?;
            }
            Ok(graph.authority_constrained().named.len())
        };
        assert_eq!(grow(8, 4_096), Err(Limit::Work));
        // A node for each policy and an edge for each pair, not 250 to the power of the depth.
        assert_eq!(grow(2, 2 * (250 + 2 * 250 * 250)), Ok(250));
    }
}
