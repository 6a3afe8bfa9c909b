//! How each kind of field says itself in a sentence.

use alloc::format;
use alloc::string::ToString;

use super::data::{
    BasicConstraintsState, KeyId, KeyIds, Listed, Namesake, OwnSignature, Position, Rejection,
    RequiredBy, SignatureCause,
};
use super::oid_name::oid_name;
use super::product::Product;
use crate::budget::Limit;
use crate::cert::ext::{KeyPurpose, KeyUsage};
use crate::cert::{KeyKindBuf, KeyUnusable, NameBuf, algorithm_name};
use crate::der::{Field, OidBuf, ParseError, Time};
use crate::fetch_problem::FetchProblem;
use crate::names::{NameKind, PresentedName, ReferenceName};
use crate::revocation::crl::Reason;
use crate::revocation::status::{NotChecked, SourceKind, Unusable};
use crate::text::{Excerpt, Text};

/// What can stand in a sentence.
pub(crate) trait Show {
    /// Says it: our words as ours, those of others as theirs.
    fn show(&self, out: &mut Text);

    /// Whether there is nothing to say.
    fn is_absent(&self) -> bool {
        false
    }

    /// The moment it is, if it is one.
    fn time(&self) -> Option<Time> {
        None
    }
}

impl Show for u32 {
    fn show(&self, out: &mut Text) {
        out.ours(self.to_string());
    }
}

/// Words of ours.
impl Show for &'static str {
    fn show(&self, out: &mut Text) {
        out.ours(*self);
    }
}

/// The date: how far it is away says more than the hour.
impl Show for Time {
    fn show(&self, out: &mut Text) {
        let (year, month, day) = self.date();
        out.ours(format!("{year:04}-{month:02}-{day:02}"));
    }

    fn time(&self) -> Option<Time> {
        Some(*self)
    }
}

/// The sentences of these have no words but ours in them.
macro_rules! say_in_our_words {
    ($($ours:ty),*) => {
        $(impl Show for $ours {
            fn show(&self, out: &mut Text) {
                out.ours(self.to_string());
            }
        })*
    };
}

say_in_our_words!(
    Field, Limit, NameKind, NotChecked, ParseError, Reason, SourceKind
);

impl Show for FetchProblem {
    fn show(&self, out: &mut Text) {
        match self {
            Self::Redirected { to, because } => {
                out.ours("it redirects to ").foreign(to).ours(": ");
                because.show(out);
            }
            _ => drop(out.ours(self.to_string())),
        }
    }
}

impl Show for Unusable {
    fn show(&self, out: &mut Text) {
        match self {
            Self::NotFetched { problem } => problem.show(out),
            _ => drop(out.ours(self.to_string())),
        }
    }
}

impl Show for KeyUsage {
    fn show(&self, out: &mut Text) {
        match self.to_string() {
            none if none.is_empty() => out.ours("nothing"),
            some => out.ours(some),
        };
    }
}

impl Show for BasicConstraintsState {
    fn show(&self, out: &mut Text) {
        out.ours(match self {
            Self::Absent => "absent",
            Self::Malformed => "malformed",
            Self::NotCa => "cA is FALSE",
            Self::Ca => "cA is TRUE",
        });
    }
}

impl Show for SignatureCause {
    fn show(&self, out: &mut Text) {
        out.ours(match self {
            Self::Unknown => "",
            Self::Altered => "the certificate was altered after it was signed",
            Self::NotByThisKey => "this key did not make it",
            Self::OtherKindOfKey => "its algorithm does not fit that kind of key",
        });
    }

    fn is_absent(&self) -> bool {
        *self == Self::Unknown
    }
}

impl Show for OwnSignature {
    fn show(&self, out: &mut Text) {
        out.ours(match self {
            Self::Invalid => "its signature does not verify with its own key",
            Self::NotChecked => "its signature was not checked with its own key",
        });
    }
}

impl Show for KeyId {
    fn show(&self, out: &mut Text) {
        out.ours("key identifier ").excerpt(self.as_excerpt());
    }
}

impl Show for KeyIds {
    fn show(&self, out: &mut Text) {
        out.ours("its authority key identifier is ")
            .excerpt(self.wanted.as_excerpt())
            .ours(", the subject key identifier of that CA is ")
            .excerpt(self.found.as_excerpt());
    }
}

