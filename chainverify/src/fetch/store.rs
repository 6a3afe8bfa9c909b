//! The door to a cache that outlives the process: somebody else's, who keeps octets by key. What comes out of it is read and
//! judged like what is fetched.

use core::fmt;
use std::time::SystemTime;

use alloc::sync::Arc;
use alloc::vec::Vec;

/// A cache that outlives the process: files in a folder, say. To be handed to [`HttpFetch::store`](super::HttpFetch::store).
///
/// Keys are printable ASCII. A CRL has `crl URL`, an OCSP response `ocsp URL REQUEST`, with the request in hexadecimal digits; they
/// may be longer than a file name may be, and the URL in them is as hostile as the certificate that it stands in.
///
/// ```
/// use std::collections::HashMap;
/// use std::sync::{Arc, Mutex};
/// use std::time::SystemTime;
/// use chainverify::fetch::{HttpFetch, Reach, Store};
///
/// #[derive(Default)]
/// struct Map(Mutex<HashMap<String, (Vec<u8>, SystemTime)>>);
///
/// impl Store for Map {
///     fn load(&self, key: &str) -> Option<(Vec<u8>, SystemTime)> {
///         self.0.lock().unwrap().get(key).cloned()
///     }
///
///     fn save(&self, key: &str, bytes: &[u8], until: SystemTime) {
///         let mut map = self.0.lock().unwrap();
///         map.insert(key.to_owned(), (bytes.to_vec(), until));
///     }
/// }
///
/// let store = Arc::new(Map::default());
/// let fetcher = HttpFetch::new(Reach::Public).store(store.clone());
/// ```
pub trait Store: Send + Sync {
    /// What was saved under this key, and until when it may be used. What is over, or cannot be read, is fetched anew.
    fn load(&self, key: &str) -> Option<(Vec<u8>, SystemTime)>;

    /// Keeps what was fetched: a CRL or an OCSP response in DER, to be used until then and no longer. A store that cannot keep it
    /// keeps quiet.
    fn save(&self, key: &str, bytes: &[u8], until: SystemTime);
}

/// A store, or none.
#[derive(Clone, Default)]
pub(super) struct Door(pub(super) Option<Arc<dyn Store>>);

impl Door {
    pub(super) fn load(&self, key: &str) -> Option<(Vec<u8>, SystemTime)> {
        self.0.as_ref()?.load(key)
    }

    pub(super) fn save(&self, key: &str, bytes: &[u8], until: SystemTime) {
        if let Some(store) = &self.0 {
            store.save(key, bytes, until);
        }
    }
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Some(_) => "Door(Some(_))",
            None => "Door(None)",
        })
    }
}
