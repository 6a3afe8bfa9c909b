//! What a report says of a path, in which order: errors first, the worst of them at the top; then
//! warnings, and notices about how the path was presented.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::cmp::Reverse;

use super::not_used::{is_within, likely_issuers};
use super::{Certificate, Report, Role};
use crate::cert::{Cert, Name, NameBuf};
use crate::evidence::{self, Evidence, LinkCheck, Reading};
use crate::evidence::{End, path_check};
use crate::finding::{
    CertId, CertRef, Code, Finding, KeyId, KeyIds, Namesake, Position, Product, Severity,
};
use crate::policy::{Policy, Switch};
use crate::rules::cert::Role as RuleRole;
use crate::search;
use crate::text::Excerpt;
use crate::trust::{Anchor, TrustStore};

/// Where the signature that the report names first is not the issuer's, it shows which key the
/// certificate names.
pub(super) fn compare_key_ids(report: &mut Report) {
    let differing = |report: &Report| {
        let primary = report.findings.first()?;
        let number = report.number(primary.certificate()?)?;
        let mut path = report.path.iter().map(|step| step.certificate);
        path.find(|on_path| *on_path == number)?;
        let cert = |number: usize| report.certificates.get(number)?.cert.as_ref();
        KeyIds::differing(cert(number)?, cert(path.next()?)?)
    };
    if let Some(differing) = differing(report)
        && let Some(primary) = report.findings.first_mut()
    {
        primary.set_key_ids(differing);
    }
}

/// Where an issuer is missing or a root is not trusted, it shows which key the issuer has, and
/// whether its name is that of a product which inspects TLS.
pub(super) fn name_missing_issuer(report: &mut Report) {
    let mut known = Vec::new();
    for finding in &report.findings {
        let is_such = matches!(
            finding.code(),
            Code::IssuerNotFound { .. } | Code::UntrustedRoot { .. }
        );
        let certificate = finding.certificate().filter(|_| is_such);
        let certificate = certificate.and_then(|of| report.certificate(of));
        let cert = certificate.and_then(|certificate| certificate.cert.as_ref());
        let product = cert.and_then(|cert| Product::like(cert.issuer()));
        known.push((cert.and_then(KeyId::of_issuer), product));
    }
    for (finding, (key_id, product)) in report.findings.iter_mut().zip(known) {
        if let Some(key_id) = key_id {
            finding.set_issuer_key_id(key_id);
        }
        if let Some(product) = product {
            finding.set_product(product);
        }
    }
}

/// Where a policy is required that is not there, it names the certificate on the path that requires
/// it first, see [`who_requires`]; none where whoever verifies does.
pub(super) fn name_who_requires(report: &mut Report, policy: &Policy) {
    if policy.initial_explicit_policy == Switch::Set {
        return;
    }
    let Some(name) = who_requires(report) else {
        return;
    };
    for finding in &mut report.findings {
        finding.set_required_by(name.clone());
    }
}

/// The certificate whose requireExplicitPolicy takes effect first (RFC 5280 §6.1.4 (h), (i)); the
/// uppermost of several. What an anchor requires does not count, and of the leaf only 0 does (§6.1.5
/// (b)).
fn who_requires(report: &Report) -> Option<NameBuf> {
    let mut passed: u32 = 0;
    let mut first: Option<(u32, &Certificate)> = None;
    let below_anchor = report.path.iter().rev();
    for on_path in below_anchor.filter(|on_path| on_path.role != Role::Anchor) {
        let certificate = report.certificates.get(on_path.certificate)?;
        let cert = certificate.cert.as_ref()?;
        if !cert.is_self_issued() {
            passed = passed.saturating_add(1);
        }
        let constraints = cert.extensions().policy_constraints.value();
        let skip = constraints.and_then(|constraints| constraints.require_explicit_policy);
        let skip = skip.filter(|skip| on_path.role != Role::Leaf || *skip == 0);
        let Some(from) = skip.map(|skip| passed.saturating_add(skip)) else {
            continue;
        };
        if first.is_none_or(|(known, _)| from < known) {
            first = Some((from, certificate));
        }
    }
    first.map(|(_, certificate)| certificate.subject.clone())
}

