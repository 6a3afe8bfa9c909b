//! The `valid_policy_graph` of RFC 9618 §5, in place of RFC 5280's tree: one node per policy and
//! depth, however many ways lead to it; a level for each certificate. The counters of §6.1.2, which
//! say what a step may do, are in `walk`. Nothing is pruned on the way (§6.1.3 (d) (3), §6.1.4 (b)
//! (2) (ii)): the nodes of the deepest level have all their ancestors, so that the graph is NULL
//! exactly if that level is empty, and what leads nowhere is left out when the graph is read.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::Cause;
use crate::der::Oid;
use crate::der::known::ANY_POLICY;

/// `valid_policy_graph`.
#[derive(Debug)]
pub(super) struct Graph<'a> {
    levels: Vec<Level<'a>>,
    limit: u32,
    left: u32,
}

/// The nodes of one depth. The one for anyPolicy is a flag: its `expected_policy_set` is always
/// {anyPolicy}, and its parent is always the anyPolicy of the level above (RFC 9618 §5.2).
#[derive(Debug, Default)]
struct Level<'a> {
    any_policy: bool,
    /// In the order of `valid_policy`.
    nodes: Vec<Node<'a>>,
    /// In the order of `policy`. A node's parents are the nodes of the level above with an edge to
    /// its `valid_policy`.
    edges: Vec<Edge<'a>>,
}

/// A policy that is valid for the path up to here.
#[derive(Clone, Copy, Debug)]
struct Node<'a> {
    valid_policy: Oid<'a>,
    parents: Parents,
}

/// RFC 9618 §5.2: never both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parents {
    AnyPolicy,
    Named,
}

/// `policy` is in the `expected_policy_set` of the node with the number `from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge<'a> {
    policy: Oid<'a>,
    from: usize,
}

/// The policies of one certificate.
#[derive(Debug, Default)]
pub(super) struct Policies<'a> {
    any_policy: bool,
    named: BTreeSet<Oid<'a>>,
}

/// Pairs of `issuerDomainPolicy` and `subjectDomainPolicy`, sorted.
pub(super) type Mappings<'a> = BTreeSet<(Oid<'a>, Oid<'a>)>;

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
    pub(super) named: BTreeSet<Oid<'a>>,
}

impl<'a> Policies<'a> {
    pub(super) fn new(oids: impl Iterator<Item = Oid<'a>>) -> Self {
        let mut policies = Self::default();
        for oid in oids {
            if is_any_policy(oid) {
                policies.any_policy = true;
            } else {
                policies.named.insert(oid);
            }
        }
        policies
    }
}

pub(super) fn is_any_policy(oid: Oid<'_>) -> bool {
    oid.as_bytes() == ANY_POLICY
}

impl<'a> Graph<'a> {
    /// §6.1.2 (a): a single node of depth 0, anyPolicy. `limit` counts nodes and edges.
    pub(super) fn new(limit: u32) -> Self {
        let root = Level {
            any_policy: true,
            ..Level::default()
        };
        Self {
            levels: Vec::from([root]),
            limit,
            left: limit,
        }
    }

    pub(super) fn is_null(&self) -> bool {
        self.levels
            .last()
            .is_none_or(|level| !level.any_policy && level.nodes.is_empty())
    }

    /// §6.1.3 (d), (e): the level of the next certificate. None: it has no policies.
    pub(super) fn certificate(
        &mut self,
        policies: Option<&Policies<'a>>,
        any_policy: AnyPolicy,
    ) -> Result<(), Cause> {
        let level = match (self.levels.last(), policies) {
            (Some(above), Some(policies)) => above.below(policies, any_policy),
            _ => Level::default(),
        };
        self.spend(level.nodes.len())?;
        self.levels.push(level);
        Ok(())
    }

    /// §6.1.4 (b): what the deepest level expects of the next certificate.
    pub(super) fn map(&mut self, mappings: &Mappings<'a>, mapping: Mapping) -> Result<(), Cause> {
        let Some(mut level) = self.levels.pop() else {
            return Ok(());
        };
        match mapping {
            Mapping::Allowed => {
                self.spend(level.add_mapped(mappings))?;
                self.expect(&mut level, mappings)?;
            }
            Mapping::Inhibited => {
                // (2) (i)
                level
                    .nodes
                    .retain(|node| mapped(mappings, node.valid_policy).next().is_none());
                self.expect(&mut level, &Mappings::new())?;
            }
        }
        self.levels.push(level);
        Ok(())
    }

