//! Presented identifiers (RFC 9525 §1.4): the names in a certificate, as a report keeps them. Their
//! kinds have the words of RFC 5280 §4.2.1.6. Not here: comparing them, which is up to each kind's
//! own file.

use alloc::format;
use alloc::string::ToString;
use core::fmt;
use core::net::IpAddr;

use super::{dns, email, uri};
use crate::cert::ext::GeneralName;
use crate::der::{Field, Oid, ParseError, Problem, Reader, tag};
use crate::text::Excerpt;

/// A name in a certificate, or the base of a subtree in name constraints: its kind and its text.
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// use chainverify::Code;
/// use chainverify::names::NameKind;
///
/// let report = verifier.verify_request(Request::server(&chain, "example.org").at(time)).unwrap_err();
/// let Some(Code::NameMismatch { presented, .. }) = report.code() else { panic!("{report}") };
/// assert_eq!(presented.items()[0].kind, NameKind::Dns);
/// assert_eq!(presented.items()[0].text, "www.example.com");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PresentedName {
    /// Its kind.
    pub kind: NameKind,
    /// The name: octets of a dNSName, rfc822Name or URI as characters (those beyond ASCII escaped),
    /// addresses as RFC 5952 has them, subtrees of addresses with their prefix length, directory
    /// names as RFC 4514, others as identifiers and hexadecimal digits.
    pub text: Excerpt,
}

/// The kind of a name in a certificate, by the words of RFC 5280 §4.2.1.6.
///
/// ```
/// use chainverify::names::NameKind;
///
/// assert_eq!(NameKind::Email.to_string(), "rfc822Name");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NameKind {
    /// `otherName`
    Other,
    /// `SmtpUTF8Mailbox`, an otherName (RFC 9598)
    SmtpUtf8Mailbox,
    /// `rfc822Name`
    Email,
    /// `dNSName`
    Dns,
    /// `x400Address`
    X400Address,
    /// `directoryName`
    Directory,
    /// `ediPartyName`
    EdiParty,
    /// `uniformResourceIdentifier`
    Uri,
    /// `iPAddress`
    Ip,
    /// `registeredID`
    RegisteredId,
}

impl NameKind {
    pub(crate) const fn of(name: &GeneralName<'_>) -> Self {
        match name {
            GeneralName::Other(_) => Self::Other,
            GeneralName::SmtpUtf8Mailbox(_) => Self::SmtpUtf8Mailbox,
            GeneralName::Email(_) => Self::Email,
            GeneralName::Dns(_) => Self::Dns,
            GeneralName::X400Address(_) => Self::X400Address,
            GeneralName::Directory(_) => Self::Directory,
            GeneralName::EdiParty(_) => Self::EdiParty,
            GeneralName::Uri(_) => Self::Uri,
            GeneralName::Ip(_) => Self::Ip,
            GeneralName::RegisteredId(_) => Self::RegisteredId,
        }
    }

    /// Its name in RFC 5280; that of a SmtpUTF8Mailbox in RFC 9598.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Other => "otherName",
            Self::SmtpUtf8Mailbox => "SmtpUTF8Mailbox",
            Self::Email => "rfc822Name",
            Self::Dns => "dNSName",
            Self::X400Address => "x400Address",
            Self::Directory => "directoryName",
            Self::EdiParty => "ediPartyName",
            Self::Uri => "uniformResourceIdentifier",
            Self::Ip => "iPAddress",
            Self::RegisteredId => "registeredID",
        }
    }
}

impl fmt::Display for NameKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for NameKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl PresentedName {
    /// A name, or the base of a subtree.
    pub(crate) fn of(name: &GeneralName<'_>) -> Self {
        Self {
            kind: NameKind::of(name),
            text: match *name {
                GeneralName::Dns(octets)
                | GeneralName::Email(octets)
                | GeneralName::Uri(octets) => Excerpt::ascii(octets),
                GeneralName::SmtpUtf8Mailbox(text) => Excerpt::from(text),
                GeneralName::Ip(octets) => ip(octets),
                GeneralName::Directory(name) => Excerpt::shown(&name),
                GeneralName::Other(octets) => other(octets),
                GeneralName::RegisteredId(octets) => oid(octets),
                GeneralName::X400Address(octets) | GeneralName::EdiParty(octets) => {
                    Excerpt::hex(octets)
                }
            },
        }
    }
}

/// Whether a name is well-formed for its kind. Nothing looks into an x400Address, which nobody has.
pub(crate) fn is_well_formed(name: &GeneralName<'_>) -> bool {
    match *name {
        GeneralName::Dns(octets) => matches!(
            dns::check_presented(octets),
            Ok(dns::Presented::Exact | dns::Presented::Wildcard)
        ),
        GeneralName::Ip(octets) => super::ip::check_presented(octets).is_ok(),
        GeneralName::Email(octets) => email::check_presented(octets).is_ok(),
        GeneralName::SmtpUtf8Mailbox(text) => email::check_smtp_utf8(text).is_ok(),
        GeneralName::Uri(octets) => uri::check_presented(octets).is_ok(),
        GeneralName::Directory(name) => name.is_well_formed(),
        GeneralName::Other(contents) => read_other(contents).is_ok(),
        GeneralName::EdiParty(contents) => read_edi_party(contents).is_ok(),
        GeneralName::RegisteredId(contents) => Oid::read(&Reader::new(contents), FIELD).is_ok(),
        GeneralName::X400Address(_) => true,
    }
}

