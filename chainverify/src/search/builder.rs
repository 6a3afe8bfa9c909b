//! Builds paths from a certificate up to the anchors (RFC 4158). It only orders: takes the best open
//! node; if that completes a path, has the path checked; else opens its issuers. Whether a path is
//! valid is for [`path_check`] to say.

use alloc::vec::Vec;

use super::Step;
use super::issuers::{anchors_of, issuers_of};
use super::needs;
use super::tree::{Attempt, AttemptId, Linked, Node, NodeId, Place, Reach, State, Tree};
use crate::budget::Limit;
use crate::der::Time;
use crate::evidence::Path;
use crate::evidence::path_check::{self, PathCheck, Verdict, Want};
use crate::evidence::{Evidence, Found, Link, LinkCheck, Need, Signer, Stake, check_link};
use crate::finding::{AnchorId, CertId, Code, Finding, Severity};
use crate::policy::{DirectTrust, Exploration};
use crate::rules::cert::Role;

/// Whose path is wanted. The leaf's, for the verification itself; that of a CRL's or an OCSP
/// response's signer, for one inside it, over the same evidence and budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Goal {
    pub(crate) target: CertId,
    pub(crate) role: Role,
    pub(crate) bounds: Option<Bounds>,
}

/// What the path of a signer is bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    /// Where it ends.
    anchor: AnchorId,
    /// The certificate that is not on it.
    without: CertId,
}

/// The search for the paths of one goal.
#[derive(Debug)]
pub(crate) struct PathBuilder {
    pub(crate) goal: Goal,
    pub(crate) tree: Tree,
    /// The searches inside it for the paths of signers: of each goal the last one.
    signers: Vec<Self>,
    /// The first valid attempt.
    pub(crate) valid: Option<AttemptId>,
    /// The failed attempt that comes nearest to valid.
    pub(crate) nearest: Option<AttemptId>,
    /// The first node of which all issuers are on other paths that failed.
    in_circle: Option<NodeId>,
    /// Whether a path is valid but for revocation statuses that can be asked for.
    wants_statuses: bool,
    /// Whether such paths were checked once more, after nothing more could be asked for.
    is_settled: bool,
    is_done: bool,
}

impl PathBuilder {
    /// Has nothing in its tree: `grow` starts it.
    pub(crate) fn new(goal: Goal) -> Self {
        Self {
            goal,
            tree: Tree::planted(),
            signers: Vec::new(),
            valid: None,
            nearest: None,
            in_circle: None,
            wants_statuses: false,
            is_settled: false,
            is_done: false,
        }
    }

    /// Takes what became of a need: the tree is grown anew.
    pub(crate) fn answered(&mut self, evidence: &mut Evidence<'_>) {
        self.is_settled = false;
        self.replant(evidence);
    }

    /// Starts anew: new certificates may fit anywhere in the tree. What was found about certificates
    /// and links stands, signatures too.
    fn replant(&mut self, evidence: &mut Evidence<'_>) {
        self.tree = Tree::planted();
        self.nearest = None;
        self.in_circle = None;
        self.wants_statuses = false;
        self.grow(evidence);
    }

    /// Starts the tree from the target.
    pub(super) fn grow(&mut self, evidence: &mut Evidence<'_>) {
        let store = evidence.inputs.store;
        if let Err(limit) = evidence.certs.connect(store, &mut evidence.budget) {
            evidence.reached(limit);
        }
        let opened = self.open(evidence, Place::Cert(self.goal.target), None, 0);
        self.note(evidence, opened);
    }

    pub(crate) const fn is_done(&self) -> bool {
        self.is_done || self.valid.is_some()
    }

    /// Takes one open node after the other, until something is needed or the search is over.
    pub(crate) fn run(&mut self, evidence: &mut Evidence<'_>) -> Step {
        while !self.is_done {
            let best = self.tree.best().map(|order| order.worst);
            if self.wants_statuses || best.flatten().is_some() || best.is_none() {
                // A path hangs on it alone, or no open node can be part of a valid path: what nobody
                // has given may help.
                if let Some(need) = self.next_need(evidence) {
                    return Step::Need(need);
                }
                if self.awaits_answer(evidence) {
                    return Step::Waiting;
                }
            }
            match self.tree.pop().filter(|id| self.is_worth_it(*id)) {
                Some(id) => {
                    let visited = self.visit(evidence, id);
                    self.note(evidence, visited);
                }
                None if self.wants_statuses && self.valid.is_none() && !self.is_settled => {
                    // Nobody will say more: what is known must do.
                    self.is_settled = true;
                    self.replant(evidence);
                }
                None => self.is_done = true,
            }
        }
        if self.tree.attempts.is_empty() {
            self.explain_nothing(evidence);
        }
        Step::Done
    }

