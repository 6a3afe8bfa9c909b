//! A map of bounded size that forgets what was not asked for lately. Not a least-recently-used
//! list: two generations cost one look-up more, and no links between entries. Who reads what was asked
//! for lately waits for no other reader.

use core::borrow::Borrow;
use core::hash::{BuildHasher, Hash};
use std::collections::HashMap;
use std::hash::RandomState;
use std::sync::{PoisonError, RwLock};

/// What is kept for one key of the map, shared between threads.
#[derive(Debug)]
pub(crate) struct Recent<K, V, S = RandomState>(RwLock<Generations<K, V, S>>);

#[derive(Debug)]
struct Generations<K, V, S> {
    young: HashMap<K, V, S>,
    old: HashMap<K, V, S>,
    /// The most entries of one generation.
    most: usize,
}

impl<K: Eq + Hash, V: Clone, S: BuildHasher + Default> Recent<K, V, S> {
    /// Keeps at most `capacity` entries, and at least the newer half of what was asked for.
    pub(crate) fn new(capacity: usize) -> Self {
        Self(RwLock::new(Generations {
            young: HashMap::default(),
            old: HashMap::default(),
            most: capacity.div_ceil(2),
        }))
    }

    /// One as large, and empty.
    #[cfg(all(feature = "cache", feature = "rustls"))]
    pub(crate) fn emptied(&self) -> Self {
        let generations = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Self::new(generations.most.saturating_mul(2))
    }

    /// What was kept; it counts as new again.
    pub(crate) fn get<Q>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        {
            // A thread that panicked here has left two whole maps.
            let generations = self.0.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(value) = generations.young.get(key) {
                return Some(value.clone());
            }
            if !generations.old.contains_key(key) {
                return None;
            }
        }
        let mut generations = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let Some((key, value)) = generations.old.remove_entry(key) else {
            // Another thread was faster.
            return generations.young.get(key).cloned();
        };
        generations.insert(key, value.clone());
        Some(value)
    }

    pub(crate) fn insert(&self, key: K, value: V) {
        let mut generations = self.0.write().unwrap_or_else(PoisonError::into_inner);
        generations.insert(key, value);
    }

    /// How many there are.
    #[cfg(any(feature = "cache", test))]
    pub(crate) fn len(&self) -> usize {
        let generations = self.0.read().unwrap_or_else(PoisonError::into_inner);
        generations
            .young
            .len()
            .saturating_add(generations.old.len())
    }
}

impl<K: Eq + Hash, V, S: BuildHasher + Default> Generations<K, V, S> {
    fn insert(&mut self, key: K, value: V) {
        if self.most == 0 {
            return;
        }
        if self.young.len() >= self.most {
            self.old = core::mem::take(&mut self.young);
        }
        self.old.remove(&key);
        self.young.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_never_more_than_the_capacity() {
        for capacity in 0..6 {
            let recent = Recent::<_, _>::new(capacity);
            for number in 0..100_u32 {
                recent.insert(number, ());
                recent.insert(number / 2, ());
                assert!(recent.len() <= capacity.next_multiple_of(2), "{capacity}");
            }
        }
    }

    #[test]
    fn what_is_asked_for_again_and_again_stays() {
        let recent = Recent::<_, _>::new(8);
        recent.insert(0_u32, "kept");
        for number in 1..100 {
            recent.insert(number, "new");
            assert_eq!(recent.get(&0), Some("kept"), "after {number}");
        }
        assert_eq!(recent.get(&50), None);
        assert_eq!(recent.get(&99), Some("new"));
    }
}
