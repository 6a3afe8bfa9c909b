//! The drop-in for rustls 0.23, in both directions (feature `rustls`): [`ServerVerifier`] is what a client
//! verifies servers with, [`ClientVerifier`] what a server verifies clients with (mutual TLS, RFC 8446
//! §4.3.2, §4.4.2).
//!
//! ```
#![doc = include_str!("../../tests/doc/rustls.txt")]
//! use chainverify::rustls::WithChainverify;
//!
//! let config = rustls::ClientConfig::builder_with_provider(provider.clone())
//!     .with_safe_default_protocol_versions()?
//!     .with_chainverify(verifier)?
//!     .with_no_client_auth();
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Which style of errors do I want?
//!
//! | you want | [`Errors`] |
//! | --- | --- |
//! | a log or a message to the user that says why; [`Report::of`](crate::Report::of) an error that came up through io, hyper, reqwest or tonic | [`Explained`](Errors::Explained), the default |
//! | code that matches on variants of [`rustls::CertificateError`] to go on as it did | [`Standard`](Errors::Standard) |
//! | a peer that learns the kind of failure from the TLS alert (`certificate_expired`, `unknown_ca`, …) and not just `certificate_unknown` | [`Standard`](Errors::Standard) |
//!
//! With either, [`observe`](ServerVerifier::observe) sees the [`Report`](crate::Report) of every failure.
//!
//! # Intermediates that the peer does not send
//!
//! A handshake cannot wait for a download. [`IssuerMemory`] has intermediates from before: preloaded, or
//! learnt from the report of a failure in the background. The first connection to a server that leaves out
//! its intermediate fails, with the URLs in its report; the next one succeeds.
//!
//! # What changes while the program runs
//!
//! Roots, CRLs and filters are exchanged by a [`Handle`], under load: handshakes never wait for it, and each
//! sees one verifier or the other.
//!
//! **Resumption skips verification** (RFC 8446 §2.2): neither side sends certificates again, and what was
//! found in the full handshake stands for as long as the ticket lives, even if the CRL has changed since. A
//! rustls client resumes only what the very same verifier object has verified, and a [`Handle`] exchanges
//! what is inside of it. So [`Handle::sessions`] ties stored sessions and tickets to the verifier: after an
//! exchange the next handshake is a full one. Without it, turn resumption off.
//!
//! ```
#![doc = include_str!("../../tests/doc/rustls.txt")]
//! use std::sync::Arc;
//!
//! use chainverify::rustls::ServerVerifier;
//! use rustls::client::{ClientSessionMemoryCache, Resumption};
//!
//! let for_servers = ServerVerifier::new(verifier, &provider)?;
//! let handle = for_servers.handle();
//! let mut config = rustls::ClientConfig::builder_with_provider(provider.clone())
//!     .with_safe_default_protocol_versions()?
//!     .dangerous() // rustls calls every verifier but its own so
//!     .with_custom_certificate_verifier(Arc::new(for_servers))
//!     .with_no_client_auth();
//! let sessions = handle.sessions(|| Arc::new(ClientSessionMemoryCache::new(256)));
//! config.resumption = Resumption::store(Arc::new(sessions));
//!
//! // Later, in the thread that keeps the CRLs fresh:
//! # let newest = Vec::new();
//! handle.replace(&handle.verifier().with_crls(newest))?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is not done
//!
//! Raw public keys (RFC 7250) are refused: there is no chain to verify. With encrypted client hello, rustls
//! asks for the outer name where the server rejects it; nothing that is remembered here depends on a name.

mod client;
mod common;
mod error;
mod fit;
mod handle;
mod identity;
mod issuer_memory;
mod server;
mod sessions;
mod spiffe;
mod v0_23;

pub use client::{Anonymous, ClientVerifier, RootHints};
pub use common::{Errors, Observer};
pub use error::Explained;
pub use fit::Unfit;
pub use handle::Handle;
pub use identity::Identity;
pub use issuer_memory::IssuerMemory;
pub use server::{ServerVerifier, Staples};
pub use sessions::Sessions;
pub use v0_23::WithChainverify;
