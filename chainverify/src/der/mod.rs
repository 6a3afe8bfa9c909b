//! A reader of DER (X.690): definite lengths in minimal form, low tag numbers, no recursion, no
//! allocation. Every value knows its offset in the bytes that were first handed in, so that an
//! error or a report can name the place. It reads structure only; what a value means is decided
//! one floor up.

#![cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]

mod error;
#[cfg(any(
    feature = "crlite",
    feature = "ct",
    feature = "digest",
    feature = "ocsp"
))]
mod header;
pub(crate) mod known;
mod oid;
mod reader;
pub(crate) mod tag;
mod time;

pub use error::{Field, ParseError, Problem, Span};
#[cfg(any(
    feature = "crlite",
    feature = "ct",
    feature = "digest",
    feature = "ocsp"
))]
pub(crate) use header::header;
pub(crate) use oid::first_duplicate;
pub use oid::{BadOid, Oid, OidBuf};
pub(crate) use reader::Reader;
pub use time::Time;
