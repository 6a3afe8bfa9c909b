//! What was fetched well, by URL, in memory; bounded in entries and bytes, the oldest goes first. Problems are not kept.

use alloc::collections::VecDeque;
use alloc::string::String;
use alloc::vec::Vec;

use pki_types::CertificateDer;

/// A first-in, first-out memory.
#[derive(Debug)]
pub(super) struct Cache {
    max_entries: usize,
    max_bytes: usize,
    bytes: usize,
    entries: VecDeque<(String, Vec<CertificateDer<'static>>)>,
}

impl Cache {
    pub(super) fn new(max_entries: usize, max_bytes: usize) -> Self {
        Self {
            max_entries,
            max_bytes,
            bytes: 0,
            entries: VecDeque::new(),
        }
    }

    pub(super) fn get(&self, url: &str) -> Option<Vec<CertificateDer<'static>>> {
        let entry = self.entries.iter().find(|(known, _)| known == url);
        entry.map(|(_, certs)| certs.clone())
    }

    /// Keeps `certs`, unless they alone are above the limits, or another thread was there first.
    pub(super) fn put(&mut self, url: &str, certs: &[CertificateDer<'static>]) {
        let size = weight(url, certs);
        let is_known = self.entries.iter().any(|(known, _)| known == url);
        if is_known || size > self.max_bytes || self.max_entries == 0 {
            return;
        }
        self.entries.push_back((url.into(), certs.to_vec()));
        self.bytes = self.bytes.saturating_add(size);
        while self.bytes > self.max_bytes || self.entries.len() > self.max_entries {
            let Some((url, certs)) = self.entries.pop_front() else {
                return;
            };
            self.bytes = self.bytes.saturating_sub(weight(&url, &certs));
        }
    }
}

/// The bytes of an entry.
fn weight(url: &str, certs: &[CertificateDer<'static>]) -> usize {
    let lengths = certs.iter().map(|cert| cert.len());
    lengths.fold(url.len(), usize::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::Cache;
    use alloc::vec::Vec;
    use pki_types::CertificateDer;

    fn certs(length: usize) -> Vec<CertificateDer<'static>> {
        [CertificateDer::from(alloc::vec![7; length])].into()
    }

    #[test]
    fn the_oldest_entry_goes_when_there_are_too_many() {
        let mut cache = Cache::new(2, 1000);
        for url in ["a", "b", "c"] {
            cache.put(url, &certs(1));
        }
        assert_eq!(cache.get("a"), None);
        assert_eq!(cache.get("c"), Some(certs(1)));
        assert_eq!((cache.entries.len(), cache.bytes), (2, 4));
    }

    #[test]
    fn the_oldest_entry_goes_when_there_are_too_many_bytes() {
        let mut cache = Cache::new(9, 100);
        cache.put("a", &certs(60));
        cache.put("b", &certs(60));
        assert_eq!(cache.get("a"), None);
        assert_eq!((cache.get("b"), cache.bytes), (Some(certs(60)), 61));
    }

    #[test]
    fn what_two_threads_fetched_is_kept_once() {
        let mut cache = Cache::new(2, 1000);
        for url in ["a", "b", "a", "b"] {
            cache.put(url, &certs(1));
        }
        assert_eq!((cache.entries.len(), cache.bytes), (2, 4));
        assert_eq!(cache.get("a"), Some(certs(1)));
    }

    #[test]
    fn what_is_larger_than_the_cache_is_not_kept_and_pushes_nothing_out() {
        let mut cache = Cache::new(9, 100);
        cache.put("a", &certs(1));
        cache.put("b", &certs(100));
        assert_eq!((cache.get("a"), cache.get("b")), (Some(certs(1)), None));
        let mut off = Cache::new(0, 100);
        off.put("a", &certs(1));
        assert_eq!(off.get("a"), None);
    }
}