const FIELD: Field = Field::GeneralName;

/// `OtherName ::= SEQUENCE { type-id, value [0] EXPLICIT ANY }`; the value is any one value.
fn read_other(contents: &[u8]) -> Result<(), ParseError> {
    let mut parts = Reader::new(contents);
    Oid::read(&parts.expect(tag::OID, FIELD)?, FIELD)?;
    let mut value = parts.only(tag::context_constructed(0), FIELD)?;
    value.any(FIELD)?;
    value.finish(FIELD)
}

/// `EDIPartyName ::= SEQUENCE { nameAssigner [0] DirectoryString OPTIONAL, partyName [1]
/// DirectoryString }`. DirectoryString is a CHOICE, so the tags are explicit (X.680 §31.2.7).
fn read_edi_party(contents: &[u8]) -> Result<(), ParseError> {
    let mut parts = Reader::new(contents);
    if let Some(assigner) = parts.optional(tag::context_constructed(0), FIELD)? {
        read_directory_string(assigner)?;
    }
    read_directory_string(parts.only(tag::context_constructed(1), FIELD)?)
}

fn read_directory_string(mut explicit: Reader<'_>) -> Result<(), ParseError> {
    const KINDS: [u8; 5] = [
        tag::TELETEX_STRING,
        tag::PRINTABLE_STRING,
        tag::UNIVERSAL_STRING,
        tag::UTF8_STRING,
        tag::BMP_STRING,
    ];
    let text = explicit.any(FIELD)?;
    explicit.finish(FIELD)?;
    if KINDS.contains(&text.tag) && !text.content.is_empty() {
        Ok(())
    } else {
        Err(text.content.error(FIELD, Problem::BadValue))
    }
}

/// An address by RFC 5952, or a subtree of addresses: with its prefix length, or its mask where
/// that is not a prefix.
fn ip(octets: &[u8]) -> Excerpt {
    let halves = octets.split_at(octets.len() / 2);
    let text = match (address(octets), address(halves.0), address(halves.1)) {
        (Some(address), ..) => address.to_string(),
        (None, Some(network), Some(mask)) => match prefix_length(halves.1) {
            Some(length) => format!("{network}/{length}"),
            None => format!("{network}/{mask}"),
        },
        _ => return Excerpt::hex(octets),
    };
    Excerpt::from(&*text)
}

/// An address as a certificate has it, if it is one.
pub(crate) fn address(octets: &[u8]) -> Option<IpAddr> {
    let four = <[u8; 4]>::try_from(octets).map(IpAddr::from);
    four.or_else(|_| <[u8; 16]>::try_from(octets).map(IpAddr::from))
        .ok()
}

/// How many bits of a mask are set, if they are the first ones.
fn prefix_length(mask: &[u8]) -> Option<u32> {
    let mut ones: u32 = 0;
    let mut is_over = false;
    for octet in mask {
        let leading = octet.leading_ones();
        let is_contiguous = octet.count_ones() == leading && (!is_over || leading == 0);
        if !is_contiguous {
            return None;
        }
        is_over = is_over || leading < u8::BITS;
        ones = ones.saturating_add(leading);
    }
    Some(ones)
}

fn oid(contents: &[u8]) -> Excerpt {
    Excerpt::from(&*Oid::from_contents(contents).to_string())
}

/// `OtherName ::= SEQUENCE { type-id, value [0] EXPLICIT ANY }`: the identifier, and the value if
/// it is text of a common type.
fn other(contents: &[u8]) -> Excerpt {
    let mut parts = Reader::new(contents);
    let Ok(type_id) = parts.expect(tag::OID, Field::GeneralName) else {
        return Excerpt::hex(contents);
    };
    let type_id = Oid::from_contents(type_id.bytes()).to_string();
    match text_of(parts) {
        Some(value) => Excerpt::of(type_id.chars().chain(": ".chars()).chain(value.chars())),
        None => Excerpt::from(&*type_id),
    }
}

