//! Certificates for the scenarios, made by `chainverify-testdata` (the same bytes in every run, valid during 2026), and folders to put them in.

use core::sync::atomic::{AtomicU32, Ordering};
use std::fs;
use std::path::{Path, PathBuf};

use chainverify_testdata::{CertBuilder, Made, pem_chain};
use pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// A time at which everything is valid that is not made otherwise.
pub(crate) const AT: &str = "2026-06-01T00:00:00Z";

/// A root, an intermediate under it, and a leaf for `a.example` under that.
pub(crate) struct Pki {
    /// "CLI Root".
    pub(crate) root: Made,
    /// "CLI Intermediate".
    pub(crate) ca: Made,
    /// "a.example".
    pub(crate) leaf: Made,
}

/// A certificate chain as a server sends it, and the key of its leaf.
pub(crate) struct Identity {
    /// Leaf first.
    pub(crate) chain: Vec<CertificateDer<'static>>,
    /// The leaf's.
    pub(crate) key: PrivateKeyDer<'static>,
    /// What is stapled to it.
    pub(crate) ocsp: Option<Vec<u8>>,
}

impl Pki {
    /// Makes the three.
    pub(crate) fn new() -> Self {
        Self::with_leaf(CertBuilder::leaf("a.example"))
    }

    /// Makes root and intermediate, and has the intermediate sign the leaf.
    pub(crate) fn with_leaf(leaf: CertBuilder) -> Self {
        let root = CertBuilder::ca("CLI Root").sign();
        let ca = CertBuilder::intermediate("CLI Intermediate")
            .issuer(&root)
            .sign();
        let leaf = leaf.issuer(&ca).sign();
        Self { root, ca, leaf }
    }

    /// Leaf and intermediate, as a proper server sends them.
    pub(crate) fn identity(&self) -> Identity {
        identity(&self.leaf, &[&self.ca])
    }
}

/// The identity of a leaf, with these certificates sent after it.
pub(crate) fn identity(leaf: &Made, others: &[&Made]) -> Identity {
    let chain = core::iter::once(leaf)
        .chain(others.iter().copied())
        .map(|made| CertificateDer::from(made.der.clone()))
        .collect();
    let key = PrivatePkcs8KeyDer::from(leaf.key.pkcs8()).into();
    Identity {
        chain,
        key,
        ocsp: None,
    }
}

/// A folder that goes away when dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// A new one.
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("cli-{}-{count}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Its path.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file and gives its path, as text for a command line.
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path.into_os_string().into_string().unwrap()
    }

    /// Writes certificates as PEM.
    pub(crate) fn pem(&self, name: &str, made: &[&Made]) -> String {
        self.file(name, pem_chain(made.iter().map(|made| &made.der)))
    }

    /// Writes a private key as PEM.
    pub(crate) fn key(&self, name: &str, made: &Made) -> String {
        self.file(name, made.key.pkcs8_pem())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
