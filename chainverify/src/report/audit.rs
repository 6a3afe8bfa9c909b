//! What is odd about the roots of a trust store, each by itself: what the rules say of an anchor that
//! is to issue, whose root it is, and who put it there. Nothing is searched or verified here, and
//! nothing of it is a verdict.

use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::vec::Vec;

use super::provenance::{self, Around};
use crate::cert::Cert;
use crate::der::Time;
use crate::finding::{CertRef, Finding, Product, Severity};
use crate::policy::{AnchorCertificate, Level, Policy, Purpose};
use crate::rules::cert::{CertContext, Role, check};
use crate::trust::{Anchor, Block, LocalPlaces, Provenance, TrustStore};

/// A root of a trust store, and what is odd about it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AuditedRoot<'s> {
    /// The root.
    pub anchor: &'s Anchor,
    /// Whose root it is; none of an anchor that is a name and a key.
    pub provenance: Option<Provenance>,
    /// What is wrong with it: expired, weak, no CA, only in this store, in no root programme any
    /// more.
    pub findings: Vec<Finding>,
    /// Somebody said that it is not to be trusted, and the store has it all the same.
    pub blocked: Option<Block>,
    /// The number of an earlier root of the store with its name and key.
    pub same_key_as: Option<usize>,
}

/// Every root of a store, in order, as of a time. `places` says who put roots into the operating
/// system's store.
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// use chainverify::report::audit;
/// use chainverify::trust::LocalPlaces;
///
/// let mut store = TrustStore::new();
/// store.add(root, Origin::Os)?;
/// let audited = audit(&store, time, &LocalPlaces::default());
/// assert_eq!(audited[0].findings[0].code().id(), "only_in_local_store");
/// # Ok::<(), chainverify::der::ParseError>(())
/// ```
#[must_use]
pub fn audit<'s>(
    store: &'s TrustStore,
    time: pki_types::UnixTime,
    places: &LocalPlaces,
) -> Vec<AuditedRoot<'s>> {
    let time = Time::from_unix(i64::try_from(time.as_secs()).unwrap_or(i64::MAX));
    let policy = Policy {
        anchor: AnchorCertificate::AsIssuer,
        anchor_time: Level::Warning,
        ..Policy::web_server()
    };
    let mut audited: Vec<AuditedRoot<'s>> = Vec::new();
    // By name and key, where each was first.
    let mut known: BTreeMap<(u64, &[u8]), usize> = BTreeMap::new();
    for (id, anchor) in store.entries() {
        let key = anchor.subject_public_key_info();
        let mut root = AuditedRoot {
            anchor,
            provenance: None,
            findings: Vec::new(),
            blocked: None,
            same_key_as: match known.entry((anchor.name().hash().value, key)) {
                Entry::Occupied(earlier) => Some(*earlier.get()),
                Entry::Vacant(new) => {
                    new.insert(audited.len());
                    None
                }
            },
        };
        if let Some(cert) = anchor.cert() {
            let of = CertRef::Anchor(id);
            let place_of = |cert: &Cert<'_>| places.placement_of(cert);
            let provenance = Provenance::of(cert, anchor.origin(), place_of);
            let code = provenance::code(
                cert,
                &provenance,
                Around {
                    public_name: None,
                    product: Product::like(cert.subject()),
                },
            );
            root.findings = check(&context(cert, &policy, time), of).findings;
            let whose = code.map(|code| Finding::new(code, Severity::Warning).of(of));
            root.findings.extend(whose);
            root.provenance = Some(provenance);
            root.blocked = places.block_of(cert).cloned();
        }
        audited.push(root);
    }
    audited
}

fn context<'r>(cert: &'r Cert<'r>, policy: &'r Policy, time: Time) -> CertContext<'r> {
    CertContext {
        cert,
        role: Role::Anchor,
        names: &[],
        purpose: &Purpose::Server,
        policy,
        time,
        sees_staples: false,
        well_formed: None,
    }
}