    /// One node: first its link to the node below it; then its own issuers, or the path that it
    /// completes.
    fn visit(&mut self, evidence: &mut Evidence<'_>, id: NodeId) -> Result<(), Limit> {
        if self.tree.nodes[id].link == Linked::Unknown && self.link(evidence, id)? {
            return Ok(());
        }
        match self.tree.nodes[id].place {
            Place::Cert(cert) if self.is_passed(evidence, id, cert) => {
                self.in_circle.get_or_insert(id);
                Ok(())
            }
            Place::Cert(cert) => self.expand(evidence, id, cert),
            Place::Anchor(_) | Place::Itself(_) => {
                let path = self.path(id);
                let check = self.check(evidence, &path);
                let tried = self.tree.attempts.push(Attempt { path, check });
                self.tried(evidence, tried);
                Ok(())
            }
        }
    }

    /// Checks a path; looks for the paths of those who signed what is said of revocation, as often as
    /// the check wants one.
    fn check(&mut self, evidence: &mut Evidence<'_>, path: &Path) -> PathCheck {
        let walked = path_check::walk(evidence, path, self.goal.role);
        let statuses = loop {
            match path_check::statuses(evidence, path, self.goal.role, &walked) {
                Ok(statuses) => break statuses,
                Err(signer) => {
                    if let Some(inner) = seek(evidence, signer) {
                        self.signers.retain(|known| known.goal != inner.goal);
                        self.signers.push(inner);
                    }
                }
            }
        };
        path_check::conclude(evidence, path, walked, statuses)
    }

    /// The searches for the paths of signers, those inside of these too.
    pub(crate) fn all_signers(&self) -> Vec<&Self> {
        let all = self.signers.iter();
        all.flat_map(|inner| core::iter::once(inner).chain(inner.all_signers()))
            .collect()
    }

    /// Checks the signature of a node on the one below it. True: it went back among the open nodes,
    /// because it is worth less now.
    fn link(&mut self, evidence: &mut Evidence<'_>, id: NodeId) -> Result<bool, Limit> {
        let node = self.tree.nodes[id];
        let below = node
            .below
            .and_then(|below| self.tree.nodes[below].place.cert());
        let Some(below) = below else {
            return Ok(false);
        };
        let reach = reach(evidence, node.place);
        let stake = match (node.worst, reach) {
            (None, Reach::Connected) => Stake::Verdict,
            _ => Stake::Explanation,
        };
        let issuer = node.place.cert_ref();
        let link = match check_link(evidence, Link { below, issuer }, stake) {
            Err(limit @ Limit::NearMissSignatures) => {
                evidence.reached(limit);
                None
            }
            checked => checked?,
        };
        let failed = link.and_then(|link| match evidence.links.check(link) {
            LinkCheck::Failed(finding) => Some(finding.code().category()),
            LinkCheck::Verified | LinkCheck::Inherits => None,
        });
        let node = &mut self.tree.nodes[id];
        node.link = link.map_or(Linked::NotChecked, Linked::Checked);
        if failed <= node.worst {
            return Ok(false);
        }
        node.worst = failed;
        let order = node.order(reach);
        self.tree.reopen(id, order);
        Ok(true)
    }

    /// Where no valid path can come of it, one way through each certificate is enough: whether there
    /// is one already.
    fn is_passed(&self, evidence: &mut Evidence<'_>, id: NodeId, cert: CertId) -> bool {
        let node = &self.tree.nodes[id];
        let link = node.link.id().map(|link| evidence.links.check(link));
        let is_failed = matches!(link, Some(LinkCheck::Failed(_)));
        let entry = &mut evidence.certs[cert];
        let was_passed = entry.is_passed;
        entry.is_passed |= !is_failed;
        was_passed && node.worst.is_some()
    }

