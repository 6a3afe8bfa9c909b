//! One certificate (RFC 5280 §4.1): its bytes, the places of its fields, its extensions decoded
//! once. Parsing says what is there; whether that is allowed is for the rules.

pub mod ext;
mod key_kind;
mod key_unusable;
pub mod leaf;
mod name;
mod parse;
pub mod pem;
mod signed;
mod spki;

use alloc::vec::Vec;
use core::fmt;

use pki_types::CertificateDer;

pub use ext::{Extension, Extensions};
pub use key_kind::KeyKindBuf;
pub use key_unusable::KeyUnusable;
pub(crate) use name::NameHash;
pub use name::{Attribute, Name, NameBuf};
pub use signed::Signed;
pub(crate) use signed::SignedSpans;
pub(crate) use spki::algorithm_name;
pub use spki::{KeyKind, SubjectPublicKeyInfo};

use self::ext::GeneralName;
use self::pem::{PemError, PemProblem};
use crate::der::{Field, ParseError, Reader, Span, Time, tag};

/// The certificates of a PEM text (RFC 7468), in order, as [`pem::read`] finds them. Trust settings
/// beside one mean nothing in a chain.
///
/// # Errors
///
/// Something stands in the place of a certificate, or there is none.
pub fn from_pem(text: &[u8]) -> Result<Vec<CertificateDer<'static>>, PemError> {
    let found = pem::read(text).into_iter();
    let certs: Vec<_> = found
        .map(|entry| entry.map(|certificate| certificate.der))
        .collect::<Result<_, _>>()?;
    match certs.is_empty() {
        false => Ok(certs),
        true => Err(PemError {
            line: 0,
            after: 0,
            problem: PemProblem::NoCertificate,
        }),
    }
}

/// A parsed certificate (RFC 5280 §4.1).
///
/// Holds its DER, borrowed or owned, and offsets into it. Parsing walks the bytes once and
/// allocates nothing.
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// use chainverify::Cert;
///
/// let cert = Cert::parse(chain[0].clone())?;
/// assert_eq!(cert.subject().to_string(), "CN=www.example.com");
/// # Ok::<(), chainverify::der::ParseError>(())
/// ```
#[derive(Clone)]
pub struct Cert<'a> {
    der: CertificateDer<'a>,
    fields: Fields,
}

/// Where the fields are, and the values of those that are small.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields {
    version: Version,
    serial_number: Span,
    issuer: Span,
    validity: Validity,
    validity_span: Span,
    subject: Span,
    spki: Span,
    public_key: Result<spki::SpkiSpans, ParseError>,
    signed: SignedSpans,
    extensions: Extensions,
}

/// The version of a certificate (RFC 5280 §4.1.2.1).
///
/// ```
/// use chainverify::cert::Version;
#[doc = include_str!("../../tests/doc/certs.txt")]
/// assert_eq!(leaf.version(), Version::V3);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// No unique identifiers, no extensions.
    V1,
    /// Unique identifiers, no extensions.
    V2,
    /// Extensions.
    V3,
}

/// `notBefore` and `notAfter`, both inclusive (RFC 5280 §4.1.2.5).
///
/// ```
#[doc = include_str!("../../tests/doc/certs.txt")]
/// let validity = leaf.validity();
/// assert!(validity.not_before < validity.not_after);
/// assert_eq!(validity.not_before.to_string(), "2026-01-01T00:00:00Z");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first second at which the certificate is valid.
    pub not_before: Time,
    /// The last second at which the certificate is valid.
    pub not_after: Time,
}

impl Validity {
    /// Of what has no dates.
    pub(crate) const ALWAYS: Self = Self {
        not_before: Time::from_unix(i64::MIN),
        not_after: Time::from_unix(i64::MAX),
    };
}

