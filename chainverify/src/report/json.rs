//! A report as JSON (feature `serde`): the same data under stable names. `schema` counts up when a
//! name or a meaning changes.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::{Serialize, Serializer};

use super::{
    Attempt, Certificate, PathCertificate, PathOf, Report, Request, Role, Signature, Source,
    Verdict,
};
use crate::cert::Cert;
use crate::der::Time;
use crate::evidence::Wanted;
use crate::finding::{Code, FetchProblem, Finding, Fix};
use crate::names::PresentedName;
use crate::revocation::status::RevocationCheck;
use crate::trust::Origin;

/// The version of the names below.
const SCHEMA: u32 = 1;

/// More alternative names than this are counted, not listed.
const MOST_NAMES: usize = 100;

#[derive(Serialize)]
struct JsonReport<'r> {
    schema: u32,
    verdict: &'static str,
    headline: String,
    names: &'r [crate::names::ReferenceName<'static>],
    purpose: &'r crate::policy::Purpose,
    time: Time,
    valid_from: Option<Time>,
    valid_until: Option<Time>,
    path: Vec<JsonStep<'r>>,
    findings: Vec<JsonFinding<'r>>,
    certificates: Vec<JsonCertificate<'r>>,
    certificates_left_out: usize,
    attempts: Vec<JsonAttempt<'r>>,
    attempts_left_out: usize,
    requests: Vec<JsonRequest<'r>>,
    limits: &'r [crate::budget::Limit],
    store: JsonStore<'r>,
    #[cfg(feature = "ct")]
    transparency: Option<&'r crate::ct::Transparency>,
    #[cfg(feature = "digest")]
    hashes: Vec<JsonHash>,
}

#[derive(Serialize)]
struct JsonStep<'r> {
    certificate: usize,
    role: String,
    signature: Option<Signature>,
    revocation: Option<&'r RevocationCheck>,
}

#[derive(Serialize)]
struct JsonFinding<'r> {
    code: &'static str,
    data: &'r Code,
    severity: crate::finding::Severity,
    category: crate::finding::Category,
    class: crate::finding::Class,
    reference: &'static str,
    certificate: Option<usize>,
    role: Option<String>,
    span: Option<(u32, u32)>,
    repeated: u32,
    text: String,
    fix: Fix,
}

#[derive(Serialize)]
struct JsonCertificate<'r> {
    source: &'r Source,
    #[serde(flatten)]
    used: &'r super::Use,
    subject: String,
    issuer: Option<String>,
    serial_number: Option<String>,
    not_before: Option<Time>,
    not_after: Option<Time>,
    key: Option<String>,
    signature_algorithm: Option<String>,
    names: Vec<PresentedName>,
    names_left_out: usize,
    #[cfg(feature = "digest")]
    sha256: Option<String>,
}

#[derive(Serialize)]
struct JsonAttempt<'r> {
    of: PathOf,
    path: &'r [usize],
    reached_anchor: bool,
    findings: Vec<JsonFinding<'r>>,
}

#[derive(Serialize)]
struct JsonRequest<'r> {
    certificate: Option<usize>,
    wanted: Wanted,
    urls: Vec<JsonUrl<'r>>,
    urls_left_out: usize,
}

#[derive(Serialize)]
struct JsonUrl<'r> {
    url: Option<&'r str>,
    new_certificates: Option<usize>,
    problem: Option<&'r FetchProblem>,
    text: String,
}

#[derive(Serialize)]
struct JsonStore<'r> {
    anchors: usize,
    origin: Option<&'r Origin>,
    #[cfg(feature = "programmes")]
    provenance: Option<&'r crate::trust::Provenance>,
}

#[cfg(feature = "digest")]
#[derive(Serialize)]
struct JsonHash {
    certificate: usize,
    role: String,
    hash: Option<String>,
    h1: Option<String>,
    h2: Option<String>,
    comparison: &'static str,
    text: String,
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (valid_from, valid_until) = match self.verdict {
            Verdict::Valid { from, until } => (Some(from), Some(until)),
            Verdict::NotValid => (None, None),
        };
        JsonReport {
            schema: SCHEMA,
            verdict: if self.is_valid() {
                "valid"
            } else {
                "not_valid"
            },
            headline: self.to_string(),
            names: &self.names,
            purpose: &self.purpose,
            time: self.time,
            valid_from,
            valid_until,
            path: self.path.iter().map(step).collect(),
            findings: json_findings(self, &self.findings),
            certificates: self.certificates.iter().map(certificate).collect(),
            certificates_left_out: self.certificates_left_out,
            attempts: self.attempts.iter().map(|one| attempt(self, one)).collect(),
            attempts_left_out: self.attempts_left_out,
            requests: self.requests.iter().map(request).collect(),
            limits: &self.limits,
            store: JsonStore {
                anchors: self.store.anchors,
                origin: self.store.origin.as_ref(),
                #[cfg(feature = "programmes")]
                provenance: self.store.provenance.as_ref(),
            },
            #[cfg(feature = "ct")]
            transparency: self.transparency.as_ref(),
            #[cfg(feature = "digest")]
            hashes: self.hash_comparisons().iter().map(hash).collect(),
        }
        .serialize(serializer)
    }
}