fn text_of(mut rest: Reader<'_>) -> Option<&str> {
    let explicit = tag::context_constructed(0);
    let mut value = rest.expect(explicit, Field::GeneralName).ok()?;
    let value = value.any(Field::GeneralName).ok()?;
    let is_text = matches!(value.tag, tag::UTF8_STRING | tag::IA5_STRING);
    let text = core::str::from_utf8(value.content.bytes()).ok();
    text.filter(|_| is_text)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    fn shown(name: GeneralName<'_>) -> String {
        let name = PresentedName::of(&name);
        format!("{} {}", name.kind, name.text)
    }

    #[test]
    fn octets_that_are_not_ascii_never_look_like_ascii() {
        assert_eq!(
            shown(GeneralName::Dns("ex\u{430}mple.com".as_bytes())),
            "dNSName ex\\u{d0}\\u{b0}mple.com"
        );
        assert_eq!(
            shown(GeneralName::Email(b"\"a b\"@c")),
            "rfc822Name \\\"a b\\\"@c"
        );
    }

    #[test]
    fn addresses_and_subtrees_of_them_are_told_by_their_length() {
        let shown = |octets: &[u8]| shown(GeneralName::Ip(octets));
        assert_eq!(shown(&[192, 0, 2, 7]), "iPAddress 192.0.2.7");
        assert_eq!(
            shown(&[192, 0, 2, 0, 255, 255, 255, 0]),
            "iPAddress 192.0.2.0/24"
        );
        assert_eq!(
            shown(&[10, 0, 0, 0, 255, 0, 255, 0]),
            "iPAddress 10.0.0.0/255.0.255.0"
        );
        assert_eq!(shown(&[0; 8]), "iPAddress 0.0.0.0/0");
        let mut loopback = [0; 16];
        loopback[15] = 1;
        assert_eq!(shown(&loopback), "iPAddress ::1");
        assert_eq!(shown(&[1, 2, 3]), "iPAddress #010203");
        assert_eq!(shown(&[]), "iPAddress #");
    }

    #[test]
    fn other_names_have_their_identifier_and_their_text() {
        let upn = [&[6, 3, 0x2a, 3, 4, 0xa0, 5, 0x0c, 3][..], b"a@b"].concat();
        assert_eq!(shown(GeneralName::Other(&upn)), "otherName 1.2.3.4: a@b");
        assert_eq!(
            shown(GeneralName::Other(&[6, 2, 0x2a, 3, 0xa0, 2, 5, 0])),
            "otherName 1.2.3"
        );
        assert_eq!(shown(GeneralName::Other(&[0xff, 1])), "otherName #ff01");
        assert_eq!(
            shown(GeneralName::RegisteredId(&[0x2a, 3])),
            "registeredID 1.2.3"
        );
        assert_eq!(shown(GeneralName::EdiParty(&[1, 2])), "ediPartyName #0102");
        assert_eq!(
            shown(GeneralName::SmtpUtf8Mailbox("jos\u{e9}@example.com")),
            "SmtpUTF8Mailbox jos\u{e9}@example.com"
        );
    }

    #[test]
    fn names_that_nothing_compares_are_well_formed_by_their_structure() {
        let good = [
            GeneralName::Other(&[6, 2, 0x2a, 3, 0xa0, 2, 5, 0]),
            GeneralName::EdiParty(&[0xa1, 3, 0x0c, 1, b'a']),
            GeneralName::EdiParty(&[0xa0, 3, 0x13, 1, b'a', 0xa1, 3, 0x0c, 1, b'a']),
            GeneralName::RegisteredId(&[0x2a, 3]),
        ];
        let bad = [
            GeneralName::Other(&[]),
            GeneralName::Other(&[6, 2, 0x2a, 3]),
            GeneralName::Other(&[6, 2, 0x2a, 0x83, 0xa0, 2, 5, 0]),
            GeneralName::Other(&[6, 2, 0x2a, 3, 0xa0, 0]),
            GeneralName::Other(&[6, 2, 0x2a, 3, 0xa0, 4, 5, 0, 5, 0]),
            GeneralName::Other(&[6, 2, 0x2a, 3, 0xa0, 2, 5, 0, 5, 0]),
            GeneralName::EdiParty(&[]),
            GeneralName::EdiParty(&[0xa0, 3, 0x13, 1, b'a']),
            GeneralName::EdiParty(&[0xa1, 2, 0x0c, 0]),
            GeneralName::EdiParty(&[0xa1, 3, 0x04, 1, b'a']),
            GeneralName::EdiParty(&[0x81, 1, b'a']),
            GeneralName::RegisteredId(&[]),
            GeneralName::RegisteredId(&[0x2a, 0x83]),
            GeneralName::RegisteredId(&[0x2a, 0x80, 3]),
        ];
        for name in good {
            assert!(is_well_formed(&name), "{name:02x?}");
        }
        for name in bad {
            assert!(!is_well_formed(&name), "{name:02x?}");
        }
    }

    #[test]
    fn a_long_name_is_cut() {
        let name = PresentedName::of(&GeneralName::Dns(&[b'a'; 1_000]));
        assert_eq!((name.text.as_str().len(), name.text.more()), (200, 800));
        let name = PresentedName::of(&GeneralName::EdiParty(&[0; 1_000]));
        assert_eq!((name.text.as_str().len(), name.text.more()), (201, 1_800));
    }
}
