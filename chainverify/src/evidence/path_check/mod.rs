//! The path check: RFC 5280 §6.1.2 to §6.1.5 in one walk from the anchor to the leaf, with the RFC's
//! variables. It proposes nothing: the search hands it a path whose links were checked.
//!
//! What looks at one certificate alone (§6.1.3 (a) (2), §6.1.4 (k), (n), (o), §4.2.1.12, RFC 9525
//! §6) or at a link (§6.1.3 (a) (1), (4)) was found once, for all paths; here it is counted.

mod standing;

use alloc::boxed::Box;
use alloc::vec::Vec;

pub(crate) use self::standing::Standing;
use super::path::{End, Path};
use super::status::{Signer, Statuses, WantedStatus};
use super::{Evidence, LinkCheck, Question, status};
use crate::budget::Limit;
use crate::cert::Cert;
use crate::crypto;
use crate::finding::{CertId, CertRef, Code, Finding, Severity};
use crate::policy::Policy;
use crate::rules::cert::Role;
use crate::rules::link::signature;
use crate::rules::path::Final;
use crate::rules::path::distrust_after;
use crate::rules::path::name_constraints::{Constrainer, NameConstraints};
use crate::rules::path::path_len::PathLen;
use crate::rules::path::policies::{self, CertPolicies, Stop, ValidPolicies};
use crate::rules::{self, Findings};

/// What came of a path.
#[derive(Debug)]
pub(crate) struct PathCheck {
    /// What is to say about the path as a whole; what was found about its certificates and links
    /// stands with them.
    pub(crate) findings: Vec<Finding>,
    pub(crate) standing: Standing,
    pub(crate) verdict: Verdict,
    /// Whether it was walked to its end, which checks the signatures of keys that inherit.
    pub(crate) is_walked: bool,
    /// The revocation statuses of its certificates; none if nobody looked.
    pub(crate) statuses: Option<Box<Statuses>>,
}

impl PathCheck {
    /// What can be asked for of the revocation statuses of its certificates.
    pub(crate) fn wanted_statuses(&self) -> &[WantedStatus] {
        self.statuses
            .as_ref()
            .map_or(&[], |statuses| &statuses.wanted)
    }

    /// Why the signature on this certificate, by a key that inherits its parameters, is not
    /// verified. An error about a key is one for all such signatures.
    pub(crate) fn signature_error_about(&self, id: CertId) -> Option<&Finding> {
        let mut findings = self.findings.iter();
        findings.find(|finding| match finding.code() {
            Code::MalformedKey { .. } | Code::UnsupportedKey { .. } => true,
            code => code.is_about_signature() && finding.certificate() == Some(CertRef::Cert(id)),
        })
    }
}

/// The verdict on one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Valid,
    Invalid,
    /// An answer could still change it.
    Wants(Want),
}

/// What a path check asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// The issuers of its topmost certificate.
    Issuers(CertId),
    /// The revocation statuses of some of its certificates.
    Statuses,
}

/// What is found of a path without its revocation statuses.
#[derive(Debug)]
pub(crate) struct Walked<'p> {
    findings: Findings<'p>,
    standing: Standing,
    is_to_its_end: bool,
}

/// Walks a path that reaches an anchor.
#[inline]
pub(crate) fn walk<'p>(evidence: &mut Evidence<'p>, path: &Path, role: Role) -> Walked<'p> {
    let mut standing = Standing::of(evidence, path, role);
    let mut findings = Findings::new(evidence.inputs.policy, CertRef::Cert(path.target));
    if matches!(path.end, End::Anchor(_)) && evidence.is_trusted_itself(path.target, role) {
        // Forgiven among its facts.
        let target = &evidence.certs[path.target];
        let context = evidence.inputs.context(&target.cert, role, None);
        rules::cert::check_signature_algorithm(&context, &mut findings);
    }
    // Names and policies cost what the certificates make them cost: only whoever is proven to have
    // issued them may do that.
    let walked = (standing.unproven == 0).then(|| steps(evidence, path, &mut findings));
    if let Some(Err(limit)) = walked {
        evidence.reached(limit);
        findings.add(Code::LimitReached { limit }, None);
    }
    standing.add_all(findings.list());
    Walked {
        findings,
        standing,
        is_to_its_end: walked == Some(Ok(())),
    }
}

/// The revocation statuses of a path's certificates, and what there is to say of them.
#[derive(Debug)]
pub(crate) struct Checked<'p> {
    statuses: Box<Statuses>,
    findings: Findings<'p>,
}

