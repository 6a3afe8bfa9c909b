//! Whose root an anchor is: one of the root programmes, a former one, or one that somebody put into
//! this store. By the fingerprint of its certificate alone, and never a verdict.

use alloc::string::String;

use sha2::{Digest, Sha256};

use super::origin::Origin;
use super::programmes::{KnownRoot, Programme, Programmes};
use crate::cert::Cert;
use crate::text::Text;

/// Whose root an anchor is, as of the date of the [table of root programmes](super::programmes).
///
/// ```
#[doc = include_str!("../../tests/doc/setup.txt")]
/// use chainverify::Cert;
/// use chainverify::trust::Provenance;
///
/// let root = Cert::parse(root)?;
/// let of = |origin| Provenance::of(&root, &origin, |_| None);
/// assert!(matches!(of(Origin::Os), Provenance::Local { place: None, .. }));
/// assert_eq!(of(Origin::Given), Provenance::Given);
/// # Ok::<(), chainverify::der::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Provenance {
    /// A root programme has it.
    #[non_exhaustive]
    Public {
        /// What the table says of it.
        root: &'static KnownRoot,
    },
    /// A root programme had it, and none has it any more.
    #[non_exhaustive]
    WasPublic {
        /// What the table says of it.
        root: &'static KnownRoot,
    },
    /// No root programme has it, and it is in the store of this machine all the same.
    #[non_exhaustive]
    Local {
        /// Where somebody put it, if that is known.
        place: Option<Placement>,
    },
    /// No root programme has it, but the caller gave it.
    Given,
}

/// Where somebody put a root.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Placement {
    /// The file.
    pub path: String,
    /// Who puts files there.
    pub by: PlacedBy,
}

/// Who puts roots into such a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum PlacedBy {
    /// The administrator of the machine.
    Administrator,
    /// A package that was installed.
    Package,
}

impl Placement {
    /// A file, and who put it there.
    #[must_use]
    pub const fn new(path: String, by: PlacedBy) -> Self {
        Self { path, by }
    }

    /// `put there by an administrator (/usr/local/share/ca-certificates/corp.crt)`
    pub(crate) fn say(&self, out: &mut Text) {
        match self.by {
            PlacedBy::Administrator => out.ours("put there by an administrator ("),
            PlacedBy::Package => out.ours("put there by a package ("),
        };
        out.foreign(&self.path).ours(")");
    }
}

impl Provenance {
    /// Of the certificate of an anchor that came from somewhere. `place_of` is asked where no root
    /// programme has it or had it.
    #[must_use]
    pub fn of(
        cert: &Cert<'_>,
        origin: &Origin,
        place_of: impl FnOnce(&Cert<'_>) -> Option<Placement>,
    ) -> Self {
        match (KnownRoot::find(&Sha256::digest(cert.der()).into()), origin) {
            (Some(root), _) if root.is_public() => Self::Public { root },
            (Some(root), _) => Self::WasPublic { root },
            (None, Origin::Os | Origin::Environment { .. }) => Self::Local {
                place: place_of(cert),
            },
            // Of a newer version of the set than the table.
            (None, Origin::Mozilla | Origin::File(_) | Origin::Given) => Self::Given,
        }
    }

    /// What the table says of it, if it is there.
    #[must_use]
    pub const fn root(&self) -> Option<&'static KnownRoot> {
        match self {
            Self::Public { root } | Self::WasPublic { root } => Some(root),
            Self::Local { .. } | Self::Given => None,
        }
    }

    /// Says where an anchor is and whose it is: `in your OS store, and in Mozilla's and Apple's
    /// programmes (as of 2026-03 to 2026-10)`.
    pub(crate) fn say(&self, origin: &Origin, out: &mut Text) {
        match self {
            Self::Local { .. } => {
                self.say_whose(out);
                if let Origin::Environment { .. } = origin {
                    origin.say(out.ours(", in "));
                }
            }
            // Where it is says it all.
            Self::Public { root } if others(root, origin).iter().next().is_none() => {
                origin.say(out.ours("in "));
            }
            Self::Public { root } => {
                origin.say(out.ours("in "));
                out.ours(alloc::format!(", and in {}", others(root, origin)));
            }
            Self::WasPublic { .. } => {
                origin.say(out.ours("in "));
                self.say_whose(out.ours(", and "));
            }
            Self::Given => origin.say(out.ours("in ")),
        }
    }

    /// Says whose it is alone: `in Mozilla's and Apple's programmes (as of 2026-03 to 2026-10)`.
    pub fn say_whose(&self, out: &mut Text) {
        match self {
            Self::Public { root } => {
                out.ours(alloc::format!("in {}", root.programmes()));
            }
            Self::WasPublic { root } => {
                let as_of = KnownRoot::AS_OF;
                out.ours(alloc::format!(
                    "in no root programme any more (as of {as_of}"
                ));
                if let Some(until) = root.mozilla_until() {
                    out.ours(alloc::format!("; in Mozilla's until {until}"));
                }
                out.ours(")");
            }
            Self::Local { place } => {
                out.ours("only on this machine");
                if let Some(place) = place {
                    place.say(out.ours(", "));
                }
            }
            Self::Given => drop(out.ours("in no root programme, but given")),
        }
    }
}

/// The programmes to name beside where it is.
fn others(root: &KnownRoot, origin: &Origin) -> Programmes {
    match origin {
        Origin::Mozilla => root.programmes().without(Programme::Mozilla),
        _ => root.programmes(),
    }
    .without(Programme::Debian)
}

/// The same keys for every kind; null where there is nothing to say.
#[cfg(feature = "serde")]
impl serde::Serialize for Provenance {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Json<'p> {
            kind: &'static str,
            as_of: &'static str,
            programmes: Option<Programmes>,
            mozilla_since: Option<&'static str>,
            mozilla_until: Option<&'static str>,
            mozilla_distrust_after: Option<crate::der::Time>,
            chrome_sct_not_after: Option<crate::der::Time>,
            permitted_dns_names: &'static [&'static str],
            place: Option<&'p Placement>,
        }
        let root = self.root();
        let (kind, place) = match self {
            Self::Public { .. } => ("public", None),
            Self::WasPublic { .. } => ("was_public", None),
            Self::Local { place } => ("local", place.as_ref()),
            Self::Given => ("given", None),
        };
        Json {
            kind,
            as_of: KnownRoot::AS_OF,
            programmes: root.map(KnownRoot::programmes),
            mozilla_since: root.and_then(KnownRoot::mozilla_since),
            mozilla_until: root.and_then(KnownRoot::mozilla_until),
            mozilla_distrust_after: root.and_then(KnownRoot::mozilla_distrust_after),
            chrome_sct_not_after: root.and_then(KnownRoot::chrome_sct_not_after),
            permitted_dns_names: root.map_or(&[], KnownRoot::permitted_dns_names),
            place,
        }
        .serialize(serializer)
    }
}
