//! What the CRLs say of a certificate (RFC 5280 §6.3.3): for which reasons each speaks for it, with
//! the deltas that fit it.

use core::cmp::Ordering;

use super::signers::{Signature, proven};
use super::{Evidence, Hearing, Stop, Subject, is_too_old};
use crate::cert::NameBuf;
use crate::cert::ext::{DistributionPoint, ReasonFlags};
use crate::der::OidBuf;
use crate::finding::CertId;
use crate::policy::Level;
use crate::revocation::crl::{self, Crl, OutOfScope, Reason, Revoked};
use crate::revocation::status::{Came, Said, StatusSource, Unusable};
use crate::rules;
use crate::rules::cert::signature_algorithm;

/// Asks all CRLs.
pub(super) fn hear(
    evidence: &mut Evidence<'_>,
    subject: &Subject<'_>,
    hearing: &mut Hearing,
) -> Result<(), Stop> {
    for place in 0..evidence.heard().crls.len() {
        let Some(crl) = complete(evidence, place) else {
            continue;
        };
        let mut by = (place, crl.clone());
        let said = match ask(evidence, subject, place, &crl)? {
            Err(Unusable::OutOfScope {
                scope: OutOfScope::AnotherIssuer,
            }) => continue,
            Err(why) => Said::Nothing { why },
            Ok(answer) => {
                hearing.covers(answer.covered);
                by = answer.delta.unwrap_or(by);
                match answer.found {
                    Some(found) => Said::Revoked {
                        revoked: Some(found),
                    },
                    None => Said::NotRevoked,
                }
            }
        };
        hearing.add(source(evidence, &by), said);
    }
    Ok(())
}

/// What a complete CRL says.
struct Answer {
    /// The reasons for which it speaks.
    covered: ReasonFlags,
    found: Option<Revoked>,
    /// The delta that changed what it says, at its place.
    delta: Option<(usize, Crl)>,
}

fn source(evidence: &Evidence<'_>, (place, crl): &(usize, Crl)) -> StatusSource {
    let heard = evidence.heard().crls.get(*place);
    StatusSource::Crl {
        issuer: NameBuf::for_report(crl.issuer()),
        this_update: crl.this_update(),
        next_update: crl.next_update(),
        came: heard.map_or(Came::Given, |heard| heard.came.clone()),
    }
}

/// Distribution points of a certificate beyond these are not looked at.
const MOST_POINTS: usize = 64;

/// The CRL at this place, if it is no delta.
fn complete(evidence: &Evidence<'_>, place: usize) -> Option<Crl> {
    let crl = evidence.heard().crl(place)?;
    crl.base_number().is_none().then(|| crl.clone())
}

/// What a complete CRL, with the deltas that fit it, says of a certificate.
fn ask(
    evidence: &mut Evidence<'_>,
    subject: &Subject<'_>,
    place: usize,
    crl: &Crl,
) -> Result<Result<Answer, Unusable>, Stop> {
    let (covered, is_delegated) = match covered(evidence, subject.id, crl) {
        Ok(covered) => covered,
        Err(scope) => return Ok(Err(Unusable::OutOfScope { scope })),
    };
    if let Err(why) = usable(evidence, crl) {
        return Ok(Err(why));
    }
    let signature = Signature {
        place,
        crl,
        is_delegated,
    };
    if let Err(why) = proven(evidence, subject, &signature)? {
        return Ok(Err(why));
    }
    evidence.heard_mut().prove(place);
    let mut newest: Option<(usize, Crl, Revoked)> = None;
    for place in 0..evidence.heard().crls.len() {
        let delta = evidence.heard().crl(place);
        let Some(delta) = delta.filter(|delta| completes(delta, crl)).cloned() else {
            continue;
        };
        let signature = Signature {
            place,
            crl: &delta,
            is_delegated,
        };
        if usable(evidence, &delta).is_err() || proven(evidence, subject, &signature)?.is_err() {
            continue;
        }
        evidence.heard_mut().prove(place);
        if let Some(changed) = entry(evidence, subject.id, &delta)
            && newest
                .as_ref()
                .is_none_or(|(_, known, said)| is_newer((&delta, &changed), (known, said)))
        {
            newest = Some((place, delta, changed));
        }
    }
    let listed = entry(evidence, subject.id, crl);
    let found = match &newest {
        // (k): only who was on hold comes off the list (§5.3.1).
        Some((.., changed)) if changed.reason == Reason::RemoveFromCrl => {
            listed.filter(|listed| listed.reason != Reason::CertificateHold)
        }
        Some((.., changed)) => Some(*changed),
        None => listed,
    };
    let found = found.filter(|revoked| revoked.reason != Reason::RemoveFromCrl);
    let delta = newest.map(|(place, delta, _)| (place, delta));
    Ok(Ok(Answer {
        covered,
        found,
        delta: delta.filter(|_| found != listed),
    }))
}

