//! Mozilla's roots, embedded in the program: for machines without a store, and to say whether a
//! root of the local store is one that Mozilla has too.

use super::{Loaded, Origin, TrustStore};

impl TrustStore {
    /// Mozilla's roots for TLS servers, as of the version of `webpki-root-certs`.
    #[must_use]
    pub fn mozilla() -> Self {
        let mut store = Self::new();
        let mut loaded = Loaded::default();
        for (number, der) in (1..).zip(webpki_root_certs::TLS_SERVER_ROOT_CERTS) {
            store.load(der.clone(), ("", number), &Origin::Mozilla, &mut loaded);
        }
        store
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_root_of_the_set_can_be_read() {
        let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS;
        assert_eq!(TrustStore::mozilla().len(), roots.len());
        assert!(roots.len() > 100);
    }
}
