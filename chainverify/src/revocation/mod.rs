//! What says whether a certificate was revoked: CRLs (RFC 5280 §5), OCSP responses (RFC 6960), CRLite's
//! filters, blocklists. What they say is read here, and for whom they speak; whether they are to be
//! believed is for the rules.

pub mod blocklist;
pub mod crl;
#[cfg(feature = "crlite")]
pub mod crlite;
pub(crate) mod must_staple;
pub(crate) mod not_needed;
pub mod ocsp;
#[cfg(any(
    feature = "crlite",
    feature = "ct",
    feature = "digest",
    feature = "ocsp"
))]
mod spki_hash;
pub mod status;

#[cfg(any(feature = "crlite", feature = "ct"))]
pub(crate) use spki_hash::key_hash;
#[cfg(any(
    feature = "crlite",
    feature = "ct",
    feature = "digest",
    feature = "ocsp"
))]
pub use spki_hash::spki_hash;
