//! What a target is: a host to connect to, or a file to read. The rule: `-` is standard input; `https://` is a host; what exists, has a
//! path separator or ends like a certificate file is a file; all else is a host. So a missing `x.pem` is reported as such, not looked up.

use core::fmt;
use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::{Path, PathBuf, is_separator};

use chainverify::text::Text;
use pki_types::ServerName;
use serde::{Serialize, Serializer};

use super::name::server_name;
use crate::usage::UsageError;

/// The port where nothing else is said.
const HTTPS: u16 = 443;

/// One target.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Target {
    /// Ask a server.
    Host(Host),
    /// Read a file.
    File(Source),
}

/// A server by name or address.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Host {
    /// Its name in A-labels, or its address.
    pub(crate) name: ServerName<'static>,
    /// Its port.
    pub(crate) port: u16,
}

/// Where bytes come from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Source {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

impl Target {
    /// Tells what was typed.
    pub(crate) fn parse(typed: &OsStr, exists: fn(&Path) -> bool) -> Result<Self, UsageError> {
        if typed == "-" {
            return Ok(Self::File(Source::Stdin));
        }
        let file = || Self::File(Source::File(PathBuf::from(typed)));
        let Some(text) = typed.to_str() else {
            return Ok(file());
        };
        if text.is_empty() {
            return Err(UsageError::new("a target is empty"));
        }
        if let Some((scheme, rest)) = text.split_once("://") {
            return url(scheme, rest).map(Self::Host);
        }
        if exists(Path::new(typed)) || looks_like_a_file(text) {
            return Ok(file());
        }
        host(text).map(Self::Host)
    }
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

impl Target {
    /// Adds it to a text, as a name that somebody else gave.
    pub(crate) fn say(&self, out: &mut Text) {
        match self {
            Self::Host(host) => {
                out.foreign(&host.to_string());
            }
            Self::File(source) => source.say(out),
        }
    }
}

impl Source {
    /// Adds it to a text: a file may be named by somebody else.
    pub(crate) fn say(&self, out: &mut Text) {
        match self {
            Self::File(path) => out.foreign(&path.to_string_lossy()),
            Self::Stdin => out.ours(STANDARD_INPUT),
        };
    }
}

const STANDARD_INPUT: &str = "standard input";

/// For machines: a file name as it is, without quotes and escapes of ours.
impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text: Cow<'_, str> = match self {
            Self::Host(host) => host.to_string().into(),
            Self::File(Source::File(path)) => path.to_string_lossy(),
            Self::File(Source::Stdin) => STANDARD_INPUT.into(),
        };
        serializer.serialize_str(&text)
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

/// Endings of files with certificates; none of them is a top-level domain.
const ENDINGS: [&str; 10] = [
    ".pem",
    ".crt",
    ".cer",
    ".der",
    ".p7b",
    ".p7c",
    ".p12",
    ".pfx",
    ".jks",
    ".keystore",
];

fn looks_like_a_file(text: &str) -> bool {
    let is_key = text.to_ascii_lowercase().ends_with(".key");
    text.contains(is_separator) || is_key || is_named_like_certificates(text)
}

/// Whether a name ends as those of files with certificates do.
pub(crate) fn is_named_like_certificates(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

/// Only host and port of a URL matter here; a user name in it is refused rather than dropped.
fn url(scheme: &str, rest: &str) -> Result<Host, UsageError> {
    if !scheme.eq_ignore_ascii_case("https") {
        return Err(
            UsageError::about("", scheme, " is not a scheme that can be checked")
                .with_hint("use https://, or host:port for another TLS service"),
        );
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    host(rest.get(..end).unwrap_or(rest))
}

fn host(text: &str) -> Result<Host, UsageError> {
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
    use std::ffi::OsStr;

    use super::{Endpoint, Source, Target};

    fn parsed(typed: &str) -> Target {
        Target::parse(OsStr::new(typed), |_| false).unwrap()
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
            let Target::Host(host) = parsed(typed) else {
                panic!("{typed}")
            };
            assert_eq!(host.to_string(), shown, "{typed}");
        }
    }

    #[test]
    fn files_by_form_even_if_missing() {
        for typed in [
            "chain.pem",
            "CHAIN.CRT",
            "a.cer",
            "a.der",
            "a.p7c",
            "a.p12",
            "a.PFX",
            "a.jks",
            "a.keystore",
            "a.key",
            "./example.com",
            "dir/x",
        ] {
            assert!(
                matches!(parsed(typed), Target::File(Source::File(_))),
                "{typed}"
            );
        }
        assert_eq!(parsed("-"), Target::File(Source::Stdin));
    }

    #[test]
    fn what_exists_is_a_file() {
        let target = Target::parse(OsStr::new("example.com"), |_| true).unwrap();
        assert!(matches!(target, Target::File(_)));
        let target = Target::parse(OsStr::new("https://example.com"), |_| true).unwrap();
        assert!(matches!(target, Target::Host(_)));
    }

    #[test]
    fn what_is_neither_is_refused() {
        for typed in [
            "",
            "http://example.com",
            "https://",
            "https://user@example.com",
            "example.com:0",
            "example.com:65536",
            "example.com:+1",
            "example.com:",
            "a b",
            "[::1",
            "1::2::3",
            "fe80::1%eth0",
        ] {
            assert!(
                Target::parse(OsStr::new(typed), |_| false).is_err(),
                "{typed:?}"
            );
        }
    }

    #[test]
    fn connect_keeps_the_port_of_the_target_unless_told() {
        let Target::Host(target) = parsed("a.example:8443") else {
            panic!()
        };
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
