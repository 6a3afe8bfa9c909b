//! Makes a report from what a search knows.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::findings::{
    blame_unreadable, compare_key_ids, errors, findings, likely_issuers, notices, primary_first,
    tell_apart,
};
use super::{
    Attempt, Certificate, NotUsed, PathCertificate, Report, Request, RequestedUrl, Role, Signature,
    Source, Store, Use, Verdict,
};
use crate::cert::{Name, NameBuf};
use crate::evidence::path_check::{self, End};
use crate::evidence::{
    self, Evidence, FetchProblem, LinkCheck, Reading, Wanted, issuer_urls_left_out,
};
use crate::finding::{CertId, CertRef, Code, Finding, Severity};
use crate::search::{self, Node, PathBuilder, Place, Search, State, ValidPath, validity};
use crate::trust::TrustStore;

/// More certificates than this are counted, not listed: each is a copy.
const MOST_CERTIFICATES: usize = 100;

/// The same for paths that were tried.
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
    blame_unreadable(&mut report.findings);
    compare_key_ids(&mut report);
    tell_apart(&mut report, evidence.inputs.store);
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
    report.findings = warnings(path);
    report
}

/// Everything to say about a valid path: of its certificates from the leaf up, then of the way it
/// was sent.
pub(super) fn warnings(path: &ValidPath<'_>) -> Vec<Finding> {
    let attempt = path.attempt();
    let mut warnings = findings(&path.evidence, attempt);
    warnings.extend(notices(&path.evidence, Some(attempt)));
    warnings
}

/// What a report is made from.
struct Sketch<'e, 'a> {
    evidence: &'e Evidence<'a>,
    builder: Option<&'e PathBuilder>,
    shown: Option<&'e search::Attempt>,
    issuers: BTreeSet<CertId>,
    certificates: Vec<Certificate>,
    left_out: usize,
}

