//! This library with a memory: a warm cache of signatures, and keys that the provider has prepared.

use crate::algorithms::Provider;
use crate::peers::{Peer, RootCerts};

/// With a warm cache.
pub(crate) const WARM: &str = "chainverify, warm cache";
/// With a warm cache and prepared keys.
pub(crate) const PREPARED: &str = "chainverify, warm cache, prepared keys";

/// What there is of it for this provider.
pub(crate) fn peers(_roots: RootCerts<'_>, _provider: Provider) -> Vec<Box<dyn Peer>> {
    Vec::new()
}
