//! A host to connect to: a name or an address, and a port, as a target, as the host of a URL, or as the place that `--connect` names. What
//! is no host is refused here; nothing is looked up. A link-local address may have a zone (RFC 4007 §11), which says by which interface
//! it is reached and is in no certificate.

use core::fmt;
use core::net::{IpAddr, Ipv6Addr};

use pki_types::ServerName;

use super::name::server_name;
use crate::usage::UsageError;

/// The port where nothing else is said.
const HTTPS: u16 = 443;

/// Linux has 15 octets for the name of an interface, others some more.
const LONGEST_ZONE: usize = 64;

/// A server by name or address.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Host {
    /// Its name in A-labels, or its address.
    pub(crate) name: ServerName<'static>,
    /// The interface by which a link-local address is reached, by name or number.
    pub(crate) zone: Option<Zone>,
    /// Its port.
    pub(crate) port: u16,
}

/// The zone of an address: letters, digits and few marks, as interfaces are named.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Zone(String);

/// `ADDR[:PORT]` of `--connect`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Endpoint {
    name: ServerName<'static>,
    zone: Option<Zone>,
    port: Option<u16>,
}

impl Endpoint {
    /// Reads it.
    pub(crate) fn parse(typed: &str) -> Result<Self, UsageError> {
        read(typed).map_err(|error| {
            error.with_hint_if_none("--connect takes ADDR, ADDR:PORT or [v6]:PORT")
        })
    }

    /// The endpoint for a target, whose port it keeps unless told another.
    pub(crate) fn with_port_of(&self, target: &Host) -> Host {
        Host {
            name: self.name.clone(),
            zone: self.zone.clone(),
            port: self.port.unwrap_or(target.port),
        }
    }
}