impl<'e, 'a> Sketch<'e, 'a> {
    fn new(
        evidence: &'e Evidence<'a>,
        builder: Option<&'e PathBuilder>,
        shown: Option<&'e search::Attempt>,
    ) -> Self {
        let mut sketch = Self {
            evidence,
            builder,
            shown,
            issuers: likely_issuers(evidence),
            certificates: Vec::new(),
            left_out: 0,
        };
        sketch.presented();
        sketch
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
                also_in_mozilla: None,
            },
            certificates: self.certificates,
            certificates_left_out: self.left_out,
        }
    }

    /// Lists what was presented. What the shown path needs is listed whatever the count.
    fn presented(&mut self) {
        let evidence = self.evidence;
        for one in evidence.certs.presented() {
            let needed = match one.reading {
                Reading::New(id) => self.is_on_path(id),
                Reading::Again(_) | Reading::Unreadable { .. } => false,
            };
            if self.certificates.len() >= MOST_CERTIFICATES && !needed {
                self.left_out = self.left_out.saturating_add(1);
                continue;
            }
            let source = match &one.source {
                evidence::Source::Sent(place) => Source::Sent { place: *place },
                evidence::Source::Given(place) => Source::Given { place: *place },
                evidence::Source::Fetched(url) => Source::Fetched { url: url.clone() },
            };
            let certificate = match &one.reading {
                Reading::New(id) => self.read(*id, source, self.used(*id)),
                Reading::Again(id) => {
                    let first = self.number(CertRef::Cert(*id));
                    let used = first.map_or(
                        Use::NotUsed {
                            why: NotUsed::NotNeeded,
                        },
                        |of| Use::Duplicate { of },
                    );
                    Certificate {
                        id: None,
                        ..self.read(*id, source, used)
                    }
                }
                Reading::Unreadable {
                    error,
                    duplicate_extension,
                } => Certificate {
                    id: None,
                    source,
                    cert: None,
                    subject: NameBuf::from(Name::from_contents(&[])),
                    used: Use::Unreadable {
                        error: *error,
                        duplicate_extension: duplicate_extension.clone(),
                    },
                    bare_key: None,
                },
            };
            self.certificates.push(certificate);
        }
    }

    fn read(&self, id: CertId, source: Source, used: Use) -> Certificate {
        let cert = &self.evidence.certs[id].cert;
        Certificate {
            id: Some(CertRef::Cert(id)),
            source,
            subject: NameBuf::for_report(cert.subject()),
            cert: Some(cert.clone().into_owned()),
            used,
            bare_key: None,
        }
    }

    fn is_on_path(&self, id: CertId) -> bool {
        let steps = self.shown.map(|shown| &shown.path.steps);
        steps.is_some_and(|steps| steps.iter().any(|step| step.cert == id))
    }

    fn used(&self, id: CertId) -> Use {
        if self.is_on_path(id) {
            return Use::OnPath;
        }
        let why = self
            .builder
            .map_or(NotUsed::NotNeeded, |builder| self.why_not_used(builder, id));
        Use::NotUsed { why }
    }

    fn why_not_used(&self, builder: &PathBuilder, id: CertId) -> NotUsed {
        let cert = &self.evidence.certs[id].cert;
        if cert.is_self_issued()
            && self
                .evidence
                .inputs
                .store
                .has_twin(cert.subject().hash().value, cert)
        {
            return NotUsed::IsAnchor;
        }
        let attempts = builder.tree.attempts.items().iter();
        let mut with_it = attempts.filter(|attempt| {
            let mut steps = attempt.path.steps.iter();
            steps.any(|step| step.cert == id)
        });
        let is_valid =
            |attempt: &search::Attempt| attempt.check.verdict == path_check::Verdict::Valid;
        if let Some(first) = with_it.next() {
            return if is_valid(first) || with_it.any(is_valid) {
                NotUsed::OnOtherValidPath
            } else {
                NotUsed::PathNotValid
            };
        }
        let mut links = self.evidence.links.iter();
        if links.any(|(link, check)| {
            link.issuer == CertRef::Cert(id) && matches!(check, LinkCheck::Failed(_))
        }) {
            return NotUsed::OtherKey;
        }
        if self.issuers.contains(&id) {
            NotUsed::NotNeeded
        } else {
            NotUsed::NotAnIssuer
        }
    }

    fn number(&self, of: CertRef) -> Option<usize> {
        let mut certificates = self.certificates.iter();
        certificates.position(|certificate| certificate.id == Some(of))
    }

    /// The number of an anchor, listed now if it was not yet.
    fn anchor_number(&mut self, id: crate::finding::AnchorId) -> usize {
        let of = CertRef::Anchor(id);
        if let Some(number) = self.number(of) {
            return number;
        }
        let anchor = self.evidence.anchor(id);
        let origin = anchor.origin().clone();
        let bare_key = anchor.cert().is_none();
        self.certificates.push(Certificate {
            id: Some(of),
            source: Source::Store { origin },
            cert: anchor.cert().cloned(),
            subject: NameBuf::for_report(anchor.name()),
            used: Use::OnPath,
            bare_key: bare_key.then(|| anchor.subject_public_key_info().into()),
        });
        self.certificates.len().saturating_sub(1)
    }

    fn path(&mut self) -> Vec<PathCertificate> {
        let Some(shown) = self.shown else {
            return Vec::new();
        };
        let path = &shown.path;
        let top = path.steps.len().saturating_sub(1);
        let mut list = Vec::with_capacity(path.steps.len().saturating_add(1));
        for (place, step) in path.steps.iter().rev().enumerate() {
            let Some(certificate) = self.number(CertRef::Cert(step.cert)) else {
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
                Some(LinkCheck::Failed(_)) => Some(Signature::Failed),
                Some(LinkCheck::Verified) => Some(Signature::Verified),
                // What the path check found about it is among its findings.
                Some(LinkCheck::Inherits) if shown.check.has_error_about(step.cert) => {
                    Some(Signature::Failed)
                }
                Some(LinkCheck::Inherits) => Some(Signature::Verified),
                None if is_top && !matches!(path.end, End::Anchor(_)) => None,
                None => Some(Signature::NotChecked),
            };
            list.push(PathCertificate {
                certificate,
                role,
                signature,
                revocation: Some(self.evidence.status(step.cert)),
            });
        }
        if let End::Anchor(id) = path.end {
            list.push(PathCertificate {
                certificate: self.anchor_number(id),
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
        let is_shown = |attempt: &&search::Attempt| {
            self.shown
                .is_some_and(|shown| core::ptr::eq(shown, *attempt))
        };
        let others = builder.tree.attempts.items().iter();
        let others: Vec<_> = others.filter(|attempt| !is_shown(attempt)).collect();
        for attempt in others {
            if list.len() >= MOST_ATTEMPTS {
                left_out = left_out.saturating_add(1);
                continue;
            }
            let mut findings = errors(self.evidence, attempt);
            primary_first(&mut findings);
            list.push(Attempt {
                path: self.numbers(&attempt.path),
                reached_anchor: attempt.path.end != End::Broken,
                findings,
            });
        }
        for (id, node) in builder.tree.nodes.iter() {
            let Some(finding) = self.refused(node) else {
                continue;
            };
            if list.len() >= MOST_ATTEMPTS {
                left_out = left_out.saturating_add(1);
                continue;
            }
            list.push(Attempt {
                path: self.numbers(&builder.path(id)),
                reached_anchor: matches!(node.place, Place::Anchor(_)),
                findings: Vec::from([finding]),
            });
        }
        (list, left_out)
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

    fn numbers(&mut self, path: &path_check::Path) -> Vec<usize> {
        let steps = path.steps.iter().rev();
        let mut numbers: Vec<usize> = steps
            .filter_map(|step| self.number(CertRef::Cert(step.cert)))
            .collect();
        if let End::Anchor(id) = path.end {
            numbers.push(self.anchor_number(id));
        }
        numbers
    }

    fn requests(&self) -> Vec<Request> {
        let requests = self.evidence.requests.iter();
        let requests = requests.map(|made| Request {
            certificate: self.number(CertRef::Cert(made.about)),
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
            },
        });
        requests.collect()
    }
}

/// Whether Mozilla's set has the anchor of the path, by name and key.
pub(super) fn compare_with_mozilla(report: &mut Report, mozilla: &TrustStore) {
    let anchor = report
        .path
        .iter()
        .find(|on_path| on_path.role == Role::Anchor);
    let anchor = anchor.and_then(|on_path| report.certificates.get(on_path.certificate));
    let Some((cert, id)) = anchor.and_then(|anchor| Some((anchor.cert.as_ref()?, anchor.id?)))
    else {
        return;
    };
    let has = mozilla.has_twin(cert.subject().hash().value, cert);
    report.store.also_in_mozilla = Some(has);
    if !has {
        let finding = Finding::new(Code::OnlyInLocalStore, Severity::Warning).of(id);
        // Whose root it is matters more than any other warning.
        let errors = report.findings.iter();
        let errors = errors.take_while(|finding| finding.is_error()).count();
        report.findings.insert(errors, finding);
    }
}
