//! The list of a certificate's extensions: finds each known one, refuses duplicates, remembers
//! the first unknown critical one.

use super::alt_name::{IssuerAltName, SubjectAltName};
use super::opaque::TlsFeature;
use super::opaque::{CrlDistributionPoints, SignedCertificateTimestamps, SubjectKeyIdentifier};
use super::{
    AuthorityInfoAccess, AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies,
    Criticality, Decode, ExtendedKeyUsage, Extension, InhibitAnyPolicy, KeyUsage, NameConstraints,
    PolicyConstraints, PolicyMappings,
};
use crate::der::known::{self, ce};
use crate::der::{Field, Oid, ParseError, Problem, Reader, Span, tag};

/// The extensions of one certificate, decoded (RFC 5280 §4.2).
///
/// ```
/// # use chainverify::Cert;
/// # use pki_types::{CertificateDer, pem::PemObject};
/// # let pem = include_bytes!("../../../../testdata/example/chain.pem");
/// # let mut chain = CertificateDer::pem_slice_iter(pem).map(|der| Cert::parse(der.unwrap()).unwrap());
/// # let (leaf, ca) = (chain.next().unwrap(), chain.next().unwrap());
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
    /// RFC 6962 §3.3, raw
    pub signed_certificate_timestamps: Extension<SignedCertificateTimestamps>,
    /// RFC 7633 §4
    pub tls_feature: Extension<TlsFeature>,
    /// The identifier of the first critical extension that is none of the above.
    pub unknown_critical: Option<Span>,
}

/// More extensions than this are refused: the longest list in the public Web PKI has about 20.
const MOST_EXTENSIONS: u32 = 128;

impl Extensions {
    /// None at all.
    pub(crate) const ABSENT: Self = Self {
        authority_key_identifier: Extension::Absent,
        subject_key_identifier: Extension::Absent,
        key_usage: Extension::Absent,
        certificate_policies: Extension::Absent,
        policy_mappings: Extension::Absent,
        subject_alt_name: Extension::Absent,
        issuer_alt_name: Extension::Absent,
        basic_constraints: Extension::Absent,
        name_constraints: Extension::Absent,
        policy_constraints: Extension::Absent,
        extended_key_usage: Extension::Absent,
        crl_distribution_points: Extension::Absent,
        inhibit_any_policy: Extension::Absent,
        authority_info_access: Extension::Absent,
        signed_certificate_timestamps: Extension::Absent,
        tls_feature: Extension::Absent,
        unknown_critical: None,
    };

    /// Reads the contents of the `Extensions` SEQUENCE.
    pub(crate) fn read(&mut self, list: Reader<'_>) -> Result<(), ParseError> {
        let mut others = Others::default();
        let mut rest = list;
        let mut count = 0_u32;
        while !rest.is_empty() {
            let one = Raw::read(&mut rest)?;
            count = count.saturating_add(1);
            if count > MOST_EXTENSIONS {
                return Err(one.error(Problem::TooMany));
            }
            if !self.take(&one)? {
                others.add(list, &one)?;
                self.other(&one);
            }
        }
        Ok(())
    }

    /// Decodes an extension that is one of the fields; false: it is none of them.
    fn take(&mut self, raw: &Raw<'_>) -> Result<bool, ParseError> {
        match raw.oid.bytes() {
            [0x55, 0x1d, which] => return self.take_ce(*which, raw),
            known::AUTHORITY_INFO_ACCESS => raw.decode(&mut self.authority_info_access)?,
            known::SCT_LIST => raw.decode(&mut self.signed_certificate_timestamps)?,
            known::TLS_FEATURE => raw.decode(&mut self.tls_feature)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The extensions of `id-ce` (2.5.29).
    fn take_ce(&mut self, which: u8, raw: &Raw<'_>) -> Result<bool, ParseError> {
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

    fn other(&mut self, raw: &Raw<'_>) {
        if matches!(raw.critical, Criticality::Critical) && self.unknown_critical.is_none() {
            self.unknown_critical = Some(raw.oid.span());
        }
    }
}

/// One extension as it stands: identifier, flag, value.
struct Raw<'a> {
    /// The contents of the identifier, well-formed if it is a known one.
    oid: Reader<'a>,
    critical: Criticality,
    value: Reader<'a>,
    span: Span,
}

impl<'a> Raw<'a> {
    #[inline(always)] // the loop over all extensions
    fn read(list: &mut Reader<'a>) -> Result<Self, ParseError> {
        const FIELD: Field = Field::Extensions;
        let tlv = list.tlv(tag::SEQUENCE, FIELD)?;
        let mut parts = tlv.content;
        let oid = parts.expect(tag::OID, FIELD)?;
        let critical = if parts.default_false(FIELD)? {
            Criticality::Critical
        } else {
            Criticality::NonCritical
        };
        let value = parts.expect(tag::OCTET_STRING, FIELD)?;
        parts.finish(FIELD)?;
        Ok(Self {
            oid,
            critical,
            value,
            span: tlv.span,
        })
    }

    const fn error(&self, problem: Problem) -> ParseError {
        ParseError::new(Field::Extensions, self.span.start(), problem)
    }

    /// Decodes the value into its field. RFC 5280 §4.2: a certificate must not include more than
    /// one instance of an extension.
    fn decode<T: Decode>(&self, field: &mut Extension<T>) -> Result<(), ParseError> {
        if field.is_present() {
            return Err(self.error(Problem::Duplicate));
        }
        let (critical, span) = (self.critical, self.span);
        *field = match T::decode(self.value) {
            Ok(value) => Extension::Present {
                critical,
                span,
                value,
            },
            Err(error) => Extension::Malformed {
                critical,
                span,
                error,
            },
        };
        Ok(())
    }
}

/// Which identifiers without a field have come by: a filter of 64 bits; only where a bit is set
/// already is the list walked again.
#[derive(Default)]
struct Others(u64);

impl Others {
    /// The law of `Raw::decode`, for what is not decoded.
    fn add(&mut self, list: Reader<'_>, one: &Raw<'_>) -> Result<(), ParseError> {
        let oid = Oid::read(&one.oid, Field::Extensions)?;
        let hash = oid.as_bytes().iter().fold(0_u32, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u32::from(*byte))
        });
        let bit = 1_u64 << (hash & 63);
        if self.0 & bit != 0 && stands_before(list, one)? {
            return Err(one.error(Problem::Duplicate));
        }
        self.0 |= bit;
        Ok(())
    }
}

fn stands_before(list: Reader<'_>, one: &Raw<'_>) -> Result<bool, ParseError> {
    let mut rest = list;
    while rest.offset() < one.span.start() {
        if Raw::read(&mut rest)?.oid.bytes() == one.oid.bytes() {
            return Ok(true);
        }
    }
    Ok(false)
}