    /// The `expected_policy_set` of each node: the policies that it is mapped to, or itself.
    fn expect(&mut self, level: &mut Level<'a>, mappings: &Mappings<'a>) -> Result<(), Cause> {
        for (from, node) in level.nodes.iter().enumerate() {
            let before = level.edges.len();
            for policy in mapped(mappings, node.valid_policy) {
                self.spend(1)?;
                level.edges.push(Edge { policy, from });
            }
            if level.edges.len() == before {
                self.spend(1)?;
                let policy = node.valid_policy;
                level.edges.push(Edge { policy, from });
            }
        }
        level.edges.sort_unstable();
        Ok(())
    }

    /// §6.1.5 (g) (1)–(4): the policies, in the words of the anchor, under which the path is valid:
    /// nodes below anyPolicy from which a way leads to the deepest level.
    pub(super) fn authority_constrained(&self) -> Authority<'a> {
        let mut named = BTreeSet::new();
        let mut levels = self.levels.iter().rev();
        let deepest = levels.next();
        let any_policy = deepest.is_some_and(|level| level.any_policy);
        let mut alive: Vec<Node<'a>> = deepest.map_or_else(Vec::new, |level| level.nodes.clone());
        for level in levels {
            named.extend(below_any_policy(&alive));
            alive = level.with_child_in(&alive);
        }
        named.extend(below_any_policy(&alive));
        Authority { any_policy, named }
    }

    /// Counts nodes and edges.
    fn spend(&mut self, count: usize) -> Result<(), Cause> {
        let left = u32::try_from(count)
            .ok()
            .and_then(|count| self.left.checked_sub(count));
        self.left = left.ok_or(Cause::GraphTooLarge { limit: self.limit })?;
        Ok(())
    }
}

impl<'a> Level<'a> {
    /// §6.1.3 (d): the level below this one.
    fn below(&self, policies: &Policies<'a>, any_policy: AnyPolicy) -> Self {
        let mut level = Self::default();
        // (1): (i) where the policy is expected, (ii) below anyPolicy where it is not.
        for policy in &policies.named {
            if self.expects(*policy) {
                level.add(*policy, Parents::Named);
            } else if self.any_policy {
                level.add(*policy, Parents::AnyPolicy);
            }
        }
        // (2): anyPolicy stands for everything that is expected and not named.
        if policies.any_policy && any_policy == AnyPolicy::Allowed {
            level.any_policy = self.any_policy;
            let expected: BTreeSet<_> = self.edges.iter().map(|edge| edge.policy).collect();
            for policy in expected.difference(&policies.named) {
                level.add(*policy, Parents::Named);
            }
            level.sort();
        }
        level
    }

    /// §6.1.4 (b) (1), second paragraph: mapped policies that are valid only because anyPolicy is
    /// get nodes of their own. Gives their number.
    fn add_mapped(&mut self, mappings: &Mappings<'a>) -> usize {
        let before = self.nodes.len();
        if self.any_policy {
            let valid: BTreeSet<_> = self.nodes.iter().map(|node| node.valid_policy).collect();
            let issuer: BTreeSet<_> = mappings.iter().map(|(issuer, _)| *issuer).collect();
            for policy in issuer.difference(&valid) {
                self.add(*policy, Parents::AnyPolicy);
            }
            self.sort();
        }
        self.nodes.len().saturating_sub(before)
    }

    fn add(&mut self, valid_policy: Oid<'a>, parents: Parents) {
        self.nodes.push(Node {
            valid_policy,
            parents,
        });
    }

    fn sort(&mut self) {
        self.nodes.sort_unstable_by_key(|node| node.valid_policy);
    }

    fn expects(&self, policy: Oid<'_>) -> bool {
        self.edges
            .binary_search_by_key(&policy.as_bytes(), |edge| edge.policy.as_bytes())
            .is_ok()
    }

