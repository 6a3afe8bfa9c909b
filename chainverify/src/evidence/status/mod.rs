//! The revocation status of each certificate of a path (RFC 5280 §6.1.3 (a) (3)), by everything that
//! was given or fetched: what each source says stands beside what the others say, and one that says
//! "revoked" wins. From the anchor down: who may sign what is said of a certificate was looked at
//! before.

mod crl;
mod hearing;
mod lists;
#[cfg(feature = "ocsp")]
mod ocsp;
mod signers;
mod wants;

use alloc::vec::Vec;

use self::hearing::Hearing;
pub(crate) use self::signers::{Signer, Signers};
pub(crate) use self::wants::need as need_status;
use super::need::Wanted as Request;
use super::path::{End, Path};
use super::{Evidence, Question};
use crate::budget::Limit;
use crate::cert::SubjectPublicKeyInfo;
use crate::crypto;
use crate::der::ParseError;
use crate::finding::{AnchorId, CertId, CertRef, Code, Role};
use crate::policy::{Fetching, RevocationMode, RevocationScope, RevocationSource};
use crate::revocation::status::{NotChecked, NotNeeded, RevocationCheck, Status};
use crate::revocation::{must_staple, not_needed};
use crate::rules::Findings;

/// Why the statuses of a path are not known yet.
pub(super) enum Stop {
    Limit(Limit),
    /// The path of someone who may have signed what is said of a certificate.
    Path(Signer),
}

impl From<Limit> for Stop {
    fn from(limit: Limit) -> Self {
        Self::Limit(limit)
    }
}

/// What is known of the certificates of a path.
#[derive(Debug, Default)]
pub(crate) struct Statuses {
    /// In the order of the steps.
    pub(crate) list: Vec<RevocationCheck>,
    /// The certificates whose status can be asked for, each with its issuer on the path.
    pub(crate) wanted: Vec<(CertId, CertRef)>,
}

/// What is asked about one certificate of a path.
struct Subject<'p> {
    id: CertId,
    /// Who issued it, on this path.
    issuer: CertRef,
    /// `working_public_key_parameters` below the issuer's key.
    parameters: Option<Vec<u8>>,
    anchor: AnchorId,
    path: &'p Path,
}

/// Whether it may be asked for what nobody has given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    /// For the path of a leaf.
    Allowed,
    /// For that of someone who signed what is said of it: what is at hand must do.
    Off,
}

impl Asking {
    pub(super) const fn of(role: Role) -> Self {
        match role {
            Role::Leaf => Self::Allowed,
            _ => Self::Off,
        }
    }
}

/// The statuses of the certificates of a path; what there is to say of them is added to `findings`.
pub(super) fn of_path(
    evidence: &mut Evidence<'_>,
    path: &Path,
    asking: Asking,
    findings: &mut Findings<'_>,
) -> Result<Statuses, Stop> {
    let revocation = evidence.inputs.policy.revocation;
    let mut statuses = Statuses::default();
    let End::Anchor(anchor) = path.end else {
        return Ok(statuses);
    };
    let mut issuer = CertRef::Anchor(anchor);
    let mut parameters = None;
    for (left, step) in (0..path.steps.len()).rev().zip(&path.steps) {
        parameters = key_parameters(evidence, issuer, parameters);
        let check = if left > 0 && revocation.scope == RevocationScope::Leaf {
            RevocationCheck::not_checked(NotChecked::OutOfScope)
        } else {
            let subject = Subject {
                id: step.cert,
                issuer,
                parameters: parameters.clone(),
                anchor,
                path,
            };
            let hearing = hear(evidence, &subject)?;
            let is_open = hearing.is_open() && not_needed_of(evidence, step.cert).is_none();
            if is_open && asking == Asking::Allowed && is_elsewhere(evidence, step.cert) {
                statuses.wanted.push((step.cert, issuer));
            } else {
                say(evidence, &hearing, step.cert, findings);
            }
            if left == 0 && asking == Asking::Allowed {
                staple(evidence, &hearing, step.cert, findings);
            }
            conclude(evidence, hearing, step.cert)
        };
        statuses.list.push(check);
        issuer = CertRef::Cert(step.cert);
    }
    Ok(statuses)
}

