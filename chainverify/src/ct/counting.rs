//! Counts of logs and operators, as browsers ask for them as of 2026-07. Chrome's policy is `ct_policy.md`
//! of GoogleChrome/CertificateTransparency, Apple's support.apple.com/103214. Neither is enforced here:
//! both speak of certificates that these browsers trust.

use smallvec::SmallVec;

use super::log::{Log, LogKind, State};
use super::transparency::Delivery;
use crate::cert::Validity;
use crate::der::Time;
use crate::finding::CtShortfall;

/// The timestamps that verify and are not of the future, of one certificate.
pub(super) struct Counted<'l> {
    pub(super) validity: Validity,
    pub(super) now: Time,
    /// How each came, when it was made, and by which log.
    pub(super) scts: SmallVec<[(Delivery, Time, &'l Log); 8]>,
}

/// Up to so many seconds two logs are enough, and three above.
const SHORT: i64 = 180 * 86_400;

/// What is missing under Chrome's policy: timestamps of enough logs, one of them in current use, two
/// operators. Those in OCSP responses do not count, since Chrome 148.
pub(super) fn chrome(counted: &Counted<'_>) -> Result<(), CtShortfall> {
    // Of a retired log those count that were made before; the earliest one of all says when that was, but
    // for those of logs that Chrome never accepted.
    let accepted = |log: &Log| counted.is_current(log) || log.retired().is_some();
    let scts = counted.scts.iter().filter(|(.., log)| accepted(log));
    let issued = scts.map(|(_, time, _)| *time).min();
    let was_current =
        |_: Time, log: &Log| log.retired().zip(issued).is_some_and(|(end, at)| at < end);
    let lifetime = counted.seconds();
    either(
        &counted.logs(&[Delivery::Embedded], was_current),
        |logs| {
            logs.enough(needed(lifetime))
                .and_then(|()| logs.two_operators())
        },
        &counted.logs(&[Delivery::Tls], |_, _| false),
        |logs| logs.enough(2).and_then(|()| logs.two_operators()),
    )
}

/// What is missing under Apple's policy: timestamps of enough logs, one of them in current use, and one
/// of RFC 6962. That at most one of two, and two of three, count of one operator is that there are two
/// operators. Timestamps of logs in current use are enough where one of two came beside the certificate.
///
/// The period of validity includes its last second, and a day that has begun counts: 180 days and a
/// second are 181.
pub(super) fn apple(counted: &Counted<'_>) -> Result<(), CtShortfall> {
    use Delivery::{Embedded, Ocsp, Tls};
    let was_current = |time: Time, log: &Log| log.retired().is_some_and(|end| time < end);
    let lifetime = counted.seconds().saturating_add(1);
    let sent = counted.logs(&[Tls, Ocsp], |_, _| false);
    let all: &[Delivery] = match sent.0.is_empty() {
        true => &[],
        false => &[Tls, Ocsp, Embedded],
    };
    either(
        &counted.logs(&[Embedded], was_current),
        |logs| {
            logs.enough(needed(lifetime))?;
            logs.two_operators()?;
            logs.one_of_rfc6962()
        },
        &counted.logs(all, |_, _| false),
        |logs| logs.enough(2).and_then(|()| logs.one_of_rfc6962()),
    )
}

/// Whether the embedded timestamps are enough, or those that were sent. What is missing in the former
/// is said, unless there are none.
fn either<'l>(
    embedded: &Logs<'l>,
    check_embedded: impl Fn(&Logs<'l>) -> Result<(), CtShortfall>,
    sent: &Logs<'l>,
    check_sent: impl Fn(&Logs<'l>) -> Result<(), CtShortfall>,
) -> Result<(), CtShortfall> {
    let Err(missing) = check_embedded(embedded) else {
        return Ok(());
    };
    let only_sent = embedded.0.is_empty() && !sent.0.is_empty();
    check_sent(sent).map_err(|missing_in_sent| if only_sent { missing_in_sent } else { missing })
}

/// How many logs a certificate of this lifetime needs.
const fn needed(seconds: i64) -> usize {
    if seconds > SHORT { 3 } else { 2 }
}

impl<'l> Counted<'l> {
    /// From `notBefore` to `notAfter`.
    const fn seconds(&self) -> i64 {
        let end = self.validity.not_after.as_unix();
        end.saturating_sub(self.validity.not_before.as_unix())
    }

    fn is_current(&self, log: &Log) -> bool {
        log.state_at(self.now).is_some_and(State::is_current)
    }

    /// The logs of the timestamps that count: those in current use, and of others those for which
    /// `was_current` says so. Of several timestamps of one log the earliest counts.
    fn logs(&self, came: &[Delivery], was_current: impl Fn(Time, &Log) -> bool) -> Logs<'l> {
        let mut logs = Logs(SmallVec::new());
        let mut scts: SmallVec<[_; 8]> = self.scts.iter().collect();
        scts.sort_by_key(|(_, time, _)| *time);
        for (delivery, time, log) in scts {
            let is_current = self.is_current(log);
            let counts = is_current || was_current(*time, log);
            if counts
                && came.contains(delivery)
                && logs.0.iter().all(|one| one.log.id() != log.id())
            {
                let operator = log.operator_at(*time);
                logs.0.push(OneLog {
                    log,
                    operator,
                    is_current,
                });
            }
        }
        logs
    }
}

/// The logs of timestamps that count, each once.
struct Logs<'l>(SmallVec<[OneLog<'l>; 8]>);

struct OneLog<'l> {
    log: &'l Log,
    /// Who operated it when the timestamp was made.
    operator: &'l str,
    is_current: bool,
}

impl Logs<'_> {
    fn enough(&self, needed: usize) -> Result<(), CtShortfall> {
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        if self.0.len() < needed {
            return Err(CtShortfall::TooFewLogs {
                counted: number(self.0.len()),
                needed: number(needed),
            });
        }
        let mut logs = self.0.iter();
        let has_current = logs.any(|one| one.is_current);
        has_current.then_some(()).ok_or(CtShortfall::NoCurrentLog)
    }

    fn two_operators(&self) -> Result<(), CtShortfall> {
        let mut operators = self.0.iter().map(|one| one.operator);
        let first = operators.next();
        let has_other = operators.any(|operator| Some(operator) != first);
        has_other.then_some(()).ok_or(CtShortfall::OneOperator)
    }

    fn one_of_rfc6962(&self) -> Result<(), CtShortfall> {
        let mut logs = self.0.iter();
        let has_one = logs.any(|one| one.log.kind() == LogKind::Rfc6962);
        has_one.then_some(()).ok_or(CtShortfall::OnlyTiledLogs)
    }
}
