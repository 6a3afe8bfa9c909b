//! Has the rules judge paths and links, and keeps what they find. Signatures are checked here, each
//! once, and each is paid for.

use alloc::vec::Vec;

use super::tree::Tier;
use super::{Attempt, End, Link, Search};
use crate::finding::{CertId, Code, Finding, Gravity, Severity};
use crate::policy::{Exploration, Limit};
use crate::rules::Findings;
use crate::rules::path::{self, PathContext};

impl Search<'_> {
    /// Records that a path ends here, below an anchor.
    pub(super) fn break_off(&mut self, node: u32, code: Code) {
        let Some(cert) = self.record.node(node).map(|node| node.cert) else {
            return;
        };
        let number = self.judge(node, End::Broken);
        if let Some(attempt) = self.record.attempts.get_mut(number) {
            let is_about_cert = !matches!(code, Code::EmptyStore);
            let mut finding = Finding::new(code, Severity::Error);
            if is_about_cert {
                finding = finding.of(CertId::Pool(cert));
            }
            attempt.worst = attempt.worst.max(Some(finding.code().gravity()));
            attempt.findings.push(finding);
        }
    }

    /// Judges a path that reaches an anchor; one without an error ends the search.
    pub(super) fn attempt(&mut self, node: u32, end: End, tier: Tier) {
        let number = self.judge(node, end);
        if let Err(limit) = self.check_links(number, tier) {
            return self.stop(limit);
        }
        let is_valid = |attempt: &Attempt| attempt.worst.is_none() && attempt.unchecked == 0;
        if self.record.attempts.get(number).is_some_and(is_valid) {
            self.valid.push(number);
            self.is_done |= self.record.policy.exploration == Exploration::First;
        }
    }

    /// Has the rules about paths judge a path; the signatures are still to come.
    fn judge(&mut self, node: u32, end: End) -> usize {
        if let Some(anchor) = end.anchor() {
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
        let mut attempt = Attempt {
            node,
            end,
            findings: findings.into_list(),
            worst: None,
            unchecked: 0,
        };
        (attempt.worst, attempt.unchecked) = record.weigh(&attempt);
        self.record.attempts.push(attempt);
        self.record.attempts.len().saturating_sub(1)
    }

    /// Checks the signatures of an attempt that were not checked before. What is a failure already
    /// has only the budget for near misses.
    pub(super) fn check_links(&mut self, number: usize, tier: Tier) -> Result<(), Limit> {
        let Some(attempt) = self.record.attempts.get(number) else {
            return Ok(());
        };
        let tier = if attempt.worst.is_some() {
            tier.max(Tier::Tainted)
        } else {
            tier
        };
        let links: Vec<Link> = self.record.links(attempt).collect();
        for link in links {
            match self.check_link(link, tier) {
                Err(limit) if tier == Tier::Promising => return Err(limit),
                Ok(_) | Err(_) => {}
            }
        }
        let weighed = self
            .record
            .attempts
            .get(number)
            .map(|attempt| self.record.weigh(attempt));
        if let (Some(attempt), Some(weighed)) = (self.record.attempts.get_mut(number), weighed) {
            (attempt.worst, attempt.unchecked) = weighed;
        }
        Ok(())
    }

    /// The worst error of a link; its signature is checked now if it was not before.
    pub(super) fn check_link(&mut self, link: Link, tier: Tier) -> Result<Option<Gravity>, Limit> {
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
