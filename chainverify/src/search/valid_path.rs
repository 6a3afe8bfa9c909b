//! A valid path: the proof. Only a search can make one.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use super::builder::PathBuilder;
use super::tree::{Attempt, AttemptId};
use crate::cert::{Cert, Validity};
use crate::der::Time;
use crate::evidence::Evidence;
use crate::evidence::path_check::{Verdict, policies};
use crate::finding::AnchorId;
use crate::policy::Level;
use crate::revocation::status::RevocationCheck;
use crate::rules::path::policies::ValidPolicies;
use crate::trust::Anchor;

/// A valid path from a leaf to an anchor.
///
/// It borrows the certificates and the verifier; [`ValidPath::report`] is an account of it that
/// owns everything.
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// let path = verifier.verify_request(Request::server(&chain, "example.com").at(time))?;
/// assert_eq!(path.certs().count(), 2);
/// assert_eq!(path.validity().1.to_string(), "2046-01-01T00:00:00Z");
/// assert!(path.warnings().is_empty());
/// # Ok::<(), Box<chainverify::Report>>(())
/// ```
pub struct ValidPath<'a> {
    pub(crate) evidence: Box<Evidence<'a>>,
    pub(crate) builder: PathBuilder,
    pub(crate) valid: AttemptId,
    anchor: AnchorId,
}

impl<'a> ValidPath<'a> {
    /// The proof, if the builder has found one: nothing but a path that its check called valid, to
    /// an anchor.
    #[allow(clippy::result_large_err)] // moved once, into a report
    pub(super) fn new(
        evidence: Box<Evidence<'a>>,
        builder: PathBuilder,
    ) -> Result<Self, (Box<Evidence<'a>>, PathBuilder)> {
        match builder.proof() {
            Some((valid, anchor)) => Ok(Self {
                evidence,
                builder,
                valid,
                anchor,
            }),
            None => Err((evidence, builder)),
        }
    }

    /// The certificates from the leaf up, without the anchor.
    pub fn certs(&self) -> impl Iterator<Item = &Cert<'a>> {
        self.certs_of(self.attempt())
    }

    /// The certificate that was verified.
    #[must_use]
    pub fn leaf(&self) -> &Cert<'a> {
        &self.evidence.certs[self.builder.goal.target].cert
    }

    fn certs_of(&self, attempt: &Attempt) -> impl Iterator<Item = &Cert<'a>> {
        let steps = attempt.path.steps.iter().rev();
        let certs: Vec<_> = steps.map(|step| step.cert).collect();
        certs.into_iter().map(|id| &self.evidence.certs[id].cert)
    }

    /// The anchor that the path ends in.
    #[must_use]
    pub fn anchor(&self) -> &'a Anchor {
        self.evidence.anchor(self.anchor)
    }

    /// From when to when the path is valid, both inclusive: the part of time that all its
    /// certificates share, the anchor's too where the policy looks at its dates.
    #[must_use]
    pub fn validity(&self) -> (Time, Time) {
        validity(&self.evidence, self.attempt())
    }

    /// The certificate policies under which the path is valid (RFC 5280 §6.1.5 (g)).
    #[must_use]
    pub fn policies(&self) -> ValidPolicies {
        policies(&self.evidence, &self.attempt().path)
    }

    /// The revocation status of each certificate, from the leaf up, without the anchor.
    pub fn statuses(&self) -> impl Iterator<Item = RevocationCheck> {
        let attempt = self.attempt();
        let steps = attempt.path.steps.iter().rev();
        steps.map(|step| attempt.status(&self.evidence, step))
    }

    /// All valid paths that were found, this one first: one under
    /// [`Exploration::First`](crate::policy::Exploration::First), all under `All`. Each as its
    /// certificates from the leaf up, and its anchor.
    pub fn all(&self) -> impl Iterator<Item = (Vec<&Cert<'a>>, &'a Anchor)> {
        let attempts = self.builder.tree.attempts.items().iter();
        let valid = attempts.filter(|attempt| attempt.check.verdict == Verdict::Valid);
        valid.filter_map(|attempt| {
            let anchor = self.evidence.anchor(attempt.path.end.anchor()?);
            Some((self.certs_of(attempt).collect(), anchor))
        })
    }

    pub(crate) fn attempt(&self) -> &Attempt {
        &self.builder.tree.attempts[self.valid]
    }
}

/// The part of time that the certificates of a path share.
pub(crate) fn validity(evidence: &Evidence<'_>, attempt: &Attempt) -> (Time, Time) {
    let always = (Time::from_unix(i64::MIN), Time::from_unix(i64::MAX));
    let counts_anchor = evidence.inputs.policy.anchor_time == Level::Error;
    let anchor = attempt.path.end.anchor().filter(|_| counts_anchor);
    let anchor = anchor.and_then(|id| evidence.anchor(id).cert());
    let certs = attempt.path.steps.iter();
    let certs = certs.map(|step| evidence.certs[step.cert].cert.validity());
    let all = certs.chain(anchor.map(Cert::validity));
    all.fold(always, |(from, until), validity: Validity| {
        (from.max(validity.not_before), until.min(validity.not_after))
    })
}

impl fmt::Debug for ValidPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.certs()).finish()
    }
}