/// The revocation statuses of the certificates of a path that was walked, where they decide (§6.1.3
/// (a) (3)).
///
/// # Errors
///
/// The path of this signer must be known first.
#[inline]
pub(crate) fn statuses<'p>(
    evidence: &mut Evidence<'p>,
    path: &Path,
    role: Role,
    walked: &Walked<'p>,
) -> Result<Option<Checked<'p>>, Signer> {
    if !walked.standing.is_valid() || !status::is_looked_at(evidence) {
        return Ok(None);
    }
    let mut statuses = Box::<Statuses>::default();
    let mut findings = Findings::new(evidence.inputs.policy, CertRef::Cert(path.target));
    match status::of_path(evidence, path, role, (&mut statuses, &mut findings)) {
        Ok(()) => {}
        Err(status::Stop::Path(signer)) => return Err(signer),
        Err(status::Stop::Limit(limit)) => {
            evidence.reached(limit);
            findings.add(Code::LimitReached { limit }, None);
        }
    }
    Ok(Some(Checked { statuses, findings }))
}

/// The verdict on a path that was walked.
#[inline]
pub(crate) fn conclude<'p>(
    evidence: &Evidence<'p>,
    path: &Path,
    walked: Walked<'p>,
    checked: Option<Checked<'p>>,
) -> PathCheck {
    let Walked {
        mut findings,
        mut standing,
        is_to_its_end,
    } = walked;
    let statuses = checked.map(|checked| {
        standing.add_all(checked.findings.list());
        findings.append(checked.findings);
        checked.statuses
    });
    let mut findings = findings.into_list();
    if standing.is_valid()
        && let Some(rejected) = own_checks(evidence, path)
    {
        standing.add(&rejected);
        findings.push(rejected);
    }
    let is_wanted = |statuses: &Statuses| !statuses.wanted.is_empty();
    let verdict = if !standing.is_valid() {
        Verdict::Invalid
    } else if statuses.as_deref().is_some_and(is_wanted) {
        Verdict::Wants(Want::Statuses)
    } else {
        Verdict::Valid
    };
    PathCheck {
        findings,
        standing,
        verdict,
        is_walked: is_to_its_end,
        statuses,
    }
}

/// Checks a path that breaks off below an anchor, and says why it does. It can still be valid if the
/// issuers of its topmost certificate may be had.
pub(crate) fn check_broken(
    evidence: &Evidence<'_>,
    path: &Path,
    role: Role,
    why: Finding,
) -> PathCheck {
    let mut standing = Standing::of(evidence, path, role);
    let verdict = match path.steps.first() {
        Some(top)
            if standing.worst.is_none()
                && evidence.issuers_elsewhere(top.cert) == Question::Wanted =>
        {
            Verdict::Wants(Want::Issuers(top.cert))
        }
        _ => Verdict::Invalid,
    };
    standing.add(&why);
    PathCheck {
        findings: Vec::from([why]),
        standing,
        verdict,
        is_walked: false,
        statuses: None,
    }
}

