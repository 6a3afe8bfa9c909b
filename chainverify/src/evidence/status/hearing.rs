//! What all sources say of one certificate, and what follows from it.

use alloc::vec::Vec;

use crate::cert::ext::ReasonFlags;
use crate::der::Time;
use crate::finding::Code;
use crate::revocation::crl::{Reason, Revoked};
use crate::revocation::status::{Came, Said, SourceKind, Status, StatusSource, Told, Unusable};
use crate::text::Excerpt;

/// More sources that say the same are not listed.
const MOST_ALIKE: usize = 8;

/// What was said so far.
#[derive(Default)]
pub(super) struct Hearing {
    sources: Vec<Told>,
    /// The reasons of revocation that the CRLs speak for (RFC 5280 §6.3.3, `reasons_mask`).
    reasons: ReasonFlags,
}

impl Hearing {
    /// One more source. Of those that say the same in their own ways, a few stand for many.
    pub(super) fn add(&mut self, source: StatusSource, said: Said) {
        let kind = |source: &StatusSource, said| (source.kind(), core::mem::discriminant(said));
        let own = kind(&source, &said);
        let same = self.sources.iter();
        let same = same.filter(|told| kind(&told.source, &told.said) == own);
        let is_silent = matches!(&said, Said::Nothing { why } if why.is_silent());
        if is_silent || same.count() < MOST_ALIKE {
            self.sources.push(Told { source, said });
        }
    }

    /// A CRL speaks for these reasons.
    pub(super) fn covers(&mut self, reasons: ReasonFlags) {
        self.reasons = self.reasons.or(reasons);
    }

    pub(super) fn into_sources(self) -> Vec<Told> {
        self.sources
    }

    /// Of those that say "revoked" the one that says the earliest date, in whatever order they came.
    fn revoked(&self) -> Option<(Option<Revoked>, SourceKind)> {
        let revoked = self.sources.iter().filter_map(|told| match told.said {
            Said::Revoked { revoked } => Some((revoked, told.source.kind())),
            Said::NotRevoked | Said::Listed | Said::Nothing { .. } => None,
        });
        revoked.min_by_key(|(revoked, by)| {
            let since = revoked.map_or(Time::from_unix(i64::MAX), |it| it.since);
            (since, *by, revoked.map(|it| it.reason))
        })
    }

    /// The first that says "not revoked", for all reasons.
    fn good(&self) -> Option<SourceKind> {
        let good = |told: &&Told| told.said == Said::NotRevoked;
        let mut kinds = self
            .sources
            .iter()
            .filter(good)
            .map(|told| told.source.kind());
        let covers_all = self.reasons.contains(ReasonFlags::ALL);
        kinds.find(|kind| *kind != SourceKind::Crl || covers_all)
    }

    fn is_listed(&self) -> bool {
        self.sources.iter().any(|told| told.said == Said::Listed)
    }

    /// The status, if the sources say it.
    pub(super) fn status(&self) -> Option<Status> {
        if self.is_listed() {
            return Some(Status::Blocked);
        }
        if let Some((revoked, _)) = self.revoked() {
            return Some(Status::Revoked { revoked });
        }
        self.good().map(|_| Status::Good)
    }

    /// Whether more might be said by those who were not asked.
    pub(super) fn is_open(&self) -> bool {
        self.status().is_none()
    }

    /// Whether a delta could change the status: CRLs alone say that the certificate is good, or that it
    /// is on hold (RFC 5280 §5.2.4, §5.3.1).
    pub(super) fn hangs_on_deltas(&self) -> bool {
        let is_by_crl = |told: &Told| match told.said {
            Said::NotRevoked => told.source.kind() == SourceKind::Crl,
            Said::Revoked { revoked } => {
                let reason = revoked.map(|revoked| revoked.reason);
                told.source.kind() == SourceKind::Crl && reason == Some(Reason::CertificateHold)
            }
            Said::Listed => false,
            Said::Nothing { .. } => true,
        };
        !self.is_open() && self.sources.iter().all(is_by_crl)
    }

    /// Whether somebody who should know it was consulted.
    pub(super) fn is_unknown(&self) -> bool {
        self.sources.iter().any(|told| match &told.said {
            Said::Nothing { why } => !why.is_silent(),
            Said::NotRevoked | Said::Revoked { .. } | Said::Listed => true,
        })
    }

    /// What there is to say of a certificate that was revoked.
    pub(super) fn code(&self) -> Option<Code> {
        if self.is_listed() {
            return Some(Code::Blocklisted);
        }
        let (revoked, by) = self.revoked()?;
        let reason = revoked.map(|revoked| revoked.reason);
        Some(Code::Revoked {
            since: revoked.map(|revoked| revoked.since),
            reason: reason.filter(|reason| *reason != Reason::Unspecified),
            by,
        })
    }

    /// That two sources contradict each other.
    pub(super) fn contradiction(&self) -> Option<Code> {
        let (_, revoked_by) = self.revoked()?;
        let good_by = self.good()?;
        Some(Code::RevocationContradiction {
            revoked_by,
            good_by,
        })
    }

    fn staples(&self) -> impl Iterator<Item = &Said> {
        let staples = self.sources.iter().filter(|told| {
            let came = match &told.source {
                StatusSource::Ocsp { came, .. } => Some(came),
                _ => None,
            };
            came == Some(&Came::Stapled)
        });
        staples.map(|told| &told.said)
    }

    /// Whether the server stapled a response that counts.
    pub(super) fn has_staple(&self) -> bool {
        self.staples()
            .any(|said| !matches!(said, Said::Nothing { .. }))
    }

    /// Why the one that it stapled does not.
    pub(super) fn why_no_staple(&self) -> Option<Unusable> {
        self.staples().find_map(|said| match said {
            Said::Nothing { why } => Some(why.clone()),
            _ => None,
        })
    }

    /// Why nobody could say it: the first who should have, and could not.
    pub(super) fn why_unknown(&self) -> Code {
        let failed = self.sources.iter().filter_map(|told| match &told.said {
            Said::Nothing { why } if !why.is_silent() => Some((&told.source, why.clone())),
            Said::Nothing { .. } | Said::NotRevoked | Said::Revoked { .. } | Said::Listed => None,
        });
        // That some CRL is about other certificates explains least.
        let first = failed.min_by_key(|(_, why)| matches!(why, Unusable::OutOfScope { .. }));
        let Some((source, why)) = first else {
            let why = Unusable::SomeReasons;
            return Code::RevocationUnknown {
                why,
                source: SourceKind::Crl,
                url: None,
            };
        };
        let url = match source {
            StatusSource::Url { url, .. } => Some(url),
            StatusSource::Crl {
                came: Came::Fetched { url },
                ..
            }
            | StatusSource::Ocsp {
                came: Came::Fetched { url },
                ..
            } => Some(url).filter(|url| !url.is_empty()),
            _ => None,
        };
        Code::RevocationUnknown {
            why,
            source: source.kind(),
            url: url.map(|url| Excerpt::from(url.as_str())),
        }
    }
}
