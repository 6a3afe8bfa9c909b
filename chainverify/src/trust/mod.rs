//! Trust anchors (RFC 5280 §6.1.1 (d)), and sets of them: from certificates, from names and keys,
//! from files and folders, from the operating system, from Mozilla. Which of them a path may end in
//! is for the search; whether its dates matter is for the policy.

mod anchor;
#[cfg(feature = "std")]
mod files;
mod load;
#[cfg(feature = "mozilla-roots")]
mod mozilla;
mod origin;
#[cfg(feature = "os-roots")]
mod os;
mod store;

pub use anchor::Anchor;
pub use load::{LoadError, LoadReason};
pub use origin::Origin;
#[cfg(feature = "os-roots")]
pub use os::NoRoots;
pub use store::TrustStore;
