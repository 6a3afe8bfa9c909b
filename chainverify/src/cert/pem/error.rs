//! What stands in the place of a certificate in a PEM text.

use alloc::string::String;
use core::fmt;

use crate::text::Excerpt;

/// What stands in the place of a certificate in a PEM text.
///
/// ```
/// use chainverify::cert::pem::{PemProblem, read};
///
/// let [Err(error)] = &read(b"-----BEGIN CERTIFICATE----\nMAA=\n")[..] else { panic!() };
/// assert_eq!((error.line, &error.problem), (1, &PemProblem::Begin));
/// assert_eq!(error.to_string(), "a BEGIN line is incomplete (line 1)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PemError {
    /// The line, from 1; 0 for the text as a whole.
    pub line: usize,
    /// How many certificates stand before it.
    pub after: usize,
    /// What is wrong.
    pub problem: PemProblem,
}

/// What is wrong with a PEM text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PemProblem {
    /// There is no certificate in it.
    NoCertificate,
    /// A BEGIN line is incomplete or misspelled.
    Begin,
    /// Something stands before a BEGIN in its line.
    BeforeBegin,
    /// An END line is incomplete, has another label than the BEGIN line, or has none before it.
    End,
    /// The text ends before the END line of the section of this line.
    NoEnd,
    /// Another section begins before the END line of the section of this line.
    NextBegin,
    /// What stands between a BEGIN and its END line is not base64.
    Base64,
    /// Base64 as of a certificate, without a BEGIN line.
    NoBegin,
    /// A section of this label, which is none of certificates, may hold some.
    Label(String),
}

impl fmt::Display for PemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line;
        match &self.problem {
            PemProblem::NoCertificate => f.write_str("there is no certificate in it"),
            PemProblem::Begin => write!(f, "a BEGIN line is incomplete (line {line})"),
            PemProblem::BeforeBegin => {
                write!(f, "something stands before the BEGIN in line {line}")
            }
            PemProblem::End => write!(f, "the END line {line} does not fit a BEGIN line"),
            PemProblem::NoEnd => write!(
                f,
                "the file ends before the END line of the section that begins in line {line}"
            ),
            PemProblem::NextBegin => write!(
                f,
                "another section begins before the END line of the one that begins in line {line}"
            ),
            PemProblem::Base64 => write!(
                f,
                "what stands between a BEGIN and its END line is not base64 (from line {line})"
            ),
            PemProblem::NoBegin => write!(
                f,
                "base64 as of a certificate, but no BEGIN line before it (line {line})"
            ),
            PemProblem::Label(label) => {
                let label = Excerpt::from(label.as_str());
                write!(
                    f,
                    "the section {label} in line {line} is none of certificates, but may hold one"
                )
            }
        }
    }
}

impl core::error::Error for PemError {}
