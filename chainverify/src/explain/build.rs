//! Makes the rows from a record.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Explanation;
use super::role::role;
use super::rows::{CertRow, DigestRow, FetchRow, FindingRow, Rows, StoreRow, TriedRow};
use crate::budget::Limit;
use crate::cert::{Cert, SubjectPublicKeyInfo};
use crate::crypto::describe;
use crate::der::{ParseError, Time};
use crate::finding::{CertId, Code, Finding, Severity};
use crate::rules::{describe_name, hex};
use crate::search::{Attempt, End, Link, Node, Record, Source, State};

/// More alternative names than this are left out.
const MOST_NAMES: usize = 100;

impl Rows {
    pub(super) fn new(explanation: &Explanation<'_>) -> Self {
        let record = explanation.record;
        let attempt = explanation.attempt;
        let validity = explanation
            .validity
            .map(|(from, until)| (from.to_string(), until.to_string()));
        let (valid_from, valid_until) = validity.unzip();
        let digests = super::digests::rows(record, attempt);
        let path = attempt.map_or_else(Vec::new, |attempt| path(record, attempt));
        let mut findings = findings(explanation);
        name_the_cause(&mut findings, &digests);
        Self {
            verdict: if explanation.validity.is_some() {
                "valid"
            } else {
                "not_valid"
            },
            names: record
                .names
                .as_slice()
                .iter()
                .map(ToString::to_string)
                .collect(),
            time: record.time.to_string(),
            valid_from,
            valid_until,
            fetched: fetched(record, &path),
            path,
            findings,
            tried: tried(explanation),
            digests,
            store: StoreRow {
                anchors: record.store.len(),
                origin: explanation
                    .anchor()
                    .map(|anchor| anchor.origin().to_string()),
                also_in_mozilla: explanation.also_in_mozilla(),
            },
            stopped: explanation.stopped.map(Limit::as_str),
        }
    }
}

fn path(record: &Record<'_>, attempt: &Attempt) -> Vec<CertRow> {
    let links: Vec<Link> = record.links(attempt).collect();
    let signature = |number: u32| {
        let link = links.iter().find(|link| link.below == number)?;
        Some(match record.link_fact(*link) {
            None => "not_checked",
            Some(fact) => {
                let error = fact.findings.iter().find(|finding| finding.is_error());
                error.map_or("ok", |finding| finding.code().id())
            }
        })
    };
    let mut rows: Vec<CertRow> = record
        .path_down(attempt.node)
        .filter_map(|number| {
            let id = CertId::Pool(number);
            let mut row = cert_row(record, record.cert(id)?, role(record, attempt, id));
            row.signature = signature(number);
            (row.source, row.place) = source(record, number);
            Some(row)
        })
        .collect();
    rows.reverse();
    if let End::Anchor(number) = attempt.end {
        rows.extend(anchor_row(record, CertId::Anchor(number)));
    }
    rows
}

fn source(record: &Record<'_>, number: u32) -> (&'static str, String) {
    match record.pool.get(number).map(|entry| &entry.source) {
        Some(Source::Sent(position)) => ("sent", position.to_string()),
        Some(Source::Given) => ("given", String::new()),
        Some(Source::Fetched(url)) => ("fetched", url.clone()),
        Some(Source::Leaf) | None => ("leaf", "0".to_owned()),
    }
}

fn anchor_row(record: &Record<'_>, id: CertId) -> Option<CertRow> {
    let anchor = record.anchor(id)?;
    let mut row = match anchor.cert() {
        Some(cert) => cert_row(record, cert, "anchor".to_owned()),
        None => CertRow {
            subject: anchor.name().to_string(),
            short: anchor.name().display_name(),
            key: key(anchor.public_key()),
            ..bare("anchor".to_owned())
        },
    };
    row.source = "store";
    row.place = anchor.origin().to_string();
    Some(row)
}

const fn bare(role: String) -> CertRow {
    CertRow {
        role,
        subject: String::new(),
        short: String::new(),
        issuer: None,
        serial_number: None,
        not_before: None,
        not_after: None,
        days_left: None,
        days_to_begin: None,
        key: String::new(),
        signature_algorithm: None,
        names: Vec::new(),
        source: "",
        place: String::new(),
        signature: None,
        sha256: None,
    }
}

