//! The whole command against files and against servers on 127.0.0.1 that these tests start: one of rustls, `openssl s_server` as a foreign
//! one, an HTTP server of issuers, and ports that speak no TLS. Scenarios are in the first five modules; the others help.

mod bad_input;
mod fetching;
mod handshakes;
mod no_tls;
mod verdicts;

mod aia;
mod foreign;
mod pki;
mod raw;
mod run;
mod tls;
