//! Makes a report from what a search knows.

use alloc::vec::Vec;

use super::findings::{
    blame_unreadable, compare_key_ids, errors, findings, name_missing_issuer, name_who_requires,
    notices, primary_first, tell_apart,
};
use super::numbered::Numbered;
#[cfg(feature = "ct")]
use super::transparency;
use super::{
    Attempt, PathCertificate, PathOf, Report, Request, RequestedUrl, Role, Signature, Store,
    Verdict,
};
use crate::evidence::End;
use crate::evidence::path_check::PathCheck;
use crate::evidence::{Evidence, LinkCheck, Wanted, issuer_urls_left_out};
use crate::finding::{Category, CertId, CertRef, Code, FetchProblem, Finding, Severity};
use crate::rules::cert::Role as RuleRole;
use crate::search::{self, Node, NodeId, PathBuilder, Place, Search, State, ValidPath, validity};

/// More paths that were tried than this are counted, not listed.
const MOST_ATTEMPTS: usize = 100;

/// Of a search that found no valid path.
pub(crate) fn of_failure(search: &Search<'_>) -> Report {
    let evidence = &search.evidence;
    let builder = search.builder.as_ref();
    let shown = builder.ok().and_then(|builder| builder.nearest_attempt());
    let mut report = Sketch::new(evidence, builder.ok(), shown).report(Verdict::NotValid);
    report.findings = match (&search.builder, shown) {
        (Err(refused), _) => Vec::from([refused.clone()]),
        (Ok(_), Some(shown)) => {
            let mut findings = findings(evidence, shown);
            primary_first(&mut findings);
            findings
        }
        // A limit so low that not even the leaf is in the tree.
        (Ok(_), None) => {
            let limits = evidence.limits.iter();
            let stopped = limits.map(|limit| Code::SearchStopped { limit: *limit });
            let stopped = stopped.map(|code| Finding::new(code, Severity::Error));
            stopped.take(1).collect()
        }
    };
    report.findings.extend(notices(evidence, shown));
    #[cfg(feature = "ct")]
    {
        let found = transparency::findings(report.transparency.as_ref(), evidence, shown);
        report.findings.extend(found);
    }
    blame_unreadable(&mut report.findings, evidence);
    compare_key_ids(&mut report);
    tell_apart(&mut report, evidence.inputs.store);
    name_missing_issuer(&mut report);
    name_who_requires(&mut report, evidence.inputs.policy);
    #[cfg(feature = "digest")]
    super::hashes::name_the_cause(&mut report);
    report
}

/// Of a search that found one.
pub(super) fn of_valid(path: &ValidPath<'_>) -> Report {
    let attempt = path.attempt();
    let (from, until) = validity(&path.evidence, attempt);
    let sketch = Sketch::new(&path.evidence, Some(&path.builder), Some(attempt));
    let mut report = sketch.report(Verdict::Valid { from, until });
    report.findings = own_warnings(path);
    #[cfg(feature = "ct")]
    {
        let found = report.transparency.as_ref();
        let found = transparency::findings(found, &path.evidence, Some(attempt));
        report.findings.extend(found);
    }
    report
}

/// Everything to say about a valid path: of its certificates from the leaf up, then of the way it
/// was sent.
pub(super) fn warnings(path: &ValidPath<'_>) -> Vec<Finding> {
    #[cfg_attr(not(feature = "ct"), expect(unused_mut))]
    let mut warnings = own_warnings(path);
    #[cfg(feature = "ct")]
    if path.evidence.inputs.policy.transparency == crate::policy::TransparencyMode::Warning {
        let (evidence, attempt) = (&path.evidence, Some(path.attempt()));
        let found = transparency::of(evidence, attempt);
        warnings.extend(transparency::findings(found.as_ref(), evidence, attempt));
    }
    warnings
}