/// Where an issuer is missing, and a certificate that was presented or an anchor is called the same,
/// it shows how the two names differ.
pub(super) fn tell_apart(report: &mut Report, store: &TrustStore) {
    for finding in &mut report.findings {
        let Code::IssuerNotFound { issuer, .. } = finding.code() else {
            continue;
        };
        let wanted = issuer.as_name();
        let Some(called) = wanted.common_name_attribute() else {
            continue;
        };
        let presented = report.certificates.iter();
        let presented = presented.map(|certificate| certificate.subject.as_name());
        let names = presented.chain(store.anchors().map(Anchor::name));
        let is_alike = |name: &Name<'_>| {
            // First by its outside: to read the names of all roots would take half of a report.
            let own = name.may_have_value(called.value);
            let own = own.then(|| name.common_name_attribute()).flatten();
            own.is_some_and(|own| own.value == called.value)
        };
        let mut alike = names.filter(is_alike);
        if let Some(namesake) = alike.find_map(|name| Namesake::of(wanted, name)) {
            finding.set_namesake(namesake);
        }
    }
}

/// Where an issuer is missing and a certificate that was sent cannot be read, that is the cause. Of
/// several it is the one whose error lies furthest in, in whatever order they were sent.
pub(super) fn blame_unreadable(findings: &mut Vec<Finding>, evidence: &Evidence<'_>) {
    let primary = findings.first().map(Finding::code);
    if !matches!(primary, Some(Code::IssuerNotFound { .. })) {
        return;
    }
    let unreadable = findings.iter().enumerate();
    let unreadable = unreadable.filter_map(|(place, finding)| match finding.code() {
        Code::UnreadableIntermediate {
            position, error, ..
        } => Some((place, *position, error)),
        _ => None,
    });
    let furthest = unreadable.max_by_key(|(_, position, error)| {
        let digest = unreadable_digest(evidence, *position);
        (error.offset(), error.to_string(), digest)
    });
    if let Some((place, ..)) = furthest {
        let notice = findings.remove(place);
        findings.insert(0, notice.into_error());
    }
}

/// What tells an unreadable certificate from others, given by its place in what was sent.
fn unreadable_digest(evidence: &Evidence<'_>, position: Position) -> Option<u64> {
    let sent = usize::try_from(position.0)
        .ok()
        .map(evidence::Source::Sent)?;
    let mut presented = evidence.certs.presented().iter();
    match presented.find(|one| one.source == sent)?.reading {
        Reading::Unreadable { digest, .. } => Some(digest),
        Reading::New(_) | Reading::Again(_) => None,
    }
}

/// Everything that there is to say about a path: from the leaf up, certificate by certificate, then
/// the path as a whole.
pub(super) fn findings(evidence: &Evidence<'_>, attempt: &search::Attempt) -> Vec<Finding> {
    let conformance = |of, role| evidence.conformance(of, role);
    collect(evidence, (attempt, RuleRole::Leaf), conformance)
}

/// The errors on a path, in the same order; `role` is that of its first certificate.
pub(super) fn errors(
    evidence: &Evidence<'_>,
    attempt: &search::Attempt,
    role: RuleRole,
) -> Vec<Finding> {
    // What is not known yet about conformance is no error, and many paths would pay for it again.
    let mut errors = collect(evidence, (attempt, role), |_, _| Vec::new());
    errors.retain(Finding::is_error);
    errors
}

