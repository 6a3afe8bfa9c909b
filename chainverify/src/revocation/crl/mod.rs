//! Certificate revocation lists (RFC 5280 §5): read once, every entry of them; shared, never copied.

mod entry;
#[cfg(feature = "std")]
mod index;
mod lookup;
mod scope;
#[cfg(test)]
mod tests;
mod walk;

use alloc::sync::Arc;
use core::fmt;

use pki_types::CertificateRevocationListDer;

use self::entry::CrlEntry;
pub use self::entry::{Reason, Revoked};
use self::lookup::Lookup;
pub use self::scope::OutOfScope;
pub(crate) use self::scope::{IssuingDistributionPoint, reasons};
use crate::cert::ext::{Criticality, CrlDistributionPoints, Raw};
use crate::cert::{Name, Signed, SignedSpans};
use crate::der::known::ce;
use crate::der::{Field, Oid, ParseError, Problem, Reader, Span, Time, tag};

/// A certificate revocation list, read whole (RFC 5280 §5.1). A clone shares it.
#[derive(Clone)]
pub struct Crl(Arc<Shared>);

struct Shared {
    der: CertificateRevocationListDer<'static>,
    fields: Fields,
    lookup: Lookup,
    /// The SHA-256 of what is signed, once somebody has asked for it.
    #[cfg(feature = "cache")]
    digest: std::sync::OnceLock<[u8; 32]>,
}

/// Where the fields are, and the values of those that are small.
#[derive(Clone, Copy, Debug)]
struct Fields {
    signed: SignedSpans,
    issuer: Span,
    this_update: Time,
    next_update: Option<Time>,
    entries: Entries,
    extensions: Extensions,
}

/// The entries, as one walk over them found them.
#[derive(Clone, Copy, Debug, Default)]
struct Entries {
    list: Span,
    count: u32,
    /// The entry that first names another issuer (§5.3.3).
    first_with_issuer: Option<u32>,
    /// The identifier of the first critical extension that is not known.
    unknown_critical: Option<Span>,
}

/// What stands in crlExtensions (§5.2), by place.
#[derive(Clone, Copy, Debug, Default)]
struct Extensions {
    authority_key_identifier: Option<Span>,
    crl_number: Option<Span>,
    crl_number_is_critical: bool,
    delta_crl_indicator: Option<Span>,
    issuing_distribution_point: Option<Span>,
    freshest_crl: Option<Span>,
    unknown_critical: Option<Span>,
}

impl Crl {
    /// Reads a CRL in DER, every entry of it.
    ///
    /// # Errors
    ///
    /// The first field that is not as RFC 5280 §5.1 wants it, with its offset.
    pub fn parse(der: CertificateRevocationListDer<'static>) -> Result<Self, ParseError> {
        let fields = Fields::read(&der)?;
        Ok(Self(Arc::new(Shared {
            der,
            fields,
            lookup: Lookup::default(),
            #[cfg(feature = "cache")]
            digest: std::sync::OnceLock::new(),
        })))
    }

