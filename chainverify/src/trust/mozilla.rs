//! Mozilla's roots, embedded in the program: for machines without a store, and to say whether a
//! root of the local store is one that Mozilla has too.

use alloc::string::ToString;

use super::anchor::Origin;
use super::load::Place;

/// Mozilla's roots for TLS servers.
pub(super) fn place() -> Place {
    let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
    Place {
        name: Origin::Mozilla.to_string(),
        origin: Origin::Mozilla,
        entries: (1..).zip(roots.map(|der| Ok(der.clone()))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use crate::trust::TrustStore;

    #[test]
    fn every_root_of_the_set_can_be_read() {
        let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS;
        let store = TrustStore::mozilla();
        assert_eq!((store.len(), store.left_out().len()), (roots.len(), 0));
        assert!(roots.len() > 100);
    }
}
