//! What can be wrong with a file that should hold certificates: each error names the file, the place in it and the reason, in one line.

use core::fmt;
use std::io;

use crate::plan::Source;

/// A file that cannot be used.
#[derive(Debug)]
pub(crate) struct FileError {
    /// Which.
    pub(crate) source: Source,
    /// Why.
    pub(crate) problem: Problem,
}

/// Why a file cannot be used.
#[derive(Debug)]
pub(crate) enum Problem {
    /// There is no such file.
    Missing,
    /// A folder, where a file is needed.
    IsFolder,
    /// The operating system refuses.
    Io(io::ErrorKind),
    /// No bytes at all, or only white space.
    Empty,
    /// Larger than the limit in bytes.
    TooLarge(u64),
    /// Neither PEM nor DER; its first bytes.
    Noise(Vec<u8>),
    /// It holds something else, by name.
    Holds(&'static str),
    /// A PEM block is broken.
    Pem(PemError),
    /// A DER certificate is cut short.
    ShortDer {
        /// Bytes that its outermost length announces.
        announced: usize,
        /// Bytes that there are.
        found: usize,
    },
    /// Something follows a DER certificate.
    TrailingDer {
        /// Where the certificate ends.
        end: usize,
        /// How many bytes follow.
        extra: usize,
    },
}

/// A broken PEM block.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct PemError {
    /// Its number among the blocks of the file, from 1.
    pub(crate) number: usize,
    /// The line, from 1.
    pub(crate) line: usize,
    /// The byte offset, from 0.
    pub(crate) offset: usize,
    /// What is wrong there.
    pub(crate) fault: PemFault,
}

/// What is wrong with a PEM block.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum PemFault {
    /// The file ends before the block does.
    NoEnd,
    /// Another block begins, or an end line with another label stands, before the block ends.
    WrongEnd,
    /// A character that is not base64.
    Character(char),
    /// The base64 text has an impossible length or padding.
    Padding,
    /// Nothing between the lines.
    Empty,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.source, self.problem)
    }
}

impl FileError {
    /// What to do, where there is something to say.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        match &self.problem {
            Problem::Missing => Some(
                "a target with a path separator or a certificate file's ending is a file; for a host write host:port or https://host",
            ),
            Problem::IsFolder => Some(
                "name a file in it; only --roots takes a folder; for a host of that name write https://host",
            ),
            Problem::Holds(what) if what.contains("PKCS#7") => {
                Some("openssl pkcs7 -print_certs -in FILE writes its certificates as PEM")
            }
            Problem::Holds(what) if what.contains("TRUSTED") => {
                Some("openssl x509 -in FILE writes it as a plain certificate")
            }
            _ => None,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("no such file"),
            Self::IsFolder => f.write_str("is a directory, not a file"),
            Self::Io(kind) => write!(f, "cannot be read: {kind}"),
            Self::Empty => f.write_str("is empty"),
            Self::TooLarge(limit) => write!(f, "is larger than {} MiB", limit >> 20),
            Self::Noise(first) => write!(
                f,
                "holds neither PEM nor DER (it begins with {})",
                Hex(first)
            ),
            Self::Holds(what) => write!(f, "holds {what}, not a certificate"),
            Self::Pem(error) => error.fmt(f),
            Self::ShortDer { announced, found } => write!(
                f,
                "the certificate is cut short: {announced} bytes announced, the file ends at byte {found}"
            ),
            Self::TrailingDer { end, extra } => {
                write!(
                    f,
                    "the certificate ends at byte {end}, but {extra} more follow"
                )
            }
        }
    }
}

impl fmt::Display for PemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            number,
            line,
            offset,
            fault,
        } = self;
        write!(
            f,
            "PEM block {number}, line {line} (byte {offset}): {fault}"
        )
    }
}

impl fmt::Display for PemFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoEnd => f.write_str("the file ends before the END line"),
            Self::WrongEnd => f.write_str("the END line that belongs to this block is missing"),
            Self::Character(c) => write!(f, "'{}' is not a base64 character", c.escape_debug()),
            Self::Padding => f.write_str("the base64 text has an impossible length or padding"),
            Self::Empty => f.write_str("nothing between the BEGIN and the END line"),
        }
    }
}

struct Hex<'a>(&'a [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, byte) in self.0.iter().enumerate() {
            let gap = if place == 0 { "" } else { " " };
            write!(f, "{gap}{byte:02x}")?;
        }
        Ok(())
    }
}
