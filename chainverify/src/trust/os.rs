//! The operating system's trust store. One bad entry is reported and passed over; a store without
//! a single readable anchor is for the caller to notice ([`TrustStore::is_empty`]).

use alloc::string::String;
use std::env;
use std::ffi::OsString;
use std::path::Path;

use rustls_native_certs::{CertificateResult, load_certs_from_paths, load_native_certs};

use super::{LoadReason, Loaded, Origin, TrustStore};

impl TrustStore {
    /// The operating system's roots, or those of the file and the folder that `SSL_CERT_FILE` and
    /// `SSL_CERT_DIR` name, and what could not be loaded.
    #[must_use]
    pub fn os() -> (Self, Loaded) {
        let mut store = Self::new();
        let mut loaded = Loaded::default();
        let file = env::var_os("SSL_CERT_FILE");
        let folder = env::var_os("SSL_CERT_DIR");
        if file.is_none() && folder.is_none() {
            store.take(load_native_certs(), &Origin::Os, &mut loaded);
        }
        if let Some(path) = file {
            let found = load_certs_from_paths(Some(Path::new(&path)), None);
            store.take(found, &named("SSL_CERT_FILE", &path), &mut loaded);
        }
        if let Some(path) = folder {
            let found = load_certs_from_paths(None, Some(Path::new(&path)));
            store.take(found, &named("SSL_CERT_DIR", &path), &mut loaded);
        }
        (store, loaded)
    }

    fn take(&mut self, found: CertificateResult, origin: &Origin, loaded: &mut Loaded) {
        let place = alloc::format!("{origin}");
        for (number, der) in (1..).zip(found.certs) {
            self.load(der, (&place, number), origin, loaded);
        }
        for error in found.errors {
            loaded.fail(&place, 0, LoadReason::Os(error));
        }
    }
}

fn named(variable: &'static str, path: &OsString) -> Origin {
    Origin::Environment {
        variable,
        path: String::from(path.to_string_lossy()),
    }
}
