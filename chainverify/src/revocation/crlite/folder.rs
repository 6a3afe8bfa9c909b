//! A folder of filters as C2SP `upki-revocation` lays it out: `index.bin`, and beside it the files that
//! it names. Every length and number is bounded; a file that cannot be read is an error, for a set
//! without it could call a revoked certificate good.

use alloc::string::{String, ToString};
use alloc::sync::Arc;
use core::fmt;
use core::iter::repeat_n;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::{BadFile, Filter, Filters, Index};
use crate::text::Excerpt;

const INDEX: &str = "index.bin";

impl Filters {
    /// Filters in one folder. A set has a full one and some weeks of smaller ones.
    pub const MOST_FILES: usize = 256;

    /// Octets of an index: 65 535 names take 2 MiB, and 300 logs with all of them 350 kB each.
    pub const MOST_INDEX_BYTES: u64 = 16 << 20;

    /// Octets of a filter. Full ones have some megabytes.
    pub const MOST_FILTER_BYTES: u64 = 64 << 20;

    /// Reads `index.bin` in this folder and all filters that it names.
    ///
    /// Nothing in the files says who made them: whoever fetched them has checked that.
    ///
    /// # Errors
    ///
    /// A file cannot be read, is too large or is not as the format wants it; there is no index, or it
    /// names too many files.
    pub fn read_dir(folder: impl AsRef<Path>) -> Result<Self, ReadError> {
        let folder = folder.as_ref();
        let at = |name: &str| {
            let file = folder.join(name).display().to_string();
            move |problem| ReadError { file, problem }
        };
        let octets = read(&folder.join(INDEX), Self::MOST_INDEX_BYTES);
        let octets = octets.map_err(|problem| match problem {
            ReadProblem::Io {
                kind: ErrorKind::NotFound,
                ..
            } => ReadProblem::NoIndex,
            other => other,
        });
        let octets = octets.map_err(at(INDEX))?;
        let index = Index::open(&octets).map_err(ReadProblem::Bad);
        let index = index.map_err(at(INDEX))?;
        if index.files().len() > Self::MOST_FILES {
            return Err(at(INDEX)(ReadProblem::TooManyFiles));
        }
        let filters = index.files().iter().map(|name| {
            let octets = read(&folder.join(name), Self::MOST_FILTER_BYTES);
            let filter = octets.and_then(|octets| Filter::open(octets).map_err(ReadProblem::Bad));
            filter.map_err(at(name))
        });
        filters.collect()
    }
}

/// A whole file, in memory that is taken once.
fn read(path: &Path, most: u64) -> Result<Arc<[u8]>, ReadProblem> {
    // Before it is opened: to open a pipe would wait for its writer.
    if !std::fs::metadata(path)?.is_file() {
        return Err(ReadProblem::NoFile);
    }
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let length = usize::try_from(length).ok().filter(|_| length <= most);
    let length = length.ok_or(ReadProblem::TooLarge)?;
    let mut octets: Arc<[u8]> = repeat_n(0, length).collect();
    if let Some(octets) = Arc::get_mut(&mut octets) {
        file.read_exact(octets)?;
    }
    Ok(octets)
}

/// Why the filters of a folder cannot be used.
///
/// ```
/// use chainverify::revocation::crlite::{Filters, ReadProblem};
///
/// let error = Filters::read_dir("no/such/folder").unwrap_err();
/// assert_eq!(error.problem, ReadProblem::NoIndex);
/// assert!(error.to_string().ends_with("index.bin: there is no index of filters"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadError {
    /// The path of the file.
    pub file: String,
    /// What is wrong with it.
    pub problem: ReadProblem,
}

/// What is wrong with a file of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadProblem {
    /// The folder has no `index.bin`.
    NoIndex,
    /// It is a folder, a pipe or a device.
    NoFile,
    /// It is larger than [`Filters::MOST_INDEX_BYTES`] or [`Filters::MOST_FILTER_BYTES`].
    TooLarge,
    /// The index names more than [`Filters::MOST_FILES`].
    TooManyFiles,
    /// It is not as the format wants it.
    Bad(BadFile),
    /// It cannot be read.
    #[non_exhaustive]
    Io {
        /// What kind of error it is.
        kind: ErrorKind,
        /// What the operating system says.
        text: String,
    },
}

impl From<io::Error> for ReadProblem {
    fn from(error: io::Error) -> Self {
        Self::Io {
            kind: error.kind(),
            text: error.to_string(),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", Excerpt::from(self.file.as_str()), self.problem)
    }
}

impl core::error::Error for ReadError {}

impl fmt::Display for ReadProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoIndex => f.write_str("there is no index of filters"),
            Self::NoFile => f.write_str("not a regular file"),
            Self::TooLarge => f.write_str("the file is too large"),
            Self::TooManyFiles => {
                write!(f, "it names more than {} files", Filters::MOST_FILES)
            }
            Self::Bad(bad) => bad.fmt(f),
            Self::Io { text, .. } => Excerpt::from(text.as_str()).fmt(f),
        }
    }
}