    /// The DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// Who issued it.
    #[must_use]
    pub fn issuer(&self) -> Name<'_> {
        Name::from_contents(self.bytes(self.0.fields.issuer))
    }

    /// When it was issued.
    #[must_use]
    pub fn this_update(&self) -> Time {
        self.0.fields.this_update
    }

    /// Until when the next one will be issued. RFC 5280 §5.1.2.5 wants it to be there.
    #[must_use]
    pub fn next_update(&self) -> Option<Time> {
        self.0.fields.next_update
    }

    /// How many entries it has.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.0.fields.entries.count
    }

    /// Whether it has no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The contents of cRLNumber's INTEGER (§5.2.3).
    #[must_use]
    pub fn number(&self) -> Option<&[u8]> {
        Some(self.bytes(self.0.fields.extensions.crl_number?))
    }

    /// The contents of deltaCRLIndicator's INTEGER (§5.2.4): the number of the CRL that this delta
    /// completes. None: it is a complete CRL.
    #[must_use]
    pub fn base_number(&self) -> Option<&[u8]> {
        Some(self.bytes(self.0.fields.extensions.delta_crl_indicator?))
    }

    /// What is signed, how, and the signature.
    #[must_use]
    pub fn signed(&self) -> Signed<'_> {
        self.0.fields.signed.of(&self.0.der)
    }

    /// The SHA-256 of what is signed, computed once for all that share the CRL.
    #[cfg(feature = "cache")]
    pub(crate) fn digest(&self) -> [u8; 32] {
        use sha2::{Digest, Sha256};
        let digest = || Sha256::digest(self.signed().message).into();
        *self.0.digest.get_or_init(digest)
    }

    /// The first critical extension, of the list or of an entry, that is not known. With one the list
    /// says nothing about any certificate (§5.2, §5.3).
    #[must_use]
    pub fn unknown_critical(&self) -> Option<Oid<'_>> {
        let fields = &self.0.fields;
        let unknown = fields.extensions.unknown_critical;
        let span = unknown.or(fields.entries.unknown_critical)?;
        Some(Oid::from_contents(self.bytes(span)))
    }

    /// The entry for a certificate, by its issuer and the contents of its serial number's INTEGER. In a
    /// CRL that is not indirect, all entries are those of its own issuer.
    #[must_use]
    pub fn entry(&self, issuer: Name<'_>, serial_number: &[u8]) -> Option<Revoked> {
        self.0.lookup.find(self, issuer, serial_number)
    }

    pub(crate) fn issuing_distribution_point(&self) -> IssuingDistributionPoint<'_> {
        let span = self.0.fields.extensions.issuing_distribution_point;
        let read =
            span.map(|span| IssuingDistributionPoint::read(Reader::within(self.der(), span)));
        read.and_then(Result::ok).unwrap_or_default()
    }

    /// Whether cRLNumber is critical, which §5.2.3 forbids.
    pub(crate) fn number_is_critical(&self) -> bool {
        self.0.fields.extensions.crl_number_is_critical
    }

    /// Where deltas to it may be had (§5.2.6).
    pub(crate) fn freshest_crl(&self) -> Option<CrlDistributionPoints> {
        let list = self.0.fields.extensions.freshest_crl;
        list.map(CrlDistributionPoints::at)
    }

    /// issuingDistributionPoint as it stands.
    pub(crate) fn scope_octets(&self) -> Option<&[u8]> {
        Some(self.bytes(self.0.fields.extensions.issuing_distribution_point?))
    }

    /// authorityKeyIdentifier as it stands.
    pub(crate) fn authority_key_identifier(&self) -> Option<&[u8]> {
        Some(self.bytes(self.0.fields.extensions.authority_key_identifier?))
    }

    fn bytes(&self, span: Span) -> &[u8] {
        span.of(&self.0.der)
    }

    fn entries(&self) -> Reader<'_> {
        Reader::within(self.der(), self.0.fields.entries.list)
    }

    /// Whether entries may be those of other issuers.
    fn has_issuers(&self) -> bool {
        self.0.fields.entries.first_with_issuer.is_some()
    }
}

/// Octet for octet; those that share their octets need no look.
impl PartialEq for Crl {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.der() == other.der()
    }
}

impl Eq for Crl {}

impl fmt::Debug for Crl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Crl")
            .field("issuer", &format_args!("{}", self.issuer()))
            .field("this_update", &self.this_update())
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

/// The version of a CRL (§5.1.2.1). Version 1 has no extensions.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Version {
    V1,
    V2,
}

impl Fields {
    fn read(der: &[u8]) -> Result<Self, ParseError> {
        const FIELD: Field = Field::TbsCertList;
        let (signed, mut tbs) = SignedSpans::read(der, Field::CertificateList, FIELD)?;
        let version = version(&mut tbs)?;
        let algorithm = tbs.expect(tag::SEQUENCE, Field::Signature)?;
        signed.same_algorithm(der, &algorithm)?;
        let issuer = tbs.expect(tag::SEQUENCE, Field::Issuer)?;
        let this_update = Time::read(&mut tbs, Field::ThisUpdate)?;
        let next_update = match tbs.peek_tag() {
            Some(tag::UTC_TIME | tag::GENERALIZED_TIME) => {
                Some(Time::read(&mut tbs, Field::NextUpdate)?)
            }
            _ => None,
        };
        let list = tbs.optional(tag::SEQUENCE, Field::RevokedCertificates)?;
        let entries = list.map(|list| Entries::read(list, version)).transpose()?;
        let entries = entries.unwrap_or_default();
        let here = tbs;
        let extensions = tbs.optional(tag::context_constructed(0), Field::CrlExtensions)?;
        tbs.finish(FIELD)?;
        if extensions.is_some() && version == Version::V1 {
            return Err(here.error(Field::CrlExtensions, Problem::NotAllowedInVersion));
        }
        let extensions = extensions.map(Extensions::read).transpose()?;
        let fields = Self {
            signed,
            issuer: issuer.span(),
            this_update,
            next_update,
            entries,
            extensions: extensions.unwrap_or_default(),
        };
        fields.names_issuers_only_if_indirect(der)?;
        Ok(fields)
    }

