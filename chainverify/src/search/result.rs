//! What a search ends with: a proof, or a failure with its nearest miss. Both hold the whole
//! record, so that everything that was tried can be explained.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use super::attempt::Attempt;
use super::notices::notices;
use super::record::Record;
use crate::budget::Limit;
use crate::cert::Cert;
use crate::der::Time;
use crate::finding::{CertId, Finding};
use crate::policy::Level;
use crate::rules::path::PathContext;
use crate::rules::path::policies::{ValidPolicies, user_constrained};
use crate::trust::Anchor;

/// A valid path from a leaf to an anchor. Only a search can make one.
///
/// ```
/// # use chainverify::{Origin, TrustStore, Verifier};
/// # use pki_types::{CertificateDer, UnixTime, pem::PemObject};
/// # let mut roots = TrustStore::new();
/// # roots.add_pem(include_bytes!("../../../testdata/example/root.pem"), &Origin::Given);
/// # let pem = include_bytes!("../../../testdata/example/chain.pem");
/// # let chain: Vec<_> = CertificateDer::pem_slice_iter(pem).map(Result::unwrap).collect();
/// # let time = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
/// # let verifier = Verifier::new(roots);
/// let path = verifier.verify_at(&chain, "www.example.com", time).unwrap();
/// let names: Vec<_> = path.certs().map(|cert| cert.subject().display_name()).collect();
/// assert_eq!(names, ["www.example.com", "Example CA 1"]);
/// assert_eq!(path.anchor().name().display_name(), "Example Root");
/// assert!(path.warnings().is_empty());
/// ```
pub struct ValidPath<'a> {
    record: Box<Record<'a>>,
    /// The number of the first valid attempt.
    valid: usize,
    stopped: Option<Limit>,
}

/// No valid path.
///
/// ```
/// # use chainverify::{Origin, TrustStore, Verifier};
/// # use pki_types::{CertificateDer, UnixTime, pem::PemObject};
/// # let mut roots = TrustStore::new();
/// # roots.add_pem(include_bytes!("../../../testdata/example/root.pem"), &Origin::Given);
/// # let pem = include_bytes!("../../../testdata/example/chain.pem");
/// # let chain: Vec<_> = CertificateDer::pem_slice_iter(pem).map(Result::unwrap).collect();
/// # let time = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
/// # let verifier = Verifier::new(roots);
/// use chainverify::{Code, Category};
///
/// let failure = verifier.verify_at(&chain, "example.org", time).unwrap_err();
/// assert!(matches!(failure.primary().code(), Code::NameMismatch { .. }));
/// assert_eq!(failure.primary().code().category(), Category::Name);
/// println!("{failure}");
/// ```
pub struct Failure<'a> {
    record: Box<Record<'a>>,
    /// The attempt that came nearest; none if there was no search.
    nearest: Option<usize>,
    primary: Finding,
    stopped: Option<Limit>,
}

pub(super) fn finish<'a>(
    record: Box<Record<'a>>,
    valid: Option<usize>,
    stopped: Option<Limit>,
    setup: Option<Finding>,
) -> Result<ValidPath<'a>, Failure<'a>> {
    // Nothing but a path without an error, every signature on it checked, is a proof.
    let valid = valid.filter(|number| {
        let attempt = record.attempts.get(*number);
        attempt.is_some_and(|attempt| attempt.weight.is_valid())
    });
    let nearest = match (&setup, valid) {
        (Some(_), _) => None,
        (None, Some(valid)) => {
            return Ok(ValidPath {
                record,
                valid,
                stopped,
            });
        }
        (None, None) => record.nearest(),
    };
    let on_path = nearest.and_then(|number| record.attempts.get(number));
    let primary = setup.or_else(|| on_path.and_then(|attempt| primary(&record, attempt)));
    Err(Failure {
        primary: primary.unwrap_or_else(|| Finding::new(STOPPED, crate::finding::Severity::Error)),
        record,
        nearest,
        stopped,
    })
}

/// For a search that was stopped before it judged anything.
const STOPPED: crate::finding::Code = crate::finding::Code::SearchStopped { limit: "" };

/// The worst finding; ties go to the one nearest the leaf.
fn primary(record: &Record<'_>, attempt: &Attempt) -> Option<Finding> {
    let findings = record.findings(attempt);
    let errors = findings.into_iter().filter(|finding| finding.is_error());
    errors
        .rev()
        .max_by_key(|finding| finding.code().category())
        .cloned()
}

