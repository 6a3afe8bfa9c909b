//! A store filled from PEM text: what is added is counted, what is not is named, and nothing is
//! added twice.
#![no_main]

use chainverify::{Origin, TrustStore};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut store = TrustStore::new();
    let loaded = store.add_pem(data, &Origin::Given);
    assert_eq!(store.len(), loaded.added);
    assert_eq!(store.anchors().count(), loaded.added);
    assert!(
        loaded.added + loaded.errors.len() > 0,
        "nothing said of nothing"
    );
    for error in &loaded.errors {
        assert!(!error.to_string().is_empty());
    }
    let before = store.len();
    let again = store.add_pem(data, &Origin::Given);
    assert_eq!((again.added, store.len()), (0, before), "added twice");
    assert_eq!(again.errors.len(), loaded.errors.len());
    for anchor in store.anchors() {
        let cert = anchor.cert().expect("PEM has whole certificates");
        assert_eq!(anchor.name(), cert.subject());
        assert!(store.contains(cert));
    }
});