impl Host {
    /// Name or address as the resolver takes it: with the zone.
    pub(crate) fn address(&self) -> String {
        let name = self.name.to_str();
        match &self.zone {
            Some(zone) => format!("{name}%{zone}"),
            None => name.into_owned(),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name, and the port where it is not 443.
impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.address();
        match (self.port, name.contains(':')) {
            (HTTPS, _) => f.write_str(&name),
            (port, true) => write!(f, "[{name}]:{port}"),
            (port, false) => write!(f, "{name}:{port}"),
        }
    }
}

/// Only host and port of a URL matter here; a user name in it is refused rather than dropped.
pub(super) fn url(scheme: &str, rest: &str) -> Result<Host, UsageError> {
    if !scheme.eq_ignore_ascii_case("https") {
        return Err(
            UsageError::about("", scheme, " is not a scheme that can be checked")
                .with_hint("use https://, or host:port for another TLS service"),
        );
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    parse(rest.get(..end).unwrap_or(rest))
}

/// A target that is no file.
pub(super) fn parse(text: &str) -> Result<Host, UsageError> {
    let Endpoint { name, zone, port } = read(text).map_err(|error| {
        error.with_hint_if_none(
            "a target is a host, host:port, [v6]:port, an https:// URL, a file or -",
        )
    })?;
    Ok(Host {
        name,
        zone,
        port: port.unwrap_or(HTTPS),
    })
}

fn read(text: &str) -> Result<Endpoint, UsageError> {
    let (typed, port) = split_port(text)?;
    let bare = typed
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(typed);
    if let Some((address, zone)) = bare.split_once('%')
        && let Ok(address) = address.parse::<Ipv6Addr>()
    {
        let zone = read_zone(text, address, zone)?;
        let name = ServerName::IpAddress(IpAddr::V6(address).into());
        return Ok(Endpoint {
            name,
            zone: Some(zone),
            port,
        });
    }
    let name = server_name(typed).map_err(|error| match typed.matches(':').count() {
        0 | 1 => error,
        _ if typed.contains('/') => error,
        _ => error.with_hint("an IPv6 address with a port is written [2001:db8::1]:8443"),
    })?;
    Ok(Endpoint {
        name,
        zone: None,
        port,
    })
}

/// RFC 4007 §11.2; in a URL its `%` is written `%25` (RFC 6874 §2), and is so often copied from there that both are taken everywhere.
fn read_zone(text: &str, address: Ipv6Addr, typed: &str) -> Result<Zone, UsageError> {
    let zone = match typed.strip_prefix("25") {
        Some(rest) if !rest.is_empty() => rest,
        _ => typed,
    };
    let is_mark = |byte| matches!(byte, b'-' | b'.' | b'_' | b'~');
    let is_zone = |byte: u8| byte.is_ascii_alphanumeric() || is_mark(byte);
    if zone.is_empty() || zone.len() > LONGEST_ZONE || !zone.bytes().all(is_zone) {
        return Err(
            UsageError::about("the zone of ", text, " is not the name of an interface")
                .with_hint("write it as [fe80::1%eth0]:443"),
        );
    }
    if !address.is_unicast_link_local() {
        return Err(
            UsageError::about("", text, " has a zone, and its address is not link-local")
                .with_hint("only addresses that begin with fe80 have a zone; leave it out"),
        );
    }
    Ok(Zone(zone.to_owned()))
}

/// `host`, `host:port`, `[v6]`, `[v6]:port` or a bare v6 address (which has more than one colon, and so no port).
fn split_port(text: &str) -> Result<(&str, Option<u16>), UsageError> {
    let (name, port) = match text.rsplit_once(':') {
        Some((name, port)) if name.ends_with(']') || !name.contains(':') => (name, port),
        _ => return Ok((text, None)),
    };
    match port.parse::<u16>() {
        Ok(number) if number > 0 && port.bytes().all(|b| b.is_ascii_digit()) => {
            Ok((name, Some(number)))
        }
        _ => Err(UsageError::about(
            "the port of ",
            text,
            " is not a number from 1 to 65535",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{Endpoint, Host, parse, url};

    fn parsed(typed: &str) -> Host {
        match typed.split_once("://") {
            Some((scheme, rest)) => url(scheme, rest).unwrap(),
            None => parse(typed).unwrap(),
        }
    }

    #[test]
    fn hosts_in_every_form() {
        for (typed, shown) in [
            ("example.com", "example.com"),
            ("Example.com:443", "example.com"),
            ("example.com:8443", "example.com:8443"),
            ("https://example.com", "example.com"),
            ("HTTPS://example.com:8443/a/b?c#d", "example.com:8443"),
            ("https://[2001:db8::1]/", "2001:db8::1"),
            ("::1", "::1"),
            ("[::1]", "::1"),
            ("[::1]:8443", "[::1]:8443"),
            ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
            ("[2001:0db8::0001]:443", "2001:db8::1"),
            ("2001:db8::1:8443", "2001:db8::1:8443"),
            ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
            ("[::ffff:192.0.2.1]:8443", "[::ffff:192.0.2.1]:8443"),
            ("fe80::1%eth0", "fe80::1%eth0"),
            ("[fe80::1%eth0]", "fe80::1%eth0"),
            ("[FE80::1%en0.7]:8443", "[fe80::1%en0.7]:8443"),
            ("[fe80::1%2]:443", "fe80::1%2"),
            ("https://[fe80::1%25eth0]:8443/", "[fe80::1%eth0]:8443"),
            ("https://[fe80::1%eth0]/", "fe80::1%eth0"),
            ("fe80::1%25", "fe80::1%25"),
            ("127.0.0.1:8443", "127.0.0.1:8443"),
            ("bücher.example:8443", "xn--bcher-kva.example:8443"),
            ("localhost", "localhost"),
        ] {
            assert_eq!(parsed(typed).to_string(), shown, "{typed}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused_with_what_to_write() {
        for (typed, words, hint) in [
            ("2001:db8::1::2", "is not a host name", "[2001:db8::1]:8443"),
            (
                "2001:db8:0:0:0:0:0:1:443",
                "is not a host name",
                "[2001:db8::1]:8443",
            ),
            ("[fe80::1%]", "the zone of", "[fe80::1%eth0]"),
            ("[fe80::1%a/b]", "the zone of", "[fe80::1%eth0]"),
            ("fe80::1%eth0 x", "the zone of", "[fe80::1%eth0]"),
            ("2001:db8::1%eth0", "not link-local", "leave it out"),
            ("192.0.2.1%eth0", "is not a host name", "a target is"),
            ("[fe80::1%eth0", "is not a host name", "[2001:db8::1]:8443"),
        ] {
            let error = parse(typed).unwrap_err();
            assert!(error.text.to_string().contains(words), "{typed}: {error:?}");
            assert!(error.hint.unwrap().contains(hint), "{typed}");
        }
        let long = format!("fe80::1%{}", "x".repeat(65));
        assert!(parse(&long).is_err());
    }

    #[test]
    fn connect_keeps_the_port_of_the_target_unless_told() {
        let target = parsed("a.example:8443");
        for (typed, shown) in [
            ("127.0.0.1", "127.0.0.1:8443"),
            ("::1", "[::1]:8443"),
            ("[::1]:9443", "[::1]:9443"),
            ("fe80::1%eth0", "[fe80::1%eth0]:8443"),
        ] {
            let endpoint = Endpoint::parse(typed).unwrap();
            assert_eq!(endpoint.with_port_of(&target).to_string(), shown);
        }
    }
}
