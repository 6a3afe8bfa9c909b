//! CRLite: which certificates of the public CAs were revoked, all of them, in filters of some megabytes.
//!
//! Files and folder as C2SP `upki-revocation` describes them (filters of version 4, index `upkiidx1`);
//! the query is that of Schanck, "Clubcards for the WebPKI" (IEEE S&P 2025, eprint 2025/610). Nothing in
//! these files says who made them: whoever fetched them has checked that. How fresh they are, their
//! coverage says ([`Filters::covers_until`]); how fresh they must be is for the caller.

mod bytes;
mod filter;
mod filters;
#[cfg(feature = "std")]
mod folder;
mod index;

pub use filter::{Answer, Filter};
pub use filters::Filters;
#[cfg(feature = "std")]
pub use folder::{ReadError, ReadProblem};
pub use index::Index;

use core::fmt;

use crate::cert::Cert;

/// The SHA-256 of a log's public key (RFC 6962 §3.2).
pub type LogId = [u8; 32];

/// The SHA-256 of an issuer's SubjectPublicKeyInfo, as [`spki_hash`](super::spki_hash) computes it.
pub type SpkiHash = [u8; 32];

/// What decides which filters cover a certificate: the log and the time of each of its SCTs, in
/// milliseconds since 1970 (RFC 6962 §3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Logged {
    /// The log.
    pub log: LogId,
    /// `timestamp`
    pub timestamp: u64,
}

/// The log and the time of each SCT in a certificate, up to the first that cannot be read. Whether a log
/// signed them is not asked: they say which filters to ask, nothing else.
///
/// ```
/// use chainverify::revocation::crlite::logged;
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// assert_eq!(logged(&leaf).count(), 0); // it has none
/// ```
pub fn logged(cert: &Cert<'_>) -> impl Iterator<Item = Logged> {
    let list = cert.extensions().signed_certificate_timestamps.value();
    let scts = list.into_iter().flat_map(|list| list.scts(cert.der()));
    scts.map_while(Result::ok).map(|sct| Logged {
        log: *sct.log_id,
        timestamp: sct.timestamp,
    })
}

/// Why a filter or an index cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadFile {
    /// Where in the file, in octets.
    pub offset: usize,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong with a filter or an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The file ends too early.
    Truncated,
    /// Something stands behind its end.
    TrailingData,
    /// A version other than 4, or another file.
    Version,
    /// What must be zero is not.
    Reserved,
    /// The entries are not sorted, or one is there twice.
    NotSorted,
    /// A flag that is neither 0 nor 1.
    Flag,
    /// More columns than the filter has.
    Rank,
    /// An exception of no length.
    EmptyException,
    /// A section that lies in the tables, or outside the file.
    Offset,
    /// The number of a file that the table does not have.
    FileNumber,
    /// The name of a file that is empty, not UTF-8, or has a character that leads elsewhere.
    FileName,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "truncated",
            Self::TrailingData => "trailing data",
            Self::Version => "unknown version",
            Self::Reserved => "a reserved octet that is not zero",
            Self::NotSorted => "entries that are not sorted, or not distinct",
            Self::Flag => "a flag that is neither 0 nor 1",
            Self::Rank => "a rank above the number of columns",
            Self::EmptyException => "an empty exception",
            Self::Offset => "a section outside its place",
            Self::FileNumber => "an unknown file number",
            Self::FileName => "a file name that is not allowed",
        })
    }
}

impl fmt::Display for BadFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at byte {}: {}", self.offset, self.problem)
    }
}

impl core::error::Error for BadFile {}

#[cfg(test)]
mod tests;
