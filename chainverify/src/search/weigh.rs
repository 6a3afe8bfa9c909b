//! What is known about an attempt, and which failed attempt came nearest to valid.

use alloc::vec::Vec;

use super::attempt::{Attempt, End, Weight};
use super::facts::Link;
use super::record::Record;
use crate::finding::{CertId, Finding};
use crate::rules;

impl Record<'_> {
    /// The links of an attempt, from the top.
    pub(crate) fn links(&self, attempt: &Attempt) -> impl Iterator<Item = Link> {
        let mut above = attempt.end.issuer();
        let mut working = None;
        self.path_down(attempt.node).filter_map(move |below| {
            let issuer = above.replace(CertId::Pool(below))?;
            working = match self.dsa_parameters(issuer) {
                None => None,
                Some(None) => working,
                Some(Some(_)) => Some(issuer),
            };
            Some(Link {
                below,
                issuer,
                parameters: working.filter(|source| *source != issuer),
            })
        })
    }

    /// The parameters of a DSA key, see `SubjectPublicKeyInfo::dsa_parameters`.
    pub(crate) fn dsa_parameters(&self, id: CertId) -> Option<Option<&[u8]>> {
        match self.cert(id) {
            Some(cert) => cert.dsa_parameters(),
            None => self.public_key(id)?.ok()?.dsa_parameters(),
        }
    }

    /// Everything that was found about an attempt: from the leaf up, certificate by certificate,
    /// then the path.
    pub(crate) fn findings<'r>(&'r self, attempt: &'r Attempt) -> Vec<&'r Finding> {
        let mut parts: Vec<&[Finding]> = Vec::new();
        let of_cert = |id| self.cert_fact(id).map(|fact| fact.findings.as_slice());
        parts.extend(attempt.end.issuer().and_then(of_cert));
        for link in self.links(attempt) {
            parts.extend(self.facts.link(link).map(|fact| fact.findings.as_slice()));
        }
        let certs = self.path_down(attempt.node);
        parts.extend(certs.filter_map(|cert| of_cert(CertId::Pool(cert))));
        parts.push(&attempt.findings);
        let mut sorted: Vec<(u32, &Finding)> = Vec::new();
        for finding in parts.into_iter().flatten() {
            let place = finding
                .certificate()
                .and_then(|certificate| self.position(attempt, certificate));
            let place = place.unwrap_or(u32::MAX);
            let at = sorted.partition_point(|other| other.0 <= place);
            sorted.insert(at, (place, finding));
        }
        sorted.into_iter().map(|(_, finding)| finding).collect()
    }

    /// The place of a certificate on the path: 0 is the leaf.
    pub(crate) fn position(&self, attempt: &Attempt, id: CertId) -> Option<u32> {
        let depth = self.node(attempt.node)?.depth;
        if attempt.end.anchor() == Some(id) {
            let above = u32::from(matches!(attempt.end, End::Anchor(_)));
            return Some(depth.saturating_add(above));
        }
        let from_top = self
            .path_down(attempt.node)
            .position(|cert| CertId::Pool(cert) == id)?;
        depth.checked_sub(u32::try_from(from_top).ok()?)
    }

    /// Weighs what is known of an attempt now.
    pub(crate) fn weigh(&self, attempt: &Attempt) -> Weight {
        let mut weight = Weight::default();
        weight.add(
            rules::worst(&attempt.findings),
            rules::errors(&attempt.findings),
        );
        for link in self.links(attempt) {
            match self.facts.link(link) {
                Some(fact) => weight.add(fact.worst, fact.errors),
                None => weight.unchecked = weight.unchecked.saturating_add(1),
            }
        }
        let certs = self.path_down(attempt.node).map(CertId::Pool);
        for id in certs.chain(attempt.end.issuer()) {
            if let Some(fact) = self.cert_fact(id) {
                weight.add(fact.worst, fact.errors);
            }
        }
        weight
    }

    /// The best of the attempts: least category, fewest errors, ends in an anchor, shortest, first.
    pub(crate) fn nearest(&self) -> Option<usize> {
        let candidates = self.attempts.iter().enumerate();
        candidates
            .min_by_key(|(_, attempt)| {
                let depth = self.node(attempt.node).map_or(u32::MAX, |node| node.depth);
                let weight = &attempt.weight;
                (
                    weight.worst,
                    weight.errors,
                    attempt.end == End::Broken,
                    depth,
                )
            })
            .map(|(number, _)| number)
    }
}
