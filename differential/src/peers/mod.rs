//! The verifiers, each asked the same: is this chain valid for a TLS server of this name at this time, if this root is
//! trusted?

mod chainverify;
#[cfg(feature = "openssl")]
mod openssl;
mod process;
mod webpki;

use chainverify_testdata::mutate::Mutant;

/// This library with its profile for web servers: the verdict that is compared.
pub const OWN: &str = "chainverify";
/// The same, strict.
pub const OWN_STRICT: &str = "chainverify strict";
/// rustls-webpki.
pub const WEBPKI: &str = "rustls-webpki";
/// OpenSSL.
pub const OPENSSL: &str = "OpenSSL";
/// OpenSSL with the flags `X509_V_FLAG_X509_STRICT` and `X509_V_FLAG_POLICY_CHECK`.
pub const OPENSSL_STRICT: &str = "OpenSSL strict";
/// Go's `crypto/x509`.
pub const GO: &str = "Go";
/// `cryptography.x509.verification` of Python.
pub const PYCA: &str = "pyca";

/// The columns of every table, in their order.
pub const ALL: [&str; 7] = [OWN, OWN_STRICT, WEBPKI, OPENSSL, OPENSSL_STRICT, GO, PYCA];

/// What a verifier says: nothing if it accepts, else why it does not.
pub type Verdict = Result<(), String>;

/// A verifier.
pub trait Peer: Sync {
    /// One of [`ALL`].
    fn name(&self) -> &'static str;
    /// The version, for the page.
    fn version(&self) -> String;
    /// What it says to each chain, in their order.
    fn verdicts(&self, mutants: &[Mutant]) -> Vec<Verdict>;
}

/// The verifiers that are built in: they are there wherever this crate is.
#[must_use]
pub fn built_in() -> Vec<Box<dyn Peer>> {
    vec![
        Box::new(chainverify::Chainverify::web()),
        Box::new(chainverify::Chainverify::strict()),
        Box::new(webpki::Webpki),
        #[cfg(feature = "openssl")]
        Box::new(openssl::OpenSsl::lenient()),
        #[cfg(feature = "openssl")]
        Box::new(openssl::OpenSsl::strict()),
    ]
}

/// The verifiers in other languages, where they are installed.
#[must_use]
pub fn installed() -> Vec<Box<dyn Peer>> {
    let found = [process::Process::go(), process::Process::pyca()];
    found
        .into_iter()
        .flatten()
        .map(|process| Box::new(process) as Box<dyn Peer>)
        .collect()
}
