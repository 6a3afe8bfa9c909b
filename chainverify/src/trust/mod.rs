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
#[cfg(all(feature = "std", feature = "programmes"))]
mod places;
#[cfg(feature = "programmes")]
pub mod programmes;
#[cfg(feature = "programmes")]
mod provenance;
mod store;

pub use anchor::Anchor;
pub use load::{LoadError, LoadReason};
pub use origin::Origin;
#[cfg(feature = "os-roots")]
pub use os::NoRoots;
#[cfg(all(feature = "std", feature = "programmes"))]
pub use places::{Block, LocalPlaces};
#[cfg(feature = "programmes")]
pub use provenance::{PlacedBy, Placement, Provenance};
pub use store::TrustStore;
