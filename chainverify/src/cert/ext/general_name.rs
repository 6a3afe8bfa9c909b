//! GeneralName (RFC 5280 §4.2.1.6): one name of one of nine kinds, undecoded beyond its kind. Of
//! otherName, a SmtpUTF8Mailbox (RFC 9598) is a kind of its own.

use crate::cert::Name;
use crate::der::{Field, ParseError, Problem, Reader, known, tag};

/// A name in an alternative name, a constraint or an access description (RFC 5280 §4.2.1.6).
///
/// ```
/// use chainverify::cert::ext::GeneralName;
#[doc = include_str!("../../../tests/doc/certs.txt")]
/// let names = leaf.extensions().subject_alt_name.value().unwrap();
/// let is_dns = |name| matches!(name, Ok(GeneralName::Dns(_)));
/// assert_eq!(names.names(leaf.der()).filter(|name| is_dns(*name)).count(), 2);
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum GeneralName<'a> {
    /// `[0] otherName`: DER contents
    Other(&'a [u8]),
    /// `[0] otherName` of the type SmtpUTF8Mailbox (RFC 9598 §3)
    SmtpUtf8Mailbox(&'a str),
    /// `[1] rfc822Name`
    Email(&'a [u8]),
    /// `[2] dNSName`
    Dns(&'a [u8]),
    /// `[3] x400Address`: DER contents
    X400Address(&'a [u8]),
    /// `[4] directoryName`
    Directory(Name<'a>),
    /// `[5] ediPartyName`: DER contents
    EdiParty(&'a [u8]),
    /// `[6] uniformResourceIdentifier`
    Uri(&'a [u8]),
    /// `[7] iPAddress`: 4 or 16 octets in a name, 8 or 32 in a constraint
    Ip(&'a [u8]),
    /// `[8] registeredID`: DER contents
    RegisteredId(&'a [u8]),
}

impl<'a> GeneralName<'a> {
    /// The tag of a dNSName: `[2] IA5String`.
    pub(super) const DNS: u8 = 0x82;

    /// The contents, whatever the kind.
    pub(crate) const fn octets(&self) -> &'a [u8] {
        match self {
            Self::Other(octets)
            | Self::Email(octets)
            | Self::Dns(octets)
            | Self::X400Address(octets)
            | Self::EdiParty(octets)
            | Self::Uri(octets)
            | Self::Ip(octets)
            | Self::RegisteredId(octets) => octets,
            Self::SmtpUtf8Mailbox(text) => text.as_bytes(),
            Self::Directory(name) => name.as_bytes(),
        }
    }

    /// Reads the next name.
    #[inline(always)] // a loop over hundreds of names
    pub(crate) fn read(reader: &mut Reader<'a>) -> Result<Self, ParseError> {
        const FIELD: Field = Field::GeneralName;
        let value = reader.any(FIELD)?;
        let bytes = value.content.bytes();
        Ok(match value.tag {
            0xa0 => Self::other(value.content)?,
            0x81 => Self::Email(bytes),
            Self::DNS => Self::Dns(bytes),
            0xa3 => Self::X400Address(bytes),
            0xa4 => {
                // Name is a CHOICE, so its tag is explicit (X.680 §31.2.7).
                let name = value.content.only(tag::SEQUENCE, FIELD)?;
                Self::Directory(Name::from_contents(name.bytes()))
            }
            0xa5 => Self::EdiParty(bytes),
            0x86 => Self::Uri(bytes),
            0x87 => Self::Ip(bytes),
            0x88 => Self::RegisteredId(bytes),
            _ => {
                let start = value.span.start();
                return Err(ParseError::new(FIELD, start, Problem::BadValue));
            }
        })
    }

    /// `OtherName ::= SEQUENCE { type-id, value [0] EXPLICIT ANY }`. One whose type cannot be read is
    /// of no type that is known here.
    fn other(contents: Reader<'a>) -> Result<Self, ParseError> {
        const FIELD: Field = Field::GeneralName;
        let mut parts = contents;
        let type_id = parts.expect(tag::OID, FIELD).map(|oid| oid.bytes());
        if type_id != Ok(known::SMTP_UTF8_MAILBOX) {
            return Ok(Self::Other(contents.bytes()));
        }
        let value = parts.only(tag::context_constructed(0), FIELD)?;
        let value = value.only(tag::UTF8_STRING, FIELD)?;
        core::str::from_utf8(value.bytes())
            .map(Self::SmtpUtf8Mailbox)
            .map_err(|_| value.error(FIELD, Problem::BadValue))
    }
}

/// GeneralNames: one or more, each of which can be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NameList<'a>(Reader<'a>);

impl<'a> NameList<'a> {
    /// Reads the contents of the SEQUENCE to their end.
    pub(crate) fn read(list: Reader<'a>, field: Field) -> Result<Self, ParseError> {
        if list.is_empty() {
            return Err(list.error(field, Problem::Empty));
        }
        let mut rest = list;
        while !rest.is_empty() {
            GeneralName::read(&mut rest)?;
        }
        Ok(Self(list))
    }

    #[cfg(feature = "std")]
    pub(crate) fn span(&self) -> crate::der::Span {
        self.0.span()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = GeneralName<'a>> + use<'a> {
        let mut rest = self.0;
        core::iter::from_fn(move || GeneralName::read(&mut rest).ok())
    }

    pub(crate) fn directory_names(&self) -> impl Iterator<Item = Name<'a>> + use<'a> {
        self.names().filter_map(|name| match name {
            GeneralName::Directory(name) => Some(name),
            _ => None,
        })
    }
}
