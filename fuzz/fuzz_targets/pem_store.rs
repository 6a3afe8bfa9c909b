//! A store filled from PEM text: what is added is counted, what is not is named, and nothing is
//! added twice.
#![no_main]

use chainverify::{Origin, TrustStore};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut store = TrustStore::new();
    let added = store.add_pem(data, &Origin::Given);
    assert_eq!(store.len(), added);
    assert_eq!(store.anchors().count(), added);
    let left_out = store.left_out().len();
    assert!(added + left_out > 0, "nothing said of nothing");
    for error in store.left_out() {
        assert!(!error.to_string().is_empty());
    }
    let again = store.add_pem(data, &Origin::Given);
    assert_eq!((again, store.len()), (0, added), "added twice");
    assert_eq!(store.left_out().len(), 2 * left_out);
    for anchor in store.anchors() {
        let cert = anchor.cert().expect("PEM has whole certificates");
        assert_eq!(anchor.name(), cert.subject());
        assert!(store.contains(cert));
    }
});