fn collect(
    evidence: &Evidence<'_>,
    (attempt, role): (&search::Attempt, RuleRole),
    conformance: impl Fn(CertRef, RuleRole) -> Vec<Finding>,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let path = &attempt.path;
    for (place, step) in path.steps.iter().rev().enumerate() {
        let role = match place {
            0 => role,
            _ => RuleRole::Intermediate,
        };
        let entry = &evidence.certs[step.cert];
        let facts = entry.facts(role);
        let facts = facts.into_iter().flat_map(|facts| facts.findings.clone());
        // Nobody checks the signature on a root, were it trusted or not.
        let is_top = place.saturating_add(1) == path.steps.len();
        let is_root = is_top && place > 0 && path.end == End::Broken && entry.names.is_self_issued;
        let is_about_signature =
            |code: &Code| matches!(code, Code::SignatureAlgorithmNotAllowed { .. });
        findings.extend(facts.filter(|one| !(is_root && is_about_signature(one.code()))));
        findings.extend(conformance(CertRef::Cert(step.cert), role));
        if let Some(link) = step.link
            && let LinkCheck::Failed(finding) = evidence.links.check(link)
        {
            findings.push(Finding::clone(finding));
        }
    }
    if let End::Anchor(anchor) = path.end {
        let facts = evidence.known_anchor_facts(anchor);
        findings.extend(facts.into_iter().flat_map(|facts| facts.findings.clone()));
        findings.extend(conformance(CertRef::Anchor(anchor), RuleRole::Anchor));
    }
    findings.extend(attempt.check.findings.iter().cloned());
    // What a path rule found about one certificate stands with the rest about it.
    let place = |finding: &Finding| finding.certificate().and_then(|of| place(path, of));
    findings.sort_by_key(|finding| place(finding).unwrap_or(usize::MAX));
    findings
}

/// The place of a certificate on a path: 0 is the leaf.
fn place(path: &evidence::Path, of: CertRef) -> Option<usize> {
    match of {
        CertRef::Cert(id) => path.steps.iter().rev().position(|step| step.cert == id),
        CertRef::Anchor(id) => (path.end.anchor() == Some(id)).then_some(path.steps.len()),
    }
}

/// Puts the worst error first, and other errors before warnings.
pub(super) fn primary_first(findings: &mut Vec<Finding>) {
    let errors = findings.iter().enumerate();
    let errors = errors.filter(|(_, finding)| finding.is_error());
    // What is a matter of conformance alone decides only where nothing else is wrong.
    let worst = errors
        .rev()
        .max_by_key(|(_, one)| (!one.code().class().is_conformance(), one.code().category()));
    if let Some((worst, _)) = worst {
        let primary = findings.remove(worst);
        findings.insert(0, primary);
    }
    findings.sort_by_key(|finding| !finding.is_error());
}

/// More certificates that cannot be read are counted: a few octets each are enough for thousands.
const MOST_UNREADABLE: usize = 8;

/// Those that were sent and cannot be read, in order. Of many it is those whose error lies furthest
/// in, in whatever order they were sent: one of them may be to blame.
fn unreadable(evidence: &Evidence<'_>) -> Vec<Finding> {
    let sent = evidence.certs.presented().iter().skip(1);
    let mut all: Vec<_> = sent
        .filter_map(|one| match (&one.source, &one.reading) {
            (
                evidence::Source::Sent(place),
                Reading::Unreadable {
                    error,
                    duplicate_extension,
                    digest,
                },
            ) => Some((*place, *error, duplicate_extension, *digest)),
            _ => None,
        })
        .collect();
    all.sort_by_cached_key(|(_, error, _, digest)| {
        Reverse((error.offset(), error.to_string(), *digest))
    });
    let more = all.len().saturating_sub(MOST_UNREADABLE);
    all.truncate(MOST_UNREADABLE);
    all.sort_by_key(|(place, ..)| *place);
    let findings = all
        .into_iter()
        .map(|(place, error, duplicate_extension, _)| {
            let code = Code::UnreadableIntermediate {
                position: Position(u32::try_from(place).unwrap_or(u32::MAX)),
                error,
                duplicate_extension: duplicate_extension.clone(),
            };
            Finding::new(code, Severity::Warning)
        });
    let mut findings: Vec<Finding> = findings.collect();
    if let Some(last) = findings.last_mut() {
        (0..more).for_each(|_| last.repeat());
    }
    findings
}