fn cert_row(record: &Record<'_>, cert: &Cert<'_>, role: String) -> CertRow {
    let validity = cert.validity();
    CertRow {
        subject: cert.subject().to_string(),
        short: short(cert),
        issuer: Some(cert.issuer().to_string()),
        serial_number: Some(hex(cert.serial_number())),
        not_before: Some(validity.not_before.to_string()),
        not_after: Some(validity.not_after.to_string()),
        days_left: Some(days_between(record.time, validity.not_after)),
        days_to_begin: Some(days_between(validity.not_before, record.time).saturating_neg()),
        key: key(cert.public_key()),
        signature_algorithm: Some(describe(cert.signed().algorithm)),
        names: names(cert).take(MOST_NAMES).collect(),
        sha256: super::digests::fingerprint(cert.der()),
        ..bare(role)
    }
}

/// The alternative names.
fn names(cert: &Cert<'_>) -> impl Iterator<Item = String> {
    cert.alternative_names().map(|name| describe_name(&name))
}

fn key(key: Result<SubjectPublicKeyInfo<'_>, ParseError>) -> String {
    key.map_or_else(|_| "unreadable key".to_owned(), |key| key.kind.to_string())
}

fn days_between(from: Time, to: Time) -> i64 {
    to.as_unix()
        .saturating_sub(from.as_unix())
        .div_euclid(86_400)
}

fn findings(explanation: &Explanation<'_>) -> Vec<FindingRow> {
    let record = explanation.record;
    let mut others: Vec<&Finding> = explanation.findings.iter().collect();
    let mut ordered: Vec<&Finding> = Vec::new();
    if let Some(primary) = explanation.primary {
        if let Some(at) = others.iter().position(|finding| *finding == primary) {
            others.remove(at);
        }
        ordered.push(primary);
    }
    let (errors, warnings): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|finding| finding.is_error());
    ordered.extend(errors);
    // Whose root it is matters more than any other warning.
    let local = only_in_local_store(explanation);
    ordered.extend(&local);
    ordered.extend(warnings);
    let row = |finding| finding_row(record, explanation.attempt, finding);
    ordered.into_iter().map(row).collect()
}

fn only_in_local_store(explanation: &Explanation<'_>) -> Option<Finding> {
    if explanation.also_in_mozilla() != Some(false) {
        return None;
    }
    let finding = Finding::new(Code::OnlyInLocalStore, Severity::Warning);
    Some(finding.of(explanation.attempt?.end.anchor()?))
}

/// Where the hashes show why a signature does not stand, the finding says that, and not every cause
/// that it could have, nor what could be done about the others.
fn name_the_cause(findings: &mut [FindingRow], digests: &[DigestRow]) {
    for finding in findings
        .iter_mut()
        .filter(|row| row.code == "signature_invalid")
    {
        let about = |digest: &&DigestRow| finding.role.as_ref() == Some(&digest.role);
        let (text, fix) = match digests.iter().find(about).map(|digest| digest.comparison) {
            Some("differs") => (
                "was altered after it was signed: the hash of the signed part is not the one that \
                the issuer signed"
                    .to_owned(),
                "install the certificate as the CA gave it",
            ),
            Some("not_by_this_key") => {
                // In front of the causes; the issuer's name before may have colons of its own.
                let text = finding.text.rsplit_once(':');
                let text = text.map_or(&*finding.text, |(text, _)| text);
                (
                    format!("{text}: forged, or by another issuer of the same name"),
                    "send the intermediate that really issued it",
                )
            }
            _ => continue,
        };
        finding.text = text;
        finding.fix = Some(format!("do not trust it; if you run the server, {fix}"));
    }
}

