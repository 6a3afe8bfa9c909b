//! One turn of each reader with one list: it is opened, then looked at.

use core::hint::black_box;
use std::time::Instant;

use super::file::{ABSENT, File};
use crate::alloc;
use crate::peers::chainverify::RevocationList;
use crate::peers::crls::Other;

/// What it took. Times in nanoseconds, memory in octets.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Turn {
    /// Until the list can be asked.
    pub(crate) open: f64,
    /// The most that was held for that beyond the file; none where it cannot be counted.
    pub(crate) memory: Option<u64>,
    /// The first look, for a serial number that is not there.
    pub(crate) look: Option<f64>,
    /// The look that makes an index, and the memory for that.
    pub(crate) index: Option<(f64, u64)>,
    /// Later looks, for serial numbers that are there, each.
    pub(crate) later: Option<f64>,
}

impl Turn {
    /// The least of both, figure by figure.
    pub(crate) fn least(self, other: Self) -> Self {
        let least = |one: Option<f64>, other: Option<f64>| match (one, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        Self {
            open: self.open.min(other.open),
            memory: self.memory.or(other.memory),
            look: least(self.look, other.look),
            index: match (self.index, other.index) {
                (Some((one, memory)), Some((other, _))) => Some((one.min(other), memory)),
                (one, other) => one.or(other),
            },
            later: least(self.later, other.later),
        }
    }
}

/// This library: two looks walk, the third one makes the index.
pub(super) fn own(file: &File) -> Turn {
    let (list, open, memory) = counted(|| RevocationList::read(file.der));
    let walks = [(); 2].map(|()| {
        let (found, nanos) = timed(|| list.has(ABSENT));
        assert!(!found, "an entry from nowhere");
        nanos
    });
    let (_, making, held) = counted(|| list.has(ABSENT));
    Turn {
        open,
        memory: Some(memory),
        look: Some(walks[0].min(walks[1])),
        index: Some((making, held)),
        later: Some(each(file, |serial| list.has(serial))),
    }
}

/// Another one.
pub(super) fn other(other: &Other, file: &File) -> Turn {
    let (has, open, memory) = counted(|| (other.open)(file.der));
    let (found, look) = timed(|| has(ABSENT));
    assert_ne!(found, Some(true), "{}: an entry from nowhere", other.name);
    let is_there = |serial: &[u8]| has(serial) == Some(true);
    Turn {
        open,
        memory: Some(memory),
        look: found.map(|_| look),
        index: None,
        later: other.has_index.then(|| each(file, is_there)),
    }
}

fn timed<T>(task: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let done = black_box(task());
    (done, start.elapsed().as_nanos() as f64)
}

/// With the most memory that it held.
fn counted<T>(task: impl FnOnce() -> T) -> (T, f64, u64) {
    let mut done = None;
    let allocations = alloc::of(|| done = Some(timed(task)));
    let (done, nanos) = done.expect("it was done");
    (done, nanos, allocations.peak)
}

/// The time of a look, for all that are asked one after another.
pub(super) fn each(file: &File, has: impl Fn(&[u8]) -> bool) -> f64 {
    let (count, nanos) = timed(|| file.asked.iter().filter(|serial| has(&serial[..])).count());
    assert_eq!(count, file.asked.len(), "entries that are not found");
    nanos / count as f64
}
