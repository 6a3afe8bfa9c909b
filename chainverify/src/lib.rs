//! Builds and verifies X.509 certificate chains (RFC 5280) and says *why*: which certificate,
//! which rule, which root and whose it is, what else was tried, and what to do about it.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use chainverify::{Origin, TrustStore, Verifier};
//! use pki_types::{CertificateDer, UnixTime, pem::PemObject};
//! # use core::time::Duration;
//!
//! let mut roots = TrustStore::new();
//! roots.add_pem(include_bytes!("../../testdata/example/root.pem"), &Origin::Given);
//! let pem = include_bytes!("../../testdata/example/chain.pem");
//! let chain = CertificateDer::pem_slice_iter(pem).collect::<Result<Vec<_>, _>>()?;
//! let time = UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000));
//!
//! let verifier = Verifier::new(roots);
//! let path = verifier.verify_at(&chain, "www.example.com", time).map_err(|failure| failure.to_string())?;
//! assert_eq!(path.certs().count(), 2);
//!
//! let failure = verifier.verify_at(&chain, "example.org", time).unwrap_err();
//! assert_eq!(failure.primary().code().id(), "name_mismatch");
//! println!("{}", failure.explain());
//! # Ok(())
//! # }
//! ```
//!
//! [`Verifier`] is the front door: roots, [`Policy`] and [`Algorithms`] held together.
//! [`Verifier::verify_with`] and [`Verifier::verify_async`] bring in intermediates that the peer
//! did not send; [`Search`] is the step machine under them, for loops of your own.
//!
//! # How it works
//!
//! ```text
//!  bytes ─► der ─► cert ──┐
//!                         ├─► rules ─► search ─► drive ─► ValidPath | Failure ─► explain
//!  roots ─► trust ────────┤     ▲         │  ▲
//!  Policy, Algorithms ────┘  findings     ▼  │
//!                                       Need Answer      (the only door to the outside world)
//! ```
//!
//! * **Propose, then judge.** The search proposes paths and knows no rule; the rules judge and
//!   never search.
//! * **Rules are sorted by what they look at**: one certificate, a certificate and its issuer, a
//!   whole path. What they find is computed once, so no signature is ever checked twice.
//! * **The search tree is the trace.** Nothing is logged; what was tried is kept, and text is made
//!   only when asked for.
//!
//! # Features
//!
//! | feature | adds | default |
//! | --- | --- | --- |
//! | `std` | clock, files | yes |
//! | `ring` | the algorithms of ring | yes |
//! | `os-roots` | the operating system's trust store | yes |
//! | `aws-lc-rs` | the algorithms of aws-lc-rs: P-521 and ML-DSA too | |
//! | `mozilla-roots` | Mozilla's roots, embedded | |
//! | `digest` | fingerprints, and the comparison of hashes as evidence | |
//! | `cache` | a memory of good signatures, for servers and scanners | |
//! | `rayon` | batches of chains on all processors | |
//! | `fetch` | a blocking fetcher for issuer URLs | |
//! | `public-suffix` | the public suffix list, embedded | |
//! | `rustcrypto` | pure-Rust algorithms: P-521, ML-DSA, SLH-DSA; DSA, SHA-1 and SM2 in a list for diagnosis | |
//! | `serde` | `Serialize` for the rows of an explanation | |
//!
//! Without `std` the crate needs `alloc` only; it has no clock, no files, no sockets. No feature
//! changes a verdict.
#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![cfg_attr(
    not(test),
    warn(
        clippy::as_conversions,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unwrap_used
    )
)]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

#[expect(dead_code, reason = "the core moves onto it next")]
mod arena;
mod budget;
pub mod cert;
pub mod crypto;
mod der;
mod drive;
mod explain;
#[cfg(feature = "fetch")]
pub mod fetch;
mod finding;
mod names;
mod policy;
mod rules;
mod search;
mod trust;
mod verifier;

pub use budget::{Limit, Limits};
pub use cert::{Cert, Name};
pub use crypto::Algorithms;
#[cfg(feature = "cache")]
pub use crypto::SignatureCache;
pub use der::{Field, Oid, OidBuf, ParseError, Problem, Span, Time};
pub use drive::Fetch;
pub use explain::{
    CertRow, Detail, DigestRow, Explanation, FetchRow, FindingRow, Rows, StoreRow, TriedRow,
};
pub use finding::{Category, CertId, Class, Code, Finding, Fix, FixBy, Severity, Urls};
pub use names::{BadReferenceName, ReferenceName};
pub use pki_types;
pub use policy::{
    AnchorCertificate, DirectTrust, Exploration, KeyStrength, Level, Policy, PublicSuffixes,
    Purpose, Switch,
};
pub use rules::path::policies::ValidPolicies;
pub use search::{
    Answer, Failure, FetchProblem, Need, NeedId, Refuse, Request, Search, Step, ValidPath,
};
pub use trust::{Anchor, LoadError, LoadReason, Loaded, Origin, TrustStore};
#[cfg(feature = "rayon")]
pub use verifier::Batch;
pub use verifier::{Verifier, VerifierBuilder};

/// All rules: the name of each, which is also that of its folder of cases, and its reference.
#[must_use]
pub fn rules() -> alloc::vec::Vec<(&'static str, &'static str)> {
    rules::contents()
}