    /// The nodes of this level that have a child among `children`, which are in order.
    fn with_child_in(&self, children: &[Node<'a>]) -> Vec<Node<'a>> {
        let numbers: BTreeSet<usize> = self
            .edges
            .iter()
            .filter(|edge| {
                children
                    .binary_search_by_key(&edge.policy, |child| child.valid_policy)
                    .is_ok()
            })
            .map(|edge| edge.from)
            .collect();
        numbers
            .iter()
            .filter_map(|number| self.nodes.get(*number).copied())
            .collect()
    }
}

/// What `policy` is mapped to.
fn mapped<'m, 'a>(
    mappings: &'m Mappings<'a>,
    policy: Oid<'a>,
) -> impl Iterator<Item = Oid<'a>> + use<'m, 'a> {
    // The empty identifier sorts before all others.
    mappings
        .range((policy, Oid::from_contents(&[]))..)
        .take_while(move |(issuer, _)| *issuer == policy)
        .map(|(_, subject)| *subject)
}

fn below_any_policy<'n, 'a>(nodes: &'n [Node<'a>]) -> impl Iterator<Item = Oid<'a>> + use<'n, 'a> {
    nodes
        .iter()
        .filter(|node| node.parents == Parents::AnyPolicy)
        .map(|node| node.valid_policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RED: &[u8] = &[0x2a, 1];
    const BLUE: &[u8] = &[0x2a, 2];
    const GOLD: &[u8] = &[0x2a, 3];
    const WHITE: &[u8] = &[0x2a, 4];

    type Step<'t> = (&'t [&'static [u8]], &'t [(&'static [u8], &'static [u8])]);

    /// The graph after some certificates, everything allowed.
    fn graph(steps: &[Step<'_>]) -> Graph<'static> {
        let mut graph = Graph::new(100);
        for (policies, mappings) in steps {
            let policies = Policies::new(policies.iter().map(|oid| Oid::from_contents(oid)));
            graph
                .certificate(Some(&policies), AnyPolicy::Allowed)
                .unwrap();
            let mappings = mappings
                .iter()
                .map(|(from, to)| (Oid::from_contents(from), Oid::from_contents(to)))
                .collect();
            graph.map(&mappings, Mapping::Allowed).unwrap();
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
        assert_eq!(any.levels.last().unwrap().nodes.len(), 2);
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
        assert_eq!(authority.named, BTreeSet::from([Oid::from_contents(RED)]));
    }

    #[test]
    fn a_certificate_without_policies_makes_the_graph_null_for_good() {
        let mut graph = graph(&[(&[RED], &[])]);
        graph.certificate(None, AnyPolicy::Allowed).unwrap();
        assert!(graph.is_null());
        let policies = Policies::new([RED, ANY_POLICY].into_iter().map(Oid::from_contents));
        graph.map(&Mappings::new(), Mapping::Allowed).unwrap();
        graph
            .certificate(Some(&policies), AnyPolicy::Allowed)
            .unwrap();
        assert!(graph.is_null());
        assert_eq!(named(&graph), [] as [&[u8]; 0]);
    }

    #[test]
    fn mappings_of_all_to_all_stop_at_the_limit() {
        let oids: Vec<[u8; 2]> = (0..250_u8).map(|last| [last / 100, last % 100]).collect();
        let oids = || oids.iter().map(|bytes| Oid::from_contents(bytes));
        let mappings = oids()
            .flat_map(|from| oids().map(move |to| (from, to)))
            .collect();
        let policies = Policies::new(oids());
        let grow = |levels, limit| {
            let mut graph = Graph::new(limit);
            for _ in 0..levels {
                graph.certificate(Some(&policies), AnyPolicy::Allowed)?;
                graph.map(&mappings, Mapping::Allowed)?;
            }
            Ok(graph.authority_constrained().named.len())
        };
        let limit = 4_096;
        assert_eq!(grow(8, limit), Err(Cause::GraphTooLarge { limit }));
        // A node for each policy and an edge for each pair, not 250 to the power of the depth.
        assert_eq!(grow(2, 2 * (250 + 250 * 250)), Ok(250));
    }
}
