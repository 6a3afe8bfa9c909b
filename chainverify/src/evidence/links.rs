//! Links: a certificate and who may have issued it. Each signature is checked once, and paid for.

use alloc::boxed::Box;

use smallvec::SmallVec;

use super::Evidence;
use crate::arena::{Arena, Id};
use crate::budget::Limit;
use crate::finding::{CertId, CertRef, Code, Finding};
use crate::rules::Findings;
use crate::rules::cert::Role;
use crate::rules::link::{Checked, name_match, signature};

/// A certificate and its issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) below: CertId,
    pub(crate) issuer: CertRef,
}

/// Names a link that was checked.
pub(crate) type LinkId = Id<Link>;

/// What came of the check (RFC 5280 §6.1.3 (a) (1), (4)).
#[derive(Debug)]
pub(crate) enum LinkCheck {
    /// The signature verifies with the issuer's key.
    Verified,
    /// It does not, or cannot be verified; the first of what is wrong.
    Failed(Box<Finding>),
    /// The issuer's key leaves its parameters to the keys above it (§6.1.4 (e)): the path check
    /// verifies it, which knows them.
    Inherits,
}

/// All links that were checked.
#[derive(Debug, Default)]
pub(crate) struct Links {
    arena: Arena<SmallVec<[(Link, LinkCheck); 3]>, Link>,
}

impl Links {
    pub(crate) fn find(&self, link: Link) -> Option<LinkId> {
        let found = self.arena.iter().find(|(_, (known, _))| *known == link)?;
        Some(found.0)
    }

    pub(crate) fn link(&self, id: LinkId) -> Link {
        self.arena[id].0
    }

    pub(crate) fn check(&self, id: LinkId) -> &LinkCheck {
        &self.arena[id].1
    }

    /// Everything that is known about links, in the order in which it was found.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Link, &LinkCheck)> {
        self.arena
            .items()
            .iter()
            .map(|(link, check)| (*link, check))
    }
}

/// What a signature check is for, which decides who pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stake {
    /// A valid path may come of it.
    Verdict,
    /// Only a better explanation may come of it.
    Explanation,
}

/// Checks a link, unless it is known. None where its signature is not worth checking: the issuer's
/// key or the algorithm is refused for what it is, and that is an error already, so that a weakness
/// is never explained as a forgery.
pub(crate) fn check_link(
    evidence: &mut Evidence<'_>,
    link: Link,
    stake: Stake,
) -> Result<Option<LinkId>, Limit> {
    if let Some(known) = evidence.links.find(link) {
        return Ok(Some(known));
    }
    if !is_worth_checking(evidence, link)? {
        return Ok(None);
    }
    match stake {
        Stake::Verdict => evidence.budget.signature()?,
        Stake::Explanation => evidence.budget.near_miss_signature()?,
    }
    if is_known(evidence, link) {
        let known = (link, LinkCheck::Verified);
        return Ok(Some(evidence.links.arena.push(known)));
    }
    let mut findings = Findings::new(evidence.inputs.policy, CertRef::Cert(link.below));
    let context = evidence.inputs.link_context(&evidence.certs, link);
    name_match::check(&context, &mut findings);
    // Last, because it is what costs.
    let check = match signature::check(&context, &mut findings) {
        Checked::Inherits => LinkCheck::Inherits,
        Checked::Yes => match findings.into_list().into_iter().next() {
            None => LinkCheck::Verified,
            Some(finding) => LinkCheck::Failed(Box::new(finding)),
        },
    };
    Ok(Some(evidence.links.arena.push((link, check))))
}

/// Whether the signature is remembered as verified, and the issuer has the name that it must have.
fn is_known(evidence: &Evidence<'_>, link: Link) -> bool {
    let below = &evidence.certs[link.below];
    below.known.is_there() && {
        let (name, key) = evidence.inputs.issuer(&evidence.certs, link.issuer);
        below.known.is_verified_by(key) && below.cert.issuer() == name
    }
}

fn is_worth_checking(evidence: &mut Evidence<'_>, link: Link) -> Result<bool, Limit> {
    let key_is_refused = |code: &Code| {
        matches!(
            code,
            Code::WeakRsaKey { .. }
                | Code::RsaModulusNotOctets { .. }
                | Code::KeyNotAllowed { .. }
                | Code::MalformedKey { .. }
        )
    };
    let issuer = match link.issuer {
        CertRef::Cert(id) => evidence.cert_facts(id, Role::Intermediate)?,
        CertRef::Anchor(id) => evidence.anchor_facts(id)?,
    };
    if has_error(&issuer.findings, key_is_refused) {
        return Ok(false);
    }
    let algorithm_is_refused =
        |code: &Code| matches!(code, Code::SignatureAlgorithmNotAllowed { .. });
    let mut below = evidence.certs[link.below].facts.iter();
    Ok(!below.any(|(_, facts)| has_error(&facts.findings, algorithm_is_refused)))
}

fn has_error(findings: &[Finding], is_such: fn(&Code) -> bool) -> bool {
    let mut errors = findings.iter().filter(|finding| finding.is_error());
    errors.any(|finding| is_such(finding.code()))
}
