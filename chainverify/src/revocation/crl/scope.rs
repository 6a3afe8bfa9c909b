//! For which certificates a CRL speaks: issuingDistributionPoint (RFC 5280 §5.2.5) against the
//! certificate and its distribution points (§6.3.3 (b), (d)).

use alloc::vec::Vec;
use core::fmt;

use super::Crl;
use crate::cert::ext::{
    DistributionPoint, DistributionPointName, GeneralName, NameList, ReasonFlags,
};
use crate::cert::{Cert, Name};
use crate::der::{Field, ParseError, Problem, Reader, tag};

/// issuingDistributionPoint, decoded.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct IssuingDistributionPoint<'a> {
    pub(crate) name: Option<DistributionPointName<'a>>,
    pub(crate) kind: Kind,
    pub(crate) only_some_reasons: Option<ReasonFlags>,
    pub(crate) is_indirect: bool,
}

/// The kind of certificates that a CRL is limited to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    #[default]
    All,
    /// `onlyContainsUserCerts`
    User,
    /// `onlyContainsCACerts`
    Ca,
    /// `onlyContainsAttributeCerts`
    Attribute,
}

impl<'a> IssuingDistributionPoint<'a> {
    const FIELD: Field = Field::IssuingDistributionPoint;

    /// The contents of `extnValue`.
    pub(super) fn read(value: Reader<'a>) -> Result<Self, ParseError> {
        let field = Self::FIELD;
        let mut parts = value.only(tag::SEQUENCE, field)?;
        // §5.2.5: an empty SEQUENCE must not be.
        if parts.is_empty() {
            return Err(parts.error(field, Problem::Empty));
        }
        let here = parts;
        let name = parts.optional(tag::context_constructed(0), field)?;
        let name = name
            .map(|choice| DistributionPointName::read(choice, field))
            .transpose()?;
        let user = flag(&mut parts, 1)?;
        let ca = flag(&mut parts, 2)?;
        let reasons = parts.optional(tag::context(3), field)?;
        let only_some_reasons = reasons
            .map(|bits| ReasonFlags::read(&bits, field))
            .transpose()?;
        let is_indirect = flag(&mut parts, 4)?;
        let attribute = flag(&mut parts, 5)?;
        parts.finish(field)?;
        let kind = match (user, ca, attribute) {
            (false, false, false) => Kind::All,
            (true, false, false) => Kind::User,
            (false, true, false) => Kind::Ca,
            (false, false, true) => Kind::Attribute,
            // §5.2.5: at most one of them.
            _ => return Err(here.error(field, Problem::BadValue)),
        };
        Ok(Self {
            name,
            kind,
            only_some_reasons,
            is_indirect,
        })
    }
}

/// `[n] BOOLEAN DEFAULT FALSE`
fn flag(parts: &mut Reader<'_>, number: u8) -> Result<bool, ParseError> {
    let field = IssuingDistributionPoint::FIELD;
    let Some(value) = parts.optional(tag::context(number), field)? else {
        return Ok(false);
    };
    match value.bytes() {
        [0xff] => Ok(true),
        [0x00] => Ok(false),
        _ => Err(value.error(field, Problem::BadBoolean)),
    }
}

/// Why a CRL does not speak for a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum OutOfScope {
    /// It is that of another issuer (§6.3.3 (b) (1)).
    AnotherIssuer,
    /// The certificate names an issuer of CRLs, and this CRL is not marked as indirect.
    NotIndirect,
    /// Its distribution point is none of the certificate's (§6.3.3 (b) (2) (i)).
    AnotherDistributionPoint,
    /// It lists certificates of end entities only, and this is a CA's.
    OnlyUserCertificates,
    /// It lists CA certificates only, and this is none.
    OnlyCaCertificates,
    /// It lists attribute certificates only.
    OnlyAttributeCertificates,
    /// It lists certificates for reasons only that the distribution point leaves out.
    NoReason,
}

impl fmt::Display for OutOfScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AnotherIssuer => "it is that of another issuer",
            Self::NotIndirect => "it is not an indirect CRL",
            Self::AnotherDistributionPoint => {
                "its distribution point is none of those in the certificate"
            }
            Self::OnlyUserCertificates => "it lists end entities' certificates only",
            Self::OnlyCaCertificates => "it lists CA certificates only",
            Self::OnlyAttributeCertificates => "it lists attribute certificates only",
            Self::NoReason => "it covers none of the reasons of the distribution point",
        })
    }
}