    /// Opens the issuers of a certificate: anchors, and certificates that were presented.
    fn expand(
        &mut self,
        evidence: &mut Evidence<'_>,
        id: NodeId,
        cert: CertId,
    ) -> Result<(), Limit> {
        let mut found = self.open_itself(evidence, id, cert)?;
        let bounds = self.goal.bounds;
        for anchor in &anchors_of(evidence, cert) {
            if bounds.is_some_and(|bounds| bounds.anchor != anchor.id) {
                continue;
            }
            found = true;
            self.open(evidence, Place::Anchor(anchor.id), Some(id), anchor.penalty)?;
        }
        let issuers = issuers_of(&self.tree, evidence, id, cert)?;
        let limit = evidence.inputs.policy.limits.depth;
        if !issuers.candidates.is_empty() && self.tree.nodes[id].depth >= limit {
            found = true;
            evidence.reached(Limit::Depth);
            self.break_off(evidence, id, Code::SearchTooDeep { limit });
        } else {
            let is_failed = self.tree.nodes[id].worst.is_some();
            let mut all_elsewhere = !found && !issuers.candidates.is_empty();
            for candidate in &issuers.candidates {
                if bounds.is_some_and(|bounds| bounds.without == candidate.id) {
                    continue;
                }
                found = true;
                if !(is_failed && evidence.certs[candidate.id].is_passed) {
                    all_elsewhere = false;
                    let place = Place::Cert(candidate.id);
                    self.open(evidence, place, Some(id), candidate.penalty)?;
                }
            }
            if all_elsewhere {
                self.in_circle.get_or_insert(id);
            }
        }
        if found {
            self.tree.nodes[id].state = State::Done;
        } else {
            self.tree.nodes[id].state = State::DeadEnd;
            let why = if issuers.has_loop {
                evidence.why_only_loops(cert)
            } else {
                evidence.why_no_issuer(cert)
            };
            self.break_off(evidence, id, why);
        }
        Ok(())
    }

    /// Opens a node; `step` is the penalty of the step from the node below.
    fn open(
        &mut self,
        evidence: &mut Evidence<'_>,
        place: Place,
        below: Option<NodeId>,
        step: u32,
    ) -> Result<(), Limit> {
        evidence.budget.node()?;
        let mut node = match place {
            Place::Cert(cert) => {
                let role = if below.is_none() {
                    self.goal.role
                } else {
                    Role::Intermediate
                };
                let worst = evidence.cert_facts(cert, role)?.worst;
                let until = evidence.certs[cert].cert.validity().not_after;
                Node::new(place, worst, until)
            }
            Place::Anchor(anchor) => {
                let worst = evidence.anchor_facts(anchor)?.worst;
                Node::new(place, worst, evidence.anchor_until(anchor))
            }
            Place::Itself(_) => Node::new(place, None, Time::from_unix(i64::MAX)),
        };
        if let Some(below) = below {
            node.stands_on(below, &self.tree.nodes[below], step);
        }
        let order = node.order(reach(evidence, place));
        self.tree.push(node, order);
        Ok(())
    }

    /// A leaf that is an anchor is trusted by itself, if the policy says so.
    fn open_itself(
        &mut self,
        evidence: &mut Evidence<'_>,
        id: NodeId,
        cert: CertId,
    ) -> Result<bool, Limit> {
        let is_target = self.tree.nodes[id].below.is_none();
        let Some(anchor) = is_target.then(|| evidence.itself(cert)).flatten() else {
            return Ok(false);
        };
        if self
            .goal
            .bounds
            .is_some_and(|bounds| bounds.anchor != anchor)
        {
            return Ok(false);
        }
        match evidence.inputs.policy.direct_trust {
            DirectTrust::On => self.open(evidence, Place::Itself(anchor), Some(id), 0)?,
            DirectTrust::Off => self.break_off(evidence, id, Code::DirectTrustOff),
        }
        Ok(true)
    }

    /// The failed path that comes nearest to valid.
    pub(crate) fn nearest_attempt(&self) -> Option<&Attempt> {
        self.nearest.map(|nearest| &self.tree.attempts[nearest])
    }

    /// The path that ends in a node.
    pub(crate) fn path(&self, top: NodeId) -> Path {
        self.tree.path(self.goal.target, top)
    }

    /// The first valid path, and the anchor that it ends in.
    pub(crate) fn proof(&self) -> Option<(AttemptId, AnchorId)> {
        let valid = self.valid?;
        let attempt = &self.tree.attempts[valid];
        let anchor = attempt.path.end.anchor()?;
        (attempt.check.verdict == Verdict::Valid).then_some((valid, anchor))
    }

