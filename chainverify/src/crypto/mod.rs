//! Signatures: chooses the algorithm for a signed structure and a key, and has the provider check
//! it. The list of algorithms that the caller passes *is* the algorithm policy. Nothing here
//! computes a signature itself.

#[cfg(any(feature = "ring", feature = "aws-lc-rs", feature = "rustcrypto"))]
mod algorithm;
mod algorithms;
#[cfg(feature = "aws-lc-rs")]
pub mod aws_lc_rs;
mod built_in;
#[cfg(feature = "cache")]
mod cache;
mod curve;
#[cfg(feature = "digest")]
pub mod digest;
#[cfg(any(feature = "aws-lc-rs", feature = "rustcrypto"))]
mod ec;
mod identifier;
mod problem;
mod provider_key;
#[cfg(feature = "ring")]
pub mod ring;
mod rsa_key;
#[cfg(feature = "rustcrypto")]
pub mod rustcrypto;
#[cfg(test)]
mod tests;
mod unusable;

pub use algorithms::Algorithms;
#[cfg(feature = "cache")]
pub use cache::SignatureCache;
pub(crate) use identifier::{lacks_null, usual_encoding};
pub use problem::SignatureProblem;
pub(crate) use provider_key::working_parameters;
pub(crate) use unusable::malformed;
