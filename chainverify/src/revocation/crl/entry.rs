//! One entry of a CRL (RFC 5280 §5.3): a serial number, since when it is revoked, and why.

use core::fmt;

use crate::cert::ext::{Criticality, NameList, Raw};
use crate::der::known::ce;
use crate::der::{Field, Oid, ParseError, Problem, Reader, Span, Time, tag};

/// Since when and why a certificate is revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Revoked {
    /// `revocationDate`: when the CA processed the revocation.
    pub since: Time,
    /// Why (RFC 5280 §5.3.1); `unspecified` where the entry does not say.
    pub reason: Reason,
    /// When the certificate became invalid, or is thought to have (RFC 5280 §5.3.2).
    pub invalid_since: Option<Time>,
}

/// Why a certificate was revoked: `CRLReason` (RFC 5280 §5.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[allow(missing_docs, reason = "the words of the RFC")]
#[non_exhaustive]
pub enum Reason {
    Unspecified,
    KeyCompromise,
    CaCompromise,
    AffiliationChanged,
    Superseded,
    CessationOfOperation,
    CertificateHold,
    /// Only in a delta CRL: the certificate is no longer revoked.
    RemoveFromCrl,
    PrivilegeWithdrawn,
    AaCompromise,
}

impl Reason {
    /// `CRLReason ::= ENUMERATED`. One that the RFC does not know is an error: what it would mean for the
    /// scope of a list is not known either.
    pub(in crate::revocation) fn read(value: Reader<'_>) -> Result<Self, ParseError> {
        let code = value.only(tag::ENUMERATED, Field::ReasonCode)?;
        Self::from_contents(code.bytes())
            .ok_or_else(|| code.error(Field::ReasonCode, Problem::BadValue))
    }

    /// The contents of an ENUMERATED.
    const fn from_contents(contents: &[u8]) -> Option<Self> {
        Some(match contents {
            [0] => Self::Unspecified,
            [1] => Self::KeyCompromise,
            [2] => Self::CaCompromise,
            [3] => Self::AffiliationChanged,
            [4] => Self::Superseded,
            [5] => Self::CessationOfOperation,
            [6] => Self::CertificateHold,
            [8] => Self::RemoveFromCrl,
            [9] => Self::PrivilegeWithdrawn,
            [10] => Self::AaCompromise,
            _ => return None,
        })
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unspecified => "unspecified",
            Self::KeyCompromise => "keyCompromise",
            Self::CaCompromise => "cACompromise",
            Self::AffiliationChanged => "affiliationChanged",
            Self::Superseded => "superseded",
            Self::CessationOfOperation => "cessationOfOperation",
            Self::CertificateHold => "certificateHold",
            Self::RemoveFromCrl => "removeFromCRL",
            Self::PrivilegeWithdrawn => "privilegeWithdrawn",
            Self::AaCompromise => "aACompromise",
        })
    }
}

/// An entry, read whole.
pub(super) struct CrlEntry<'a> {
    pub(super) revoked: Revoked,
    /// `certificateIssuer` (§5.3.3): who issued this and the following certificates, in an indirect CRL.
    pub(super) issuer: Option<NameList<'a>>,
    pub(super) has_extensions: bool,
    /// The identifier of the first critical extension that is none of these.
    pub(super) unknown_critical: Option<Span>,
}

impl<'a> CrlEntry<'a> {
    pub(super) fn read(list: &mut Reader<'a>) -> Result<Self, ParseError> {
        let mut parts = list.expect(tag::SEQUENCE, Field::RevokedCertificates)?;
        let serial = parts.expect(tag::INTEGER, Field::SerialNumber)?;
        serial.shortest_integer(Field::SerialNumber)?;
        let since = Time::read(&mut parts, Field::RevocationDate)?;
        let mut entry = Self {
            revoked: Revoked {
                since,
                reason: Reason::Unspecified,
                invalid_since: None,
            },
            issuer: None,
            has_extensions: !parts.is_empty(),
            unknown_critical: None,
        };
        if entry.has_extensions {
            entry.extensions(parts.only_nonempty(tag::SEQUENCE, Field::CrlEntryExtensions)?)?;
        }
        Ok(entry)
    }

    fn extensions(&mut self, mut list: Reader<'a>) -> Result<(), ParseError> {
        let mut seen = Seen::default();
        while !list.is_empty() {
            let one = Raw::read(&mut list)?;
            match one.id_ce {
                Some(ce::REASON_CODE) => {
                    seen.once(0, &one)?;
                    self.revoked.reason = Reason::read(one.value)?;
                }
                Some(ce::INVALIDITY_DATE) => {
                    seen.once(1, &one)?;
                    self.revoked.invalid_since = Some(invalidity_date(one.value)?);
                }
                Some(ce::CERTIFICATE_ISSUER) => {
                    seen.once(2, &one)?;
                    let names = one.value.only(tag::SEQUENCE, Field::CertificateIssuer)?;
                    self.issuer = Some(NameList::read(names, Field::CertificateIssuer)?);
                }
                _ => {
                    let oid = one.oid()?;
                    Oid::read(&oid, Field::CrlEntryExtensions)?;
                    if one.critical == Criticality::Critical {
                        self.unknown_critical.get_or_insert_with(|| oid.span());
                    }
                }
            }
        }
        Ok(())
    }
}

/// Which extensions an entry has had.
#[derive(Default)]
struct Seen([Option<Span>; 3]);

impl Seen {
    fn once(&mut self, place: usize, one: &Raw<'_>) -> Result<(), ParseError> {
        let Some(seen) = self.0.get_mut(place) else {
            return Ok(());
        };
        match seen.replace(one.span) {
            None => Ok(()),
            Some(first) => {
                let first = first.start();
                let problem = Problem::Duplicate { first };
                let field = Field::CrlEntryExtensions;
                Err(ParseError::new(field, one.span.start(), problem))
            }
        }
    }
}

/// `InvalidityDate ::= GeneralizedTime`
fn invalidity_date(mut value: Reader<'_>) -> Result<Time, ParseError> {
    let field = Field::InvalidityDate;
    let time = Time::read(&mut value, field)?;
    value.finish(field)?;
    Ok(time)
}
