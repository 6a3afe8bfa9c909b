//! What can be wrong with bytes, and where: the field by its RFC 5280 name, the offset, the
//! problem.

use core::fmt;

use super::tag;

/// A range of bytes in the certificate, from `start` up to but not including `end`.
///
/// ```
#[doc = include_str!("../../tests/doc/certs.txt")]
/// let span = leaf.extensions().key_usage.span().unwrap();
/// assert_eq!(leaf.bytes(span).len() as u32, span.end() - span.start());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    pub(crate) const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// Offset of the first byte, counted from the start of the certificate's DER.
    #[must_use]
    pub const fn start(self) -> u32 {
        self.start
    }

    /// Offset behind the last byte.
    #[must_use]
    pub const fn end(self) -> u32 {
        self.end
    }

    pub(crate) fn len(self) -> usize {
        usize::try_from(self.end.saturating_sub(self.start)).unwrap_or(usize::MAX)
    }

    /// The bytes of this range in `whole`; empty if `whole` is too short.
    pub(crate) fn of(self, whole: &[u8]) -> &[u8] {
        match (usize::try_from(self.start), usize::try_from(self.end)) {
            (Ok(start), Ok(end)) => whole.get(start..end).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// Why bytes could not be read: which field, at which offset, what is wrong with it.
///
/// ```
/// use chainverify::Cert;
/// use chainverify::der::{Field, Problem};
///
/// let error = Cert::parse(vec![0x30, 3, 2, 1, 1].into()).unwrap_err();
/// assert_eq!((error.field(), error.offset()), (Field::TbsCertificate, 2));
/// assert_eq!(error.problem(), Problem::UnexpectedTag { expected: 0x30, found: 2 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ParseError {
    field: Field,
    problem: Problem,
    offset: u32,
}

impl ParseError {
    pub(crate) const fn new(field: Field, offset: u32, problem: Problem) -> Self {
        Self {
            field,
            problem,
            offset,
        }
    }

    /// The field that was being read.
    #[must_use]
    pub const fn field(&self) -> Field {
        self.field
    }

    /// Offset in bytes from the start of the DER.
    #[must_use]
    pub const fn offset(&self) -> u32 {
        self.offset
    }

    /// What is wrong there.
    #[must_use]
    pub const fn problem(&self) -> Problem {
        self.problem
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} at byte {}: {}",
            self.field, self.offset, self.problem
        )
    }
}

impl core::error::Error for ParseError {}

/// What is wrong with a DER value.
///
/// ```
/// use chainverify::Cert;
/// use chainverify::der::Problem;
///
/// let error = Cert::parse(vec![0x30, 9, 0x30].into()).unwrap_err();
/// assert_eq!(error.problem(), Problem::Truncated);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "id", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Problem {
    /// The bytes end inside the value.
    Truncated,
    /// Another tag than the grammar wants.
    UnexpectedTag {
        /// The identifier octet that the grammar wants.
        expected: u8,
        /// The identifier octet that was found.
        found: u8,
    },
    /// A tag number above 30, which no X.509 structure uses.
    HighTagNumber,
    /// A length in more octets than needed (X.690 §10.1).
    NonMinimalLength,
    /// An indefinite length, which DER forbids (X.690 §10.1).
    IndefiniteLength,
    /// A length beyond 4 octets.
    LengthTooLarge,
    /// Bytes after the last field.
    TrailingData,
    /// A BOOLEAN other than `00` or `FF` (X.690 §11.1).
    BadBoolean,
    /// A DEFAULT value that is encoded although DER leaves it out (X.690 §11.5).
    DefaultEncoded,
    /// An INTEGER that is empty, not minimal, negative or too large for its use.
    BadInteger,
    /// A BIT STRING with wrong padding (X.690 §11.2).
    BadBitString,
    /// An OBJECT IDENTIFIER that is empty, not minimal or unfinished.
    BadOid,
    /// A time that is not `YYMMDDHHMMSSZ` or `YYYYMMDDHHMMSSZ`, or no such date exists.
    BadTime,
    /// A version other than 1, 2 or 3.
    UnknownVersion,
    /// The field does not exist in this certificate's version (RFC 5280 §4.1.2.1).
    NotAllowedInVersion,
    /// A second extension of its kind (RFC 5280 §4.2).
    Duplicate {
        /// Offset of the first.
        first: u32,
    },
    /// A policy that the list has already (RFC 5280 §4.2.1.4).
    DuplicatePolicy {
        /// Offset of the first.
        first: u32,
    },
    /// The outer and the inner signature algorithm differ (RFC 5280 §4.1.1.2).
    Mismatch,
    /// A SEQUENCE that must have at least one element has none.
    Empty,
    /// The value is well-formed DER but not a value of this field.
    BadValue,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "truncated",
            Self::UnexpectedTag { expected, found } => {
                return write!(f, "expected {}, found {}", Tag(*expected), Tag(*found));
            }
            Self::HighTagNumber => "tag number above 30",
            Self::NonMinimalLength => "length not in the shortest form",
            Self::IndefiniteLength => "indefinite length",
            Self::LengthTooLarge => "length of more than 4 octets",
            Self::TrailingData => "trailing data",
            Self::BadBoolean => "BOOLEAN that is neither 00 nor FF",
            Self::DefaultEncoded => "default value that DER leaves out",
            Self::BadInteger => "invalid INTEGER",
            Self::BadBitString => "invalid BIT STRING",
            Self::BadOid => "invalid OBJECT IDENTIFIER",
            Self::BadTime => "invalid time",
            Self::UnknownVersion => "unknown version",
            Self::NotAllowedInVersion => "not allowed in this version",
            Self::Duplicate { first } => {
                return write!(f, "duplicate extension; the first is at byte {first}");
            }
            Self::DuplicatePolicy { first } => {
                return write!(f, "duplicate policy; the first is at byte {first}");
            }
            Self::Mismatch => "differs from signatureAlgorithm",
            Self::Empty => "empty",
            Self::BadValue => "invalid value",
        })
    }
}

