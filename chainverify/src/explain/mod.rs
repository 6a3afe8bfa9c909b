//! A view over a finished record: as text for people, as rows for machines. Nothing is judged
//! here, and nothing is computed before it is asked for.

mod build;
mod digests;
mod role;
mod rows;
mod text;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

pub use rows::{CertRow, DigestRow, FetchRow, FindingRow, Rows, StoreRow, TriedRow};

use crate::budget::Limit;
use crate::der::Time;
use crate::finding::Finding;
use crate::search::{Attempt, Failure, Record, ValidPath};
use crate::trust::{Anchor, TrustStore};

/// What was found, what was tried, and what to do about it.
///
/// Displays as text, whose first line holds verdict, cause and certificate; [`Explanation::rows`]
/// gives the same as data.
///
/// ```
/// # use chainverify::{Origin, TrustStore, Verifier};
/// # use pki_types::{CertificateDer, UnixTime, pem::PemObject};
/// # let mut roots = TrustStore::new();
/// # roots.add_pem(include_bytes!("../../../testdata/example/root.pem"), &Origin::Given);
/// # let pem = include_bytes!("../../../testdata/example/chain.pem");
/// # let chain: Vec<_> = CertificateDer::pem_slice_iter(pem).map(Result::unwrap).collect();
/// # let time = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
/// # let verifier = Verifier::new(roots);
/// let failure = verifier.verify_at(&chain, "example.org", time).unwrap_err();
/// let explanation = failure.explain();
/// assert!(explanation.headline().starts_with("✗ example.org is not trusted: leaf"));
/// assert_eq!(explanation.rows().findings[0].code, "name_mismatch");
/// ```
pub struct Explanation<'v> {
    record: &'v Record<'v>,
    attempt: Option<&'v Attempt>,
    /// From when to when the path is valid; none if it is not.
    validity: Option<(Time, Time)>,
    primary: Option<&'v Finding>,
    findings: Vec<Finding>,
    stopped: Option<Limit>,
    mozilla: Option<&'v TrustStore>,
    detail: Detail,
}

/// How much the text says.
///
/// ```
/// use chainverify::Detail;
/// # use chainverify::{Origin, TrustStore, Verifier};
/// # use pki_types::{CertificateDer, UnixTime, pem::PemObject};
/// # let mut roots = TrustStore::new();
/// # roots.add_pem(include_bytes!("../../../testdata/example/root.pem"), &Origin::Given);
/// # let pem = include_bytes!("../../../testdata/example/chain.pem");
/// # let chain: Vec<_> = CertificateDer::pem_slice_iter(pem).map(Result::unwrap).collect();
/// # let time = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1_780_272_000));
/// # let verifier = Verifier::new(roots);
/// let failure = verifier.verify_at(&chain, "example.org", time).unwrap_err();
/// let text = |detail| failure.explain().detail(detail).to_string();
/// assert_eq!(text(Detail::Headline).lines().count(), 1);
/// assert!(text(Detail::Path).len() <= text(Detail::Everything).len());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// The first line only.
    Headline,
    /// The path, its findings, the fixes, and how many other paths were tried.
    #[default]
    Path,
    /// That, every path that was tried, and the comparison of hashes.
    Everything,
}

impl Explanation<'_> {
    /// The first line: verdict, cause, certificate, and the reference.
    #[must_use]
    pub fn headline(&self) -> String {
        text::headline(&self.rows())
    }

    /// The same as data.
    #[must_use]
    pub fn rows(&self) -> Rows {
        Rows::new(self)
    }

    /// Whether the path is valid.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.validity.is_some()
    }

    fn anchor(&self) -> Option<&Anchor> {
        self.record.anchor(self.attempt?.end.anchor()?)
    }

    fn also_in_mozilla(&self) -> Option<bool> {
        let (anchor, mozilla) = (self.anchor()?, self.mozilla?);
        let key = anchor.subject_public_key_info();
        Some(
            mozilla
                .named(anchor.name(), anchor.name().key())
                .any(|(_, other)| other.subject_public_key_info() == key),
        )
    }
}

impl<'v> Explanation<'v> {
    /// The same, saying also whether Mozilla's set (`TrustStore::mozilla`, feature `mozilla-roots`) has the anchor, by
    /// name and key. One that only the local store has is a warning: a private CA, or somebody who
    /// reads along.
    #[must_use]
    pub const fn compared_with(mut self, mozilla: &'v TrustStore) -> Self {
        self.mozilla = Some(mozilla);
        self
    }

    /// The same in more or in less detail.
    #[must_use]
    pub const fn detail(mut self, detail: Detail) -> Self {
        self.detail = detail;
        self
    }
}

impl<'a> ValidPath<'a> {
    /// Says what was found and what was tried.
    #[must_use]
    pub fn explain(&self) -> Explanation<'_> {
        Explanation {
            record: self.record(),
            attempt: self.attempt(),
            validity: Some(self.validity()),
            primary: None,
            findings: self.warnings(),
            stopped: self.stopped(),
            mozilla: None,
            detail: Detail::Path,
        }
    }
}

impl<'a> Failure<'a> {
    /// Says what was found and what was tried.
    #[must_use]
    pub fn explain(&self) -> Explanation<'_> {
        Explanation {
            record: self.record(),
            attempt: self.attempt(),
            validity: None,
            primary: Some(self.primary()),
            findings: self.findings(),
            stopped: self.stopped(),
            mozilla: None,
            detail: Detail::Path,
        }
    }
}

/// The first line of the explanation.
impl fmt::Display for Failure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain().headline())
    }
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text::write(f, &self.rows(), self.detail)
    }
}

impl fmt::Debug for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.headline())
    }
}
