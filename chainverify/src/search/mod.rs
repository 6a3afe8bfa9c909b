//! The search for a path: takes the most promising certificate, looks for its issuers, judges the
//! path where an anchor is reached. It proposes; the rules judge. It never waits: what is not at
//! hand is a [`Need`] that the caller may answer.

mod attempt;
mod candidates;
mod expand;
mod facts;
mod judge;
mod memo;
mod need;
mod needs;
mod notices;
mod pool;
mod record;
mod result;
mod tree;
mod weigh;

use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::cmp::Reverse;

pub(crate) use attempt::{Attempt, End};
pub use need::{Answer, FetchProblem, Need, NeedId};
pub(crate) use pool::Source;
pub(crate) use record::Record;
pub use record::{Refuse, Request};
pub use result::{Failure, ValidPath};

use pki_types::{CertificateDer, UnixTime};

use crate::budget::{Budget, Limit};
use crate::crypto::Algorithms;
use crate::finding::{Category, CertId, Code, Finding, Severity};
use crate::names::{BadReferenceName, ReferenceName};
use crate::policy::Policy;
use crate::trust::TrustStore;
use facts::Facts;
pub(crate) use facts::Link;
use pool::Pool;
use smallvec::SmallVec;
pub(crate) use tree::{Node, State};
use tree::{Open, Priority, Reach, Tier};

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
    record: Box<Record<'a>>,
    algorithms: Algorithms<'a>,
    open: Open,
    budget: Budget,
    /// The number of the first valid attempt.
    valid: Option<usize>,
    stopped: Option<Limit>,
    /// The least category of the paths that reached an anchor in vain.
    nearest_miss: Option<Category>,
    /// What is wrong before any search: then there is none.
    setup: Option<Finding>,
    is_done: bool,
}

/// An empty chain has a leaf that cannot be read.
static NO_LEAF: &CertificateDer<'static> = &CertificateDer::from_slice(&[]);

/// The same certificate without a copy of its bytes.
fn borrowed<'a>(der: &'a CertificateDer<'a>) -> CertificateDer<'a> {
    CertificateDer::from_slice(der)
}

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
        let sent = request.intermediates.len();
        let capacity = sent
            .saturating_add(request.candidates.len())
            .saturating_add(1);
        let mut search = Self {
            record: Box::new(Record {
                store,
                policy,
                names: request.names,
                time: request.time,
                hook: request.hook,
                pool: Pool::with_capacity(capacity),
                nodes: SmallVec::new(),
                facts: Facts::default(),
                attempts: SmallVec::new(),
                requests: Vec::new(),
            }),
            algorithms,
            open: Open::default(),
            budget: Budget::new(policy.limits),
            valid: None,
            stopped: None,
            nearest_miss: None,
            setup: None,
            is_done: false,
        };
        match search.record.pool.add(borrowed(request.leaf), Source::Leaf) {
            Err(error) => search.fail(Code::UnreadableLeaf { error }),
            Ok(_) if algorithms.is_empty() => search.fail(Code::NoAlgorithms),
            Ok(_) => {
                search.fill(request.intermediates, Source::Sent);
                search.fill(request.candidates, |_| Source::Given);
                search.record.pool.mark_reachable(store);
                search.push(0, None, 0);
            }
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

    fn fill(&mut self, certs: &'a [CertificateDer<'a>], source: fn(u32) -> Source) {
        for (position, der) in (1..).zip(certs) {
            if let Err(limit) = self.budget.certificate(der.len()) {
                self.stopped = Some(limit);
                break;
            }
            let pool = &mut self.record.pool;
            if let Err(error) = pool.add(borrowed(der), source(position)) {
                pool.unreadable.push((position, error));
            }
        }
    }

    /// Goes on until something is needed or the search is over.
    pub fn step(&mut self) -> Step {
        while !self.is_done {
            let tier = self.open.peek().map(|next| next.tier);
            if !matches!(tier, Some(Tier::Promising | Tier::Unconnected))
                && let Some(need) = self.next_need()
            {
                return Step::Need(need);
            }
            match self.open.pop() {
                Some(next) if self.is_worth_it(&next) => self.take(next.node, next.tier),
                _ => self.end(),
            }
        }
        Step::Done
    }

    /// What is tainted is climbed only while it can be nearer than the nearest miss so far.
    fn is_worth_it(&self, next: &Priority) -> bool {
        let can_be_nearer = self.nearest_miss.is_none() || next.taint < self.nearest_miss;
        next.tier != Tier::Tainted || (self.valid.is_none() && can_be_nearer)
    }

    /// Adds a node and opens it. `penalty` is that of the step from its parent.
    fn push(&mut self, cert: u32, parent: Option<u32>, penalty: u32) {
        let Ok(number) = u32::try_from(self.record.nodes.len()) else {
            return;
        };
        if let Err(limit) = self.budget.node() {
            return self.stop(limit);
        }
        let worst = self.record.judge_cert(CertId::Pool(cert));
        let below = parent.and_then(|parent| self.record.node(parent));
        let (depth, taint, penalty) = match below {
            None => (0, worst, penalty),
            Some(below) => (
                below.depth.saturating_add(1),
                below.taint.max(worst),
                below.penalty.saturating_add(penalty),
            ),
        };
        self.record.pool.put_in_tree(cert);
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
        self.open.push(Priority {
            tier,
            taint: node.taint,
            reach,
            penalty: node.penalty,
            depth: Reverse(node.depth),
            not_before: Reverse(entry.cert.validity().not_before.as_unix()),
            node: number,
        });
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
            // Inherited parameters are known when the path is whole.
            if self.record.dsa_parameters(issuer) == Some(None) {
                return self.expand(number, tier);
            }
            let link = Link {
                below,
                issuer,
                parameters: None,
            };
            match self.check_link(link, tier) {
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
        if self.valid.is_some() {
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
                attempt.map_or(0, |attempt| attempt.weight.unchecked)
            };
            let before = unchecked(self);
            let _ = self.check_links(nearest, Tier::Tainted);
            if before == unchecked(self) {
                return;
            }
        }
    }

    /// The verdict. A search that was not stepped to its end is not valid.
    pub fn finish(mut self) -> Result<ValidPath<'a>, Failure<'a>> {
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
