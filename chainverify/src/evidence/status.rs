//! The revocation status of each certificate of a path (RFC 5280 §6.1.3 (a) (3)), by the CRLs that were
//! given (§6.3.3). From the anchor down: who may sign the CRL about a certificate was looked at before.

use alloc::vec::Vec;
use core::cmp::Ordering;

use smallvec::SmallVec;

use super::Evidence;
use super::path_check::{End, Path, Want, working};
use crate::budget::Limit;
use crate::cert::ext::{DistributionPoint, KeyUsage, ReasonFlags};
use crate::cert::{Cert, Name, NameBuf, SubjectPublicKeyInfo};
use crate::crypto::SignatureProblem;
use crate::der::{OidBuf, ParseError};
use crate::finding::{AnchorId, CertId, CertRef, Code};
use crate::policy::{Level, RevocationMode, RevocationScope};
use crate::revocation::crl::{self, Crl, OutOfScope, Reason, Revoked};
use crate::revocation::status::{NotChecked, Said, Source, Status, Told, Unusable};
use crate::rules::cert::signature_algorithm;
use crate::rules::{self, Findings};

/// Why the statuses of a path are not known yet.
pub(super) enum Stop {
    Limit(Limit),
    /// The path of a certificate whose key may have signed a CRL.
    Wants(Want),
}

impl From<Limit> for Stop {
    fn from(limit: Limit) -> Self {
        Self::Limit(limit)
    }
}

/// What is known of those who sign CRLs and are on no path.
#[derive(Debug, Default)]
pub(crate) struct Signers {
    /// The anchors of their paths; none: they have no valid one.
    known: Vec<(CertId, Option<AnchorId>)>,
    /// Those whose path is being looked for.
    sought: SmallVec<[CertId; 2]>,
    /// Signatures that were checked: the CRL by its place among those that were given, the key by whose
    /// it is.
    signatures: Vec<(usize, CertRef, Result<(), Unusable>)>,
}

impl Signers {
    /// How deep verifications stand in each other.
    const DEEPEST: usize = 3;

    /// Starts to look for the path of a signer, unless that goes too deep.
    pub(crate) fn seek(&mut self, signer: CertId) -> bool {
        let goes_on = self.sought.len() < Self::DEEPEST && !self.sought.contains(&signer);
        if goes_on {
            self.sought.push(signer);
        } else {
            self.known.push((signer, None));
        }
        goes_on
    }

    /// Takes what was found.
    pub(crate) fn found(&mut self, signer: CertId, anchor: Option<AnchorId>) {
        self.sought.retain(|sought| *sought != signer);
        self.known.push((signer, anchor));
    }
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

/// The statuses of the certificates of a path, in the order of its steps; what there is to say of them
/// is added to `findings`.
pub(super) fn of_path(
    evidence: &mut Evidence<'_>,
    path: &Path,
    findings: &mut Findings<'_>,
) -> Result<Vec<Status>, Stop> {
    let revocation = evidence.inputs.policy.revocation;
    let End::Anchor(anchor) = path.end else {
        return Ok(Vec::new());
    };
    let mut statuses = Vec::with_capacity(path.steps.len());
    let mut issuer = CertRef::Anchor(anchor);
    let mut parameters = None;
    for (left, step) in (0..path.steps.len()).rev().zip(&path.steps) {
        parameters = key_parameters(evidence, issuer, parameters);
        let subject = Subject {
            id: step.cert,
            issuer,
            parameters: parameters.clone(),
            anchor,
            path,
        };
        let status = if left > 0 && revocation.scope == RevocationScope::Leaf {
            let why = NotChecked::OutOfScope;
            Status::NotChecked { why }
        } else {
            of_cert(evidence, &subject)?
        };
        say(&status, step.cert, revocation.mode, findings);
        statuses.push(status);
        issuer = CertRef::Cert(step.cert);
    }
    Ok(statuses)
}

fn say(status: &Status, id: CertId, mode: RevocationMode, findings: &mut Findings<'_>) {
    let code = match status {
        Status::Revoked { revoked, .. } => Code::Revoked {
            since: revoked.since,
            reason: revoked.reason,
        },
        Status::Unknown { told } => Code::RevocationUnknown {
            why: told.iter().find_map(|told| match &told.said {
                Said::Nothing { why } => Some(why.clone()),
                Said::NotRevoked | Said::Revoked(_) => None,
            }),
        },
        Status::NotChecked {
            why: NotChecked::NoSource,
        } if mode == RevocationMode::Hard => Code::RevocationUnknown { why: None },
        Status::Good { .. } | Status::NotChecked { .. } => return,
    };
    findings.add_for(CertRef::Cert(id), code, None);
}

/// RFC 5280 §6.3.3, for all CRLs at once: what each says, for which reasons.
fn of_cert(evidence: &mut Evidence<'_>, subject: &Subject<'_>) -> Result<Status, Stop> {
    if evidence.inputs.crls.is_empty() {
        let why = NotChecked::NoSource;
        return Ok(Status::NotChecked { why });
    }
    let mut told = Vec::new();
    let mut reasons = ReasonFlags::NONE;
    let mut revoked: Option<Revoked> = None;
    for place in 0..evidence.inputs.crls.len() {
        let Some(crl) = complete(evidence, place) else {
            continue;
        };
        let said = match ask(evidence, subject, place, crl)? {
            Err(Unusable::OutOfScope {
                scope: OutOfScope::AnotherIssuer,
            }) => continue,
            Err(why) => Said::Nothing { why },
            Ok((covered, answer)) => {
                reasons = reasons.or(covered);
                match answer {
                    Some(found) => {
                        revoked.get_or_insert(found);
                        Said::Revoked(found)
                    }
                    None => Said::NotRevoked,
                }
            }
        };
        let source = Source::Crl {
            issuer: NameBuf::for_report(crl.issuer()),
            this_update: crl.this_update(),
        };
        told.push(Told { source, said });
    }
    Ok(match revoked {
        Some(revoked) => Status::Revoked { revoked, told },
        None if reasons.contains(ReasonFlags::ALL) => Status::Good { told },
        None => Status::Unknown { told },
    })
}

/// The CRL at this place, if it is no delta.
fn complete<'a>(evidence: &Evidence<'a>, place: usize) -> Option<&'a Crl> {
    let crl = evidence.inputs.crls.get(place).copied();
    crl.filter(|crl| crl.base_number().is_none())
}

