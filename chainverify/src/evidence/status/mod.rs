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
pub(crate) use self::signers::{Found, Signer, Signers};
pub(crate) use self::wants::need as need_status;
use super::need::Wanted;
use super::path::{End, Path};
use super::{Evidence, Question};
use crate::budget::Limit;
use crate::cert::SubjectPublicKeyInfo;
use crate::crypto;
use crate::der::{ParseError, Time};
use crate::finding::{AnchorId, CertId, CertRef, Code, Role};
use crate::policy::{Fetching, Purpose, RevocationMode, RevocationScope, RevocationSource};
use crate::revocation::must_staple;
use crate::revocation::not_needed::{self, Responds};
use crate::revocation::status::{NotChecked, NotNeeded, RevocationCheck, Status};
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
    /// What can be asked for.
    pub(crate) wanted: Vec<WantedStatus>,
}

/// The status of a certificate that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WantedStatus {
    pub(crate) cert: CertId,
    /// Its issuer on the path.
    issuer: CertRef,
    what: Lacking,
}

/// What is lacking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lacking {
    /// All that may be said of it.
    Status,
    /// The deltas to the CRLs that say what is known.
    Deltas,
}

/// What is asked about one certificate of a path.
struct Subject<'p> {
    id: CertId,
    /// As what it is on the path.
    role: Role,
    /// As what its target is: the leaf, or somebody who signed what is said of a certificate.
    target_role: Role,
    /// Who issued it, on this path.
    issuer: CertRef,
    /// `working_public_key_parameters` below the issuer's key.
    parameters: Option<Vec<u8>>,
    anchor: AnchorId,
    path: &'p Path,
}

