//! The check of a certificate's timestamps: each is read, its signature verified with the key of its
//! log, and all are counted. A signature costs as much as that of a certificate: 32 at most are checked.

use alloc::vec::Vec;
use core::fmt;

use smallvec::SmallVec;

use super::compliance::{Compliance, WhyNotChecked};
use super::counting::{self, Counted};
use super::log::Log;
use super::log_list::LogList;
use super::precertificate;
use super::signed_entry::{Checked, SignedEntry};
use super::transparency::{Delivery, Outcome, Sct, SctLog, Transparency, Unreadable, time_of};
use crate::cert::Cert;
use crate::cert::ext::SignedCertificateTimestamp;
use crate::crypto::Algorithms;
use crate::der::{ParseError, Time};
use crate::finding::CtShortfall;
use crate::revocation::key_hash;
use crate::text::Excerpt;

/// More timestamps are not looked at: honest certificates have two to five.
const MOST_SCTS: usize = 32;

/// What the caller gave: a list of logs, and lists of timestamps that came beside the certificate.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given<'a> {
    pub(crate) logs: Option<&'a LogList>,
    pub(crate) scts: Vec<(Delivery, &'a [u8])>,
}

impl Given<'_> {
    /// Whether nobody asks.
    pub(crate) const fn is_empty(&self) -> bool {
        self.logs.is_none() && self.scts.is_empty()
    }
}

/// Checks the timestamps of one certificate, outside of a verification.
///
/// ```
/// use chainverify::Algorithms;
/// use chainverify::ct::{Check, Compliance, LogList};
/// use chainverify::der::Time;
#[doc = include_str!("../../tests/doc/certs.txt")]
/// let now = Time::from_unix(1_780_272_000);
/// let logs = LogList::new(now, []);
/// let check = Check::new(&leaf, now).issued_by(ca.subject_public_key_info()).logs(&logs);
/// let found = check.run(&Algorithms::default());
/// assert!(matches!(found.chrome, Compliance::DoesNotMeet { .. }));
/// ```
#[derive(Clone)]
#[must_use]
pub struct Check<'a> {
    cert: &'a Cert<'a>,
    time: Time,
    issuer: Option<&'a [u8]>,
    given: Given<'a>,
}

impl<'a> Check<'a> {
    /// Of this certificate at this time.
    pub const fn new(cert: &'a Cert<'a>, time: Time) -> Self {
        Self {
            cert,
            time,
            issuer: None,
            given: Given {
                logs: None,
                scts: Vec::new(),
            },
        }
    }

    /// The key that signed it: the contents of SubjectPublicKeyInfo, as
    /// [`Cert::subject_public_key_info`] gives them. Embedded timestamps are about it. A certificate
    /// whose precertificate another CA signed for its issuer names the issuer's key all the same (RFC 6962 §3.2).
    pub const fn issued_by(mut self, spki: &'a [u8]) -> Self {
        self.issuer = Some(spki);
        self
    }

    /// The logs that are known.
    pub const fn logs(mut self, logs: &'a LogList) -> Self {
        self.given.logs = Some(logs);
        self
    }

    /// A list of timestamps that came beside the certificate: see
    /// [`SignedCertificateTimestamp::read_list`].
    pub fn scts(mut self, delivery: Delivery, list: &'a [u8]) -> Self {
        self.given.scts.push((delivery, list));
        self
    }

    /// The same of all that a caller gave.
    pub(crate) fn given(mut self, given: &Given<'a>) -> Self {
        self.given = given.clone();
        self
    }

    /// What comes of it.
    #[must_use]
    pub fn run(&self, algorithms: &Algorithms) -> Transparency {
        let mut read = Read::default();
        if let Some(list) = self.cert.extensions().signed_certificate_timestamps.value() {
            read.add(Delivery::Embedded, list.scts(self.cert.der()));
        } else if let Some(error) =
            (self.cert.extensions().signed_certificate_timestamps).error(self.cert.der())
        {
            read.unreadable.push(Unreadable {
                delivery: Delivery::Embedded,
                error,
            });
        }
        for (delivery, list) in &self.given.scts {
            read.add(*delivery, SignedCertificateTimestamp::read_list(list));
        }
        let mut entries = Entries {
            check: self,
            precertificate: None,
            certificate: None,
        };
        let mut counted = Counted {
            validity: self.cert.validity(),
            now: self.time,
            scts: SmallVec::new(),
        };
        let scts = read.scts.iter().map(|(delivery, sct)| {
            let log = self.given.logs.and_then(|logs| logs.log(sct.log_id));
            let time = time_of(sct.timestamp);
            let outcome = log.map_or(Outcome::UnknownLog, |log| {
                entries.outcome(*delivery, sct, log, algorithms)
            });
            if let (Some(log), Outcome::Verified) = (log, outcome) {
                counted.scts.push((*delivery, time, log));
            }
            Sct {
                delivery: *delivery,
                log_id: *sct.log_id,
                log: log.map(|log| self.show(log, time)),
                timestamp: sct.timestamp,
                outcome,
            }
        });
        let scts: Vec<_> = scts.collect();
        let because_of = self.not_told(&scts, read.left_out);
        let compliance = |met: Result<(), CtShortfall>| match (because_of, met) {
            (Some(Doubt::Always(why)), _) | (Some(Doubt::UnlessMet(why)), Err(_)) => {
                Compliance::NotChecked { why }
            }
            (_, Ok(())) => Compliance::Meets,
            (None, Err(because)) => Compliance::DoesNotMeet { because },
        };
        Transparency {
            chrome: compliance(counting::chrome(&counted)),
            apple: compliance(counting::apple(&counted)),
            log_list: self.given.logs.map(LogList::date),
            scts,
            scts_left_out: read.left_out,
            unreadable: read.unreadable,
        }
    }

