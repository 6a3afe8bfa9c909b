//! Names of hosts, mailboxes, URIs and directory entries: one kind a file, with its syntax, its
//! matching, and whether it lies in a constrained subtree. Here: the name that the caller asks
//! for.

pub(crate) mod dns;
pub(crate) mod email;
pub(crate) mod host_name;
pub(crate) mod ip;
mod presented;
pub(crate) mod subtrees;
pub(crate) mod uri;

use alloc::borrow::Cow;
use alloc::format;
use core::fmt;
use core::net::IpAddr;

use pki_types::ServerName;
pub use presented::{NameKind, PresentedName};
pub(crate) use presented::{address, is_well_formed};

use crate::cert::ext::GeneralName;
use crate::text::{Escaped, Excerpt, escape_to};

/// A name that the leaf must have: a *reference identifier* (RFC 9525 §6.1), borrowed or owned.
///
/// ```
/// use chainverify::ReferenceName;
///
/// assert!(matches!(ReferenceName::parse("example.com"), Ok(ReferenceName::Dns(_))));
/// assert!(matches!(ReferenceName::parse("192.0.2.1"), Ok(ReferenceName::Ip(_))));
/// assert!(matches!(ReferenceName::parse("a@example.com"), Ok(ReferenceName::Email(_))));
/// assert!(matches!(ReferenceName::parse("sip://example.com"), Ok(ReferenceName::Uri(_))));
/// assert!(ReferenceName::parse("*.example.com").is_err());
///
/// let typed = String::from("example.com");
/// let kept: ReferenceName<'static> = ReferenceName::parse(&typed)?.into_owned();
/// # Ok::<(), chainverify::names::BadReferenceName>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(
    feature = "serde",
    serde(tag = "kind", content = "value", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum ReferenceName<'a> {
    /// A host name in A-labels, without trailing dot.
    Dns(Cow<'a, str>),
    /// An IP address.
    Ip(IpAddr),
    /// A mailbox.
    Email(Cow<'a, str>),
    /// A URI; scheme and host are compared (RFC 6125 §6.5).
    Uri(Cow<'a, str>),
}

/// A text that is not a reference identifier.
///
/// ```
/// use chainverify::ReferenceName;
/// use pki_types::ServerName;
///
/// let error = ReferenceName::parse("a b").unwrap_err();
/// assert_eq!(error.asked(), "a b");
/// assert_eq!(ReferenceName::parse("mailto:a@b.example"), ReferenceName::email("a@b.example"));
/// let address = ServerName::try_from("2001:db8::1").unwrap();
/// assert_eq!(ReferenceName::try_from(&address), ReferenceName::parse("2001:db8::1"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadReferenceName {
    asked: Excerpt,
}

impl BadReferenceName {
    fn new(asked: &str) -> Self {
        Self {
            asked: asked.into(),
        }
    }

    /// What was asked for.
    #[must_use]
    pub const fn asked(&self) -> &Excerpt {
        &self.asked
    }
}

impl fmt::Display for BadReferenceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "\"{}\" is not a host name in A-labels, an IP address, an e-mail address or a URI",
            self.asked
        )
    }
}

impl core::error::Error for BadReferenceName {}

impl<'a> ReferenceName<'a> {
    /// Decides by form: `://` or `urn:` makes a URI, `mailto:` or `@` a mailbox, an IPv4 or IPv6
    /// address is one, the rest are host names.
    ///
    /// # Errors
    ///
    /// The text is no well-formed name of the kind that it looks like.
    pub fn parse(text: &'a str) -> Result<Self, BadReferenceName> {
        // Most are host names, and nothing else is one.
        if let Ok(name) = Self::dns(text) {
            return Ok(name);
        }
        if text.split(':').skip(1).any(|rest| rest.starts_with("//")) || text.starts_with("urn:") {
            Self::uri(text)
        } else if let Some(mailbox) = text.strip_prefix("mailto:") {
            Self::email(mailbox)
        } else if text.as_bytes().contains(&b'@') {
            Self::email(text)
        } else {
            text.parse()
                .map(Self::Ip)
                .map_err(|_| BadReferenceName::new(text))
        }
    }

    /// A host name in A-labels; one trailing dot is taken off.
    ///
    /// # Errors
    ///
    /// It is no host name (RFC 1123 §2.1; underscores are allowed).
    pub fn dns(text: &'a str) -> Result<Self, BadReferenceName> {
        let name = dns::without_trailing_dot(text);
        if dns::reference_is_valid(name) {
            Ok(Self::Dns(name.into()))
        } else {
            Err(BadReferenceName::new(text))
        }
    }

    /// A mailbox, `local@domain`.
    ///
    /// # Errors
    ///
    /// It is no mailbox (RFC 5280 §4.2.1.6).
    pub fn email(text: &'a str) -> Result<Self, BadReferenceName> {
        email::check_presented(text.as_bytes())
            .map(|()| Self::Email(text.into()))
            .map_err(|_| BadReferenceName::new(text))
    }