/// That, but for what logs of certificates say.
fn own_warnings(path: &ValidPath<'_>) -> Vec<Finding> {
    let attempt = path.attempt();
    let mut warnings = findings(&path.evidence, attempt);
    warnings.extend(notices(&path.evidence, Some(attempt)));
    warnings
}

/// One thing that was tried.
enum Tried<'t> {
    Path(&'t search::Attempt),
    /// The path up to this node, whose signature does not verify.
    Refused(NodeId, Finding),
}

/// What a report is made from.
struct Sketch<'e, 'a> {
    evidence: &'e Evidence<'a>,
    builder: Option<&'e PathBuilder>,
    shown: Option<&'e search::Attempt>,
    certificates: Numbered<'e, 'a>,
}

impl<'e, 'a> Sketch<'e, 'a> {
    fn new(
        evidence: &'e Evidence<'a>,
        builder: Option<&'e PathBuilder>,
        shown: Option<&'e search::Attempt>,
    ) -> Self {
        Self {
            evidence,
            builder,
            shown,
            certificates: Numbered::presented(evidence, builder, shown),
        }
    }

    fn report(mut self, verdict: Verdict) -> Report {
        let inputs = &self.evidence.inputs;
        let path = self.path();
        let anchor = self.shown.and_then(|shown| shown.path.end.anchor());
        let (attempts, attempts_left_out) = self.attempts();
        Report {
            verdict,
            names: inputs
                .names
                .iter()
                .map(|name| name.clone().into_owned())
                .collect(),
            purpose: inputs.purpose.clone(),
            time: inputs.time,
            path,
            findings: Vec::new(),
            attempts,
            attempts_left_out,
            requests: self.requests(),
            limits: self.evidence.limits.to_vec(),
            store: Store {
                anchors: inputs.store.len(),
                origin: anchor.map(|id| self.evidence.anchor(id).origin().clone()),
                #[cfg(feature = "programmes")]
                provenance: None,
            },
            #[cfg(feature = "ct")]
            transparency: transparency::of(self.evidence, self.shown),
            certificates: self.certificates.list,
            certificates_left_out: self.certificates.left_out,
        }
    }

    fn path(&mut self) -> Vec<PathCertificate> {
        let Some(shown) = self.shown else {
            return Vec::new();
        };
        let path = &shown.path;
        let top = path.steps.len().saturating_sub(1);
        let mut list = Vec::with_capacity(path.steps.len().saturating_add(1));
        for (place, step) in path.steps.iter().rev().enumerate() {
            let Some(certificate) = self.certificates.number(CertRef::Cert(step.cert)) else {
                continue;
            };
            let is_top = place == top;
            let cert = &self.evidence.certs[step.cert].cert;
            let role = match place {
                0 => Role::Leaf,
                _ if is_top && path.end == End::Broken && cert.is_self_issued() => Role::Root,
                _ => Role::Intermediate(place),
            };
            let signature = match step.link.map(|link| self.evidence.links.check(link)) {
                Some(LinkCheck::Failed(finding)) => Some(not_verified(finding)),
                Some(LinkCheck::Verified) => Some(Signature::Verified),
                Some(LinkCheck::Inherits) => Some(inherited(&shown.check, step.cert)),
                None if is_top && !matches!(path.end, End::Anchor(_)) => None,
                None => Some(Signature::NotChecked),
            };
            list.push(PathCertificate {
                certificate,
                role,
                signature,
                revocation: Some(shown.status(self.evidence, step)),
            });
        }
        if let End::Anchor(id) = path.end {
            list.push(PathCertificate {
                certificate: self.certificates.anchor_number(id),
                role: Role::Anchor,
                signature: None,
                revocation: None,
            });
        }
        list
    }

