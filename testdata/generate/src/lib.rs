//! Makes certificates for tests: well-formed by default, and broken in exactly the way that a test asks for.
//!
//! ```
//! use chainverify_testdata::{CertBuilder, pem_chain};
//!
//! let root = CertBuilder::ca("Example Root").sign();
//! let intermediate = CertBuilder::intermediate("Example CA").issuer(&root).sign();
//! let leaf = CertBuilder::leaf("example.com").ip("192.0.2.1").issuer(&intermediate).sign();
//! let text = pem_chain([&leaf, &intermediate]);
//! assert!(text.starts_with("-----BEGIN CERTIFICATE-----"));
//! ```
//!
//! The same bytes come out in every run: keys are derived from labels or committed, signatures take no random numbers.
//! The keys are public, so nothing made here may be trusted by anybody. This crate does not use `chainverify`.

pub mod algorithm;
pub mod cases;
mod cert;
mod crl;
mod ct;
pub mod der;
mod extension;
mod key;
pub mod keystore;
pub mod mutate;
mod name;
mod ocsp;
pub mod oid;
mod pem;
pub mod pkcs7;
pub mod programmes;
pub mod time;

pub use algorithm::Algorithm;
pub use cert::{CertBuilder, Flaw, Issuer, Made, Version};
pub use crl::{CrlBuilder, CrlEntry};
pub use ct::{CtLog, sct_list};
pub use extension::{Authority, Criticality, Extension, KeyUsage};
pub use key::{Key, RsaSize, p192_spki};
pub use name::{GeneralName, Name};
pub use ocsp::{OcspBuilder, OcspStatus};
pub use pem::{pem, pem_chain};
