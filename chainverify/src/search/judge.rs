//! Has the rules judge paths and links, and keeps what they find. Signatures are checked here, each
//! once, and each is paid for.

use alloc::string::String;

use smallvec::SmallVec;

use super::attempt::Weight;
use super::tree::Tier;
use super::{Attempt, End, Link, Search};
use crate::budget::Limit;
use crate::finding::{Category, CertId, Code, Finding, Severity};
use crate::policy::Exploration;
use crate::rules::path::{self, PathContext};
use crate::rules::{self, Findings};

impl Search<'_> {
    /// Records that a path ends here, below an anchor.
    pub(super) fn break_off(&mut self, node: u32, code: Code) {
        let Some(cert) = self.record.node(node).map(|node| node.cert) else {
            return;
        };
        let number = self.judge(node, End::Broken);
        self.add_error(number, code, CertId::Pool(cert));
    }

    /// Adds what is to say about the end of a path, or about the whole of it.
    fn add_error(&mut self, number: usize, code: Code, about: CertId) {
        if let Some(attempt) = self.record.attempts.get_mut(number) {
            let is_about_chain = matches!(code, Code::EmptyStore);
            let finding = Finding::new(code, Severity::Error);
            let finding = if is_about_chain {
                finding
            } else {
                finding.of(about)
            };
            attempt.weight.add(Some(finding.code().category()), 1);
            attempt.findings.push(finding);
        }
    }

    /// What the caller's own check has against a path.
    fn refusal(&self, attempt: &Attempt) -> Option<String> {
        let hook = self.record.hook?;
        let anchor = self.record.anchor(attempt.end.anchor()?)?;
        (hook.0)(&self.record.certs_up(attempt), anchor).err()
    }

    /// Judges a path that reaches an anchor; one without an error ends the search.
    pub(super) fn attempt(&mut self, node: u32, end: End, tier: Tier) {
        let number = self.judge(node, end);
        if let Err(limit) = self.check_links(number, tier) {
            return self.stop(limit);
        }
        let is_valid = |attempt: &&Attempt| attempt.weight.is_valid();
        let attempt = self.record.attempts.get(number).filter(is_valid);
        if let Some(reason) = attempt.and_then(|attempt| self.refusal(attempt)) {
            self.add_error(number, Code::RefusedByCaller { reason }, CertId::Pool(0));
        } else if attempt.is_some() {
            self.valid.get_or_insert(number);
            self.is_done |= self.record.policy.exploration == Exploration::First;
        }
    }

    /// Has the rules about paths judge a path; the signatures are still to come.
    fn judge(&mut self, node: u32, end: End) -> usize {
        if let Some(anchor) = end.issuer() {
            self.record.judge_cert(anchor);
        }
        let record = &self.record;
        let certs = record.path_certs(node);
        let context = PathContext {
            anchor: end.anchor().and_then(|id| record.anchor(id)),
            anchor_id: end.anchor(),
            certs: &certs,
            policy: record.policy,
        };
        let mut findings = Findings::new(record.policy, CertId::Pool(0));
        if let Err(limit) = path::check(&context, &mut findings, &mut self.budget) {
            let limit_text = limit.as_str();
            findings.add(Code::SearchStopped { limit: limit_text }, None);
            self.stopped = self.stopped.or(Some(limit));
        }
        drop(certs);
        let mut attempt = Attempt::new(node, end, findings.into_list());
        attempt.weight = match end {
            End::Broken => self.record.weigh(&attempt),
            // Weighed when its links are checked; until then, what is known without a walk.
            End::Anchor(_) | End::Direct(_) => Weight::unchecked(self.taint(&attempt)),
        };
        self.record.attempts.push(attempt);
        self.record.attempts.len().saturating_sub(1)
    }

    /// The worst error of a path that ends in an anchor, as far as it is known.
    fn taint(&self, attempt: &Attempt) -> Option<Category> {
        let below = self.record.node(attempt.node).and_then(|node| node.taint);
        let anchor = attempt
            .end
            .issuer()
            .and_then(|id| self.record.cert_fact(id));
        let anchor = anchor.and_then(|fact| fact.worst);
        below.max(anchor).max(rules::worst(&attempt.findings))
    }

    /// Checks the signatures of an attempt that were not checked before. What is a failure already
    /// has only the budget for near misses.
    pub(super) fn check_links(&mut self, number: usize, tier: Tier) -> Result<(), Limit> {
        let Some(attempt) = self.record.attempts.get(number) else {
            return Ok(());
        };
        let tier = if attempt.weight.worst.is_some() {
            tier.max(Tier::Tainted)
        } else {
            tier
        };
        let mut links: SmallVec<[Link; 8]> = SmallVec::new();
        self.record.links(attempt).for_each(|link| links.push(link));
        let mut checked = Ok(());
        for link in &links {
            if let Err(limit) = self.check_link(*link, tier)
                && tier == Tier::Promising
            {
                checked = Err(limit);
                break;
            }
        }
        self.weigh_again(number);
        checked
    }

    fn weigh_again(&mut self, number: usize) {
        let weight = self
            .record
            .attempts
            .get(number)
            .map(|attempt| self.record.weigh(attempt));
        if let (Some(attempt), Some(weight)) = (self.record.attempts.get_mut(number), weight) {
            attempt.weight = weight;
            if attempt.end != End::Broken && weight.unchecked == 0 && weight.worst.is_some() {
                let known = self.nearest_miss.unwrap_or(Category::Malformed);
                self.nearest_miss = weight.worst.map(|worst| worst.min(known));
            }
        }
    }

    /// The worst error of a link; its signature is checked now if it was not before.
    pub(super) fn check_link(&mut self, link: Link, tier: Tier) -> Result<Option<Category>, Limit> {
        if self.record.facts.link(link).is_none() && self.record.allows_check(link) {
            match tier {
                Tier::Promising => self.budget.signature()?,
                Tier::Unconnected | Tier::Tainted => self.budget.near_miss_signature()?,
            }
            self.record.judge_link(link, self.algorithms);
        }
        Ok(self.record.facts.link(link).and_then(|fact| fact.worst))
    }
}
