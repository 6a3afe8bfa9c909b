//! What a search asks of the world outside, and in which order.

use super::tree::{Place, State, Tree};
use crate::evidence::path_check::{Verdict, Want};
use crate::evidence::{Evidence, Need, need_status};

/// What to ask for next: the statuses that a path hangs on, then issuers where a path breaks off, then
/// other issuers of certificates whose issuers led nowhere.
pub(super) fn next(tree: &Tree, evidence: &mut Evidence<'_>) -> Option<Need> {
    if let Some(need) = next_status(tree, evidence) {
        return Some(need);
    }
    let wants = tree.attempts.items().iter();
    let wants = wants.filter_map(|attempt| match attempt.check.verdict {
        Verdict::Wants(Want::Issuers(cert)) => Some(cert),
        Verdict::Wants(Want::Statuses) | Verdict::Valid | Verdict::Invalid => None,
    });
    let nodes = tree.nodes.items().iter();
    let others = nodes.filter_map(|node| match (node.place, node.state, node.worst) {
        (Place::Cert(cert), State::Done, None) => Some(cert),
        _ => None,
    });
    wants
        .chain(others)
        .find_map(|cert| evidence.need_issuers(cert))
}

fn next_status(tree: &Tree, evidence: &mut Evidence<'_>) -> Option<Need> {
    let wants = Verdict::Wants(Want::Statuses);
    let attempts = tree.attempts.items().iter();
    let attempts = attempts.filter(|attempt| attempt.check.verdict == wants);
    let mut wanted = attempts.flat_map(|attempt| attempt.check.wanted_statuses());
    wanted.find_map(|status| need_status(evidence, status))
}
