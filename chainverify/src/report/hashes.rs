//! The comparison of hashes as evidence, link by link: the hash of the signed part (H1) beside the
//! one that the issuer signed (H2), where the algorithm lets it be recovered. Never a verdict.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::text::{hex, role_word};
use super::{Detail, PathCertificate, Report, Role, Signature};
use crate::crypto::digest::{Comparison, Evidence, NotByThisKey, Scheme, evidence};
use crate::finding::{CertRef, Code, SignatureCause};
use crate::text::{Style, Text};

/// The comparison for one certificate of the path.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HashComparison {
    /// Whose signed part it is.
    pub role: Role,
    /// Its number in [`Report::certificates`].
    pub certificate: usize,
    /// What was computed, and what was recovered.
    pub evidence: Evidence,
}

/// The comparison for each signature of the path, from the leaf up.
pub(super) fn comparisons(report: &Report) -> Vec<HashComparison> {
    let links = report.path.iter().zip(report.path.iter().skip(1));
    let comparisons = links.filter_map(|(below, above)| {
        below.signature?;
        let cert = report.certificates.get(below.certificate)?.cert.as_ref()?;
        let issuer = report.certificates.get(above.certificate)?;
        let signed = cert.signed();
        let key = issuer.subject_public_key_info()?;
        Some(HashComparison {
            role: below.role,
            certificate: below.certificate,
            evidence: evidence(signed.message, signed.algorithm, signed.signature, key),
        })
    });
    comparisons.collect()
}

/// Whether the signature on it was looked at, and does not count.
const fn is_in_vain(on_path: &PathCertificate) -> bool {
    matches!(
        on_path.signature,
        Some(Signature::Failed | Signature::Unsupported)
    )
}

fn is_failed(report: &Report, number: usize) -> bool {
    let mut path = report.path.iter();
    path.any(|on_path| on_path.certificate == number && is_in_vain(on_path))
}

/// Where the hashes show why the signature does not verify that the report names first, and nothing
/// else did, it says that.
pub(super) fn name_the_cause(report: &mut Report) {
    let Some(of) = report.findings.first().and_then(|finding| {
        let is_open = matches!(
            finding.code(),
            Code::SignatureInvalid {
                cause: SignatureCause::Unknown,
                ..
            }
        );
        is_open.then(|| finding.certificate())?
    }) else {
        return;
    };
    let Some(cause) = cause(report, of) else {
        return;
    };
    if let Some(finding) = report.findings.first_mut() {
        finding.set_signature_cause(cause);
    }
}

fn cause(report: &Report, of: CertRef) -> Option<SignatureCause> {
    let number = report.number(of)?;
    let mut comparisons = comparisons(report).into_iter();
    let found = comparisons.find(|comparison| comparison.certificate == number)?;
    match found.evidence.comparison {
        Comparison::Differs { .. } => Some(SignatureCause::Altered),
        Comparison::NotByThisKey(_) => Some(SignatureCause::NotByThisKey),
        _ => None,
    }
}

/// The hashes one above the other, so that eyes can compare them: those that show something, or all.
pub(super) fn write(report: &Report, detail: Detail, out: &mut Text) {
    let mut path = report.path.iter();
    let has_failed = path.any(is_in_vain);
    if detail != Detail::Everything && !has_failed {
        return;
    }
    for comparison in comparisons(report) {
        if detail != Detail::Everything && !is_failed(report, comparison.certificate) {
            continue;
        }
        write_one(&comparison, detail, out);
    }
}

fn write_one(comparison: &HashComparison, detail: Detail, out: &mut Text) {
    let found = &comparison.evidence;
    let is_telling = matches!(
        found.comparison,
        Comparison::Differs { .. } | Comparison::OtherHash { .. } | Comparison::NotByThisKey(_)
    );
    if detail != Detail::Everything && !is_telling {
        return;
    }
    out.line().ours("  ").styled(Style::Label, "hash of ");
    out.ours(role_word(comparison.role));
    out.ours(format!(": {}", words(&found.comparison)));
    if let (Some(hash), Some(h1)) = (found.hash, &found.computed) {
        let computed = format!("H1, {hash} of the signed part");
        let width = computed.len();
        out.line().ours(format!("    {computed}  {}", hex(h1)));
        if let Some(h2) = recovered(found) {
            let signed = "H2, signed by the issuer";
            out.line().ours(format!("    {signed:width$}  {}", hex(h2)));
        }
    }
}

pub(super) fn recovered(found: &Evidence) -> Option<&[u8]> {
    match &found.comparison {
        Comparison::Equal => found.computed.as_deref(),
        Comparison::Differs { recovered }
        | Comparison::OtherHash { recovered, .. }
        | Comparison::NotComputed { recovered, .. } => Some(recovered),
        _ => None,
    }
}

/// The comparison in words.
pub(super) fn words(comparison: &Comparison) -> String {
    match comparison {
        Comparison::Equal => "equal: the issuer signed exactly this".into(),
        Comparison::Differs { .. } => {
            "differs: the certificate was altered after it was signed".into()
        }
        Comparison::OtherHash { named, .. } => {
            format!("the signature is over a hash of another kind ({named})")
        }
        Comparison::NotComputed { named, .. } => {
            format!("signed by this key over a hash of kind {named}, not computed")
        }
        Comparison::NotByThisKey(why) => {
            format!("not a signature by this key ({})", not_by_this_key(*why))
        }
        Comparison::NothingToRecover(scheme) => {
            format!("nothing to compare: {}", nothing_to_recover(*scheme))
        }
        Comparison::Unsupported(_) => "the issuer's RSA key is not one that can be used".into(),
    }
}

const fn not_by_this_key(why: NotByThisKey) -> &'static str {
    match why {
        NotByThisKey::NotRsaKey => "the issuer's key is not an RSA key",
        NotByThisKey::Length { .. } => "it is not as long as the key",
        NotByThisKey::OutOfRange => "it is larger than the key's modulus",
        NotByThisKey::Padding => "the key recovers no padding from it",
        NotByThisKey::DigestInfo => "the key recovers no hash from it",
    }
}

const fn nothing_to_recover(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::RsaPss => "RSA-PSS signatures do not give the hash back",
        Scheme::Ecdsa => "ECDSA signatures do not give the hash back",
        Scheme::EdDsa => "EdDSA signs the certificate itself, not a hash",
        Scheme::MlDsa => "ML-DSA signs the certificate itself, not a hash",
        Scheme::Other => "this kind of signature does not give a hash back",
    }
}
