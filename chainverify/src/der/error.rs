//! What can be wrong with bytes, and where: the field by its RFC 5280 name, the offset, the
//! problem. Small and `Copy`, because a malformed extension keeps its error inside the parsed
//! certificate.

use core::fmt;

/// A range of bytes in the certificate, from `start` up to but not including `end`.
///
/// ```
/// # use chainverify::Cert;
/// # use pki_types::{CertificateDer, pem::PemObject};
/// # let pem = include_bytes!("../../../testdata/example/chain.pem");
/// # let mut chain = CertificateDer::pem_slice_iter(pem).map(|der| Cert::parse(der.unwrap()).unwrap());
/// # let (leaf, ca) = (chain.next().unwrap(), chain.next().unwrap());
/// let span = leaf.extensions().key_usage.span().unwrap();
/// assert_eq!(leaf.bytes(span).len() as u32, span.end() - span.start());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
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
/// use chainverify::{Cert, Field, Problem};
///
/// let error = Cert::parse(vec![0x30, 3, 2, 1, 1].into()).unwrap_err();
/// assert_eq!((error.field(), error.offset()), (Field::TbsCertificate, 2));
/// assert_eq!(error.problem(), Problem::UnexpectedTag { expected: 0x30, found: 2 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
/// use chainverify::{Cert, Problem};
///
/// let error = Cert::parse(vec![0x30, 9, 0x30].into()).unwrap_err();
/// assert_eq!(error.problem(), Problem::Truncated);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Problem {
    /// The bytes end inside the value.
    Truncated,
    /// Another tag stands where `expected` must be.
    UnexpectedTag {
        /// The identifier octet that the grammar wants.
        expected: u8,
        /// The identifier octet that is there.
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
    /// Bytes are left over behind the last field.
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
    /// The extension stands there a second time (RFC 5280 §4.2).
    Duplicate,
    /// The outer and the inner signature algorithm differ (RFC 5280 §4.1.1.2).
    Mismatch,
    /// A SEQUENCE that must have at least one element has none.
    Empty,
    /// More elements than any honest certificate has.
    TooMany,
    /// The value is well-formed DER but not a value of this field.
    BadValue,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "the data ends inside it",
            Self::UnexpectedTag { expected, found } => {
                return write!(f, "tag {found:#04x} where {expected:#04x} must be");
            }
            Self::HighTagNumber => "a tag number above 30",
            Self::NonMinimalLength => "its length is not in the shortest form",
            Self::IndefiniteLength => "its length is indefinite",
            Self::LengthTooLarge => "its length is too large",
            Self::TrailingData => "data is left over behind it",
            Self::BadBoolean => "a BOOLEAN that is neither 00 nor FF",
            Self::DefaultEncoded => "a default value that DER leaves out",
            Self::BadInteger => "not an INTEGER of this field",
            Self::BadBitString => "not a well-formed BIT STRING",
            Self::BadOid => "not a well-formed OBJECT IDENTIFIER",
            Self::BadTime => "not a valid time",
            Self::UnknownVersion => "no such version",
            Self::NotAllowedInVersion => "not allowed in this version",
            Self::Duplicate => "one of them stands there twice",
            Self::Mismatch => "it differs from its counterpart",
            Self::Empty => "it is empty",
            Self::TooMany => "it has too many elements",
            Self::BadValue => "not a value of this field",
        })
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A field of a certificate, by its name in RFC 5280.
        ///
        /// ```
        /// use chainverify::Field;
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
}