/// As the lists of a report count: the leaf is certificate 1.
impl Show for Position {
    fn show(&self, out: &mut Text) {
        out.ours(format!("certificate {}", self.0.saturating_add(1)));
    }
}

impl Show for Product {
    fn show(&self, out: &mut Text) {
        out.ours(self.name);
    }
}

impl Show for Namesake {
    fn show(&self, out: &mut Text) {
        out.ours("that CA is ")
            .quoted_excerpt(&self.wanted)
            .ours(", and the one that is here ")
            .quoted_excerpt(&self.found);
    }
}

/// By its name where it has one, with the number beside a name that not everybody knows.
impl Show for OidBuf {
    fn show(&self, out: &mut Text) {
        let oid = self.as_oid();
        let common = KeyPurpose::from_oid(oid).map(KeyPurpose::as_str);
        match common.or_else(|| algorithm_name(oid)) {
            Some(name) => out.ours(name),
            None => match oid_name(oid) {
                Some(name) => out.ours(format!("{name} ({oid})")),
                None => out.foreign(&self.to_string()),
            },
        };
    }
}

impl Show for KeyKindBuf {
    fn show(&self, out: &mut Text) {
        match self {
            Self::Rsa { .. } | Self::ExplicitCurve => out.ours(self.to_string()),
            Self::Curve { .. } | Self::Other { .. } => out.foreign(&self.to_string()),
        };
    }
}

impl Show for KeyUnusable {
    fn show(&self, out: &mut Text) {
        out.ours(self.to_string());
    }
}

impl Show for Excerpt {
    fn show(&self, out: &mut Text) {
        out.quoted_excerpt(self);
    }
}

/// The common name, as names are called in sentences.
impl Show for NameBuf {
    fn show(&self, out: &mut Text) {
        match self.as_name().is_empty() {
            true => out.quoted_excerpt(&Excerpt::shown(self)),
            false => out.quoted_excerpt(&self.as_name().excerpt()),
        };
    }
}

impl Show for ReferenceName<'_> {
    fn show(&self, out: &mut Text) {
        out.ours(self.kind())
            .ours(" ")
            .quoted_excerpt(&Excerpt::shown(self));
    }
}

impl Show for PresentedName {
    fn show(&self, out: &mut Text) {
        out.ours(self.kind.as_str())
            .ours(" ")
            .quoted_excerpt(&self.text);
    }
}

impl Show for RequiredBy {
    fn show(&self, out: &mut Text) {
        match self {
            Self::Request => drop(out.ours("the policy of this verification")),
            Self::Ca(name) => name.show(out),
        }
    }
}

impl Show for Rejection {
    fn show(&self, out: &mut Text) {
        out.quoted(&self.id).ours(": ").quoted(&self.text);
    }
}

impl<T: Show> Show for Option<T> {
    fn show(&self, out: &mut Text) {
        if let Some(value) = self {
            value.show(out);
        }
    }

    fn is_absent(&self) -> bool {
        self.as_ref().is_none_or(Show::is_absent)
    }
}

/// What can stand in a list.
trait InList: Show {
    /// Says one that follows another.
    fn show_after(&self, _before: &Self, out: &mut Text) {
        self.show(out);
    }
}

impl InList for OidBuf {}

impl InList for Excerpt {}

/// The kind of a name is said where it changes.
impl InList for PresentedName {
    fn show_after(&self, before: &Self, out: &mut Text) {
        if self.kind == before.kind {
            out.quoted_excerpt(&self.text);
        } else {
            self.show(out);
        }
    }
}

impl<T: InList> Show for Listed<T> {
    fn show(&self, out: &mut Text) {
        let mut before: Option<&T> = None;
        for item in self.items() {
            match before.replace(item) {
                None => item.show(out),
                Some(before) => {
                    out.ours(", ");
                    item.show_after(before, out);
                }
            }
        }
        match (before, self.more()) {
            (Some(_), 0) => {}
            (Some(_), more) => drop(out.ours(format!(" and {more} more"))),
            (None, 0) => drop(out.ours("none")),
            (None, 1) => drop(out.ours("1 that is too long to be listed")),
            (None, more) => drop(out.ours(format!("{more} that are too long to be listed"))),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}
