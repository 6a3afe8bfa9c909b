//! What OCSP responses say of a certificate (RFC 6960 §3.2): the answer about it, if the CA signed it,
//! or a responder to which the CA itself gave a certificate for that (§4.2.2.2).

use alloc::sync::Arc;
use alloc::vec::Vec;

use pki_types::CertificateDer;

use super::super::need::Wanted;
use super::super::{Link, LinkCheck, Source, Stake, check_link};
use super::signers::{Found, Signer, verify};
use super::{Evidence, Hearing, Stop, Subject, is_too_old, key_of};
use crate::budget::Limit;
use crate::cert::Name;
use crate::der::{OidBuf, Time};
use crate::finding::{CertId, CertRef, Role};
use crate::policy::Level;
use crate::revocation::ocsp::{
    BasicResponse, CertStatus, OcspRequest, Responder, Response, Single, Target, key_hash,
};
use crate::revocation::status::{Came, Said, StatusSource, Unusable};
use crate::rules;
use crate::rules::cert::signature_algorithm;

/// How far clocks may be apart, in seconds.
const SKEW: i64 = 300;

/// More certificates of a response than this are not looked at.
const MOST_CERTS: usize = 4;

/// Asks all responses.
pub(super) fn hear(
    evidence: &mut Evidence<'_>,
    subject: &Subject<'_>,
    hearing: &mut Hearing,
) -> Result<(), Stop> {
    for place in 0..evidence.heard().responses.len() {
        let Some(heard) = evidence.heard().responses.get(place).cloned() else {
            continue;
        };
        evidence.budget.work(heard.der.len())?;
        let is_target = subject.path.target == subject.id;
        // What answers about nothing was meant for the leaf, unless it is known for whom.
        let is_meant = heard.about.map_or(is_target, |about| about == subject.id);
        let must_answer = heard.about.is_some() || heard.came == Came::Stapled;
        let (produced_at, said) = match Response::parse(&heard.der) {
            Err(_) => (None, is_meant.then_some(Err(Unusable::Unreadable))),
            Ok(Response::Refused(refusal)) => {
                (None, is_meant.then_some(Err(Unusable::Refused { refusal })))
            }
            Ok(Response::Basic(basic)) => {
                let said = match answer(evidence, subject, &basic) {
                    Some(single) => Some(ask(
                        evidence,
                        subject,
                        (place, &basic, &heard.came),
                        &single,
                    )?),
                    None => (is_meant && must_answer).then_some(Err(Unusable::NoAnswer)),
                };
                (Some(basic.produced_at()), said)
            }
        };
        let said = match said {
            None => continue,
            Some(Ok(said)) => said,
            Some(Err(why)) => Said::Nothing { why },
        };
        let came = heard.came;
        hearing.add(StatusSource::Ocsp { produced_at, came }, said);
    }
    Ok(())
}

/// The answer about a certificate; the newest, should there be several, and of those of the same time
/// the worst.
fn answer<'r>(
    evidence: &Evidence<'_>,
    subject: &Subject<'_>,
    basic: &BasicResponse<'r>,
) -> Option<Single<'r>> {
    let key = key_of(evidence, subject.issuer).ok()?;
    let cert = &evidence.certs[subject.id].cert;
    let target = Target {
        serial_number: cert.serial_number(),
        issuer: cert.issuer(),
        issuer_key: key.key,
    };
    let singles = basic.singles().iter();
    let own = singles.filter(|single| target.is_named_by(&single.cert_id));
    let rank = |single: &&Single<'_>| match single.status {
        CertStatus::Good => 0_u8,
        CertStatus::Unknown => 1,
        CertStatus::Revoked(_) => 2,
    };
    own.max_by_key(|single| (single.this_update, rank(single)))
        .copied()
}