    /// Takes in what came of a path that was tried to its end.
    fn tried(&mut self, evidence: &Evidence<'_>, id: AttemptId) {
        let verdict = self.tree.attempts[id].check.verdict;
        self.wants_statuses |= self.asks() && verdict == Verdict::Wants(Want::Statuses);
        if verdict == Verdict::Valid {
            self.valid.get_or_insert(id);
            self.is_done |= evidence.inputs.policy.exploration == Exploration::First;
            return;
        }
        let distance = |id: AttemptId| self.tree.attempts[id].distance();
        let is_nearer = |nearest| distance(id) < distance(nearest);
        if self.nearest.is_none_or(is_nearer) {
            self.nearest = Some(id);
        }
    }

    /// Keeps a path that ends here, below an anchor.
    fn break_off(&mut self, evidence: &Evidence<'_>, id: NodeId, why: Code) {
        let about = match &why {
            Code::EmptyStore => None,
            _ => Some(self.tree.nodes[id].place.cert_ref()),
        };
        let why = Finding::new(why, Severity::Error).about(about);
        let path = self.path(id);
        let check = path_check::check_broken(evidence, &path, self.goal.role, why);
        let tried = self.tree.attempts.push(Attempt { path, check });
        self.tried(evidence, tried);
    }

    /// What has failed is looked into only while it can come nearer than the nearest so far.
    fn is_worth_it(&self, id: NodeId) -> bool {
        let Some(worst) = self.tree.nodes[id].worst else {
            return true;
        };
        let nearest = self
            .nearest
            .map(|id| self.tree.attempts[id].check.standing.worst);
        self.valid.is_none() && nearest.is_none_or(|nearest| Some(worst) < nearest)
    }

    /// A limit ends the search.
    fn note(&mut self, evidence: &mut Evidence<'_>, result: Result<(), Limit>) {
        if let Err(limit) = result {
            evidence.reached(limit);
            self.is_done = true;
        }
    }

    /// A search in which no path was tried to its end still says why: a limit stopped it, or every
    /// path, failed already, ends in a circle of CAs that issued each other.
    fn explain_nothing(&mut self, evidence: &mut Evidence<'_>) {
        // Those for requests stop nothing.
        let mut limits = evidence.limits.iter().copied();
        if let Some(limit) =
            limits.find(|limit| !matches!(limit, Limit::Requests | Limit::RevocationRequests))
        {
            if let Some(id) = self.tree.nodes.ids().next() {
                self.break_off(evidence, id, Code::SearchStopped { limit });
            }
        } else if let Some(id) = self.in_circle
            && let Some(cert) = self.tree.nodes[id].place.cert()
        {
            let why = evidence.why_only_loops(cert);
            self.break_off(evidence, id, why);
        }
    }

    fn awaits_answer(&self, evidence: &Evidence<'_>) -> bool {
        self.valid.is_none() && self.asks() && evidence.requests.awaits_answer()
    }

    /// Whether it may ask the world outside: the search for a leaf's path may.
    fn asks(&self) -> bool {
        self.goal.role == Role::Leaf
    }

    /// What to ask for next: nothing once there is a valid path.
    fn next_need(&self, evidence: &mut Evidence<'_>) -> Option<Need> {
        if self.valid.is_some() || evidence.requests.is_closed() || !self.asks() {
            return None;
        }
        needs::next(&self.tree, evidence)
    }
}

/// Looks for the path of a signer, by a search inside the search, unless that goes too deep.
fn seek(evidence: &mut Evidence<'_>, signer: Signer) -> Option<PathBuilder> {
    if !evidence.heard_mut().signers.seek(signer) {
        return None;
    }
    let goal = Goal {
        target: signer.cert,
        role: signer.role,
        bounds: Some(Bounds {
            anchor: signer.anchor,
            without: signer.about,
        }),
    };
    let mut inner = PathBuilder::new(goal);
    inner.grow(evidence);
    inner.run(evidence);
    let found = match (inner.proof(), evidence.spent()) {
        (Some(_), _) => Found::Trusted,
        (None, Some(limit)) => Found::Stopped(limit),
        (None, None) => Found::NotTrusted,
    };
    evidence.heard_mut().signers.found(signer, found);
    Some(inner)
}

/// Whether names lead from here to an anchor.
fn reach(evidence: &Evidence<'_>, place: Place) -> Reach {
    match place {
        Place::Cert(cert) if !evidence.certs[cert].is_connected => Reach::Unconnected,
        Place::Cert(_) | Place::Anchor(_) | Place::Itself(_) => Reach::Connected,
    }
}
