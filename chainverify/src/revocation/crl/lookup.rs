//! Finding a serial number among the entries of a CRL. The first looks walk over all of them; from the
//! third one on an index answers, which is made once for all that share the CRL. Without `std` there is
//! nothing that threads could share it by, and each look walks.

#[cfg(feature = "std")]
use core::sync::atomic::{AtomicU32, Ordering};

use super::Crl;
use super::entry::Revoked;
#[cfg(feature = "std")]
use super::index::Index;
use super::walk::walk;
use crate::cert::Name;

/// How many looks walk before the index is made.
#[cfg(feature = "std")]
const WALKS: u32 = 2;

/// How often a CRL was looked at, and the index once there is one.
#[derive(Default)]
pub(super) struct Lookup {
    #[cfg(feature = "std")]
    looks: AtomicU32,
    #[cfg(feature = "std")]
    index: std::sync::OnceLock<Index>,
}

impl Lookup {
    #[cfg(feature = "std")]
    pub(super) fn find(&self, crl: &Crl, issuer: Name<'_>, serial: &[u8]) -> Option<Revoked> {
        if self.looks.load(Ordering::Relaxed) >= WALKS {
            let index = self.index.get_or_init(|| Index::of(crl));
            return index.find(crl, issuer, serial);
        }
        self.looks.fetch_add(1, Ordering::Relaxed);
        walk(crl, issuer, serial)
    }

    #[cfg(not(feature = "std"))]
    #[expect(
        clippy::unused_self,
        reason = "the same call with and without an index"
    )]
    pub(super) fn find(&self, crl: &Crl, issuer: Name<'_>, serial: &[u8]) -> Option<Revoked> {
        walk(crl, issuer, serial)
    }
}
