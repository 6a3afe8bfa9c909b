//! Who may have issued a certificate, and in which order to try them. Hints order; they never
//! exclude.

use crate::cert::Cert;
use crate::cert::ext::AuthorityKeyIdentifier;
use crate::der::Span;

/// The identifiers agree.
const KEY_ID_MATCHES: u32 = 0;
/// One side has none.
const KEY_ID_UNKNOWN: u32 = 1;
/// The identifiers differ: as good as never the issuer.
const KEY_ID_DIFFERS: u32 = 8;
/// A self-issued certificate makes the path longer and is rarely needed.
const SELF_ISSUED: u32 = 2;

/// How unlikely it is that `issuer` issued `below` on the path that is wanted.
pub(super) fn penalty(below: &Cert<'_>, issuer: &Cert<'_>) -> u32 {
    let self_issued = if issuer.is_self_issued() {
        SELF_ISSUED
    } else {
        0
    };
    key_id_penalty(below, Some(issuer)).saturating_add(self_issued)
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

/// Whether two certificates stand for the same entity with the same key: subject, subjectAltName
/// and key agree (RFC 4158 §2.4.2). A path has such a pair at most once.
pub(super) fn is_same_entity(one: &Cert<'_>, other: &Cert<'_>) -> bool {
    one.subject_public_key_info() == other.subject_public_key_info()
        && one.subject() == other.subject()
        && alternative_names(one) == alternative_names(other)
}

fn alternative_names<'r>(cert: &'r Cert<'_>) -> &'r [u8] {
    let extension = &cert.extensions().subject_alt_name;
    extension.span().map_or(&[], |span: Span| cert.bytes(span))
}
