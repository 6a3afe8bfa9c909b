//! What says whether a certificate was revoked: CRLs (RFC 5280 §5), OCSP responses (RFC 6960), CRLite's
//! filters. What they say is read here, and for whom they speak; whether they are to be believed is for
//! the rules.

pub mod crl;
#[cfg(feature = "crlite")]
pub mod crlite;
pub(crate) mod must_staple;
pub(crate) mod not_needed;
pub mod ocsp;
pub mod status;
