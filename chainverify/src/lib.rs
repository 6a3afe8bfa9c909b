//! Builds and verifies X.509 certificate chains (RFC 5280) and says *why*: which certificate,
//! which rule, which root and whose it is, what else was tried, and how to fix it.
//!
//! ```no_run
//! use chainverify::Verifier;
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     // The certificates as a server sent them, leaf first.
//!     let pem = std::fs::read("chain.pem")?;
//!     let chain = chainverify::cert::from_pem(&pem)?;
//!
//!     let verifier = Verifier::os()?;
//!     let path = verifier.verify(&chain, "example.com")?;
//!     println!("trusted until {}, by {}", path.validity().1, path.anchor().name());
//!     Ok(())
//! }
//! ```
//!
//! The error is a [`Report`]: owned, typed, and one readable line when displayed. What failed is
//! data ([`Report::code`]), and [`Report::text`] is the whole explanation.
//!
//! [`Verifier`] is the front door: roots, [`Policy`] and [`Algorithms`] held together. A [`Request`]
//! says more than a chain and a name: a client's chain, a time, certificates from elsewhere, checks
//! of your own. [`Verifier::verify_with`] and [`Verifier::verify_async`] bring in intermediates that
//! the peer did not send; [`Search`] is the step machine under them.
//!
//! # Revocation
//!
//! Whether a certificate was revoked is asked of everything that was given: CRLs, OCSP responses (also
//! stapled ones), CRLite's filters, blocklists. A source that counts and says *revoked* makes the path
//! invalid, whatever others say, and the search goes on to paths without that certificate. What cannot
//! be told is a warning, or under [`RevocationMode::Hard`](policy::RevocationMode) an error.
//!
//! By default nothing is fetched: where nothing that was given speaks of a certificate, its status is
//! *not checked*, the report says so, and **a revoked certificate that is otherwise in order is
//! accepted**. With [`policy.revocation.fetch`](policy::Revocation) and a fetcher, the CRLs and
//! responders that the certificates name are asked.
//!
//! ```
#![doc = include_str!("../tests/doc/setup.txt")]
//! use chainverify::report::{NotChecked, Status};
//!
//! let path = verifier.verify_request(Request::server(&chain, "example.com").at(time))?;
//! let why = NotChecked::NotAsked;
//! assert!(path.statuses().all(|check| check.status == Status::NotChecked { why }));
//! # Ok::<(), Box<chainverify::Report>>(())
//! ```
//!
//! # What is not checked
//!
//! Certificate Transparency, unless a list of logs is given (feature `ct`): then the report has it, and the
//! verdict is the same.
//!
//! # How it works
//!
//! ```text
//!  bytes ─► der ─► cert ──┐
//!                         ├─► rules ─► evidence ─► search ─► drive ─► ValidPath | Report
//!  roots ─► trust ────────┤                │ ▲
//!  Policy, Algorithms ────┘           Need ▼ │ Answer      (the only door to the outside world)
//! ```
//!
//! * **Evidence** is everything that one verification knows, once: certificates, what the rules found
//!   about a certificate or a link, what was asked of the world outside.
//! * **The search only orders**: which certificate to look at next. The path check is one walk that
//!   reads like RFC 5280 §6.1.2 to §6.1.5.
//! * **One budget**: work is counted in what costs, octets compared and signatures checked, so that
//!   a hostile chain cannot cost more than its length.
//!
//! # Features
//!
//! | feature | adds | default |
//! | --- | --- | --- |
//! | `std` | clock, files | yes |
//! | `ring` | the algorithms of ring | yes |
//! | `os-roots` | the operating system's trust store | yes |
//! | `aws-lc-rs` | the algorithms of aws-lc-rs: P-521 and ML-DSA too | |
//! | `rustcrypto` | the algorithms in Rust alone: RSA, ECDSA and Ed25519 as above, P-521, ML-DSA, SLH-DSA; DSA, SHA-1 and SM2 in a list for diagnosis | |
//! | `mozilla-roots` | Mozilla's roots, embedded | |
//! | `programmes` | what root programmes say of roots, embedded: whose root an anchor is, and what browsers do by date | |
//! | `digest` | fingerprints, and the comparison of hashes as evidence | |
//! | `cache` | memories of good signatures and of intermediates, for servers and scanners | |
//! | `ocsp` | OCSP: requests, and what responses say; without it they are not looked at | |
//! | `crlite` | CRLite's filters | |
//! | `ct` | Certificate Transparency: timestamps of logs, verified and counted as browsers do | |
//! | `fetch` | a blocking fetcher for issuers, CRLs and OCSP responses | |
//! | `public-suffix` | the public suffix list, embedded | |
//! | `rustls` | the verifiers of a TLS client and of a server with mutual TLS, for rustls 0.23 | |
//! | `second-opinion` | what rustls 0.23 says of the same chain, and models of OpenSSL and Go | |
//! | `serde` | `Serialize` for reports | |
//! | `web` | a clock for `std` on wasm32-unknown-unknown | |
//!
//! Without `std` the crate needs `alloc` only; it has no clock, no files, no sockets. No feature
//! takes anything away.
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

mod arena;
mod budget;
pub mod cert;
pub mod crypto;
#[cfg(feature = "ct")]
pub mod ct;
pub mod der;
mod drive;
mod evidence;
#[cfg(feature = "fetch")]
pub mod fetch;
mod fetch_problem;
pub mod finding;
pub mod names;
pub mod policy;
#[cfg(any(feature = "cache", all(feature = "aws-lc-rs", feature = "std")))]
mod recent;
pub mod report;
pub mod revocation;
mod rules;
#[cfg(feature = "rustls")]
pub mod rustls;
pub mod search;
#[cfg(feature = "second-opinion")]
pub mod second_opinion;
pub mod text;
pub mod trust;
mod verifier;

pub use cert::Cert;
pub use crypto::Algorithms;
pub use drive::Fetch;
pub use finding::{Code, Finding};
pub use names::ReferenceName;
pub use pki_types;
pub use policy::{Policy, Purpose};
pub use report::Report;
pub use search::{Request, Search, ValidPath};
pub use trust::{Origin, TrustStore};
pub use verifier::{Verifier, VerifierBuilder};

/// All rules: the id of each, which is also that of its folder of cases, and its reference.
#[must_use]
pub fn rules() -> alloc::vec::Vec<(&'static str, &'static str)> {
    rules::contents()
}
