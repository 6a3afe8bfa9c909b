//! Missing issuers for targets that are verified at the same time: what one fetches serves the others, so that nobody fetches what somebody
//! else is fetching already. Which addresses are reached, and all other limits, are the library's business.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chainverify::Fetch;
use chainverify::fetch::HttpFetch;
use chainverify::search::{Answer, Need};

/// A fetcher for several threads.
#[derive(Debug)]
pub(crate) struct SharedFetch {
    /// Its clones share what was fetched.
    http: HttpFetch,
    /// One lock for the first URL of each need: as many as there are requests.
    busy: Mutex<BTreeMap<String, Arc<Mutex<()>>>>,
}

impl SharedFetch {
    /// Fetches by this one.
    pub(crate) fn new(http: HttpFetch) -> Self {
        Self {
            http,
            busy: Mutex::default(),
        }
    }

    /// What the fetcher brings; whoever comes second waits, and finds it in memory.
    pub(crate) fn fetch(&self, need: &Need) -> Answer {
        let first = need.urls.first().cloned().unwrap_or_default();
        let lock = {
            let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
            busy.entry(first).or_default().clone()
        };
        let _turn = lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.http.clone().fetch(need)
    }
}