/// RFC 5280 §6.1.2 to §6.1.5.
#[allow(
    clippy::too_many_lines,
    reason = "in one piece it reads like the sections of the RFC"
)]
fn steps(
    evidence: &mut Evidence<'_>,
    path: &Path,
    findings: &mut Findings<'_>,
) -> Result<(), Limit> {
    let Evidence {
        inputs,
        certs,
        links,
        budget,
        ..
    } = evidence;
    let policy = inputs.policy;
    let anchor = path.end.anchor().map(|id| (id, &inputs.store[id]));
    let above = anchor.filter(|_| matches!(path.end, End::Anchor(_)));
    let n = path.steps.len();

    // §6.1.2
    let on_path = path.steps.iter().map(|step| &certs[step.cert].cert);
    let mut policies = policies::state(on_path, policy); // (a), (d) to (f)
    let mut is_unsatisfied = false; // then nothing more is said about policies
    let mut constraints = NameConstraints::new(); // (b), (c)
    let mut parameters = None; // (i) working_public_key_parameters
    let mut path_len = PathLen::new(policy); // (k)
    if let Some((id, anchor)) = above {
        let extensions = anchor.cert().map(Cert::extensions);
        let span = extensions.and_then(|extensions| extensions.name_constraints.span());
        for (own, der) in anchor.name_constraints() {
            let by = Constrainer {
                id: CertRef::Anchor(id),
                name: anchor.name(),
                constraints: own,
                der,
                span,
            };
            constraints.add(by, budget)?;
        }
        let leaf = (CertRef::Cert(path.target), &certs[path.target].cert);
        distrust_after::check(anchor, leaf, &inputs.purpose, findings);
        parameters = crypto::working_parameters(anchor.public_key().ok(), parameters);
        if let Some(cert) = anchor.cert() {
            path_len.add(CertRef::Anchor(id), cert);
        }
    }

    for (left, step) in (0..n).rev().zip(&path.steps) {
        let (id, cert) = (CertRef::Cert(step.cert), &certs[step.cert].cert);
        let place = if left == 0 { Final::Yes } else { Final::No };

        // §6.1.3 (a) (1), for a key that has no parameters of its own
        if let Some(link) = step.link
            && let LinkCheck::Inherits = links.check(link)
        {
            budget.signature()?;
            let context = inputs.link_context(certs, links.link(link));
            signature::check_inheriting(&context, parameters, findings);
        }
        // §6.1.3 (b), (c)
        if left == 0 || !certs[step.cert].names.is_self_issued {
            constraints.check(cert, id, findings, budget)?;
        }
        // §6.1.3 (d) to (f)
        if let Some(state) = &mut policies {
            let own = CertPolicies::of(cert, budget)?;
            let step = state.certificate(own, place, budget);
            if ends(step, (id, cert), policy, findings)? {
                (policies, is_unsatisfied) = (None, true);
            }
        }
        if left == 0 {
            // §6.1.5 (a), (b), (g)
            if let Some(state) = &mut policies {
                ends(state.wrap_up(), (id, cert), policy, findings)?;
            }
            break;
        }
        // §6.1.4 (a), (b), (h) to (j)
        if !is_unsatisfied && policies::maps_any_policy((id, cert), findings, budget)? {
            policies = None;
        }
        if let Some(state) = &mut policies
            && ends(state.prepare(budget), (id, cert), policy, findings)?
        {
            (policies, is_unsatisfied) = (None, true);
        }
        // §6.1.4 (c) to (f)
        parameters = crypto::working_parameters(cert.public_key().ok(), parameters);
        // §6.1.4 (g)
        let extension = &cert.extensions().name_constraints;
        if let Some(own) = extension.value() {
            let by = Constrainer {
                id,
                name: cert.subject(),
                constraints: own,
                der: cert.der(),
                span: extension.span(),
            };
            constraints.add(by, budget)?;
        }
        // §6.1.4 (l), (m)
        if !certs[step.cert].names.is_self_issued {
            path_len.pass();
        }
        path_len.add(id, cert);
    }
    path_len.finish(findings);
    Ok(())
}

/// The certificate policies under which a valid path is valid (§6.1.5 (g)).
pub(crate) fn policies(evidence: &Evidence<'_>, path: &Path) -> ValidPolicies {
    let none = ValidPolicies::Only(Vec::new());
    let n = path.steps.len();
    let mut budget = evidence.budget.clone();
    let mut state = policies::state_anyway(n, evidence.inputs.policy);
    for (left, step) in (0..n).rev().zip(&path.steps) {
        let place = if left == 0 { Final::Yes } else { Final::No };
        let Ok(own) = CertPolicies::of(&evidence.certs[step.cert].cert, &mut budget) else {
            return none;
        };
        let walked = state.certificate(own, place, &mut budget);
        match (walked, place) {
            (Ok(()), Final::Yes) => return state.wrap_up().unwrap_or(none),
            (Ok(()), Final::No) if state.prepare(&mut budget).is_ok() => {}
            (Ok(()) | Err(_), _) => return none,
        }
    }
    none
}

/// A step of the policies that stops ends them: what is required and not left is a finding.
fn ends<T>(
    step: Result<T, Stop>,
    about: (CertRef, &Cert<'_>),
    policy: &Policy,
    findings: &mut Findings<'_>,
) -> Result<bool, Limit> {
    match step {
        Ok(_) => Ok(false),
        Err(Stop::Limit(limit)) => Err(limit),
        Err(Stop::Unsatisfied) => {
            policies::unsatisfied(about, policy, findings);
            Ok(true)
        }
    }
}

/// What the caller's own checks have against a path.
#[inline]
fn own_checks(evidence: &Evidence<'_>, path: &Path) -> Option<Finding> {
    if evidence.inputs.own_checks.is_empty() {
        return None;
    }
    let anchor = evidence.anchor(path.end.anchor()?);
    let steps = path.steps.iter().rev();
    let certs: Vec<&Cert<'_>> = steps.map(|step| &evidence.certs[step.cert].cert).collect();
    let mut checks = evidence.inputs.own_checks.iter();
    let reason = checks.find_map(|check| check(&certs, anchor).err())?;
    let code = Code::Rejected { reason };
    Some(Finding::new(code, Severity::Error).of(CertRef::Cert(path.target)))
}

#[cfg(test)]
mod tests;
