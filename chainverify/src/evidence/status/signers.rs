//! Who signed what is said of a certificate: an issuer of CRLs on the path above it, its anchor, or
//! someone else with a valid path of their own to that anchor (RFC 5280 §6.3.3 (f), (g)).

use alloc::vec::Vec;

use smallvec::SmallVec;

use super::{Evidence, Stop, Subject, WantedStatus, key_of};
use crate::budget::Limit;
use crate::cert::ext::KeyUsage;
use crate::cert::{Cert, Name, Signed, SubjectPublicKeyInfo};
use crate::crypto::SignatureProblem;
use crate::finding::{AnchorId, CertId, CertRef, Role};
use crate::revocation::crl::Crl;
use crate::revocation::status::Unusable;
use crate::rules;

/// Someone who signed what is said of a certificate, and as what: nobody who may sign CRLs may sign
/// OCSP responses for that alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signer {
    pub(crate) cert: CertId,
    pub(crate) role: Role,
    /// Where the path of the signer must end (RFC 5280 §6.3.3 (f)).
    pub(crate) anchor: AnchorId,
    /// Whose status it is: on that path it would vouch for itself.
    pub(crate) about: CertId,
}

/// What came of looking for the path of a signer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Trusted,
    NotTrusted,
    /// The limit ended the search.
    Stopped(Limit),
}

/// What is known of those who sign CRLs and OCSP responses and are on no path.
#[derive(Debug, Default)]
pub(crate) struct Signers {
    known: Vec<Known>,
    /// Those whose path is being looked for, each inside the search for the one before it.
    sought: Vec<Signer>,
    /// What can be asked for of the certificates of signers.
    wanted: Vec<WantedStatus>,
    /// Signatures that were checked: the CRL by its place among those that were given, the key by whose
    /// it is.
    signatures: Vec<(usize, CertRef, Result<(), Unusable>)>,
    /// The same of OCSP responses.
    #[cfg(feature = "ocsp")]
    of_responses: Vec<(usize, CertRef, Result<(), Unusable>)>,
}

/// What was found of a signer. The word of those who were sought meanwhile did not count, so that it
/// holds only while they still are.
#[derive(Debug)]
struct Known {
    signer: Signer,
    under: Vec<Signer>,
    found: Found,
}

impl Signers {
    /// How deep verifications stand in each other.
    const DEEPEST: usize = 3;

    /// Nobody.
    pub(in crate::evidence) const NONE: Self = Self {
        known: Vec::new(),
        sought: Vec::new(),
        wanted: Vec::new(),
        signatures: Vec::new(),
        #[cfg(feature = "ocsp")]
        of_responses: Vec::new(),
    };

    /// Starts to look for the path of a signer, unless that goes too deep.
    pub(crate) fn seek(&mut self, signer: Signer) -> bool {
        let goes_on = self.sought.len() < Self::DEEPEST;
        if goes_on {
            self.sought.push(signer);
        } else {
            self.keep(signer, Found::NotTrusted);
        }
        goes_on
    }

    /// Takes what was found of the one that was sought last.
    pub(crate) fn found(&mut self, signer: Signer, found: Found) {
        self.sought.pop();
        self.keep(signer, found);
    }

    fn keep(&mut self, signer: Signer, found: Found) {
        self.known.push(Known {
            signer,
            under: self.sought.clone(),
            found,
        });
    }

    /// What is known of a signer, if somebody looked.
    pub(super) fn of(&self, signer: Signer) -> Option<Found> {
        let holds = |known: &&Known| {
            let mut under = known.under.iter();
            known.signer == signer && under.all(|sought| self.sought.contains(sought))
        };
        self.known.iter().find(holds).map(|known| known.found)
    }

    /// Whether the path of a signer is being looked for.
    pub(super) fn is_sought(&self, signer: Signer) -> bool {
        let mut sought = self.sought.iter();
        sought.any(|sought| (sought.cert, sought.role) == (signer.cert, signer.role))
    }

    /// Something new came, which may speak for signers and against them. Signatures stand.
    pub(crate) fn forget(&mut self) {
        self.known.clear();
        self.wanted.clear();
    }

    /// The status of a signer's certificate can be asked for.
    pub(super) fn want(&mut self, wanted: WantedStatus) {
        if !self.wanted.contains(&wanted) {
            self.wanted.push(wanted);
        }
    }

    pub(super) fn wanted(&self) -> &[WantedStatus] {
        &self.wanted
    }

    #[cfg(feature = "ocsp")]
    pub(super) fn signature_of_response(
        &self,
        place: usize,
        signer: CertRef,
    ) -> Option<Result<(), Unusable>> {
        let known = self.of_responses.iter();
        let mut known = known.filter(|(of, by, _)| (*of, *by) == (place, signer));
        known.next().map(|(.., known)| known.clone())
    }