impl<'a> ValidPath<'a> {
    /// The certificates from the leaf up, without the anchor.
    pub fn certs(&self) -> impl Iterator<Item = &Cert<'a>> {
        let attempt = self.attempt();
        attempt
            .map_or_else(Vec::new, |attempt| self.record.certs_up(attempt))
            .into_iter()
    }

    /// The certificate of an id of one of the findings; none for an anchor that is only name and
    /// key.
    #[must_use]
    pub fn cert(&self, id: CertId) -> Option<&Cert<'a>> {
        self.record.cert(id)
    }

    /// The anchor that the path ends in.
    ///
    /// # Panics
    ///
    /// Never: a valid path has one.
    #[must_use]
    #[allow(clippy::missing_panics_doc, clippy::expect_used)] // a valid attempt ends in an anchor
    pub fn anchor(&self) -> &'a Anchor {
        self.attempt()
            .and_then(|attempt| self.record.anchor(attempt.end.anchor()?))
            .expect("a valid attempt ends in an anchor")
    }

    /// What is odd about the path, but does not make it invalid: warnings of the rules from the
    /// leaf up, then what is to say about the way it was sent.
    #[must_use]
    pub fn warnings(&self) -> Vec<Finding> {
        let Some(attempt) = self.attempt() else {
            return Vec::new();
        };
        let of_rules = self.record.findings(attempt).into_iter().cloned();
        of_rules.chain(notices(&self.record, attempt)).collect()
    }

    /// The certificate policies under which the path is valid (RFC 5280 §6.1.5 (g)).
    #[must_use]
    pub fn policies(&self) -> ValidPolicies {
        let Some(attempt) = self.attempt() else {
            return ValidPolicies::Only(Vec::new());
        };
        let certs = self.record.path_certs(attempt.node);
        user_constrained(&PathContext {
            anchor: attempt.end.anchor().and_then(|id| self.record.anchor(id)),
            anchor_id: attempt.end.anchor(),
            certs: &certs,
            policy: self.record.policy,
        })
    }

    /// From when to when this path is valid, both inclusive: the part of time that all its
    /// certificates share, the anchor's too where the policy looks at its dates.
    #[must_use]
    pub fn validity(&self) -> (Time, Time) {
        let mut interval = (Time::from_unix(i64::MIN), Time::from_unix(i64::MAX));
        let counts_anchor = self.record.policy.anchor_time == Level::Error;
        let anchor = self.anchor().cert().filter(|_| counts_anchor);
        for cert in self.certs().chain(anchor) {
            let validity = cert.validity();
            interval.0 = interval.0.max(validity.not_before);
            interval.1 = interval.1.min(validity.not_after);
        }
        interval
    }

    /// All valid paths that were found, this one first: one under `Exploration::First`, all under
    /// `Exploration::All`. Each as its certificates from the leaf up, and its anchor.
    pub fn all(&self) -> impl Iterator<Item = (Vec<&Cert<'a>>, &'a Anchor)> {
        let attempts = self.record.attempts.iter();
        let valid = attempts.filter(|attempt| attempt.weight.is_valid());
        valid.filter_map(|attempt| {
            let anchor = self.record.anchor(attempt.end.anchor()?)?;
            Some((self.record.certs_up(attempt), anchor))
        })
    }

    /// A limit that ended the search for more paths.
    #[must_use]
    pub const fn stopped(&self) -> Option<Limit> {
        self.stopped
    }

    pub(crate) fn record(&self) -> &Record<'a> {
        &self.record
    }

    pub(crate) fn attempt(&self) -> Option<&Attempt> {
        self.record.attempts.get(self.valid)
    }
}

impl<'a> Failure<'a> {
    /// The finding to name first: the worst one on the path that came nearest to valid.
    #[must_use]
    pub const fn primary(&self) -> &Finding {
        &self.primary
    }

    /// The certificates of the path that came nearest, from the leaf up, without the anchor.
    pub fn path(&self) -> impl Iterator<Item = &Cert<'a>> {
        let attempt = self.attempt();
        attempt
            .map_or_else(Vec::new, |attempt| self.record.certs_up(attempt))
            .into_iter()
    }

    /// The anchor that the nearest path ends in, if it reaches one.
    #[must_use]
    pub fn anchor(&self) -> Option<&'a Anchor> {
        self.record.anchor(self.attempt()?.end.anchor()?)
    }

    /// Everything that was found on the nearest path from the leaf up, warnings too.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let Some(attempt) = self.attempt() else {
            return alloc::vec![self.primary.clone()];
        };
        let of_rules = self.record.findings(attempt).into_iter().cloned();
        of_rules.chain(notices(&self.record, attempt)).collect()
    }

    /// Where a certificate of a finding stands on the nearest path: 0 is the leaf; none if it is
    /// not on it.
    #[must_use]
    pub fn position(&self, id: CertId) -> Option<u32> {
        self.record.position(self.attempt()?, id)
    }

    /// The certificate of an id of one of the findings.
    #[must_use]
    pub fn cert(&self, id: CertId) -> Option<&Cert<'a>> {
        self.record.cert(id)
    }

    /// The limit that ended the search, if one did: then there may be a valid path that was not
    /// found.
    #[must_use]
    pub const fn stopped(&self) -> Option<Limit> {
        self.stopped
    }

    pub(crate) fn record(&self) -> &Record<'a> {
        &self.record
    }

    pub(crate) fn attempt(&self) -> Option<&Attempt> {
        self.record.attempts.get(self.nearest?)
    }
}

impl fmt::Debug for ValidPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.certs()).finish()
    }
}

impl fmt::Debug for Failure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("primary", &self.primary)
            .field("stopped", &self.stopped)
            .finish_non_exhaustive()
    }
}

impl core::error::Error for Failure<'_> {}
