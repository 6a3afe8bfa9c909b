//! Why a signature does not verify, as data. The words of a report are made elsewhere.

use core::fmt;

use crate::cert::{KeyKindBuf, KeyUnusable, algorithm_name};
use crate::der::OidBuf;

/// Why a signature does not verify (RFC 5280 §6.1.3 (a) (1)). Only [`Invalid`](Self::Invalid) and
/// [`OtherKindOfKey`](Self::OtherKindOfKey) say anything about the signature itself; the others say
/// what kept it from being checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureProblem {
    /// The list has no algorithm of this identifier.
    Unsupported {
        /// The signature algorithm; None if its identifier cannot be read.
        algorithm: Option<OidBuf>,
    },
    /// The list has algorithms of this identifier, but none with these parameters.
    UnsupportedParameters {
        /// The signature algorithm.
        algorithm: OidBuf,
    },
    /// The identifier has parameters that the algorithm is not defined with (RFC 5758 §3.2, RFC 8410
    /// §3).
    WrongParameters {
        /// The signature algorithm.
        algorithm: OidBuf,
    },
    /// The list has the algorithm, but not for this kind of key.
    UnsupportedKey {
        /// The signature algorithm; None if its identifier cannot be read.
        algorithm: Option<OidBuf>,
        /// The kind of key.
        key: KeyKindBuf,
    },
    /// No key of this kind makes signatures of this algorithm: another key made it.
    OtherKindOfKey {
        /// The signature algorithm.
        algorithm: OidBuf,
        /// The kind of key.
        key: KeyKindBuf,
    },
    /// The key leaves its parameters to the keys above it, and there are none (RFC 5280 §6.1.4 (e)).
    ParametersMissing,
    /// The key is of the right kind, but malformed or nothing that the provider takes.
    KeyUnusable {
        /// The kind of key.
        key: KeyKindBuf,
        /// What is wrong with it.
        why: KeyUnusable,
    },
    /// The provider says that the key did not make this signature.
    Invalid,
}

impl core::error::Error for SignatureProblem {}

impl fmt::Display for SignatureProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported { algorithm } => {
                write!(
                    f,
                    "the signature algorithm {} is not supported",
                    Named(algorithm.as_ref())
                )
            }
            Self::UnsupportedParameters { algorithm } => write!(
                f,
                "the signature algorithm {} is not supported with these parameters",
                Named(Some(algorithm))
            ),
            Self::WrongParameters { algorithm } => write!(
                f,
                "the identifier of the signature algorithm {} has parameters that the algorithm is \
                 not defined with",
                Named(Some(algorithm))
            ),
            Self::UnsupportedKey { algorithm, key } => write!(
                f,
                "the signature algorithm {} is not supported with a key of this kind ({key})",
                Named(algorithm.as_ref())
            ),
            Self::OtherKindOfKey { algorithm, key } => write!(
                f,
                "the signature algorithm {} does not fit the kind of key ({key})",
                Named(Some(algorithm))
            ),
            Self::ParametersMissing => {
                f.write_str("the key inherits its parameters, and there are none above it")
            }
            Self::KeyUnusable { key, why } => write!(f, "the key ({key}) cannot be used: {why}"),
            Self::Invalid => f.write_str("the signature does not verify with the key"),
        }
    }
}

/// An algorithm by its common name, or by its identifier.
struct Named<'a>(Option<&'a OidBuf>);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("(unreadable)"),
            Some(oid) => match algorithm_name(oid.as_oid()) {
                Some(name) => f.write_str(name),
                None => write!(f, "{oid}"),
            },
        }
    }
}
