//! A verification for a model: the names, purpose and time of a report, by the library's default
//! rules for TLS, without revocation, and with a check of the model's own.

use core::time::Duration;

use pki_types::{CertificateDer, UnixTime};

use super::OnPath;
use crate::evidence::OwnCheck;
use crate::finding::Code;
use crate::policy::{Policy, Purpose, RevocationMode};
use crate::report::{Report, Use};
use crate::search::Request;
use crate::trust::{Anchor, TrustStore};
use crate::verifier::Verifier;

/// Why a model cannot be asked what a report was asked; none if it can.
pub(super) fn refusal(report: &Report) -> Option<OnPath> {
    let why = match report.code() {
        Some(Code::BadReferenceName { .. } | Code::NoNames | Code::NoTime | Code::NoAlgorithms) => {
            "the request itself is refused"
        }
        _ if !report.purpose.is_tls() => "it is about servers and clients of TLS only",
        _ if report.time.as_unix() < 0 => "it is about times since 1970",
        _ => return None,
    };
    Some(OnPath::Undecided(why.into()))
}

/// Of a client no name is asked, as in TLS.
pub(super) fn ask(
    verifier: &Verifier,
    chain: &[CertificateDer<'_>],
    report: &Report,
    check: &OwnCheck<'_>,
) -> Report {
    let mut policy = match report.purpose {
        Purpose::Server => Policy::web_server(),
        _ => Policy::web_client(),
    };
    policy.revocation.mode = RevocationMode::Off;
    policy.limits = verifier.policy().limits;
    let verifier = with_plain_roots(verifier).with_policy_alone(policy);
    let seconds = u64::try_from(report.time.as_unix()).unwrap_or_default();
    let mut request = Request::unnamed(chain)
        .at(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
        .check(check);
    if report.purpose == Purpose::Server {
        for name in &report.names {
            request = request.names(name.clone());
        }
    }
    match verifier.verify_request(request) {
        Ok(path) => path.report(),
        Err(report) => *report,
    }
}

/// Nobody else has the constraints and dates that were imposed on anchors here.
fn with_plain_roots(verifier: &Verifier) -> Verifier {
    let roots = verifier.roots();
    let mut anchors = roots.anchors();
    if anchors.all(|anchor| anchor.without_what_was_imposed().is_none()) {
        return verifier.clone();
    }
    let plain = |anchor: &Anchor| {
        let plain = anchor.without_what_was_imposed();
        plain.unwrap_or_else(|| anchor.clone())
    };
    verifier.with_roots(roots.anchors().map(plain).collect::<TrustStore>())
}

/// Whether something that was sent cannot be read: what then becomes of the rest is not documented.
pub(super) fn has_unreadable(report: &Report) -> bool {
    let mut all = report.certificates.iter();
    all.any(|one| matches!(one.used, Use::Unreadable { .. }))
}