/// The statuses of the certificates of a path; what there is to say of them is added to `findings`.
///
/// # Errors
///
/// What stopped it; `statuses` has what was found until then.
pub(super) fn of_path(
    evidence: &mut Evidence<'_>,
    path: &Path,
    role: Role,
    (statuses, findings): (&mut Statuses, &mut Findings<'_>),
) -> Result<(), Stop> {
    let End::Anchor(anchor) = path.end else {
        return Ok(());
    };
    let mut issuer = CertRef::Anchor(anchor);
    let mut parameters = None;
    for (left, step) in (0..path.steps.len()).rev().zip(&path.steps) {
        parameters = key_parameters(evidence, issuer, parameters);
        let subject = Subject {
            id: step.cert,
            role: if left == 0 { role } else { Role::Intermediate },
            target_role: role,
            issuer,
            parameters: parameters.clone(),
            anchor,
            path,
        };
        let check = of_cert(evidence, &subject, (&mut statuses.wanted, findings))?;
        statuses.list.push(check);
        issuer = CertRef::Cert(step.cert);
    }
    Ok(())
}

fn of_cert(
    evidence: &mut Evidence<'_>,
    subject: &Subject<'_>,
    (wanted, findings): (&mut Vec<WantedStatus>, &mut Findings<'_>),
) -> Result<RevocationCheck, Stop> {
    let mut hearing = Hearing::default();
    lists::hear_blocklists(evidence, subject, &mut hearing);
    if let Some(why) = is_left_out(evidence, subject.role)
        && hearing.is_open()
    {
        return Ok(RevocationCheck::not_checked(why));
    }
    hear(evidence, subject, &mut hearing)?;
    let not_needed = not_needed_of(evidence, subject);
    let lacking = match not_needed {
        Some(_) => None,
        None if hearing.is_open() => Some(Lacking::Status),
        None => hearing.hangs_on_deltas().then_some(Lacking::Deltas),
    };
    let is_wanted = lacking.is_some_and(|what| wants(evidence, subject, what, wanted));
    if !is_wanted {
        say(evidence, &hearing, subject, findings);
    }
    if subject.role == Role::Leaf {
        staple(evidence, &hearing, subject.id, findings);
    }
    Ok(conclude(evidence, hearing, (subject.id, not_needed)))
}

/// Why only blocklists count for a certificate, if they alone do.
fn is_left_out(evidence: &Evidence<'_>, role: Role) -> Option<NotChecked> {
    let revocation = &evidence.inputs.policy.revocation;
    match (revocation.mode, revocation.scope) {
        (RevocationMode::Off, _) => Some(NotChecked::Off),
        (_, RevocationScope::Leaf) if role == Role::Intermediate => Some(NotChecked::OutOfScope),
        _ => None,
    }
}

/// Adds what is lacking of a certificate to what is wanted, if it can be asked for; or, where who spoke
/// of it is not trusted for want of a status, what is lacking of the certificates of those. For the path
/// of a signer what is known must do: whoever wants that path asks.
fn wants(
    evidence: &mut Evidence<'_>,
    subject: &Subject<'_>,
    what: Lacking,
    wanted: &mut Vec<WantedStatus>,
) -> bool {
    let own = WantedStatus {
        cert: subject.id,
        issuer: subject.issuer,
        what,
    };
    let is_elsewhere = wants::elsewhere(evidence, &own) == Question::Wanted;
    if subject.target_role != Role::Leaf {
        if is_elsewhere {
            evidence.heard_mut().signers.want(own);
        }
        return false;
    }
    let before = wanted.len();
    wanted.extend(is_elsewhere.then_some(own));
    let signers = evidence.heard().signers.wanted().iter();
    let signers = signers.filter(|of| wants::elsewhere(evidence, of) == Question::Wanted);
    wanted.extend(signers);
    wanted.len() > before
}

/// What all sources say of a certificate, each consulted whatever the others say.
fn hear(
    evidence: &mut Evidence<'_>,
    subject: &Subject<'_>,
    hearing: &mut Hearing,
) -> Result<(), Stop> {
    for source in evidence.inputs.policy.revocation.sources {
        match source {
            RevocationSource::Filter => {
                #[cfg(feature = "crlite")]
                lists::hear_filters(evidence, subject, hearing);
            }
            RevocationSource::Crl => crl::hear(evidence, subject, hearing)?,
            RevocationSource::Ocsp => {
                #[cfg(feature = "ocsp")]
                ocsp::hear(evidence, subject, hearing)?;
            }
        }
    }
    wants::hear(evidence, subject.id, hearing);
    Ok(())
}

fn conclude(
    evidence: &Evidence<'_>,
    hearing: Hearing,
    (id, not_needed): (CertId, Option<NotNeeded>),
) -> RevocationCheck {
    let status = match (hearing.status(), not_needed) {
        (Some(status), _) => status,
        (None, Some(why)) => Status::NotNeeded { why },
        (None, None) if hearing.is_unknown() => Status::Unknown,
        (None, None) => {
            let why = wants::not_checked(evidence, id);
            Status::NotChecked { why }
        }
    };
    let sources = hearing.into_sources();
    RevocationCheck { status, sources }
}

fn say(
    evidence: &Evidence<'_>,
    hearing: &Hearing,
    subject: &Subject<'_>,
    findings: &mut Findings<'_>,
) {
    let about = CertRef::Cert(subject.id);
    if let Some(code) = hearing.contradiction() {
        findings.add_for(about, code, None);
    }
    let is_hard = evidence.inputs.policy.revocation.mode == RevocationMode::Hard;
    let is_known = || hearing.status().is_some() || not_needed_of(evidence, subject).is_some();
    let code = match hearing.code() {
        Some(code) => code,
        None if is_known() => return,
        None if hearing.is_unknown() => hearing.why_unknown(),
        None if is_hard => {
            let why = wants::not_checked(evidence, subject.id);
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

fn not_needed_of(evidence: &Evidence<'_>, subject: &Subject<'_>) -> Option<NotNeeded> {
    let cert = &evidence.certs[subject.id].cert;
    not_needed::why(cert, responds(evidence, subject.role))
}

/// Whether something of this time is older than the policy allows.
fn is_too_old(evidence: &Evidence<'_>, this_update: Time) -> bool {
    let age = evidence
        .inputs
        .time
        .as_unix()
        .saturating_sub(this_update.as_unix());
    let most = evidence.inputs.policy.revocation.max_age;
    most.is_some_and(|most| u64::try_from(age).unwrap_or(0) > most.as_secs())
}

/// Whether a certificate in this role answers for a CA by OCSP.
fn responds(evidence: &Evidence<'_>, role: Role) -> Responds {
    match role {
        Role::OcspResponder => Responds::Yes,
        Role::Leaf if evidence.inputs.purpose == Purpose::Ocsp => Responds::Yes,
        _ => Responds::No,
    }
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
    let given = evidence.inputs.revocation.get();
    match revocation.mode {
        RevocationMode::Off => !given.blocklists.is_empty(),
        RevocationMode::Soft => {
            let asks = revocation.fetch == Fetching::On && !evidence.requests.is_closed();
            let mut made = evidence.requests.iter();
            asks || made.any(|made| made.wanted != Wanted::Issuers)
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
    let is_leaf = evidence.certs.leaf() == Some(id);
    let role = if is_leaf {
        Role::Leaf
    } else {
        Role::Intermediate
    };
    let not_needed = not_needed::why(&evidence.certs[id].cert, responds(evidence, role));
    conclude(evidence, Hearing::default(), (id, not_needed))
}
