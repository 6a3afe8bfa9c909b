//! The rules about a certificate and its issuer, computed once for each pair.

pub(crate) mod name_match;
pub(crate) mod signature;

use super::{Findings, Rule};
use crate::cert::{Cert, Name, SubjectPublicKeyInfo};
use crate::crypto::Algorithms;
use crate::der::ParseError;

/// What a rule about a link looks at: the certificate that was issued, and the issuer's name and
/// key.
pub(crate) struct LinkContext<'r> {
    pub(crate) cert: &'r Cert<'r>,
    pub(crate) issuer_name: Name<'r>,
    pub(crate) issuer_key: Result<SubjectPublicKeyInfo<'r>, ParseError>,
    /// Parameters of the key from further up, for an issuer whose key has none (RFC 3279 §2.3.2).
    pub(crate) inherited: Option<&'r [u8]>,
    pub(crate) algorithms: Algorithms<'r>,
}

pub(crate) type LinkCheck = fn(&LinkContext<'_>, &mut Findings<'_>);

/// All rules about a link; the signature last, because it is what costs.
pub(crate) const LINK: &[Rule<LinkCheck>] = &[name_match::RULE, signature::RULE];

pub(crate) fn check(context: &LinkContext<'_>, findings: &mut Findings<'_>) {
    for rule in LINK {
        (rule.check)(context, findings);
    }
}
