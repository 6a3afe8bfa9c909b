//! The explanation as rows: everything that can be said, as plain data with stable names. The text
//! is made from these rows, and so is JSON (feature `serde`).

use alloc::string::String;
use alloc::vec::Vec;

/// A whole explanation.
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
/// let path = verifier.verify_at(&chain, "example.com", time).unwrap();
/// let rows = path.explain().rows();
/// assert_eq!(rows.verdict, "valid");
/// assert_eq!(rows.valid_until.as_deref(), Some("2046-01-01T00:00:00Z"));
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Rows {
    /// `valid` or `not_valid`.
    pub verdict: &'static str,
    /// The names that were asked for.
    pub names: Vec<String>,
    /// When it was to be valid, RFC 3339.
    pub time: String,
    /// From when the path is valid; none where there is no valid path.
    pub valid_from: Option<String>,
    /// Until when, inclusive.
    pub valid_until: Option<String>,
    /// The path, or the one that came nearest: leaf first, anchor last.
    pub path: Vec<CertRow>,
    /// What was found on it: the primary finding first, then the others from the leaf up.
    pub findings: Vec<FindingRow>,
    /// The other paths that were tried.
    pub tried: Vec<TriedRow>,
    /// The comparison of hashes for each link of the path (feature `digest`).
    pub digests: Vec<DigestRow>,
    /// Requests, and what became of them.
    pub fetched: Vec<FetchRow>,
    /// The store that anchors came from.
    pub store: StoreRow,
    /// The limit that ended the search.
    pub stopped: Option<&'static str>,
}

/// One certificate of a path.
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
/// let path = verifier.verify_at(&chain, "example.com", time).unwrap();
/// let rows = path.explain().rows().path;
/// assert_eq!((rows[1].role.as_str(), rows[1].short.as_str()), ("intermediate 1", "Example CA 1"));
/// assert_eq!((rows[1].source, rows[1].signature), ("sent", Some("ok")));
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CertRow {
    /// `leaf`, `intermediate 1` (the one that issued the leaf) and so on, `root` for one that the
    /// store does not have, `anchor`.
    pub role: String,
    /// The subject's distinguished name.
    pub subject: String,
    /// The subject's common name, or the whole name where there is none.
    pub short: String,
    /// The issuer's distinguished name; none for an anchor that is only name and key.
    pub issuer: Option<String>,
    /// Serial number, hexadecimal.
    pub serial_number: Option<String>,
    /// RFC 3339.
    pub not_before: Option<String>,
    /// RFC 3339.
    pub not_after: Option<String>,
    /// Whole days from the time of the check to `not_after`, negative when past.
    pub days_left: Option<i64>,
    /// Whole days from the time of the check to `not_before`, rounded up; not positive when past.
    pub days_to_begin: Option<i64>,
    /// Kind and size of the key.
    pub key: String,
    /// Name of the signature algorithm.
    pub signature_algorithm: Option<String>,
    /// The alternative names, at most 100.
    pub names: Vec<String>,
    /// `leaf`, `sent`, `given` (by the caller, not by the peer), `fetched` or `store`.
    pub source: &'static str,
    /// The position in which it was sent (0 is the leaf), the URL it was fetched from, or the
    /// store's origin.
    pub place: String,
    /// Whether the certificate above it signed it: `ok`, `not_checked`, the word of what is wrong,
    /// or none where there is nothing above it.
    pub signature: Option<&'static str>,
    /// SHA-256 of the DER, hexadecimal (feature `digest`).
    pub sha256: Option<String>,
}

/// One finding.
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
/// let row = &failure.explain().rows().findings[0];
/// assert_eq!((row.code, row.severity, row.category), ("name_mismatch", "error", "name"));
/// assert_eq!(row.fix_by.as_deref(), Some("site operator"));
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct FindingRow {
    /// The word of the code.
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// The word of the category.
    pub category: &'static str,
    /// The reference.
    pub reference: &'static str,
    /// The role of the certificate, if it is about one.
    pub role: Option<String>,
    /// Its subject's common name, or the whole name where there is none.
    pub subject: Option<String>,
    /// What is so: a predicate whose subject is the certificate.
    pub text: String,
    /// Who can mend it.
    pub fix_by: Option<String>,
    /// What to do.
    pub fix: Option<String>,
    /// The bytes that it is about: first, and behind the last.
    pub span: Option<(u32, u32)>,
}

/// A path that was tried in vain.
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
/// for row in failure.explain().rows().tried {
///     println!("{}: {} findings", row.path.join(" → "), row.findings.len());
/// }
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct TriedRow {
    /// Short names, leaf first; the last one is the anchor's if an anchor was reached.
    pub path: Vec<String>,
    /// Whether an anchor was reached.
    pub reached_anchor: bool,
    /// The errors that were found on it.
    pub findings: Vec<FindingRow>,
}

/// The comparison of hashes for one signature: the hash of the signed part (H1) and the one that
/// the issuer signed (H2), where the algorithm lets it be recovered.
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
/// let path = verifier.verify_at(&chain, "example.com", time).unwrap();
/// for row in path.explain().rows().digests {
///     // Feature `digest`.
///     assert_eq!((row.comparison, row.h1), ("equal", row.h2));
/// }
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DigestRow {
    /// The role of the certificate that was signed.
    pub role: String,
    /// Name of the hash algorithm.
    pub hash: Option<String>,
    /// H1, hexadecimal.
    pub h1: Option<String>,
    /// H2, hexadecimal.
    pub h2: Option<String>,
    /// `equal`, `differs`, `other_hash`, `not_by_this_key`, `nothing_to_recover`, `not_computed`,
    /// `unsupported`.
    pub comparison: &'static str,
    /// The same in words.
    pub text: String,
}

/// One request.
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
/// let failure = verifier.verify_at(&chain[..1], "example.com", time).unwrap_err();
/// let row = &failure.explain().rows().fetched[0];
/// assert_eq!((row.url.as_str(), row.outcome), ("http://ca.example.com/ca1.der", "not_tried"));
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct FetchRow {
    /// What was asked.
    pub url: String,
    /// The short name of the certificate whose issuer was asked for.
    pub of: String,
    /// `ok`, or the word of what went wrong.
    pub outcome: &'static str,
    /// The same in words.
    pub text: String,
}

/// The store.
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
/// let path = verifier.verify_at(&chain, "example.com", time).unwrap();
/// let row = path.explain().rows().store;
/// assert_eq!((row.anchors, row.origin.as_deref()), (1, Some("the given roots")));
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct StoreRow {
    /// How many anchors it has.
    pub anchors: usize,
    /// Where the path's anchor came from, if one was reached.
    pub origin: Option<String>,
    /// Whether the set that was given for comparison has the anchor too; none if none was given or
    /// no anchor was reached.
    pub also_in_mozilla: Option<bool>,
}
