//! What the tests of this folder share: certificates that are valid today, TLS over sockets of this machine with a bound
//! on every wait, and programs of other make. Nothing here is for use outside of tests.

pub mod folder;
pub mod ml_dsa;
pub mod pki;
pub mod tls;
