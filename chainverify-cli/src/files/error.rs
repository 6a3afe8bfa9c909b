//! What can be wrong with a file that should hold certificates: each error names the file and the reason, in one line.

use core::fmt;
use std::io;

use chainverify::cert::pem::{PemError, PemProblem};
use chainverify::text::Text;

use super::blocklist::BlocklistProblem;
use super::log_list::LogListProblem;
use super::other::Other;
use super::status::{BadEntry, Wanted};
use super::{KeyProblem, Pkcs7Problem};
use super::{hint, keystore};
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
    /// The same, where a CRL or an OCSP response is wanted.
    NoiseInstead(Wanted, Vec<u8>),
    /// Text in UTF-16.
    Utf16,
    /// It holds something else, by name.
    Holds(Other),
    /// It holds something else than the CRL or OCSP response that is wanted.
    Instead(Wanted, Other),
    /// A CRL or an OCSP response cannot be read.
    Entry(BadEntry),
    /// It is no blocklist.
    Blocklist(BlocklistProblem),
    /// It is no list of logs.
    LogList(LogListProblem),
    /// It may hold certificates, but inside of something else.
    Wraps(Other),
    /// A folder without a file that holds a certificate.
    NoFile,
    /// A folder with more files than this.
    TooManyFiles(usize),
    /// It is PKCS#12 and wants a password, and there is none.
    NeedsPassword,
    /// A PKCS#12 file or a Java keystore cannot be used.
    Keystore {
        /// Which of the two.
        kind: &'static str,
        /// Why.
        problem: keystore::Problem,
    },
    /// No password that was given fits the digest of a Java keystore.
    Altered,
    /// A keystore with certificates of private keys only, where roots are wanted.
    NothingTrusted,
    /// The certificate of this number, counted from 1, is trusted for some uses only by its keystore.
    TrustedForSome(usize),
    /// It has no private key that can be compared.
    Key(KeyProblem),
    /// The first line of a password file is not UTF-8.
    PasswordNotUtf8,
    /// The PEM text is broken, or has a section that may hold certificates and is not read.
    Pem(PemError),
    /// OpenSSL's trust settings of the root in this line, counted from 1, trust it for some uses only.
    TrustSettings(usize),
    /// A PKCS#7 bundle cannot be used.
    Pkcs7 {
        /// The line where it begins, counted from 1; 0 in DER.
        line: usize,
        /// Why.
        problem: Pkcs7Problem,
    },
    /// Data in DER is cut short.
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

impl FileError {
    /// File and reason, in one line.
    pub(crate) fn text(&self) -> Text {
        let mut text = Text::new();
        text.ours("cannot use ");
        self.source.say(&mut text);
        text.ours(format!(": {}", self.problem));
        text
    }

    /// What to do, where there is something to say.
    pub(crate) fn hint(&self) -> Option<&'static str> {
        hint::of(&self.problem)
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
            Self::Noise(first) | Self::NoiseInstead(_, first) => {
                f.write_str("holds neither PEM nor DER (it begins with ")?;
                match core::str::from_utf8(first) {
                    Ok(text) if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) => {
                        write!(f, "\"{text}\")")
                    }
                    _ => write!(f, "{})", Hex(first)),
                }
            }
            Self::Utf16 => f.write_str("is text in UTF-16, which is not PEM"),
            Self::Holds(other) => write!(f, "holds {}, not a certificate", other.what),
            Self::Instead(wanted, other) => {
                write!(f, "holds {}, not {} {}", other.what, wanted.article(), wanted.name())
            }
            Self::Entry(bad) => write_entry(f, bad),
            Self::Blocklist(problem) => problem.fmt(f),
            Self::LogList(problem) => problem.fmt(f),
            Self::Wraps(other) => write!(f, "holds {}", other.what),
            Self::NoFile => f.write_str("no file in it holds a certificate"),
            Self::TooManyFiles(most) => write!(f, "has more than {most} files"),
            Self::NeedsPassword => f.write_str("is PKCS#12 under a password, and none was given"),
            Self::Keystore { kind, problem } => write!(f, "the {kind} {problem}"),
            Self::Altered => f.write_str(
                "the Java keystore has another digest: the password is wrong, unless it was altered",
            ),
            Self::NothingTrusted => f.write_str(
                "has the certificates of a private key only, none that it trusts",
            ),
            Self::TrustedForSome(number) => write!(
                f,
                "trusts certificate {number} for some uses only, and a root is trusted for all"
            ),
            Self::Key(problem) => problem.fmt(f),
            Self::PasswordNotUtf8 => f.write_str("its first line, a password, is not UTF-8"),
            Self::Pem(error) => write_pem(f, error),
            Self::TrustSettings(line) => write!(
                f,
                "the TRUSTED CERTIFICATE in line {line} is trusted for some uses only, and a root is trusted for all"
            ),
            Self::Pkcs7 { line, problem } => write_pkcs7(f, *line, problem),
            Self::ShortDer { announced, found } => write!(
                f,
                "is cut short: {announced} bytes announced, the file ends at byte {found}"
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

fn write_entry(f: &mut fmt::Formatter<'_>, bad: &BadEntry) -> fmt::Result {
    write!(f, "the {}", bad.wanted.name())?;
    if bad.line > 0 {
        write!(f, " in line {}", bad.line)?;
    }
    match &bad.error {
        Some(error) => write!(f, " cannot be read: {error}"),
        None => f.write_str(" has no END line, or is no base64"),
    }
}

fn write_pkcs7(f: &mut fmt::Formatter<'_>, line: usize, problem: &Pkcs7Problem) -> fmt::Result {
    f.write_str("the PKCS#7 ")?;
    if line > 0 {
        write!(f, "in line {line} ")?;
    }
    write!(f, "{problem}")?;
    match problem {
        Pkcs7Problem::Broken {
            offset: Some(offset),
            ..
        } => write!(f, " (byte {offset})"),
        _ => Ok(()),
    }
}

fn write_pem(f: &mut fmt::Formatter<'_>, error: &PemError) -> fmt::Result {
    f.write_str("the PEM text is broken")?;
    if error.after > 0 && error.problem != PemProblem::BeforeBegin {
        write!(f, " after certificate {}", error.after)?;
    }
    write!(f, ": {error}")
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
