//! Certificates whose revocation status need not be known: short-lived ones, those whose CA offers no
//! revocation information, and those of OCSP responders whose CA vouches for them.

use super::status::NotNeeded;
use crate::cert::Cert;
use crate::cert::ext::KeyPurpose;
use crate::der::Time;
use crate::der::known;

/// Whether a certificate is looked at as that of an OCSP responder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Responds {
    Yes,
    No,
}

const DAY: i64 = 86_400;

/// From here on a short-lived certificate is valid for 7 days at most, and for 10 before (CA/B BR
/// §1.6.1): 2026-03-15T00:00:00Z.
const SEVEN_DAYS_FROM: Time = Time::from_unix(1_773_532_800);

/// Why the status of this certificate need not be known, if it need not. Who answers for a CA by OCSP is
/// `as_responder`; nobody else is excused by what CAs say of their responders.
pub(crate) fn why(cert: &Cert<'_>, as_responder: Responds) -> Option<NotNeeded> {
    if is_ca(cert) {
        return None;
    }
    if has_no_rev_avail(cert) {
        Some(NotNeeded::NoRevAvail)
    } else if as_responder == Responds::Yes && is_unchecked_responder(cert) {
        Some(NotNeeded::OcspNoCheck)
    } else if is_short_lived(cert) {
        Some(NotNeeded::ShortLived)
    } else {
        None
    }
}

pub(crate) fn is_ca(cert: &Cert<'_>) -> bool {
    let constraints = cert.extensions().basic_constraints.value();
    constraints.is_some_and(|constraints| constraints.ca)
}

/// RFC 9608 §2: a NULL, never beside what says where revocation information is. Beside that it says
/// nothing.
fn has_no_rev_avail(cert: &Cert<'_>) -> bool {
    const NULL: &[u8] = &[5, 0];
    let is_there = cert.extension(known::NO_REV_AVAIL) == Some(NULL);
    is_there && !says_where(cert)
}

/// Whether a certificate says where its revocation information is (RFC 9608 §3).
pub(crate) fn says_where(cert: &Cert<'_>) -> bool {
    let extensions = cert.extensions();
    let access = extensions.authority_info_access.value();
    let has_responder = access.is_some_and(|access| access.has_ocsp(cert.der()));
    extensions.crl_distribution_points.is_present()
        || cert.extension(known::FRESHEST_CRL).is_some()
        || has_responder
}

/// RFC 6960 §4.2.2.2.1
fn is_unchecked_responder(cert: &Cert<'_>) -> bool {
    let usage = cert.extensions().extended_key_usage.value();
    usage.is_some_and(|usage| usage.contains(KeyPurpose::OcspSigning))
        && cert.extension(known::OCSP_NO_CHECK).is_some()
}

/// Its first and its last second both count (CA/B BR §1.6.1, "Validity Period").
fn is_short_lived(cert: &Cert<'_>) -> bool {
    let validity = cert.validity();
    let most = match validity.not_before < SEVEN_DAYS_FROM {
        true => 10 * DAY,
        false => 7 * DAY,
    };
    let (from, until) = (validity.not_before.as_unix(), validity.not_after.as_unix());
    until.saturating_sub(from).saturating_add(1) <= most
}
