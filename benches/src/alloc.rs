//! Counts allocations of the thread that asks. The counters are plain numbers of each thread, so
//! that counting costs less than what is measured beside it.
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
}

/// What `task` asks for.
pub(crate) fn of(task: impl FnOnce()) -> Allocations {
    let before = SO_FAR.get();
    task();
    let after = SO_FAR.get();
    Allocations {
        count: after.count - before.count,
        bytes: after.bytes - before.bytes,
    }
}

thread_local! {
    static SO_FAR: Cell<Allocations> = const { Cell::new(Allocations { count: 0, bytes: 0 }) };
}

fn count(bytes: usize) {
    let before = SO_FAR.get();
    SO_FAR.set(Allocations {
        count: before.count + 1,
        bytes: before.bytes + bytes as u64,
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
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
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
                bytes: 24
            }
        );
        assert_eq!(of(|| ()), Allocations::default());
    }
}