/// The reasons for which `crl` speaks for `cert` at `point`; `None` as the point is the one that §6.3.3
/// assumes for a CRL of the certificate's own issuer: without reasons, its name the issuer's.
pub(crate) fn reasons(
    crl: &Crl,
    cert: &Cert<'_>,
    point: Option<&DistributionPoint<'_>>,
) -> Result<ReasonFlags, OutOfScope> {
    let own = crl.issuing_distribution_point();
    let crl_issuer = point.and_then(|point| point.crl_issuer);
    // (b) (1)
    match crl_issuer {
        Some(names) if !names.directory_names().any(|name| name == crl.issuer()) => {
            return Err(OutOfScope::AnotherIssuer);
        }
        Some(_) if !own.is_indirect => return Err(OutOfScope::NotIndirect),
        None if crl.issuer() != cert.issuer() => return Err(OutOfScope::AnotherIssuer),
        Some(_) | None => {}
    }
    // (b) (2) (i)
    if let Some(of_crl) = &own.name {
        let names = Place::of_crl(of_crl, crl);
        let is_one = match point {
            Some(point) => match (&point.name, crl_issuer) {
                (Some(name), _) => names.shares(&Place::of_point(name, crl_issuer, cert)),
                (None, Some(issuer)) => names.shares(&Place::Names(issuer)),
                (None, None) => false,
            },
            None => names.is_directory(cert.issuer()),
        };
        if !is_one {
            return Err(OutOfScope::AnotherDistributionPoint);
        }
    }
    // (b) (2) (ii) to (iv)
    let basic_constraints = cert.extensions().basic_constraints.value();
    let is_ca = basic_constraints.is_some_and(|constraints| constraints.ca);
    match own.kind {
        Kind::User if is_ca => return Err(OutOfScope::OnlyUserCertificates),
        Kind::Ca if !is_ca => return Err(OutOfScope::OnlyCaCertificates),
        Kind::Attribute => return Err(OutOfScope::OnlyAttributeCertificates),
        Kind::All | Kind::User | Kind::Ca => {}
    }
    // (d)
    let of_point = point.map_or(ReasonFlags::ALL, |point| point.reasons);
    let interim = of_point.and(own.only_some_reasons.unwrap_or(ReasonFlags::ALL));
    if interim == ReasonFlags::NONE {
        return Err(OutOfScope::NoReason);
    }
    Ok(interim)
}

/// Names of one distribution point beyond these are not looked at: each is compared with each of the
/// other side, before any signature is.
const MOST_NAMES: usize = 64;

/// The names of a distribution point.
enum Place<'a> {
    Names(NameList<'a>),
    /// One directoryName: a name of the issuer of CRLs with an RDN behind it.
    Under(Vec<u8>),
    /// An RDN under no single name (§4.2.1.13).
    Unknown,
}

impl<'a> Place<'a> {
    fn of_crl(name: &DistributionPointName<'a>, crl: &Crl) -> Self {
        match *name {
            DistributionPointName::Full(names) => Self::Names(names),
            DistributionPointName::Relative(rdn) => Self::under(crl.issuer(), rdn),
        }
    }

    /// §4.2.1.13: relative to the issuer of CRLs if the point names one, else to the certificate's.
    fn of_point(
        name: &DistributionPointName<'a>,
        crl_issuer: Option<NameList<'a>>,
        cert: &Cert<'_>,
    ) -> Self {
        match (*name, crl_issuer) {
            (DistributionPointName::Full(names), _) => Self::Names(names),
            (DistributionPointName::Relative(rdn), None) => Self::under(cert.issuer(), rdn),
            (DistributionPointName::Relative(rdn), Some(issuers)) => {
                let mut issuers = issuers.directory_names();
                match (issuers.next(), issuers.next()) {
                    (Some(only), None) => Self::under(only, rdn),
                    _ => Self::Unknown,
                }
            }
        }
    }

    fn under(name: Name<'_>, rdn: &[u8]) -> Self {
        let mut contents = name.as_bytes().to_vec();
        contents.extend(set(rdn));
        Self::Under(contents)
    }

    fn shares(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Names(own), Self::Names(others)) => {
                let own = own.names().take(MOST_NAMES);
                let is_other = |own: &GeneralName<'_>| {
                    let mut others = others.names().take(MOST_NAMES);
                    others.any(|other| is_same(own, &other))
                };
                own.into_iter().any(|own| is_other(&own))
            }
            (Self::Names(names), Self::Under(one)) | (Self::Under(one), Self::Names(names)) => {
                let one = Name::from_contents(one);
                names.directory_names().any(|name| name == one)
            }
            (Self::Under(own), Self::Under(other)) => {
                Name::from_contents(own) == Name::from_contents(other)
            }
            (Self::Unknown, _) | (_, Self::Unknown) => false,
        }
    }

    fn is_directory(&self, name: Name<'_>) -> bool {
        match self {
            Self::Names(names) => names.directory_names().any(|own| own == name),
            Self::Under(own) => Name::from_contents(own) == name,
            Self::Unknown => false,
        }
    }
}

/// The DER of a SET with these contents.
fn set(contents: &[u8]) -> Vec<u8> {
    let mut der = Vec::from([tag::SET]);
    let length = contents.len().to_be_bytes();
    match contents.len() {
        short @ 0..=0x7f => der.extend(u8::try_from(short)),
        _ => {
            let octets = length.iter().skip_while(|octet| **octet == 0);
            let count = u8::try_from(octets.clone().count()).unwrap_or(u8::MAX);
            der.push(0x80 | count);
            der.extend(octets);
        }
    }
    der.extend(contents);
    der
}

/// Whether two names of distribution points are the same. A URI must be so octet for octet: which
/// part of a partitioned CRL this is hangs on it (BR §7.2.2.1).
fn is_same(one: &GeneralName<'_>, other: &GeneralName<'_>) -> bool {
    match (one, other) {
        (GeneralName::Directory(one), GeneralName::Directory(other)) => one == other,
        _ => {
            core::mem::discriminant(one) == core::mem::discriminant(other)
                && one.octets() == other.octets()
        }
    }
}