fn finding_row(record: &Record<'_>, attempt: Option<&Attempt>, finding: &Finding) -> FindingRow {
    let code = finding.code();
    let id = finding.certificate();
    let fix = code.fix();
    FindingRow {
        code: code.id(),
        severity: if finding.is_error() {
            "error"
        } else {
            "warning"
        },
        category: code.category().as_str(),
        reference: code.reference(),
        role: id.map(|id| match attempt {
            Some(attempt) => role(record, attempt, id),
            None => "leaf".to_owned(),
        }),
        subject: id.and_then(|id| subject(record, id)),
        text: code.to_string(),
        fix_by: fix.as_ref().map(|fix| fix.by.to_string()),
        fix: fix.map(|fix| fix.text),
        span: finding.span().map(|span| (span.start(), span.end())),
    }
}

fn subject(record: &Record<'_>, id: CertId) -> Option<String> {
    match record.cert(id) {
        Some(cert) => Some(short(cert)),
        None => record.name(id).map(|name| name.display_name()),
    }
}

/// The subject in short; where it is empty, the first alternative name.
fn short(cert: &Cert<'_>) -> String {
    let first = || names(cert).next();
    let instead = cert.subject().is_empty().then(first).flatten();
    instead.unwrap_or_else(|| cert.subject().display_name())
}

fn tried(explanation: &Explanation<'_>) -> Vec<TriedRow> {
    let record = explanation.record;
    let is_shown = |attempt: &&Attempt| {
        let shown = explanation.attempt;
        shown.is_some_and(|shown| core::ptr::eq(shown, *attempt))
    };
    let others = record.attempts.iter().filter(|attempt| !is_shown(attempt));
    let mut rows: Vec<_> = others.map(|attempt| tried_row(record, attempt)).collect();
    rows.extend(
        (0..)
            .zip(&record.nodes)
            .filter_map(|(number, node)| refused_row(record, number, node)),
    );
    rows
}

fn tried_row(record: &Record<'_>, attempt: &Attempt) -> TriedRow {
    let certs = record.certs_up(attempt);
    let mut path: Vec<String> = certs.iter().map(|cert| short(cert)).collect();
    let anchor = match attempt.end {
        End::Anchor(number) => record.store.anchor(number),
        End::Direct(_) | End::Broken => None,
    };
    path.extend(anchor.map(|anchor| anchor.name().display_name()));
    let mut findings = Vec::new();
    for finding in record.findings(attempt) {
        if finding.is_error() {
            findings.push(finding_row(record, Some(attempt), finding));
        }
    }
    TriedRow {
        path,
        reached_anchor: attempt.end != End::Broken,
        findings,
    }
}

/// An issuer that was not climbed, because it had not made the signature below it.
fn refused_row(record: &Record<'_>, number: u32, node: &Node) -> Option<TriedRow> {
    let parent = node.parent.filter(|_| node.state == State::Open)?;
    let fact = record.link_fact(Link {
        below: record.node(parent)?.cert,
        issuer: CertId::Pool(node.cert),
        parameters: None,
    })?;
    fact.worst?;
    let broken = Attempt::new(number, End::Broken, Vec::new());
    let row = |finding| finding_row(record, Some(&broken), finding);
    Some(TriedRow {
        findings: fact.findings.iter().map(row).collect(),
        ..tried_row(record, &broken)
    })
}

fn fetched(record: &Record<'_>, path: &[CertRow]) -> Vec<FetchRow> {
    let is_used = |url: &str| {
        path.iter()
            .any(|row| row.source == "fetched" && row.place == url)
    };
    let rows = record.requests.iter().map(|made| {
        let of = CertId::Pool(made.of);
        let (outcome, text) = match &made.outcome {
            Some(Ok(0)) => ("ok", "no new certificate".to_owned()),
            Some(Ok(count)) => {
                let plural = if *count == 1 { "" } else { "s" };
                let where_to = if is_used(&made.url) {
                    ""
                } else {
                    ", not on this path"
                };
                ("ok", format!("{count} new certificate{plural}{where_to}"))
            }
            Some(Err(problem)) => (problem.as_str(), problem.to_string()),
            None => ("not_tried", "not waited for".to_owned()),
        };
        FetchRow {
            url: made.url.clone(),
            of: record
                .cert(of)
                .map_or_else(String::new, |cert| cert.subject().display_name()),
            outcome,
            text,
        }
    });
    rows.collect()
}
