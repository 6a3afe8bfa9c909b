//! The list of a certificate's extensions: finds each known one, refuses duplicates, remembers
//! the first unknown critical one.

use smallvec::SmallVec;

use super::alt_name::{IssuerAltName, SubjectAltName};
use super::opaque::{SubjectKeyIdentifier, TlsFeature};
use super::{
    AuthorityInfoAccess, AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies,
    Criticality, CrlDistributionPoints, Decode, ExtendedKeyUsage, Extension, InhibitAnyPolicy,
    KeyUsage, NameConstraints, PolicyConstraints, PolicyMappings, SignedCertificateTimestamps,
};
use crate::der::known::{self, ce};
use crate::der::{Field, Oid, ParseError, Problem, Reader, Span, first_duplicate, tag};

/// The extensions of one certificate, decoded (RFC 5280 §4.2).
///
/// ```
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let extensions = ca.extensions();
/// assert!(extensions.key_usage.is_critical());
/// assert!(!extensions.name_constraints.is_present());
/// assert!(extensions.unknown_critical.is_none());
/// ```
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Extensions {
    /// §4.2.1.1
    pub authority_key_identifier: Extension<AuthorityKeyIdentifier>,
    /// §4.2.1.2
    pub subject_key_identifier: Extension<SubjectKeyIdentifier>,
    /// §4.2.1.3
    pub key_usage: Extension<KeyUsage>,
    /// §4.2.1.4
    pub certificate_policies: Extension<CertificatePolicies>,
    /// §4.2.1.5
    pub policy_mappings: Extension<PolicyMappings>,
    /// §4.2.1.6
    pub subject_alt_name: Extension<SubjectAltName>,
    /// §4.2.1.7
    pub issuer_alt_name: Extension<IssuerAltName>,
    /// §4.2.1.9
    pub basic_constraints: Extension<BasicConstraints>,
    /// §4.2.1.10
    pub name_constraints: Extension<NameConstraints>,
    /// §4.2.1.11
    pub policy_constraints: Extension<PolicyConstraints>,
    /// §4.2.1.12
    pub extended_key_usage: Extension<ExtendedKeyUsage>,
    /// §4.2.1.13
    pub crl_distribution_points: Extension<CrlDistributionPoints>,
    /// §4.2.1.14
    pub inhibit_any_policy: Extension<InhibitAnyPolicy>,
    /// §4.2.2.1
    pub authority_info_access: Extension<AuthorityInfoAccess>,
    /// RFC 6962 §3.3
    pub signed_certificate_timestamps: Extension<SignedCertificateTimestamps>,
    /// RFC 7633 §4
    pub tls_feature: Extension<TlsFeature>,
    /// The identifier of the first critical extension that is none of the above.
    pub unknown_critical: Option<Span>,
}