fn ask(
    evidence: &mut Evidence<'_>,
    subject: &Subject<'_>,
    (place, basic, came): (usize, &BasicResponse<'_>, &Came),
    single: &Single<'_>,
) -> Result<Result<Said, Unusable>, Stop> {
    // Nobody asked for a stapled one with a nonce of his own.
    let nonce = evidence.inputs.revocation.get().ocsp_nonce;
    if *came != Came::Stapled
        && let (Some(asked), Some(got)) = (nonce, basic.nonce())
        && asked != got
    {
        return Ok(Err(Unusable::WrongNonce));
    }
    if let Err(why) = usable(evidence, basic, single) {
        return Ok(Err(why));
    }
    if let Err(why) = proven(evidence, subject, (place, basic))? {
        return Ok(Err(why));
    }
    Ok(match single.status {
        CertStatus::Good => Ok(Said::NotRevoked),
        CertStatus::Revoked(revoked) => Ok(Said::Revoked {
            revoked: Some(revoked),
        }),
        CertStatus::Unknown => Err(Unusable::UnknownToResponder),
    })
}

/// Whether an answer counts at the time of the check, whoever signed it (§3.2 (5), (6), §4.2.2.1).
fn usable(
    evidence: &Evidence<'_>,
    basic: &BasicResponse<'_>,
    single: &Single<'_>,
) -> Result<(), Unusable> {
    let (policy, now) = (evidence.inputs.policy, evidence.inputs.time);
    let is_after = |one: Time, other: Time| one.as_unix() > other.as_unix().saturating_add(SKEW);
    let this_update = single.this_update;
    if is_after(this_update, now) || is_after(basic.produced_at(), now) {
        return Err(Unusable::NotYetValid { this_update });
    }
    let max_age = policy.revocation.max_age;
    match single.next_update {
        _ if is_too_old(evidence, this_update) => return Err(Unusable::TooOld { this_update }),
        Some(next_update) if is_after(now, next_update) => {
            return Err(Unusable::Stale { next_update });
        }
        // It would count for ever.
        None if max_age.is_none() => return Err(Unusable::NoNextUpdate),
        Some(_) | None => {}
    }
    if let Some(oid) = basic.unknown_critical() {
        let oid = OidBuf::from(oid);
        return Err(Unusable::UnknownCritical { oid });
    }
    let algorithm = basic.signed().algorithm;
    if policy.key_strength.kinds != Level::Off && signature_algorithm::is_broken(algorithm) {
        let algorithm = rules::algorithm(algorithm);
        return Err(Unusable::Algorithm { algorithm });
    }
    Ok(())
}

/// Whether the CA signed it, or a responder that the CA named.
fn proven(
    evidence: &mut Evidence<'_>,
    subject: &Subject<'_>,
    (place, basic): (usize, &BasicResponse<'_>),
) -> Result<Result<(), Unusable>, Stop> {
    let mut why = Unusable::ResponderNotAuthorized;
    if is_responder(evidence, subject.issuer, basic.responder()) {
        match signed(evidence, subject, (place, basic), subject.issuer)? {
            Ok(()) => return Ok(Ok(())),
            Err(other) => why = other,
        }
    }
    for responder in delegates(evidence, subject, basic)? {
        let signer = CertRef::Cert(responder);
        if let Err(other) = signed(evidence, subject, (place, basic), signer)? {
            why = other;
            continue;
        }
        let own = Signer {
            cert: responder,
            role: Role::OcspResponder,
            anchor: subject.anchor,
            about: subject.id,
        };
        match evidence.heard().signers.of(own) {
            Some(Found::Trusted) => return Ok(Ok(())),
            Some(Found::NotTrusted) => why = Unusable::ResponderNotAuthorized,
            Some(Found::Stopped(limit)) => return Err(Stop::Limit(limit)),
            // A responder that speaks of itself.
            None if evidence.heard().signers.is_sought(own) => {
                why = Unusable::ResponderNotAuthorized;
            }
            None => return Err(Stop::Path(own)),
        }
    }
    Ok(Err(why))
}

/// Whether a response names this signer.
fn is_responder(evidence: &Evidence<'_>, signer: CertRef, responder: Responder<'_>) -> bool {
    let name: Name<'_> = match signer {
        CertRef::Cert(id) => evidence.certs[id].cert.subject(),
        CertRef::Anchor(id) => evidence.anchor(id).name(),
    };
    match (responder, key_of(evidence, signer)) {
        (Responder::Name(own), _) => own == name,
        (Responder::KeyHash(hash), Ok(key)) => hash == key_hash(key.key),
        (Responder::KeyHash(_), Err(_)) => false,
    }
}

/// The responders whose certificates came with a response: those that it names, and that the CA itself
/// issued. Whether they may speak for it is a matter of their own path.
fn delegates(
    evidence: &mut Evidence<'_>,
    subject: &Subject<'_>,
    basic: &BasicResponse<'_>,
) -> Result<Vec<CertId>, Limit> {
    let mut delegates = Vec::new();
    for der in basic.certs().iter().take(MOST_CERTS) {
        let der = CertificateDer::from(*der).into_owned();
        let Some(id) = evidence.take_one(Source::OcspResponse, der)? else {
            continue;
        };
        let link = Link {
            below: id,
            issuer: subject.issuer,
        };
        let is_named = is_responder(evidence, CertRef::Cert(id), basic.responder());
        let is_issued = is_named
            && check_link(evidence, link, Stake::Verdict)?
                .is_some_and(|link| matches!(evidence.links.check(link), LinkCheck::Verified));
        // Nobody vouches for himself.
        if is_issued && id != subject.id && CertRef::Cert(id) != subject.issuer {
            delegates.push(id);
        }
    }
    Ok(delegates)
}

/// Whether this key signed a response.
fn signed(
    evidence: &mut Evidence<'_>,
    subject: &Subject<'_>,
    (place, basic): (usize, &BasicResponse<'_>),
    signer: CertRef,
) -> Result<Result<(), Unusable>, Limit> {
    if let Some(known) = evidence
        .heard()
        .signers
        .signature_of_response(place, signer)
    {
        return Ok(known);
    }
    evidence.budget.signature()?;
    let verified = verify(evidence, subject, &basic.signed(), signer);
    evidence
        .heard_mut()
        .signers
        .keep_signature_of_response(place, signer, verified.clone());
    Ok(verified)
}

/// The request for the status of a certificate.
pub(super) fn request(
    evidence: &Evidence<'_>,
    id: CertId,
    issuer: CertRef,
    wanted: Wanted,
) -> Arc<[u8]> {
    let (Wanted::Ocsp, Ok(key)) = (wanted, key_of(evidence, issuer)) else {
        return Arc::from([]);
    };
    let cert = &evidence.certs[id].cert;
    let target = Target {
        serial_number: cert.serial_number(),
        issuer: cert.issuer(),
        issuer_key: key.key,
    };
    let request = OcspRequest {
        nonce: evidence.inputs.revocation.get().ocsp_nonce,
        ..OcspRequest::default()
    };
    request.to_der(&target).into()
}
