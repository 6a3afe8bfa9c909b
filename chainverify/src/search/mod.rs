//! The search for a path: takes the most promising certificate, looks for its issuers, judges the
//! path where an anchor is reached. It proposes; the rules judge. It never waits: what is not at
//! hand is a [`Need`] that the caller may answer.

mod attempt;
mod candidates;
mod facts;
mod need;
mod notices;
mod pool;
mod record;
mod result;
mod tree;

use alloc::collections::BinaryHeap;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::cmp::Reverse;

pub(crate) use attempt::{Attempt, End};
pub use need::{Answer, FetchProblem, Need, NeedId};
pub(crate) use pool::Source;
pub(crate) use record::Record;
pub use record::Request;
pub use result::{Failure, VerifiedPath};

use pki_types::{CertificateDer, UnixTime};

use crate::cert::Cert;
use crate::crypto::Algorithms;
use crate::finding::{CertId, Code, Finding, Gravity, Severity, Urls};
use crate::names::{BadReferenceName, ReferenceName};
use crate::policy::{Budget, DirectTrust, Exploration, Limit, Policy};
use crate::rules::path::PathContext;
use crate::rules::{self, Findings};
use crate::trust::TrustStore;
use facts::Facts;
pub(crate) use facts::Link;
use pool::Pool;
use record::MadeRequest;
use tree::{Node, Priority, Reach, State, Tier};

/// One verification, step by step.
///
/// [`Verifier`](crate::Verifier) drives it; use it directly to bring in issuers in a way of your
/// own:
///
/// ```no_run
/// # use chainverify::{Answer, FetchProblem, Search, Step};
/// # fn go(mut search: Search<'_>) {
/// while let Step::Need(need) = search.step() {
///     search.answer(need.id(), Answer::Nothing(FetchProblem::NotTried));
/// }
/// match search.finish() {
///     Ok(path) => println!("{}", path.explain()),
///     Err(failure) => println!("{}", failure.explain()),
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct Search<'a> {
    record: Record<'a>,
    algorithms: Algorithms<'a>,
    open: BinaryHeap<Reverse<Priority>>,
    budget: Budget,
    /// Numbers of valid attempts.
    valid: Vec<usize>,
    stopped: Option<Limit>,
    /// What is wrong before any search: then there is none.
    setup: Option<Finding>,
    is_done: bool,
}

/// An empty chain has a leaf that cannot be read.
static NO_LEAF: &CertificateDer<'static> = &CertificateDer::from_slice(&[]);

/// What a step ended with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// Something is not at hand: answer it, and step on.
    Need(Need),
    /// The search is over: call [`Search::finish`].
    Done,
}

impl<'a> Search<'a> {
    /// Prepares a search. Nothing is verified yet.
    #[must_use]
    pub fn new(
        request: Request<'a>,
        store: &'a TrustStore,
        policy: &'a Policy,
        algorithms: Algorithms<'a>,
    ) -> Self {
        let capacity = request.intermediates.len().saturating_add(1);
        let mut search = Self {
            record: Record {
                store,
                policy,
                names: request.names,
                time: request.time,
                pool: Pool::with_capacity(capacity),
                nodes: Vec::with_capacity(4),
                facts: Facts::with_capacity(4),
                attempts: Vec::new(),
                requests: Vec::new(),
            },
            algorithms,
            open: BinaryHeap::with_capacity(4),
            budget: Budget::new(policy.limits),
            valid: Vec::new(),
            stopped: None,
            setup: None,
            is_done: false,
        };
        match search.record.pool.add(request.leaf.clone(), Source::Leaf) {
            Err(error) => search.fail(Code::UnreadableLeaf { error }),
            Ok(_) if algorithms.is_empty() => search.fail(Code::NoAlgorithms),
            Ok(_) => search.fill(request.intermediates),
        }
        search
    }