impl Extensions {
    /// Reads the contents of the `Extensions` SEQUENCE.
    #[inline]
    pub(crate) fn read(&mut self, list: Reader<'_>) -> Result<(), ParseError> {
        let mut others = SmallVec::<[(Oid<'_>, u32); 4]>::new();
        let mut rest = list;
        while !rest.is_empty() {
            let one = Raw::read(&mut rest)?;
            if let Some(which) = one.id_ce
                && self.is_id_ce(which, &one)?
            {
                continue;
            }
            let oid = one.oid()?;
            match oid.bytes() {
                known::AUTHORITY_INFO_ACCESS => one.decode(&mut self.authority_info_access)?,
                known::SCT_LIST => one.decode(&mut self.signed_certificate_timestamps)?,
                known::TLS_FEATURE => one.decode(&mut self.tls_feature)?,
                _ => {
                    others.push((Oid::read(&oid, Field::Extensions)?, one.span.start()));
                    if one.critical == Criticality::Critical {
                        self.unknown_critical.get_or_insert_with(|| oid.span());
                    }
                }
            }
        }
        match first_duplicate(&mut others) {
            Some((first, second)) => Err(duplicate(Field::Extensions, first, second)),
            None => Ok(()),
        }
    }

    /// Decodes an extension of `id-ce` (2.5.29); false: it has no field.
    #[inline]
    fn is_id_ce(&mut self, which: u8, raw: &Raw<'_>) -> Result<bool, ParseError> {
        match which {
            ce::SUBJECT_KEY_IDENTIFIER => raw.decode(&mut self.subject_key_identifier)?,
            ce::KEY_USAGE => raw.decode(&mut self.key_usage)?,
            ce::SUBJECT_ALT_NAME => raw.decode(&mut self.subject_alt_name)?,
            ce::ISSUER_ALT_NAME => raw.decode(&mut self.issuer_alt_name)?,
            ce::BASIC_CONSTRAINTS => raw.decode(&mut self.basic_constraints)?,
            ce::NAME_CONSTRAINTS => raw.decode(&mut self.name_constraints)?,
            ce::CRL_DISTRIBUTION_POINTS => raw.decode(&mut self.crl_distribution_points)?,
            ce::CERTIFICATE_POLICIES => raw.decode(&mut self.certificate_policies)?,
            ce::POLICY_MAPPINGS => raw.decode(&mut self.policy_mappings)?,
            ce::AUTHORITY_KEY_IDENTIFIER => raw.decode(&mut self.authority_key_identifier)?,
            ce::POLICY_CONSTRAINTS => raw.decode(&mut self.policy_constraints)?,
            ce::EXTENDED_KEY_USAGE => raw.decode(&mut self.extended_key_usage)?,
            ce::INHIBIT_ANY_POLICY => raw.decode(&mut self.inhibit_any_policy)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// One extension as it stands: identifier, flag, value.
pub(crate) struct Raw<'a> {
    /// The last arc of an identifier below id-ce (2.5.29), as that of nearly all extensions.
    pub(crate) id_ce: Option<u8>,
    pub(crate) critical: Criticality,
    pub(crate) value: Reader<'a>,
    pub(crate) span: Span,
    whole: Reader<'a>,
}

impl<'a> Raw<'a> {
    #[inline(always)] // the loop over all extensions
    pub(crate) fn read(list: &mut Reader<'a>) -> Result<Self, ParseError> {
        const FIELD: Field = Field::Extensions;
        const ID_CE: &[u8; 4] = &[tag::OID, 3, 0x55, 0x1d];
        let tlv = list.tlv(tag::SEQUENCE, FIELD)?;
        let mut parts = tlv.content;
        // Told by its octets: to read it like any identifier takes 2 % of a verification.
        let id_ce = parts.octet_after(ID_CE);
        if id_ce.is_none() {
            parts.expect(tag::OID, FIELD)?;
        }
        let critical = if parts.default_false(FIELD)? {
            Criticality::Critical
        } else {
            Criticality::NonCritical
        };
        let value = parts.expect(tag::OCTET_STRING, FIELD)?;
        parts.finish(FIELD)?;
        Ok(Self {
            id_ce,
            critical,
            value,
            span: tlv.span,
            whole: tlv.content,
        })
    }

    /// The contents of the identifier, well-formed if it is a known one.
    pub(crate) fn oid(&self) -> Result<Reader<'a>, ParseError> {
        let mut parts = self.whole;
        parts.expect(tag::OID, Field::Extensions)
    }

    /// Decodes the value into its field. RFC 5280 §4.2: a certificate must not include more than
    /// one instance of an extension.
    #[inline(always)] // by kind of value: 1 % of a verification
    fn decode<T: Decode>(&self, field: &mut Extension<T>) -> Result<(), ParseError> {
        if let Some(first) = field.span() {
            return Err(duplicate(T::FIELD, first.start(), self.span.start()));
        }
        let (critical, span) = (self.critical, self.span);
        *field = match T::decode(self.value) {
            Ok(value) => Extension::Present {
                critical,
                span,
                value,
            },
            Err(_) => Extension::Malformed { critical, span },
        };
        Ok(())
    }
}

/// Reads the value of the extension at `span` once more.
pub(super) fn decode_again<T: Decode>(der: &[u8], span: Span) -> Result<T, ParseError> {
    T::decode(Raw::read(&mut Reader::within(der, span))?.value)
}

/// The identifier of the extension at `span`.
pub(super) fn identifier(der: &[u8], span: Span) -> Result<Oid<'_>, ParseError> {
    let oid = Raw::read(&mut Reader::within(der, span))?.oid()?;
    Ok(Oid::from_contents(oid.bytes()))
}

const fn duplicate(field: Field, first: u32, second: u32) -> ParseError {
    ParseError::new(field, second, Problem::Duplicate { first })
}
