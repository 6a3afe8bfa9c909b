//! What the fuzz targets share: null algorithms that count, a grammar of certificates, and the
//! invariants of a verification and of its report. Nothing here knows how the library works inside.

use std::time::Duration;

use pki_types::UnixTime;

pub mod algorithms;
pub mod grammar;
pub mod invariants;
pub mod report;
pub mod within;

/// When everything is verified: 2026-06-01, the time of the cases in `testdata`.
#[must_use]
pub const fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000))
}
