//! Who may have issued a certificate, and in which order to try them. Hints order; they never
//! exclude.

use super::pool::Entry;
use crate::cert::Cert;
use crate::cert::ext::AuthorityKeyIdentifier;

/// The identifiers agree.
const KEY_ID_MATCHES: u32 = 0;
/// One side has none.
const KEY_ID_UNKNOWN: u32 = 1;
/// The identifiers differ: as good as never the issuer.
const KEY_ID_DIFFERS: u32 = 8;
/// A self-issued certificate makes the path longer and is rarely needed.
const SELF_ISSUED: u32 = 2;

/// How unlikely it is that `issuer` issued `below` on the path that is wanted.
pub(super) fn penalty(below: &Entry<'_>, issuer: &Entry<'_>) -> u32 {
    let self_issued = if issuer.is_self_issued {
        SELF_ISSUED
    } else {
        0
    };
    key_id_penalty(&below.cert, Some(&issuer.cert)).saturating_add(self_issued)
}

/// The same by key identifiers alone; an anchor may have no certificate.
pub(super) fn key_id_penalty(below: &Cert<'_>, issuer: Option<&Cert<'_>>) -> u32 {
    let extensions = below.extensions();
    let wanted = extensions.authority_key_identifier.value();
    let wanted = wanted.and_then(|identifier: &AuthorityKeyIdentifier| identifier.key_identifier);
    let own = issuer.and_then(|issuer| {
        let own = issuer.extensions().subject_key_identifier.value()?;
        Some(issuer.bytes(own.span()))
    });
    match (wanted, own) {
        (Some(wanted), Some(own)) if below.bytes(wanted) == own => KEY_ID_MATCHES,
        (Some(_), Some(_)) => KEY_ID_DIFFERS,
        _ => KEY_ID_UNKNOWN,
    }
}