/// The reasons for which a CRL speaks for a certificate, at any of its distribution points (§6.3.3 (b),
/// (d)), and whether one of these hands it to another issuer of CRLs.
fn covered(
    evidence: &Evidence<'_>,
    id: CertId,
    crl: &Crl,
) -> Result<(ReasonFlags, bool), OutOfScope> {
    let cert = &evidence.certs[id].cert;
    let mut covered = ReasonFlags::NONE;
    let mut is_delegated = false;
    let mut why = OutOfScope::AnotherIssuer;
    let points = cert.extensions().crl_distribution_points.value();
    let points = points.map(|points| points.points(cert.der()));
    let points = points.into_iter().flatten().map_while(Result::ok);
    let points = points.take(MOST_POINTS).map(Some);
    let mut at =
        |point: Option<DistributionPoint<'_>>| match crl::reasons(crl, cert, point.as_ref()) {
            Ok(reasons) => {
                covered = covered.or(reasons);
                is_delegated |= point.is_some_and(|point| point.crl_issuer.is_some());
            }
            Err(OutOfScope::AnotherIssuer) => {}
            Err(other) => why = other,
        };
    points.for_each(&mut at);
    at(None);
    match covered {
        ReasonFlags::NONE => Err(why),
        covered => Ok((covered, is_delegated)),
    }
}

/// Whether a CRL counts at the time of the check, whoever signed it.
fn usable(evidence: &Evidence<'_>, crl: &Crl) -> Result<(), Unusable> {
    let (policy, now) = (evidence.inputs.policy, evidence.inputs.time);
    let this_update = crl.this_update();
    if this_update > now {
        return Err(Unusable::NotYetValid { this_update });
    }
    let max_age = policy.revocation.max_age;
    match crl.next_update() {
        _ if is_too_old(evidence, this_update) => return Err(Unusable::TooOld { this_update }),
        Some(next_update) if next_update < now => return Err(Unusable::Stale { next_update }),
        None if max_age.is_none() => return Err(Unusable::NoNextUpdate),
        Some(_) | None => {}
    }
    if let Some(oid) = crl.unknown_critical() {
        let oid = OidBuf::from(oid);
        return Err(Unusable::UnknownCritical { oid });
    }
    if policy.conformance == Level::Error && crl.number().is_none() {
        return Err(Unusable::NoNumber);
    }
    if policy.conformance == Level::Error && crl.number_is_critical() {
        return Err(Unusable::NumberCritical);
    }
    let algorithm = crl.signed().algorithm;
    if policy.key_strength.kinds != Level::Off && signature_algorithm::is_broken(algorithm) {
        let algorithm = rules::algorithm(algorithm);
        return Err(Unusable::Algorithm { algorithm });
    }
    Ok(())
}

/// The CRLs that speak for a certificate and have no delta, as far as they are proven: what nobody
/// vouches for neither names places to ask nor makes asking needless.
pub(super) fn without_delta<'r>(
    evidence: &'r Evidence<'_>,
    id: CertId,
) -> impl Iterator<Item = &'r Crl> {
    let proven = || {
        let heard = evidence.heard().crls.iter();
        heard
            .filter(|heard| heard.is_proven)
            .map(|heard| &heard.crl)
    };
    let speaks =
        move |crl: &&Crl| crl.base_number().is_none() && covered(evidence, id, crl).is_ok();
    let has_delta = move |crl: &Crl| proven().any(|delta| completes(delta, crl));
    proven().filter(speaks).filter(move |crl| !has_delta(crl))
}

/// The entry of a certificate.
fn entry(evidence: &Evidence<'_>, id: CertId, crl: &Crl) -> Option<Revoked> {
    let cert = &evidence.certs[id].cert;
    crl.entry(cert.issuer(), cert.serial_number())
}

/// Whether a delta changes this complete CRL (RFC 5280 §5.2.4, §6.3.3 (c)).
fn completes(delta: &Crl, crl: &Crl) -> bool {
    let (Some(base), Some(of_delta), Some(of_crl)) =
        (delta.base_number(), delta.number(), crl.number())
    else {
        return false;
    };
    delta.issuer() == crl.issuer()
        && delta.scope_octets() == crl.scope_octets()
        && delta.authority_key_identifier() == crl.authority_key_identifier()
        && compare(base, of_crl).is_le()
        && compare(of_crl, of_delta).is_lt()
}

/// Whether what a delta says takes the place of what another one says: that of the higher number, and of
/// two with the same the one that revokes.
fn is_newer((delta, changed): (&Crl, &Revoked), (known, said): (&Crl, &Revoked)) -> bool {
    let [number, other] = [delta, known].map(|delta| delta.number().unwrap_or_default());
    let revokes = |entry: &Revoked| entry.reason != Reason::RemoveFromCrl;
    match compare(number, other) {
        Ordering::Greater => true,
        Ordering::Equal => revokes(changed) && !revokes(said),
        Ordering::Less => false,
    }
}

/// Two numbers that are not negative, in their shortest form.
fn compare(one: &[u8], other: &[u8]) -> Ordering {
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}
