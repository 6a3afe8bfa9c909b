//! Revocation statuses: what each source says of a certificate, what follows for the path, and what is
//! asked of the world outside.

#![cfg(feature = "ocsp")]

#[path = "by_hand/mod.rs"]
mod by_hand;

#[path = "revocation/asking.rs"]
mod asking;
#[path = "revocation/crl_signers.rs"]
mod crl_signers;
#[path = "revocation/crls.rs"]
mod crls;
#[path = "revocation/deltas.rs"]
mod deltas;
#[path = "revocation/monotone.rs"]
mod monotone;
#[path = "revocation/not_needed.rs"]
mod not_needed;
#[path = "revocation/ocsp.rs"]
mod ocsp;
#[path = "revocation/responders.rs"]
mod responders;
#[path = "revocation/several.rs"]
mod several;
#[path = "revocation/staples.rs"]
mod staples;
#[path = "revocation/told.rs"]
mod told;
#[path = "revocation/world.rs"]
mod world;
