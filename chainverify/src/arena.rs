//! Things with numbers: an [`Arena`] keeps them and mints their ids, so that a look-up by id cannot
//! fail. Nothing is ever taken out. The only file of the library that indexes.

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;
use core::ops::{DerefMut, Index, IndexMut};

use smallvec::{Array, SmallVec};

/// Names one `Of` of one verification, or of one trust store. Only the arena that keeps it makes
/// one; an id is of no use elsewhere.
#[allow(unnameable_types)] // named by its aliases, as `trust::AnchorId`
pub struct Id<Of> {
    number: u32,
    of: PhantomData<fn() -> Of>,
}

/// A list that mints ids.
pub(crate) struct Arena<L, Of> {
    items: L,
    of: PhantomData<fn() -> Of>,
}

/// Where an arena keeps its items: a `Vec`, which looks up fastest, or a `SmallVec` for the few that
/// need no allocation.
pub(crate) trait List: DerefMut<Target = [Self::Item]> {
    type Item;

    fn push(&mut self, item: Self::Item);
}

impl<T> List for Vec<T> {
    type Item = T;

    fn push(&mut self, item: T) {
        Self::push(self, item);
    }
}

impl<A: Array> List for SmallVec<A> {
    type Item = A::Item;

    fn push(&mut self, item: A::Item) {
        Self::push(self, item);
    }
}

impl<L: List, Of> Arena<L, Of> {
    /// With a list that is empty.
    pub(crate) fn new(items: L) -> Self {
        debug_assert!(items.is_empty(), "ids are minted here");
        Self {
            items,
            of: PhantomData,
        }
    }

    /// Keeps `item` for good.
    ///
    /// Numbers have 32 bits. Limits far below them hold everything that is kept here, so that the
    /// conversion saturates in theory only.
    pub(crate) fn push(&mut self, item: L::Item) -> Id<Of> {
        let id = Id::new(self.items.len());
        self.items.push(item);
        id
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub(crate) fn ids(&self) -> impl DoubleEndedIterator<Item = Id<Of>> + use<L, Of> {
        let of = PhantomData;
        (0..number(self.items.len())).map(move |number| Id { number, of })
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (Id<Of>, &L::Item)> {
        let items = self.items.iter().enumerate();
        items.map(|(number, item)| (Id::new(number), item))
    }

    /// Whether an id that a caller had may be one of this arena's.
    pub(crate) fn has(&self, id: Id<Of>) -> bool {
        self.ids().next_back().is_some_and(|last| id <= last)
    }

    pub(crate) fn items(&self) -> &[L::Item] {
        &self.items
    }
}

impl<L: List, Of> Index<Id<Of>> for Arena<L, Of> {
    type Output = L::Item;

    #[allow(clippy::indexing_slicing, clippy::as_conversions)] // this arena minted the id, from an index
    fn index(&self, id: Id<Of>) -> &L::Item {
        &self.items[id.number as usize]
    }
}

impl<L: List, Of> IndexMut<Id<Of>> for Arena<L, Of> {
    #[allow(clippy::indexing_slicing, clippy::as_conversions)] // this arena minted the id, from an index
    fn index_mut(&mut self, id: Id<Of>) -> &mut L::Item {
        &mut self.items[id.number as usize]
    }
}

impl<L: List + Default, Of> Default for Arena<L, Of> {
    fn default() -> Self {
        Self::new(L::default())
    }
}

impl<L: Clone, Of> Clone for Arena<L, Of> {
    fn clone(&self) -> Self {
        Self {
            items: self.items.clone(),
            of: PhantomData,
        }
    }
}

impl<L: fmt::Debug, Of> fmt::Debug for Arena<L, Of> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.fmt(f)
    }
}

impl<Of> Id<Of> {
    fn new(index: usize) -> Self {
        Self {
            number: number(index),
            of: PhantomData,
        }
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl<Of> Clone for Id<Of> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Of> Copy for Id<Of> {}

impl<Of> PartialEq for Id<Of> {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl<Of> Eq for Id<Of> {}

impl<Of> PartialOrd for Id<Of> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<Of> Ord for Id<Of> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.number.cmp(&other.number)
    }
}

impl<Of> Hash for Id<Of> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

impl<Of> fmt::Debug for Id<Of> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.number)
    }
}

/// Ids of an arena that a test need not have.
#[cfg(test)]
pub(crate) fn ids<Of, const N: usize>() -> [Id<Of>; N] {
    core::array::from_fn(Id::new)
}