fn role_id(role: Role) -> String {
    super::text::role_word(role)
}

fn step(on_path: &PathCertificate) -> JsonStep<'_> {
    JsonStep {
        certificate: on_path.certificate,
        role: role_id(on_path.role),
        signature: on_path.signature,
        revocation: on_path.revocation.as_ref(),
    }
}

fn json_findings<'r>(report: &Report, findings: &'r [Finding]) -> Vec<JsonFinding<'r>> {
    let findings = findings.iter().map(|finding| {
        let code = finding.code();
        let of = finding.certificate();
        JsonFinding {
            code: code.id(),
            data: code,
            severity: finding.severity(),
            category: code.category(),
            class: code.class(),
            reference: code.reference(),
            certificate: number(report, finding),
            role: of.and_then(|of| report.role(of)).map(role_id),
            span: finding.span().map(|span| (span.start(), span.end())),
            repeated: finding.repeated(),
            text: code.to_string(),
            fix: report.fix(finding),
        }
    });
    findings.collect()
}

/// The certificate that a finding is about. One that cannot be read has no place in the evidence, so
/// the leaf is looked for by how it came.
fn number(report: &Report, finding: &Finding) -> Option<usize> {
    if let Code::UnreadableLeaf { .. } = finding.code() {
        let mut certificates = report.certificates.iter();
        return certificates.position(|one| matches!(one.source, Source::Sent { place: 0 }));
    }
    report.number(finding.certificate()?)
}

fn certificate(one: &Certificate) -> JsonCertificate<'_> {
    let cert = one.cert.as_ref();
    let all = || cert.into_iter().flat_map(Cert::alternative_names);
    let validity = cert.map(Cert::validity);
    JsonCertificate {
        source: &one.source,
        used: &one.used,
        subject: one.subject.to_string(),
        issuer: cert.map(|cert| cert.issuer().to_string()),
        serial_number: cert.map(|cert| super::text::hex(cert.serial_number())),
        not_before: validity.map(|validity| validity.not_before),
        not_after: validity.map(|validity| validity.not_after),
        key: one.public_key().map(|key| key.kind.to_string()),
        signature_algorithm: cert.map(algorithm_of),
        names: all()
            .take(MOST_NAMES)
            .map(|name| PresentedName::of(&name))
            .collect(),
        names_left_out: all().skip(MOST_NAMES).count(),
        #[cfg(feature = "digest")]
        sha256: cert.map(|cert| super::text::hex(&crate::crypto::digest::sha256(cert.der()))),
    }
}

/// The name of the algorithm that a certificate is signed with, or its identifier.
fn algorithm_of(cert: &Cert<'_>) -> String {
    let oid = crate::rules::algorithm(cert.signed().algorithm);
    crate::cert::algorithm_name(oid.as_oid()).map_or_else(|| oid.to_string(), String::from)
}

fn attempt<'r>(report: &Report, one: &'r Attempt) -> JsonAttempt<'r> {
    JsonAttempt {
        of: one.of,
        path: &one.path,
        reached_anchor: one.reached_anchor,
        findings: json_findings(report, &one.findings),
    }
}

fn request(one: &Request) -> JsonRequest<'_> {
    let urls = one.urls.iter().map(|url| JsonUrl {
        url: url.url.as_deref(),
        new_certificates: match (one.wanted, &url.outcome) {
            (Wanted::Issuers, Ok(count)) => Some(*count),
            _ => None,
        },
        problem: url.outcome.as_ref().err(),
        text: match (one.wanted, &url.outcome) {
            (_, Err(problem)) => problem.to_string(),
            (Wanted::Crl, Ok(_)) => "a CRL".into(),
            (Wanted::DeltaCrl, Ok(_)) => "a delta CRL".into(),
            (Wanted::Ocsp, Ok(_)) => "an OCSP response".into(),
            (Wanted::Issuers, Ok(1)) => "1 new certificate".into(),
            (Wanted::Issuers, Ok(count)) => alloc::format!("{count} new certificates"),
        },
    });
    JsonRequest {
        certificate: one.certificate,
        wanted: one.wanted,
        urls: urls.collect(),
        urls_left_out: one.urls_left_out,
    }
}

#[cfg(feature = "digest")]
fn hash(one: &super::HashComparison) -> JsonHash {
    use super::hashes::{recovered, words};
    use crate::crypto::digest::Comparison;
    let found = &one.evidence;
    JsonHash {
        certificate: one.certificate,
        role: role_id(one.role),
        hash: found.hash.map(|hash| hash.to_string()),
        h1: found.computed.as_deref().map(super::text::hex),
        h2: recovered(found).map(super::text::hex),
        comparison: match found.comparison {
            Comparison::Equal => "equal",
            Comparison::Differs { .. } => "differs",
            Comparison::OtherHash { .. } => "other_hash",
            Comparison::NotComputed { .. } => "not_computed",
            Comparison::NotByThisKey(_) => "not_by_this_key",
            Comparison::NothingToRecover(_) => "nothing_to_recover",
            Comparison::Unsupported(_) => "unsupported",
        },
        text: words(&found.comparison),
    }
}
