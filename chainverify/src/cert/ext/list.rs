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
    /// Reads the contents of the `Extensions` SEQUENCE.
    pub(crate) fn read(list: Reader<'_>) -> Result<Self, ParseError> {
        let mut extensions = Self::default();
        let mut seen = Seen::default();
        let mut rest = list;
        while !rest.is_empty() {
            let one = Raw::read(&mut rest)?;
            seen.add(list, &one)?;
            extensions.take(&one);
        }
        Ok(extensions)
    }

    fn take(&mut self, raw: &Raw<'_>) {
        match raw.oid.as_bytes() {
            [0x55, 0x1d, which] => self.take_ce(*which, raw),
            known::AUTHORITY_INFO_ACCESS => self.authority_info_access = raw.decode(),
            known::SCT_LIST => self.signed_certificate_timestamps = raw.decode(),
            known::TLS_FEATURE => self.tls_feature = raw.decode(),
            _ => self.unknown(raw),
        }
    }

    /// The extensions of `id-ce` (2.5.29).
    fn take_ce(&mut self, which: u8, raw: &Raw<'_>) {
        match which {
            ce::SUBJECT_KEY_IDENTIFIER => self.subject_key_identifier = raw.decode(),
            ce::KEY_USAGE => self.key_usage = raw.decode(),
            ce::SUBJECT_ALT_NAME => self.subject_alt_name = raw.decode(),
            ce::ISSUER_ALT_NAME => self.issuer_alt_name = raw.decode(),
            ce::BASIC_CONSTRAINTS => self.basic_constraints = raw.decode(),
            ce::NAME_CONSTRAINTS => self.name_constraints = raw.decode(),
            ce::CRL_DISTRIBUTION_POINTS => self.crl_distribution_points = raw.decode(),
            ce::CERTIFICATE_POLICIES => self.certificate_policies = raw.decode(),
            ce::POLICY_MAPPINGS => self.policy_mappings = raw.decode(),
            ce::AUTHORITY_KEY_IDENTIFIER => self.authority_key_identifier = raw.decode(),
            ce::POLICY_CONSTRAINTS => self.policy_constraints = raw.decode(),
            ce::EXTENDED_KEY_USAGE => self.extended_key_usage = raw.decode(),
            ce::INHIBIT_ANY_POLICY => self.inhibit_any_policy = raw.decode(),
            _ => self.unknown(raw),
        }
    }

    const fn unknown(&mut self, raw: &Raw<'_>) {
        if matches!(raw.critical, Criticality::Critical) && self.unknown_critical.is_none() {
            self.unknown_critical = Some(raw.oid_span);
        }
    }
}

/// One extension as it stands: identifier, flag, value.
struct Raw<'a> {
    oid: Oid<'a>,
    oid_span: Span,
    critical: Criticality,
    value: Reader<'a>,
    span: Span,
}

impl<'a> Raw<'a> {
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
            oid: Oid::read(&oid, FIELD)?,
            oid_span: oid.span(),
            critical,
            value,
            span: tlv.span,
        })
    }

    fn decode<T: Decode>(&self) -> Extension<T> {
        let (critical, span) = (self.critical, self.span);
        match T::decode(self.value) {
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
        }
    }
}

/// Which identifiers have come by: a filter of 64 bits; only where a bit is set already is the
/// list walked again.
#[derive(Default)]
struct Seen {
    filter: u64,
    count: u32,
}

impl Seen {
    /// RFC 5280 §4.2: a certificate must not include more than one instance of an extension.
    fn add(&mut self, list: Reader<'_>, one: &Raw<'_>) -> Result<(), ParseError> {
        let error = |problem| ParseError::new(Field::Extensions, one.span.start(), problem);
        self.count = self.count.saturating_add(1);
        if self.count > MOST_EXTENSIONS {
            return Err(error(Problem::TooMany));
        }
        let hash = one.oid.as_bytes().iter().fold(0_u32, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u32::from(*byte))
        });
        let bit = 1_u64 << (hash & 63);
        if self.filter & bit != 0 && stands_before(list, one)? {
            return Err(error(Problem::Duplicate));
        }
        self.filter |= bit;
        Ok(())
    }
}

fn stands_before(list: Reader<'_>, one: &Raw<'_>) -> Result<bool, ParseError> {
    let mut rest = list;
    while rest.offset() < one.span.start() {
        if Raw::read(&mut rest)?.oid == one.oid {
            return Ok(true);
        }
    }
    Ok(false)
}
