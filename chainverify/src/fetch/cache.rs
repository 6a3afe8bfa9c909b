//! What was fetched well, by key, in memory; bounded in entries and bytes, the oldest goes first, and what is over goes when it is
//! asked for. Problems are not kept.

use alloc::collections::VecDeque;
use alloc::string::String;
use std::time::SystemTime;

/// For how long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// Not at all.
    No,
    /// Until then.
    Until(SystemTime),
    /// As long as there is room.
    Always,
}

/// A first-in, first-out memory.
#[derive(Debug)]
pub(super) struct Cache<V> {
    room: Room<V>,
    bytes: usize,
    entries: VecDeque<Entry<V>>,
}

/// What a memory may hold.
#[derive(Debug)]
pub(super) struct Room<V> {
    pub(super) entries: usize,
    /// Of keys and values.
    pub(super) bytes: usize,
    /// The bytes of a value.
    pub(super) weight: fn(&V) -> usize,
}

#[derive(Debug)]
struct Entry<V> {
    key: String,
    value: V,
    weight: usize,
    /// None: always.
    until: Option<SystemTime>,
}

impl<V: Clone> Cache<V> {
    pub(super) fn new(room: Room<V>) -> Self {
        Self {
            room,
            bytes: 0,
            entries: VecDeque::new(),
        }
    }

    /// What is kept under `key`, unless it is over.
    pub(super) fn get(&mut self, key: &str, now: SystemTime) -> Option<V> {
        let at = self.place(key)?;
        let entry = self.entries.get(at)?;
        if entry.until.is_none_or(|until| now < until) {
            return Some(entry.value.clone());
        }
        self.remove(at);
        None
    }

    /// Keeps `value` in place of what was there, unless it alone is above the limits.
    pub(super) fn put(&mut self, key: &str, value: &V, keep: Keep) {
        let until = match keep {
            Keep::No => return,
            Keep::Until(time) => Some(time),
            Keep::Always => None,
        };
        let weight = (self.room.weight)(value).saturating_add(key.len());
        if weight > self.room.bytes || self.room.entries == 0 {
            return;
        }
        if let Some(at) = self.place(key) {
            self.remove(at);
        }
        self.entries.push_back(Entry {
            key: key.into(),
            value: value.clone(),
            weight,
            until,
        });
        self.bytes = self.bytes.saturating_add(weight);
        while self.bytes > self.room.bytes || self.entries.len() > self.room.entries {
            self.remove(0);
        }
    }

    fn place(&self, key: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.key == key)
    }

    fn remove(&mut self, at: usize) {
        if let Some(entry) = self.entries.remove(at) {
            self.bytes = self.bytes.saturating_sub(entry.weight);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Cache, Keep, Room};
    use alloc::vec::Vec;
    use core::time::Duration;
    use std::time::SystemTime;

    const NOW: SystemTime = SystemTime::UNIX_EPOCH;

    fn cache(entries: usize, bytes: usize) -> Cache<Vec<u8>> {
        Cache::new(Room {
            entries,
            bytes,
            weight: Vec::len,
        })
    }

    fn value(length: usize) -> Vec<u8> {
        alloc::vec![7; length]
    }

    #[test]
    fn the_oldest_entry_goes_when_there_are_too_many() {
        let mut cache = cache(2, 1000);
        for key in ["a", "b", "c"] {
            cache.put(key, &value(1), Keep::Always);
        }
        assert_eq!(cache.get("a", NOW), None);
        assert_eq!(cache.get("c", NOW), Some(value(1)));
        assert_eq!((cache.entries.len(), cache.bytes), (2, 4));
    }

    #[test]
    fn the_oldest_entry_goes_when_there_are_too_many_bytes() {
        let mut cache = cache(9, 100);
        cache.put("a", &value(60), Keep::Always);
        cache.put("b", &value(60), Keep::Always);
        assert_eq!(cache.get("a", NOW), None);
        assert_eq!((cache.get("b", NOW), cache.bytes), (Some(value(60)), 61));
    }

    #[test]
    fn what_is_put_again_is_kept_once_and_as_it_was_last() {
        let mut cache = cache(2, 1000);
        for key in ["a", "b", "a", "b"] {
            cache.put(key, &value(1), Keep::Always);
        }
        assert_eq!((cache.entries.len(), cache.bytes), (2, 4));
        cache.put("a", &value(2), Keep::Always);
        assert_eq!((cache.get("a", NOW), cache.bytes), (Some(value(2)), 5));
    }

    #[test]
    fn what_is_larger_than_the_cache_is_not_kept_and_pushes_nothing_out() {
        let mut small = cache(9, 100);
        small.put("a", &value(1), Keep::Always);
        small.put("b", &value(100), Keep::Always);
        assert_eq!(
            (small.get("a", NOW), small.get("b", NOW)),
            (Some(value(1)), None)
        );
        let mut off = cache(0, 100);
        off.put("a", &value(1), Keep::Always);
        assert_eq!(off.get("a", NOW), None);
    }

    #[test]
    fn what_is_over_is_gone_and_what_is_not_to_be_kept_is_not() {
        let mut cache = cache(9, 100);
        let end = NOW + Duration::from_secs(10);
        cache.put("a", &value(1), Keep::Until(end));
        cache.put("b", &value(1), Keep::No);
        assert_eq!(cache.get("b", NOW), None);
        let before = end - Duration::from_nanos(100);
        assert_eq!(cache.get("a", before), Some(value(1)));
        assert_eq!(cache.get("a", end), None);
        assert_eq!((cache.entries.len(), cache.bytes), (0, 0));
        assert_eq!(cache.get("a", before), None);
    }
}
