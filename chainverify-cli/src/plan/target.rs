//! What a target is: a host to connect to, or a file to read. The rule: `-` is standard input; `https://` is a host; what exists, has a
//! path separator or ends like a certificate file is a file; all else is a host. So a missing `x.pem` is reported as such, not looked up.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::{Path, PathBuf, is_separator};

use chainverify::text::Text;
use serde::{Serialize, Serializer};

use super::host::{self, Host};
use crate::usage::UsageError;

/// One target.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Target {
    /// Ask a server.
    Host(Host),
    /// Read a file.
    File(Source),
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
            return host::url(scheme, rest).map(Self::Host);
        }
        if looks_like_a_file(text) || exists(Path::new(typed)) {
            return Ok(file());
        }
        host::parse(text).map(Self::Host)
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

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::{Source, Target};

    fn parsed(typed: &str) -> Target {
        Target::parse(OsStr::new(typed), |_| false).unwrap()
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
            "2001:db8::1%eth0",
        ] {
            assert!(
                Target::parse(OsStr::new(typed), |_| false).is_err(),
                "{typed:?}"
            );
        }
    }
}
