//! In which order nodes are taken: one comparable key, the least first. Hints order and never
//! exclude, and nothing in the key depends on the order in which certificates were given.

use core::cmp::Reverse;

use crate::cert::ext::AuthorityKeyIdentifier;
use crate::cert::{Cert, Validity};
use crate::der::Time;
use crate::evidence::Entry;
use crate::finding::Category;
use crate::trust::Anchor;

/// What a node is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Order {
    /// Nothing wrong first; then the mildest error, because only explanations can come of those.
    pub(crate) worst: Option<Category>,
    pub(crate) reach: Reach,
    /// The likely issuer first.
    pub(super) penalty: u32,
    /// The path that stays valid longest first.
    pub(super) until: Reverse<Time>,
    /// The path that is nearly complete first.
    pub(super) depth: Reverse<u32>,
}

/// Whether names lead from a certificate to an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reach {
    Connected,
    /// No valid path leads through here; but what is missing may be had elsewhere.
    Unconnected,
}

/// A certificate or an anchor that may have issued another.
pub(super) struct Candidate<T> {
    pub(super) id: T,
    pub(super) penalty: u32,
    /// Its dates; those of an anchor without a certificate do not matter.
    pub(super) validity: Validity,
}

/// Puts the candidates for one place in the order in which they are opened: likely ones first, then
/// those that stay valid longest, then the newest; what is still alike goes by the octets of the
/// certificate, or of the anchor's key.
pub(super) fn sort<'e, T: Copy>(candidates: &mut [Candidate<T>], octets: impl Fn(T) -> &'e [u8]) {
    let key = |one: &Candidate<T>| {
        let Validity {
            not_before,
            not_after,
        } = one.validity;
        (one.penalty, Reverse(not_after), Reverse(not_before))
    };
    candidates.sort_by(|one, other| {
        let by_key = key(one).cmp(&key(other));
        by_key.then_with(|| octets(one.id).cmp(octets(other.id)))
    });
}

/// The identifiers agree.
const KEY_ID_MATCHES: u32 = 0;
/// One side has none.
const KEY_ID_UNKNOWN: u32 = 1;
/// A self-issued certificate makes the path longer and is rarely needed.
const SELF_ISSUED: u32 = 2;
/// An anchor that is no root: the path may go on to one.
const NOT_A_ROOT: u32 = 3;
/// The identifiers differ: as good as never the issuer.
const KEY_ID_DIFFERS: u32 = 8;

/// How unlikely it is that `issuer` issued `below` on the path that is wanted, by key identifiers
/// (RFC 5280 §4.2.1.1); an anchor may have no certificate.
pub(super) fn key_id_penalty(below: &Cert<'_>, issuer: Option<&Cert<'_>>) -> u32 {
    let wanted = below.extensions().authority_key_identifier.value();
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

/// Whether the key identifiers of two certificates leave it open that one issued the other.
pub(crate) fn may_have_issued(issuer: &Cert<'_>, below: &Cert<'_>) -> bool {
    key_id_penalty(below, Some(issuer)) < KEY_ID_DIFFERS
}

/// What is added for a self-issued certificate in the middle of a path.
pub(super) const fn self_issued_penalty(entry: &Entry<'_>) -> u32 {
    if entry.is_self_issued { SELF_ISSUED } else { 0 }
}

/// The same for an anchor that is no root.
pub(super) fn anchor_penalty(anchor: &Anchor) -> u32 {
    let is_root = anchor.cert().is_none_or(Cert::is_self_issued);
    if is_root { 0 } else { NOT_A_ROOT }
}
