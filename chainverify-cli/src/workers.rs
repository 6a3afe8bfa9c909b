//! Many targets at once, told one after the other: threads work ahead by a bounded number, and what they made is taken in the order of the
//! targets, each as soon as all before it are.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// What is done and not taken yet: a first item that takes its time holds back so many others, with their results in memory.
const AHEAD: usize = 64;

/// What is handed over on the thread of the caller.
#[derive(Debug)]
pub(crate) enum Next<R> {
    /// The result of the next item.
    Result(R),
    /// The next one is not there yet: what was handed over so far may be shown.
    Waiting,
}

/// Does `work` for each item on up to `threads` threads, and has `take` take the results in the order of the items, on this thread. The first
/// error of `take` ends it all.
pub(crate) fn in_order<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(Next<R>) -> io::Result<()>,
) -> io::Result<()> {
    let threads = threads.min(items.len());
    if threads <= 1 {
        return items.iter().try_for_each(|item| {
            take(Next::Waiting)?;
            take(Next::Result(work(item)))
        });
    }
    let shared = Shared::new(items.len());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let _stop = StopOnPanic(&shared);
                while let Some((place, item)) = shared.next(items) {
                    shared.done(place, work(item));
                }
            });
        }
        let taken = shared.take_all(take);
        shared.stop();
        taken
    })
}

/// What the threads have in common.
struct Shared<R> {
    count: usize,
    state: Mutex<State<R>>,
    /// The result that is to be taken next is there.
    is_done: Condvar,
    /// Workers may go on: so many results were taken.
    is_taken: Condvar,
}

struct State<R> {
    /// The next item to work on.
    next: usize,
    /// The next result to take.
    taken: usize,
    done: BTreeMap<usize, R>,
    stopped: bool,
}

impl<R> Shared<R> {
    fn new(count: usize) -> Self {
        Self {
            count,
            state: Mutex::new(State {
                next: 0,
                taken: 0,
                done: BTreeMap::new(),
                stopped: false,
            }),
            is_done: Condvar::new(),
            is_taken: Condvar::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next item to work on, and its place; none when there is nothing left to do.
    fn next<'i, T>(&self, items: &'i [T]) -> Option<(usize, &'i T)> {
        let mut state = self.state();
        loop {
            let place = state.next;
            let item = items.get(place).filter(|_| !state.stopped)?;
            if place < state.taken + AHEAD {
                state.next += 1;
                return Some((place, item));
            }
            state = wait(&self.is_taken, state);
        }
    }

    fn done(&self, place: usize, result: R) {
        let mut state = self.state();
        state.done.insert(place, result);
        // Nobody waits for another one, and to wake a thread has its price.
        if place == state.taken {
            self.is_done.notify_one();
        }
    }

    /// Hands over all results.
    fn take_all(&self, mut take: impl FnMut(Next<R>) -> io::Result<()>) -> io::Result<()> {
        loop {
            let mut state = self.state();
            let place = state.taken;
            if state.stopped || place == self.count {
                return Ok(());
            }
            if let Some(result) = state.done.remove(&place) {
                state.taken += 1;
                // Half of the room, so that a worker does not sleep and wake for each result.
                if state.taken.is_multiple_of(AHEAD / 2) {
                    self.is_taken.notify_all();
                }
                drop(state);
                take(Next::Result(result))?;
                continue;
            }
            drop(state);
            take(Next::Waiting)?;
            let mut state = self.state();
            while !state.stopped && !state.done.contains_key(&place) {
                state = wait(&self.is_done, state);
            }
        }
    }

    fn stop(&self) {
        self.state().stopped = true;
        self.is_taken.notify_all();
        self.is_done.notify_all();
    }
}

fn wait<'s, R>(on: &Condvar, state: MutexGuard<'s, State<R>>) -> MutexGuard<'s, State<R>> {
    on.wait(state).unwrap_or_else(PoisonError::into_inner)
}

/// Lets nobody wait for a thread that is gone: the panic goes on where the threads are joined.
struct StopOnPanic<'s, R>(&'s Shared<R>);

impl<R> Drop for StopOnPanic<'_, R> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

#[cfg(test)]
mod tests {
    use core::sync::atomic::{AtomicUsize, Ordering};
    use core::time::Duration;
    use std::io;
    use std::thread;

    use super::{AHEAD, Next, in_order};

    fn result<R>(next: Next<R>) -> Option<R> {
        match next {
            Next::Result(result) => Some(result),
            Next::Waiting => None,
        }
    }

    #[test]
    fn what_is_ready_is_shown_before_a_slow_one_is_waited_for() {
        let (sender, shown) = std::sync::mpsc::channel::<()>();
        let shown = std::sync::Mutex::new(shown);
        for threads in [1, 2] {
            // The second result is there only when the first one is shown.
            let work = |item: &usize| match item {
                0 => {}
                _ => shown.lock().unwrap().recv().unwrap(),
            };
            let mut taken = 0;
            in_order(&[0, 1], threads, work, |next| {
                match next {
                    Next::Result(()) => taken += 1,
                    Next::Waiting if taken == 1 => sender.send(()).unwrap(),
                    Next::Waiting => {}
                }
                Ok(())
            })
            .unwrap();
            assert_eq!(taken, 2);
        }
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<u32> = (0..300).collect();
        for threads in [0, 1, 2, 7, 1000] {
            let mut taken = Vec::new();
            let work = |item: &u32| {
                // The first ones take longest.
                thread::sleep(Duration::from_micros(300).mul_f64(1.0 / (1.0 + f64::from(*item))));
                *item
            };
            in_order(&items, threads, work, |next| {
                taken.extend(result(next));
                Ok(())
            })
            .unwrap();
            assert_eq!(taken, items, "{threads}");
        }
    }

    #[test]
    fn nobody_runs_ahead_without_bound() {
        let items: Vec<usize> = (0..1000).collect();
        let done = AtomicUsize::new(0);
        let mut taken = 0;
        let work = |_: &usize| {
            done.fetch_add(1, Ordering::SeqCst);
        };
        in_order(&items, 4, work, |next| {
            if result(next).is_some() {
                taken += 1;
                thread::sleep(Duration::from_micros(100));
                assert!(done.load(Ordering::SeqCst) <= taken + AHEAD);
            }
            Ok(())
        })
        .unwrap();
        assert_eq!(done.load(Ordering::SeqCst), 1000);
    }

    #[test]
    fn an_error_ends_the_work() {
        let items: Vec<usize> = (0..10_000).collect();
        let done = AtomicUsize::new(0);
        let work = |_: &usize| done.fetch_add(1, Ordering::SeqCst);
        let ended = in_order(&items, 3, work, |_| Err(io::ErrorKind::StorageFull.into()));
        assert!(ended.is_err());
        assert!(done.load(Ordering::SeqCst) <= AHEAD + 1);
    }

    #[test]
    #[should_panic(expected = "a scoped thread panicked")]
    fn a_panic_leaves_nobody_waiting() {
        let work = |item: &usize| assert!(*item != 3);
        let _ = in_order(&[1, 2, 3, 4], 2, work, |_| Ok(()));
    }
}