/// What is odd about the way a path was presented, though it does not change the verdict. A path
/// that failed has only what explains it.
pub(super) fn notices(evidence: &Evidence<'_>, shown: Option<&search::Attempt>) -> Vec<Finding> {
    let mut notices = unreadable(evidence);
    let mut add = |code, of| {
        let finding = Finding::new(code, Severity::Warning);
        notices.push(finding.about(of));
    };
    let Some(shown) = shown else {
        return notices;
    };
    for step in shown.path.steps.iter().rev() {
        let of = Some(CertRef::Cert(step.cert));
        if evidence.certs.store_anchor(step.cert).is_some() {
            add(Code::CompletedByStore, of);
        }
        match source(evidence, step.cert) {
            Some(evidence::Source::Fetched(url)) => {
                let url = Some(url.as_str()).filter(|url| !url.is_empty());
                let url = url.map(Excerpt::from);
                add(Code::CompletedByFetch { url }, of);
            }
            Some(evidence::Source::Given(_)) => add(Code::CompletedByCandidate, of),
            Some(evidence::Source::Sent(_) | evidence::Source::OcspResponse) | None => {}
        }
    }
    if let End::Anchor(id) = shown.path.end
        && !evidence.anchor(id).is_root()
        && let Some(cert) = evidence.anchor(id).cert()
        && !is_presented(evidence, cert)
    {
        add(Code::CompletedByStore, Some(CertRef::Anchor(id)));
    }
    if shown.check.verdict == path_check::Verdict::Valid {
        notices.extend(notices_of_valid(evidence, shown));
    }
    notices
}

/// Those of a valid path alone: the order of what was sent, and what of it clients do not need.
fn notices_of_valid(evidence: &Evidence<'_>, shown: &search::Attempt) -> Vec<Finding> {
    let mut notices = Vec::new();
    let mut add = |code, of| {
        let finding = Finding::new(code, Severity::Warning);
        notices.push(finding.about(of));
    };
    let sent = shown.path.steps.iter().rev();
    let sent = sent.filter_map(|step| match source(evidence, step.cert) {
        Some(evidence::Source::Sent(place)) => Some(*place),
        _ => None,
    });
    if !sent.is_sorted() {
        add(Code::WrongOrder, None);
    }
    let anchor = shown.path.end.anchor().map(|id| evidence.anchor(id));
    let issuers = likely_issuers(evidence);
    let on_path = |id: CertId| shown.path.steps.iter().any(|step| step.cert == id);
    for one in evidence.certs.presented() {
        let (evidence::Source::Sent(_), Reading::New(id)) = (&one.source, &one.reading) else {
            continue;
        };
        if on_path(*id) {
            continue;
        }
        let cert = &evidence.certs[*id].cert;
        let of = Some(CertRef::Cert(*id));
        if anchor.is_some_and(|anchor| is_same(anchor, cert)) {
            // Clients that trust its issuer alone need an intermediate.
            if cert.is_self_issued() {
                add(Code::RootSent, of);
            }
        } else if !issuers.contains(id) || !is_within(cert.validity(), evidence.inputs.time) {
            add(Code::UnusedCertificate, of);
        }
    }
    notices
}

fn is_presented(evidence: &Evidence<'_>, cert: &Cert<'_>) -> bool {
    let mut presented = evidence.certs.presented().iter();
    presented.any(|one| match one.reading {
        Reading::New(id) | Reading::Again(id) => evidence.certs[id].cert.der() == cert.der(),
        Reading::Unreadable { .. } => false,
    })
}

fn is_same(anchor: &Anchor, cert: &Cert<'_>) -> bool {
    anchor.cert().is_some_and(|own| own.der() == cert.der())
}

/// How a certificate came first.
fn source<'e>(evidence: &'e Evidence<'_>, id: CertId) -> Option<&'e evidence::Source> {
    let mut presented = evidence.certs.presented().iter();
    let first = presented.find(|one| matches!(one.reading, Reading::New(new) if new == id))?;
    Some(&first.source)
}
