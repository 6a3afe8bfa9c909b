//! A verifier that is exchanged while others use it: those who verify never wait, and each verification
//! sees one verifier from its beginning to its end.

use alloc::sync::Arc;
use core::fmt;
use core::time::Duration;
use std::time::Instant;

use arc_swap::{ArcSwap, Guard};

use super::fit::{Fit, Unfit};
use crate::verifier::Verifier;

/// Exchanges the verifier of a [`ServerVerifier`](super::ServerVerifier) or a
/// [`ClientVerifier`](super::ClientVerifier) while handshakes go on. A clone is another handle to the same.
///
/// ```
#[doc = include_str!("../../tests/doc/rustls.txt")]
/// use chainverify::rustls::ServerVerifier;
///
/// let handle = ServerVerifier::new(verifier, &provider)?.handle();
/// # let roots = handle.verifier().roots().clone();
/// # let newest = Vec::new();
/// // From the verifier that is in use, so that it keeps what it remembers.
/// handle.replace(&handle.verifier().with_crls(newest))?;
/// handle.replace(&handle.verifier().with_roots(roots))?;
/// # Ok::<(), chainverify::rustls::Unfit>(())
/// ```
#[derive(Clone)]
pub struct Handle(Arc<Shared>);

struct Shared {
    current: ArcSwap<Current>,
    fit: Fit,
}

/// The verifier in use.
pub(super) struct Current {
    pub(super) verifier: Verifier,
    /// How many were in use before it.
    pub(super) generation: u64,
    /// When it came; none for the first.
    since: Option<Instant>,
}

/// A handshake that began with another verifier is over by then.
const LONGEST_HANDSHAKE: Duration = Duration::from_secs(60);

impl Handle {
    pub(super) fn new(verifier: &Verifier, fit: Fit) -> Result<Self, Unfit> {
        let current = Current {
            verifier: fit.adapt(verifier)?,
            generation: 0,
            since: None,
        };
        Ok(Self(Arc::new(Shared {
            current: ArcSwap::from_pointee(current),
            fit,
        })))
    }

    /// The verifier in use.
    #[must_use]
    pub fn verifier(&self) -> Verifier {
        self.current().verifier.clone()
    }

    /// Puts another verifier in its place: handshakes that begin from now on use it.
    ///
    /// # Errors
    ///
    /// It does not fit, and the one before stays.
    pub fn replace(&self, verifier: &Verifier) -> Result<(), Unfit> {
        let verifier = self.0.fit.adapt(verifier)?;
        let since = Some(Instant::now());
        self.0.current.rcu(|before| Current {
            verifier: verifier.clone(),
            generation: before.generation.wrapping_add(1),
            since,
        });
        Ok(())
    }

    pub(super) fn current(&self) -> Guard<Arc<Current>> {
        self.0.current.load()
    }
}

impl Current {
    /// Whether all handshakes that end now began with this verifier.
    pub(super) fn is_settled(&self) -> bool {
        let age = self.since.map(|since| since.elapsed());
        age.is_none_or(|age| age >= LONGEST_HANDSHAKE)
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let current = self.current();
        f.debug_struct("Handle")
            .field("verifier", &current.verifier)
            .field("generation", &current.generation)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trust::TrustStore;

    #[test]
    fn the_first_verifier_is_settled_at_once_and_another_one_after_a_minute() {
        let after = |since: Option<Duration>| {
            let current = Current {
                verifier: Verifier::new(TrustStore::new()),
                generation: 1,
                since: since.and_then(|age| Instant::now().checked_sub(age)),
            };
            current.is_settled()
        };
        assert!(after(None));
        assert!(!after(Some(Duration::ZERO)));
        assert!(!after(Some(Duration::from_secs(58))));
        assert!(after(Some(Duration::from_secs(60))));
    }
}