/// An identifier octet: `SEQUENCE (0x30)`, `[0] (0xa0)`.
struct Tag(u8);

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(octet) = *self;
        let name = match octet {
            tag::BOOLEAN => "BOOLEAN",
            tag::INTEGER => "INTEGER",
            tag::BIT_STRING => "BIT STRING",
            tag::OCTET_STRING => "OCTET STRING",
            tag::NULL => "NULL",
            tag::OID => "OBJECT IDENTIFIER",
            tag::UTF8_STRING => "UTF8String",
            tag::SEQUENCE => "SEQUENCE",
            tag::SET => "SET",
            tag::PRINTABLE_STRING => "PrintableString",
            tag::IA5_STRING => "IA5String",
            tag::UTC_TIME => "UTCTime",
            tag::GENERALIZED_TIME => "GeneralizedTime",
            0x80.. if octet < 0xc0 => {
                return write!(f, "[{}] ({octet:#04x})", octet & tag::NUMBER);
            }
            _ => return write!(f, "tag {octet:#04x}"),
        };
        write!(f, "{name} ({octet:#04x})")
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A field of a certificate, by its name in RFC 5280.
        ///
        /// ```
        /// use chainverify::der::Field;
        ///
        /// assert_eq!(Field::TbsCertificate.to_string(), "tbsCertificate");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Field { $(#[doc = concat!("`", $text, "`")] $(#[$doc])* $name,)* }

        impl fmt::Display for Field {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$name => $text,)* })
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for Field {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}

fields! {
    Certificate = "Certificate",
    TbsCertificate = "tbsCertificate",
    Version = "version",
    SerialNumber = "serialNumber",
    Signature = "signature",
    SignatureAlgorithm = "signatureAlgorithm",
    SignatureValue = "signatureValue",
    Issuer = "issuer",
    Validity = "validity",
    NotBefore = "notBefore",
    NotAfter = "notAfter",
    Subject = "subject",
    SubjectPublicKeyInfo = "subjectPublicKeyInfo",
    IssuerUniqueId = "issuerUniqueID",
    SubjectUniqueId = "subjectUniqueID",
    Extensions = "extensions",
    BasicConstraints = "basicConstraints",
    KeyUsage = "keyUsage",
    ExtendedKeyUsage = "extKeyUsage",
    SubjectAltName = "subjectAltName",
    IssuerAltName = "issuerAltName",
    NameConstraints = "nameConstraints",
    CertificatePolicies = "certificatePolicies",
    PolicyMappings = "policyMappings",
    PolicyConstraints = "policyConstraints",
    InhibitAnyPolicy = "inhibitAnyPolicy",
    AuthorityKeyIdentifier = "authorityKeyIdentifier",
    SubjectKeyIdentifier = "subjectKeyIdentifier",
    AuthorityInfoAccess = "authorityInfoAccess",
    CrlDistributionPoints = "cRLDistributionPoints",
    SignedCertificateTimestamps = "signedCertificateTimestampList",
    TlsFeature = "tlsFeature",
    GeneralName = "GeneralName",
    CertificateList = "CertificateList",
    TbsCertList = "tbsCertList",
    ThisUpdate = "thisUpdate",
    NextUpdate = "nextUpdate",
    RevokedCertificates = "revokedCertificates",
    RevocationDate = "revocationDate",
    CrlEntryExtensions = "crlEntryExtensions",
    ReasonCode = "reasonCode",
    InvalidityDate = "invalidityDate",
    CertificateIssuer = "certificateIssuer",
    CrlExtensions = "crlExtensions",
    CrlNumber = "cRLNumber",
    DeltaCrlIndicator = "deltaCRLIndicator",
    IssuingDistributionPoint = "issuingDistributionPoint",
    FreshestCrl = "freshestCRL",
    OcspResponse = "OCSPResponse",
    ResponseStatus = "responseStatus",
    ResponseBytes = "responseBytes",
    ResponseData = "tbsResponseData",
    ResponderId = "responderID",
    ProducedAt = "producedAt",
    Responses = "responses",
    CertId = "certID",
    CertStatus = "certStatus",
    SingleExtensions = "singleExtensions",
    ResponseExtensions = "responseExtensions",
    OcspCerts = "certs",
}
