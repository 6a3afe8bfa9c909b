//! URIs: syntax, the host inside, matching, and whether the host is in a constrained subtree.
//!
//! RFC 5280 §4.2.1.6, §4.2.1.10, §7.4; RFC 3986 §3 (parts); RFC 6125 §6.5 and RFC 9525 §6.5 (scheme
//! and host are compared). Not here: normalising, resolving, ports, paths, or the rules of single
//! schemes (a SPIFFE id is no more than its scheme and host here).

use crate::names::dns::Malformed;
use crate::names::host_name::is_host;

/// What stands where the host of a URI would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Host<'a> {
    /// A DNS name.
    Name(&'a [u8]),
    /// An IPv4 address or an IP literal in brackets.
    Address,
    /// No authority (`urn:uuid:…`, `sip:a@b`), or an empty host (`file:///a`).
    Missing,
}

/// An absolute URI whose authority, if it has one, names a host (RFC 5280 §4.2.1.6)?
pub(crate) fn check_presented(uri: &[u8]) -> Result<(), Malformed> {
    let parts = split(uri).ok_or(Malformed)?;
    match (parts.host()?, parts.authority()) {
        (Host::Missing, Some(_)) => Err(Malformed),
        _ => Ok(()),
    }
}

/// The host of `scheme://[userinfo@]host[:port][/…]`, RFC 3986 §3.2.
pub(crate) fn host(uri: &[u8]) -> Result<Host<'_>, Malformed> {
    split(uri).ok_or(Malformed)?.host()
}

/// Do both name the same service: same scheme, same host, without regard to ASCII case (RFC 6125
/// §6.5, URI-ID)?
///
/// Where the reference has a path, query or fragment, the certificate must have the same, octet for
/// octet: who asks for `spiffe://domain/service` does not mean another service. User and port are
/// not compared. An address as host matches nothing: that is what an iPAddress is for (RFC 9525
/// §6.4). Two URIs without authority (`urn:…`, as OPC UA applications have) match if all after the
/// scheme is identical.
pub(crate) fn matches(presented: &[u8], reference: &[u8]) -> bool {
    let (Some(presented), Some(reference)) = (split(presented), split(reference)) else {
        return false;
    };
    presented.scheme.eq_ignore_ascii_case(reference.scheme)
        && is_same_after_scheme(&presented, &reference)
}

struct Parts<'a> {
    scheme: &'a [u8],
    /// All after the first colon.
    rest: &'a [u8],
}

impl<'a> Parts<'a> {
    /// Between `//` and the next `/`, `?`, `#` or the end (RFC 3986 §3.2).
    fn authority(&self) -> Option<&'a [u8]> {
        let rest = self.rest.strip_prefix(b"//")?;
        rest.split(|octet| matches!(octet, b'/' | b'?' | b'#'))
            .next()
    }

    /// Path, query and fragment: what follows the authority; a path of only `/` is none.
    fn tail(&self) -> &'a [u8] {
        let length = self.authority().map_or(0, <[u8]>::len).saturating_add(2);
        let tail = self.rest.get(length..).unwrap_or_default();
        tail.strip_prefix(b"/")
            .filter(|more| more.is_empty())
            .unwrap_or(tail)
    }

    fn host(&self) -> Result<Host<'a>, Malformed> {
        let Some(authority) = self.authority() else {
            return Ok(Host::Missing);
        };
        // A second `@` is left in the host and refused there: programs differ on which one counts.
        let host_and_port = split_at_first(authority, b'@').map_or(authority, |(_, host)| host);
        if let Some(literal) = host_and_port.strip_prefix(b"[") {
            return address_literal(literal);
        }
        let (host, port) = split_at_first(host_and_port, b':').unwrap_or((host_and_port, b""));
        if !is_port(port) {
            return Err(Malformed);
        }
        named_host(host)
    }
}

/// No RFC sets an upper limit; this is what every program should support at least (RFC 9110 §4.1).
/// It bounds what a hostile name costs at every comparison.
const MAX_URI: usize = 8000;

fn split(uri: &[u8]) -> Option<Parts<'_>> {
    if uri.len() > MAX_URI {
        return None;
    }
    let (scheme, rest) = split_at_first(uri, b':')?;
    // RFC 5280 §4.2.1.6: not relative, "both a scheme and a scheme-specific-part".
    let well_formed = is_scheme(scheme) && !rest.is_empty() && rest.iter().all(is_uri_octet);
    well_formed.then_some(Parts { scheme, rest })
}

