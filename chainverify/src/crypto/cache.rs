//! A cache of signatures that were found good, so that an intermediate's signature is checked once
//! and not for each leaf below it. Not a cache of verdicts: dates, names and all other rules are
//! checked each time.

use core::fmt;

use sha2::{Digest, Sha256};

use crate::cert::{Signed, SubjectPublicKeyInfo};
use crate::recent::Recent;

/// Remembers good signatures, up to a number of them.
///
/// An entry is the SHA-256 of everything that a check depends on: algorithm and octets of the
/// issuer's key, signature algorithm, signed bytes, signature. Bad signatures are not remembered:
/// whoever sends them pays for each.
///
/// It is given to [`VerifierBuilder::cache`](crate::VerifierBuilder::cache) and belongs to that
/// verifier and its clones, which are shared between threads. So it cannot carry a result over to
/// other algorithms.
///
/// ```
/// # #[cfg(feature = "ring")] {
/// use chainverify::crypto::SignatureCache;
/// use chainverify::{TrustStore, Verifier};
///
/// let verifier = Verifier::builder()
///     .roots(TrustStore::new())
///     .cache(SignatureCache::new(10_000)) // about 1 MB
///     .build();
/// # let _ = verifier;
/// # }
/// ```
pub struct SignatureCache {
    /// By the first bits of the entry, so that threads seldom wait for each other.
    shards: [Recent<Entry, ()>; SHARDS],
}

/// SHA-256 over the parts of a check.
pub(super) type Entry = [u8; 32];

const SHARDS: usize = 16;

impl SignatureCache {
    /// Keeps at most `capacity` signatures, rounded up to a multiple of 32; each takes about 100
    /// bytes. What was not asked for lately makes room for what is new. 0 keeps none.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        let of_shard = capacity.div_ceil(SHARDS);
        Self {
            shards: core::array::from_fn(|_| Recent::new(of_shard)),
        }
    }

    /// One as large, and empty.
    #[cfg(feature = "rustls")]
    pub(super) fn emptied(&self) -> Self {
        Self {
            shards: self.shards.each_ref().map(Recent::emptied),
        }
    }

    /// How many signatures are remembered now.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shards.iter().map(Recent::len).sum()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn shard(&self, entry: &Entry) -> Option<&Recent<Entry, ()>> {
        let [first, ..] = *entry;
        self.shards.get(usize::from(first) % SHARDS)
    }

    pub(super) fn has(&self, entry: &Entry) -> bool {
        self.shard(entry)
            .is_some_and(|shard| shard.get(entry).is_some())
    }

    pub(super) fn add(&self, entry: Entry) {
        if let Some(shard) = self.shard(&entry) {
            shard.insert(entry, ());
        }
    }
}

/// The entry of a check. Each part comes after its length, so that no two checks look alike.
pub(super) fn entry(key_algorithm: &[u8], key: &[u8], signed: &Signed<'_>) -> Entry {
    let parts = [
        key_algorithm,
        key,
        signed.algorithm,
        signed.message,
        signed.signature,
    ];
    let mut hash = Sha256::new();
    for part in parts {
        // Lengths beyond 64 bits do not exist.
        let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
        hash.update(length.to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// The entry of a check whose message is known by its SHA-256. It begins with a part that no other
/// entry has.
pub(super) fn entry_by_digest(
    signed: &Signed<'_>,
    issuer: &SubjectPublicKeyInfo<'_>,
    digest: &[u8; 32],
) -> Entry {
    entry(
        b"by digest",
        issuer.key,
        &Signed {
            algorithm: &[issuer.algorithm, signed.algorithm].concat(),
            message: digest,
            signature: signed.signature,
        },
    )
}

impl fmt::Debug for SignatureCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignatureCache({})", self.len())
    }
}