    /// The other paths that were tried: those that were checked, and those that ended at a signature
    /// that does not verify.
    fn attempts(&mut self) -> (Vec<Attempt>, usize) {
        let Some(builder) = self.builder else {
            return (Vec::new(), 0);
        };
        let mut list = Vec::new();
        let mut left_out = 0_usize;
        for builder in core::iter::once(builder).chain(builder.all_signers()) {
            let of = match builder.goal.role {
                RuleRole::CrlIssuer => PathOf::CrlIssuer,
                RuleRole::OcspResponder => PathOf::OcspResponder,
                RuleRole::Leaf | RuleRole::Intermediate | RuleRole::Anchor => PathOf::Leaf,
            };
            for tried in self.tried(builder) {
                if list.len() >= MOST_ATTEMPTS {
                    left_out = left_out.saturating_add(1);
                    continue;
                }
                let (path, reached_anchor, mut findings) = match tried {
                    Tried::Path(attempt) => (
                        self.certificates.numbers(&attempt.path),
                        attempt.path.end != End::Broken,
                        errors(self.evidence, attempt, builder.goal.role),
                    ),
                    Tried::Refused(id, finding) => (
                        self.certificates.numbers(&builder.path(id)),
                        matches!(builder.tree.nodes[id].place, Place::Anchor(_)),
                        Vec::from([finding]),
                    ),
                };
                primary_first(&mut findings);
                list.push(Attempt {
                    of,
                    path,
                    reached_anchor,
                    findings,
                });
            }
        }
        (list, left_out)
    }

    /// What a search tried, but for the path that is shown.
    fn tried<'t>(&self, builder: &'t PathBuilder) -> Vec<Tried<'t>> {
        let is_shown = |attempt: &&search::Attempt| {
            self.shown
                .is_some_and(|shown| core::ptr::eq(shown, *attempt))
        };
        let paths = builder.tree.attempts.items().iter();
        let paths = paths.filter(|attempt| !is_shown(attempt)).map(Tried::Path);
        let nodes = builder.tree.nodes.iter();
        let refused = nodes.filter_map(|(id, node)| Some(Tried::Refused(id, self.refused(node)?)));
        paths.chain(refused).collect()
    }

    /// Why an issuer was not looked into: it had not made the signature below it.
    fn refused(&self, node: &Node) -> Option<Finding> {
        if node.state != State::Open {
            return None;
        }
        match self.evidence.links.check(node.link.id()?) {
            LinkCheck::Failed(finding) => Some(Finding::clone(finding)),
            LinkCheck::Verified | LinkCheck::Inherits => None,
        }
    }

    fn requests(&self) -> Vec<Request> {
        // A question that has no URL and brought nothing was none to the world outside.
        let requests = self.evidence.requests.iter();
        let requests = requests.filter(|made| !made.urls.is_empty());
        let requests = requests.map(|made| Request {
            certificate: self.certificates.number(CertRef::Cert(made.about)),
            wanted: made.wanted,
            urls: made
                .urls
                .iter()
                .map(|url| RequestedUrl {
                    url: url.url.clone(),
                    outcome: url.outcome.clone().unwrap_or(Err(FetchProblem::NotTried)),
                })
                .collect(),
            urls_left_out: match made.wanted {
                Wanted::Issuers => issuer_urls_left_out(&self.evidence.certs[made.about].cert),
                Wanted::Crl | Wanted::DeltaCrl | Wanted::Ocsp => 0,
            },
        });
        requests.collect()
    }
}

/// What came of a signature about which there is an error.
fn not_verified(finding: &Finding) -> Signature {
    match finding.code().category() {
        Category::Signature => Signature::Failed,
        Category::Unsupported => Signature::Unsupported,
        _ => Signature::NotChecked,
    }
}

/// The same where the key has its parameters from the certificates above it: what the path check
/// found about it is among its findings.
fn inherited(check: &PathCheck, below: CertId) -> Signature {
    match check.signature_error_about(below) {
        Some(finding) => not_verified(finding),
        None if check.is_walked => Signature::Verified,
        None => Signature::NotChecked,
    }
}
