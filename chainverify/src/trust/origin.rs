//! Where an anchor came from, in words and as data. Never a reason to trust it more or less.

use alloc::string::String;
use core::fmt;

use crate::text::Text;

/// Where an anchor came from.
///
/// ```
/// use chainverify::Origin;
///
/// assert_eq!(Origin::File("roots.pem".into()).to_string(), "the given file roots.pem");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// The operating system's store.
    Os,
    /// A place that an environment variable names instead of the operating system's store.
    #[non_exhaustive]
    Environment {
        /// The variable: `SSL_CERT_FILE` or `SSL_CERT_DIR`.
        variable: &'static str,
        /// The file, or the one of the folders.
        path: String,
    },
    /// Mozilla's set, embedded in the program.
    Mozilla,
    /// A file that the caller named.
    File(String),
    /// Given by the caller as a value.
    Given,
}

impl Origin {
    /// Says it: our words as ours, a path as one of somebody else.
    pub(crate) fn say(&self, out: &mut Text) {
        match self {
            Self::Os => out.ours("your OS store"),
            Self::Environment { variable, path } => {
                out.ours(alloc::format!("your OS store ({variable}="));
                out.foreign(path).ours(")")
            }
            Self::Mozilla => out.ours("Mozilla's embedded set"),
            Self::File(path) => out.ours("the given file ").foreign(path),
            Self::Given => out.ours("the given roots"),
        };
    }
}

/// The same three keys for every kind; null where there is nothing to say.
#[cfg(feature = "serde")]
impl serde::Serialize for Origin {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Json<'o> {
            kind: &'static str,
            variable: Option<&'static str>,
            path: Option<&'o str>,
        }
        let (kind, variable, path) = match self {
            Self::Os => ("os", None, None),
            Self::Environment { variable, path } => {
                ("environment", Some(*variable), Some(path.as_str()))
            }
            Self::Mozilla => ("mozilla", None, None),
            Self::File(path) => ("file", None, Some(path.as_str())),
            Self::Given => ("given", None, None),
        };
        Json {
            kind,
            variable,
            path,
        }
        .serialize(serializer)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Text::new();
        self.say(&mut text);
        text.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn every_origin_has_its_words() {
        let environment = Origin::Environment {
            variable: "SSL_CERT_FILE",
            path: "/a".into(),
        };
        for (origin, words) in [
            (Origin::Os, "your OS store"),
            (environment, "your OS store (SSL_CERT_FILE=/a)"),
            (Origin::Mozilla, "Mozilla's embedded set"),
            (Origin::File("b".into()), "the given file b"),
            (
                Origin::File("b\n\u{1b}[2J'".into()),
                "the given file b\\u{a}\\u{1b}[2J'",
            ),
            (Origin::Given, "the given roots"),
        ] {
            assert_eq!(origin.to_string(), words);
        }
    }

    #[cfg(feature = "serde")]
    #[test]
    fn json_has_an_origin_as_data() {
        let environment = Origin::Environment {
            variable: "SSL_CERT_FILE",
            path: "/a".into(),
        };
        for (origin, json) in [
            (Origin::Os, r#"{"kind":"os","variable":null,"path":null}"#),
            (
                environment,
                r#"{"kind":"environment","variable":"SSL_CERT_FILE","path":"/a"}"#,
            ),
            (
                Origin::File("b c".into()),
                r#"{"kind":"file","variable":null,"path":"b c"}"#,
            ),
        ] {
            assert_eq!(serde_json::to_string(&origin).unwrap(), json);
        }
    }
}
