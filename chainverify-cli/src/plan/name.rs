//! Names as typed: a host or DNS name with its IDNA labels made ASCII (RFC 5891, by UTS #46), an IP address, an e-mail address (RFC 5280
//! §4.2.1.6 rfc822Name) or a URI. Whether a certificate has such a name is the library's business.

use core::net::IpAddr;

use chainverify::ReferenceName;
use idna::AsciiDenyList;
use idna::uts46::{DnsLength, Hyphens, Uts46};
use pki_types::{DnsName, ServerName};

use crate::usage::UsageError;

/// `--name`: the form tells the kind, as in the library, which gets the A-labels.
pub(crate) fn parse(typed: &str) -> Result<ReferenceName<'static>, UsageError> {
    let name = if typed.contains("://") || typed.starts_with("urn:") {
        Ok(typed.to_owned())
    } else if let Some((local, domain)) = typed.rsplit_once('@') {
        dns_name(domain).map(|domain| format!("{local}@{}", domain.as_ref()))
    } else {
        server_name(typed).map(|name| name.to_str().into_owned())
    };
    let parsed = name.and_then(|name| match ReferenceName::parse(&name) {
        Ok(parsed) => Ok(parsed.into_owned()),
        Err(_) => Err(refused(typed, "a name")),
    });
    parsed.map_err(|error| {
        error.with_hint_if_none(
            "--name takes a DNS name or an IP address without a port, an e-mail address or a URI",
        )
    })
}

/// An IP address (v6 with or without brackets) or a DNS name.
pub(crate) fn server_name(typed: &str) -> Result<ServerName<'static>, UsageError> {
    let bare = typed
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    if let Ok(address) = bare.unwrap_or(typed).parse::<IpAddr>() {
        return Ok(ServerName::IpAddress(address.into()));
    }
    let name = dns_name(typed).map(ServerName::DnsName);
    name.map_err(|error| match typed.strip_prefix("*.") {
        Some(_) => error.with_hint(
            "only certificates have wildcards: write a host that it stands for, with a label in place of the *",
        ),
        None => error,
    })
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

fn refused(typed: &str, kind: &str) -> UsageError {
    UsageError::about("", typed, format!(" is not {kind}"))
}

#[cfg(test)]
mod tests {
    use chainverify::ReferenceName;

    use super::parse;

    #[test]
    fn labels_become_ascii() {
        for (typed, ascii) in [
            ("www.Example.COM.", "www.example.com"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("BÜCHER.example", "xn--bcher-kva.example"),
            ("faß.example", "xn--fa-hia.example"),
            ("例え。テスト", "xn--r8jz45g.xn--zckzah"),
            ("_dmarc.example.com", "_dmarc.example.com"),
        ] {
            assert_eq!(parse(typed), Ok(ReferenceName::Dns(ascii.into())));
        }
    }

    #[test]
    fn kinds_are_told_by_form() {
        for (typed, name) in [
            ("192.0.2.1", ReferenceName::Ip([192, 0, 2, 1].into())),
            (
                "[2001:db8::1]",
                ReferenceName::Ip("2001:db8::1".parse().unwrap()),
            ),
            (
                "Ann@bücher.example",
                ReferenceName::Email("Ann@xn--bcher-kva.example".into()),
            ),
            (
                "spiffe://a.example/x",
                ReferenceName::Uri("spiffe://a.example/x".into()),
            ),
            (
                "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                ReferenceName::Uri("urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6".into()),
            ),
        ] {
            assert_eq!(parse(typed), Ok(name));
        }
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
            assert!(parse(typed).is_err(), "{typed:?}");
        }
        let long = format!("{}.example", "a".repeat(64));
        assert!(parse(&long).is_err());
    }
}
