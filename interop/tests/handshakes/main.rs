//! What the documentation of `chainverify::rustls` says of whole handshakes: errors and alerts, intermediates that are not
//! sent, resumption.

mod errors;
mod issuer_memory;
mod resumption;
