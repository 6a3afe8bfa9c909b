//! Counts allocations of the calling thread. The counters are plain numbers of each thread, so
//! that counting costs less than what is measured with it.
#![allow(unsafe_code)] // the trait of an allocator is unsafe; every call goes to the system's as it is

use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use std::alloc::System;

/// What was asked of the allocator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Allocations {
    /// How often memory was asked for; growing a piece counts too.
    pub(crate) count: u64,
    /// How much.
    pub(crate) bytes: u64,
    /// The most that was held at one time.
    pub(crate) peak: u64,
}

/// What `task` asks for.
pub(crate) fn of(task: impl FnOnce()) -> Allocations {
    let before = SO_FAR.get();
    SO_FAR.set(Counters {
        peak: before.held,
        ..before
    });
    task();
    let after = SO_FAR.get();
    Allocations {
        count: after.count - before.count,
        bytes: after.bytes - before.bytes,
        peak: after.peak.saturating_sub(before.held).cast_unsigned(),
    }
}

/// What a thread has done since its start.
#[derive(Clone, Copy)]
struct Counters {
    count: u64,
    bytes: u64,
    /// What it asked for less what it gave back, which may be memory of another thread.
    held: i64,
    peak: i64,
}

thread_local! {
    static SO_FAR: Cell<Counters> = const {
        Cell::new(Counters { count: 0, bytes: 0, held: 0, peak: 0 })
    };
}

fn count(bytes: usize) {
    let before = SO_FAR.get();
    let held = before.held.wrapping_add_unsigned(bytes as u64);
    SO_FAR.set(Counters {
        count: before.count + 1,
        bytes: before.bytes + bytes as u64,
        held,
        peak: before.peak.max(held),
    });
}

fn give_back(bytes: usize) {
    let before = SO_FAR.get();
    SO_FAR.set(Counters {
        held: before.held.wrapping_sub_unsigned(bytes as u64),
        ..before
    });
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call is handed to the system's allocator unchanged, and counting does not allocate.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        give_back(layout.size());
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // The old piece is there until the new one has its contents.
        count(size);
        give_back(layout.size());
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_is_one_allocation_of_its_size() {
        let counted = of(|| drop(core::hint::black_box(Box::new([0_u8; 24]))));
        assert_eq!(
            counted,
            Allocations {
                count: 1,
                bytes: 24,
                peak: 24
            }
        );
        assert_eq!(of(|| ()), Allocations::default());
    }

    #[test]
    fn the_peak_is_what_is_held_at_one_time() {
        let counted = of(|| {
            for _ in 0..3 {
                drop(core::hint::black_box(vec![0_u8; 1000]));
            }
            drop(core::hint::black_box([vec![0_u8; 500], vec![0_u8; 700]]));
        });
        assert_eq!((counted.bytes, counted.peak), (4200, 1200));
    }
}