    fn show(&self, log: &Log, time: Time) -> SctLog {
        SctLog {
            name: Excerpt::from(log.name()),
            operator: Excerpt::from(log.operator_at(time)),
            kind: log.kind(),
            state: log.state_at(self.time),
        }
    }

    /// Why the counts say nothing, or nothing where they are too low.
    fn not_told(&self, scts: &[Sct], left_out: usize) -> Option<Doubt> {
        let Some(logs) = self.given.logs else {
            return Some(Doubt::Always(WhyNotChecked::NoLogList));
        };
        if logs.is_stale(self.time) {
            return Some(Doubt::Always(WhyNotChecked::LogListStale));
        }
        let has = |outcome| scts.iter().any(|sct| sct.outcome == outcome);
        if has(Outcome::IssuerUnknown) {
            Some(Doubt::UnlessMet(WhyNotChecked::IssuerUnknown))
        } else if has(Outcome::Unsupported) {
            Some(Doubt::UnlessMet(WhyNotChecked::Unsupported))
        } else {
            (left_out > 0).then_some(Doubt::UnlessMet(WhyNotChecked::TooMany))
        }
    }
}

/// Whether a reason not to tell holds for good counts too.
#[derive(Clone, Copy)]
enum Doubt {
    Always(WhyNotChecked),
    UnlessMet(WhyNotChecked),
}

/// The timestamps of all lists.
#[derive(Default)]
struct Read<'a> {
    scts: SmallVec<[(Delivery, SignedCertificateTimestamp<'a>); 8]>,
    left_out: usize,
    unreadable: Vec<Unreadable>,
}

impl<'a> Read<'a> {
    /// Those of one list, all or none.
    fn add(
        &mut self,
        delivery: Delivery,
        list: impl Iterator<Item = Result<SignedCertificateTimestamp<'a>, ParseError>>,
    ) {
        let known = (self.scts.len(), self.left_out);
        for sct in list {
            match sct {
                Ok(_) if self.scts.len() >= MOST_SCTS => {
                    self.left_out = self.left_out.saturating_add(1)
                }
                Ok(sct) => self.scts.push((delivery, sct)),
                Err(error) => {
                    self.scts.truncate(known.0);
                    self.left_out = known.1;
                    self.unreadable.push(Unreadable { delivery, error });
                    return;
                }
            }
        }
    }
}

/// What logs signed, made when it is first asked for.
struct Entries<'c, 'a> {
    check: &'c Check<'a>,
    precertificate: Option<Option<SignedEntry>>,
    certificate: Option<Option<SignedEntry>>,
}

impl Entries<'_, '_> {
    fn outcome(
        &mut self,
        delivery: Delivery,
        sct: &SignedCertificateTimestamp<'_>,
        log: &Log,
        algorithms: &Algorithms,
    ) -> Outcome {
        let check = self.check;
        let entry = match (delivery, check.issuer) {
            (Delivery::Embedded, None) => return Outcome::IssuerUnknown,
            (Delivery::Embedded, Some(issuer)) => self.precertificate.get_or_insert_with(|| {
                let tbs = precertificate::tbs_without_scts(check.cert).ok()?;
                SignedEntry::precertificate(&key_hash(issuer), &tbs)
            }),
            (Delivery::Tls | Delivery::Ocsp, _) => {
                let certificate = &mut self.certificate;
                certificate.get_or_insert_with(|| SignedEntry::x509(check.cert.der()))
            }
        };
        let checked = entry
            .as_ref()
            .map(|entry| entry.check(sct, log, algorithms));
        match checked {
            Some(Checked::Good) if time_of(sct.timestamp) > check.time => Outcome::InFuture,
            Some(Checked::Good) => Outcome::Verified,
            Some(Checked::Unsupported) => Outcome::Unsupported,
            // An entry that is too long for a log is one that no log has signed.
            Some(Checked::Bad) | None => Outcome::Failed,
        }
    }
}

impl fmt::Debug for Check<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Check")
            .field("cert", &self.cert)
            .field("time", &self.time)
            .finish_non_exhaustive()
    }
}
