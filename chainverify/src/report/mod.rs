//! The account of a finished verification: owned, typed all through, independent of everything that
//! went into it. Text is made of it here, as styled pieces, and JSON of the same data.

#[cfg(all(feature = "std", feature = "programmes"))]
mod audit;
mod build;
mod certificate;
mod findings;
mod fix;
#[cfg(feature = "digest")]
mod hashes;
#[cfg(feature = "serde")]
mod json;
mod not_used;
mod numbered;
#[cfg(feature = "programmes")]
mod provenance;
mod text;
#[cfg(feature = "ct")]
mod transparency;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

#[cfg(all(feature = "std", feature = "programmes"))]
pub use audit::{AuditedRoot, audit};
pub(crate) use build::of_failure;
pub use certificate::{Certificate, NotUsed, Source, Use};
#[cfg(feature = "digest")]
pub use hashes::HashComparison;

use crate::budget::Limit;
#[cfg(feature = "programmes")]
use crate::cert::Cert;
use crate::der::Time;
use crate::evidence::Wanted;
use crate::finding::{CertRef, Code, FetchProblem, Finding, Fix};
use crate::names::ReferenceName;
use crate::policy::Purpose;
pub use crate::revocation::status::{NotChecked, RevocationCheck, Status};
pub use crate::rules::path::policies::ValidPolicies;
use crate::search::ValidPath;
use crate::text::Text;
use crate::trust::Origin;
#[cfg(feature = "programmes")]
use crate::trust::{Placement, Provenance};

/// What was asked, what was found, what was tried, and what to do about it.
///
/// The error of a verification that failed, and [`ValidPath::report`] of one that did not. Displays
/// as one line without marks; [`Report::text`] is the whole explanation.
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// use chainverify::report::Verdict;
///
/// let report = verifier.verify_request(Request::server(&chain, "example.org").at(time)).unwrap_err();
/// assert_eq!(report.verdict, Verdict::NotValid);
/// assert_eq!(report.code().unwrap().id(), "name_mismatch");
/// println!("{}", report.text());
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Report {
    /// Valid or not.
    pub verdict: Verdict,
    /// The names that the leaf must have, all of them. None: no name was checked.
    pub names: Vec<ReferenceName<'static>>,
    /// What the leaf's key is to be used for.
    pub purpose: Purpose,
    /// When it must be valid.
    pub time: Time,
    /// The valid path, or the one that came nearest: leaf first, anchor last.
    pub path: Vec<PathCertificate>,
    /// What was found on that path. Where it is not valid the primary finding is the first: the
    /// worst, the one nearest the leaf where several are. Then other errors, then warnings, each
    /// from the leaf up.
    pub findings: Vec<Finding>,
    /// Every certificate as it was presented, in order, what was fetched behind that, and last what the
    /// paths have from the trust store: anchors, and intermediates below them.
    pub certificates: Vec<Certificate>,
    /// Certificates beyond those that are listed: lists are cut at a length.
    pub certificates_left_out: usize,
    /// The other paths that were tried; behind those of the leaf the paths of those who signed what is
    /// said of revocation.
    pub attempts: Vec<Attempt>,
    /// Paths beyond those that are listed.
    pub attempts_left_out: usize,
    /// What was asked of the world outside, and what became of it.
    pub requests: Vec<Request>,
    /// Each limit that was reached: then there may be paths that were not tried.
    pub limits: Vec<Limit>,
    /// The trust store.
    pub store: Store,
    /// What logs of certificates say of the leaf; none where no list of logs was given
    /// ([`Request::ct_logs`](crate::Request::ct_logs)), nor a list of timestamps.
    #[cfg(feature = "ct")]
    pub transparency: Option<crate::ct::Transparency>,
}

/// Whether there is a valid path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// There is.
    #[non_exhaustive]
    Valid {
        /// The first second at which all its certificates are valid.
        from: Time,
        /// The last one.
        until: Time,
    },
    /// There is none, or none was found within the limits.
    NotValid,
}

/// One certificate of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathCertificate {
    /// Its number in [`Report::certificates`].
    pub certificate: usize,
    /// Its place on the path.
    pub role: Role,
    /// Whether the signature on it verifies with the key of the next one of the path; none where
    /// there is no next one.
    pub signature: Option<Signature>,
    /// Whether it was revoked; none for the anchor.
    pub revocation: Option<RevocationCheck>,
}

