//! Why a certificate that was presented is not on the path, and whether clients with other roots may
//! need it all the same. That is told by names, key identifiers and keys alone: no signature is
//! checked for it.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use super::NotUsed;
use crate::budget::{Budget, Limit};
use crate::cert::Validity;
use crate::der::Time;
use crate::evidence::path_check::Verdict;
use crate::evidence::{Certs, Evidence, LinkCheck};
use crate::finding::{AnchorId, CertId, CertRef, Code, KeyIds};
use crate::search::{Attempt, PathBuilder, may_have_issued};

/// What a report knows of the search.
pub(super) struct Known<'e, 'a> {
    pub(super) evidence: &'e Evidence<'a>,
    pub(super) builder: Option<&'e PathBuilder>,
    /// The path that it shows.
    pub(super) shown: Option<&'e Attempt>,
}

impl Known<'_, '_> {
    /// Why a certificate is not on the path that is shown; beside it the key identifiers, where they
    /// tell.
    pub(super) fn why(&self, id: CertId, likely: &BTreeSet<CertId>) -> (NotUsed, Option<KeyIds>) {
        let evidence = self.evidence;
        let entry = &evidence.certs[id];
        let store = evidence.inputs.store;
        let end = self.shown.and_then(|shown| shown.path.end.anchor());
        let end = end.and_then(|anchor| evidence.anchor(anchor).cert());
        let is_end = end.is_some_and(|anchor| anchor.der() == entry.cert.der());
        let is_root =
            || entry.names.is_self_issued && store.has_twin(entry.names.subject, &entry.cert);
        if is_end || is_root() {
            return (NotUsed::IsAnchor, None);
        }
        let is_valid = |attempt: &&Attempt| attempt.check.verdict == Verdict::Valid;
        if self.attempts_with(id).any(|attempt| is_valid(&attempt)) {
            return (NotUsed::OnOtherValidPath, None);
        }
        if let Some(below) = self.not_signed_by(id) {
            let cert = &evidence.certs[below].cert;
            return (NotUsed::OtherKey, KeyIds::differing(cert, &entry.cert));
        }
        if self.attempts_with(id).next().is_some() {
            return (NotUsed::PathNotValid, None);
        }
        if likely.contains(&id) {
            let why = match self.shown {
                _ if !is_within(entry.cert.validity(), evidence.inputs.time) => NotUsed::OutOfDate,
                Some(shown) if is_valid(&shown) => NotUsed::Alternative,
                Some(_) | None => NotUsed::NotTried,
            };
            return (why, None);
        }
        match self.named_as_issuer_of(id) {
            Some(below) => {
                let cert = &evidence.certs[below].cert;
                (NotUsed::OtherKey, KeyIds::differing(cert, &entry.cert))
            }
            None => (NotUsed::NotAnIssuer, None),
        }
    }

    /// Whether a valid path of someone who signed what is said of revocation has it.
    pub(super) fn is_on_signers_path(&self, id: CertId) -> bool {
        let signers = self.builder.map(PathBuilder::all_signers);
        let attempts = signers.into_iter().flatten();
        let attempts = attempts.flat_map(|signer| signer.tree.attempts.items());
        let mut valid = attempts.filter(|attempt| attempt.check.verdict == Verdict::Valid);
        valid.any(|attempt| attempt.path.steps.iter().any(|step| step.cert == id))
    }

    fn attempts_with(&self, id: CertId) -> impl Iterator<Item = &Attempt> {
        let attempts = self.builder.map(|builder| builder.tree.attempts.items());
        let attempts = attempts.into_iter().flatten();
        attempts.filter(move |attempt| attempt.path.steps.iter().any(|step| step.cert == id))
    }

    /// A certificate whose signature does not verify with this one's key.
    fn not_signed_by(&self, id: CertId) -> Option<CertId> {
        let mut links = self.evidence.links.iter();
        let found = links.find(|(link, check)| {
            let is_wrong = matches!(check, LinkCheck::Failed(finding)
                if matches!(finding.code(), Code::SignatureInvalid { .. }));
            link.issuer == CertRef::Cert(id) && link.below != id && is_wrong
        });
        found.map(|(link, _)| link.below)
    }

