//! What the fuzz targets share: null algorithms that count, the invariants of a verification, and a
//! grammar of certificates. Nothing here knows how the library works inside.

pub mod algorithms;
pub mod grammar;
pub mod invariants;
