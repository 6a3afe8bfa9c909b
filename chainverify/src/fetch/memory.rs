//! A cache for several threads. Those that ask for the same at once make one request: the first makes it, the others wait for what
//! becomes of it, good or bad.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::sync::Arc;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::SystemTime;

use super::cache::{Cache, Keep, Room};
use crate::finding::FetchProblem;

/// What is kept, and what is being fetched.
#[derive(Debug)]
pub(super) struct Memory<V> {
    kept: Mutex<Cache<V>>,
    /// As many as there are threads that fetch, at most.
    running: Mutex<BTreeMap<String, Arc<OnceLock<Outcome<V>>>>>,
}

type Outcome<V> = Result<V, FetchProblem>;

impl<V: Clone> Memory<V> {
    pub(super) fn new(room: Room<V>) -> Self {
        Self {
            kept: Mutex::new(Cache::new(room)),
            running: Mutex::default(),
        }
    }

    /// What is kept under `key`, or what `fetch` gives. No lock is held while it runs.
    pub(super) fn get(
        &self,
        key: &str,
        fetch: impl FnOnce() -> Result<(V, Keep), FetchProblem>,
    ) -> Outcome<V> {
        if let Some(known) = self.known(key) {
            return Ok(known);
        }
        let request = {
            let mut running = lock(&self.running);
            Arc::clone(running.entry(key.into()).or_default())
        };
        let outcome = request.get_or_init(|| {
            // Another request may have ended since.
            if let Some(known) = self.known(key) {
                return Ok(known);
            }
            let (value, keep) = fetch()?;
            lock(&self.kept).put(key, &value, keep);
            Ok(value)
        });
        let mut running = lock(&self.running);
        if running
            .get(key)
            .is_some_and(|one| Arc::ptr_eq(one, &request))
        {
            running.remove(key);
        }
        outcome.clone()
    }

    fn known(&self, key: &str) -> Option<V> {
        lock(&self.kept).get(key, SystemTime::now())
    }
}

/// Nothing panics while a lock is held, so that it is never poisoned.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::{Keep, Memory, Room};
    use crate::finding::FetchProblem;
    use core::sync::atomic::{AtomicUsize, Ordering};
    use core::time::Duration;
    use std::sync::Barrier;
    use std::thread;

    fn memory() -> Memory<u8> {
        Memory::new(Room {
            entries: 9,
            bytes: 100,
            weight: |_| 1,
        })
    }

    /// Checks what eight threads get at once, and counts how often it was fetched.
    fn eight(outcome: &Result<(u8, Keep), FetchProblem>) -> usize {
        let (memory, count, start) = (memory(), AtomicUsize::new(0), Barrier::new(8));
        let slowly = || {
            count.fetch_add(1, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(200));
            outcome.clone()
        };
        let ask = || {
            start.wait();
            let expected = outcome.clone().map(|(value, _)| value);
            assert_eq!(memory.get("a", slowly), expected);
        };
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(ask);
            }
        });
        assert!(memory.running.lock().unwrap().is_empty());
        count.load(Ordering::SeqCst)
    }

    #[test]
    fn threads_that_ask_at_once_get_what_one_of_them_fetched() {
        for outcome in [
            Ok((7, Keep::Always)),
            Ok((7, Keep::No)),
            Err(FetchProblem::TimedOut),
        ] {
            assert_eq!(eight(&outcome), 1, "{outcome:?}");
        }
    }

    #[test]
    fn problems_and_what_is_not_to_be_kept_are_fetched_again() {
        let memory = memory();
        let timed_out = Err(FetchProblem::TimedOut);
        assert_eq!(
            memory.get("a", || timed_out.clone()),
            Err(FetchProblem::TimedOut)
        );
        assert_eq!(memory.get("a", || Ok((1, Keep::No))), Ok(1));
        assert_eq!(memory.get("a", || Ok((2, Keep::Always))), Ok(2));
        assert_eq!(memory.get("a", || timed_out), Ok(2));
        assert_eq!(memory.get("b", || Ok((3, Keep::Always))), Ok(3));
    }
}