    /// For a chain as it was sent and a name as it was typed; what is wrong with either is a
    /// finding.
    pub(crate) fn of_chain(
        chain: &'a [CertificateDer<'a>],
        name: &'a str,
        time: UnixTime,
        (store, policy, algorithms): (&'a TrustStore, &'a Policy, Algorithms<'a>),
    ) -> Self {
        let (leaf, intermediates) = chain.split_first().unwrap_or((NO_LEAF, &[]));
        let request = Request::new(leaf, time).intermediates(intermediates);
        match ReferenceName::parse(name) {
            Ok(name) => Self::new(request.name(name), store, policy, algorithms),
            Err(BadReferenceName) => {
                let mut search = Self::new(request, store, policy, algorithms);
                let wanted = name.to_string();
                search.fail(Code::BadReferenceName { wanted });
                search
            }
        }
    }

    /// The search is over before it began.
    fn fail(&mut self, code: Code) {
        let about = matches!(code, Code::UnreadableLeaf { .. });
        let finding = Finding::new(code, Severity::Error);
        self.setup = Some(if about {
            finding.of(CertId::Pool(0))
        } else {
            finding
        });
        self.is_done = true;
    }

    fn fill(&mut self, intermediates: &'a [CertificateDer<'a>]) {
        for (position, der) in (1..).zip(intermediates) {
            if let Err(limit) = self.budget.certificate() {
                self.stopped = Some(limit);
                break;
            }
            let pool = &mut self.record.pool;
            if let Err(error) = pool.add(der.clone(), Source::Sent(position)) {
                pool.unreadable.push((position, error));
            }
        }
        self.record.pool.mark_reachable(self.record.store);
        self.push(0, None);
    }

    /// Goes on until something is needed or the search is over.
    pub fn step(&mut self) -> Step {
        while !self.is_done {
            let tier = self.open.peek().map(|next| next.0.tier);
            if !matches!(tier, Some(Tier::Promising | Tier::Unconnected)) {
                if let Some(need) = self.next_need() {
                    return Step::Need(need);
                }
            }
            match self.open.pop() {
                Some(next) if self.is_worth_it(&next.0) => self.take(next.0.node, next.0.tier),
                _ => self.end(),
            }
        }
        Step::Done
    }

    /// What is tainted is climbed only while it can be nearer than the nearest miss so far.
    fn is_worth_it(&self, next: &Priority) -> bool {
        if next.tier != Tier::Tainted {
            return true;
        }
        let complete = |attempt: &&Attempt| attempt.unchecked == 0 && attempt.end != End::Broken;
        let misses = self.record.attempts.iter().filter(complete);
        self.valid.is_empty()
            && misses
                .map(|attempt| attempt.worst)
                .min()
                .is_none_or(|least| next.taint < least)
    }

    /// Adds a node and opens it.
    fn push(&mut self, cert: u32, parent: Option<u32>) {
        let Ok(number) = u32::try_from(self.record.nodes.len()) else {
            return;
        };
        if let Err(limit) = self.budget.node() {
            return self.stop(limit);
        }
        let worst = self.record.judge_cert(CertId::Pool(cert));
        let below = parent.and_then(|parent| self.record.node(parent));
        let (depth, taint, penalty) = match below {
            None => (0, worst, 0),
            Some(below) => (
                below.depth.saturating_add(1),
                below.taint.max(worst),
                below.penalty.saturating_add(self.penalty(below.cert, cert)),
            ),
        };
        self.record.nodes.push(Node {
            cert,
            parent,
            depth,
            taint,
            penalty,
            state: State::Open,
        });
        self.reopen(number);
    }

    fn penalty(&self, below: u32, issuer: u32) -> u32 {
        match (self.record.pool.get(below), self.record.pool.get(issuer)) {
            (Some(below), Some(issuer)) => candidates::penalty(&below.cert, &issuer.cert),
            _ => 0,
        }
    }

    /// Puts a node among the open ones, by what is known of it now.
    fn reopen(&mut self, number: u32) {
        let Some(node) = self.record.node(number) else {
            return;
        };
        let Some(entry) = self.record.pool.get(node.cert) else {
            return;
        };
        let reach = if entry.reaches_anchor {
            Reach::Connected
        } else {
            Reach::Unconnected
        };
        let tier = match (node.taint, reach) {
            (Some(_), _) => Tier::Tainted,
            (None, Reach::Connected) => Tier::Promising,
            (None, Reach::Unconnected) => Tier::Unconnected,
        };
        self.open.push(Reverse(Priority {
            tier,
            taint: node.taint,
            reach,
            penalty: node.penalty,
            depth: Reverse(node.depth),
            not_before: Reverse(entry.cert.validity().not_before.as_unix()),
            node: number,
        }));
    }

    /// Takes an open node: checks that it issued what is below it, then looks for its issuers.
    fn take(&mut self, number: u32, tier: Tier) {
        let Some(node) = self.record.node(number) else {
            return;
        };
        let cert = node.cert;
        if let (Tier::Promising, Some(parent)) = (tier, node.parent) {
            let Some(below) = self.record.node(parent).map(|below| below.cert) else {
                return;
            };
            let issuer = CertId::Pool(cert);
            match self.check_link(Link { below, issuer }, tier) {
                Err(limit) => return self.stop(limit),
                Ok(None) => {}
                Ok(worst) => {
                    if let Some(node) = self.node_mut(number) {
                        node.taint = node.taint.max(worst);
                    }
                    return self.reopen(number);
                }
            }
        }
        self.expand(number, tier);
    }

    fn node_mut(&mut self, number: u32) -> Option<&mut Node> {
        self.record.nodes.get_mut(usize::try_from(number).ok()?)
    }

    /// The worst error of a link; its signature is checked now if it was not before.
    fn check_link(&mut self, link: Link, tier: Tier) -> Result<Option<Gravity>, Limit> {
        if self.record.facts.link(link).is_none() && self.record.allows_key(link.issuer) {
            match tier {
                Tier::Promising => self.budget.signature()?,
                Tier::Unconnected | Tier::Tainted => self.budget.near_miss_signature()?,
            }
            self.record.judge_link(link, self.algorithms);
        }
        Ok(self.record.facts.link(link).and_then(|fact| fact.worst))
    }

    /// Looks for the issuers of a node: anchors first, then the pool.
    fn expand(&mut self, number: u32, tier: Tier) {
        let Some((cert, depth)) = self.record.node(number).map(|node| (node.cert, node.depth))
        else {
            return;
        };
        let mut found = self.try_direct(number, cert);
        for anchor in self.anchors_of(cert) {
            if self.is_done {
                return;
            }
            found = true;
            self.attempt(number, End::Anchor(anchor), tier);
        }
        let issuers = self.issuers_of(number, cert);
        let is_too_deep = depth >= self.record.policy.limits.depth;
        if !issuers.candidates.is_empty() && is_too_deep {
            let limit = self.record.policy.limits.depth;
            self.break_off(number, Code::SearchTooDeep { limit });
        } else if !issuers.candidates.is_empty() {
            found = true;
            for candidate in issuers.candidates {
                self.push(candidate, Some(number));
            }
        } else if !found {
            let code = self.why_no_issuer(cert, issuers.has_loop);
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

    /// The anchors of a certificate's issuer name, likely ones first.
    fn anchors_of(&self, cert: u32) -> Vec<u32> {
        let Some(entry) = self.record.pool.get(cert) else {
            return Vec::new();
        };
        let below = &entry.cert;
        let named = self.record.store.named(below.issuer(), entry.issuer_key);
        let mut anchors: Vec<(u32, u32)> = named
            .filter(|(_, anchor)| anchor.cert().is_none_or(|own| own.der() != below.der()))
            .map(|(number, anchor)| (candidates::key_id_penalty(below, anchor.cert()), number))
            .collect();
        anchors.sort_unstable();
        anchors.into_iter().map(|(_, number)| number).collect()
    }

    /// The certificates of the pool that may have issued a node's certificate.
    fn issuers_of(&self, number: u32, cert: u32) -> Issuers {
        let mut issuers = Issuers::default();
        let Some(entry) = self.record.pool.get(cert) else {
            return issuers;
        };
        let wanted = entry.cert.issuer();
        for (candidate, issuer) in self.record.pool.with_subject(entry.issuer_key) {
            if issuer.cert.subject() != wanted || self.is_copy_of_anchor(&issuer.cert) {
                continue;
            }
            if self.is_on_path(number, &issuer.cert) {
                issuers.has_loop |= candidate != cert;
            } else {
                issuers.candidates.push(candidate);
            }
        }
        issuers
    }

    /// A root that was sent although the store has it, or has one of its name and key: the anchor
    /// itself is tried instead.
    fn is_copy_of_anchor(&self, cert: &Cert<'_>) -> bool {
        let key = cert.subject_public_key_info();
        cert.is_self_issued()
            && self
                .record
                .store
                .named(cert.subject(), cert.subject().key())
                .any(|(_, anchor)| anchor.subject_public_key_info() == key)
    }

    fn is_on_path(&self, node: u32, cert: &Cert<'_>) -> bool {
        self.record.path_down(node).any(|on_path| {
            let on_path = self.record.pool.get(on_path);
            on_path.is_some_and(|entry| candidates::is_same_entity(&entry.cert, cert))
        })
    }

    fn why_no_issuer(&self, cert: u32, has_loop: bool) -> Code {
        let Some(entry) = self.record.pool.get(cert) else {
            return Code::EmptyStore;
        };
        let below = &entry.cert;
        let issuer = below.issuer().to_string();
        if self.record.store.is_empty() {
            return Code::EmptyStore;
        }
        match (below.is_self_issued(), has_loop) {
            (true, _) if cert == 0 => Code::SelfSignedLeaf,
            (true, _) => Code::UntrustedRoot { root: issuer },
            (false, true) => Code::IssuerLoop { issuer },
            (false, false) => {
                let urls = Urls(urls(below).map(ToString::to_string).collect());
                Code::IssuerNotFound { issuer, urls }
            }
        }
    }

    /// Records that a path ends here, below an anchor.
    fn break_off(&mut self, node: u32, code: Code) {
        let Some(cert) = self.record.node(node).map(|node| node.cert) else {
            return;
        };
        let number = self.judge(node, End::Broken);
        if let Some(attempt) = self.record.attempts.get_mut(number) {
            let finding = Finding::new(code, Severity::Error).of(CertId::Pool(cert));
            attempt.worst = attempt.worst.max(Some(finding.code().gravity()));
            attempt.findings.push(finding);
        }
    }

    /// Judges a path that reaches an anchor; one without an error ends the search.
    fn attempt(&mut self, node: u32, end: End, tier: Tier) {
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
        if let Err(limit) = rules::path::check(&context, &mut findings, &mut self.budget) {
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
    fn check_links(&mut self, number: usize, tier: Tier) -> Result<(), Limit> {
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

    /// What to ask for next: first for issuers where a chain breaks off, then for other issuers of
    /// certificates whose issuers at hand led nowhere. Nothing is asked for where the answer could
    /// not change the verdict.
    fn next_need(&mut self) -> Option<Need> {
        if !self.valid.is_empty() || self.stopped.is_some() {
            return None;
        }
        let (of, url) = self
            .wanted_url(State::DeadEnd)
            .or_else(|| self.wanted_url(State::Expanded))?;
        if !self.budget.request() {
            return None;
        }
        let id = NeedId(u32::try_from(self.record.requests.len()).ok()?);
        self.record.requests.push(MadeRequest {
            of,
            url: url.clone(),
            outcome: None,
        });
        Some(Need::Issuers { id, url })
    }

    /// A URL that was not asked yet, of a certificate whose search for issuers is in this state.
    fn wanted_url(&self, state: State) -> Option<(u32, alloc::string::String)> {
        let is_new = |url: &&str| !self.record.requests.iter().any(|made| made.url == **url);
        self.record
            .nodes
            .iter()
            .filter(|node| node.state == state && node.taint.is_none())
            .find_map(|node| {
                let entry = self.record.pool.get(node.cert)?;
                let url = urls(&entry.cert).find(is_new)?;
                Some((node.cert, url.to_string()))
            })
    }

    /// Takes what became of a need. An answer to no open need is ignored.
    pub fn answer(&mut self, id: NeedId, answer: Answer) {
        let Some(number) = usize::try_from(id.0).ok() else {
            return;
        };
        let Some(made) = self.record.requests.get_mut(number) else {
            return;
        };
        if made.outcome.is_some() {
            return;
        }
        match answer {
            Answer::Nothing(problem) => made.outcome = Some(Err(problem)),
            Answer::Certs(certs) => {
                let url = made.url.clone();
                let outcome = self.take_in(certs, &url);
                if let Some(made) = self.record.requests.get_mut(number) {
                    made.outcome = Some(outcome);
                }
            }
        }
    }

    /// Adds fetched certificates to the pool and to the tree.
    fn take_in(
        &mut self,
        certs: Vec<CertificateDer<'static>>,
        url: &str,
    ) -> Result<u32, FetchProblem> {
        let mut added = Vec::new();
        let mut is_readable = false;
        for der in certs {
            if let Err(limit) = self.budget.certificate() {
                self.stopped = Some(limit);
                break;
            }
            if let Ok(number) = self.record.pool.add(der, Source::Fetched(url.to_string())) {
                is_readable = true;
                added.extend(number);
            }
        }
        if !is_readable {
            return Err(FetchProblem::NotCertificates);
        }
        self.record.pool.mark_reachable(self.record.store);
        self.reorder();
        for number in &added {
            self.offer(*number);
        }
        Ok(u32::try_from(added.len()).unwrap_or(u32::MAX))
    }

    /// Open nodes may be connected now.
    fn reorder(&mut self) {
        for next in core::mem::take(&mut self.open) {
            self.reopen(next.0.node);
        }
    }

    /// Offers a new certificate as issuer to every node whose issuers were looked for before.
    fn offer(&mut self, cert: u32) {
        let limit = self.record.policy.limits.depth;
        let Some(entry) = self.record.pool.get(cert) else {
            return;
        };
        let mut takers = Vec::new();
        for (number, node) in (0_u32..).zip(&self.record.nodes) {
            let Some(below) = self.record.pool.get(node.cert) else {
                continue;
            };
            let fits = node.state != State::Open
                && node.depth < limit
                && below.issuer_key == entry.subject_key
                && below.cert.issuer() == entry.cert.subject()
                && !self.is_copy_of_anchor(&entry.cert)
                && !self.is_on_path(number, &entry.cert);
            if fits {
                takers.push(number);
            }
        }
        for number in takers {
            self.record
                .attempts
                .retain(|attempt| attempt.node != number || attempt.end != End::Broken);
            if let Some(node) = self.node_mut(number) {
                node.state = State::Expanded;
            }
            self.push(cert, Some(number));
        }
    }

    /// A limit ends the search for a valid path.
    fn stop(&mut self, limit: Limit) {
        self.stopped = self.stopped.or(Some(limit));
        self.end();
    }

    /// Ends the search; if it failed, checks the signatures of the nearest misses, so that what is
    /// said about them is true.
    fn end(&mut self) {
        if self.is_done {
            return;
        }
        self.is_done = true;
        if !self.valid.is_empty() {
            return;
        }
        if self.record.attempts.is_empty() {
            let limit = self.stopped.map_or("", Limit::as_str);
            self.break_off(0, Code::SearchStopped { limit });
        }
        // Each round checks at least one signature or is the last.
        for _ in 0..=self.record.policy.limits.near_miss_signatures {
            let Some(nearest) = self.record.nearest() else {
                return;
            };
            let unchecked = |search: &Self| {
                let attempt = search.record.attempts.get(nearest);
                attempt.map_or(0, |attempt| attempt.unchecked)
            };
            let before = unchecked(self);
            let _ = self.check_links(nearest, Tier::Tainted);
            if before == unchecked(self) {
                return;
            }
        }
    }

    /// The verdict. A search that was not stepped to its end is not valid.
    pub fn finish(mut self) -> Result<VerifiedPath<'a>, Failure<'a>> {
        if !self.is_done {
            for made in &mut self.record.requests {
                made.outcome.get_or_insert(Err(FetchProblem::NotTried));
            }
            while let Step::Need(need) = self.step() {
                self.answer(need.id(), Answer::Nothing(FetchProblem::NotTried));
            }
        }
        result::finish(self.record, self.valid, self.stopped, self.setup)
    }
}

#[derive(Default)]
struct Issuers {
    candidates: Vec<u32>,
    /// A certificate of the right name is at hand, but on the path already.
    has_loop: bool,
}

/// Where the issuer of a certificate may be had.
fn urls<'c>(cert: &'c Cert<'_>) -> impl Iterator<Item = &'c str> {
    cert.extensions()
        .authority_info_access
        .value()
        .into_iter()
        .flat_map(|access| access.ca_issuers(cert.der()))
        .filter(|url| url.starts_with("http://") || url.starts_with("https://"))
}
