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
pub struct Sessions<S: ?Sized> {
    handle: Handle,
    make: Box<dyn Fn() -> Arc<S> + Send + Sync>,
    /// With the generation of the verifier for which it was made.
    current: ArcSwap<(u64, Arc<S>)>,
}

impl Handle {
    /// Sessions or tickets for resumption that hold for the verifier in use alone. `make` makes a store or a
    /// ticketer of rustls, empty or with a new key: one at once, and one after each exchange.
    ///
    /// What was agreed on within a minute after an exchange is not kept either, as the handshake may have
    /// begun with the verifier before it.
    pub fn sessions<S: ?Sized>(
        &self,
        make: impl Fn() -> Arc<S> + Send + Sync + 'static,
    ) -> Sessions<S> {
        Sessions::new(self.clone(), make)
    }
}

impl<S: ?Sized> Sessions<S> {
    fn new(handle: Handle, make: impl Fn() -> Arc<S> + Send + Sync + 'static) -> Self {
        let generation = handle.current().generation;
        Self {
            current: ArcSwap::from_pointee((generation, make())),
            make: Box::new(make),
            handle,
        }
    }

    /// What is kept for the verifier in use: nothing that was there for another one.
    pub(super) fn kept(&self) -> Arc<S> {
        let generation = self.handle.current().generation;
        let current = self.current.load();
        if current.0 == generation {
            return Arc::clone(&current.1);
        }
        // Of threads that come here at once the last one's stays: what the others keep is lost, which
        // costs a full handshake.
        let made = (self.make)();
        self.current
            .store(Arc::new((generation, Arc::clone(&made))));
        made
    }

    /// Where to keep what was agreed on now; none where the verifier of its handshake may have been another.
    pub(super) fn open(&self) -> Option<Arc<S>> {
        let is_settled = self.handle.current().is_settled();
        is_settled.then(|| self.kept())
    }
}

impl<S: ?Sized> fmt::Debug for Sessions<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions")
            .field("handle", &self.handle)
            .finish_non_exhaustive()
    }
}