    /// A certificate on the path whose issuer has this one's name.
    fn named_as_issuer_of(&self, id: CertId) -> Option<CertId> {
        let certs = &self.evidence.certs;
        let steps = self.shown.map(|shown| shown.path.steps.iter());
        let mut steps = steps.into_iter().flatten().map(|step| step.cert);
        steps.find(|below| *below != id && certs[id].has_issuer_name_of(&certs[*below]))
    }
}

/// The leaf, and the certificates that names lead to from it, with key identifiers that agree or
/// with the key of one whose do, an anchor too: a CA's certificates by several issuers. Whoever has
/// other roots may need them.
pub(super) fn likely_issuers(evidence: &Evidence<'_>) -> BTreeSet<CertId> {
    // What is left of the work of this verification; without it, any of them is one.
    let mut budget = evidence.budget.clone();
    let anchor_key = |id| evidence.anchor(id).subject_public_key_info();
    walk_up(&evidence.certs, anchor_key, &mut budget)
        .unwrap_or_else(|_| evidence.certs.iter().map(|(id, _)| id).collect())
}

fn walk_up<'k>(
    certs: &'k Certs<'_>,
    anchor_key: impl Fn(AnchorId) -> &'k [u8],
    budget: &mut Budget,
) -> Result<BTreeSet<CertId>, Limit> {
    let key = |id: CertId| certs[id].cert.subject_public_key_info();
    let mut open: Vec<CertId> = certs.leaf().into_iter().collect();
    let mut known: BTreeSet<CertId> = open.iter().copied().collect();
    while known.len() < certs.len()
        && let Some(below) = open.pop()
    {
        let issuers = certs.issuers_of(below, budget)?;
        // Names may be empty, and cost nothing; keys are not.
        for issuer in &issuers {
            budget.work(key(*issuer).len())?;
        }
        let fits = |id: CertId| may_have_issued(&certs[id].cert, &certs[below].cert);
        let anchors = certs[below].anchors.iter().map(|id| anchor_key(*id));
        let fitting = issuers.iter().copied().filter(|id| fits(*id));
        let keys: BTreeSet<&[u8]> = fitting.map(key).chain(anchors).collect();
        for issuer in issuers {
            if keys.contains(key(issuer)) && known.insert(issuer) {
                open.push(issuer);
            }
        }
    }
    Ok(known)
}

pub(super) fn is_within(validity: Validity, time: Time) -> bool {
    (validity.not_before..=validity.not_after).contains(&time)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use chainverify_testdata::{CertBuilder, Key, Name};
    use pki_types::CertificateDer;

    use super::*;
    use crate::budget::Limits;
    use crate::evidence::{KnownIssuers, Source};

    /// So many certificates, all of which may have issued each other, and one that issued none.
    fn crowd(of: u8, budget: &mut Budget) -> Certs<'static> {
        let stranger = CertBuilder::leaf("stranger.example").sign();
        let nameless = CertBuilder::bare(Name::empty(), Key::p256("nameless")).sign();
        let mut ders: Vec<Vec<u8>> = (0..of)
            .map(|number| {
                let mut der = nameless.der.clone();
                *der.last_mut().unwrap() = number;
                der
            })
            .collect();
        ders.push(stranger.der);
        let mut certs = Certs::with_capacity(ders.len(), KnownIssuers::default());
        let sent = ders.into_iter().map(CertificateDer::from).enumerate();
        let sent = sent.map(|(place, der)| (Source::Sent(place), der));
        assert_eq!(certs.take(sent, budget), Ok(usize::from(of) + 1));
        certs
    }

    #[test]
    fn whoever_has_no_name_costs_work_all_the_same() {
        let mut limits = Limits::DEFAULT;
        (limits.work, limits.work_per_octet) = (200_000, 0);
        for (of, is_affordable) in [(20, true), (200, false)] {
            let mut budget = Budget::new(limits);
            let certs = crowd(of, &mut budget);
            let found = walk_up(&certs, |_| &[], &mut budget);
            assert_eq!(found.is_ok(), is_affordable);
            assert!(found.is_ok_and(|found| found.len() == usize::from(of)) == is_affordable);
        }
    }
}
