//! Things with numbers: an [`Arena`] keeps them and mints their ids, so that a look-up by id cannot
//! fail. Nothing is ever taken out. The only file of the library that indexes.

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;
use core::ops::{Index, IndexMut};

/// Names one `Of` of one verification, or of one trust store. Only the arena that keeps it makes
/// one; an id is of no use elsewhere.
#[allow(unnameable_types)] // named by its aliases, as `trust::AnchorId`
pub struct Id<Of> {
    number: u32,
    of: PhantomData<fn() -> Of>,
}

/// A list that mints ids.
pub(crate) struct Arena<T, Of> {
    items: Vec<T>,
    of: PhantomData<fn() -> Of>,
}

impl<T, Of> Arena<T, Of> {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self {
            items: Vec::with_capacity(capacity),
            of: PhantomData,
        }
    }

    /// Keeps `item` for good.
    ///
    /// Numbers have 32 bits. Limits far below them hold everything that is kept here, so that the
    /// conversion saturates in theory only.
    pub(crate) fn push(&mut self, item: T) -> Id<Of> {
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

    pub(crate) fn ids(&self) -> impl DoubleEndedIterator<Item = Id<Of>> + use<T, Of> {
        let of = PhantomData;
        (0..number(self.items.len())).map(move |number| Id { number, of })
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (Id<Of>, &T)> {
        let items = self.items.iter().enumerate();
        items.map(|(number, item)| (Id::new(number), item))
    }

    /// Whether an id that a caller had may be one of this arena's.
    pub(crate) fn has(&self, id: Id<Of>) -> bool {
        self.ids().next_back().is_some_and(|last| id <= last)
    }

    pub(crate) fn items(&self) -> &[T] {
        &self.items
    }
}

impl<T, Of> Index<Id<Of>> for Arena<T, Of> {
    type Output = T;

    #[allow(clippy::indexing_slicing, clippy::as_conversions)] // this arena minted the id, from an index
    fn index(&self, id: Id<Of>) -> &T {
        &self.items[id.number as usize]
    }
}

impl<T, Of> IndexMut<Id<Of>> for Arena<T, Of> {
    #[allow(clippy::indexing_slicing, clippy::as_conversions)] // this arena minted the id, from an index
    fn index_mut(&mut self, id: Id<Of>) -> &mut T {
        &mut self.items[id.number as usize]
    }
}

impl<T, Of> Default for Arena<T, Of> {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl<T, Of> Clone for Arena<T, Of>
where
    T: Clone,
{
    fn clone(&self) -> Self {
        Self {
            items: self.items.clone(),
            of: PhantomData,
        }
    }
}

impl<T, Of> fmt::Debug for Arena<T, Of>
where
    T: fmt::Debug,
{
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