impl<'a> Cert<'a> {
    /// The certificate's DER.
    #[must_use]
    pub const fn der(&self) -> &CertificateDer<'a> {
        &self.der
    }

    /// The version.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.fields.version
    }

    /// The contents of the serial number's INTEGER: big-endian two's complement.
    #[must_use]
    pub fn serial_number(&self) -> &[u8] {
        self.fields.serial_number.of(&self.der)
    }

    /// The issuer's name (RFC 5280 §4.1.2.4).
    #[must_use]
    pub fn issuer(&self) -> Name<'_> {
        Name::from_contents(self.fields.issuer.of(&self.der))
    }

    /// The subject's name (RFC 5280 §4.1.2.6).
    #[must_use]
    pub fn subject(&self) -> Name<'_> {
        Name::from_contents(self.fields.subject.of(&self.der))
    }

    /// The time from when to when the CA vouches for the certificate.
    #[must_use]
    pub const fn validity(&self) -> Validity {
        self.fields.validity
    }

    /// The contents of SubjectPublicKeyInfo, without tag and length (as
    /// `pki_types::TrustAnchor` has it).
    #[must_use]
    pub fn subject_public_key_info(&self) -> &[u8] {
        self.fields.spki.of(&self.der)
    }

    /// The subject's public key, taken apart.
    ///
    /// # Errors
    ///
    /// It is no key of its kind. That is not an error of [`Cert::parse`]: the rules decide.
    pub fn public_key(&self) -> Result<SubjectPublicKeyInfo<'_>, ParseError> {
        self.fields.public_key.map(|spans| spans.of(&self.der))
    }

    /// The signed bytes, the algorithm and the signature (RFC 5280 §4.1.1).
    #[must_use]
    pub fn signed(&self) -> Signed<'_> {
        self.fields.signed.of(&self.der)
    }

    /// The extensions.
    #[must_use]
    pub const fn extensions(&self) -> &Extensions {
        &self.fields.extensions
    }

    /// The names in subjectAltName up to the first one that cannot be read: that the extension is
    /// malformed is the finding of a rule of its own.
    pub(crate) fn alternative_names(&self) -> impl Iterator<Item = GeneralName<'_>> {
        let list = self.extensions().subject_alt_name.value();
        let mut names = list.map(|list| list.names(&self.der));
        core::iter::from_fn(move || names.as_mut()?.next()?.ok())
    }

    /// Self-issued: issuer and subject are the same name (RFC 5280 §3.2). Such a certificate need
    /// not be self-signed.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.issuer() == self.subject()
    }

    /// The bytes of a span of this certificate.
    #[must_use]
    pub fn bytes(&self, span: Span) -> &[u8] {
        span.of(&self.der)
    }

    pub(crate) const fn serial_number_span(&self) -> Span {
        self.fields.serial_number
    }

    pub(crate) const fn issuer_span(&self) -> Span {
        self.fields.issuer
    }

    pub(crate) const fn subject_span(&self) -> Span {
        self.fields.subject
    }

    pub(crate) const fn validity_span(&self) -> Span {
        self.fields.validity_span
    }

    pub(crate) const fn spki_span(&self) -> Span {
        self.fields.spki
    }

    /// The value of an extension that has no field in [`Extensions`], by the contents of its
    /// identifier: looked for only when it is asked for.
    pub(crate) fn extension(&self, oid: &[u8]) -> Option<&[u8]> {
        let tbs = self.fields.signed.message.of(&self.der);
        let before = self
            .fields
            .spki
            .end()
            .checked_sub(self.fields.signed.message.start())?;
        let mut rest = Reader::new(tbs.get(usize::try_from(before).ok()?..)?);
        for unique in [tag::context(1), tag::context(2)] {
            rest.optional(unique, Field::Extensions).ok()?;
        }
        let explicit = rest
            .optional(tag::context_constructed(3), Field::Extensions)
            .ok()??;
        let mut list = explicit.only(tag::SEQUENCE, Field::Extensions).ok()?;
        while let Ok(one) = ext::Raw::read(&mut list) {
            if one.oid().ok()?.bytes() == oid {
                return Some(one.value.bytes());
            }
        }
        None
    }

    /// Whether it has an issuerUniqueID or a subjectUniqueID (RFC 5280 §4.1.2.8), which come right after
    /// the key.
    pub(crate) fn has_unique_identifiers(&self) -> bool {
        const UNIQUE: [u8; 2] = [tag::context(1), tag::context(2)];
        let end = usize::try_from(self.fields.spki.end()).unwrap_or(usize::MAX);
        self.der.get(end).is_some_and(|tag| UNIQUE.contains(tag))
    }

    pub(crate) const fn signature_algorithm_span(&self) -> Span {
        self.fields.signed.algorithm
    }

    /// The same certificate in octets of its own, if they are the same; it is not parsed again.
    #[cfg(feature = "cache")]
    #[inline]
    pub(crate) fn again<'b>(&self, der: &CertificateDer<'b>) -> Option<Cert<'b>> {
        (**der == *self.der).then(|| Cert {
            der: der.clone(),
            fields: self.fields,
        })
    }

    /// The same certificate, owning its bytes.
    #[must_use]
    pub fn into_owned(self) -> Cert<'static> {
        Cert {
            der: self.der.into_owned(),
            fields: self.fields,
        }
    }
}

/// Two certificates are the same if they are byte for byte the same.
impl PartialEq for Cert<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.der == other.der
    }
}

impl Eq for Cert<'_> {}

impl fmt::Debug for Cert<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cert")
            .field("subject", &format_args!("{}", self.subject()))
            .field("issuer", &format_args!("{}", self.issuer()))
            .finish_non_exhaustive()
    }
}
