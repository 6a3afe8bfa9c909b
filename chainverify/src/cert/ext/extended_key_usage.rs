//! extKeyUsage (RFC 5280 §4.2.1.12): what the key is for, as a list of identifiers.

use super::Decode;
use crate::der::known::{ANY_EXTENDED_KEY_USAGE, KEY_PURPOSE_ARC};
use crate::der::{Field, Oid, ParseError, Reader, Span, tag};

/// The purposes that extKeyUsage lists (RFC 5280 §4.2.1.12); those the library knows as bits.
///
/// ```
/// use chainverify::cert::ext::KeyPurpose;
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let usage = leaf.extensions().extended_key_usage.value().unwrap();
/// assert!(usage.contains(KeyPurpose::ServerAuth) && !usage.contains(KeyPurpose::ClientAuth));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ExtendedKeyUsage {
    known: u16,
    list: Span,
}

/// A purpose by its identifier in RFC 5280 §4.2.1.12.
///
/// ```
/// use chainverify::cert::ext::KeyPurpose;
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let usage = leaf.extensions().extended_key_usage.value().unwrap();
/// let purpose = usage.oids(leaf.der()).find_map(KeyPurpose::from_oid);
/// assert_eq!(purpose.map(KeyPurpose::as_str), Some("serverAuth"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyPurpose {
    /// `anyExtendedKeyUsage`
    Any,
    /// `id-kp-serverAuth`
    ServerAuth,
    /// `id-kp-clientAuth`
    ClientAuth,
    /// `id-kp-codeSigning`
    CodeSigning,
    /// `id-kp-emailProtection`
    EmailProtection,
    /// `id-kp-timeStamping`
    TimeStamping,
    /// `id-kp-OCSPSigning`
    OcspSigning,
}

impl KeyPurpose {
    const fn bit(self) -> u16 {
        match self {
            Self::Any => 1,
            Self::ServerAuth => 1 << 1,
            Self::ClientAuth => 1 << 2,
            Self::CodeSigning => 1 << 3,
            Self::EmailProtection => 1 << 4,
            Self::TimeStamping => 1 << 8,
            Self::OcspSigning => 1 << 9,
        }
    }

    /// Its name in RFC 5280.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Any => "anyExtendedKeyUsage",
            Self::ServerAuth => "serverAuth",
            Self::ClientAuth => "clientAuth",
            Self::CodeSigning => "codeSigning",
            Self::EmailProtection => "emailProtection",
            Self::TimeStamping => "timeStamping",
            Self::OcspSigning => "OCSPSigning",
        }
    }

    /// The identifier that stands for it.
    #[must_use]
    pub const fn oid(self) -> Oid<'static> {
        Oid::from_contents(match self {
            Self::Any => ANY_EXTENDED_KEY_USAGE,
            Self::ServerAuth => &[0x2b, 6, 1, 5, 5, 7, 3, 1],
            Self::ClientAuth => &[0x2b, 6, 1, 5, 5, 7, 3, 2],
            Self::CodeSigning => &[0x2b, 6, 1, 5, 5, 7, 3, 3],
            Self::EmailProtection => &[0x2b, 6, 1, 5, 5, 7, 3, 4],
            Self::TimeStamping => &[0x2b, 6, 1, 5, 5, 7, 3, 8],
            Self::OcspSigning => &[0x2b, 6, 1, 5, 5, 7, 3, 9],
        })
    }

    /// The purpose that an identifier stands for, if the library knows it.
    #[must_use]
    pub fn from_oid(oid: Oid<'_>) -> Option<Self> {
        let bytes = oid.as_bytes();
        if bytes == ANY_EXTENDED_KEY_USAGE {
            return Some(Self::Any);
        }
        match bytes.strip_prefix(KEY_PURPOSE_ARC)? {
            [1] => Some(Self::ServerAuth),
            [2] => Some(Self::ClientAuth),
            [3] => Some(Self::CodeSigning),
            [4] => Some(Self::EmailProtection),
            [8] => Some(Self::TimeStamping),
            [9] => Some(Self::OcspSigning),
            _ => None,
        }
    }
}

impl ExtendedKeyUsage {
    /// Whether the list names this purpose itself (`anyExtendedKeyUsage` does not count for
    /// another purpose here: that is for the rule to say).
    #[must_use]
    pub const fn contains(&self, purpose: KeyPurpose) -> bool {
        self.known & purpose.bit() != 0
    }

    /// All identifiers of the list, in order. `der` is the certificate's DER.
    pub fn oids<'a>(&self, der: &'a [u8]) -> impl Iterator<Item = Oid<'a>> + use<'a> {
        let mut rest = Reader::new(self.list.of(der));
        core::iter::from_fn(move || {
            let oid = rest.expect(tag::OID, Field::ExtendedKeyUsage).ok()?;
            Some(Oid::from_contents(oid.bytes()))
        })
    }
}

impl Decode for ExtendedKeyUsage {
    const FIELD: Field = Field::ExtendedKeyUsage;

    #[inline]
    fn decode(value: Reader<'_>) -> Result<Self, ParseError> {
        let list = value.only_nonempty(tag::SEQUENCE, Self::FIELD)?;
        let mut known = 0;
        let mut rest = list;
        while !rest.is_empty() {
            let oid = rest.expect(tag::OID, Self::FIELD)?;
            match KeyPurpose::from_oid(Oid::from_contents(oid.bytes())) {
                Some(purpose) => known |= purpose.bit(),
                None => drop(Oid::read(&oid, Self::FIELD)?),
            }
        }
        Ok(Self {
            known,
            list: list.span(),
        })
    }
}
