//! What logs say of the leaf, for a report, and the findings that the policy asks for. The issuer is the
//! one whose key verifies the leaf's signature: an embedded timestamp is about no other.

use alloc::vec::Vec;

use crate::ct::{Check, Compliance, CtProgram, Transparency};
use crate::evidence::{End, Evidence, LinkCheck, Step};
use crate::finding::{CertRef, Code, Finding, Severity};
use crate::policy::TransparencyMode;
use crate::search::Attempt;

/// None where nobody asks, and where there is no path, not even of the leaf alone.
pub(super) fn of(evidence: &Evidence<'_>, shown: Option<&Attempt>) -> Option<Transparency> {
    let inputs = &evidence.inputs;
    if inputs.transparency.is_empty() {
        return None;
    }
    let shown = shown?;
    let cert = &evidence.certs[leaf(shown)?.cert].cert;
    let mut check = Check::new(cert, inputs.time).given(&inputs.transparency);
    if let Some(issuer) = issuer(evidence, shown) {
        check = check.issued_by(issuer);
    }
    Some(check.run(inputs.algorithms))
}

fn leaf(shown: &Attempt) -> Option<&Step> {
    shown.path.steps.last()
}

/// The contents of SubjectPublicKeyInfo of whoever signed the leaf, as far as that is known.
fn issuer<'e>(evidence: &'e Evidence<'_>, shown: &Attempt) -> Option<&'e [u8]> {
    let link = evidence.links.check(leaf(shown)?.link?);
    if matches!(link, LinkCheck::Failed(_)) {
        return None;
    }
    match (shown.path.steps.iter().rev().nth(1), shown.path.end) {
        (Some(step), _) => Some(evidence.certs[step.cert].cert.subject_public_key_info()),
        (None, End::Anchor(id)) => Some(evidence.anchor(id).subject_public_key_info()),
        (None, End::Itself(_) | End::Broken) => None,
    }
}

/// A warning for each browser whose policy is not met, if the policy of the verification asks for that.
pub(super) fn findings(
    transparency: Option<&Transparency>,
    evidence: &Evidence<'_>,
    shown: Option<&Attempt>,
) -> Vec<Finding> {
    let asked = evidence.inputs.policy.transparency == TransparencyMode::Warning;
    let found = transparency.filter(|_| asked);
    let Some((found, leaf)) = found.zip(shown.and_then(leaf)) else {
        return Vec::new();
    };
    let programs = [
        (CtProgram::Chrome, found.chrome),
        (CtProgram::Apple, found.apple),
    ];
    let findings = programs.into_iter().filter_map(|(program, compliance)| {
        let Compliance::DoesNotMeet { because } = compliance else {
            return None;
        };
        let code = Code::TransparencyNotMet {
            program,
            shortfall: because,
            log_list: found.log_list?,
        };
        Some(Finding::new(code, Severity::Warning).of(CertRef::Cert(leaf.cert)))
    });
    findings.collect()
}