fn is_same_after_scheme(presented: &Parts<'_>, reference: &Parts<'_>) -> bool {
    if presented.authority().is_none() && reference.authority().is_none() {
        return presented.rest == reference.rest;
    }
    match (presented.host(), reference.host()) {
        (Ok(Host::Name(host)), Ok(Host::Name(wanted))) => {
            let same_host = host.eq_ignore_ascii_case(wanted);
            let asked_for = reference.tail();
            same_host && (asked_for.is_empty() || presented.tail() == asked_for)
        }
        _ => false,
    }
}

/// `v6]` or `v6]:port`, the opening bracket taken off. No constraint and no match reads what is
/// inside the brackets.
fn address_literal(literal: &[u8]) -> Result<Host<'_>, Malformed> {
    let (address, after) = split_at_first(literal, b']').ok_or(Malformed)?;
    let port = match after.split_first() {
        None => after,
        Some((b':', port)) => port,
        Some(_) => return Err(Malformed),
    };
    if address.is_empty() || !is_port(port) {
        return Err(Malformed);
    }
    Ok(Host::Address)
}

/// Percent-encoding, a wildcard or a trailing dot are legal in RFC 3986 §3.2.2 but not in a "fully
/// qualified domain name" (RFC 5280 §4.2.1.10): malformed, since each would be a second spelling
/// that dodges an exclusion.
fn named_host(host: &[u8]) -> Result<Host<'_>, Malformed> {
    if host.is_empty() {
        return Ok(Host::Missing);
    }
    if is_host(host) {
        return Ok(Host::Name(host));
    }
    let has_address_letters = host
        .iter()
        .all(|octet| octet.is_ascii_digit() || *octet == b'.');
    if has_address_letters {
        Ok(Host::Address)
    } else {
        Err(Malformed)
    }
}

/// RFC 3986 §3.1.
fn is_scheme(scheme: &[u8]) -> bool {
    let mut rest = scheme.iter();
    rest.next().is_some_and(u8::is_ascii_alphabetic)
        && rest.all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'-' | b'.'))
}

/// RFC 3986 §3.2.3: digits, or none.
fn is_port(port: &[u8]) -> bool {
    port.iter().all(u8::is_ascii_digit)
}

/// Reserved, unreserved or `%`, RFC 3986 §2: printable without the ones below. A backslash above
/// all, which browsers read as `/`.
fn is_uri_octet(octet: &u8) -> bool {
    octet.is_ascii_graphic()
        && !matches!(
            octet,
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}'
        )
}

