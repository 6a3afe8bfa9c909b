//! What can be wrong with a file that should hold certificates: each error names the file and the reason, in one line.

use core::fmt;
use std::io;

use chainverify::cert::pem::{PemError, PemProblem};
use chainverify::text::Text;

use super::keystore;
use super::other::Other;
use super::{KeyProblem, Pkcs7Problem};
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
    /// Text in UTF-16.
    Utf16,
    /// It holds something else, by name.
    Holds(Other),
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
        match &self.problem {
            Problem::Missing => Some(
                "a target with a path separator or a certificate file's ending is a file; for a host write host:port or https://host",
            ),
            Problem::IsFolder => Some(
                "name a file in it; only --roots takes a folder; for a host of that name write https://host",
            ),
            Problem::Utf16 => Some("save it as ASCII or UTF-8"),
            Problem::Holds(other) => Some(other.hint),
            Problem::NeedsPassword => {
                Some("--password-file FILE: the first line of FILE is the password")
            }
            Problem::Keystore { problem, .. } => keystore_hint(problem),
            Problem::Altered => {
                Some("--password-file FILE: the first line of FILE is the password")
            }
            Problem::Key(problem) => key_hint(problem),
            Problem::NothingTrusted => Some(
                "keytool -list -v -keystore FILE shows the entries; to trust one of them, write it as PEM, and give that",
            ),
            Problem::TrustedForSome(_) => {
                Some("write it as PEM, which is trusted for every use, and give that")
            }
            Problem::Pem(error) => pem_hint(&error.problem),
            Problem::TrustSettings(_) => Some(
                "openssl x509 -in FILE writes it as a plain certificate, which is trusted for every use",
            ),
            Problem::Pkcs7 {
                problem: Pkcs7Problem::Broken { .. },
                ..
            } => Some("copy the bundle again, the whole of it"),
            Problem::Pkcs7 { line: 0, .. } => Some(
                "openssl pkcs7 -inform DER -print_certs -in FILE writes what certificates it has as PEM",
            ),
            Problem::Pkcs7 { .. } => {
                Some("openssl pkcs7 -print_certs -in FILE writes what certificates it has as PEM")
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
            Self::Utf16 => f.write_str("is text in UTF-16, which is not PEM"),
            Self::Holds(other) => write!(f, "holds {}, not a certificate", other.what),
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
            Self::Key(problem) => write_key(f, problem),
            Self::PasswordNotUtf8 => f.write_str("its first line, a password, is not UTF-8"),
            Self::Pem(error) => write_pem(f, error),
            Self::TrustSettings(line) => write!(
                f,
                "the TRUSTED CERTIFICATE in line {line} is trusted for some uses only, and a root is trusted for all"
            ),
            Self::Pkcs7 { line, problem } => {
                f.write_str("the PKCS#7 ")?;
                if *line > 0 {
                    write!(f, "in line {line} ")?;
                }
                problem.fmt(f)?;
                match problem {
                    Pkcs7Problem::Broken {
                        offset: Some(offset),
                        ..
                    } => write!(f, " (byte {offset})"),
                    _ => Ok(()),
                }
            }
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

fn write_pem(f: &mut fmt::Formatter<'_>, error: &PemError) -> fmt::Result {
    f.write_str("the PEM text is broken")?;
    if error.after > 0 && error.problem != PemProblem::BeforeBegin {
        write!(f, " after certificate {}", error.after)?;
    }
    write!(f, ": {error}")
}

fn write_key(f: &mut fmt::Formatter<'_>, problem: &KeyProblem) -> fmt::Result {
    match problem {
        KeyProblem::None => f.write_str("holds no private key"),
        KeyProblem::Several(count) => write!(f, "holds {count} private keys, not one"),
        KeyProblem::OldEncryption => f.write_str(
            "the private key is encrypted in the old way of OpenSSL, which is not supported",
        ),
        KeyProblem::NeedsPassword => {
            f.write_str("the private key is encrypted, and no password was given")
        }
        KeyProblem::Encrypted(problem) => write!(f, "the encrypted private key {problem}"),
        KeyProblem::Keystore => f.write_str("is a keystore, not a private key"),
        KeyProblem::Unusable => f.write_str(
            "the public key of this private key cannot be derived: it is damaged, unless its kind is not supported",
        ),
    }
}

const fn key_hint(problem: &KeyProblem) -> Option<&'static str> {
    match problem {
        KeyProblem::NeedsPassword => {
            Some("--password-file FILE: the first line of FILE is the password")
        }
        KeyProblem::Encrypted(problem) => keystore_hint(problem),
        KeyProblem::OldEncryption => {
            Some("openssl pkcs8 -topk8 -in FILE -out NEW encrypts it anew")
        }
        KeyProblem::Keystore => {
            Some("openssl pkcs12 -in FILE -nocerts -out key.pem writes its private key")
        }
        KeyProblem::Unusable => Some(
            "compare what openssl pkey -in FILE -pubout and openssl x509 -in CERTIFICATE -noout -pubkey print",
        ),
        KeyProblem::None | KeyProblem::Several(_) => None,
    }
}

const fn keystore_hint(problem: &keystore::Problem) -> Option<&'static str> {
    use keystore::Problem;
    match problem {
        Problem::WrongPassword => {
            Some("--password-file FILE: the first line of FILE is the password")
        }
        Problem::Rounds(_) | Problem::IndefiniteLength | Problem::Unsupported(_) => {
            Some("openssl pkcs12 -in FILE -nokeys writes its certificates as PEM")
        }
        Problem::Entry(_) => Some(
            "keytool -importkeystore -srckeystore FILE -destkeystore NEW -deststoretype PKCS12 writes what can be read",
        ),
        Problem::Broken(_) | Problem::BrokenAt(_) => Some("copy the file again, the whole of it"),
        _ => None,
    }
}

const fn pem_hint(problem: &PemProblem) -> Option<&'static str> {
    match problem {
        PemProblem::BeforeBegin => {
            Some("PEM is read from the start of a line only: take away what stands before it")
        }
        PemProblem::Begin | PemProblem::NoBegin => {
            Some("write the line as -----BEGIN CERTIFICATE-----")
        }
        PemProblem::End | PemProblem::NextBegin => Some(
            "write the line as -----END CERTIFICATE-----, after the base64 of each certificate",
        ),
        PemProblem::NoEnd | PemProblem::Base64 => {
            Some("copy the certificate again, the whole of it")
        }
        PemProblem::Label(_) => Some(
            "if it is a certificate, write its BEGIN and END line with CERTIFICATE; if not, take it away",
        ),
        _ => None,
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
