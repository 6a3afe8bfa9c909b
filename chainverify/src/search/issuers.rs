//! Who may have issued a certificate, best first: anchors, and certificates that were presented. Hints
//! order and never exclude, and the order does not depend on the one in which certificates were
//! given.

use core::cmp::Reverse;

use smallvec::SmallVec;

use super::tree::{NodeId, Tree};
use crate::budget::Limit;
use crate::cert::ext::AuthorityKeyIdentifier;
use crate::cert::{Cert, Validity};
use crate::evidence::{Entry, Evidence};
use crate::finding::{AnchorId, CertId};
use crate::trust::Anchor;

/// A certificate or an anchor that may have issued another.
pub(super) struct Candidate<T> {
    pub(super) id: T,
    pub(super) penalty: u32,
    /// Its dates; those of an anchor without a certificate do not matter.
    validity: Validity,
}

/// The presented certificates that may have issued another.
pub(super) struct Issuers {
    pub(super) candidates: SmallVec<[Candidate<CertId>; 4]>,
    /// A certificate of the right name is there, but on the path already.
    pub(super) has_loop: bool,
}

/// The presented certificates that may have issued `cert`, the one at a node; best first.
pub(super) fn issuers_of(
    tree: &Tree,
    evidence: &mut Evidence<'_>,
    id: NodeId,
    cert: CertId,
) -> Result<Issuers, Limit> {
    let Evidence {
        certs,
        budget,
        inputs,
        ..
    } = evidence;
    let mut has_loop = false;
    let mut candidates: SmallVec<[Candidate<CertId>; 4]> = SmallVec::new();
    for issuer in certs.issuers_of(cert, budget)? {
        let entry = &certs[issuer];
        let is_self_issued = entry.names.is_self_issued;
        if is_self_issued && inputs.store.has_twin(entry.names.subject, &entry.cert) {
            // The anchor itself is tried instead.
            continue;
        }
        if !entry.is_connected && certs.store_anchor(issuer).is_some() {
            // The store has nothing above it: the path ends in it.
            continue;
        }
        let mut is_on_path = false;
        for (_, step) in tree.steps(id) {
            budget.work(entry.cert.subject_public_key_info().len())?;
            is_on_path |= certs[step.cert].is_same_entity(entry);
        }
        if is_on_path {
            has_loop |= issuer != cert;
            continue;
        }
        let step = key_id_penalty(&certs[cert].cert, Some(&entry.cert));
        candidates.push(Candidate {
            id: issuer,
            penalty: step.max(self_issued_penalty(entry)),
            validity: entry.cert.validity(),
        });
    }
    sort(&mut candidates, |id| certs[id].cert.der());
    Ok(Issuers {
        candidates,
        has_loop,
    })
}

/// The anchors of a certificate's issuer name, best first.
pub(super) fn anchors_of(
    evidence: &Evidence<'_>,
    cert: CertId,
) -> SmallVec<[Candidate<AnchorId>; 2]> {
    let entry = &evidence.certs[cert];
    let mut candidates = SmallVec::new();
    for id in &entry.anchors {
        let anchor = evidence.anchor(*id);
        let own = anchor.cert();
        if own.is_some_and(|own| own.der() == entry.cert.der()) {
            continue;
        }
        candidates.push(Candidate {
            id: *id,
            penalty: key_id_penalty(&entry.cert, own).max(anchor_penalty(anchor)),
            validity: own.map_or(Validity::ALWAYS, |own| own.validity()),
        });
    }
    sort(&mut candidates, |id| {
        let anchor = evidence.anchor(id);
        let own = anchor.cert();
        own.map_or_else(|| anchor.subject_public_key_info(), |own| own.der())
    });
    candidates
}

/// Puts the candidates for one place in the order in which they are opened: likely ones first, then
/// those that stay valid longest, then the newest; what is still alike goes by the octets of the
/// certificate, or of the anchor's key.
fn sort<'e, T: Copy>(candidates: &mut [Candidate<T>], octets: impl Fn(T) -> &'e [u8]) {
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
fn key_id_penalty(below: &Cert<'_>, issuer: Option<&Cert<'_>>) -> u32 {
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
const fn self_issued_penalty(entry: &Entry<'_>) -> u32 {
    if entry.names.is_self_issued {
        SELF_ISSUED
    } else {
        0
    }
}

/// The same for an anchor that is no root.
const fn anchor_penalty(anchor: &Anchor) -> u32 {
    if anchor.is_root() { 0 } else { NOT_A_ROOT }
}
