//! Names as typed: a host or DNS name with its IDNA labels made ASCII (RFC 5891, by UTS #46), an IP address, an e-mail address (RFC 5280
//! §4.2.1.6 rfc822Name) or a URI. Whether a certificate has such a name is the library's business.

use core::fmt;
use core::net::IpAddr;

use chainverify::ReferenceName;
use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};
use pki_types::{DnsName, ServerName};

use crate::usage::UsageError;

/// The name that the leaf must have.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum CheckedName {
    /// A DNS name (A-labels, lower case, no final dot) or an IP address.
    Server(ServerName<'static>),
    /// An e-mail address, its domain in A-labels.
    Email(String),
    /// A URI.
    Uri(String),
}

impl CheckedName {
    /// Tells the kind by its form: `://` is a URI, `@` an e-mail address, else an address or a DNS name.
    pub(crate) fn parse(typed: &str) -> Result<Self, UsageError> {
        if typed.contains("://") {
            return uri(typed);
        }
        match typed.rsplit_once('@') {
            Some((local, domain)) => email(local, domain),
            None => server_name(typed).map(Self::Server),
        }
        .map_err(|error| {
            error.with_hint("--name takes a DNS name, an IP address, an e-mail address or a URI")
        })
    }

    /// The same as the library wants it. What is no name of its kind is for the library to refuse.
    pub(crate) fn reference(&self) -> ReferenceName<'_> {
        match self {
            Self::Server(ServerName::DnsName(name)) => ReferenceName::Dns(name.as_ref()),
            Self::Server(ServerName::IpAddress(address)) => ReferenceName::Ip((*address).into()),
            // A kind that is not made here: no certificate has it.
            Self::Server(_) => ReferenceName::Dns(""),
            Self::Email(name) => ReferenceName::Email(name),
            Self::Uri(name) => ReferenceName::Uri(name),
        }
    }
}

impl fmt::Display for CheckedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(name) => f.write_str(&name.to_str()),
            Self::Email(name) | Self::Uri(name) => f.write_str(name),
        }
    }
}

/// An IP address (v6 with or without brackets) or a DNS name.
pub(crate) fn server_name(typed: &str) -> Result<ServerName<'static>, UsageError> {
    let bare = typed
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    if let Ok(address) = bare.unwrap_or(typed).parse::<IpAddr>() {
        return Ok(ServerName::IpAddress(address.into()));
    }
    dns_name(typed).map(ServerName::DnsName)
}

/// A DNS name in A-labels, without the final dot of an absolute name.
fn dns_name(typed: &str) -> Result<DnsName<'static>, UsageError> {
    let refused = || refused(typed, "a host name");
    let ascii = Uts46::new()
        .to_ascii(
            typed.as_bytes(),
            AsciiDenyList::URL,
            Hyphens::Allow,
            DnsLength::VerifyAllowRootDot,
        )
        .map_err(|_| refused())?;
    let relative = ascii.strip_suffix('.').unwrap_or(&ascii);
    DnsName::try_from(relative.to_owned()).map_err(|_| refused())
}

fn email(local: &str, domain: &str) -> Result<CheckedName, UsageError> {
    let name = format!("{local}@{}", dns_name(domain)?.as_ref());
    match ReferenceName::email(&name) {
        Ok(_) => Ok(CheckedName::Email(name)),
        Err(_) => Err(refused(&name, "an e-mail address")),
    }
}

/// Whether it is one is for the library to say, which compares its scheme and host.
fn uri(typed: &str) -> Result<CheckedName, UsageError> {
    match ReferenceName::uri(typed) {
        Ok(_) => Ok(CheckedName::Uri(typed.to_owned())),
        Err(_) => Err(refused(typed, "a URI")),
    }
}

fn refused(typed: &str, kind: &str) -> UsageError {
    UsageError::new(format!("'{}' is not {kind}", typed.escape_debug()))
}

#[cfg(test)]
mod tests {
    use super::CheckedName;

    fn shown(typed: &str) -> String {
        CheckedName::parse(typed).unwrap().to_string()
    }

    #[test]
    fn labels_become_ascii() {
        assert_eq!(shown("www.Example.COM."), "www.example.com");
        assert_eq!(shown("bücher.example"), "xn--bcher-kva.example");
        assert_eq!(shown("BÜCHER.example"), "xn--bcher-kva.example");
        assert_eq!(shown("faß.example"), "xn--fa-hia.example");
        assert_eq!(shown("例え。テスト"), "xn--r8jz45g.xn--zckzah");
        assert_eq!(shown("_dmarc.example.com"), "_dmarc.example.com");
    }

    #[test]
    fn kinds_are_told_by_form() {
        assert!(
            matches!(CheckedName::parse("192.0.2.1"), Ok(CheckedName::Server(name)) if name.to_str() == "192.0.2.1")
        );
        assert!(
            matches!(CheckedName::parse("[2001:db8::1]"), Ok(CheckedName::Server(name)) if name.to_str() == "2001:db8::1")
        );
        assert_eq!(
            CheckedName::parse("Ann@bücher.example"),
            Ok(CheckedName::Email("Ann@xn--bcher-kva.example".to_owned()))
        );
        assert_eq!(
            CheckedName::parse("spiffe://a.example/x"),
            Ok(CheckedName::Uri("spiffe://a.example/x".to_owned()))
        );
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for typed in [
            "",
            ".",
            "a..b",
            "a b",
            "*.example.com",
            "a/b",
            "@example.com",
            "a@",
            "xn--a",
            "1.2.3.256",
            "://x",
            "http://a b",
            "a\u{7}b",
        ] {
            assert!(CheckedName::parse(typed).is_err(), "{typed:?}");
        }
        let long = format!("{}.example", "a".repeat(64));
        assert!(CheckedName::parse(&long).is_err());
    }
}
