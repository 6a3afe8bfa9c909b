//! The rules about a certificate and its issuer, computed once for each pair.

pub(crate) mod name_match;
pub(crate) mod signature;

use super::Rule;
use crate::cert::{Cert, Name, SubjectPublicKeyInfo};
use crate::crypto::Algorithms;
use crate::der::ParseError;
use crate::finding::CertRef;

/// What a rule about a link looks at: the certificate that was issued, and the issuer's name and
/// key.
pub(crate) struct LinkContext<'r> {
    pub(crate) cert: &'r Cert<'r>,
    pub(crate) issuer: CertRef,
    pub(crate) issuer_name: Name<'r>,
    pub(crate) issuer_key: Result<SubjectPublicKeyInfo<'r>, ParseError>,
    pub(crate) algorithms: &'r Algorithms,
}

/// All rules about a link.
pub(crate) const LINK: &[Rule<()>] = &[name_match::RULE, signature::RULE];

/// Whether the check of a signature came to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// It did; what is wrong is among the findings.
    Yes,
    /// The issuer's key leaves its parameters to the keys above it (RFC 5280 §6.1.4 (e)).
    Inherits,
}
