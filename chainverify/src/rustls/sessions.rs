//! Sessions for resumption that end when the verifier is exchanged (RFC 8446 §2.2): a resumed handshake
//! verifies nothing, so that what was found by one verifier must not outlive it.

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;

use arc_swap::ArcSwap;

use super::handle::Handle;

/// A store or a ticketer of rustls that holds for one verifier of a [`Handle`] alone, made by
/// [`Handle::sessions`]: a client's `ClientSessionStore`, a server's `StoresServerSessions`, or
/// `ProducesTickets`, as `S` is.
pub struct Sessions<S> {
    handle: Handle,
    make: Box<dyn Fn() -> S + Send + Sync>,
    /// With the generation of the verifier for which it was made.
    current: ArcSwap<(u64, S)>,
}

impl<S> Sessions<S> {
    pub(super) fn new(handle: Handle, make: impl Fn() -> S + Send + Sync + 'static) -> Self {
        let generation = handle.current().generation;
        Self {
            current: ArcSwap::from_pointee((generation, make())),
            make: Box::new(make),
            handle,
        }
    }

    /// What is kept for the verifier in use: nothing that was there for another one.
    pub(super) fn kept(&self) -> Arc<(u64, S)> {
        let generation = self.handle.current().generation;
        let kept = self.current.load();
        if kept.0 == generation {
            return Arc::clone(&kept);
        }
        // Of threads that come here at once the last one's stays: the others' are lost, which costs a
        // full handshake.
        let made = Arc::new((generation, (self.make)()));
        self.current.store(Arc::clone(&made));
        made
    }

    /// Where to keep what was agreed on now; none where the verifier of its handshake may have been another.
    pub(super) fn open(&self) -> Option<Arc<(u64, S)>> {
        let is_settled = self.handle.current().is_settled();
        is_settled.then(|| self.kept())
    }
}

impl<S> fmt::Debug for Sessions<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions")
            .field("handle", &self.handle)
            .finish_non_exhaustive()
    }
}
