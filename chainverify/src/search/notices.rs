//! What is odd about the way a path was sent, though it does not change the verdict: order, unused
//! certificates, a root sent along, an intermediate that had to be fetched.

use alloc::vec::Vec;

use super::attempt::{Attempt, End};
use super::pool::Source;
use super::record::Record;
use crate::finding::{CertId, Code, Finding, Severity};

/// The notices about an attempt: an attempt that failed has only those that explain it.
pub(super) fn notices(record: &Record<'_>, attempt: &Attempt) -> Vec<Finding> {
    let mut notices: Vec<Finding> = Vec::new();
    let mut add = |code, id| notices.push(Finding::new(code, Severity::Warning).of(id));
    for (position, error) in &record.pool.unreadable {
        let (position, error) = (*position, *error);
        add(
            Code::UnreadableIntermediate { position, error },
            CertId::Pool(0),
        );
    }
    for number in record.path_down(attempt.node) {
        let id = CertId::Pool(number);
        match record.pool.get(number).map(|entry| &entry.source) {
            Some(Source::Fetched(url)) => {
                let url = url.clone();
                add(Code::CompletedByFetch { url }, id);
            }
            Some(Source::Given) => add(Code::CompletedByCandidate, id),
            Some(Source::Leaf | Source::Sent(_)) | None => {}
        }
    }
    if attempt.weight.worst.is_some() || attempt.end == End::Broken {
        return notices;
    }
    if !is_in_order(record, attempt) {
        add(Code::WrongOrder, CertId::Pool(0));
    }
    let anchor = attempt.end.anchor().and_then(|id| record.cert(id));
    for (number, entry) in record.pool.entries() {
        let is_used = record.path_down(attempt.node).any(|used| used == number);
        if is_used || !matches!(entry.source, Source::Sent(_)) {
            continue;
        }
        if anchor.is_some_and(|anchor| anchor.der() == entry.cert.der()) {
            add(Code::RootSent, CertId::Pool(number));
        } else {
            add(Code::UnusedCertificate, CertId::Pool(number));
        }
    }
    notices
}

/// Whether the certificates of the path that were sent came in its order.
fn is_in_order(record: &Record<'_>, attempt: &Attempt) -> bool {
    let sent =
        record
            .path_down(attempt.node)
            .filter_map(|number| match record.pool.get(number)?.source {
                Source::Sent(position) => Some(position),
                Source::Leaf => Some(0),
                Source::Given | Source::Fetched(_) => None,
            });
    // From the top down, positions fall.
    sent.is_sorted_by(|above, below| above > below)
}
