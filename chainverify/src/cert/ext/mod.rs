//! The extensions of a certificate (RFC 5280 §4.2), each decoded once, one file each. A value
//! that cannot be decoded is kept as malformed: the rules decide whether it matters.

mod alt_name;
mod authority_info_access;
mod authority_key_identifier;
mod basic_constraints;
mod certificate_policies;
mod crl_distribution_points;
mod extended_key_usage;
mod general_name;
mod key_usage;
mod list;
mod name_constraints;
mod opaque;
mod policy_constraints;
mod policy_mappings;
mod reasons;
mod sct_list;

pub use alt_name::{GeneralNames, Issuer, IssuerAltName, Subject, SubjectAltName};
pub use authority_info_access::AuthorityInfoAccess;
pub use authority_key_identifier::AuthorityKeyIdentifier;
pub use basic_constraints::BasicConstraints;
pub use certificate_policies::CertificatePolicies;
pub use crl_distribution_points::CrlDistributionPoints;
pub(crate) use crl_distribution_points::{DistributionPoint, DistributionPointName};
pub use extended_key_usage::{ExtendedKeyUsage, KeyPurpose};
pub use general_name::GeneralName;
pub(crate) use general_name::NameList;
pub use key_usage::KeyUsage;
pub use list::Extensions;
pub(crate) use list::Raw;
pub use name_constraints::{NameConstraints, Subtrees};
pub use opaque::{
    Opaque, SubjectKeyIdentifier, SubjectKeyIdentifierKind, TlsFeature, TlsFeatureKind,
};
pub use policy_constraints::{InhibitAnyPolicy, PolicyConstraints};
pub use policy_mappings::PolicyMappings;
pub(crate) use reasons::ReasonFlags;
pub use sct_list::{SignedCertificateTimestamp, SignedCertificateTimestamps};

use crate::der::{Field, Oid, ParseError, Reader, Span};

/// One extension of a certificate (RFC 5280 §4.2): not there, decoded, or there but unreadable.
///
/// ```
/// use chainverify::cert::Extension;
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let usage = &leaf.extensions().key_usage;
/// assert!(matches!(usage, Extension::Present { .. }) && usage.error(leaf.der()).is_none());
/// assert!(leaf.bytes(usage.span().unwrap()).starts_with(&[0x30]));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub enum Extension<T> {
    /// The certificate does not have it.
    #[default]
    Absent,
    /// It is there, and its value was decoded.
    Present {
        /// The `critical` flag.
        critical: Criticality,
        /// Where the extension stands in the certificate.
        span: Span,
        /// The decoded value.
        value: T,
    },
    /// It is there, but its value is not as its definition wants it.
    Malformed {
        /// The `critical` flag.
        critical: Criticality,
        /// Where the extension stands in the certificate.
        span: Span,
    },
}

/// Whether a reader that does not know an extension may go on (RFC 5280 §4.2).
///
/// ```
/// use chainverify::cert::{Extension, ext::Criticality};
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let Extension::Present { critical, .. } = leaf.extensions().key_usage else { panic!() };
/// assert_eq!(critical, Criticality::Critical);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Criticality {
    /// An extension that is not understood must lead to rejection.
    Critical,
    /// An extension that is not understood may be ignored.
    NonCritical,
}

impl<T> Extension<T> {
    /// Its identifier, if it is there.
    pub(crate) fn oid<'a>(&self, der: &'a [u8]) -> Option<Oid<'a>> {
        list::identifier(der, self.span()?).ok()
    }

    /// The decoded value, if the extension is there and well-formed.
    #[must_use]
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Present { value, .. } => Some(value),
            Self::Absent | Self::Malformed { .. } => None,
        }
    }

    /// Whether the extension is there at all, readable or not.
    #[must_use]
    pub const fn is_present(&self) -> bool {
        !matches!(self, Self::Absent)
    }

    /// Whether the extension is there and marked critical.
    #[must_use]
    pub const fn is_critical(&self) -> bool {
        matches!(
            self,
            Self::Present {
                critical: Criticality::Critical,
                ..
            } | Self::Malformed {
                critical: Criticality::Critical,
                ..
            }
        )
    }

    /// Where it stands in the certificate.
    #[must_use]
    pub const fn span(&self) -> Option<Span> {
        match self {
            Self::Present { span, .. } | Self::Malformed { span, .. } => Some(*span),
            Self::Absent => None,
        }
    }
}

#[allow(private_bounds)] // the kinds of values are those of this crate
impl<T: Decode> Extension<T> {
    /// Why it cannot be read. Walks lists of access descriptions, distribution points, policies and
    /// policy mappings, which nobody has read before. `der` is the certificate's DER.
    #[must_use]
    #[inline]
    pub fn error(&self, der: &[u8]) -> Option<ParseError> {
        match self {
            Self::Absent => None,
            Self::Present { value, .. } => value.check(der).err(),
            Self::Malformed { span, .. } => list::decode_again::<T>(der, *span).err(),
        }
    }
}

/// How an extension's value is read.
pub(crate) trait Decode: Sized {
    const FIELD: Field;

    /// Reads `value`, the contents of `extnValue`, to its end.
    fn decode(value: Reader<'_>) -> Result<Self, ParseError>;

    /// Walks a list that `decode` has left alone, because only a certificate on a path may cause
    /// that cost. `der` is the certificate's DER.
    #[inline]
    fn check(&self, _der: &[u8]) -> Result<(), ParseError> {
        Ok(())
    }
}
