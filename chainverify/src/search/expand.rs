//! Looks for the issuers of a certificate: anchors first, then the certificates at hand.

use alloc::string::ToString;

use smallvec::SmallVec;

use super::needs::urls;
use super::pool::Entry;
use super::tree::{State, Tier};
use super::{End, Search, candidates};
use crate::finding::{Code, Urls};
use crate::policy::DirectTrust;

impl Search<'_> {
    /// Looks for the issuers of a node: anchors first, then the pool.
    pub(super) fn expand(&mut self, number: u32, tier: Tier) {
        let Some((cert, depth)) = self.record.node(number).map(|node| (node.cert, node.depth))
        else {
            return;
        };
        let mut found = self.try_direct(number, cert);
        let anchors = self.anchors_of(cert);
        for (_, anchor) in &anchors {
            if self.is_done {
                break;
            }
            found = true;
            self.attempt(number, End::Anchor(*anchor), tier);
        }
        if self.is_done {
            return;
        }
        let issuers = self.issuers_of(number, cert);
        let is_too_deep = depth >= self.record.policy.limits.depth;
        if !issuers.candidates.is_empty() && is_too_deep {
            let limit = self.record.policy.limits.depth;
            self.break_off(number, Code::SearchTooDeep { limit });
        } else if !issuers.candidates.is_empty() {
            found = true;
            for &(penalty, candidate) in &issuers.candidates {
                // Where no valid path can come of it, each certificate is climbed once: to see
                // where chains break off, one way to each place is enough.
                if tier == Tier::Promising || !self.is_in_tree(candidate) {
                    self.push(candidate, Some(number), penalty);
                }
            }
        } else if !found {
            let code = self.why_no_issuer(cert, &issuers);
            self.break_off(number, code);
        }
        if let Some(node) = self.node_mut(number) {
            node.state = if found {
                State::Expanded
            } else {
                State::DeadEnd
            };
        }
    }

    /// A leaf that is an anchor is trusted by itself, if the policy says so.
    fn try_direct(&mut self, number: u32, cert: u32) -> bool {
        if number != 0 {
            return false;
        }
        let Some(entry) = self.record.pool.get(cert) else {
            return false;
        };
        let store = self.record.store;
        let Some(anchor) = store.number_of(&entry.cert, entry.subject_key) else {
            return false;
        };
        if self.record.policy.direct_trust == DirectTrust::Off {
            self.break_off(number, Code::DirectTrustOff);
            return true;
        }
        self.attempt(number, End::Direct(anchor), Tier::Promising);
        true
    }

    /// The anchors of a certificate's issuer name.
    fn anchors_of(&self, cert: u32) -> Ranked {
        let Some(entry) = self.record.pool.get(cert) else {
            return Ranked::new();
        };
        let below = &entry.cert;
        let named = self.record.store.named(below.issuer(), entry.issuer_key);
        let mut anchors = Ranked::new();
        for (number, anchor) in named {
            let own = anchor.cert();
            if own.is_none_or(|own| own.der() != below.der()) {
                rank(&mut anchors, candidates::key_id_penalty(below, own), number);
            }
        }
        anchors
    }

    /// The certificates of the pool that may have issued a node's certificate.
    fn issuers_of(&self, number: u32, cert: u32) -> Issuers {
        let mut issuers = Issuers::default();
        let Some(entry) = self.record.pool.get(cert) else {
            return issuers;
        };
        let wanted = entry.cert.issuer();
        for (candidate, issuer) in self.record.pool.with_subject(entry.issuer_key) {
            if issuer.cert.subject() != wanted || self.is_copy_of_anchor(issuer) {
                continue;
            }
            if self.is_on_path(number, issuer) {
                issuers.has_loop |= candidate != cert;
            } else {
                let penalty = candidates::penalty(entry, issuer);
                rank(&mut issuers.candidates, penalty, candidate);
            }
        }
        issuers
    }

    /// A root that was sent although the store has it, or has one of its name and key: the anchor
    /// itself is tried instead.
    fn is_copy_of_anchor(&self, entry: &Entry<'_>) -> bool {
        if !entry.is_self_issued {
            return false;
        }
        let name = entry.cert.subject();
        let key = entry.cert.subject_public_key_info();
        let mut namesakes = self.record.store.named(name, entry.subject_key);
        namesakes.any(|(_, own)| own.subject_public_key_info() == key)
    }

    fn is_on_path(&self, node: u32, candidate: &Entry<'_>) -> bool {
        self.record.path_down(node).any(|on_path| {
            let on_path = self.record.pool.get(on_path);
            on_path.is_some_and(|entry| entry.is_same_entity(candidate))
        })
    }

    fn is_in_tree(&self, cert: u32) -> bool {
        self.record
            .pool
            .get(cert)
            .is_some_and(|entry| entry.is_in_tree)
    }

    fn why_no_issuer(&self, cert: u32, issuers: &Issuers) -> Code {
        let Some(entry) = self.record.pool.get(cert) else {
            return Code::EmptyStore;
        };
        let below = &entry.cert;
        let issuer = below.issuer().display_name();
        if self.record.store.is_empty() {
            return Code::EmptyStore;
        }
        match (entry.is_self_issued, issuers.has_loop) {
            (true, _) if cert == 0 => Code::SelfSignedLeaf,
            (true, _) => Code::UntrustedRoot,
            (false, true) => Code::IssuerLoop { issuer },
            (false, false) => {
                let urls = Urls(urls(below).into_iter().map(ToString::to_string).collect());
                Code::IssuerNotFound { issuer, urls }
            }
        }
    }
}

/// Penalties and numbers, likely ones first; among equals in the order they came, whatever order
/// the pool keeps.
type Ranked = SmallVec<[(u32, u32); 4]>;

fn rank(list: &mut Ranked, penalty: u32, number: u32) {
    let ranked = (penalty, number);
    let at = list.partition_point(|other| *other < ranked);
    list.insert(at, ranked);
}

#[derive(Default)]
struct Issuers {
    candidates: Ranked,
    /// A certificate of the right name is at hand, but on the path already.
    has_loop: bool,
}