/// The place of a certificate on a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Role {
    /// The certificate whose path it is.
    Leaf,
    /// Between leaf and anchor; 1 issued the leaf.
    Intermediate(usize),
    /// The self-issued end of a path that leads to no anchor.
    Root,
    /// The trust anchor.
    Anchor,
}

/// What came of a signature check (RFC 5280 §6.1.3 (a) (1)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Signature {
    /// It verifies.
    Verified,
    /// It does not: another key made it, or something was changed.
    Failed,
    /// Nobody here can tell, because the key, the algorithm or its parameters are not supported: a
    /// finding says which.
    Unsupported,
    /// A key, an algorithm or its parameters are refused for what they are, as malformed, or a limit
    /// was reached.
    NotChecked,
}

/// A path that was tried in vain, or beside the first valid one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// Whose path it is.
    pub of: PathOf,
    /// Numbers in [`Report::certificates`], from the certificate up.
    pub path: Vec<usize>,
    /// Whether it ends in an anchor.
    pub reached_anchor: bool,
    /// The errors on it, the worst first.
    pub findings: Vec<Finding>,
}

/// Whose path it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PathOf {
    /// That of the certificate that is verified.
    Leaf,
    /// That of the issuer of a CRL (RFC 5280 §6.3.3 (f)).
    CrlIssuer,
    /// That of an OCSP responder (RFC 6960 §4.2.2.2).
    OcspResponder,
}

/// A request to the world outside.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// The certificate it was about: its number in [`Report::certificates`].
    pub certificate: Option<usize>,
    /// What was wanted.
    pub wanted: Wanted,
    /// Each URL that the certificate names for it, and what became of it.
    pub urls: Vec<RequestedUrl>,
    /// URLs beyond those, which are not asked: of one certificate at most 8 are, each of at most
    /// 2000 octets.
    pub urls_left_out: usize,
}

/// One URL of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestedUrl {
    /// None where the answer came from no URL.
    pub url: Option<String>,
    /// How many new certificates came, or why none.
    pub outcome: Result<usize, FetchProblem>,
}

/// The trust store of a verification.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Store {
    /// How many anchors it has.
    pub anchors: usize,
    /// Where the path's anchor came from, if one was reached.
    pub origin: Option<Origin>,
    /// Whose root that is; none where nobody asked, see [`Report::add_provenance`].
    #[cfg(feature = "programmes")]
    pub provenance: Option<Provenance>,
}

/// How much the text says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Detail {
    /// The path, its findings, the fixes, and how many other paths were tried.
    #[default]
    Path,
    /// That, every path that was tried, every certificate as presented, and the comparison of hashes.
    Everything,
}

