//! Feature `rustls`: handshakes in memory, of rustls with rustls, one side or both with a verifier of ours.

#![cfg(all(
    feature = "rustls",
    feature = "ring",
    feature = "ocsp",
    feature = "cache"
))]

#[path = "rustls/both_sides.rs"]
mod both_sides;
mod by_hand;
#[path = "rustls/clients.rs"]
mod clients;
#[path = "rustls/errors.rs"]
mod errors;
#[path = "rustls/exchange.rs"]
mod exchange;
#[path = "rustls/issuers.rs"]
mod issuers;
#[path = "rustls/servers.rs"]
mod servers;
