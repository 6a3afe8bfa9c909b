//! What looks as if it matched and does not, and why: names asked for, and permitted subtrees. Whoever
//! reads the two side by side sees them agree.

use super::show::Show;
use crate::names::{NameKind, PresentedName};
use crate::text::Text;

/// A name of the certificate that nearly matches the one that was asked for, and why it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "why", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum NearName {
    /// Its `*` stands for exactly one label (RFC 9525 §6.3).
    Wildcard {
        /// The wildcard.
        name: PresentedName,
    },
    /// Its `*` is not the whole first label (RFC 9525 §6.3).
    WildcardInside {
        /// The wildcard.
        name: PresentedName,
    },
    /// Its `*` stands right below a top-level domain.
    WildcardOnTopLevel {
        /// The wildcard.
        name: PresentedName,
    },
    /// The same text stands under another kind of name (RFC 9525 §6.2).
    OtherKind {
        /// The name.
        name: PresentedName,
    },
}

/// A permitted subtree that a name seems to lie in, and why it does not (RFC 5280 §4.2.1.10).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(tag = "why", rename_all = "snake_case"))]
#[non_exhaustive]
pub enum NearSubtree {
    /// It begins with a dot: it holds what is below the domain, not the domain itself.
    BelowOnly {
        /// The base of the subtree.
        base: PresentedName,
    },
    /// A host of mailboxes or of URIs: it holds that host alone, not what is below it.
    HostOnly {
        /// The base of the subtree.
        base: PresentedName,
    },
}

impl NearSubtree {
    /// The first of these, if one is near.
    pub(crate) fn of(name: &PresentedName, permitted: &[PresentedName]) -> Option<Self> {
        let host = host_of(name)?;
        let ends_in = |base: &str| {
            let (above, tail) = host.split_at_checked(host.len().checked_sub(base.len())?)?;
            tail.eq_ignore_ascii_case(base).then_some(above)
        };
        let mut near = permitted.iter().filter_map(|base| {
            let text = base.text.as_str();
            let own = || base.clone();
            match text.strip_prefix('.') {
                Some(domain) if ends_in(domain) == Some("") => {
                    Some(Self::BelowOnly { base: own() })
                }
                None if base.kind != NameKind::Dns && ends_in(text)?.ends_with('.') => {
                    Some(Self::HostOnly { base: own() })
                }
                _ => None,
            }
        });
        near.next()
    }
}

/// The host that a name is of, by its text.
fn host_of(name: &PresentedName) -> Option<&str> {
    let text = name.text.as_str();
    match name.kind {
        NameKind::Dns => Some(text),
        NameKind::Email | NameKind::SmtpUtf8Mailbox => Some(text.rsplit_once('@')?.1),
        NameKind::Uri => {
            let (_, rest) = text.split_once("://")?;
            let authority = rest.split(['/', '?', '#']).next()?;
            let host = authority
                .rsplit_once('@')
                .map_or(authority, |(_, host)| host);
            host.split(':').next()
        }
        NameKind::Other
        | NameKind::X400Address
        | NameKind::Directory
        | NameKind::EdiParty
        | NameKind::Ip
        | NameKind::RegisteredId => None,
    }
}

impl Show for NearName {
    fn show(&self, out: &mut Text) {
        match self {
            Self::Wildcard { name } => out
                .ours("the \"*\" of ")
                .quoted_excerpt(&name.text)
                .ours(" stands for exactly one label"),
            Self::WildcardInside { name } => out
                .ours("the \"*\" of ")
                .quoted_excerpt(&name.text)
                .ours(" is not the whole first label, so that it stands for nothing"),
            Self::WildcardOnTopLevel { name } => out
                .ours("the \"*\" of ")
                .quoted_excerpt(&name.text)
                .ours(" needs two labels after it"),
            Self::OtherKind { name } => {
                out.ours("the ");
                name.show(out);
                out.ours(" does not match, because it is another kind of name")
            }
        };
    }
}

impl Show for NearSubtree {
    fn show(&self, out: &mut Text) {
        match self {
            Self::BelowOnly { base } => out
                .quoted_excerpt(&base.text)
                .ours(" permits what is below that domain, not the domain itself"),
            Self::HostOnly { base } => out
                .quoted_excerpt(&base.text)
                .ours(" permits that host alone, not what is below it"),
        };
    }
}
