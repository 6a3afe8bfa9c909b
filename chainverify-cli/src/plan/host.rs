//! A host to connect to: a name or an address, and a port, as a target, as the host of a URL, or as the place that `--connect` names. What
//! is no host is refused here; nothing is looked up.

use core::fmt;

use pki_types::ServerName;

use super::name::server_name;
use crate::usage::UsageError;

/// The port where nothing else is said.
const HTTPS: u16 = 443;

/// A server by name or address.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Host {
    /// Its name in A-labels, or its address.
    pub(crate) name: ServerName<'static>,
    /// Its port.
    pub(crate) port: u16,
}

/// `ADDR[:PORT]` of `--connect`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Endpoint {
    name: ServerName<'static>,
    port: Option<u16>,
}

impl Endpoint {
    /// Reads it.
    pub(crate) fn parse(typed: &str) -> Result<Self, UsageError> {
        let (name, port) = split_port(typed)?;
        let name = server_name(name)
            .map_err(|error| error.with_hint("--connect takes ADDR, ADDR:PORT or [v6]:PORT"))?;
        Ok(Self { name, port })
    }

    /// The endpoint for a target, whose port it keeps unless told another.
    pub(crate) fn with_port_of(&self, target: &Host) -> Host {
        Host {
            name: self.name.clone(),
            port: self.port.unwrap_or(target.port),
        }
    }
}

/// The name, and the port where it is not 443.
impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name.to_str();
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

pub(super) fn parse(text: &str) -> Result<Host, UsageError> {
    let (name, port) = split_port(text)?;
    let name = server_name(name).map_err(|error| {
        error.with_hint("a target is a host, host:port, [v6]:port, an https:// URL, a file or -")
    })?;
    Ok(Host {
        name,
        port: port.unwrap_or(HTTPS),
    })
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
            ("127.0.0.1:8443", "127.0.0.1:8443"),
            ("bücher.example:8443", "xn--bcher-kva.example:8443"),
            ("localhost", "localhost"),
        ] {
            assert_eq!(parsed(typed).to_string(), shown, "{typed}");
        }
    }

    #[test]
    fn connect_keeps_the_port_of_the_target_unless_told() {
        let target = parsed("a.example:8443");
        for (typed, shown) in [
            ("127.0.0.1", "127.0.0.1:8443"),
            ("::1", "[::1]:8443"),
            ("[::1]:9443", "[::1]:9443"),
        ] {
            let endpoint = Endpoint::parse(typed).unwrap();
            assert_eq!(endpoint.with_port_of(&target).to_string(), shown);
        }
    }
}