/// What a complete CRL, with the deltas that fit it, says of a certificate, and for which reasons it
/// speaks.
fn ask(
    evidence: &mut Evidence<'_>,
    subject: &Subject<'_>,
    place: usize,
    crl: &Crl,
) -> Result<Result<(ReasonFlags, Option<Revoked>), Unusable>, Stop> {
    let (covered, is_delegated) = match covered(evidence, subject.id, crl) {
        Ok(covered) => covered,
        Err(scope) => return Ok(Err(Unusable::OutOfScope { scope })),
    };
    if let Err(why) = usable(evidence, crl) {
        return Ok(Err(why));
    }
    if let Err(why) = proven(evidence, subject, (place, crl), is_delegated)? {
        return Ok(Err(why));
    }
    let mut answer = entry(evidence, subject.id, crl);
    for place in 0..evidence.inputs.crls.len() {
        let delta = evidence.inputs.crls.get(place).copied();
        if let Some(delta) = delta
            && completes(delta, crl)
            && usable(evidence, delta).is_ok()
            && proven(evidence, subject, (place, delta), is_delegated)?.is_ok()
            && let Some(changed) = entry(evidence, subject.id, delta)
        {
            answer = Some(changed);
        }
    }
    // (k)
    let answer = answer.filter(|revoked| revoked.reason != Reason::RemoveFromCrl);
    Ok(Ok((covered, answer)))
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
    let points = points.into_iter().flatten().map_while(Result::ok).map(Some);
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
    let too_old = max_age.is_some_and(|most| {
        let age = now.as_unix().saturating_sub(this_update.as_unix());
        u64::try_from(age).unwrap_or(0) > most.as_secs()
    });
    match crl.next_update() {
        _ if too_old => return Err(Unusable::TooOld { this_update }),
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

/// Two numbers that are not negative, in their shortest form.
fn compare(one: &[u8], other: &[u8]) -> Ordering {
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

/// Whether the key of someone who may sign this CRL signed it (§6.3.3 (f), (g)).
fn proven(
    evidence: &mut Evidence<'_>,
    subject: &Subject<'_>,
    crl: (usize, &Crl),
    is_delegated: bool,
) -> Result<Result<(), Unusable>, Stop> {
    let name = crl.1.issuer();
    let mut why = Unusable::IssuerNotFound;
    for signer in signers(evidence, subject, name) {
        if let Err(other) = signed(evidence, subject, crl, signer)? {
            if why == Unusable::IssuerNotFound {
                why = other;
            }
            continue;
        }
        let CertRef::Cert(id) = signer else {
            return Ok(Ok(()));
        };
        if is_above(subject, id) {
            return Ok(Ok(()));
        }
        let known = evidence
            .signers
            .known
            .iter()
            .find(|(known, _)| *known == id);
        match known {
            Some((_, Some(anchor))) if *anchor == subject.anchor => return Ok(Ok(())),
            Some(_) => why = Unusable::IssuerNotTrusted,
            // A signer whose issuer says that the signer itself lists it: then its path is looked for
            // already, and this list is the one that counts.
            None if id == subject.id && evidence.signers.sought.contains(&id) => {
                if is_delegated {
                    return Ok(Ok(()));
                }
                why = Unusable::IssuerNotTrusted;
            }
            None if evidence.signers.sought.contains(&id) => why = Unusable::IssuerNotTrusted,
            None => return Err(Stop::Wants(Want::Path(id))),
        }
    }
    Ok(Err(why))
}

/// Who has the name of a CRL's issuer: on the path above the certificate, its anchor, and others that
/// are known, in this order.
fn signers(
    evidence: &Evidence<'_>,
    subject: &Subject<'_>,
    name: Name<'_>,
) -> SmallVec<[CertRef; 4]> {
    let mut signers = SmallVec::new();
    let mut add = |signer: CertRef| {
        if !signers.contains(&signer) {
            signers.push(signer);
        }
    };
    if name_of(evidence, subject.issuer) == name {
        add(subject.issuer);
    }
    let anchor = CertRef::Anchor(subject.anchor);
    if name_of(evidence, anchor) == name {
        add(anchor);
    }
    let (above, others): (Vec<CertId>, Vec<CertId>) = evidence
        .certs
        .ids_by_subject(name)
        .partition(|id| is_above(subject, *id));
    above
        .into_iter()
        .chain(others)
        .map(CertRef::Cert)
        .for_each(add);
    signers
}

fn name_of<'r>(evidence: &'r Evidence<'_>, of: CertRef) -> Name<'r> {
    match of {
        CertRef::Cert(id) => evidence.certs[id].cert.subject(),
        CertRef::Anchor(id) => evidence.anchor(id).name(),
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
    working(key, above.as_deref()).map(<[u8]>::to_vec)
}

/// Whether a certificate is on the path above the one that is asked about.
fn is_above(subject: &Subject<'_>, id: CertId) -> bool {
    let steps = subject.path.steps.iter().map(|step| step.cert);
    steps
        .take_while(|step| *step != subject.id)
        .any(|step| step == id)
}

/// Whether this key signed a CRL and may do so.
fn signed(
    evidence: &mut Evidence<'_>,
    subject: &Subject<'_>,
    (place, crl): (usize, &Crl),
    signer: CertRef,
) -> Result<Result<(), Unusable>, Limit> {
    let cert: Option<&Cert<'_>> = match signer {
        CertRef::Cert(id) => Some(&evidence.certs[id].cert),
        CertRef::Anchor(id) => evidence.anchor(id).cert(),
    };
    let usage = cert.and_then(|cert| cert.extensions().key_usage.value());
    if usage.is_some_and(|usage| !usage.contains(KeyUsage::CRL_SIGN)) {
        return Ok(Err(Unusable::CrlSignMissing));
    }
    let known = evidence.signers.signatures.iter();
    let mut known = known.filter(|(of, by, _)| *of == place && *by == signer);
    if let Some((.., known)) = known.next() {
        return Ok(known.clone());
    }
    evidence.budget.signature()?;
    let verified = verify(evidence, subject, crl, signer);
    evidence
        .signers
        .signatures
        .push((place, signer, verified.clone()));
    Ok(verified)
}

fn verify(
    evidence: &Evidence<'_>,
    subject: &Subject<'_>,
    crl: &Crl,
    signer: CertRef,
) -> Result<(), Unusable> {
    let Ok(key) = key_of(evidence, signer) else {
        return Err(Unusable::SignatureInvalid);
    };
    let signed = crl.signed();
    let algorithms = evidence.inputs.algorithms;
    let verified = match (algorithms.verify(&signed, &key), &subject.parameters) {
        (Err(SignatureProblem::ParametersMissing), Some(above)) => {
            algorithms.verify_inheriting(&signed, &key, above)
        }
        (verified, _) => verified,
    };
    verified.map_err(|problem| match problem {
        SignatureProblem::Unsupported { .. }
        | SignatureProblem::UnsupportedParameters { .. }
        | SignatureProblem::WrongParameters { .. } => Unusable::Algorithm {
            algorithm: rules::algorithm(signed.algorithm),
        },
        _ => Unusable::SignatureInvalid,
    })
}

/// Without CRLs, or where nobody looks, nothing is computed.
pub(super) fn is_looked_at(evidence: &Evidence<'_>) -> bool {
    match evidence.inputs.policy.revocation.mode {
        RevocationMode::Off => false,
        RevocationMode::Soft => !evidence.inputs.crls.is_empty(),
        RevocationMode::Hard => true,
    }
}

/// The status of a certificate that was not looked at.
pub(crate) fn not_looked_at(evidence: &Evidence<'_>) -> Status {
    let why = match evidence.inputs.policy.revocation.mode {
        RevocationMode::Off => NotChecked::Off,
        RevocationMode::Soft | RevocationMode::Hard => NotChecked::NoSource,
    };
    Status::NotChecked { why }
}
