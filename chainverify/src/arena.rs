//! Things with numbers: an [`Arena`] keeps them and mints their ids, so that a look-up by id cannot
//! fail. Nothing is ever taken out. The only file of the library that indexes.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;
use core::ops::{Index, IndexMut};

use smallvec::{Array, SmallVec};

/// Names one `Of` of one verification, or of one trust store. Only the arena that keeps it makes
/// one; an id is of no use elsewhere.
#[allow(unnameable_types)] // named by its aliases, as `trust::AnchorId`
pub struct Id<Of> {
    number: u32,
    of: PhantomData<fn() -> Of>,
}

/// A list that mints ids. `Inline` is where the first few items live without an allocation.
pub(crate) struct Arena<Inline: Array, Of> {
    items: SmallVec<Inline>,
    of: PhantomData<fn() -> Of>,
}

impl<Inline: Array, Of> Arena<Inline, Of> {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self {
            items: SmallVec::with_capacity(capacity),
            of: PhantomData,
        }
    }

    /// Keeps `item` for good.
    ///
    /// Numbers have 32 bits. Limits far below them hold everything that is kept here, so that the
    /// conversion saturates in theory only.
    pub(crate) fn push(&mut self, item: Inline::Item) -> Id<Of> {
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

    pub(crate) fn ids(&self) -> impl DoubleEndedIterator<Item = Id<Of>> + use<Inline, Of> {
        (0..self.items.len()).map(Id::new)
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = (Id<Of>, &Inline::Item)> {
        let items = self.items.iter().enumerate();
        items.map(|(number, item)| (Id::new(number), item))
    }

    /// Whether an id that a caller had may be one of this arena's.
    pub(crate) fn has(&self, id: Id<Of>) -> bool {
        self.ids().next_back().is_some_and(|last| id <= last)
    }

    pub(crate) fn items(&self) -> &[Inline::Item] {
        &self.items
    }
}

impl<Inline: Array, Of> Index<Id<Of>> for Arena<Inline, Of> {
    type Output = Inline::Item;

    #[allow(clippy::indexing_slicing, clippy::as_conversions)] // this arena minted the id, from an index
    fn index(&self, id: Id<Of>) -> &Inline::Item {
        &self.items[id.number as usize]
    }
}

impl<Inline: Array, Of> IndexMut<Id<Of>> for Arena<Inline, Of> {
    #[allow(clippy::indexing_slicing, clippy::as_conversions)] // this arena minted the id, from an index
    fn index_mut(&mut self, id: Id<Of>) -> &mut Inline::Item {
        &mut self.items[id.number as usize]
    }
}

impl<Inline: Array, Of> Default for Arena<Inline, Of> {
    fn default() -> Self {
        Self::with_capacity(0)
    }
}

impl<Inline: Array, Of> Clone for Arena<Inline, Of>
where
    Inline::Item: Clone,
{
    fn clone(&self) -> Self {
        Self {
            items: self.items.clone(),
            of: PhantomData,
        }
    }
}

impl<Inline: Array, Of> fmt::Debug for Arena<Inline, Of>
where
    Inline::Item: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.fmt(f)
    }
}

impl<Of> Id<Of> {
    fn new(index: usize) -> Self {
        Self {
            number: u32::try_from(index).unwrap_or(u32::MAX),
            of: PhantomData,
        }
    }
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
