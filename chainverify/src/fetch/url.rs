//! `http` URLs (RFC 9110 §4.2.1) and references to them (RFC 3986 §5.2), strictly: ASCII, no user information, at most 2048 bytes.

use core::net::Ipv6Addr;

use alloc::string::String;
use alloc::vec::Vec;

use crate::finding::FetchProblem;

/// The longest URL taken, in bytes; RFC 9110 §4.1 wants at least 8000 supported, no issuer URL seen in use has 200.
const MAX_LENGTH: usize = 2048;

/// A parsed URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Url {
    authority: String,
    host: String,
    port: u16,
    target: String,
}

impl Url {
    pub(super) fn parse(text: &str) -> Result<Self, FetchProblem> {
        let (scheme, rest) = split_scheme(text).ok_or(FetchProblem::BadUrl)?;
        if !scheme.eq_ignore_ascii_case("http") {
            return Err(FetchProblem::SchemeNotAllowed);
        }
        parse_rest(rest)
            .filter(|_| text.len() <= MAX_LENGTH)
            .ok_or(FetchProblem::BadUrl)
    }

    /// The URL that `reference`, found here, points to.
    pub(super) fn join(&self, reference: &str) -> Result<Self, FetchProblem> {
        if split_scheme(reference).is_some() {
            return Self::parse(reference);
        }
        if reference.starts_with("//") {
            return Self::parse(&alloc::format!("http:{reference}"));
        }
        let path = self.target.split('?').next().unwrap_or("/");
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let target = match reference.chars().next() {
            None | Some('#') => self.target.clone(),
            Some('/') => without_dots(reference),
            Some('?') => alloc::format!("{path}{reference}"),
            Some(_) => without_dots(&alloc::format!("{folder}/{reference}")),
        };
        Self::parse(&alloc::format!("http://{}{target}", self.authority))
    }

    /// All of it but the fragment.
    pub(super) fn absolute(&self) -> String {
        alloc::format!("http://{}{}", self.authority, self.target)
    }

    /// The host and port as written, for the `Host` field.
    pub(super) fn authority(&self) -> &str {
        &self.authority
    }

    /// A name, or an address without brackets.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Path and query.
    pub(super) fn target(&self) -> &str {
        &self.target
    }
}

/// The scheme and what follows its colon (RFC 3986 §3.1).
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(inner);
    valid.then_some((scheme, rest))
}

fn parse_rest(rest: &str) -> Option<Url> {
    let rest = rest.strip_prefix("//")?;
    let rest = rest.split('#').next()?;
    if !rest.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, target) = rest.split_at_checked(end)?;
    let (host, port) = parse_authority(authority)?;
    let slash = if target.starts_with('/') { "" } else { "/" };
    Some(Url {
        authority: authority.into(),
        host: host.into(),
        port,
        target: alloc::format!("{slash}{target}"),
    })
}

/// Host and port (RFC 3986 §3.2); user information is refused with every other character that a host name has not.
fn parse_authority(authority: &str) -> Option<(&str, u16)> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(bracketed) => {
            let (literal, port) = bracketed.split_once(']')?;
            literal.parse::<Ipv6Addr>().ok()?;
            (literal, port)
        }
        None => {
            let end = authority.find(':').unwrap_or(authority.len());
            let (name, port) = authority.split_at_checked(end)?;
            let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            (!name.is_empty() && name.chars().all(allowed)).then_some((name, port))?
        }
    };
    Some((host, parse_port(port)?))
}

/// The port after its colon; left out or empty it is 80 (RFC 9110 §4.2.1).
fn parse_port(text: &str) -> Option<u16> {
    let digits = match text {
        "" | ":" => return Some(80),
        _ => text.strip_prefix(':')?,
    };
    let port = digits.parse().ok().filter(|port| *port != 0)?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(port)
}

/// RFC 3986 §5.2.4 for an absolute path, with its query left alone.
fn without_dots(target: &str) -> String {
    let end = target.find('?').unwrap_or(target.len());
    let (path, query) = target.split_at_checked(end).unwrap_or((target, ""));
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => drop(kept.pop()),
            _ => kept.push(segment),
        }
    }
    if path.ends_with("/.") || path.ends_with("/..") {
        kept.push("");
    }
    alloc::format!("/{}{query}", kept.join("/"))
}

#[cfg(test)]
mod tests {
    use super::Url;
    use crate::search::FetchProblem;

    #[test]
    fn urls_are_taken_apart() {
        for (text, authority, host, port, target) in [
            (
                "http://ca.example/i.crt",
                "ca.example",
                "ca.example",
                80,
                "/i.crt",
            ),
            (
                "HTTP://CA.example:8080?q#f",
                "CA.example:8080",
                "CA.example",
                8080,
                "/?q",
            ),
            (
                "http://[2606::1]:81/a?b",
                "[2606::1]:81",
                "2606::1",
                81,
                "/a?b",
            ),
            ("http://1.2.3.4:", "1.2.3.4:", "1.2.3.4", 80, "/"),
        ] {
            let url = Url::parse(text).unwrap();
            assert_eq!(url.authority(), authority);
            assert_eq!((url.host(), url.port(), url.target()), (host, port, target));
            assert_eq!(Url::parse(&url.absolute()).unwrap(), url);
        }
    }

    #[test]
    fn other_schemes_are_not_allowed() {
        for text in [
            "https://a/",
            "ldap:///CN=A?cACertificate",
            "file:///etc/passwd",
            "ftp://a/b",
        ] {
            assert_eq!(
                Url::parse(text),
                Err(FetchProblem::SchemeNotAllowed),
                "{text}"
            );
        }
    }

    #[test]
    fn anything_odd_is_a_bad_url() {
        let long = alloc::format!("http://a/{}", "b".repeat(2048));
        for text in [
            "",
            "a.example/i.crt",
            "http:/a",
            "http://",
            "http:///x",
            "http://u@a/",
            "http://u:p@a/",
            "http://a b/",
            "http://a/ b",
            "http://a/\u{e9}",
            "http://a/\r\nX: y",
            "http://a:x/",
            "http://a:0/",
            "http://a:65536/",
            "http://a:+80/",
            "http://[::1/",
            "http://[::1%25lo]/",
            "http://[a]/",
            "http://a%2eb/",
            "http://:80/",
            &long,
        ] {
            assert_eq!(Url::parse(text), Err(FetchProblem::BadUrl), "{text}");
        }
    }

    #[test]
    fn references_are_resolved_against_the_url_they_come_from() {
        let base = Url::parse("http://a.example:81/b/c?d").unwrap();
        for (reference, expected) in [
            ("http://x.example/y", "http://x.example/y"),
            ("//x.example/y", "http://x.example/y"),
            ("/y?z", "http://a.example:81/y?z"),
            ("y", "http://a.example:81/b/y"),
            ("../y", "http://a.example:81/y"),
            ("../../../y/./z/..", "http://a.example:81/y/"),
            ("?y", "http://a.example:81/b/c?y"),
            ("", "http://a.example:81/b/c?d"),
            ("#y", "http://a.example:81/b/c?d"),
        ] {
            assert_eq!(base.join(reference), Url::parse(expected), "{reference}");
        }
        assert_eq!(
            base.join("https://a.example/"),
            Err(FetchProblem::SchemeNotAllowed)
        );
        assert_eq!(base.join("//u@x.example/"), Err(FetchProblem::BadUrl));
    }
}
