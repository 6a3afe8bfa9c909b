//! The operating system's trust store. One bad entry is reported and passed over; a store without
//! a single readable anchor is for the caller to notice ([`TrustStore::is_empty`]).

use alloc::string::String;

use super::{LoadReason, Loaded, Origin, TrustStore};

impl TrustStore {
    /// The operating system's roots, or those of the file and folder that `SSL_CERT_FILE` and
    /// `SSL_CERT_DIR` name, and what could not be loaded.
    #[must_use]
    pub fn os() -> (Self, Loaded) {
        let mut store = Self::new();
        let mut loaded = Loaded::default();
        let origin = origin();
        let place = alloc::format!("{origin}");
        let found = rustls_native_certs::load_native_certs();
        for (number, der) in (1..).zip(found.certs) {
            store.load(der, (&place, number), &origin, &mut loaded);
        }
        for error in found.errors {
            loaded.fail(&place, 0, LoadReason::Os(error));
        }
        (store, loaded)
    }
}

fn origin() -> Origin {
    ["SSL_CERT_FILE", "SSL_CERT_DIR"]
        .into_iter()
        .find_map(|variable| {
            let path = std::env::var_os(variable)?;
            Some(Origin::Environment {
                variable,
                path: String::from(path.to_string_lossy()),
            })
        })
        .unwrap_or(Origin::Os)
}
