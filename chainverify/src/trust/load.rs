//! What one place holds, before it is part of a store: certificates in PEM or DER, and what is
//! wrong with the rest. A bad entry among good ones is named and passed over; nothing is skipped
//! silently.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use pki_types::CertificateDer;

use super::origin::Origin;
use crate::cert::pem::{self, PemCertificate, PemError, TrustSettings};
use crate::der::ParseError;
use crate::text::Excerpt;

/// An entry of a place that is no anchor.
///
/// ```
/// use chainverify::trust::LoadReason;
/// use chainverify::{Origin, TrustStore};
///
/// let mut store = TrustStore::new();
/// store.add_pem(b"no certificate", &Origin::Given);
/// let [error] = store.left_out() else { panic!() };
/// assert_eq!(error.reason, LoadReason::Empty);
/// assert_eq!(error.to_string(), "the given roots: it holds no certificate");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadError {
    /// The file, the folder, or another word for the place.
    pub place: String,
    /// The number of the entry in it, from 1; 0 where it is not known, or the place as a whole is
    /// meant.
    pub number: usize,
    /// What is wrong.
    pub reason: LoadReason,
}

/// Why an entry is no anchor.
///
/// ```
/// use chainverify::trust::LoadReason;
/// use chainverify::{Origin, TrustStore};
///
/// let mut store = TrustStore::new();
/// let broken = b"-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n";
/// store.add_pem(broken, &Origin::Given);
/// let LoadReason::Pem(error) = &store.left_out()[0].reason else { panic!() };
/// assert_eq!(error.line, 1);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoadReason {
    /// The certificate cannot be read.
    Certificate(ParseError),
    /// The name constraints of an anchor without a certificate cannot be read, so that they could
    /// not be enforced.
    NameConstraints(ParseError),
    /// The PEM text is broken.
    Pem(PemError),
    /// A `TRUSTED CERTIFICATE` of OpenSSL begins in this line whose settings trust it for some uses
    /// only, which an anchor does not have.
    TrustSettings(usize),
    /// There is no certificate in it.
    Empty,
    /// The file is larger than [`TrustStore::MOST_FILE_BYTES`](super::TrustStore::MOST_FILE_BYTES).
    #[cfg(feature = "std")]
    TooLarge,
    /// The file or the folder cannot be read.
    #[cfg(feature = "std")]
    #[non_exhaustive]
    Io {
        /// What kind of error it is.
        kind: std::io::ErrorKind,
        /// What the operating system says.
        text: String,
    },
    /// The operating system's store reports an error, in these words.
    #[cfg(feature = "os-roots")]
    Os(String),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Excerpt::from(self.place.as_str()).fmt(f)?;
        match (&self.reason, self.number) {
            (_, 0) => {}
            (LoadReason::NameConstraints(_), number) => write!(f, ", anchor {number}")?,
            (_, number) => write!(f, ", certificate {number}")?,
        }
        write!(f, ": {}", self.reason)
    }
}

impl core::error::Error for LoadError {}

impl fmt::Display for LoadReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Certificate(error) | Self::NameConstraints(error) => error.fmt(f),
            Self::Pem(error) => write!(f, "the PEM text is broken: {error}"),
            Self::TrustSettings(line) => write!(
                f,
                "the TRUSTED CERTIFICATE in line {line} is trusted for some uses only, and a root is trusted for all"
            ),
            Self::Empty => f.write_str("it holds no certificate"),
            #[cfg(feature = "std")]
            Self::TooLarge => f.write_str("the file is too large"),
            #[cfg(feature = "std")]
            Self::Io { text, .. } => Excerpt::from(text.as_str()).fmt(f),
            #[cfg(feature = "os-roots")]
            Self::Os(text) => Excerpt::from(text.as_str()).fmt(f),
        }
    }
}

#[cfg(feature = "std")]
impl From<std::io::Error> for LoadReason {
    fn from(error: std::io::Error) -> Self {
        Self::Io {
            kind: error.kind(),
            text: alloc::string::ToString::to_string(&error),
        }
    }
}

/// One place, and what it holds.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) origin: Origin,
    /// Nothing at all where there is no such place.
    pub(super) entries: Vec<Entry>,
}

/// One certificate, or what stands in its place, with its number as in [`LoadError::number`].
pub(super) type Entry = (usize, Result<CertificateDer<'static>, LoadReason>);

/// The certificates of a PEM text, as [`pem::read`] finds them.
pub(super) fn pem(text: &[u8]) -> Vec<Entry> {
    let root = |found: Result<PemCertificate, PemError>| {
        let found = found.map_err(LoadReason::Pem)?;
        match found.trust {
            TrustSettings::Everything => Ok(found.der),
            TrustSettings::Limited => Err(LoadReason::TrustSettings(found.line)),
        }
    };
    let entries = (1..).zip(pem::read(text).into_iter().map(root));
    or_empty(entries.collect())
}

/// What a place holds that is there: if it is nothing, that is an error.
pub(super) fn or_empty(mut entries: Vec<Entry>) -> Vec<Entry> {
    if entries.is_empty() {
        entries.push((0, Err(LoadReason::Empty)));
    }
    entries
}