/// What all sources say of a certificate, each consulted whatever the others say.
fn hear(evidence: &mut Evidence<'_>, subject: &Subject<'_>) -> Result<Hearing, Stop> {
    let mut hearing = Hearing::default();
    lists::hear_blocklists(evidence, subject, &mut hearing);
    for source in evidence.inputs.policy.revocation.sources {
        match source {
            RevocationSource::Filter => {
                #[cfg(feature = "crlite")]
                lists::hear_filters(evidence, subject, &mut hearing);
            }
            RevocationSource::Crl => crl::hear(evidence, subject, &mut hearing)?,
            RevocationSource::Ocsp => {
                #[cfg(feature = "ocsp")]
                ocsp::hear(evidence, subject, &mut hearing)?;
            }
        }
    }
    wants::hear(evidence, subject.id, &mut hearing);
    Ok(hearing)
}

fn conclude(evidence: &Evidence<'_>, hearing: Hearing, id: CertId) -> RevocationCheck {
    let status = match hearing.status() {
        Some(status) => status,
        None => match not_needed_of(evidence, id) {
            Some(why) => Status::NotNeeded { why },
            None if hearing.is_unknown() => Status::Unknown,
            None => {
                let why = wants::not_checked(evidence, id);
                Status::NotChecked { why }
            }
        },
    };
    let sources = hearing.into_sources();
    RevocationCheck { status, sources }
}

fn say(evidence: &Evidence<'_>, hearing: &Hearing, id: CertId, findings: &mut Findings<'_>) {
    let about = CertRef::Cert(id);
    if let Some(code) = hearing.contradiction() {
        findings.add_for(about, code, None);
    }
    let is_hard = evidence.inputs.policy.revocation.mode == RevocationMode::Hard;
    let code = match hearing.code() {
        Some(code) => code,
        None if hearing.status().is_some() || not_needed_of(evidence, id).is_some() => return,
        None if hearing.is_unknown() => hearing.why_unknown(),
        None if is_hard => {
            let why = wants::not_checked(evidence, id);
            Code::RevocationNotChecked { why }
        }
        None => return,
    };
    findings.add_for(about, code, None);
}

/// RFC 7633 §4.2.3.1: a leaf that demands a stapled response is not valid without one.
fn staple(evidence: &Evidence<'_>, hearing: &Hearing, id: CertId, findings: &mut Findings<'_>) {
    let is_demanded = must_staple::is_demanded(&evidence.certs[id].cert);
    if is_demanded && evidence.inputs.sees_staples() && !hearing.has_staple() {
        let why = hearing.why_no_staple();
        findings.add_for(CertRef::Cert(id), Code::StapleMissing { why }, None);
    }
}

fn not_needed_of(evidence: &Evidence<'_>, id: CertId) -> Option<NotNeeded> {
    not_needed::why(&evidence.certs[id].cert)
}

fn is_elsewhere(evidence: &Evidence<'_>, id: CertId) -> bool {
    wants::elsewhere(evidence, id) == Question::Wanted
}

fn key_of<'r>(
    evidence: &'r Evidence<'_>,
    of: CertRef,
) -> Result<SubjectPublicKeyInfo<'r>, ParseError> {
    match of {
        CertRef::Cert(id) => evidence.certs[id].cert.public_key(),
        CertRef::Anchor(id) => evidence.anchor(id).public_key(),
    }
}

fn key_parameters(evidence: &Evidence<'_>, of: CertRef, above: Option<Vec<u8>>) -> Option<Vec<u8>> {
    let key = key_of(evidence, of).ok();
    crypto::working_parameters(key, above.as_deref()).map(<[u8]>::to_vec)
}

/// Without anything to look at, or where nobody looks, nothing is computed.
pub(super) fn is_looked_at(evidence: &Evidence<'_>) -> bool {
    let revocation = &evidence.inputs.policy.revocation;
    match revocation.mode {
        RevocationMode::Off => false,
        RevocationMode::Soft => {
            let asks = revocation.fetch == Fetching::On && !evidence.requests.is_closed();
            let given = evidence.inputs.revocation.get();
            let has_asked = evidence
                .requests
                .iter()
                .any(|made| made.wanted != Request::Issuers);
            asks || has_asked
                || !evidence.heard().is_empty()
                || given.has_lists()
                || evidence.inputs.sees_staples()
        }
        RevocationMode::Hard => true,
    }
}

/// What is known of a certificate whose status was not looked at.
pub(crate) fn not_looked_at(evidence: &Evidence<'_>, id: CertId) -> RevocationCheck {
    if evidence.inputs.policy.revocation.mode == RevocationMode::Off {
        return RevocationCheck::not_checked(NotChecked::Off);
    }
    if is_looked_at(evidence) {
        return RevocationCheck::not_checked(NotChecked::PathNotValid);
    }
    conclude(evidence, Hearing::default(), id)
}
