//! Names of hosts, mailboxes, URIs and directory entries: one kind a file, with its syntax, its
//! matching, and whether it lies in a constrained subtree. Here: the name that the caller asks
//! for.

pub(crate) mod directory;
pub(crate) mod dns;
pub(crate) mod email;
mod host;
pub(crate) mod host_name;
pub(crate) mod ip;
pub(crate) mod uri;

use core::fmt;
use core::net::IpAddr;

pub(crate) use dns::Malformed;
use pki_types::ServerName;

use crate::cert::ext::GeneralName;

/// A name that the leaf must have: a *reference identifier* (RFC 9525 §6.1).
///
/// ```
/// use chainverify::ReferenceName;
///
/// assert!(matches!(ReferenceName::parse("example.com"), Ok(ReferenceName::Dns(_))));
/// assert!(matches!(ReferenceName::parse("192.0.2.1"), Ok(ReferenceName::Ip(_))));
/// assert!(matches!(ReferenceName::parse("a@example.com"), Ok(ReferenceName::Email(_))));
/// assert!(matches!(ReferenceName::parse("sip://example.com"), Ok(ReferenceName::Uri(_))));
/// assert!(ReferenceName::parse("*.example.com").is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReferenceName<'a> {
    /// A host name in A-labels, without trailing dot.
    Dns(&'a str),
    /// An IP address.
    Ip(IpAddr),
    /// A mailbox.
    Email(&'a str),
    /// A URI; scheme and host are compared (RFC 6125 §6.5).
    Uri(&'a str),
}

/// A text that is no reference identifier of its kind.
///
/// ```
/// use chainverify::{BadReferenceName, ReferenceName};
/// use pki_types::ServerName;
///
/// assert_eq!(ReferenceName::parse("a b"), Err(BadReferenceName));
/// assert_eq!(ReferenceName::parse("mailto:a@b.example"), ReferenceName::email("a@b.example"));
/// let address = ServerName::try_from("2001:db8::1").unwrap();
/// assert_eq!(ReferenceName::try_from(&address), ReferenceName::parse("2001:db8::1"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadReferenceName;

impl fmt::Display for BadReferenceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a host name in A-label form, an IP address, an e-mail address or a URI")
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
        // A host name, as most are, is told by what it has not.
        if !text.bytes().any(|octet| matches!(octet, b':' | b'@')) {
            if text.ends_with(|last: char| last.is_ascii_digit())
                && let Ok(address) = text.parse()
            {
                return Ok(Self::Ip(IpAddr::V4(address)));
            }
            return Self::dns(text);
        }
        if text.split(':').skip(1).any(|rest| rest.starts_with("//")) || text.starts_with("urn:") {
            Self::uri(text)
        } else if let Some(mailbox) = text.strip_prefix("mailto:") {
            Self::email(mailbox)
        } else if text.as_bytes().contains(&b'@') {
            Self::email(text)
        } else {
            text.parse().map(Self::Ip).map_err(|_| BadReferenceName)
        }
    }

    /// A host name in A-labels; one trailing dot is taken off.
    ///
    /// # Errors
    ///
    /// It is no host name (RFC 1123 §2.1; underscores are allowed).
    pub fn dns(text: &'a str) -> Result<Self, BadReferenceName> {
        let name = dns::without_trailing_dot(text);
        Some(Self::Dns(name))
            .filter(|_| dns::reference_is_valid(name))
            .ok_or(BadReferenceName)
    }

    /// A mailbox, `local@domain`.
    ///
    /// # Errors
    ///
    /// It is no mailbox (RFC 5280 §4.2.1.6).
    pub fn email(text: &'a str) -> Result<Self, BadReferenceName> {
        email::check_presented(text.as_bytes())
            .map(|()| Self::Email(text))
            .map_err(|_| BadReferenceName)
    }

    /// A URI with a scheme.
    ///
    /// # Errors
    ///
    /// It is no absolute URI (RFC 3986 §4.3).
    pub fn uri(text: &'a str) -> Result<Self, BadReferenceName> {
        uri::check_presented(text.as_bytes())
            .map(|()| Self::Uri(text))
            .map_err(|_| BadReferenceName)
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
            _ => Err(BadReferenceName),
        }
    }
}

impl fmt::Display for ReferenceName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(name) | Self::Email(name) | Self::Uri(name) => f.write_str(name),
            Self::Ip(address) => write!(f, "{address}"),
        }
    }
}
