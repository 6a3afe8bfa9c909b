//! The verifiers, each with the same call. What a program does once (roots, algorithms) is done
//! before; what it does for each connection is measured, the reading of the name included.

#[cfg(feature = "certval")]
mod certval;
pub(crate) mod chainverify;
pub(crate) mod crls;
pub(crate) mod limit;
#[cfg(feature = "openssl")]
pub(crate) mod openssl;
pub(crate) mod parsers;
mod webpki;

use pki_types::{CertificateDer, UnixTime};

use crate::algorithms::List;

pub(crate) use self::chainverify::Chainverify;
pub(crate) use self::webpki::Webpki;

/// A verifier with its roots and algorithms.
pub(crate) trait Peer: Sync {
    /// For the table.
    fn name(&self) -> &'static str;

    /// Whether the chain, leaf first, is valid for the TLS server that is asked for.
    fn verify(&self, chain: &[CertificateDer<'static>], question: Question<'_>) -> bool;
}

/// What a verifier is asked about a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Question<'q> {
    /// The name of the TLS server.
    pub(crate) host: &'q str,
    /// The time at which the chain is to be valid.
    pub(crate) time: UnixTime,
}

/// Certificates that are trusted.
pub(crate) type RootCerts<'r> = &'r [CertificateDer<'static>];

/// This library.
pub(crate) const OWN: &str = "chainverify";
/// The peer that the bars are set by.
pub(crate) const WEBPKI: &str = "webpki";
/// OpenSSL.
pub(crate) const OPENSSL: &str = "openssl";

/// Those that search for a path and take algorithms from outside.
pub(crate) fn searching(roots: RootCerts<'_>, algorithms: List) -> Vec<Box<dyn Peer>> {
    vec![
        Box::new(Chainverify::new(roots, algorithms)),
        Box::new(Webpki::new(roots, algorithms)),
    ]
}

/// Those that validate the path as it is sent, with algorithms from outside.
pub(crate) fn validating(_roots: RootCerts<'_>, _algorithms: List) -> Vec<Box<dyn Peer>> {
    vec![
        #[cfg(feature = "certval")]
        Box::new(certval::Certval::new(_roots, _algorithms)),
    ]
}

/// Those that search for a path and compute by themselves.
pub(crate) fn computing(_roots: RootCerts<'_>, _question: Question<'_>) -> Vec<Box<dyn Peer>> {
    vec![
        #[cfg(feature = "openssl")]
        Box::new(openssl::OpenSsl::new(_roots, _question)),
    ]
}

/// The features of peers that are not built in.
pub(crate) fn left_out() -> Vec<&'static str> {
    [
        (OPENSSL, cfg!(feature = "openssl")),
        ("certval", cfg!(feature = "certval")),
    ]
    .into_iter()
    .filter(|(_, is_built_in)| !is_built_in)
    .map(|(name, _)| name)
    .collect()
}