fn split_at_first(octets: &[u8], separator: u8) -> Option<(&[u8], &[u8])> {
    let mut parts = octets.splitn(2, |octet| *octet == separator);
    Some((parts.next()?, parts.next()?))
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec::Vec;

    use proptest::collection::vec;
    use proptest::strategy::Strategy;
    use proptest::{prop_assert, prop_assert_eq, proptest};

    use super::{Host, check_presented, host, matches};
    use crate::names::dns::Malformed;

    #[test]
    fn the_host_is_found_among_the_other_parts() {
        let uris = [
            "http://example.com",
            "http://example.com/",
            "HTTP://example.com:80/a@b",
            "x+y-1.z://example.com:?a",
            "https://user:secret@example.com:443/a?b#c",
            "https://example.com?@evil.example",
            "spiffe://example.com#@x/y",
        ];
        for uri in uris {
            assert_eq!(
                host(uri.as_bytes()),
                Ok(Host::Name(b"example.com")),
                "{uri}"
            );
            assert_eq!(check_presented(uri.as_bytes()), Ok(()), "{uri}");
        }
    }

    #[test]
    fn an_address_is_not_a_host_name() {
        for uri in [
            "http://127.0.0.1/",
            "http://127.0.0.1:80",
            "http://[::1]",
            "http://a@[2001:db8::1]:443/",
            "http://[v1.x]?",
        ] {
            assert_eq!(host(uri.as_bytes()), Ok(Host::Address), "{uri}");
            assert_eq!(check_presented(uri.as_bytes()), Ok(()), "{uri}");
            assert!(!matches(uri.as_bytes(), uri.as_bytes()), "{uri}");
        }
    }

    #[test]
    fn a_uri_may_have_no_host_but_not_an_empty_one() {
        for uri in [
            "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66",
            "mailto:a@example.com",
            "file:///a",
            "http://:80/",
            "a:/b",
        ] {
            assert_eq!(host(uri.as_bytes()), Ok(Host::Missing), "{uri}");
        }
        assert_eq!(check_presented(b"urn:a:b"), Ok(()));
        assert_eq!(
            check_presented(b"file:///a"),
            Err(Malformed),
            "an authority must have a host"
        );
    }

    #[test]
    fn malformed_uris_are_refused_and_match_nothing() {
        let uris = "|:|http:|example.com|/a/b|//example.com/|1a://example.com|ht tp://a.com|://a\
            |http://exa mple.com|http://example.com\\@evil.example|http://a@b@example.com|127.0.0.1\
            |http://example.com:80:80|http://example.com:a|http://*.example.com|http://%65xample.com\
            |http://example.com.|http://.example.com|http://[::1|http://[::1]a|http://[]|http://[::1]:a\
            |http://\u{e4}.com|http://a..b|http://bad.example.com, test.localhost|http://a.com/\0";
        for uri in uris.split('|') {
            let uri = uri.as_bytes();
            assert_eq!(check_presented(uri), Err(Malformed), "{uri:?}");
            assert!(!matches(uri, uri), "{uri:?}");
        }
    }

    #[test]
    fn a_uri_has_8000_octets_at_most() {
        let longest = format!("urn:{}", "a".repeat(7996));
        assert_eq!(check_presented(longest.as_bytes()), Ok(()));
        let too_long = format!("{longest}a");
        assert_eq!(check_presented(too_long.as_bytes()), Err(Malformed));
    }

    #[test]
    fn scheme_and_host_decide_a_match() {
        assert!(matches(
            b"https://example.com/a",
            b"HTTPS://Example.com:8443"
        ));
        assert!(matches(b"https://example.com/a", b"https://example.com/"));
        assert!(matches(b"spiffe://td/a?b", b"spiffe://TD/a?b"));
        assert!(!matches(b"spiffe://td/a", b"spiffe://td/b"));
        assert!(!matches(b"spiffe://td", b"spiffe://td/b"));
        assert!(!matches(b"http://example.com", b"https://example.com"));
        assert!(!matches(b"https://example.com", b"https://a.example.com"));
        assert!(!matches(b"https://*.example.com", b"https://a.example.com"));
    }

    #[test]
    fn without_authority_only_the_identical_uri_matches() {
        assert!(matches(b"URN:example:a", b"urn:example:a"));
        assert!(!matches(b"urn:example:a", b"urn:example:A"));
        assert!(!matches(b"https:example.com", b"https://example.com"));
        assert!(
            !matches(b"file:///a", b"file:///a"),
            "an empty host names nothing"
        );
    }

    fn octets() -> impl Strategy<Value = Vec<u8>> {
        vec(proptest::num::u8::ANY, 0..40)
    }

    proptest! {
        #[test]
        fn any_octets_are_answered(uri in octets(), other in octets()) {
            prop_assert!(!matches(&uri, &other) || check_presented(&uri).is_ok());
        }

        #[test]
        fn whatever_stands_around_it_the_host_is_the_same(
            scheme in "[a-z][a-z0-9+.-]{0,4}", user in "([a-z:.%0-9]{0,6}@)?",
            name in "[a-z]{1,4}(\\.[a-z]{1,4}){0,2}", port in "(:[0-9]{0,5})?", tail in "([/?#][a-z/?#@:.\\[\\]-]{0,12})?",
        ) {
            let uri = format!("{scheme}://{user}{name}{port}{tail}");
            prop_assert_eq!(host(uri.as_bytes()), Ok(Host::Name(name.as_bytes())), "{}", uri);
            let bare = format!("{scheme}://{name}");
            prop_assert!(matches(uri.as_bytes(), bare.as_bytes()));
        }

        #[test]
        fn a_host_that_is_read_is_a_host_name_in_the_uri(
            uri in "[a-c]{1,2}:/?/?[a-c@:./?#\\[\\]%0-9]{0,16}",
        ) {
            if let Ok(Host::Name(name)) = host(uri.as_bytes()) {
                prop_assert!(crate::names::host_name::is_host(name));
                prop_assert!(uri.as_bytes().windows(name.len()).any(|window| window == name));
            }
        }
    }
}