    /// §5.3.3: an entry of a CRL that is not indirect names no issuer.
    fn names_issuers_only_if_indirect(&self, der: &[u8]) -> Result<(), ParseError> {
        let Some(first) = self.entries.first_with_issuer else {
            return Ok(());
        };
        let point = self.extensions.issuing_distribution_point;
        let point = point.map(|span| IssuingDistributionPoint::read(Reader::within(der, span)));
        match point.transpose()? {
            Some(point) if point.is_indirect => Ok(()),
            _ => Err(ParseError::new(
                Field::CertificateIssuer,
                first,
                Problem::BadValue,
            )),
        }
    }
}

/// `INTEGER OPTIONAL`: version 1 is never spelled out.
fn version(tbs: &mut Reader<'_>) -> Result<Version, ParseError> {
    const FIELD: Field = Field::Version;
    let Some(number) = tbs.optional(tag::INTEGER, FIELD)? else {
        return Ok(Version::V1);
    };
    match number.bytes() {
        [0] => Err(number.error(FIELD, Problem::DefaultEncoded)),
        [1] => Ok(Version::V2),
        _ => Err(number.error(FIELD, Problem::UnknownVersion)),
    }
}

impl Entries {
    /// Reads all of them. A list without any is let through, though §5.1.2.6 wants it left out then.
    fn read(list: Reader<'_>, version: Version) -> Result<Self, ParseError> {
        let mut found = Self {
            list: list.span(),
            ..Self::default()
        };
        let mut rest = list;
        while !rest.is_empty() {
            let here = rest;
            let entry = CrlEntry::read(&mut rest)?;
            found.count = found.count.saturating_add(1);
            if entry.issuer.is_some() {
                found.first_with_issuer.get_or_insert_with(|| here.offset());
            }
            if found.unknown_critical.is_none() {
                found.unknown_critical = entry.unknown_critical;
            }
            if version == Version::V1 && entry.has_extensions {
                return Err(here.error(Field::CrlEntryExtensions, Problem::NotAllowedInVersion));
            }
        }
        Ok(found)
    }
}

impl Extensions {
    fn read(explicit: Reader<'_>) -> Result<Self, ParseError> {
        const FIELD: Field = Field::CrlExtensions;
        let mut list = explicit.only_nonempty(tag::SEQUENCE, FIELD)?;
        let mut found = Self::default();
        while !list.is_empty() {
            let one = Raw::read(&mut list)?;
            let place = match one.id_ce {
                Some(ce::AUTHORITY_KEY_IDENTIFIER) => &mut found.authority_key_identifier,
                Some(ce::CRL_NUMBER) => &mut found.crl_number,
                Some(ce::DELTA_CRL_INDICATOR) => &mut found.delta_crl_indicator,
                Some(ce::ISSUING_DISTRIBUTION_POINT) => &mut found.issuing_distribution_point,
                Some(ce::FRESHEST_CRL) => &mut found.freshest_crl,
                // Informs, whatever its flag says (§5.2.2).
                Some(ce::ISSUER_ALT_NAME) => continue,
                _ => {
                    let oid = one.oid()?;
                    Oid::read(&oid, FIELD)?;
                    if one.critical == Criticality::Critical {
                        found.unknown_critical.get_or_insert_with(|| oid.span());
                    }
                    continue;
                }
            };
            let value = match one.id_ce {
                Some(ce::CRL_NUMBER) => {
                    found.crl_number_is_critical = one.critical == Criticality::Critical;
                    number(one.value, Field::CrlNumber)?
                }
                Some(ce::DELTA_CRL_INDICATOR) => number(one.value, Field::DeltaCrlIndicator)?,
                Some(ce::ISSUING_DISTRIBUTION_POINT) => {
                    IssuingDistributionPoint::read(one.value)?;
                    one.value.span()
                }
                Some(ce::FRESHEST_CRL) => {
                    CrlDistributionPoints::list(one.value, Field::FreshestCrl)?
                }
                _ => one.value.span(),
            };
            if let Some(first) = place.replace(value) {
                let first = first.start();
                let start = one.span.start();
                return Err(ParseError::new(FIELD, start, Problem::Duplicate { first }));
            }
        }
        Ok(found)
    }
}

/// `CRLNumber ::= INTEGER (0..MAX)`, compared as a number: both are in their shortest form.
fn number(value: Reader<'_>, field: Field) -> Result<Span, ParseError> {
    let number = value.only(tag::INTEGER, field)?;
    number.shortest_integer(field)?;
    match number.bytes() {
        [0x80..=0xff, ..] => Err(number.error(field, Problem::BadInteger)),
        _ => Ok(number.span()),
    }
}