impl Report {
    /// Whether there is a valid path.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        matches!(self.verdict, Verdict::Valid { .. })
    }

    /// The finding that decides: none where the path is valid.
    #[must_use]
    pub fn primary(&self) -> Option<&Finding> {
        self.findings.first().filter(|_| !self.is_valid())
    }

    /// Its code: what to branch on.
    #[must_use]
    pub fn code(&self) -> Option<&Code> {
        self.primary().map(Finding::code)
    }

    /// The certificate that a finding is about, where it is listed.
    #[must_use]
    pub fn certificate(&self, of: CertRef) -> Option<&Certificate> {
        self.certificates.get(self.number(of)?)
    }

    /// The number in [`Report::certificates`] of the certificate that a finding is about.
    #[must_use]
    pub fn number(&self, of: CertRef) -> Option<usize> {
        let mut certificates = self.certificates.iter();
        certificates.position(|certificate| certificate.id == Some(of))
    }

    /// The place on the path of the certificate that a finding is about.
    #[must_use]
    pub fn role(&self, of: CertRef) -> Option<Role> {
        let number = self.number(of)?;
        let mut path = self.path.iter();
        Some(path.find(|on_path| on_path.certificate == number)?.role)
    }

    /// What to do about a finding, and who can.
    #[must_use]
    pub fn fix(&self, finding: &Finding) -> Fix {
        fix::of(self, finding)
    }

    /// What to do about the errors, and about what is odd in what was sent and in the trust store:
    /// that about the primary finding first, each thing once.
    #[must_use]
    pub fn fixes(&self) -> Vec<Fix> {
        fix::all(self)
    }

    /// The explanation: verdict, cause and certificate in the first line, then the path with the
    /// facts that decide, other findings, what to do, what else was tried.
    #[must_use]
    pub fn text(&self) -> Text {
        self.text_with(Detail::Path)
    }

    /// The same in more or in less detail.
    #[must_use]
    pub fn text_with(&self, detail: Detail) -> Text {
        let mut text = self.headline();
        text.append(self.details(detail));
        text
    }

    /// The first line alone: mark, verdict, cause, certificate, reference.
    #[must_use]
    pub fn headline(&self) -> Text {
        text::first_line(self, |_| {})
    }

    /// The same for one report of several: between the mark and the verdict stands what this one is
    /// about, as a file, which `say` adds.
    ///
    /// ```
    #[doc = include_str!("../../tests/doc/setup.txt")]
    /// let path = verifier.verify_request(Request::server(&chain, "example.com").at(time))?;
    /// let line = path.report().headline_of(|out| {
    ///     out.foreign("server.pem");
    /// });
    /// assert!(line.to_string().starts_with("✓ server.pem: example.com is trusted until "));
    /// # Ok::<(), Box<chainverify::Report>>(())
    /// ```
    #[must_use]
    pub fn headline_of(&self, say: impl FnOnce(&mut Text)) -> Text {
        text::first_line(self, |out| {
            say(out);
            out.ours(": ");
        })
    }

    /// All lines after the first one, each with the line break before it.
    #[must_use]
    pub fn details(&self, detail: Detail) -> Text {
        let mut text = Text::new();
        text::details(self, detail, &mut text);
        #[cfg(feature = "digest")]
        hashes::write(self, detail, &mut text);
        text
    }

    /// The comparison of hashes for each signature of the path, from the leaf up (feature `digest`).
    /// Computed when it is asked for: each costs a public-key operation.
    ///
    /// ```
    #[doc = include_str!("../../tests/doc/setup.txt")]
    /// use chainverify::crypto::digest::Comparison;
    ///
    /// let path = verifier.verify_request(Request::server(&chain, "example.com").at(time))?;
    /// for comparison in path.report().hash_comparisons() {
    ///     assert_eq!(comparison.evidence.comparison, Comparison::Equal);
    /// }
    /// # Ok::<(), Box<chainverify::Report>>(())
    /// ```
    #[cfg(feature = "digest")]
    #[must_use]
    pub fn hash_comparisons(&self) -> Vec<HashComparison> {
        hashes::comparisons(self)
    }

    /// Adds whose root the anchor of the path is (feature `programmes`), and what that means: a root
    /// that only this machine has, one that root programmes have removed, and where a browser refuses
    /// by date what is valid here, are warnings. The verdict stays. `place_of` says where somebody put a
    /// root that no root programme has; it is asked for no other.
    ///
    /// ```
    #[doc = include_str!("../../tests/doc/setup.txt")]
    /// let path = verifier.verify_request(Request::server(&chain, "example.com").at(time))?;
    /// let mut report = path.report();
    /// report.add_provenance(|_| None);
    /// assert_eq!(report.store.provenance, Some(chainverify::trust::Provenance::Given));
    /// # Ok::<(), Box<chainverify::Report>>(())
    /// ```
    #[cfg(feature = "programmes")]
    pub fn add_provenance(&mut self, place_of: impl FnOnce(&Cert<'_>) -> Option<Placement>) {
        provenance::add(self, place_of);
    }
}

/// One line: verdict, cause, certificate.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Text::new();
        text::headline(self, &mut text);
        text.fmt(f)
    }
}

impl core::error::Error for Report {}

impl ValidPath<'_> {
    /// The account of this verification, which owns everything.
    #[must_use]
    pub fn report(&self) -> Report {
        build::of_valid(self)
    }

    /// What logs of certificates say of the leaf, and browsers make of it; none where no list of logs was
    /// given, nor a list of timestamps. Checked when it is asked for: each timestamp costs a signature.
    #[cfg(feature = "ct")]
    #[must_use]
    pub fn transparency(&self) -> Option<crate::ct::Transparency> {
        transparency::of(&self.evidence, Some(self.attempt()))
    }

    /// What is odd about the path, but does not make it invalid: warnings about its certificates
    /// from the leaf up, then about the way it was sent.
    #[must_use]
    pub fn warnings(&self) -> Vec<Finding> {
        build::warnings(self)
    }
}
