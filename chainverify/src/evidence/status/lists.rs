//! What lists say of a certificate that nobody signed for this verification: blocklists, and CRLite's
//! filters. The caller vouches for them.

#[cfg(feature = "crlite")]
use alloc::vec::Vec;

#[cfg(feature = "crlite")]
use super::is_too_old;
use super::{Evidence, Hearing, Subject};
use crate::cert::Cert;
use crate::revocation::blocklist::Blocklist;
use crate::revocation::status::{Said, StatusSource};

/// Asks the blocklists.
pub(super) fn hear_blocklists(
    evidence: &Evidence<'_>,
    subject: &Subject<'_>,
    hearing: &mut Hearing,
) {
    let cert = &evidence.certs[subject.id].cert;
    let lists = &evidence.inputs.revocation.get().blocklists;
    let has =
        |list: &&Blocklist| list.find(cert.issuer(), cert.serial_number()) || has_key(list, cert);
    if lists.iter().any(has) {
        hearing.add(StatusSource::Blocklist, Said::Listed);
    }
}

#[cfg(any(
    feature = "crlite",
    feature = "ct",
    feature = "digest",
    feature = "ocsp"
))]
fn has_key(list: &Blocklist, cert: &Cert<'_>) -> bool {
    list.has_keys() && list.find_key(cert.subject(), &crate::revocation::spki_hash(cert))
}

/// Without SHA-256 there are no such entries: see [`Blocklist`].
#[cfg(not(any(
    feature = "crlite",
    feature = "ct",
    feature = "digest",
    feature = "ocsp"
)))]
const fn has_key(_: &Blocklist, _: &Cert<'_>) -> bool {
    false
}

/// Asks the filters.
#[cfg(feature = "crlite")]
pub(super) fn hear_filters(evidence: &Evidence<'_>, subject: &Subject<'_>, hearing: &mut Hearing) {
    use crate::der::Time;
    use crate::finding::CertRef;
    use crate::revocation::crlite::{Answer, Logged, logged};
    use crate::revocation::key_hash;
    use crate::revocation::status::Unusable;

    let filters = &evidence.inputs.revocation.get().filters;
    if filters.is_empty() {
        return;
    }
    let cert = &evidence.certs[subject.id].cert;
    let issuer = match subject.issuer {
        CertRef::Cert(id) => evidence.certs[id].cert.subject_public_key_info(),
        CertRef::Anchor(id) => evidence.anchor(id).subject_public_key_info(),
    };
    let issuer = key_hash(issuer);
    let scts: Vec<Logged> = logged(cert).collect();
    for filters in filters {
        let until = filters.covers_until();
        let until = until.and_then(|milliseconds| i64::try_from(milliseconds / 1_000).ok());
        let until = until.map(Time::from_unix);
        let said = match (filters.query(&issuer, cert.serial_number(), &scts), until) {
            (Answer::Revoked, _) => Said::Revoked { revoked: None },
            (Answer::NotRevoked, Some(this_update)) if is_too_old(evidence, this_update) => {
                let why = Unusable::TooOld { this_update };
                Said::Nothing { why }
            }
            (Answer::NotRevoked, _) => Said::NotRevoked,
            (Answer::NotEnrolled, _) => Said::Nothing {
                why: Unusable::NotEnrolled,
            },
            (Answer::NotCovered, _) => Said::Nothing {
                why: Unusable::NotCovered,
            },
        };
        hearing.add(StatusSource::Filter { until }, said);
    }
}