    #[cfg(feature = "ocsp")]
    pub(super) fn keep_signature_of_response(
        &mut self,
        place: usize,
        signer: CertRef,
        verified: Result<(), Unusable>,
    ) {
        self.of_responses.push((place, signer, verified));
    }
}

/// A CRL whose signature is looked at.
pub(super) struct Signature<'r> {
    /// Its place among those that were heard.
    pub(super) place: usize,
    pub(super) crl: &'r Crl,
    /// Whether the certificate hands it to another issuer of CRLs.
    pub(super) is_delegated: bool,
}

/// Whether the key of someone who may sign this CRL signed it (§6.3.3 (f), (g)).
pub(super) fn proven(
    evidence: &mut Evidence<'_>,
    subject: &Subject<'_>,
    signature: &Signature<'_>,
) -> Result<Result<(), Unusable>, Stop> {
    let name = signature.crl.issuer();
    let mut why = Unusable::IssuerNotFound;
    for signer in signers(evidence, subject, name) {
        if let Err(other) = signed(evidence, subject, signature, signer)? {
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
        let own = Signer {
            cert: id,
            role: Role::CrlIssuer,
            anchor: subject.anchor,
            about: subject.id,
        };
        match evidence.heard().signers.of(own) {
            Some(Found::Trusted) => return Ok(Ok(())),
            Some(Found::NotTrusted) => why = Unusable::IssuerNotTrusted,
            Some(Found::Stopped(limit)) => return Err(Stop::Limit(limit)),
            // A signer whose issuer says that the signer itself lists it: then its path is looked for
            // already, and this list is the one that counts.
            None if id == subject.id && evidence.heard().signers.is_sought(own) => {
                if signature.is_delegated {
                    return Ok(Ok(()));
                }
                why = Unusable::IssuerNotTrusted;
            }
            None if evidence.heard().signers.is_sought(own) => why = Unusable::IssuerNotTrusted,
            None => return Err(Stop::Path(own)),
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
    signature: &Signature<'_>,
    signer: CertRef,
) -> Result<Result<(), Unusable>, Limit> {
    let (place, crl) = (signature.place, signature.crl);
    let cert: Option<&Cert<'_>> = match signer {
        CertRef::Cert(id) => Some(&evidence.certs[id].cert),
        CertRef::Anchor(id) => evidence.anchor(id).cert(),
    };
    let usage = cert.and_then(|cert| cert.extensions().key_usage.value());
    if usage.is_some_and(|usage| !usage.contains(KeyUsage::CRL_SIGN)) {
        return Ok(Err(Unusable::CrlSignMissing));
    }
    let known = evidence.heard().signers.signatures.iter();
    let mut known = known.filter(|(of, by, _)| *of == place && *by == signer);
    if let Some((.., known)) = known.next() {
        return Ok(known.clone());
    }
    evidence.budget.signature()?;
    evidence.budget.work(crl.der().len())?; // it is hashed
    let verified = verify_crl(evidence, subject, crl, signer);
    evidence
        .heard_mut()
        .signers
        .signatures
        .push((place, signer, verified.clone()));
    Ok(verified)
}

/// Whether the key of `signer` signed, and with an algorithm that is supported.
#[cfg(feature = "ocsp")]
pub(super) fn verify(
    evidence: &Evidence<'_>,
    subject: &Subject<'_>,
    signed: &Signed<'_>,
    signer: CertRef,
) -> Result<(), Unusable> {
    let key = key_of(evidence, signer).map_err(|_| Unusable::SignatureInvalid)?;
    let first = evidence.inputs.algorithms.verify(signed, &key);
    conclude(evidence, subject, (signed, &key), first)
}

/// The same for a CRL, whose good signatures are remembered where the verifier has a memory: to hash a
/// large one takes longer than all else.
fn verify_crl(
    evidence: &Evidence<'_>,
    subject: &Subject<'_>,
    crl: &Crl,
    signer: CertRef,
) -> Result<(), Unusable> {
    let key = key_of(evidence, signer).map_err(|_| Unusable::SignatureInvalid)?;
    let (algorithms, signed) = (evidence.inputs.algorithms, crl.signed());
    #[cfg(feature = "cache")]
    let first = algorithms.verify_by_digest(&signed, &key, || crl.digest());
    #[cfg(not(feature = "cache"))]
    let first = algorithms.verify(&signed, &key);
    conclude(evidence, subject, (&signed, &key), first)
}

/// What comes of a check; of one with a key that leaves its parameters to those above it, once more
/// with these.
fn conclude(
    evidence: &Evidence<'_>,
    subject: &Subject<'_>,
    (signed, key): (&Signed<'_>, &SubjectPublicKeyInfo<'_>),
    first: Result<(), SignatureProblem>,
) -> Result<(), Unusable> {
    let algorithms = evidence.inputs.algorithms;
    let verified = match (first, &subject.parameters) {
        (Err(SignatureProblem::ParametersMissing), Some(above)) => {
            algorithms.verify_inheriting(signed, key, above)
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