    /// A URI with a scheme.
    ///
    /// # Errors
    ///
    /// It is no absolute URI (RFC 3986 §4.3).
    pub fn uri(text: &'a str) -> Result<Self, BadReferenceName> {
        uri::check_presented(text.as_bytes())
            .map(|()| Self::Uri(text.into()))
            .map_err(|_| BadReferenceName::new(text))
    }

    /// The same, independent of what it was parsed from.
    #[must_use]
    pub fn into_owned(self) -> ReferenceName<'static> {
        match self {
            Self::Dns(name) => ReferenceName::Dns(name.into_owned().into()),
            Self::Ip(address) => ReferenceName::Ip(address),
            Self::Email(name) => ReferenceName::Email(name.into_owned().into()),
            Self::Uri(name) => ReferenceName::Uri(name.into_owned().into()),
        }
    }

    /// The name itself, not escaped.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Dns(name) | Self::Email(name) | Self::Uri(name) => Cow::Borrowed(name),
            Self::Ip(address) => Cow::Owned(format!("{address}")),
        }
    }

    /// Its kind, as a sentence names it.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Dns(_) => "host name",
            Self::Ip(_) => "IP address",
            Self::Email(_) => "e-mail address",
            Self::Uri(_) => "URI",
        }
    }

    /// The kind of name in a certificate that can be this one.
    pub(crate) const fn presented_kind(&self) -> NameKind {
        match self {
            Self::Dns(_) => NameKind::Dns,
            Self::Ip(_) => NameKind::Ip,
            Self::Email(_) => NameKind::Email,
            Self::Uri(_) => NameKind::Uri,
        }
    }

    /// Whether a name of the certificate is this one. A malformed name never is.
    #[inline(always)] // a loop over hundreds of names
    pub(crate) fn matches(&self, presented: &GeneralName<'_>) -> bool {
        match (self, presented) {
            (Self::Dns(name), GeneralName::Dns(presented)) => {
                dns::matches(presented, name.as_bytes())
            }
            (Self::Ip(IpAddr::V4(address)), GeneralName::Ip(presented)) => {
                ip::matches(presented, &address.octets())
            }
            (Self::Ip(IpAddr::V6(address)), GeneralName::Ip(presented)) => {
                ip::matches(presented, &address.octets())
            }
            (Self::Email(name), GeneralName::Email(presented)) => {
                email::matches(presented, name.as_bytes())
            }
            (Self::Uri(name), GeneralName::Uri(presented)) => {
                uri::matches(presented, name.as_bytes())
            }
            _ => false,
        }
    }
}

impl<'a> TryFrom<&'a ServerName<'_>> for ReferenceName<'a> {
    type Error = BadReferenceName;

    fn try_from(name: &'a ServerName<'_>) -> Result<Self, BadReferenceName> {
        match name {
            ServerName::DnsName(name) => Self::dns(name.as_ref()),
            ServerName::IpAddress(pki_types::IpAddr::V4(address)) => {
                Ok(Self::Ip(IpAddr::from(*address.as_ref())))
            }
            ServerName::IpAddress(pki_types::IpAddr::V6(address)) => {
                Ok(Self::Ip(IpAddr::from(*address.as_ref())))
            }
            other => Err(BadReferenceName::new(&format!("{other:?}"))),
        }
    }
}

/// Escaped, as [`escape`](crate::text::escape) does it.
impl fmt::Display for ReferenceName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(name) | Self::Email(name) | Self::Uri(name) => escape_to(f, name.chars()),
            Self::Ip(address) => address.fmt(f),
        }
    }
}

impl Escaped for ReferenceName<'_> {}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use super::*;

    #[test]
    fn a_reference_name_is_met_by_names_of_its_own_kind_alone() {
        let loopback = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        let presented = [
            GeneralName::Dns(b"a.example.com"),
            GeneralName::Ip(&[192, 0, 2, 7]),
            GeneralName::Ip(&loopback),
            GeneralName::Email(b"a@example.com"),
            GeneralName::Uri(b"a://example.com"),
            GeneralName::SmtpUtf8Mailbox("a@example.com"),
        ];
        let asked = [
            "a.example.com",
            "192.0.2.7",
            "::1",
            "a@example.com",
            "a://example.com",
        ];
        for (place, asked) in asked.iter().enumerate() {
            let asked = ReferenceName::parse(asked).unwrap();
            for (other, presented) in presented.iter().enumerate() {
                assert_eq!(asked.matches(presented), place == other, "{asked}");
            }
        }
    }

    #[test]
    fn a_reference_name_serialises_as_kind_and_value() {
        let json = |name: &str| serde_json::to_string(&ReferenceName::parse(name).unwrap());
        assert_eq!(
            json("example.com").unwrap(),
            r#"{"kind":"dns","value":"example.com"}"#
        );
        assert_eq!(
            json("2001:db8::1").unwrap(),
            r#"{"kind":"ip","value":"2001:db8::1"}"#
        );
    }
}
