//! The whole command against files and against servers on 127.0.0.1 that these tests start: one of rustls, `openssl s_server` as a foreign
//! one, an HTTP server of issuers, and ports that speak no TLS. Scenarios are in the first modules; the others help.

mod bad_input;
mod baidu;
mod client_certificates;
mod client_files;
mod connection;
mod ct_logs;
mod directories;
mod fetching;
mod file_targets;
mod handshakes;
mod hostile;
mod keystores;
mod leaves;
mod mistaken;
mod no_tls;
mod ocsp_of_openssl;
#[cfg(feature = "legacy-tls")]
mod old_tls;
mod opinions;
mod private_keys;
mod questions;
mod readme;
mod reports;
mod revocation;
mod revocation_cache;
mod revocation_files;
mod schema;
mod split_chains;
mod staples;
mod store;
mod store_command;
mod verdicts;

mod aia;
mod foreign;
mod hangs_up;
mod pki;
mod raw;
mod run;
mod tls;
